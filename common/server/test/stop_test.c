/* stop_test.c - what SIGINT and SIGTERM do, and what they leave alone. */
#include "common/testing/fakes/loopback.h"
#include "scene.h"
#include "common/server/stop.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>

TestSuite(stop, .timeout = 10);

/* -- the listener and the clients ------------------------------------------------------------ */

SCENE(stop, nothing_is_requested_before_a_signal_comes)
{
    stop_install(-1);
    CHECK(!stop_requested());
}

SCENE(stop, sigterm_is_a_request)
{
    stop_install(-1);
    raise(SIGTERM);
    CHECK(stop_requested());
}

SCENE(stop, sigint_is_a_request)
{
    stop_install(-1);
    raise(SIGINT);
    CHECK(stop_requested());
}

SCENE(stop, an_accept_after_the_signal_fails_at_once)
{
    int listener = loopback_listen("127.0.0.1", INT64_C(5000000000));
    stop_install(listener);
    raise(SIGTERM);
    CHECK(accept(listener, NULL, NULL) == -1);
    CHECK(accept_verdict(errno) == ACCEPT_FATAL); /* and not EAGAIN, when the time is over */
}

/* errno of a connect that fails; 0 if it does not. */
static int connect_error(int listener, void (*before)(int listener))
{
    struct sockaddr_storage address;
    socklen_t length = loopback_address(listener, &address);
    int peer = socket(AF_INET, SOCK_STREAM, 0);
    before(listener);
    return connect(peer, (struct sockaddr *)&address, length) == -1 ? errno : 0;
}

static void be_told(int listener)
{
    stop_install(listener);
    raise(SIGTERM);
}

static void be_told_as_a_child(int listener)
{
    stop_install(listener);
    stop_in_child();
    raise(SIGTERM);
}

SCENE(stop, nobody_can_connect_after_the_signal)
{
    int listener = loopback_listen("127.0.0.1", INT64_C(5000000000));
    CHECK(connect_error(listener, be_told) == ECONNREFUSED);
}

SCENE(stop, a_child_process_leaves_the_listener_to_its_parent)
{
    int listener = loopback_listen("127.0.0.1", INT64_C(5000000000));
    CHECK(connect_error(listener, be_told_as_a_child) == 0);
    CHECK(stop_requested() && accept(listener, NULL, NULL) >= 0);
}

static int in_accept[2]; /* a pipe: a byte comes out when accept is about to begin */

static void accept_until_told(void)
{
    int listener = loopback_listen("127.0.0.1", INT64_C(60000000000));
    stop_install(listener);
    CHECK(write(in_accept[1], "x", 1) == 1);
    CHECK(accept(listener, NULL, NULL) == -1 && stop_requested());
}

Test(stop, a_blocked_accept_ends)
{
    int status;
    char byte;
    cr_assert(eq(int, pipe(in_accept), 0));
    pid_t child = fork();
    if (child == 0) {
        accept_until_told();
        _exit(0);
    }
    cr_assert(eq(long, (long)read(in_accept[0], &byte, 1), 1));
    kill(child, SIGTERM); /* just before the accept or in it: it must not matter */
    waitpid(child, &status, 0);
    cr_assert(eq(int, status, 0));
}

static int ends[2]; /* a client's socket, and its peer's */

static void connect_ends(void)
{
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
}

static bool has_nothing_yet(int descriptor)
{
    char byte;
    return recv(descriptor, &byte, 1, MSG_DONTWAIT) == -1 && errno == EAGAIN;
}

SCENE(stop, a_watched_client_reads_what_has_come_and_then_the_end)
{
    char bytes[8];
    connect_ends();
    stop_install(-1);
    stop_watch(ends[0]);
    CHECK(send(ends[1], "abc", 3, 0) == 3);
    raise(SIGTERM);
    CHECK(recv(ends[0], bytes, sizeof bytes, 0) == 3);
    CHECK(recv(ends[0], bytes, sizeof bytes, 0) == 0);
}

