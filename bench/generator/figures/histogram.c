/* histogram.c - finds the bucket of a time, merges histograms, and counts buckets up to a percentile. */
#include "histogram.h"

/* The bucket of a value. Below 2 × 64 each value has its own. Above, halving a value until it is
 * below 128 leaves its seven leading bits: the first says "64 or more", the other six which of the
 * 64 steps, and the number of halvings which doubling. */
static unsigned bucket_of(int64_t value)
{
    unsigned halvings = 0;
    for (; value >= 2 * HISTOGRAM_STEPS; value /= 2)
        halvings++;
    unsigned bucket = halvings * HISTOGRAM_STEPS + (unsigned)value;
    return bucket < HISTOGRAM_BUCKETS ? bucket : HISTOGRAM_BUCKETS - 1;
}

/* The middle of a bucket: what its values are said to be. */
static int64_t value_of(unsigned bucket)
{
    if (bucket < 2 * HISTOGRAM_STEPS)
        return bucket;
    unsigned halvings = bucket / HISTOGRAM_STEPS - 1;
    int64_t lowest = (int64_t)(bucket - halvings * HISTOGRAM_STEPS) << halvings;
    return lowest + ((INT64_C(1) << halvings) - 1) / 2;
}

void histogram_record(struct histogram *histogram, int64_t value)
{
    if (value < 0)
        value = 0;
    if (histogram->count == 0 || value < histogram->least)
        histogram->least = value;
    if (value > histogram->most)
        histogram->most = value;
    histogram->count++;
    histogram->sum += (uint64_t)value;
    histogram->buckets[bucket_of(value)]++;
}

void histogram_record_at_least(struct histogram *histogram, int64_t value)
{
    histogram_record(histogram, value);
    if (histogram->cut++ == 0 || value < histogram->least_cut)
        histogram->least_cut = value < 0 ? 0 : value;
}

void histogram_merge(struct histogram *into, const struct histogram *from)
{
    if (from->count == 0)
        return;
    if (into->count == 0 || from->least < into->least)
        into->least = from->least;
    if (from->most > into->most)
        into->most = from->most;
    if (from->cut > 0 && (into->cut == 0 || from->least_cut < into->least_cut))
        into->least_cut = from->least_cut;
    into->cut += from->cut;
    into->count += from->count;
    into->sum += from->sum;
    for (unsigned i = 0; i < HISTOGRAM_BUCKETS; i++)
        into->buckets[i] += from->buckets[i];
}

int64_t histogram_value(const struct histogram *histogram, unsigned bucket)
{
    int64_t value = value_of(bucket);
    /* The last bucket, open at its end, has no middle. */
    if (value > histogram->most || bucket == HISTOGRAM_BUCKETS - 1)
        value = histogram->most;
    return value < histogram->least ? histogram->least : value;
}

int64_t histogram_percentile(const struct histogram *histogram, double percent)
{
    /* How many values must not exceed the answer: rounded up, so that p50 of three is the second.
     * The small difference is for the likes of 99.9, which no double is exactly. */
    double wanted = percent / 100 * (double)histogram->count - 1e-6;
    uint64_t seen = 0;
    unsigned bucket = 0;
    if (percent >= 100) /* the greatest value is known exactly */
        return histogram->most;
    while (bucket < HISTOGRAM_BUCKETS - 1) {
        seen += histogram->buckets[bucket];
        if (seen > 0 && (double)seen >= wanted)
            break;
        bucket++;
    }
    return histogram_value(histogram, bucket);
}

int64_t histogram_at_least_from(const struct histogram *histogram)
{
    if (histogram->cut == 0)
        return INT64_MAX;
    /* The percentiles are middles of buckets, so the middle may be less than the value itself. */
    int64_t middle = value_of(bucket_of(histogram->least_cut));
    return middle < histogram->least_cut ? middle : histogram->least_cut;
}

double histogram_mean(const struct histogram *histogram)
{
    return histogram->count == 0 ? 0 : (double)histogram->sum / (double)histogram->count;
}
