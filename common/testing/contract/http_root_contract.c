/* http_root_contract.c - the contract: the files under --root. */
#include "peer.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static struct program program;

static void write_file(const char *directory, const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "w");
    cr_assert_neq(file, NULL);
    fputs(text, file);
    fclose(file);
}

static void remove_file(const char *directory, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    unlink(path);
}

Test(http, root_serves_the_files_below_it_and_nothing_else)
{
    char directory[] = "/tmp/contract-XXXXXX";
    struct reply reply;
    cr_assert_neq(mkdtemp(directory), NULL);
    write_file(directory, "index.html", "<h1>mine</h1>");
    write_file(directory, "a b.txt", "with a space");
    write_file(directory, ".secret", "no");
    program_start(&program, program_under_test(), WORDS("--root", directory));
    remove_file(directory, "index.html"); /* the server has it in memory */
    remove_file(directory, "a b.txt");
    remove_file(directory, ".secret");
    rmdir(directory);

    get(&program, "/", &reply);
    cr_expect_str_eq(reply.body, "<h1>mine</h1>");
    reply_free(&reply);
    get(&program, "/a%20b.txt?x=y", &reply);
    cr_expect_str_eq(reply.body, "with a space");
    reply_free(&reply);
    get(&program, "/.secret", &reply);
    cr_expect_eq(reply.status, 404);
    reply_free(&reply);
    get(&program, "/hello", &reply);
    cr_expect_str_eq(reply.body, "hello, world\n");
    reply_free(&reply);
    program_end(&program);
}

static void make_directory(const char *directory, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    cr_assert_eq(mkdir(path, 0755), 0);
}

static void remove_directory(const char *directory, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    rmdir(path);
}

Test(http, root_redirects_a_directory_to_its_path_with_a_slash)
{
    char directory[] = "/tmp/contract-XXXXXX";
    struct reply reply;
    cr_assert_neq(mkdtemp(directory), NULL);
    make_directory(directory, "a b");
    make_directory(directory, "bare");
    write_file(directory, "a b/index.html", "<a href=other>");
    write_file(directory, "bare/file", "x");
    program_start(&program, program_under_test(), WORDS("--root", directory));
    remove_file(directory, "a b/index.html");
    remove_file(directory, "bare/file");
    remove_directory(directory, "a b");
    remove_directory(directory, "bare");
    rmdir(directory);

    get(&program, "/a%20b?c=d", &reply);
    cr_expect_eq(reply.status, 301, "%s", reply.head);
    cr_expect(reply_has(&reply, "Location: /a%20b/?c=d"), "%s", reply.head);
    reply_free(&reply);
    get(&program, "/a%20b/?c=d", &reply);
    cr_expect_str_eq(reply.body, "<a href=other>");
    reply_free(&reply);
    get(&program, "/bare", &reply);
    cr_expect_eq(reply.status, 404, "it has no index");
    reply_free(&reply);
    program_end(&program);
}

Test(http, root_gives_each_file_a_type_that_a_browser_shows)
{
    static const char *const types[][2] = {{"A.HTML", "text/html; charset=utf-8"},
                                           {"a.mjs", "text/javascript; charset=utf-8"},
                                           {"a.wasm", "application/wasm"},
                                           {"a.MP4", "video/mp4"},
                                           {"a.woff2", "font/woff2"},
                                           {"README", "text/plain; charset=utf-8"},
                                           {"a.py", "text/plain; charset=utf-8"}};
    enum { COUNT = sizeof types / sizeof types[0] };
    char directory[] = "/tmp/contract-XXXXXX", text[128];
    struct reply reply;
    cr_assert_neq(mkdtemp(directory), NULL);
    for (size_t i = 0; i < COUNT; i++)
        write_file(directory, types[i][0], "some text\n");
    program_start(&program, program_under_test(), WORDS("--root", directory));
    for (size_t i = 0; i < COUNT; i++)
        remove_file(directory, types[i][0]);
    rmdir(directory);

    for (size_t i = 0; i < COUNT; i++) {
        snprintf(text, sizeof text, "/%s", types[i][0]);
        get(&program, text, &reply);
        snprintf(text, sizeof text, "Content-Type: %s", types[i][1]);
        cr_expect(reply_has(&reply, text), "%s: %s", types[i][0], reply.head);
        reply_free(&reply);
    }
    program_end(&program);
}

