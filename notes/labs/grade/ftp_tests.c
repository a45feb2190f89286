/* ftp_tests.c - lab 8: a small FTP server, as raw sockets and as curl meet it. */
#include "common/contract/peer.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BIG = 8 << 20 };

static struct program program;
static char directory[] = "/tmp/ftp-XXXXXX"; /* the tree that is served is directory/root */
static char root[64];
static char big[BIG];
static char line[2048]; /* the last line of the last reply */

static const char *in_root(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", root, name);
    return path;
}

static void write_file(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "w");
    cr_assert(file != NULL && fwrite(bytes, 1, size, file) == size && fclose(file) == 0);
}

static void set_up(void)
{
    cr_assert_neq(mkdtemp(directory), NULL);
    snprintf(root, sizeof root, "%s/root", directory);
    cr_assert(mkdir(root, 0755) == 0 && mkdir(in_root("sub"), 0755) == 0);
    for (size_t i = 0; i < BIG; i++)
        big[i] = (char)(i * 7 / 3 + i / 251);
    write_file(in_root("hello"), "hello, world\n", 13);
    write_file(in_root("sub/big"), big, BIG);
    char secret[128];
    snprintf(secret, sizeof secret, "%s/secret", directory);
    write_file(secret, "secret\n", 7);
    cr_assert(symlink(secret, in_root("link")) == 0 && symlink(directory, in_root("up")) == 0);
    program_start(&program, program_under_test(), (const char *const[]){"--root", root, NULL});
}

static void remove_all(const char *path)
{
    pid_t child = fork();
    if (child == 0) {
        execlp("rm", "rm", "-rf", path, (char *)NULL);
        _exit(127);
    }
    waitpid(child, NULL, 0);
}

static void tear_down(void)
{
    program_end(&program);
    remove_all(directory);
}

TestSuite(ftp, .timeout = 40, .init = set_up, .fini = tear_down);

/* -- the control connection ------------------------------------------------------------------ */

/* Reads one reply, of one line or of several (RFC 959 section 4.2). Its code; 0: closed. */
static int hear_code(int control)
{
    for (;;) {
        size_t got = 0;
        while (got < sizeof line - 1 && recv(control, line + got, 1, 0) == 1 && line[got++] != '\n')
            ;
        line[got] = '\0';
        if (got == 0)
            return 0;
        if (got > 3 && line[3] == ' ' && strspn(line, "0123456789") == 3)
            return atoi(line);
    }
}

/* Sends a command, and expects a code. */
static void expect(int control, const char *command, int code)
{
    char text[512];
    snprintf(text, sizeof text, "%s\r\n", command);
    cr_assert(say(control, text), "sent %s: the control connection was closed", command);
    int came = hear_code(control);
    cr_assert_eq(came, code, "sent: %s; expected: %d; came: %s", command, code,
                 came != 0 ? line : "nothing, or an end");
}

static int log_in(void)
{
    int control = dial(&program);
    cr_assert_eq(hear_code(control), 220, "expected 220 first; came: %s", line);
    expect(control, "USER anonymous", 331);
    expect(control, "PASS me@example.org", 230);
    expect(control, "TYPE I", 200);
    return control;
}

/* -- the data connection --------------------------------------------------------------------- */

/* A connection of small segments: for such a one the kernel of the server sets little memory aside. */
static int dial_narrow(const struct program *to)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(to->port))};
    struct timeval limit = {.tv_sec = 8};
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    inet_pton(AF_INET, to->host, &address.sin_addr);
    setsockopt(descriptor, IPPROTO_TCP, TCP_MAXSEG, &(int){536}, sizeof(int));
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &(int){16384}, sizeof(int));
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    cr_assert_eq(connect(descriptor, (struct sockaddr *)&address, sizeof address), 0,
                 "cannot connect to %s port %s, as 227 has told", to->host, to->port);
    return descriptor;
}

