/*
 * load_help.h - what bench/load says of itself.
 */
#ifndef LOAD_HELP_H
#define LOAD_HELP_H

/* Prints the text of --help on standard output. */
void load_help_print(void);

#endif
