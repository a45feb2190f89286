/* census.c - walks through /proc and adds up the threads, memory and CPU time of a process group. */
#include "census.h"

#include "common/socket/clock.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_LOOKS = 150 };

static FILE *open_entry(const char *process, const char *name)
{
    char path[288];
    snprintf(path, sizeof path, "/proc/%s/%s", process, name);
    return fopen(path, "r");
}

/* Proportional set size, in KiB; -1: not known. */
static long read_pss(const char *process)
{
    char line[256];
    long pss = -1;
    FILE *file = open_entry(process, "smaps_rollup");
    if (file == NULL)
        return -1;
    while (pss == -1 && fgets(line, sizeof line, file) != NULL)
        sscanf(line, "Pss: %ld", &pss);
    fclose(file);
    return pss;
}

/* Threads of a process if it belongs to the group, or 0. */
static unsigned read_threads(const char *process, pid_t group)
{
    char line[1024] = "";
    long its_group;
    unsigned threads;
    FILE *file = open_entry(process, "stat");
    if (file == NULL)
        return 0; /* it has ended meanwhile */
    size_t size = fread(line, 1, sizeof line - 1, file);
    fclose(file);
    line[size] = '\0';
    /* "PID (NAME) STATE PPID GROUP …"; the name may have spaces and parentheses in it. */
    const char *rest = strrchr(line, ')');
    if (rest == NULL ||
        sscanf(rest + 1, " %*c %*d %ld %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %u",
               &its_group, &threads) != 2)
        return 0;
    return its_group == (long)group ? threads : 0;
}

/* clock_getcpuclockid(3): to the nanosecond, where "stat" counts hundredths of a second. */
static double read_cpu(const char *process)
{
    clockid_t clock;
    struct timespec used;
    if (clock_getcpuclockid((pid_t)atol(process), &clock) != 0 || clock_gettime(clock, &used) == -1)
        return 0;
    return (double)used.tv_sec + (double)used.tv_nsec / 1e9;
}

static double sum_cpu(pid_t group)
{
    const struct dirent *entry;
    double sum = 0;
    DIR *processes = opendir("/proc");
    while (processes != NULL && (entry = readdir(processes)) != NULL)
        if (isdigit((unsigned char)entry->d_name[0]) && read_threads(entry->d_name, group) > 0)
            sum += read_cpu(entry->d_name);
    if (processes != NULL)
        closedir(processes);
    return sum;
}

double census_settle(pid_t group)
{
    double before = -1, now = sum_cpu(group);
    for (int i = 0; i < MOST_LOOKS && now != before; i++) {
        clock_sleep(20);
        before = now;
        now = sum_cpu(group);
    }
    return now;
}

void census_take(struct census *census, pid_t group, bool memory)
{
    const struct dirent *entry;
    DIR *processes = opendir("/proc");
    *census = (struct census){.pss_kib = -1};
    if (processes == NULL)
        return;
    while ((entry = readdir(processes)) != NULL) {
        unsigned threads =
            isdigit((unsigned char)entry->d_name[0]) ? read_threads(entry->d_name, group) : 0;
        if (threads == 0)
            continue;
        census->processes++;
        census->threads += threads;
        long pss = memory ? read_pss(entry->d_name) : -1;
        if (pss > 0)
            census->pss_kib = (census->pss_kib > 0 ? census->pss_kib : 0) + pss;
    }
    closedir(processes);
    census->known = census->processes > 0;
}