/* PASV, and a connection to the address that it tells. */
static int open_data(int control)
{
    unsigned h[4], p[2];
    struct program data = program;
    expect(control, "PASV", 227);
    const char *numbers = strchr(line, '(');
    cr_assert(numbers != NULL &&
                  sscanf(numbers, "(%u,%u,%u,%u,%u,%u)", h, h + 1, h + 2, h + 3, p, p + 1) == 6,
              "six numbers were expected; came: %s", line);
    snprintf(data.host, sizeof data.host, "%u.%u.%u.%u", h[0], h[1], h[2], h[3]);
    cr_expect_str_eq(data.host, program.host, "PASV names %s; the server is %s", data.host,
                     program.host);
    snprintf(data.port, sizeof data.port, "%u", p[0] * 256 + p[1]);
    return dial_narrow(&data);
}

static void upload(int control, const char *name, const void *bytes, size_t size)
{
    char command[256];
    int data = open_data(control);
    snprintf(command, sizeof command, "STOR %s", name);
    expect(control, command, 150);
    cr_assert(say_bytes(data, bytes, size), "the data connection closed in mid-upload");
    close(data);
    int code = hear_code(control);
    cr_assert_eq(code, 226, "after an upload expected: 226; came: %s", line);
}

/* Fetches what a command sends into `to`; its length. */
static size_t download(int control, const char *command, char *to, size_t size)
{
    int data = open_data(control);
    expect(control, command, 150);
    size_t got = hear_all(data, to, size, NULL);
    close(data);
    cr_assert_eq(hear_code(control), 226, "after %s expected: 226; came: %s", command, line);
    return got;
}

static char received[BIG + 1];

/* Begins to fetch the big file and reads a little of it: a transfer that cannot end by itself. */
static int begin_big(int control)
{
    char some[1024];
    int data = open_data(control);
    expect(control, "RETR /sub/big", 150);
    cr_assert(recv(data, some, sizeof some, MSG_WAITALL) == sizeof some);
    return data;
}

/* -- who, and where -------------------------------------------------------------------------- */

Test(ftp, nothing_is_told_before_the_login)
{
    int control = dial(&program);
    cr_assert_eq(hear_code(control), 220, "expected 220 first; came: %s", line);
    expect(control, "PWD", 530);
    expect(control, "RETR hello", 530);
    expect(control, "PASV", 530);
    expect(control, "USER root", 331);
    expect(control, "PASS secret", 530);
    expect(control, "PWD", 530);
    expect(control, "USER anonymous", 331);
    expect(control, "PASS me@example.org", 230);
    expect(control, "PWD", 257);
    close(control);
}

Test(ftp, commands_that_do_not_exist_or_lack_a_word_are_refused_and_the_session_goes_on)
{
    int control = log_in();
    expect(control, "XYZZY", 502);
    expect(control, "RETR", 501);
    expect(control, "TYPE E", 504);
    expect(control, "syst", 215);
    expect(control, "NOOP", 200);
    expect(control, "QUIT", 221);
    cr_expect_eq(hear_code(control), 0, "after QUIT and 221 the connection ends");
    close(control);
}

Test(ftp, commands_in_one_segment_and_byte_by_byte_give_the_same_replies)
{
    static const char both[] = "CWD sub\r\nPWD\r\n";
    int control = log_in();
    for (const char *byte = both; *byte != '\0'; byte++) {
        cr_assert(say_bytes(control, byte, 1));
        poll(NULL, 0, 1);
    }
    cr_expect_eq(hear_code(control), 250, "CWD sub, byte by byte; came: %s", line);
    cr_expect_eq(hear_code(control), 257, "PWD, byte by byte; came: %s", line);
    cr_assert(say(control, "CDUP\r\nPWD\r\nNOOP\r\n"));
    cr_expect_eq(hear_code(control), 250, "CDUP, PWD, NOOP in one segment; first came: %s", line);
    cr_expect_eq(hear_code(control), 257, "CDUP, PWD, NOOP in one segment; then came: %s", line);
    cr_expect_eq(hear_code(control), 200, "CDUP, PWD, NOOP in one segment; last came: %s", line);
    close(control);
}

