/*
 * keeper.c - runs a command, and then ends every process that the command has left behind.
 *
 *     keeper ── command ── ... ── server ── fork, setsid ── daemon      the daemon's parents have ended:
 *        ▲                                                    │         on Linux the keeper is its parent now,
 *        └────────────────────────────────────────────────────┘         and ends it
 *
 * A process that has left its session and its group (setsid) is out of reach for kill(2) of the group. Linux
 * gives orphans to the nearest ancestor that asks for them (PR_SET_CHILD_SUBREAPER). Elsewhere they go to
 * process 1, and a process that has left the group stays. So does every process of a command that kills the
 * keeper: the command has the same rights. A PID namespace would hide the keeper from it, but two tests at once
 * would then have the same process numbers, and Criterion names its shared memory by them.
 *
 * usage: keeper [-l FILE] [-s SECONDS] COMMAND [ARGUMENT]...
 *   -l FILE      waits for a lock on the file, and holds it meanwhile
 *   -s SECONDS   ends the command when it takes longer: exit status 124
 * Exit status: the command's, or 128 + the signal that ended it; 2: the keeper itself failed.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

enum { TOO_LATE = 124, TROUBLE = 2, GRACE = 5, LONGEST_END = 10 };

static const int watched[] = {SIGTERM, SIGINT, SIGHUP, SIGALRM};
static volatile sig_atomic_t told; /* the signal that ended the wait */
static volatile pid_t command;

/* A command that is told to end has GRACE seconds to clear up. SIGALRM: its time is over. */
static void on_signal(int number)
{
    int saved_errno = errno;
    if (command > 0 && number == SIGALRM)
        kill(-command, SIGKILL);
    else if (command > 0) {
        kill(command, SIGTERM);
        alarm(GRACE);
    } else if (number != SIGALRM)
        _exit(128 + number); /* the command does not run yet: this is the wait for the lock */
    if (told == 0)
        told = number;
    errno = saved_errno;
}

static int complain(const char *what)
{
    fprintf(stderr, "keeper: %s: %s\n", what, strerror(errno));
    return TROUBLE;
}

static int hold(const char *path)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    while (file != -1 && fcntl(file, F_SETLKW, &whole) == -1)
        if (errno != EINTR)
            return -1;
    return file; /* the kernel releases the lock when this process ends, however it ends */
}

/* Kills each child. Its own children become ours, and the next call kills them. */
static void kill_children(void)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%ld/children", (long)getpid());
    FILE *children = fopen(path, "r");
    if (children == NULL)
        return;
    for (long child; fscanf(children, "%ld", &child) == 1;)
        kill((pid_t)child, SIGKILL);
    fclose(children);
}

/* Waits until the command has ended, but does not reap it. Reaps orphans that end earlier. */
static void wait_for_command(void)
{
    for (siginfo_t ended;;) {
        if (waitid(P_ALL, 0, &ended, WEXITED | WNOWAIT) == -1)
            continue; /* a signal has come */
        if (ended.si_pid == command)
            return;
        waitpid(ended.si_pid, NULL, 0);
    }
}

/* Ends all children. False: one of them cannot be killed. */
static bool end_all(void)
{
    struct timespec moment = {.tv_nsec = 1000000};
    time_t until = time(NULL) + LONGEST_END;
    for (;;) {
        kill_children();
        pid_t ended = waitpid(-1, NULL, WNOHANG);
        if (ended == -1 && errno == ECHILD)
            return true;
        if (ended == 0 && time(NULL) > until)
            return false;
        if (ended == 0)
            nanosleep(&moment, NULL);
    }
}

int main(int argc, char *argv[])
{
    struct sigaction action = {.sa_handler = on_signal}, usual = {.sa_handler = SIG_DFL};
    sigset_t signals, before;
    unsigned seconds = 0;
    int status;

    sigemptyset(&signals);
    for (size_t i = 0; i < sizeof watched / sizeof watched[0]; i++) {
        sigaddset(&signals, watched[i]);
        sigaction(watched[i], &action, NULL);
    }
    for (int letter; (letter = getopt(argc, argv, "+l:s:")) != -1;) {
        if (letter == 'l' && hold(optarg) == -1)
            return complain(optarg);
        if (letter == 's')
            seconds = (unsigned)atoi(optarg);
        if (letter == '?')
            return TROUBLE;
    }
    if (optind == argc)
        return TROUBLE;
#ifdef __linux__
    prctl(PR_SET_CHILD_SUBREAPER, 1);
#endif
    sigprocmask(SIG_BLOCK, &signals, &before); /* on_signal() needs to know the child first */
    pid_t child = fork();
    if (child == -1)
        return complain("fork");
    if (child == 0) {
        setpgid(0, 0);
        for (size_t i = 0; i < sizeof watched / sizeof watched[0]; i++)
            sigaction(watched[i], &usual, NULL);
        sigprocmask(SIG_SETMASK, &before, NULL);
        execvp(argv[optind], argv + optind);
        _exit(complain(argv[optind]));
    }
    setpgid(child, child); /* parent and child both call it: either may be first */
    command = child;
    sigprocmask(SIG_SETMASK, &before, NULL);
    alarm(seconds);
    wait_for_command();
    sigprocmask(SIG_BLOCK, &signals, NULL); /* the rest takes little time */
    kill(-command, SIGKILL); /* not reaped yet, so its number cannot belong to another group */
    waitpid(command, &status, 0);
    if (!end_all()) {
        fprintf(stderr, "keeper: a process that %s started cannot be ended\n", argv[optind]);
        return TROUBLE;
    }
    if (told == SIGALRM)
        return TOO_LATE;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
