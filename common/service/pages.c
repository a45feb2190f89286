/* pages.c - walks through the directory of --root twice: to measure it, and to read it into memory. */
#include "pages.h"

#include "common/socket/platform.h"
#include "types.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* State of a walk. The first walk finds out how much memory the files need, the second fills it. */
struct walk {
    struct pages *pages;
    char *memory; /* NULL in the first walk */
    size_t used, available;
    size_t most_files;
    char path[PAGES_PATH_SIZE]; /* of the file at hand */
    size_t root_length;
    unsigned left_out; /* files and directories that could not be read */
    char *why;
    size_t why_size;
};

static void explain(const struct walk *walk, const char *problem)
{
    snprintf(walk->why, walk->why_size, "%.300s%s: %s", walk->path,
             strlen(walk->path) > 300 ? "..." : "", problem);
}

static bool fail(struct walk *walk, const char *problem)
{
    explain(walk, problem);
    return false;
}

/* If a file or a directory (lost+found) cannot be read, we still serve the others. */
static bool leave_out(struct walk *walk, int cause)
{
    if (walk->left_out++ == 0)
        explain(walk, strerror(cause));
    return true;
}

static bool read_whole(int descriptor, char *to, size_t size, size_t *got)
{
    *got = 0;
    while (*got < size) {
        ssize_t n = read(descriptor, to + *got, size - *got);
        if (n == 0)
            break; /* the file has become shorter since the first walk */
        if (n == -1 && errno != EINTR)
            return false;
        if (n > 0)
            *got += (size_t)n;
    }
    return true;
}

/* A sum of all bytes ("FNV-1a", www.isthe.com/chongo/tech/comp/fnv), not the date of change: the same after a
 * restart and on another machine, and different if the bytes differ. */
static void write_tag(struct page *page)
{
    uint64_t sum = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < page->size; i++)
        sum = (sum ^ (unsigned char)page->bytes[i]) * UINT64_C(1099511628211);
    snprintf(page->tag, sizeof page->tag, "\"%016" PRIx64 "\"", sum);
}

static bool add_file(struct walk *walk, size_t size)
{
    const char *name = walk->path + walk->root_length;
    size_t name_size = strlen(name) + 1;

    if (size > PAGES_MOST_BYTES || walk->used + size + name_size > PAGES_MOST_BYTES)
        return fail(walk, "more than 256 MiB under --root");
    if (walk->memory == NULL) {
        if (walk->pages->count == PAGES_MOST_FILES)
            return fail(walk, "more than 20000 files under --root");
        walk->pages->count++;
        walk->used += size + name_size;
        return true;
    }
    if (walk->pages->count == walk->most_files || walk->used + size + name_size > walk->available)
        return fail(walk, "changed while it was read; start again");
    struct page *page = &walk->pages->list[walk->pages->count];
    char *bytes = walk->memory + walk->used;
    int descriptor = open(walk->path, O_RDONLY | O_NOFOLLOW);
    if (descriptor == -1)
        return leave_out(walk, errno);
    bool good = read_whole(descriptor, bytes, size, &page->size);
    int cause = errno;
    close(descriptor);
    if (!good)
        return leave_out(walk, cause);
    page->bytes = bytes;
    page->path = memcpy(bytes + size, name, name_size);
    page->type = type_of(name, bytes, page->size);
    write_tag(page);
    walk->used += size + name_size;
    walk->pages->count++;
    return true;
}

static bool walk_directory(struct walk *walk, unsigned depth)
{
    size_t length = strlen(walk->path);
    DIR *directory = opendir(walk->path);
    if (directory == NULL)
        return depth == 0 ? fail(walk, strerror(errno)) : leave_out(walk, errno);
    if (depth > PAGES_DEEPEST) {
        closedir(directory);
        return fail(walk, "too many directories within directories");
    }
    bool good = true;
    for (struct dirent *entry; good && (entry = readdir(directory)) != NULL;) {
        struct stat status;
        if (entry->d_name[0] == '.')
            continue; /* ".", "..", and hidden files */
        int end = snprintf(walk->path + length, sizeof walk->path - length, "/%s", entry->d_name);
        if (length + (size_t)end >= sizeof walk->path)
            good = fail(walk, "the path is too long");
        else if (lstat(walk->path, &status) == -1)
            good = leave_out(walk, errno);
        else if (S_ISDIR(status.st_mode))
            good = walk_directory(walk, depth + 1);
        else if (S_ISREG(status.st_mode))
            good = add_file(walk, (size_t)status.st_size);
        if (good)
            walk->path[length] = '\0';
    }
    closedir(directory);
    return good;
}

static int by_path(const void *one, const void *other)
{
    return strcmp(((const struct page *)one)->path, ((const struct page *)other)->path);
}

/* One walk through the whole tree. False: it cannot be served, and `why` says for what reason. */
static bool walk_tree(struct walk *walk, const char *root)
{
    walk->pages->count = 0;
    walk->used = 0;
    walk->left_out = 0;
    walk->why[0] = '\0';
    strcpy(walk->path, root);
    if (!walk_directory(walk, 0))
        return false;
    if (walk->pages->count == 0 && walk->left_out == 0)
        explain(walk, "there is no file to serve in it");
    return walk->pages->count > 0;
}

int pages_load(struct pages *pages, const char *root, char *why, size_t size)
{
    struct walk walk = {.pages = pages, .root_length = strlen(root), .why = why, .why_size = size};
    *pages = (struct pages){0};
    if (walk.root_length >= sizeof walk.path) {
        snprintf(why, size, "the path is too long");
        return -1;
    }
    if (!walk_tree(&walk, root))
        return -1;
    size_t table = pages->count * sizeof *pages->list;
    char *memory = platform_shared_memory(table + walk.used);
    if (memory == NULL) {
        snprintf(why, size, "%s: %s", root, strerror(errno));
        return -1;
    }
    walk.most_files = pages->count;
    walk.available = walk.used;
    walk.memory = memory + table;
    pages->list = (struct page *)(void *)memory;
    if (!walk_tree(&walk, root))
        return -1;
    qsort(pages->list, pages->count, sizeof *pages->list, by_path);
    if (walk.left_out > 0) {
        size_t end = strlen(why);
        snprintf(why + end, size - end, "; left out (%u in all)", walk.left_out);
    }
    return 0;
}

static const struct page *find(const struct pages *pages, const char *path, const char *ending)
{
    char whole[PAGES_PATH_SIZE];
    struct page wanted = {.path = whole};
    int length = snprintf(whole, sizeof whole, "%s%s", path, ending);
    if ((size_t)length >= sizeof whole)
        return NULL;
    return bsearch(&wanted, pages->list, pages->count, sizeof *pages->list, by_path);
}

const struct page *pages_find(const struct pages *pages, const char *path)
{
    size_t length = strlen(path);
    return find(pages, path, length > 0 && path[length - 1] == '/' ? "index.html" : "");
}

bool pages_has_index(const struct pages *pages, const char *path)
{
    return find(pages, path, "/index.html") != NULL;
}
