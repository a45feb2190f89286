/* options_test.c - the command line: what each option sets, and what is said of a wrong one. */
#include "capture.h"
#include "common/socket/clock.h"
#include "common/server/options.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <fcntl.h>
#include <getopt.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

TestSuite(options, .timeout = 10);

static const struct stage plain = {.name = "00-plain", .model = "a plain model"};
static const struct stage limited = {
    .name = "00-limited", .model = "a limited model", .max_clients = 50, .most_clients = 100};
static const struct stage pooled = {
    .name = "00-pooled", .model = "a pooled model", .workers = 8, .queue = 64};
static const struct stage processes = {
    .name = "00-processes", .model = "a pool without a queue", .workers = 4};

static struct options options;
static char output[8192], error[1024]; /* what the last reading printed */

/* Reads a command line of so many words after the program's name. */
static enum options_result read_words(const struct stage *stage, const char *const *words)
{
    static char copies[16][64]; /* options point to them */
    char *argv[17] = {(char *)stage->name};
    int argc = 1, output_before, error_before;
    for (; words[argc - 1] != NULL; argc++)
        argv[argc] = strcpy(copies[argc], words[argc - 1]);
    FILE *output_file = divert(stdout, &output_before);
    FILE *error_file = divert(stderr, &error_before);
    optind = 1; /* where getopt(3) begins */
    enum options_result result = options_read(&options, stage, argc, argv);
    lead_back(stderr, error_before, error_file, error, sizeof error);
    lead_back(stdout, output_before, output_file, output, sizeof output);
    return result;
}

#define READ(stage, ...) read_words(stage, (const char *const[]){__VA_ARGS__, NULL})

static void expect_good(const struct stage *stage, const char *const *words)
{
    cr_assert(eq(int, read_words(stage, words), OPTIONS_GOOD), "%s %s: %s", words[0],
              words[1] != NULL ? words[1] : "", error);
    cr_assert(eq(str, error, ""));
    cr_assert(eq(str, output, ""));
}

/* It is refused in one line on standard error, which has this in it. */
static void expect_wrong(const struct stage *stage, const char *const *words, const char *named)
{
    cr_assert(eq(int, read_words(stage, words), OPTIONS_WRONG), "%s", words[0]);
    cr_assert(eq(str, output, ""));
    size_t length = strlen(error);
    cr_assert(not(eq(sz, length, 0)), "%s", words[0]);
    cr_assert(eq(ptr, strchr(error, '\n'), error + length - 1), "one line: %s", error);
    cr_assert(not(eq(ptr, strstr(error, named), NULL)), "'%s' in: %s", named, error);
    cr_assert(eq(int, strncmp(error, stage->name, strlen(stage->name)), 0), "%s", error);
}

#define GOOD(stage, ...) expect_good(stage, (const char *const[]){__VA_ARGS__, NULL})
#define WRONG(stage, named, ...)                                                                   \
    expect_wrong(stage, (const char *const[]){__VA_ARGS__, NULL}, named)

/* Each of a list of values is refused, named in quotes, and what is allowed is said. */
static void expect_each_wrong(const struct stage *stage, const char *option,
                              const char *const *values, const char *allowed)
{
    for (; *values != NULL; values++) {
        char quoted[80];
        snprintf(quoted, sizeof quoted, "'%s'", *values);
        WRONG(stage, quoted, option, *values);
        WRONG(stage, allowed, option, *values);
    }
}

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

/* -- what they set --------------------------------------------------------------------------- */

Test(options, without_any_each_has_its_default)
{
    expect_good(&plain, LIST(NULL));
    cr_assert(eq(str, (char *)options.port, "8080"));
    cr_assert(eq(str, (char *)options.address, "127.0.0.1"));
    cr_assert(eq(ptr, (void *)options.service, (void *)&http_service));
    cr_assert(eq(ptr, (void *)options.root, NULL));
    cr_assert(eq(int, options.backlog, SOMAXCONN));
    cr_assert(eq(i64, options.timeout, 10 * NANOSECONDS));
    cr_assert(not(options.verbose));
}

Test(options, the_defaults_of_limits_are_the_stages_own)
{
    expect_good(&limited, LIST(NULL));
    cr_assert(eq(uint, options.max_clients, 50));
    expect_good(&pooled, LIST(NULL));
    cr_assert(eq(uint, options.workers, 8));
    cr_assert(eq(uint, options.queue, 64));
}

Test(options, a_port_is_a_word_of_its_own_or_an_option)
{
    static const char *const ways[][3] = {{"9000"},           {"-p", "9000"},  {"-p9000"},
                                          {"--port", "9000"}, {"--port=9000"}, {"--", "9000"}};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        expect_good(&plain, ways[i]);
        cr_assert(eq(str, (char *)options.port, "9000"), "%s", ways[i][0]);
    }
}

