/* families_tests.c - lab 10: the listening socket in the UNIX domain, and SEQPACKET. */
#include "visits.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static struct program program;
static char directory[] = "/tmp/families-XXXXXX";
static char path[64], stream[80], record[80]; /* the socket, and --address for both types */

static void set_up(void)
{
    cr_assert_neq(mkdtemp(directory), NULL);
    snprintf(path, sizeof path, "%s/socket", directory);
    snprintf(stream, sizeof stream, "unix:%s", path);
    snprintf(record, sizeof record, "seqpacket:%s", path);
}

static void tear_down(void)
{
    unlink(path);
    rmdir(directory);
}

TestSuite(families, .timeout = 30, .init = set_up, .fini = tear_down);

static int try_connect(int type)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct timeval limit = {.tv_sec = 8};
    strcpy(address.sun_path, path);
    int descriptor = socket(AF_UNIX, type, 0);
    if (descriptor == -1 && (errno == EPROTONOSUPPORT || errno == ESOCKTNOSUPPORT))
        cr_skip_test("this system has no such type of socket");
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (connect(descriptor, (struct sockaddr *)&address, sizeof address) == 0)
        return descriptor;
    close(descriptor);
    return -1;
}

static int connect_to(int type)
{
    int descriptor = try_connect(type);
    cr_assert_neq(descriptor, -1, "cannot connect to %s: %s", path, strerror(errno));
    return descriptor;
}

/* Starts the server on the socket; its ready line has no port. */
static void start(const char *address, const char *service, const char *timeout)
{
    program_try(&program, program_under_test(),
                WORDS("--address", address, "--service", service, "--timeout", timeout));
    int type = address == record ? SOCK_SEQPACKET : SOCK_STREAM;
    int probe = try_connect(type);
    if (probe == -1) {
        struct outcome outcome;
        program_stop(&program, SIGKILL, &outcome);
        cr_assert_fail("--address %s: no server listens there; it said: %s%s", address,
                       outcome.output, outcome.errors);
    }
    close(probe);
}

