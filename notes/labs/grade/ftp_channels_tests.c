/* ftp_channels_tests.c - lab 8: commands while a transfer runs, and a real client. */
#include "ftp_session.h"

#include <criterion/criterion.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

TestSuite(ftp, .timeout = 40, .init = ftp_set_up, .fini = ftp_tear_down);

/* -- two channels at once -------------------------------------------------------------------- */

Test(ftp, commands_are_answered_while_a_transfer_runs)
{
    int control = ftp_log_in();
    int data = ftp_begin_big(control);
    ftp_expect(control, "NOOP", 200);
    ftp_expect(control, "STAT", 211);
    ftp_expect(control, "PWD", 257);
    ftp_expect(control, "LIST", 450);
    size_t got = hear_all(data, ftp_received, sizeof ftp_received, NULL);
    cr_expect_eq(got, BIG - 1024, "%zu bytes came of the rest of %d", got, BIG - 1024);
    cr_expect_eq(ftp_code(control), 226, "at the end of the transfer came: %s", ftp_line);
    close(data);
    close(control);
}

Test(ftp, abor_gives_a_transfer_up_and_the_next_one_works)
{
    int control = ftp_log_in();
    int data = ftp_begin_big(control);
    ftp_expect(control, "ABOR", 426);
    cr_expect_eq(ftp_code(control), 226, "ABOR: after 426 expected: 226; came: %s", ftp_line);
    size_t got = hear_all(data, ftp_received, sizeof ftp_received, NULL);
    cr_expect_lt(got, BIG - 1024, "the whole file came in spite of ABOR");
    close(data);
    ftp_expect(control, "ABOR", 226);
    cr_expect_eq(ftp_download(control, "RETR hello", ftp_received, sizeof ftp_received), 13);
    close(control);
}

Test(ftp, quit_lets_the_transfer_finish)
{
    int control = ftp_log_in();
    int data = ftp_begin_big(control);
    cr_assert(say(control, "QUIT\r\n"));
    size_t got = hear_all(data, ftp_received, sizeof ftp_received, NULL);
    cr_expect_eq(got, BIG - 1024, "QUIT in mid-transfer: %zu of the remaining %d bytes came", got,
                 BIG - 1024);
    cr_expect_eq(ftp_code(control), 226, "at the end of the transfer came: %s", ftp_line);
    cr_expect_eq(ftp_code(control), 221, "and then, for QUIT: %s", ftp_line);
    close(data);
    close(control);
}

Test(ftp, a_data_connection_that_breaks_ends_the_transfer_and_not_the_session)
{
    int control = ftp_log_in();
    int data = ftp_begin_big(control);
    reset(data);
    cr_expect_eq(ftp_code(control), 426, "the data connection was reset; came: %s", ftp_line);
    cr_expect_eq(ftp_download(control, "RETR hello", ftp_received, sizeof ftp_received), 13);
    close(control);
}

Test(ftp, nothing_spins_while_a_client_does_not_read)
{
    int control = ftp_log_in();
    int data = ftp_begin_big(control);
    ftp_expect(control, "NOOP", 200);
    poll(NULL, 0, 300);
    long before = process_cpu_ms(ftp_server.pid);
    if (before == -1)
        cr_skip_test("this system has no /proc to look into");
    cr_assert(say(control, "STAT\r\n"));
    cr_assert_eq(ftp_code(control), 211);
    poll(NULL, 0, 600);
    shutdown(control, SHUT_WR); /* the control channel has ended, but the transfer has not */
    poll(NULL, 0, 600);
    reset(data);
    close(control);
    kill(ftp_server.pid, SIGTERM); /* the children's CPU time is in the summary */
    struct outcome outcome;
    program_stop(&ftp_server, 0, &outcome);
    double user = 0, kernel = 0;
    const char *cpu = strstr(outcome.errors, "CPU ");
    cr_assert(cpu != NULL && sscanf(cpu, "CPU %lf s user %lf s system", &user, &kernel) == 2);
    cr_expect_lt(user + kernel, 0.3, "a stalled transfer of 1.5 s cost %.3f s of CPU",
                 user + kernel);
    program_start(&ftp_server, program_under_test(),
                  (const char *const[]){"--root", ftp_root, NULL});
}

Test(ftp, another_client_is_served_while_a_transfer_runs)
{
    int control = ftp_log_in(), other;
    int data = ftp_begin_big(control);
    other = ftp_log_in();
    cr_expect_eq(ftp_download(other, "RETR hello", ftp_received, sizeof ftp_received), 13);
    close(other);
    close(data);
    close(control);
}

Test(ftp, sigterm_finishes_the_transfer_in_progress)
{
    struct outcome outcome;
    int control = ftp_log_in(), idle = ftp_log_in();
    int data = ftp_begin_big(control);
    kill(ftp_server.pid, SIGTERM);
    cr_expect_eq(ftp_code(idle), 421, "an idle session is told 421; came: %s", ftp_line);
    size_t got = hear_all(data, ftp_received, sizeof ftp_received, NULL);
    cr_expect_eq(got, BIG - 1024, "SIGTERM: %zu of the remaining %d bytes came", got, BIG - 1024);
    cr_expect_eq(ftp_code(control), 226, "at the end of the transfer came: %s", ftp_line);
    close(data);
    close(control);
    close(idle);
    program_stop(&ftp_server, 0, &outcome);
    cr_expect_eq(outcome.exit_status, 0, "exit status %d after SIGTERM", outcome.exit_status);
    program_start(&ftp_server, program_under_test(),
                  (const char *const[]){"--root", ftp_root, NULL});
}

