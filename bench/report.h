/*
 * report.h - the figures, for people and for scripts.
 */
#ifndef REPORT_H
#define REPORT_H

#include "figures.h"
#include "load_options.h"
#include "server_process.h"

/* Prints a page for people on standard output. */
void report_print(const struct load_options *options, const char *url,
                  const struct figures *figures, const struct server_usage *server);

/* Prints one line of comma-separated values; what is not known is left empty. */
void report_csv(const struct load_options *options, const struct figures *figures,
                const struct server_usage *server);

/* Prints the line with their names. */
void report_csv_header(void);

#endif
