/* types_test.c - which Content-Type a file has. */
#include "common/service/types.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

TestSuite(types, .timeout = 10);

static const char text[] = "text/plain; charset=utf-8";
static const char bytes[] = "application/octet-stream";

/* The type of a file with this name whose content no text has. */
static char *type_by_name(const char *name)
{
    return (char *)type_of(name, "\0", 1);
}

static char *type_by_content(const char *content, size_t size)
{
    return (char *)type_of("/file", content, size);
}

Test(types, the_ending_of_a_name_decides)
{
    static const char *const types[][2] = {{"/a.html", "text/html; charset=utf-8"},
                                           {"/a.htm", "text/html; charset=utf-8"},
                                           {"/a.css", "text/css; charset=utf-8"},
                                           {"/a.js", "text/javascript; charset=utf-8"},
                                           {"/a.mjs", "text/javascript; charset=utf-8"},
                                           {"/a.txt", text},
                                           {"/a.md", text},
                                           {"/a.c", text},
                                           {"/a.h", text},
                                           {"/a.xml", "application/xml"},
                                           {"/a.json", "application/json"},
                                           {"/a.wasm", "application/wasm"},
                                           {"/a.svg", "image/svg+xml"},
                                           {"/a.png", "image/png"},
                                           {"/a.jpg", "image/jpeg"},
                                           {"/a.webp", "image/webp"},
                                           {"/a.tar.gif", "image/gif"},
                                           {"/a.mp4", "video/mp4"},
                                           {"/a.webm", "video/webm"},
                                           {"/a.woff2", "font/woff2"},
                                           {"/a.pdf", "application/pdf"}};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        cr_assert(eq(str, type_by_name(types[i][0]), (char *)types[i][1]), "%s", types[i][0]);
}

Test(types, capitals_in_an_ending_do_not_matter)
{
    cr_assert(eq(str, type_by_name("/A.HTML"), "text/html; charset=utf-8"));
    cr_assert(eq(str, type_by_name("/IMG_1.JPG"), "image/jpeg"));
    cr_assert(eq(str, type_by_name("/a.Woff2"), "font/woff2"));
}

Test(types, what_is_no_known_ending_decides_nothing)
{
    static const char *const names[] = {"/a.unknown",     "/html",     "/a.",
                                        "/a.htm2",        "/a.html/b", "/.html/",
                                        "/d.html/README", "/a.html~"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        cr_assert(eq(str, type_by_name(names[i]), (char *)bytes), "%s", names[i]);
}

Test(types, text_without_a_known_ending_is_text)
{
    static const char *const texts[] = {"", "all:\n\tcc a.c\r\n", "caf\xc3\xa9", "\x1b[1mbold\f"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        cr_assert(eq(str, type_by_content(texts[i], strlen(texts[i])), (char *)text), "%s",
                  texts[i]);
    cr_assert(eq(str, (char *)type_of("/a.py", "print()\n", 8), (char *)text));
}

Test(types, one_octet_that_no_text_has_makes_it_bytes)
{
    for (char c = 0; c < ' '; c++)
        if (c == '\0' || strchr("\t\n\f\r\x1b", c) == NULL) {
            char content[] = {'a', c, 'b'};
            cr_assert(eq(str, type_by_content(content, 3), (char *)bytes), "%d", c);
        }
}

Test(types, no_octet_behind_the_file_is_looked_at)
{
    cr_assert(eq(str, type_by_content("a\0", 1), (char *)text));
    cr_assert(eq(str, type_by_content("\0", 0), (char *)text));
}

Test(types, only_the_first_four_kilobytes_of_a_file_are_looked_at)
{
    static char long_text[8192];
    memset(long_text, 'a', sizeof long_text);
    long_text[sizeof long_text - 1] = '\0';
    cr_assert(eq(str, type_by_content(long_text, sizeof long_text), (char *)text));
    long_text[4095] = '\0';
    cr_assert(eq(str, type_by_content(long_text, sizeof long_text), (char *)bytes));
}
