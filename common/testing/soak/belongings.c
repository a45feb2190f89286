/* belongings.c - counts a process group's descriptors, threads, children, sockets and memory in /proc. */
#include "belongings.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const belonging_names[BELONGINGS] = {
    "descriptors", "threads", "children", "zombies", "sockets", "CLOSE_WAIT", "memory (KiB)"};

/* The states in /proc/net/tcp: include/net/tcp_states.h of Linux. */
enum { STATE_CLOSE_WAIT = 8 };

static FILE *open_entry(const char *process, const char *name)
{
    char path[288];
    snprintf(path, sizeof path, "/proc/%s/%s", process, name);
    return fopen(path, "r");
}

static long count_descriptors(const char *process)
{
    char path[288];
    const struct dirent *entry;
    long count = 0;
    snprintf(path, sizeof path, "/proc/%s/fd", process);
    DIR *directory = opendir(path);
    while (directory != NULL && (entry = readdir(directory)) != NULL)
        count += entry->d_name[0] != '.';
    if (directory != NULL)
        closedir(directory);
    return count;
}

/* Anonymous and shared memory, without the pages of files: all programs share the C library's pages, and a
 * server's share of them grows whenever another program ends. */
static long read_memory(const char *process)
{
    char line[256];
    long sum = 0, piece;
    FILE *file = open_entry(process, "smaps_rollup");
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (sscanf(line, "Pss_Anon: %ld", &piece) == 1 ||
            sscanf(line, "Pss_Shmem: %ld", &piece) == 1)
            sum += piece;
    if (file != NULL)
        fclose(file);
    return sum;
}

/* Reads a process's state and its number of threads, if it belongs to the group. */
static bool read_process(const char *process, pid_t group, char *state, long *threads)
{
    char line[1024] = "";
    long its_group;
    FILE *file = open_entry(process, "stat");
    if (file == NULL)
        return false; /* the process has ended meanwhile */
    size_t size = fread(line, 1, sizeof line - 1, file);
    fclose(file);
    line[size] = '\0';
    /* "PID (NAME) STATE PPID GROUP …"; the name may contain spaces and parentheses. */
    const char *rest = strrchr(line, ')');
    return rest != NULL &&
           sscanf(rest + 1,
                  " %c %*d %ld %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %ld", state,
                  &its_group, threads) == 3 &&
           its_group == (long)group;
}

/* A socket without a process has no inode: only the kernel still needs it. */
static void count_sockets(struct belongings *belongings, int port)
{
    char line[512];
    unsigned local, state;
    unsigned long inode;
    FILE *file = fopen("/proc/net/tcp", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (sscanf(line, " %*d: %*8s:%x %*[^ ] %x %*s %*s %*s %*u %*u %lu", &local, &state,
                   &inode) == 3 &&
            local == (unsigned)port && inode != 0) {
            belongings->counts[SOCKETS]++;
            belongings->counts[CLOSE_WAIT] += state == STATE_CLOSE_WAIT;
        }
    if (file != NULL)
        fclose(file);
}

bool belongings_count(struct belongings *belongings, pid_t group, int port)
{
    const struct dirent *entry;
    char state;
    long threads, processes = 0;
    DIR *directory = opendir("/proc");
    *belongings = (struct belongings){{0}};
    if (directory == NULL)
        return false;
    while ((entry = readdir(directory)) != NULL) {
        if (!isdigit((unsigned char)entry->d_name[0]) ||
            !read_process(entry->d_name, group, &state, &threads))
            continue;
        processes++;
        belongings->counts[ZOMBIES] += state == 'Z';
        belongings->counts[THREADS] += threads;
        belongings->counts[DESCRIPTORS] += count_descriptors(entry->d_name);
        belongings->counts[MEMORY] += read_memory(entry->d_name);
    }
    closedir(directory);
    belongings->counts[CHILDREN] = processes - 1;
    count_sockets(belongings, port);
    return processes > 0;
}
