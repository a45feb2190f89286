/* hgrm.c - writes one line per percentile, in steps that shrink towards 100 %, and then a summary. */
#include "hgrm.h"

#include <inttypes.h>

enum { TICKS = 5 }; /* lines for each halving of the distance to 100 % */

static double milliseconds(double nanoseconds)
{
    return nanoseconds / 1e6;
}

/* By Newton's method, which saves the mathematical library. */
static double square_root(double number)
{
    double root = number > 1 ? number : 1;
    for (int i = 0; i < 200 && root * root - number > number * 1e-12; i++)
        root = (root + number / root) / 2;
    return root;
}

static double deviation(const struct histogram *histogram)
{
    double mean = histogram_mean(histogram), sum = 0;
    for (unsigned i = 0; i < HISTOGRAM_BUCKETS; i++) {
        double off = (double)histogram_value(histogram, i) - mean;
        if (histogram->buckets[i] > 0)
            sum += off * off * (double)histogram->buckets[i];
    }
    return histogram->count > 0 ? square_root(sum / (double)histogram->count) : 0;
}

/* How far the next line is: 10 % up to 50 %, 5 % up to 75 %, 2.5 % up to 87.5 %, … */
static double step_from(double percent)
{
    double halvings = 2;
    while (100 / (100 - percent) >= halvings)
        halvings *= 2;
    return 100 / (TICKS * halvings);
}

void hgrm_write(FILE *file, const struct histogram *histogram)
{
    uint64_t seen = 0, count = histogram->count;
    unsigned bucket = 0;
    double percent = 0;

    fprintf(file, "%12s %14s %10s %14s\n\n", "Value", "Percentile", "TotalCount",
            "1/(1-Percentile)");
    while (seen < count) {
        while (seen == 0 || 100 * (double)seen < percent * (double)count)
            seen += histogram->buckets[bucket++];
        fprintf(file, "%12.6f %2.12f %10" PRIu64 " %14.2f\n",
                milliseconds((double)histogram_value(histogram, bucket - 1)), percent / 100, seen,
                100 / (100 - percent));
        percent += step_from(percent);
    }
    fprintf(file, "%12.6f %2.12f %10" PRIu64 "\n", milliseconds((double)histogram->most), 1.0,
            count);
    fprintf(file, "#[Mean    = %12.6f, StdDeviation   = %12.6f]\n",
            milliseconds(histogram_mean(histogram)), milliseconds(deviation(histogram)));
    fprintf(file, "#[Max     = %12.6f, Total count    = %12" PRIu64 "]\n",
            milliseconds((double)histogram->most), count);
    fprintf(file, "#[Buckets = %12d, SubBuckets     = %12d]\n", HISTOGRAM_DOUBLINGS,
            HISTOGRAM_STEPS);
    if (histogram->cut > 0)
        fprintf(file, "#[At least: from %.6f on, a value is a lower bound]\n",
                milliseconds((double)histogram_at_least_from(histogram)));
}
