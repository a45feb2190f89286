/*
 * pages.h - the files of --root, all in memory before the first client comes.
 *
 * A request looks its path up in a table, and opens no file. So no path and no link can lead out of the
 * directory ("/../../etc/passwd" is not in the table), no file can change between a check and the
 * reading, and the event loop of 05 never waits for a disk.
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
    char tag[20];     /* for ETag, with its quotes; other bytes have another tag */
    const char *bytes;
    size_t size;
};

struct pages {
    size_t count;
    struct page *list; /* sorted by path */
};

/* Reads the regular files under `root`, except symbolic links and names that begin with a dot (.git, .env).
 * Returns 0; `why` (of `size` bytes) is then empty, or a warning: files or directories that cannot be read
 * are left out, and the line names the first. Returns -1 if there is nothing to serve or too much; then
 * `why` says what is wrong with which file. */
int pages_load(struct pages *pages, const char *root, char *why, size_t size);

/* The page for a decoded path; if the path ends in "/", its index.html. NULL: there is none. */
const struct page *pages_find(const struct pages *pages, const char *path);

/* Whether a path that does not end in "/" names a directory with an index.html. */
bool pages_has_index(const struct pages *pages, const char *path);

#endif
