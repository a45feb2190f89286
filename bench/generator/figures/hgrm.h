/*
 * hgrm.h - the whole curve of latencies, as HdrHistogram writes it and existing plotters read it.
 */
#ifndef HGRM_H
#define HGRM_H

#include "histogram.h"

#include <stdio.h>

/* Writes a line for each of many percentiles, the closer together the nearer they are to 100: the
 * value in milliseconds, the percentile as a share of 1, how many values that is, and 1 / (1 -
 * percentile). Lines that begin with # say mean, maximum, and what is only a lower bound. */
void hgrm_write(FILE *file, const struct histogram *histogram);

#endif
