/* options_contract.c - the contract: the command line, the addresses, the start that fails. */
#include "peer.h"

#include <criterion/criterion.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

TestSuite(options, .timeout = 20);

static bool has_option(const char *option)
{
    struct outcome outcome;
    program_run(&outcome, program_under_test(), WORDS("--help"));
    return strstr(outcome.output, option) != NULL;
}

/* Expects one line on standard error that names `about`, and nothing on standard output. */
static void expect_complaint(const char *const words[], int exit_status, const char *about)
{
    struct outcome outcome;
    program_run(&outcome, program_under_test(), words);
    cr_expect_eq(outcome.exit_status, exit_status, "exit status %d with '%s', expected %d: %s",
                 outcome.exit_status, words[0], exit_status, outcome.errors);
    cr_expect_neq(strstr(outcome.errors, about), NULL, "'%s' is not named in: %s", about,
                  outcome.errors);
    char *newline = strchr(outcome.errors, '\n');
    cr_expect(newline != NULL && newline[1] == '\0', "not one line: %s", outcome.errors);
    cr_expect_str_empty(outcome.output);
}

Test(options, help_is_on_standard_output_and_names_every_common_option)
{
    static const char *const names[] = {"--port",    "--address", "--service",
                                        "--root",    "--backlog", "--timeout",
                                        "--verbose", "--help",    "--version"};
    struct outcome outcome;
    program_run(&outcome, program_under_test(), WORDS("--help"));
    cr_expect_eq(outcome.exit_status, 0);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        cr_expect_neq(strstr(outcome.output, names[i]), NULL, "no %s", names[i]);
    cr_expect_str_empty(outcome.errors);
}

Test(options, version_is_one_line_on_standard_output)
{
    struct outcome outcome;
    program_run(&outcome, program_under_test(), WORDS("-V"));
    cr_expect_eq(outcome.exit_status, 0);
    cr_expect_eq(strchr(outcome.output, '\n'), outcome.output + strlen(outcome.output) - 1);
}

Test(options, a_wrong_word_is_named_and_exits_with_2)
{
    expect_complaint(WORDS("--no-such-option"), 2, "--no-such-option");
    expect_complaint(WORDS("-Z"), 2, "-Z");
    expect_complaint(WORDS("8080", "spare"), 2, "spare");
    expect_complaint(WORDS("--port"), 2, "port");
    expect_complaint(WORDS("--verbose=3"), 2, "--verbose=3");
}

Test(options, a_value_out_of_range_is_named_and_exits_with_2)
{
    expect_complaint(WORDS("65536"), 2, "65536");
    expect_complaint(WORDS("-1x"), 2, "1");
    expect_complaint(WORDS("--port", "no-such-service"), 2, "no-such-service");
    expect_complaint(WORDS("--port", ""), 2, "''");
    expect_complaint(WORDS("--service", "gopher"), 2, "gopher");
    expect_complaint(WORDS("--backlog", "0"), 2, "'0'");
    expect_complaint(WORDS("--backlog", "12abc"), 2, "12abc");
    expect_complaint(WORDS("--timeout", "0"), 2, "'0'");
    expect_complaint(WORDS("--timeout", "-3"), 2, "-3");
    expect_complaint(WORDS("--timeout", "99999999999999999999"), 2, "99999999999999999999");
}

Test(options, an_option_of_another_stage_is_refused)
{
    if (has_option("--max-clients"))
        expect_complaint(WORDS("--max-clients", "0"), 2, "'0'");
    else
        expect_complaint(WORDS("--max-clients", "5"), 2, "--max-clients");
    if (has_option("--workers"))
        expect_complaint(WORDS("--workers", "none"), 2, "none");
    else
        expect_complaint(WORDS("-w", "5"), 2, "--workers");
    if (has_option("--queue"))
        expect_complaint(WORDS("--queue", "-4"), 2, "-4");
    else
        expect_complaint(WORDS("-q", "5"), 2, "--queue");
}

Test(options, a_port_in_use_is_one_line_with_host_and_port_and_exit_1)
{
    struct program program;
    program_start(&program, program_under_test(), NULL);
    expect_complaint(WORDS("--port", program.port), 1, program.port);
    expect_complaint(WORDS(program.port), 1, "127.0.0.1");
    program_end(&program);
}

Test(options, an_address_that_is_not_ours_exits_with_1)
{
    expect_complaint(WORDS("-p", "0", "--address", "192.0.2.1"), 1, "192.0.2.1"); /* RFC 5737 */
    expect_complaint(WORDS("-p", "0", "-a", "no-such-host.invalid"), 1, "no-such-host.invalid");
}