static void expect_hello(void)
{
    struct reply reply;
    int client = connect_to(SOCK_STREAM);
    cr_assert(say(client, "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    hear_reply(client, &reply, false);
    cr_assert_eq(reply.status, 200, "GET /hello on the UNIX-domain socket: status %d",
                 reply.status);
    cr_expect_str_eq(reply.body, "hello, world\n");
    reply_free(&reply);
    close(client);
}

/* Expects that the server does not start, and that its message contains the word. */
static void expect_refusal(const char *address, const char *word)
{
    struct outcome outcome;
    program_run(&outcome, program_under_test(), WORDS("--address", address));
    cr_expect_eq(outcome.exit_status, 1, "--address %s: exit status %d; expected 1", address,
                 outcome.exit_status);
    cr_expect_neq(strstr(outcome.errors, word), NULL, "expected '%s' in: %s", word, outcome.errors);
}

/* -- serving --------------------------------------------------------------------------------- */

Test(families, http_is_served_on_a_unix_domain_socket)
{
    start(stream, "http", "10");
    expect_hello();
    program_end(&program);
}

Test(families, curl_is_served_on_a_unix_domain_socket)
{
    char command[256], said[64] = "";
    if (system("curl --version >/dev/null 2>&1") != 0)
        cr_skip_test("curl is not installed");
    start(stream, "http", "10");
    snprintf(command, sizeof command,
             "curl -sS --max-time 8 --unix-socket %s http://localhost/hello 2>&1", path);
    FILE *curl = popen(command, "r");
    cr_assert(curl != NULL && fgets(said, sizeof said, curl) != NULL);
    pclose(curl);
    cr_expect_str_eq(said, "hello, world\n", "%s: came: %s", command, said);
    program_end(&program);
}

Test(families, clients_are_served_side_by_side)
{
    start(stream, "http", "10");
    int silent[5];
    for (int i = 0; i < 5; i++)
        silent[i] = connect_to(SOCK_STREAM);
    int64_t before = milliseconds();
    expect_hello();
    cr_expect_lt(milliseconds() - before, 2000, "GET /hello waited for silent clients");
    for (int i = 0; i < 5; i++)
        close(silent[i]);
    program_end(&program);
}

Test(families, a_silent_client_is_cut_at_its_deadline)
{
    char nothing[512];
    start(stream, "http", "0.5");
    int silent = connect_to(SOCK_STREAM);
    int64_t before = milliseconds();
    hear_all(silent, nothing, sizeof nothing, NULL); /* waits 8 s at most */
    int64_t took = milliseconds() - before;
    cr_expect(took >= 450 && took < 3000, "--timeout 0.5: closed after %ld ms", (long)took);
    close(silent);
    program_end(&program);
}

static bool has_no_children(void *unused)
{
    (void)unused;
    return process_children(program.pid, false) == 0;
}

Test(families, a_client_that_does_not_read_is_cut_at_its_deadline)
{
    if (process_children(getpid(), false) == -1)
        cr_skip_test("this system has no /proc to look into");
    start(stream, "http", "0.5");
    int deaf = connect_to(SOCK_STREAM);
    cr_assert(say(deaf, "GET /bytes/16777216 HTTP/1.1\r\nHost: a\r\n\r\n"));
    cr_assert(answers_within(deaf, 3000));
    wait_until(has_no_children, NULL, "the process that serves this client has ended");
    close(deaf);
    program_end(&program);
}

Test(families, tcp_is_served_as_before)
{
    program_start(&program, program_under_test(), NULL);
    visit(&program);
    program_end(&program);
}

/* -- the name in the file system ------------------------------------------------------------- */

/* In a process of its own: ends with 1 if others may connect at the moment when the name appears. */
static pid_t watch_the_name(void)
{
    struct stat about;
    pid_t watcher = fork();
    if (watcher != 0)
        return watcher;
    for (int64_t end = milliseconds() + 5000; milliseconds() < end;)
        if (stat(path, &about) == 0)
            _exit((about.st_mode & 077) != 0);
    _exit(0);
}

Test(families, nobody_but_the_owner_may_connect)
{
    struct stat about;
    int status;
    umask(0);
    visit_with_faults("chmod:+300"); /* if it is called at all, there is time to look before that */
    pid_t watcher = watch_the_name();
    start(stream, "http", "10");
    visit_with_faults(NULL);
    waitpid(watcher, &status, 0);
    cr_expect_eq(status, 0, "others may connect for a moment after bind()");
    cr_assert_eq(stat(path, &about), 0);
    cr_expect_eq(about.st_mode & 077, 0, "the socket's mode is %03o; expected nothing for others",
                 about.st_mode & 0777);
    if (process_status(getpid(), "Umask") != -1)
        cr_expect_eq(process_status(program.pid, "Umask"), 0, "the umask is not put back");
    program_end(&program);
}

Test(families, the_name_is_gone_when_the_server_has_ended)
{
    struct stat about;
    start(stream, "http", "10");
    program_end(&program);
    cr_expect_eq(lstat(path, &about), -1, "the socket's name is still there after SIGTERM");
}

static bool has_no_name(void *unused)
{
    struct stat about;
    (void)unused;
    return lstat(path, &about) == -1;
}

Test(families, the_name_is_gone_while_the_last_client_is_served)
{
    start(stream, "http", "10");
    int client = connect_to(SOCK_STREAM);
    cr_assert(say(client, "GET /sleep/2500 HTTP/1.1\r\nHost: a\r\n\r\n"));
    poll(NULL, 0, 200); /* the request is there */
    kill(program.pid, SIGTERM);
    wait_until(has_no_name, NULL, "the socket's name is gone");
    cr_expect(!answers_within(client, 0), "the name was there until the last client had its reply");
    close(client);
    program_stop(&program, 0, NULL); /* a second SIGTERM would end it at once */
}

Test(families, a_socket_that_a_dead_server_left_is_replaced)
{
    struct stat about;
    start(stream, "http", "10");
    poll(NULL, 0, 100); /* until its client has gone */
    long descriptors = process_descriptors(program.pid);
    program_stop(&program, SIGKILL, NULL);
    cr_assert_eq(lstat(path, &about), 0);
    start(stream, "http", "10");
    poll(NULL, 0, 100);
    cr_expect_leq(process_descriptors(program.pid), descriptors,
                  "it tried the old socket, and did not close that descriptor");
    expect_hello();
    program_end(&program);
}

Test(families, a_socket_that_somebody_listens_on_is_left_alone)
{
    start(stream, "http", "10");
    expect_refusal(stream, path);
    expect_refusal(stream, strerror(EADDRINUSE));
    expect_hello(); /* the first server answers */
    program_end(&program);
}

Test(families, a_socket_of_the_other_type_that_somebody_listens_on_is_left_alone)
{
    start(record, "echo", "10");
    expect_refusal(stream, path);
    close(connect_to(SOCK_SEQPACKET)); /* the first server is still there */
    program_end(&program);
}

Test(families, a_link_to_a_socket_is_left_alone)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct stat about;
    snprintf(address.sun_path, sizeof address.sun_path, "%s/dead", directory);
    int dead = socket(AF_UNIX, SOCK_STREAM, 0);
    cr_assert_eq(bind(dead, (struct sockaddr *)&address, sizeof address), 0);
    close(dead);
    cr_assert_eq(symlink(address.sun_path, path), 0);
    expect_refusal(stream, path);
    cr_expect(lstat(path, &about) == 0 && S_ISLNK(about.st_mode), "a link of the user is gone");
    unlink(address.sun_path);
}

Test(families, a_file_that_is_no_socket_is_left_alone)
{
    struct stat about;
    FILE *file = fopen(path, "w");
    cr_assert(file != NULL && fputs("precious\n", file) >= 0 && fclose(file) == 0);
    expect_refusal(stream, path);
    cr_expect(stat(path, &about) == 0 && about.st_size == 9, "a file of the user was overwritten");
}

Test(families, a_path_that_is_too_long_is_refused_and_not_cut)
{
    char address[300], cut[200];
    struct stat about;
    snprintf(address, sizeof address, "unix:%s/%0150d", directory, 0);
    expect_refusal(address, directory);
    for (size_t length = 100; length < 120; length++) {
        snprintf(cut, sizeof cut, "%.*s", (int)length, address + 5);
        cr_expect_eq(lstat(cut, &about), -1, "a path cut to %zu bytes was made", length);
        unlink(cut);
    }
}

/* Tries a path of this length. Returns whether a server listens there. */
static bool takes_length(size_t length)
{
    char address[300];
    struct outcome outcome;
    int zeros = (int)(length - strlen(directory) - 1);
    snprintf(address, sizeof address, "unix:%s/%0*d", directory, zeros, 0);
    bool started = program_try(&program, program_under_test(), WORDS("--address", address)) ||
                   access(address + 5, F_OK) == 0; /* the ready line of this family has no port */
    program_stop(&program, started ? SIGTERM : 0, &outcome);
    unlink(address + 5);
    cr_expect(started || outcome.exit_status == 1, "a path of %zu bytes: exit status %d", length,
              outcome.exit_status);
    return started;
}

Test(families, a_path_may_be_as_long_as_there_is_room_for_it_and_its_end)
{
    size_t room = sizeof((struct sockaddr_un){0}).sun_path;
    cr_expect(takes_length(room - 1), "a path of %zu bytes fits, with the 0 at its end", room - 1);
    cr_expect(!takes_length(room), "a path of %zu bytes leaves no room for the 0", room);
}

Test(families, the_queue_is_as_long_as_backlog_says)
{
    enum { CLIENTS = 30, BACKLOG = 10, MOST = BACKLOG * 3 / 2 };
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int clients[CLIENTS], connected = 0;
    program_try(&program, program_under_test(), WORDS("--address", stream, "--backlog", "10"));
    strcpy(address.sun_path, path);
    kill(program.pid, SIGSTOP); /* the server cannot accept now: the kernel alone connects them */
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = socket(AF_UNIX, SOCK_STREAM, 0);
        fcntl(clients[i], F_SETFL, O_NONBLOCK);
        connected += connect(clients[i], (struct sockaddr *)&address, sizeof address) == 0;
    }
    kill(program.pid, SIGCONT);
    cr_expect(connected >= BACKLOG && connected <= MOST, "with --backlog %d, %d were connected",
              BACKLOG, connected);
    for (int i = 0; i < CLIENTS; i++)
        close(clients[i]);
    program_end(&program);
}

/* -- messages -------------------------------------------------------------------------------- */

Test(families, seqpacket_keeps_the_boundaries_of_messages)
{
    static const size_t sizes[] = {1, 5, 2, 1000, 8000, 3};
    static char sent[8000], reply[16384];
    memset(sent, 'x', sizeof sent);
    start(record, "echo", "10");
    int client = connect_to(SOCK_SEQPACKET);
    for (size_t i = 0; i < 6; i++)
        cr_assert_eq(send(client, sent, sizes[i], MSG_NOSIGNAL), (ssize_t)sizes[i]);
    for (size_t i = 0; i < 6; i++) {
        ssize_t got = recv(client, reply, sizeof reply, 0);
        cr_expect_eq(got, (ssize_t)sizes[i],
                     "sent messages of 1, 5, 2, 1000, 8000, 3 bytes; number %zu came with %zd",
                     i + 1, got);
    }
    close(client);
    program_end(&program);
}

Test(families, a_stream_client_is_no_client_of_a_seqpacket_server)
{
    start(record, "echo", "10");
    errno = 0;
    cr_expect_eq(try_connect(SOCK_STREAM), -1, "a SOCK_STREAM socket was connected");
    program_end(&program);
}