/* -- what a session must not lose or give away ------------------------------------------------- */

/* A connection from 127.0.0.2: for the server this is another host. */
static int dial_as_a_stranger(unsigned port)
{
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1)};
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    to.sin_port = htons((in_port_t)port);
    if (bind(descriptor, (struct sockaddr *)&own, sizeof own) == -1)
        cr_skip_test("this system has no 127.0.0.2");
    cr_assert_eq(connect(descriptor, (struct sockaddr *)&to, sizeof to), 0);
    return descriptor;
}

Test(ftp, nobody_else_s_data_connection_is_served)
{
    struct program data_of = ftp_server;
    unsigned port = 0;
    int control = ftp_log_in();
    ftp_expect(control, "EPSV", 229);
    const char *bars = strstr(ftp_line, "(|||");
    cr_assert(bars != NULL && sscanf(bars, "(|||%u|)", &port) == 1, "came: %s", ftp_line);
    snprintf(data_of.port, sizeof data_of.port, "%u", port);
    int stranger = dial_as_a_stranger(port);
    ftp_expect(control, "RETR hello", 150);
    int friend = dial(&data_of);
    size_t got = hear_all(stranger, ftp_received, sizeof ftp_received, NULL);
    cr_expect_eq(got, 0, "127.0.0.2 has not logged in, but got %zu bytes of the file", got);
    got = hear_all(friend, ftp_received, sizeof ftp_received, NULL);
    cr_expect_eq(got, 13, "the client itself came after a stranger, and got %zu bytes", got);
    cr_expect_eq(ftp_code(control), 226);
    close(stranger);
    close(friend);
    close(control);
}

/* Starts the server again, with other options and limits. */
static void start_again(const char *const options[])
{
    program_end(&ftp_server);
    program_start(&ftp_server, program_under_test(), options);
}

Test(ftp, many_transfers_of_a_session_leave_no_descriptor_behind)
{
    enum { LIMIT = 40 };
    struct rlimit before, few;
    cr_assert_eq(getrlimit(RLIMIT_NOFILE, &before), 0);
    few = (struct rlimit){.rlim_cur = LIMIT, .rlim_max = before.rlim_max};
    setrlimit(RLIMIT_NOFILE, &few); /* the server inherits this limit */
    start_again((const char *const[]){"--root", ftp_root, NULL});
    setrlimit(RLIMIT_NOFILE, &before);
    int control = ftp_log_in();
    for (int i = 1; i <= LIMIT; i++) {
        ftp_expect(control, "PASV", 227); /* the next PASV replaces it */
        size_t got = ftp_download(control, "RETR hello", ftp_received, sizeof ftp_received);
        cr_assert_eq(got, 13, "transfer %d of a server with %d descriptors: %zu bytes", i, LIMIT,
                     got);
    }
    close(control);
}

Test(ftp, a_transfer_that_nobody_comes_for_ends_and_the_session_goes_on)
{
    start_again((const char *const[]){"--root", ftp_root, "--timeout", "1", NULL});
    int control = ftp_log_in();
    ftp_expect(control, "PASV", 227);
    ftp_expect(control, "RETR hello", 150);
    cr_expect_eq(ftp_code(control), 426, "no client connected for a second; came: %s", ftp_line);
    cr_expect(!answers_within(control, 300), "the session did not wait for the next command");
    ftp_expect(control, "NOOP", 200);
    cr_expect_eq(ftp_download(control, "RETR hello", ftp_received, sizeof ftp_received), 13);
    close(control);
}

/* -- a real client --------------------------------------------------------------------------- */

/* Runs curl on a URL with one more option. Returns its exit status; 127: there is no curl. */
static int curl(const char *option, const char *value, const char *path, const char *to)
{
    char url[256];
    snprintf(url, sizeof url, "ftp://%s:%s/%s", ftp_server.host, ftp_server.port, path);
    pid_t child = fork();
    if (child == 0) {
        execlp("curl", "curl", "-sS", "--max-time", "8", "-o", to, option, value, url,
               (char *)NULL);
        _exit(127);
    }
    int status;
    waitpid(child, &status, 0);
    if (WEXITSTATUS(status) == 127)
        cr_skip_test("curl is not installed");
    return WEXITSTATUS(status);
}

Test(ftp, curl_lists_fetches_and_stores)
{
    char to[128], from[128];
    struct stat about = {0};
    snprintf(to, sizeof to, "%s/fetched", ftp_directory);
    snprintf(from, sizeof from, "%s/secret", ftp_directory);
    cr_expect_eq(curl("--user", "anonymous:me@example.org", "sub/big", to), 0,
                 "curl ftp://.../sub/big");
    cr_expect(stat(to, &about) == 0 && about.st_size == BIG, "curl fetched %ld bytes of %d",
              (long)about.st_size, BIG);
    cr_expect_eq(curl("--upload-file", from, "sub/stored", to), 0, "curl -T FILE ftp://.../sub/");
    cr_expect(stat(ftp_in_root("sub/stored"), &about) == 0 && about.st_size == 7);
    cr_expect_eq(curl("--list-only", "--disable-epsv", "sub/", to), 0, "curl -l ftp://.../sub/");
    cr_expect(stat(to, &about) == 0 &&
                  (about.st_size == 11 || about.st_size == 13), /* without CR or with */
              "curl -l ftp://.../sub/ listed %ld bytes; expected 11", (long)about.st_size);
}
