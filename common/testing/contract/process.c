/* process.c - what /proc says of a process, for the tests. */
#include "peer.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

long process_status(pid_t pid, const char *key)
{
    char path[64], line[256];
    long value = -1;
    snprintf(path, sizeof path, "/proc/%ld/status", (long)pid);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return -1;
    while (value == -1 && fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, key, strlen(key)) == 0 && line[strlen(key)] == ':')
            value = strtol(line + strlen(key) + 1, NULL, 10);
    fclose(file);
    return value;
}

long process_descriptors(pid_t pid)
{
    char path[64];
    long count = -2; /* "." and ".." */
    snprintf(path, sizeof path, "/proc/%ld/fd", (long)pid);
    DIR *directory = opendir(path);
    if (directory == NULL)
        return -1;
    while (readdir(directory) != NULL)
        count++;
    closedir(directory);
    return count;
}

long process_cpu_ms(pid_t pid)
{
    char path[64];
    long user = 0, system = 0;
    snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return -1;
    /* the 14th and the 15th field: proc(5) */
    int found = fscanf(file, "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld",
                       &user, &system);
    fclose(file);
    return found == 2 ? (user + system) * 1000 / sysconf(_SC_CLK_TCK) : -1;
}

long process_waits(pid_t pid)
{
    char path[64];
    long waits = 0;
    snprintf(path, sizeof path, "/proc/%ld/task", (long)pid);
    DIR *directory = opendir(path);
    if (directory == NULL)
        return -1;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;)
        if (entry->d_name[0] != '.') /* a thread's number is a process number of its own */
            waits += process_status((pid_t)atol(entry->d_name), "voluntary_ctxt_switches");
    closedir(directory);
    return waits;
}

long process_children(pid_t pid, bool zombies_only)
{
    long count = 0;
    DIR *directory = opendir("/proc");
    if (directory == NULL)
        return -1;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        char path[300], state = 0;
        long parent = -1;
        snprintf(path, sizeof path, "/proc/%s/stat", entry->d_name);
        FILE *file = entry->d_name[0] >= '1' && entry->d_name[0] <= '9' ? fopen(path, "r") : NULL;
        if (file == NULL)
            continue;
        /* "123 (a name) S 1 …": a server's name contains no parenthesis */
        if (fscanf(file, "%*d (%*[^)]) %c %ld", &state, &parent) == 2 && parent == pid &&
            (!zombies_only || state == 'Z'))
            count++;
        fclose(file);
    }
    closedir(directory);
    return count;
}
