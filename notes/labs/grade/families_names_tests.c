/* families_names_tests.c - lab 10: the name in the file system: who may connect, and what may be replaced. */
#include "families_partner.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

TestSuite(families, .timeout = 30, .init = local_set_up, .fini = local_tear_down);

/* In a process of its own: ends with 1 if others may connect at the moment when the name appears. */
static pid_t watch_the_name(void)
{
    struct stat about;
    pid_t watcher = fork();
    if (watcher != 0)
        return watcher;
    for (int64_t end = milliseconds() + 5000; milliseconds() < end;)
        if (stat(local_path, &about) == 0)
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
    local_start(local_stream, "http", "10");
    visit_with_faults(NULL);
    waitpid(watcher, &status, 0);
    cr_expect_eq(status, 0, "others may connect for a moment after bind()");
    cr_assert_eq(stat(local_path, &about), 0);
    cr_expect_eq(about.st_mode & 077, 0, "the socket's mode is %03o; expected nothing for others",
                 about.st_mode & 0777);
    if (process_status(getpid(), "Umask") != -1)
        cr_expect_eq(process_status(local_server.pid, "Umask"), 0, "the umask is not put back");
    program_end(&local_server);
}

Test(families, the_name_is_gone_when_the_server_has_ended)
{
    struct stat about;
    local_start(local_stream, "http", "10");
    program_end(&local_server);
    cr_expect_eq(lstat(local_path, &about), -1, "the socket's name is still there after SIGTERM");
}

static bool has_no_name(void *unused)
{
    struct stat about;
    (void)unused;
    return lstat(local_path, &about) == -1;
}

Test(families, the_name_is_gone_while_the_last_client_is_served)
{
    local_start(local_stream, "http", "10");
    int client = local_connect(SOCK_STREAM);
    cr_assert(say(client, "GET /sleep/2500 HTTP/1.1\r\nHost: a\r\n\r\n"));
    poll(NULL, 0, 200); /* the request is there */
    kill(local_server.pid, SIGTERM);
    wait_until(has_no_name, NULL, "the socket's name is gone");
    cr_expect(!answers_within(client, 0), "the name was there until the last client had its reply");
    close(client);
    program_stop(&local_server, 0, NULL); /* a second SIGTERM would end it at once */
}

Test(families, a_socket_that_a_dead_server_left_is_replaced)
{
    struct stat about;
    local_start(local_stream, "http", "10");
    poll(NULL, 0, 100); /* until its client has gone */
    long descriptors = process_descriptors(local_server.pid);
    program_stop(&local_server, SIGKILL, NULL);
    cr_assert_eq(lstat(local_path, &about), 0);
    local_start(local_stream, "http", "10");
    poll(NULL, 0, 100);
    cr_expect_leq(process_descriptors(local_server.pid), descriptors,
                  "it tried the old socket, and did not close that descriptor");
    local_expect_hello();
    program_end(&local_server);
}

Test(families, a_socket_that_somebody_listens_on_is_left_alone)
{
    local_start(local_stream, "http", "10");
    local_expect_refusal(local_stream, local_path);
    local_expect_refusal(local_stream, strerror(EADDRINUSE));
    local_expect_hello(); /* the first server answers */
    program_end(&local_server);
}

Test(families, a_socket_of_the_other_type_that_somebody_listens_on_is_left_alone)
{
    local_start(local_record, "echo", "10");
    local_expect_refusal(local_stream, local_path);
    close(local_connect(SOCK_SEQPACKET)); /* the first server is still there */
    program_end(&local_server);
}

Test(families, a_link_to_a_socket_is_left_alone)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct stat about;
    snprintf(address.sun_path, sizeof address.sun_path, "%s/dead", local_directory);
    int dead = socket(AF_UNIX, SOCK_STREAM, 0);
    cr_assert_eq(bind(dead, (struct sockaddr *)&address, sizeof address), 0);
    close(dead);
    cr_assert_eq(symlink(address.sun_path, local_path), 0);
    local_expect_refusal(local_stream, local_path);
    cr_expect(lstat(local_path, &about) == 0 && S_ISLNK(about.st_mode),
              "a link of the user is gone");
    unlink(address.sun_path);
}

Test(families, a_file_that_is_no_socket_is_left_alone)
{
    struct stat about;
    FILE *file = fopen(local_path, "w");
    cr_assert(file != NULL && fputs("precious\n", file) >= 0 && fclose(file) == 0);
    local_expect_refusal(local_stream, local_path);
    cr_expect(stat(local_path, &about) == 0 && about.st_size == 9,
              "a file of the user was overwritten");
}

Test(families, a_path_that_is_too_long_is_refused_and_not_cut)
{
    char address[300], cut[200];
    struct stat about;
    snprintf(address, sizeof address, "unix:%s/%0150d", local_directory, 0);
    local_expect_refusal(address, local_directory);
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
    int zeros = (int)(length - strlen(local_directory) - 1);
    snprintf(address, sizeof address, "unix:%s/%0*d", local_directory, zeros, 0);
    bool started = program_try(&local_server, program_under_test(), WORDS("--address", address)) ||
                   access(address + 5, F_OK) == 0; /* the ready line of this family has no port */
    program_stop(&local_server, started ? SIGTERM : 0, &outcome);
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
