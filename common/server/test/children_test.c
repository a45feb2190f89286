/* children_test.c - child processes: counted, waited for, and told when the server must stop. */
#include "common/server/children.h"
#include "common/socket/clock.h"
#include "common/testing/fakes/loopback.h"
#include "common/server/stop.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>

static volatile sig_atomic_t reaped, last_status;

/* As 02 does. */
static void reap(int number)
{
    int saved_errno = errno, status;
    (void)number;
    for (pid_t child; (child = waitpid(-1, &status, WNOHANG)) > 0;) {
        last_status = status;
        reaped++;
        children_reaped(child);
    }
    errno = saved_errno;
}

static int gate[2]; /* a pipe: a child waits for a byte, or for its end */

static void start(void)
{
    cr_assert(eq(int, pipe(gate), 0));
    stop_install(-1);
    children_on_end(reap);
}

TestSuite(children, .init = start, .timeout = 10);

/* A child that waits at the gate, whatever signal comes. It exits with 1 if it got a byte and was
 * not told to stop. */
static void fork_one_that_waits(void)
{
    if (children_fork() == 0) {
        char byte;
        ssize_t n;
        close(gate[1]); /* or it would keep the gate shut for itself */
        while ((n = read(gate[0], &byte, 1)) == -1 && errno == EINTR)
            ;
        _exit(n == 1 && !stop_requested() ? 1 : 2);
    }
}

/* -- counting and waiting -------------------------------------------------------------------- */

Test(children, below_the_limit_nothing_is_waited_for)
{
    children_wait_below(1);
    fork_one_that_waits();
    children_wait_below(2);
    cr_assert(eq(int, reaped, 0));
    close(gate[1]);
    children_wait_below(1);
}

Test(children, at_the_limit_it_waits_until_one_has_ended)
{
    for (int i = 0; i < 3; i++)
        fork_one_that_waits();
    pid_t opener = fork(); /* not one of those that are counted */
    if (opener == 0) {
        clock_sleep(100);
        _exit(write(gate[1], "x", 1) == 1 ? 0 : 1);
    }
    int64_t before = clock_now();
    children_wait_below(3);
    cr_assert(ge(i64, clock_now() - before, 90 * MILLISECOND));
    cr_assert(ge(int, reaped, 1));
    close(gate[1]);
    children_wait_below(1);
}

static volatile sig_atomic_t disturbed;

static void be_disturbed(int number)
{
    (void)number;
    disturbed++;
}

Test(children, another_signal_does_not_end_the_wait)
{
    struct sigaction action = {.sa_handler = be_disturbed};
    sigaction(SIGUSR2, &action, NULL);
    fork_one_that_waits();
    if (fork() == 0) {
        clock_sleep(30);
        kill(getppid(), SIGUSR2);
        clock_sleep(30);
        close(gate[0]);
        _exit(write(gate[1], "x", 1) == 1 ? 1 : 3);
    }
    children_wait_below(1);
    cr_assert(eq(int, disturbed, 1));
    cr_assert(eq(int, WEXITSTATUS(last_status), 1), "it has got its byte");
}

Test(children, below_one_means_that_all_have_ended)
{
    for (int i = 0; i < 10; i++)
        fork_one_that_waits();
    close(gate[1]);
    children_wait_below(1);
    cr_assert(eq(int, reaped, 10));
    cr_assert(eq(int, (int)waitpid(-1, NULL, WNOHANG), -1), "no zombie is left");
}

Test(children, a_child_that_ends_at_once_is_counted_before_it_is_reaped)
{
    for (int i = 0; i < 200; i++) {
        children_wait_below(4);
        if (children_fork() == 0)
            _exit(0);
    }
    children_wait_below(1);
    cr_assert(eq(int, reaped, 200));
}

Test(children, one_that_was_not_forked_here_does_not_count)
{
    fork_one_that_waits();
    if (fork() == 0)
        _exit(0);
    while (reaped == 0)
        clock_sleep(1);
    cr_assert(eq(int, reaped, 1), "the other one");
    children_wait_below(2);
    close(gate[1]);
    children_wait_below(1);
    cr_assert(eq(int, reaped, 2), "it has waited for the one that counts");
}

