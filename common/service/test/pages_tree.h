/*
 * pages_tree.h - a directory of its own for each test of pages.c, made before and removed after.
 */
#ifndef PAGES_TREE_H
#define PAGES_TREE_H

#include "common/service/pages.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char root[] = "/tmp/pages-test-XXXXXX";
static int root_directory;
static struct pages pages;
static char why[512];

static inline void make_root(void)
{
    cr_assert(not(eq(ptr, mkdtemp(root), NULL)));
    root_directory = open(root, O_RDONLY | O_DIRECTORY);
}

/* Removes what is in an open directory, however deep, and closes it. */
static inline void empty_directory(int directory)
{
    DIR *entries = fdopendir(directory);
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (unlinkat(directory, entry->d_name, 0) == 0)
            continue;
        fchmodat(directory, entry->d_name, 0700, 0);
        empty_directory(openat(directory, entry->d_name, O_RDONLY | O_DIRECTORY));
        unlinkat(directory, entry->d_name, AT_REMOVEDIR);
    }
    closedir(entries);
}

static inline void remove_root(void)
{
    if (seteuid(getuid()) == -1) /* a test may have become another user */
        return;
    empty_directory(root_directory);
    rmdir(root);
}

static inline void put_bytes(const char *name, const char *bytes, size_t size)
{
    int file = openat(root_directory, name, O_WRONLY | O_CREAT | O_EXCL, 0644);
    cr_assert(eq(long, (long)write(file, bytes, size), (long)size), "%s", name);
    close(file);
}

static inline void put(const char *name)
{
    put_bytes(name, name, strlen(name)); /* its name is good enough as its text */
}

static inline void put_directory(const char *name)
{
    cr_assert(eq(int, mkdirat(root_directory, name, 0755), 0), "%s", name);
}

#endif
