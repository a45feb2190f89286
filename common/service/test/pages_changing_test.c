/*
 * pages_changing_test.c - a directory that changes while it is read, and a disk that fails.
 *
 * This file includes pages.c unchanged, except that three functions that it calls have other names: they let
 * a test act in the middle of the walk. (subject.c of the simulation does the same.)
 */
#include "common/socket/platform.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

/* What happens at a moment: to the directory, or to the call itself. It returns an errno, or 0. */
static int (*at_lstat)(void), (*at_memory)(void), (*at_read)(void);

/* Each happens once. */
static bool fails(int (**moment)(void))
{
    int (*happens)(void) = *moment;
    *moment = NULL;
    int error = happens != NULL ? happens() : 0;
    if (error != 0)
        errno = error;
    return error != 0;
}

static int changing_lstat(const char *path, struct stat *status)
{
    return fails(&at_lstat) ? -1 : lstat(path, status);
}

/* It is asked for between the two walks. */
static void *changing_memory(size_t size)
{
    return fails(&at_memory) ? NULL : platform_shared_memory(size);
}

static ssize_t changing_read(int descriptor, void *to, size_t size)
{
    return fails(&at_read) ? -1 : read(descriptor, to, size);
}

#define pages_load             changing_pages_load
#define pages_find             changing_pages_find
#define pages_has_index        changing_pages_has_index
#define lstat                  changing_lstat
#define platform_shared_memory changing_memory
#define read                   changing_read
#include "common/service/pages.c"

#include "pages_tree.h"

TestSuite(pages_changing, .init = make_root, .fini = remove_root, .timeout = 10);

static void expect_failure(const char *cause)
{
    cr_assert(eq(int, pages_load(&pages, root, why, sizeof why), -1));
    cr_assert(not(eq(ptr, strstr(why, cause), NULL)), "%s", why);
    cr_assert(eq(int, strncmp(why, root, strlen(root)), 0), "%s", why);
}

static void expect_text(const char *text)
{
    cr_assert(eq(int, pages_load(&pages, root, why, sizeof why), 0), "%s", why);
    cr_assert(eq(sz, pages.count, 1));
    cr_assert(eq(sz, pages.list[0].size, strlen(text)));
    cr_assert(eq(int, memcmp(pages.list[0].bytes, text, strlen(text)), 0));
    cr_assert(eq(str, (char *)pages.list[0].path, "/first"));
}

static int remove_the_file(void)
{
    unlinkat(root_directory, "first", 0);
    return 0;
}

static int make_another_file(void)
{
    put("second");
    return 0;
}

/* Replaces the file by one with this text. */
static void write_anew(const char *text)
{
    int file = openat(root_directory, "first", O_WRONLY | O_TRUNC);
    if (write(file, text, strlen(text)) == -1)
        perror(text);
    close(file);
}

static int make_it_longer(void)
{
    write_anew("first, and more");
    return 0;
}

static int make_it_shorter(void)
{
    write_anew("fir");
    return 0;
}

/* All the bytes together are fewer than before, but there is one file more. */
static int split_it(void)
{
    write_anew("");
    put("2");
    return 0;
}

static int be_interrupted(void)
{
    return EINTR;
}

static int find_the_disk_broken(void)
{
    return EIO;
}

static int find_no_memory(void)
{
    return ENOMEM;
}

Test(pages_changing, a_file_that_vanishes_is_an_error)
{
    put("first");
    at_lstat = remove_the_file;
    expect_failure("/first: No such file or directory");
}

Test(pages_changing, a_file_that_vanishes_between_the_walks_is_not_served)
{
    put("first");
    make_another_file();
    at_memory = remove_the_file;
    cr_assert(eq(int, pages_load(&pages, root, why, sizeof why), 0), "%s", why);
    cr_assert(eq(sz, pages.count, 1));
    cr_assert(eq(str, (char *)pages.list[0].path, "/second"));
}

Test(pages_changing, a_file_that_is_new_in_the_second_walk_is_an_error)
{
    put("first");
    at_memory = make_another_file;
    expect_failure("changed while it was read");
}

Test(pages_changing, a_file_that_has_grown_between_the_walks_is_an_error)
{
    put("first");
    at_memory = make_it_longer;
    expect_failure("/first: changed while it was read");
}

Test(pages_changing, a_file_that_is_new_in_the_room_of_another_is_an_error_too)
{
    put("first");
    at_memory = split_it;
    expect_failure("changed while it was read");
}

Test(pages_changing, a_file_that_grows_while_it_is_read_is_served_as_long_as_it_was)
{
    put("first");
    at_read = make_it_longer;
    expect_text("first");
}

Test(pages_changing, a_file_that_shrinks_while_it_is_read_is_served_as_short_as_it_is)
{
    put("first");
    at_read = make_it_shorter;
    expect_text("fir");
}

Test(pages_changing, a_read_that_a_signal_interrupts_goes_on)
{
    put("first");
    at_read = be_interrupted;
    expect_text("first");
}

Test(pages_changing, a_file_that_a_disk_does_not_give_is_left_out)
{
    put("first");
    put("second");
    at_read = find_the_disk_broken;
    cr_assert(eq(int, pages_load(&pages, root, why, sizeof why), 0), "%s", why);
    cr_assert(eq(sz, pages.count, 1));
    cr_assert(not(eq(ptr, strstr(why, strerror(EIO)), NULL)), "%s", why);
}

Test(pages_changing, a_disk_that_gives_no_file_is_an_error)
{
    put("first");
    at_read = find_the_disk_broken;
    expect_failure(strerror(EIO));
}

Test(pages_changing, a_file_that_vanishes_and_leaves_none_is_an_error)
{
    put("first");
    at_memory = remove_the_file;
    expect_failure("no file to serve");
}

Test(pages_changing, no_memory_is_an_error)
{
    put("first");
    at_memory = find_no_memory;
    expect_failure(strerror(ENOMEM));
}
