/* http_root_contract.c - the contract: the files under --root. */
#include "peer.h"

#include <criterion/criterion.h>
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
    remove_file(directory, "index.html"); /* in memory already */
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