/* -- what is the child's own ----------------------------------------------------------------- */

static int signals_blocked(void)
{
    sigset_t blocked;
    int count = 0;
    sigprocmask(SIG_BLOCK, NULL, &blocked);
    for (int number = 1; number < 32; number++)
        count += sigismember(&blocked, number) == 1;
    return count;
}

Test(children, signals_are_as_before_in_parent_and_child)
{
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, SIGUSR2);
    sigprocmask(SIG_BLOCK, &one, NULL);
    if (children_fork() == 0)
        _exit(signals_blocked());
    cr_assert(eq(int, signals_blocked(), 1));
    children_wait_below(1);
    cr_assert(eq(int, signals_blocked(), 1));
    cr_assert(eq(int, WEXITSTATUS(last_status), 1));
}

/* -- the end --------------------------------------------------------------------------------- */

/* A child that serves a client that stays, until the child is told to stop: then it exits with 7. */
static void fork_one_that_serves(void)
{
    if (children_fork() == 0) {
        int ends[2];
        char byte;
        ssize_t received;
        socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
        stop_watch(ends[0]);
        while ((received = recv(ends[0], &byte, 1, 0)) == -1 && errno == EINTR)
            ; /* the signal itself; it is the shutdown that counts */
        _exit(received == 0 && stop_requested() ? 7 : 8);
    }
}

static volatile sig_atomic_t well; /* how many have exited with 7 */

static void count_those_that_stopped(int number)
{
    int status;
    (void)number;
    for (pid_t child; (child = waitpid(-1, &status, WNOHANG)) > 0;) {
        well += WIFEXITED(status) && WEXITSTATUS(status) == 7;
        children_reaped(child);
    }
}

Test(children, each_is_told_to_stop)
{
    children_on_end(count_those_that_stopped);
    for (int i = 0; i < 5; i++)
        fork_one_that_serves();
    raise(SIGTERM);
    children_wait_below(1);
    cr_assert(eq(int, well, 5));
}

Test(children, one_that_is_forked_after_the_signal_is_told_too)
{
    children_on_end(count_those_that_stopped);
    raise(SIGTERM);
    fork_one_that_serves();
    children_wait_below(1);
    cr_assert(eq(int, well, 1));
}

Test(children, one_that_is_told_to_stop_tells_no_other)
{
    children_on_end(count_those_that_stopped);
    fork_one_that_waits();
    if (children_fork() == 0) {
        raise(SIGTERM);
        _exit(7);
    }
    children_wait_below(2);
    cr_assert(eq(int, well, 1));
    children_on_end(reap);
    cr_assert(eq(long, (long)write(gate[1], "x", 1), 1));
    children_wait_below(1);
    cr_assert(eq(int, WEXITSTATUS(last_status), 1), "it has lived to read its byte");
}

Test(children, one_that_does_not_stop_is_killed_when_the_grace_period_is_over)
{
    fork_one_that_waits();
    raise(SIGTERM); /* which it does not look at */
    raise(SIGALRM);
    children_wait_below(1);
    cr_assert(eq(int, WTERMSIG(last_status), SIGKILL));
}

/* Only numbers: nothing here may send them a signal. */
Test(children, as_many_can_be_told_as_the_limit_says)
{
    enum { NONE = 1 << 29 };
    for (int i = 0; i < STOP_MOST_CHILDREN; i++)
        stop_add_child(NONE + i);
    stop_add_child(NONE - 1); /* one too many is left out, and does no harm */
    cr_assert(not(stop_remove_child(NONE - 1)));
    for (int i = STOP_MOST_CHILDREN - 1; i >= 0; i--)
        if (!stop_remove_child(NONE + i) || stop_remove_child(NONE + i))
            cr_fatal("number %d", i);
    stop_add_child(NONE);
    cr_assert(stop_remove_child(NONE), "a place that was left is used again");
}
