/* pages_test.c - which files of a directory become pages, and which page a path finds. */
#include "pages_tree.h"

#include <sys/wait.h>

TestSuite(pages, .init = make_root, .fini = remove_root, .timeout = 10);

static void load(void)
{
    cr_assert(eq(int, pages_load(&pages, root, why, sizeof why), 0), "%s", why);
}

/* The text of the page for a path, or "none". */
static char *text_of(const char *path)
{
    static char text[64];
    const struct page *page = pages_find(&pages, path);
    snprintf(text, sizeof text, "%.*s", page != NULL ? (int)page->size : 4,
             page != NULL ? page->bytes : "none");
    return text;
}

Test(pages, a_file_is_found_under_its_path_in_the_root)
{
    put("one.html");
    put_directory("sub");
    put_directory("sub/deeper");
    put("sub/two");
    put("sub/deeper/three.txt");
    load();
    cr_assert(eq(sz, pages.count, 3));
    cr_assert(eq(str, text_of("/one.html"), "one.html"));
    cr_assert(eq(str, text_of("/sub/two"), "sub/two"));
    cr_assert(eq(str, text_of("/sub/deeper/three.txt"), "sub/deeper/three.txt"));
}

Test(pages, a_path_that_names_no_file_finds_nothing)
{
    put("one");
    put_directory("sub");
    put("sub/two");
    load();
    static const char *const none[] = {
        "/none", "one",   "/one/",       "/on", "/one2", "/ONE", "//one", "/./one",
        "/sub",  "/sub/", "/sub/../one", "",    "/",     "/..",  "/../",  "/../../etc/passwd"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        cr_assert(eq(ptr, (void *)pages_find(&pages, none[i]), NULL), "%s", none[i]);
}

Test(pages, a_path_that_ends_in_a_slash_finds_the_index_there)
{
    put("index.html");
    put_directory("sub");
    put("sub/index.html");
    load();
    cr_assert(eq(str, text_of("/"), "index.html"));
    cr_assert(eq(str, text_of("/sub/"), "sub/index.html"));
    cr_assert(eq(str, text_of("/sub"), "none"));
}

Test(pages, a_path_longer_than_any_file_has_finds_nothing)
{
    static char path[2 * PAGES_PATH_SIZE];
    put("index.html");
    load();
    memset(path, '/', sizeof path - 1);
    cr_assert(eq(ptr, (void *)pages_find(&pages, path), NULL));
    path[sizeof path - 2] = 'x';
    cr_assert(eq(ptr, (void *)pages_find(&pages, path), NULL));
}

Test(pages, many_files_are_all_found)
{
    char name[32];
    for (int i = 0; i < 300; i++) {
        snprintf(name, sizeof name, "%d", i * 7919 % 300);
        put(name);
    }
    load();
    for (int i = 0; i < 300; i++) {
        char path[32];
        snprintf(path, sizeof path, "/%d", i);
        cr_assert(eq(str, text_of(path), path + 1));
    }
}

Test(pages, a_file_is_kept_byte_for_byte)
{
    static char bytes[100000];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 31 / 7);
    put_bytes("some", bytes, sizeof bytes);
    put_bytes("empty", "", 0);
    load();
    const struct page *page = pages_find(&pages, "/some");
    cr_assert(eq(sz, page->size, sizeof bytes));
    cr_assert(eq(int, memcmp(page->bytes, bytes, sizeof bytes), 0));
    cr_assert(eq(sz, pages_find(&pages, "/empty")->size, 0));
}

Test(pages, a_file_that_changes_later_stays_as_it_was)
{
    put("one");
    load();
    unlinkat(root_directory, "one", 0);
    cr_assert(eq(str, text_of("/one"), "one"));
}

