/*
 * tree.h - the directory that is served, as clients see it: "/" is its root, and there is no way out.
 *
 * Two things keep a client inside. The path that it means is worked out in text, and ".." ends at "/";
 * and it is opened a component at a time from the root's descriptor, no symbolic link among them. A
 * check of the text alone would trust links; a check before the open would be a race.
 */
#ifndef TREE_H
#define TREE_H

#include <stdbool.h>
#include <stddef.h>

enum { TREE_PATH_SIZE = 1024 };

/* Opens the directory to be served. A descriptor, or -1 and errno. */
int tree_open_root(const char *directory);

/* Writes the path that `given` means to a client who is in `directory`: absolute, without ".", ".."
 * and empty components. False: it is too long. `path` and `directory` may be the same array. */
bool tree_resolve(char path[TREE_PATH_SIZE], const char *directory, const char *given);

/* Opens a resolved path as open(2) would, but follows no symbolic link: ELOOP or ENOTDIR. A file that
 * it creates can be read and written by whom the umask lets. A descriptor, or -1 and errno. */
int tree_open(int root, const char *path, int flags);

/* Lists a directory, or one file: lines as "ls -l" writes them, or names only. The text is the
 * caller's, to be freed; NULL and errno. What is neither a file nor a directory is not shown. */
char *tree_list(int root, const char *path, bool names_only, size_t *length);

#endif