Test(ftp, the_directory_is_changed_and_told)
{
    int control = log_in();
    expect(control, "PWD", 257);
    cr_expect_eq(strncmp(line, "257 \"/\"", 7), 0, "expected: 257 \"/\"; came: %s", line);
    expect(control, "CWD sub", 250);
    expect(control, "PWD", 257);
    cr_expect_eq(strncmp(line, "257 \"/sub\"", 10), 0, "expected: 257 \"/sub\"; came: %s", line);
    expect(control, "SIZE big", 213);
    cr_expect_eq(atoi(line + 4), BIG, "expected: 213 %d; came: %s", BIG, line);
    expect(control, "CDUP", 250);
    expect(control, "CWD nowhere", 550);
    expect(control, "CWD hello", 550);
    expect(control, "SIZE hello", 213);
    close(control);
}

Test(ftp, there_is_no_way_out_of_the_root)
{
    int control = log_in();
    expect(control, "CWD ..", 250);
    expect(control, "CWD ../../sub/../..", 250);
    expect(control, "PWD", 257);
    cr_expect_eq(strncmp(line, "257 \"/\"", 7), 0, "above / there is /; came: %s", line);
    expect(control, "SIZE ../secret", 550);
    expect(control, "SIZE /../secret", 550);
    expect(control, "SIZE sub/../../secret", 550);
    expect(control, "SIZE /etc/passwd", 550);
    close(control);
}

Test(ftp, symbolic_links_do_not_lead_out_of_the_root)
{
    int control = log_in();
    expect(control, "SIZE link", 550);
    expect(control, "SIZE up/secret", 550);
    expect(control, "CWD up", 550);
    int data = open_data(control);
    expect(control, "STOR link", 550);
    close(data);
    close(control);
}

/* -- files ----------------------------------------------------------------------------------- */

Test(ftp, a_file_comes_whole)
{
    int control = log_in();
    cr_expect_eq(download(control, "RETR hello", received, sizeof received), 13);
    cr_expect_str_eq(received, "hello, world\n");
    size_t got = download(control, "RETR sub/big", received, sizeof received);
    cr_assert_eq(got, BIG, "RETR sub/big: %zu bytes came of %d", got, BIG);
    cr_expect_eq(memcmp(received, big, BIG), 0, "RETR sub/big: other bytes than the file's");
    close(control);
}

Test(ftp, a_file_is_stored_whole_and_shorter_than_the_one_before)
{
    struct stat about;
    int control = log_in();
    upload(control, "sub/new", big, 3000000);
    size_t got = download(control, "RETR sub/new", received, sizeof received);
    cr_assert_eq(got, 3000000, "stored 3000000 bytes; fetched %zu", got);
    cr_expect_eq(memcmp(received, big, got), 0, "other bytes came back than were stored");
    upload(control, "sub/new", "short", 5);
    cr_assert_eq(stat(in_root("sub/new"), &about), 0);
    cr_expect_eq(about.st_size, 5, "stored 5 bytes over 3000000: there are %ld",
                 (long)about.st_size);
    close(control);
}

Test(ftp, listings_name_every_file_in_lines_of_their_own)
{
    int control = log_in();
    download(control, "LIST", received, sizeof received);
    cr_expect(strstr(received, "hello\r\n") != NULL && strstr(received, "13") != NULL,
              "LIST: expected a line with 13 and hello; came: %s", received);
    cr_expect(strstr(received, "drwx") != NULL && strstr(received, " sub\r\n") != NULL,
              "LIST: expected a line for the directory sub; came: %s", received);
    download(control, "NLST sub", received, sizeof received);
    cr_expect_str_eq(received, "big\r\n", "NLST sub: expected: big; came: %s", received);
    download(control, "LIST -la sub", received, sizeof received);
    cr_expect(strstr(received, " big\r\n") != NULL, "LIST -la sub: came: %s", received);
    close(control);
}

