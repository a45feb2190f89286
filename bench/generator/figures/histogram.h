/*
 * histogram.h - latencies counted by size: any percentile afterwards, in 16 KiB, to 1 in 128.
 *
 *     0 1 2 … 63 | 64 65 … 127 | 128 130 … 254 | 256 260 … 508 | …
 *     each alone   each alone    in twos         in fours        64 buckets for each doubling
 *
 * Log-linear, as in HdrHistogram: narrow buckets for short times and wide ones for long times, so
 * that the *relative* error is the same everywhere. Sums of such counts are exact, so the threads'
 * histograms are merged and never their percentiles: an average of two p99 is nothing's p99.
 */
#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include <stdint.h>

enum {
    HISTOGRAM_STEPS = 64,     /* buckets for each doubling */
    HISTOGRAM_DOUBLINGS = 32, /* so the last bucket ends at 64 × 2^31 ns, 137 seconds */
    HISTOGRAM_BUCKETS = HISTOGRAM_STEPS * HISTOGRAM_DOUBLINGS
};

/* All zero is an empty histogram. Values are nanoseconds. */
struct histogram {
    uint64_t count, sum; /* the extremes and the sum are exact */
    int64_t least, most;
    uint64_t cut;      /* of the values: so many are only lower bounds, */
    int64_t least_cut; /* and this is the least of them */
    uint64_t buckets[HISTOGRAM_BUCKETS];
};

/* Adds one value. A negative one counts as 0, one beyond the last bucket counts there. */
void histogram_record(struct histogram *histogram, int64_t value);

/* Adds one value that is a lower bound: the time that a request has waited so far. (In statistics: a
 * censored observation.) */
void histogram_record_at_least(struct histogram *histogram, int64_t value);

/* Adds all values of another. */
void histogram_merge(struct histogram *into, const struct histogram *from);

/* The value that `percent` of all values do not exceed (nearest rank), within 1/128 of itself, and
 * never outside least … most. 0 if there are no values. */
int64_t histogram_percentile(const struct histogram *histogram, double percent);

/* What the values of that bucket are said to be: its middle, but never outside least … most. */
int64_t histogram_value(const struct histogram *histogram, unsigned bucket);

/* A percentile that is no less than this is a lower bound too: with the waiting over, it could only
 * be greater. INT64_MAX if there is no such percentile. */
int64_t histogram_at_least_from(const struct histogram *histogram);

/* The exact average; 0 if there are no values. */
double histogram_mean(const struct histogram *histogram);

#endif