Test(pages, a_file_has_the_type_of_its_name_or_of_its_text)
{
    put("a.css");
    put("README");
    put_bytes("program",
              "\x7f"
              "ELF\0",
              5);
    load();
    cr_assert(eq(str, (char *)pages_find(&pages, "/a.css")->type, "text/css; charset=utf-8"));
    cr_assert(eq(str, (char *)pages_find(&pages, "/README")->type, "text/plain; charset=utf-8"));
    cr_assert(eq(str, (char *)pages_find(&pages, "/program")->type, "application/octet-stream"));
}

Test(pages, the_tag_of_a_file_depends_on_its_bytes_and_on_nothing_else)
{
    char tag[sizeof pages.list->tag];
    put_bytes("a", "some", 4);
    put_bytes("b", "some", 4);
    put_bytes("c", "somf", 4);
    put_bytes("d", "some\0", 5);
    put_bytes("e", "", 0);
    load();
    strcpy(tag, pages_find(&pages, "/a")->tag);
    cr_assert(eq(str, tag, "\"6035dc18f0bbd4d1\""));
    cr_assert(eq(str, (char *)pages_find(&pages, "/b")->tag, tag));
    for (const char *const *other = (const char *const[]){"/c", "/d", "/e", NULL}; *other != NULL;
         other++)
        cr_assert(not(eq(str, (char *)pages_find(&pages, *other)->tag, tag)), "%s", *other);
}

Test(pages, a_directory_with_an_index_is_known_by_its_path_without_a_slash)
{
    static const char *const others[] = {"/",           "/sub/", "/none",           "/bare",
                                         "/index.html", "/su",   "/sub/index.html", "sub"};
    put("index.html");
    put_directory("sub");
    put("sub/index.html");
    put_directory("sub/deeper");
    put("sub/deeper/index.html");
    put_directory("bare");
    put("bare/file");
    load();
    cr_assert(pages_has_index(&pages, "/sub"));
    cr_assert(pages_has_index(&pages, "/sub/deeper"));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        cr_assert(not(pages_has_index(&pages, others[i])), "%s", others[i]);
}

Test(pages, what_is_hidden_is_left_out)
{
    put("seen");
    put(".hidden");
    put_directory(".git");
    put(".git/config");
    load();
    cr_assert(eq(sz, pages.count, 1));
    cr_assert(eq(str, text_of("/.hidden"), "none"));
    cr_assert(eq(str, text_of("/.git/config"), "none"));
}

Test(pages, symbolic_links_are_left_out)
{
    put("seen");
    put_directory("sub");
    put("sub/two");
    symlinkat("seen", root_directory, "link");
    symlinkat("/etc/passwd", root_directory, "outside");
    symlinkat("sub", root_directory, "directory");
    symlinkat("..", root_directory, "round");
    symlinkat("nowhere", root_directory, "dangling");
    load();
    cr_assert(eq(sz, pages.count, 2));
}

Test(pages, a_root_that_is_a_link_is_followed)
{
    put_directory("real");
    put("real/one");
    symlinkat("real", root_directory, "link");
    char path[64];
    snprintf(path, sizeof path, "%s/link", root);
    cr_assert(eq(int, pages_load(&pages, path, why, sizeof why), 0), "%s", why);
    cr_assert(eq(str, text_of("/one"), "real/one"));
}

Test(pages, what_is_no_regular_file_is_left_out_and_not_waited_for)
{
    put("seen");
    mkfifoat(root_directory, "pipe", 0644);
    load();
    cr_assert(eq(sz, pages.count, 1));
}

Test(pages, a_root_may_be_written_with_a_slash_at_its_end)
{
    char path[64];
    put("one");
    snprintf(path, sizeof path, "%s/", root);
    cr_assert(eq(int, pages_load(&pages, path, why, sizeof why), 0), "%s", why);
    cr_assert(eq(str, text_of("/one"), "one"));
}

Test(pages, a_forked_child_sees_the_same_memory)
{
    put("one");
    load();
    pid_t child = fork();
    if (child == 0) {
        *(char *)pages_find(&pages, "/one")->bytes = 'O';
        _exit(0);
    }
    waitpid(child, NULL, 0);
    cr_assert(eq(str, text_of("/one"), "One"));
}