/* More than the kernel takes in one call: what send() returns must be looked at. */
Test(ftp, a_long_listing_comes_whole)
{
    enum { FILES = 2000, NAME = 200 };
    char name[NAME + 5];
    cr_assert_eq(mkdir(in_root("many"), 0755), 0);
    for (int i = 0; i < FILES; i++) {
        snprintf(name, sizeof name, "many/%0*d", NAME - 1, i);
        int file = open(in_root(name), O_WRONLY | O_CREAT, 0644);
        cr_assert_neq(file, -1);
        close(file);
    }
    int control = log_in();
    int data = open_data(control);
    expect(control, "NLST many", 150);
    /* Not read yet: while these are answered, the kernel's memory for the data fills up. */
    for (int i = 0; i < 5; i++)
        expect(control, "NOOP", 200);
    size_t got = hear_all(data, received, sizeof received, NULL);
    close(data);
    cr_expect_eq(hear_code(control), 226);
    cr_expect_eq(got, FILES * (NAME + 1), "NLST of %d files: %zu bytes came; expected %d", FILES,
                 got, FILES * (NAME + 1));
    close(control);
}

Test(ftp, extended_passive_mode_tells_a_port_and_nothing_else)
{
    unsigned port = 0;
    struct program data_of = program;
    int control = log_in();
    expect(control, "EPSV", 229);
    const char *bars = strstr(line, "(|||");
    cr_assert(bars != NULL && sscanf(bars, "(|||%u|)", &port) == 1,
              "expected 229 ... (|||PORT|) (RFC 2428); came: %s", line);
    snprintf(data_of.port, sizeof data_of.port, "%u", port);
    int data = dial(&data_of);
    expect(control, "RETR hello", 150);
    cr_expect_eq(hear_all(data, received, sizeof received, NULL), 13);
    cr_expect_eq(hear_code(control), 226);
    close(data);
    close(control);
}

Test(ftp, what_is_wrong_with_a_file_is_said_and_the_session_goes_on)
{
    int control = log_in();
    expect(control, "RETR hello", 425);
    int data = open_data(control);
    expect(control, "RETR nothing-there", 550);
    expect(control, "RETR sub", 550);
    expect(control, "STOR no/such/directory", 550);
    expect(control, "RETR hello", 150); /* the channel was not used up by what failed */
    cr_expect_eq(hear_all(data, received, sizeof received, NULL), 13);
    cr_expect_eq(hear_code(control), 226);
    close(data);
    close(control);
}

/* -- two channels at once -------------------------------------------------------------------- */

Test(ftp, commands_are_answered_while_a_transfer_runs)
{
    int control = log_in();
    int data = begin_big(control);
    expect(control, "NOOP", 200);
    expect(control, "STAT", 211);
    expect(control, "PWD", 257);
    expect(control, "LIST", 450);
    size_t got = hear_all(data, received, sizeof received, NULL);
    cr_expect_eq(got, BIG - 1024, "%zu bytes came of the rest of %d", got, BIG - 1024);
    cr_expect_eq(hear_code(control), 226, "at the end of the transfer came: %s", line);
    close(data);
    close(control);
}

Test(ftp, abor_gives_a_transfer_up_and_the_next_one_works)
{
    int control = log_in();
    int data = begin_big(control);
    expect(control, "ABOR", 426);
    cr_expect_eq(hear_code(control), 226, "ABOR: after 426 expected: 226; came: %s", line);
    size_t got = hear_all(data, received, sizeof received, NULL);
    cr_expect_lt(got, BIG - 1024, "ABOR, and the whole file came");
    close(data);
    expect(control, "ABOR", 226);
    cr_expect_eq(download(control, "RETR hello", received, sizeof received), 13);
    close(control);
}

Test(ftp, quit_lets_the_transfer_finish)
{
    int control = log_in();
    int data = begin_big(control);
    cr_assert(say(control, "QUIT\r\n"));
    size_t got = hear_all(data, received, sizeof received, NULL);
    cr_expect_eq(got, BIG - 1024, "QUIT in mid-transfer: %zu of the remaining %d bytes came", got,
                 BIG - 1024);
    cr_expect_eq(hear_code(control), 226, "at the end of the transfer came: %s", line);
    cr_expect_eq(hear_code(control), 221, "and then, for QUIT: %s", line);
    close(data);
    close(control);
}

