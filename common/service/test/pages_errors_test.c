/* pages_errors_test.c - which directories cannot be served, or not all of one, and that the reason is told. */
#include "pages_tree.h"

TestSuite(pages_errors, .init = make_root, .fini = remove_root, .timeout = 10);

/* A file that has a size and takes no space. */
static void put_sparse(const char *name, off_t size)
{
    int file = openat(root_directory, name, O_WRONLY | O_CREAT | O_EXCL, 0644);
    cr_assert(eq(int, ftruncate(file, size), 0));
    close(file);
}

/* Directories within directories within the root, each with this name, and a file in the last. */
static void put_nested(const char *name, int levels)
{
    int directory = dup(root_directory);
    for (int i = 0; i < levels; i++) {
        cr_assert(eq(int, mkdirat(directory, name, 0755), 0));
        int next = openat(directory, name, O_RDONLY | O_DIRECTORY);
        close(directory);
        directory = next;
    }
    close(openat(directory, "file", O_WRONLY | O_CREAT, 0644));
    close(directory);
}

/* It cannot be loaded, and the reason is one line that names what and why. */
static void expect_failure(const char *path, const char *what, const char *cause)
{
    why[0] = '\0';
    cr_assert(eq(int, pages_load(&pages, path, why, sizeof why), -1));
    cr_assert(not(eq(ptr, strstr(why, what), NULL)), "%s", why);
    cr_assert(not(eq(ptr, strstr(why, cause), NULL)), "%s", why);
    cr_assert(eq(ptr, strchr(why, '\n'), NULL), "%s", why);
}

Test(pages_errors, a_root_that_is_not_there_is_an_error)
{
    char path[64];
    snprintf(path, sizeof path, "%s/none", root);
    expect_failure(path, path, "No such file or directory");
}

Test(pages_errors, a_root_that_is_a_file_is_an_error)
{
    char path[64];
    put("one");
    snprintf(path, sizeof path, "%s/one", root);
    expect_failure(path, path, "Not a directory");
}

Test(pages_errors, a_root_without_a_file_is_an_error)
{
    put_directory("sub");
    put(".hidden");
    expect_failure(root, root, "no file to serve");
}

/* Goes on as a user to whom permissions apply: root is above them. */
static void be_an_ordinary_user(void)
{
    fchmod(root_directory, 0755);
    if (geteuid() == 0 && seteuid(65534) == -1)
        cr_skip_test("root cannot become another user here");
}

/* It is loaded with so many pages, and a warning of one line that names what and why. */
static void expect_left_out(size_t pages_left, const char *what, const char *count)
{
    be_an_ordinary_user();
    cr_assert(eq(int, pages_load(&pages, root, why, sizeof why), 0), "%s", why);
    cr_assert(eq(sz, pages.count, pages_left));
    cr_assert(not(eq(ptr, strstr(why, what), NULL)), "%s", why);
    cr_assert(not(eq(ptr, strstr(why, "Permission denied"), NULL)), "%s", why);
    cr_assert(not(eq(ptr, strstr(why, count), NULL)), "%s", why);
    cr_assert(eq(ptr, strchr(why, '\n'), NULL), "%s", why);
}

Test(pages_errors, a_file_that_may_not_be_read_is_left_out)
{
    put("one");
    put("secret");
    fchmodat(root_directory, "secret", 0, 0);
    expect_left_out(1, "/secret: ", "left out (1 in all)");
    cr_assert(eq(ptr, (void *)pages_find(&pages, "/secret"), NULL));
}

Test(pages_errors, a_directory_that_may_not_be_read_is_left_out)
{
    put("one");
    put_directory("lost+found");
    put("lost+found/two");
    fchmodat(root_directory, "lost+found", 0, 0);
    expect_left_out(1, "/lost+found: ", "left out (1 in all)");
}

Test(pages_errors, a_directory_that_may_be_listed_but_not_entered_is_left_out)
{
    put("one");
    put_directory("sub");
    put("sub/two");
    put("sub/three");
    fchmodat(root_directory, "sub", 0444, 0);
    expect_left_out(1, "/sub/t", "left out (2 in all)");
}

Test(pages_errors, many_that_may_not_be_read_are_one_warning)
{
    char name[32];
    put("one");
    for (int i = 0; i < 50; i++) {
        snprintf(name, sizeof name, "%d", i);
        put(name);
        fchmodat(root_directory, name, 0, 0);
    }
    expect_left_out(1, root, "left out (50 in all)");
}

Test(pages_errors, without_anything_left_out_there_is_no_warning)
{
    put("one");
    strcpy(why, "from before");
    cr_assert(eq(int, pages_load(&pages, root, why, sizeof why), 0));
    cr_assert(eq(str, why, ""));
}

Test(pages_errors, a_root_of_which_nothing_may_be_read_is_an_error)
{
    put("secret");
    fchmodat(root_directory, "secret", 0, 0);
    put_directory("sub");
    be_an_ordinary_user();
    expect_failure(root, "/secret", "Permission denied");
}

Test(pages_errors, a_root_that_may_not_be_read_is_an_error)
{
    char path[64];
    put_directory("sub");
    put("sub/one");
    fchmodat(root_directory, "sub", 0, 0);
    be_an_ordinary_user();
    snprintf(path, sizeof path, "%s/sub", root);
    expect_failure(path, path, "Permission denied");
}

Test(pages_errors, directories_may_be_as_deep_as_the_limit)
{
    put_nested("d", PAGES_DEEPEST);
    cr_assert(eq(int, pages_load(&pages, root, why, sizeof why), 0), "%s", why);
    cr_assert(eq(sz, pages.count, 1));
}

Test(pages_errors, deeper_directories_are_an_error)
{
    put_nested("d", PAGES_DEEPEST + 1);
    expect_failure(root, "/d/d/d", "too many directories");
}

Test(pages_errors, a_path_that_is_too_long_is_an_error)
{
    static char name[250];
    memset(name, 'n', sizeof name - 1);
    put_nested(name, PAGES_PATH_SIZE / 250 + 1);
    expect_failure(root, "/nnn", "too long");
}

Test(pages_errors, a_root_with_too_long_a_path_is_an_error)
{
    static char path[PAGES_PATH_SIZE + 1];
    memset(path, 'p', sizeof path - 1);
    expect_failure(path, "path", "too long");
}

Test(pages_errors, a_file_beyond_the_limit_is_an_error)
{
    put("one");
    put_sparse("huge", (off_t)PAGES_MOST_BYTES + 1);
    expect_failure(root, root, "256 MiB");
}

Test(pages_errors, files_that_are_beyond_the_limit_together_are_an_error)
{
    put_sparse("one", (off_t)PAGES_MOST_BYTES / 2);
    put_sparse("two", (off_t)PAGES_MOST_BYTES / 2);
    expect_failure(root, root, "256 MiB"); /* their names take some bytes, too */
}

Test(pages_errors, more_files_than_the_limit_are_an_error)
{
    char name[32];
    put("0");
    for (int i = 1; i <= PAGES_MOST_FILES; i++) {
        snprintf(name, sizeof name, "%d", i);
        cr_assert(eq(int, linkat(root_directory, "0", root_directory, name, 0), 0));
    }
    expect_failure(root, root, "20000 files");
}
