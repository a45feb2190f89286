/*
 * tree.h - the directory that we serve, as clients see it: "/" is its root, and no path leads out of it.
 *
 * Two things keep a client inside. We work out in text which path it means, and ".." ends at "/". Then we
 * open that path one component at a time, from the root's descriptor, and follow no symbolic link. A
 * check of the text alone would trust links; a check before the open would be a race.
 */
#ifndef TREE_H
#define TREE_H

#include <stdbool.h>
#include <stddef.h>

enum { TREE_PATH_SIZE = 1024 };

/* Opens the directory to serve. Returns a descriptor, or -1 and errno. */
int tree_open_root(const char *directory);

/* Writes the path that `given` means to a client that is in `directory`: absolute, without ".", ".."
 * and empty components. False: it is too long. `path` and `directory` may be the same array. */
bool tree_resolve(char path[TREE_PATH_SIZE], const char *directory, const char *given);

/* Opens a resolved path as open(2) would, but follows no symbolic link: ELOOP or ENOTDIR. A file that
 * it creates has the mode 0666, less the umask. Returns a descriptor, or -1 and errno. */
int tree_open(int root, const char *path, int flags);

/* Lists a directory, or one file: lines as "ls -l" writes them, or names only. Leaves out everything
 * that is neither a file nor a directory. Returns a text that the caller frees, or NULL and errno. */
char *tree_list(int root, const char *path, bool names_only, size_t *length);

#endif