Test(options, a_port_is_a_number_of_16_bits_or_a_service_name)
{
    GOOD(&plain, "0");
    GOOD(&plain, "65535");
    expect_each_wrong(&plain, "--port",
                      LIST("65536", "-1", "80x", "x80", "", " 80", "80 ", "0x50", "8.0", "no-such",
                           "99999999999999999999"),
                      "0 to 65535");
    WRONG(&plain, "'65536'", "65536");
    if (getservbyname("http", "tcp") == NULL)
        cr_skip_test("no services(5) here");
    GOOD(&plain, "http");
    cr_assert(eq(str, (char *)options.port, "http"));
}

Test(options, the_address_is_any_text_but_none)
{
    GOOD(&plain, "-a", "::");
    cr_assert(eq(str, (char *)options.address, "::"));
    GOOD(&plain, "--address", "localhost");
    cr_assert(eq(str, (char *)options.address, "localhost"));
    WRONG(&plain, "''", "--address", "");
}

Test(options, the_service_is_http_or_echo)
{
    GOOD(&plain, "-s", "echo");
    cr_assert(eq(ptr, (void *)options.service, (void *)&echo_service));
    GOOD(&plain, "--service=http");
    cr_assert(eq(ptr, (void *)options.service, (void *)&http_service));
    expect_each_wrong(&plain, "-s", LIST("", "HTTP", "ftp", "ech", "echo "), "http and echo");
}

Test(options, the_root_is_a_directory_to_be_read_later)
{
    GOOD(&plain, "-r", "some/where");
    cr_assert(eq(str, (char *)options.root, "some/where"));
    GOOD(&plain, "--root", "/");
    cr_assert(eq(str, (char *)options.root, "/"));
}

Test(options, the_backlog_is_from_1_to_65535)
{
    GOOD(&plain, "-b", "1");
    cr_assert(eq(int, options.backlog, 1));
    GOOD(&plain, "--backlog", "65535");
    cr_assert(eq(int, options.backlog, 65535));
    expect_each_wrong(&plain, "--backlog", LIST("0", "65536", "-1", "x", "", "4294967297"),
                      "1 to 65535");
}

Test(options, the_timeout_is_in_seconds_and_may_have_a_fraction)
{
    GOOD(&plain, "-t", "0.25");
    cr_assert(eq(i64, options.timeout, 250 * MILLISECOND));
    GOOD(&plain, "--timeout", "0.001");
    cr_assert(eq(i64, options.timeout, MILLISECOND));
    GOOD(&plain, "--timeout=3600");
    cr_assert(eq(i64, options.timeout, 3600 * NANOSECONDS));
    expect_each_wrong(&plain, "-t",
                      LIST("0", "0.0009", "3600.1", "3601", "", "-1", "+1", "x", "1s", "1e1", "inf",
                           "nan", "1,5", "99999999999999999999"),
                      "0.001 to 3600");
}

Test(options, max_clients_is_at_most_what_the_stage_allows)
{
    GOOD(&limited, "-c", "1");
    cr_assert(eq(uint, options.max_clients, 1));
    GOOD(&limited, "--max-clients", "100");
    cr_assert(eq(uint, options.max_clients, 100));
    expect_each_wrong(&limited, "-c", LIST("0", "101", "-5", "x", "4294967297"), "1 to 100");
}

Test(options, workers_are_from_1_to_1024)
{
    GOOD(&pooled, "-w", "1");
    cr_assert(eq(uint, options.workers, 1));
    GOOD(&pooled, "--workers", "1024");
    cr_assert(eq(uint, options.workers, 1024));
    expect_each_wrong(&pooled, "-w", LIST("0", "1025", "-5", "x"), "1 to 1024");
}

Test(options, the_queue_is_from_1_to_65536)
{
    GOOD(&pooled, "-q", "1");
    cr_assert(eq(uint, options.queue, 1));
    GOOD(&pooled, "--queue", "65536");
    cr_assert(eq(uint, options.queue, 65536));
    expect_each_wrong(&pooled, "--queue", LIST("0", "65537", "-5", "x"), "1 to 65536");
}

Test(options, many_can_be_given_together)
{
    GOOD(&pooled, "-vp0", "-secho", "--workers=3", "-q4", "-b", "5");
    cr_assert(options.verbose);
    cr_assert(eq(str, (char *)options.port, "0"));
    cr_assert(eq(uint, options.workers, 3));
    cr_assert(eq(uint, options.queue, 4));
    cr_assert(eq(int, options.backlog, 5));
    cr_assert(eq(ptr, (void *)options.service, (void *)&echo_service));
}