Test(options, a_root_that_cannot_be_served_exits_with_1)
{
    char directory[] = "/tmp/contract-XXXXXX";
    cr_assert_neq(mkdtemp(directory), NULL);
    expect_complaint(WORDS("-p", "0", "--root", directory), 1, directory); /* empty */
    expect_complaint(WORDS("-p", "0", "--root", "/no/such/directory"), 1, "/no/such/directory");
    expect_complaint(WORDS("-p", "0", "--root", program_under_test()), 1, "--root");
    char file[64];
    snprintf(file, sizeof file, "%s/large", directory);
    FILE *large = fopen(file, "w");
    cr_assert_neq(large, NULL);
    cr_assert_eq(ftruncate(fileno(large), 300L * 1024 * 1024), 0); /* a hole: needs no disk */
    fclose(large);
    expect_complaint(WORDS("-p", "0", "--root", directory), 1, "large");
    unlink(file);
    rmdir(directory);
}

Test(options, port_0_takes_a_free_port_and_says_which)
{
    struct program one, other;
    struct reply reply;
    program_start(&one, program_under_test(), NULL);
    program_start(&other, program_under_test(), NULL);
    cr_expect_str_neq(one.port, other.port);
    get(&other, "/hello", &reply);
    cr_expect_eq(reply.status, 200);
    reply_free(&reply);
    program_end(&one);
    program_end(&other);
}

/* A TCP port that services(5) names, and that no program here uses. */
static const char *free_service(unsigned *number)
{
    static const struct {
        const char *name;
        unsigned number;
    } services[] = {{"http-alt", 8080}, {"amanda", 10080}, {"x11-1", 6001}, {"afs3-volser", 7005}};
    for (size_t i = 0; i < sizeof services / sizeof services[0]; i++) {
        struct sockaddr_in address = {.sin_family = AF_INET,
                                      .sin_port = htons((uint16_t)services[i].number),
                                      .sin_addr.s_addr = htonl(INADDR_LOOPBACK + 44)};
        int descriptor = socket(AF_INET, SOCK_STREAM, 0);
        int result = bind(descriptor, (struct sockaddr *)&address, sizeof address);
        close(descriptor);
        *number = services[i].number;
        if (result == 0)
            return services[i].name;
    }
    return NULL;
}

Test(options, a_service_name_is_a_port)
{
    unsigned number;
    const char *name = free_service(&number);
    struct program program;
    if (name == NULL)
        cr_skip_test("every service port that this test knows is taken");
    /* An address for this test, so that the suites of several servers can run at once. */
    char address[32];
    snprintf(address, sizeof address, "127.0.%ld.%ld", (long)getpid() / 250 % 250,
             (long)getpid() % 250 + 1);
    program_start(&program, program_under_test(), WORDS("--port", name, "--address", address));
    cr_expect_eq(strtoul(program.port, NULL, 10), number);
    program_end(&program);
}

Test(options, it_listens_on_ipv6)
{
    struct program program;
    struct reply reply;
    struct outcome outcome;
    program_run(&outcome, program_under_test(), WORDS("-a", "::1", "-p", "0", "-h"));
    program_start(&program, program_under_test(), WORDS("-a", "::1"));
    cr_expect_str_eq(program.host, "::1");
    get(&program, "/whoami", &reply);
    cr_expect_neq(strstr(reply.body, "peer: [::1]:"), NULL, "%s", reply.body);
    reply_free(&reply);
    program_end(&program);
}

Test(options, two_colons_are_every_interface_ipv6_and_ipv4)
{
    struct program program;
    program_start(&program, program_under_test(), WORDS("--address", "::"));
    close(dial_from(&program, "::1"));
    close(dial_from(&program, "127.0.0.1"));
    close(dial_from(&program, "127.0.0.2"));
    program_end(&program);
}

Test(options, verbose_tells_of_each_connection_who_and_how_long)
{
    struct program program;
    struct outcome outcome;
    struct reply reply;
    program_start(&program, program_under_test(), WORDS("--verbose"));
    get(&program, "/hello", &reply);
    reply_free(&reply);
    program_stop(&program, SIGTERM, &outcome);
    cr_expect_neq(strstr(outcome.errors, "connection 1 from 127.0.0.1:"), NULL, "%s",
                  outcome.errors);
    cr_expect_neq(strstr(outcome.errors, "process "), NULL);
    cr_expect_neq(strstr(outcome.errors, "thread "), NULL);
}
