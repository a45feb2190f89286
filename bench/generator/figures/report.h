/*
 * report.h - the figures, for people and for scripts.
 */
#ifndef REPORT_H
#define REPORT_H

#include "bench/generator/measure.h"

/* Prints a page for people on standard output. */
void report_print(const struct load_options *options, const struct results *results);

/* Prints one line of comma-separated values; what is not known is left empty. */
void report_csv(const struct load_options *options, const struct results *results);

/* Prints the line with their names. */
void report_csv_header(void);

#endif