SCENE(stop, a_watched_client_can_still_be_sent_its_reply)
{
    char bytes[8];
    connect_ends();
    stop_install(-1);
    stop_watch(ends[0]);
    raise(SIGTERM);
    CHECK(send(ends[0], "abc", 3, 0) == 3);
    CHECK(recv(ends[1], bytes, sizeof bytes, 0) == 3);
}

SCENE(stop, a_client_that_is_watched_after_the_signal_is_at_its_end_at_once)
{
    char byte;
    connect_ends();
    stop_install(-1);
    raise(SIGTERM);
    stop_watch(ends[0]);
    CHECK(recv(ends[0], &byte, 1, 0) == 0);
}

SCENE(stop, a_spared_client_is_left_alone_until_it_is_watched_again)
{
    char byte;
    connect_ends();
    stop_install(-1);
    stop_watch(ends[0]);
    stop_spare(ends[0]);
    raise(SIGTERM);
    CHECK(has_nothing_yet(ends[0]) && has_nothing_yet(ends[1]));
    stop_watch(ends[0]);
    CHECK(recv(ends[0], &byte, 1, 0) == 0);
}

SCENE(stop, what_is_not_watched_or_is_forgotten_is_left_alone)
{
    connect_ends();
    stop_install(-1);
    stop_watch(ends[0]);
    stop_forget(ends[0]);
    raise(SIGTERM);
    CHECK(has_nothing_yet(ends[0]) && has_nothing_yet(ends[1]));
}

SCENE(stop, a_descriptor_beyond_the_table_does_no_harm)
{
    static const int odd[] = {-1, 65536, 100000, INT_MAX, INT_MIN};
    stop_install(-1);
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        stop_watch(odd[i]);
        stop_forget(odd[i]);
        stop_spare(odd[i]);
        stop_watch(odd[i]);
    }
    raise(SIGTERM);
    CHECK(stop_requested());
}

SCENE(stop, the_interrupted_code_keeps_its_errno)
{
    stop_install(-1);
    stop_watch(1000); /* no such descriptor: the shutdown in the handler fails */
    errno = ERANGE;
    raise(SIGTERM);
    CHECK(errno == ERANGE);
}

SCENE(stop, a_vanished_peer_is_no_signal)
{
    connect_ends();
    stop_install(-1);
    close(ends[1]);
    CHECK(write(ends[0], "x", 1) == -1 && errno == EPIPE);
}

/* -- the grace period ------------------------------------------------------------------------ */

SCENE(stop, the_grace_period_begins_with_the_signal)
{
    stop_install(-1);
    CHECK(alarm(0) == 0);
    raise(SIGTERM);
    unsigned left = alarm(0);
    CHECK(left > 0 && left <= STOP_GRACE_SECONDS);
}

SCENE(stop, when_it_is_over_nothing_more_can_be_sent)
{
    connect_ends();
    stop_install(-1);
    stop_watch(ends[0]);
    raise(SIGTERM);
    raise(SIGALRM);
    CHECK(send(ends[0], "x", 1, 0) == -1 && errno == EPIPE);
}

/* -- a second signal ------------------------------------------------------------------------- */

static void be_told_twice(void)
{
    stop_install(-1);
    raise(SIGINT);
    raise(SIGTERM);
}

static void be_told_by_ctrl_c_twice(void)
{
    stop_install(-1);
    raise(SIGINT);
    raise(SIGINT);
}

Test(stop, a_second_signal_ends_the_process_at_once_as_a_shell_would_report_it)
{
    int status = play(be_told_twice);
    cr_assert(eq(int, WEXITSTATUS(status), 128 + SIGTERM));
    status = play(be_told_by_ctrl_c_twice);
    cr_assert(eq(int, WEXITSTATUS(status), 128 + SIGINT));
}

SCENE(stop, a_child_process_is_not_ended_by_a_second_signal)
{
    stop_install(-1);
    stop_in_child();
    raise(SIGINT);
    raise(SIGTERM);
    CHECK(stop_requested());
}

SCENE(stop, a_child_process_that_is_made_after_the_signal_has_a_grace_period_too)
{
    stop_install(-1);
    raise(SIGTERM);
    alarm(0); /* as fork(2) does for a child */
    stop_in_child();
    CHECK(alarm(0) > 0);
}
