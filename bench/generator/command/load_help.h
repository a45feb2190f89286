/*
 * load_help.h - the help text of bench/load.
 */
#ifndef LOAD_HELP_H
#define LOAD_HELP_H

/* Prints the text of --help on standard output. */
void load_help_print(void);

#endif
