/*
 * load_check.h - options that are right one by one, and contradict each other.
 */
#ifndef LOAD_CHECK_H
#define LOAD_CHECK_H

#include "load_options.h"

/* Says what is wrong with all the options together, if anything is. */
enum load_result load_check(const struct load_options *options);

#endif
