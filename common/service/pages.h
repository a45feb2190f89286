/*
 * pages.h - the files of --root, all in memory before the first client comes.
 *
 * A request's path is looked up in a table, and opens no file. So no path can lead out of the
 * directory ("/../../etc/passwd" is simply not in the table), no link can, no file can change
 * between the check and the reading, and the event loop of 05 never waits for a disk.
 */
#ifndef PAGES_H
#define PAGES_H

#include <stdbool.h>
#include <stddef.h>

#define PAGES_MOST_BYTES ((size_t)256 * 1024 * 1024)
enum { PAGES_MOST_FILES = 20000, PAGES_PATH_SIZE = 4096, PAGES_DEEPEST = 32 };

struct page {
    const char *path; /* as a request names it: "/index.html" */
    const char *type; /* for Content-Type, by the ending of the name */
    char tag[20];     /* for ETag, with its quotes: it is another one for other bytes */
    const char *bytes;
    size_t size;
};

struct pages {
    size_t count;
    struct page *list; /* sorted by path */
};

/* Reads the regular files under `root`, except those whose name begins with a dot (.git, .env) and
 * symbolic links. All of it lies in shared memory, whose page tables fork(2) need not copy.
 * Returns -1 if there is nothing to serve or too much, and a line in `why` (of `size` bytes) says
 * what is wrong with which file. Otherwise 0, and `why` is empty; or it is a warning: a file or a
 * directory that cannot be read is left out, and the line names the first. */
int pages_load(struct pages *pages, const char *root, char *why, size_t size);

/* The page for a decoded path; for one that ends in "/", its index.html. NULL: there is none. */
const struct page *pages_find(const struct pages *pages, const char *path);

/* Whether a path without a slash at its end is that of a directory with an index.html. */
bool pages_has_index(const struct pages *pages, const char *path);

#endif
