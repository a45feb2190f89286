/* guard.c - a forked process that reads from a pipe, and ends the server when the pipe is closed. */
#include "guard.h"

#include "common/socket/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* Nothing, until the leash says a byte (all is well) or ends (the program is gone). */
static void stand_guard(pid_t server, int leash, int64_t patience)
{
    char byte;
    ssize_t size;
    setpgid(0, 0); /* a signal to the program's whole group must not reach this process */
    /* A reader of the program's output must not have to wait for this process as well. */
    for (int descriptor = 0; descriptor < leash; descriptor++)
        close(descriptor);
    while ((size = read(leash, &byte, 1)) == -1 && errno == EINTR)
        ;
    if (size != 0)
        _exit(0);
    kill(server, SIGTERM);
    int64_t end = clock_now() + patience;
    while (clock_now() < end && kill(-server, 0) == 0)
        clock_sleep(20);
    if (clock_now() >= end)
        kill(-server, SIGKILL);
    _exit(0);
}

int guard_set(struct guard *guard, pid_t server, int64_t patience)
{
    int ends[2];
    if (pipe(ends) == -1)
        return -1;
    fcntl(ends[1], F_SETFD, FD_CLOEXEC); /* no other process may hold the leash */
    guard->leash = ends[1];
    guard->process = fork();
    if (guard->process == 0) {
        close(ends[1]); /* this process least of all */
        stand_guard(server, ends[0], patience);
    }
    close(ends[0]);
    return guard->process == -1 ? -1 : 0;
}

void guard_release(struct guard *guard)
{
    if (guard->process <= 0)
        return;
    (void)!write(guard->leash, "", 1);
    close(guard->leash);
    waitpid(guard->process, NULL, 0);
    guard->process = 0;
}