/* The whole answer to a request for /page with these fields. */
static char *answer_with(const char *fields)
{
    static char answer[1024];
    char request[512];
    int descriptor = dial(&program);
    snprintf(request, sizeof request,
             "GET /page HTTP/1.1\r\nHost: a\r\nConnection: close\r\n%s\r\n", fields);
    cr_assert(say(descriptor, request));
    hear_all(descriptor, answer, sizeof answer, NULL);
    close(descriptor);
    return answer;
}

static void expect_answer(const char *fields, const char *status, const char *has)
{
    char *answer = answer_with(fields);
    cr_expect_eq(strncmp(answer + strlen("HTTP/1.1 "), status, 3), 0, "%s%s", fields, answer);
    cr_expect_neq(strstr(answer, has), NULL, "%s%s", fields, answer);
}

Test(http, root_sends_a_page_in_parts_and_only_if_it_is_new)
{
    char directory[] = "/tmp/contract-XXXXXX", tag[64], fields[128];
    cr_assert_neq(mkdtemp(directory), NULL);
    write_file(directory, "page", "0123456789");
    program_start(&program, program_under_test(), WORDS("--root", directory));
    remove_file(directory, "page");
    rmdir(directory);

    char *field = strstr(answer_with(""), "\r\nETag: ");
    cr_assert_neq(field, NULL);
    snprintf(tag, sizeof tag, "%.*s", (int)strcspn(field + 8, "\r"), field + 8);
    snprintf(fields, sizeof fields, "If-None-Match: \"a\", %s\r\n", tag);
    expect_answer(fields, "304", tag);
    expect_answer("If-None-Match: \"a\"\r\n", "200", "\r\n\r\n0123456789");
    expect_answer("Range: bytes=7-\r\n", "206", "\r\nContent-Range: bytes 7-9/10\r\n");
    expect_answer("Range: bytes=-3\r\n", "206", "\r\n\r\n789");
    expect_answer("Range: bytes=10-\r\n", "416", "\r\nContent-Range: bytes */10\r\n");
    expect_answer("Range: bytes=7-\r\nIf-Range: \"a\"\r\n", "200", "\r\n\r\n0123456789");
    program_end(&program);
}

/* Root may read every file, so become another user. This process ends with the test: it need not become root again. */
static void be_an_ordinary_user(void)
{
    if (geteuid() == 0 && (setgid(65534) == -1 || setuid(65534) == -1))
        cr_skip_test("root cannot become another user here");
    if (access(program_under_test(), X_OK) == -1)
        cr_skip_test("only root can start this server here");
}

Test(http, root_leaves_out_what_cannot_be_read_and_serves_the_rest)
{
    char directory[] = "/tmp/contract-XXXXXX", path[64];
    struct outcome outcome;
    struct reply reply;
    be_an_ordinary_user();
    cr_assert_neq(mkdtemp(directory), NULL);
    make_directory(directory, "lost+found");
    write_file(directory, "page", "seen");
    write_file(directory, "secret", "not seen");
    snprintf(path, sizeof path, "%s/secret", directory);
    chmod(path, 0);
    snprintf(path, sizeof path, "%s/lost+found", directory);
    chmod(path, 0);
    program_start(&program, program_under_test(), WORDS("--root", directory));
    remove_file(directory, "page");
    remove_file(directory, "secret");
    remove_directory(directory, "lost+found");
    rmdir(directory);

    get(&program, "/page", &reply);
    cr_expect_str_eq(reply.body, "seen");
    reply_free(&reply);
    get(&program, "/secret", &reply);
    cr_expect_eq(reply.status, 404);
    reply_free(&reply);
    program_stop(&program, SIGTERM, &outcome);
    cr_expect_neq(strstr(outcome.errors, "Permission denied; left out (2 in all)\n"), NULL, "%s",
                  outcome.errors);
}

Test(http, root_is_read_at_the_start_and_hidden_by_routes_as_help_says)
{
    struct outcome outcome;
    program_run(&outcome, program_under_test(), WORDS("--help"));
    cr_expect_neq(strstr(outcome.output, "never again"), NULL);
    cr_expect_neq(strstr(outcome.output, "a route hides a file of the same name"), NULL);
}
