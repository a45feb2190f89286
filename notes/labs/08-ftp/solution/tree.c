/* tree.c - works out the path that a client means, opens it one component at a time, and lists it. */
#include "tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { HALF_A_YEAR = 182 * 24 * 3600 };

int tree_open_root(const char *directory)
{
    return open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* Adds a component to a resolved path, or goes up for "..". False: there is no room. */
static bool add_component(char path[TREE_PATH_SIZE], const char *name, size_t length)
{
    size_t end = strlen(path);
    if (length == 0 || (length == 1 && name[0] == '.'))
        return true;
    if (length == 2 && memcmp(name, "..", 2) == 0) {
        char *slash = strrchr(path, '/');
        slash[slash == path] = '\0'; /* above "/" is "/" again */
        return true;
    }
    if (path[end - 1] != '/')
        path[end++] = '/';
    if (end + length >= TREE_PATH_SIZE)
        return false;
    memcpy(path + end, name, length);
    path[end + length] = '\0';
    return true;
}

bool tree_resolve(char path[TREE_PATH_SIZE], const char *directory, const char *given)
{
    char result[TREE_PATH_SIZE] = "/";
    if (given[0] != '/')
        strcpy(result, directory); /* a resolved path, so not too long */
    while (*given != '\0') {
        size_t length = strcspn(given, "/");
        if (!add_component(result, given, length))
            return false;
        given += length + (given[length] == '/');
    }
    strcpy(path, result);
    return true;
}

int tree_open(int root, const char *path, int flags)
{
    /* O_NONBLOCK: else open() of a named pipe waits until a program opens its other end. */
    flags |= O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    int directory = openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (const char *name = path + 1; directory != -1;) {
        char component[TREE_PATH_SIZE];
        size_t length = strcspn(name, "/");
        bool last = name[length] == '\0';
        snprintf(component, sizeof component, "%.*s", (int)length, name);
        if (length == 0) /* the root itself */
            strcpy(component, ".");
        int next = openat(directory, component,
                          last ? flags : O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0666);
        int cause = errno;
        close(directory);
        errno = cause;
        if (last)
            return next;
        directory = next;
        name += length + 1;
    }
    return -1;
}

static void print_entry(FILE *to, const char *name, const struct stat *about, bool names_only)
{
    char when[32];
    struct tm broken_down;
    bool is_directory = S_ISDIR(about->st_mode);

    if (!is_directory && !S_ISREG(about->st_mode))
        return;
    if (!names_only) {
        gmtime_r(&about->st_mtime, &broken_down);
        bool old = time(NULL) - about->st_mtime > HALF_A_YEAR;
        strftime(when, sizeof when, old ? "%b %d  %Y" : "%b %d %H:%M", &broken_down);
        fprintf(to, "%s 1 ftp ftp %12lld %s ", is_directory ? "drwxr-xr-x" : "-rw-r--r--",
                (long long)about->st_size, when);
    }
    /* A name may hold any byte but '/' and 0. A line feed in it would begin a second line. */
    for (; *name != '\0'; name++)
        fputc(*name == '\n' || *name == '\r' ? '?' : *name, to);
    fputs("\r\n", to);
}

static void print_directory(FILE *to, DIR *directory, bool names_only)
{
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        struct stat about;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (fstatat(dirfd(directory), entry->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0)
            print_entry(to, entry->d_name, &about, names_only);
    }
}

char *tree_list(int root, const char *path, bool names_only, size_t *length)
{
    char *text = NULL;
    struct stat about;
    int descriptor = tree_open(root, path, O_RDONLY);
    FILE *to = descriptor != -1 ? open_memstream(&text, length) : NULL;

    if (to == NULL || fstat(descriptor, &about) == -1) {
        if (descriptor != -1)
            close(descriptor);
        return NULL;
    }
    DIR *directory = S_ISDIR(about.st_mode) ? fdopendir(descriptor) : NULL;
    if (directory != NULL) {
        print_directory(to, directory, names_only);
        closedir(directory); /* and the descriptor with it */
    } else {
        print_entry(to, strrchr(path, '/') + 1, &about, names_only);
        close(descriptor);
    }
    if (fclose(to) == 0)
        return text;
    free(text);
    return NULL;
}
