/*
 * outputs.h - where the figures go: standard output in one of three forms, and files beside it.
 */
#ifndef OUTPUTS_H
#define OUTPUTS_H

#include "bench/generator/measure.h"

/* Opens the files that the options want, before anything is measured in vain, and leaves what they contain
 * until outputs_write(). 0, or 1 when it has been said why not. */
int outputs_open(const struct load_options *options);

/* Says what was measured. Returns the exit status: 1 if that could not be written, or if no request
 * succeeded. */
int outputs_write(const struct load_options *options, const struct results *results);

/* Before the program ends: whether all of standard output has arrived. With --json, and if nothing
 * has been written, the last complaint is, so that what comes is always JSON. Returns `status`, or 1
 * when it has been said why. */
int outputs_finish(const struct load_options *options, int status);

#endif
