/* stop_grace_test.c - who is cut off when the grace period is over, and what cannot be shut down. */
#include "scene.h"
#include "common/server/stop.h"

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>

TestSuite(stop_grace, .timeout = 10);

/* As on macOS, where a listening socket cannot be shut down either. */
SCENE(stop_grace, a_listener_that_cannot_be_shut_down_is_closed)
{
    int never_connected = socket(AF_INET, SOCK_STREAM, 0);
    stop_install(never_connected);
    raise(SIGTERM);
    CHECK(accept(never_connected, NULL, NULL) == -1 && errno == EBADF);
}

SCENE(stop_grace, whoever_is_still_being_answered_is_cut_and_nobody_else)
{
    int answered[2], finished[2];
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, answered) == 0);
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, finished) == 0);
    stop_install(-1);
    stop_watch(answered[0]);
    stop_spare(answered[0]);
    stop_watch(finished[0]);
    stop_forget(finished[0]);
    raise(SIGTERM);
    CHECK(send(answered[0], "x", 1, 0) == 1);
    raise(SIGALRM);
    CHECK(send(answered[0], "x", 1, 0) == -1 && errno == EPIPE);
    CHECK(send(finished[0], "x", 1, 0) == 1);
}

static void compute_and_hear_of_nothing(void)
{
    stop_install(-1);
    raise(SIGTERM);
    raise(SIGALRM);
    raise(SIGALRM); /* a second later */
    _exit(3);       /* not reached */
}

Test(stop_grace, a_second_later_the_process_ends_whatever_it_does)
{
    int status = play(compute_and_hear_of_nothing);
    cr_assert(eq(int, status, 0));
}