/* -- what is answered at once ---------------------------------------------------------------- */

Test(options, help_names_every_option_that_the_stage_has_and_no_other)
{
    cr_assert(eq(int, READ(&limited, "--help"), OPTIONS_ANSWERED));
    cr_assert(eq(str, error, ""));
    static const char *const all_have[] = {
        "Usage: 00-limited ", "a limited model", "--port",    "--address",
        "--service",          "--root",          "--backlog", "--timeout",
        "--verbose",          "--help",          "--version", "--max-clients"};
    for (size_t i = 0; i < sizeof all_have / sizeof all_have[0]; i++)
        cr_assert(not(eq(ptr, strstr(output, all_have[i]), NULL)), "%s", all_have[i]);
    cr_assert(eq(ptr, strstr(output, "--workers"), NULL));
    cr_assert(eq(int, READ(&pooled, "-h"), OPTIONS_ANSWERED));
    cr_assert(eq(ptr, strstr(output, "--max-clients"), NULL));
    cr_assert(not(eq(ptr, strstr(output, "--workers"), NULL)));
    cr_assert(not(eq(ptr, strstr(output, "--queue"), NULL)));
}

Test(options, version_is_a_line_with_the_name)
{
    cr_assert(eq(int, READ(&plain, "--version"), OPTIONS_ANSWERED));
    cr_assert(eq(str, output, "00-plain " TOOLKIT_VERSION "\n"));
    cr_assert(eq(int, READ(&plain, "-V"), OPTIONS_ANSWERED));
    cr_assert(eq(str, output, "00-plain " TOOLKIT_VERSION "\n"));
}

/* -- what is wrong --------------------------------------------------------------------------- */

Test(options, an_option_that_the_stage_lacks_is_refused_by_name)
{
    WRONG(&plain, "--max-clients", "-c", "5");
    WRONG(&plain, "--max-clients", "--max-clients=5");
    WRONG(&plain, "--workers", "-w", "5");
    WRONG(&plain, "--queue", "--queue", "5");
    WRONG(&pooled, "--max-clients", "-c", "5");
    WRONG(&limited, "--workers", "--workers", "5");
    WRONG(&limited, "--queue", "-q5");
}

Test(options, a_pool_may_have_workers_and_no_queue)
{
    GOOD(&processes, "--workers", "7");
    cr_assert(eq(uint, options.workers, 7));
    WRONG(&processes, "--queue", "--queue", "5");
}

Test(options, an_unknown_option_is_refused_by_name)
{
    WRONG(&plain, "'--none'", "--none");
    WRONG(&plain, "'--none=5'", "--none=5");
    WRONG(&plain, "'-x'", "-x");
    WRONG(&plain, "'-1'", "-1");
    WRONG(&plain, "'--none'", "80", "--none");
}

Test(options, an_unknown_letter_among_others_is_refused_by_name)
{
    WRONG(&plain, "'-x'", "-vxp");
}

Test(options, an_option_without_its_value_is_refused_by_name)
{
    static const char *const names[] = {"--port", "--address", "--service",
                                        "--root", "--backlog", "--timeout"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        WRONG(&plain, names[i], names[i]);
    WRONG(&plain, "--port needs", "-p");
    WRONG(&limited, "--max-clients needs", "-c");
    WRONG(&pooled, "--workers needs", "-w");
    WRONG(&pooled, "--queue needs", "-q");
}

Test(options, a_value_for_an_option_that_takes_none_is_refused)
{
    WRONG(&plain, "'--verbose=1'", "--verbose=1");
    WRONG(&plain, "'--help=me'", "--help=me");
}

Test(options, a_second_port_is_one_word_too_many)
{
    WRONG(&plain, "'81'", "80", "81");
}

Test(options, help_that_cannot_be_written_is_an_error)
{
    static char program[] = "00-plain", help[] = "--help";
    char *words[] = {program, help, NULL};
    int full = open("/dev/full", O_WRONLY), output_before, error_before;
    if (full == -1)
        cr_skip_test("this system has no /dev/full");
    FILE *output_file = divert(stdout, &output_before), *error_file = divert(stderr, &error_before);
    dup2(full, fileno(stdout));
    optind = 1;
    enum options_result result = options_read(&options, &plain, 2, words);
    clearerr(stdout);
    lead_back(stdout, output_before, output_file, output, sizeof output);
    lead_back(stderr, error_before, error_file, error, sizeof error);
    cr_assert(eq(int, result, OPTIONS_UNWRITTEN));
    cr_assert(eq(str, error, "00-plain: standard output: No space left on device\n"));
}