Test(ftp, a_data_connection_that_breaks_ends_the_transfer_and_not_the_session)
{
    int control = log_in();
    int data = begin_big(control);
    reset(data);
    cr_expect_eq(hear_code(control), 426, "the data connection was reset; came: %s", line);
    cr_expect_eq(download(control, "RETR hello", received, sizeof received), 13);
    close(control);
}

Test(ftp, nothing_spins_while_a_client_does_not_read)
{
    int control = log_in();
    int data = begin_big(control);
    expect(control, "NOOP", 200);
    poll(NULL, 0, 300);
    long before = process_cpu_ms(program.pid);
    if (before == -1)
        cr_skip_test("this system has no /proc to look into");
    cr_assert(say(control, "STAT\r\n"));
    cr_assert_eq(hear_code(control), 211);
    poll(NULL, 0, 600);
    shutdown(control, SHUT_WR); /* now the control channel has ended, and the transfer has not */
    poll(NULL, 0, 600);
    reset(data);
    close(control);
    kill(program.pid, SIGTERM); /* the children's CPU time is in the summary */
    struct outcome outcome;
    program_stop(&program, 0, &outcome);
    double user = 0, kernel = 0;
    const char *cpu = strstr(outcome.errors, "CPU ");
    cr_assert(cpu != NULL && sscanf(cpu, "CPU %lf s user %lf s system", &user, &kernel) == 2);
    cr_expect_lt(user + kernel, 0.3, "a stalled transfer of 1.5 s cost %.3f s of CPU",
                 user + kernel);
    program_start(&program, program_under_test(), (const char *const[]){"--root", root, NULL});
}

Test(ftp, another_client_is_served_while_a_transfer_runs)
{
    int control = log_in(), other;
    int data = begin_big(control);
    other = log_in();
    cr_expect_eq(download(other, "RETR hello", received, sizeof received), 13);
    close(other);
    close(data);
    close(control);
}

Test(ftp, sigterm_finishes_the_transfer_in_progress)
{
    struct outcome outcome;
    int control = log_in(), idle = log_in();
    int data = begin_big(control);
    kill(program.pid, SIGTERM);
    cr_expect_eq(hear_code(idle), 421, "an idle session is told 421; came: %s", line);
    size_t got = hear_all(data, received, sizeof received, NULL);
    cr_expect_eq(got, BIG - 1024, "SIGTERM: %zu of the remaining %d bytes came", got, BIG - 1024);
    cr_expect_eq(hear_code(control), 226, "at the end of the transfer came: %s", line);
    close(data);
    close(control);
    close(idle);
    program_stop(&program, 0, &outcome);
    cr_expect_eq(outcome.exit_status, 0, "exit status %d after SIGTERM", outcome.exit_status);
    program_start(&program, program_under_test(), (const char *const[]){"--root", root, NULL});
}

/* -- a real client --------------------------------------------------------------------------- */

/* Runs curl on a URL with one option more. Its exit status; 127: there is none. */
static int curl(const char *option, const char *value, const char *path, const char *to)
{
    char url[256];
    snprintf(url, sizeof url, "ftp://%s:%s/%s", program.host, program.port, path);
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
    struct stat about;
    snprintf(to, sizeof to, "%s/fetched", directory);
    snprintf(from, sizeof from, "%s/secret", directory);
    cr_expect_eq(curl("--user", "anonymous:me@example.org", "sub/big", to), 0,
                 "curl ftp://.../sub/big");
    cr_expect(stat(to, &about) == 0 && about.st_size == BIG, "curl fetched %ld bytes of %d",
              (long)about.st_size, BIG);
    cr_expect_eq(curl("--upload-file", from, "sub/stored", to), 0, "curl -T FILE ftp://.../sub/");
    cr_expect(stat(in_root("sub/stored"), &about) == 0 && about.st_size == 7);
    cr_expect_eq(curl("--list-only", "--disable-epsv", "sub/", to), 0, "curl -l ftp://.../sub/");
    cr_expect(stat(to, &about) == 0 &&
                  (about.st_size == 11 || about.st_size == 13), /* with CR or without */
              "curl -l ftp://.../sub/ listed %ld bytes; expected 11", (long)about.st_size);
}
