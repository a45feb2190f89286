/*
 * report.h - the figures, for people and for scripts.
 */
#ifndef REPORT_H
#define REPORT_H

#include "bench/generator/measure.h"

/* Prints a page for people on standard output. */
void report_print(const struct load_options *options, const struct results *results);

/* Parts of that page: what became of the clients (of the slow ones, or of the others), and of the
 * requests of an open loop; and whether the figures are in balance by Little's law. */
void report_print_clients(const struct results *results, bool slow);
void report_print_requests(const struct figures *load);
void report_print_balance(const struct load_options *options, const struct results *results);

/* Prints one line of comma-separated values; what is not known is left empty. */
void report_csv(const struct load_options *options, const struct results *results);

/* Prints the line with their names. */
void report_csv_header(void);

/* Prints them as one JSON object, with what was complained of, or NULL; */
void report_json(const struct load_options *options, const struct results *results,
                 const char *complaint);

/* or, when there are no figures, the complaint alone. */
void report_json_complaint(const char *complaint);

#endif
