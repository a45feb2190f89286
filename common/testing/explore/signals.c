/*
 * signals.c - a signal at every moment: before and after each system call of a server, one run for each.
 *
 * Each run is the same scene. The server starts under ptrace(2), one client asks for /sleep/30, another one for /hello, and
 * stays. At the chosen moment the signal is sent to the server; if that is no SIGTERM, one follows at the end. Then the
 * server must end in time, with status 0, leave no child, and have sent each reply as a whole or not at all.
 *
 * usage: signals [--signal CHLD] SERVER [OPTION...]     exit status 0: so it is at every moment; 1: not; 2: cannot try
 */
#define _GNU_SOURCE /* ptrace's requests, __WALL */
#include "signal_clients.h"
#include "signal_moment.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_TRACED = 256, TICK = 25, QUIET_TICKS = 3, MOST_TICKS = 200 }; /* a tick: milliseconds */

/* A process or thread of the server: how many times it has stopped before or after a system call since the scene began. */
static struct traced {
    pid_t id;
    int stops;
    bool alive;
} traced[MOST_TRACED];
static int traced_count;

static pid_t taken_back;      /* whose call */
static long long call_number; /* of the last run's moment, and whether it was before that call */
static bool before;

static char **command; /* the server's */
static char why[256];  /* what is wrong, after a run that failed */

static struct traced *traced_of(pid_t id)
{
    for (int i = 0; i < traced_count; i++)
        if (traced[i].id == id)
            return &traced[i];
    if (traced_count == MOST_TRACED)
        return NULL;
    traced[traced_count] = (struct traced){.id = id, .alive = true};
    return &traced[traced_count++];
}

static pid_t start_server(int output)
{
    pid_t server = fork();
    if (server == 0) {
        int nowhere = open("/dev/null", O_RDWR);
        dup2(output, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        execv(command[0], command);
        _exit(127);
    }
    int status;
    while (server > 0 && waitpid(server, &status, 0) == -1) {
    }
    if (server == -1 || !WIFSTOPPED(status) ||
        ptrace(PTRACE_SETOPTIONS, server, NULL,
               PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                   PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL) == -1) {
        fprintf(stderr, "signals: cannot trace %s (ptrace(2)): not here\n", command[0]);
        exit(2);
    }
    traced_of(server);
    ptrace(PTRACE_SYSCALL, server, NULL, NULL);
    return server;
}

static void on_tick(int number)
{
    (void)number;
}

/* waitpid() returns every TICK milliseconds at the latest. Again and again: one signal may come just before it. */
static void begin_ticking(void)
{
    struct timeval tick = {0, TICK * 1000};
    sigaction(SIGALRM, &(struct sigaction){.sa_handler = on_tick}, NULL);
    setitimer(ITIMER_REAL, &(struct itimerval){tick, tick}, NULL);
}

/* Ends what is left of a run. */
static void clean_up(pid_t driver)
{
    int status;
    if (driver > 0)
        kill(driver, SIGKILL);
    for (int i = 0; i < traced_count; i++)
        if (traced[i].alive)
            kill(traced[i].id, SIGKILL);
    while (waitpid(-1, &status, __WALL) > 0 || errno == EINTR) {
    }
}

static bool failed(const char *reason)
{
    if (why[0] == '\0')
        snprintf(why, sizeof why, "%s", reason);
    return false;
}

static bool failed_with(const char *reason, int number)
{
    char text[128];
    snprintf(text, sizeof text, "%s %d", reason, number);
    return failed(text);
}

/* Goes on after a stop: a signal of its own is delivered, the stops of ptrace are not. */
static void go_on(pid_t id, int status, bool is_new)
{
    int number = WSTOPSIG(status);
    if (number == (SIGTRAP | 0x80) || number == SIGTRAP || (is_new && number == SIGSTOP))
        number = 0;
    ptrace(PTRACE_SYSCALL, id, NULL, (void *)(long)number);
}

/* Runs the scene, and sends the signal when process or thread number `whose` stops for the n-th time; never, if n is 0. Then
 * traced[] says how often each has stopped until SIGTERM. */
static bool scene(int whose, int n, int number)
{
    int output[2], done[2], status;
    char line[256] = "", byte;
    size_t size = 0;
    bool sent = false, stopping = false, good = true, ended = false;
    bool working = false; /* on the slow client's reply, when SIGTERM came */
    int ticks = 0, quiet = 0;
    pid_t driver = 0, id;

    traced_count = 0;
    taken_back = 0;
    why[0] = '\0';
    if (pipe(output) == -1 || socketpair(AF_UNIX, SOCK_STREAM, 0, done) == -1)
        return failed("no pipe");
    fcntl(output[0], F_SETFL, O_NONBLOCK);
    fcntl(done[0], F_SETFL, O_NONBLOCK);
    pid_t server = start_server(output[1]);
    while (!ended || driver > 0) {
        id = waitpid(-1, &status, __WALL);
        /* Until then the server has come to its next wait, so that this is a moment, too. */
        if (driver > 0 && (stopping || id == -1) && read(done[0], &byte, 1) == 1 &&
            write(done[0], stopping ? "s" : "r", 1) != 1)
            good = failed("a client is gone");
        if (id == -1 && ++ticks == MOST_TICKS) {
            good = failed(ended ? "a client waits for ever" : "the server does not end");
            break;
        }
        if (id == -1 && driver == 0 && !stopping && line[0] != '\0' && ++quiet == QUIET_TICKS) {
            kill(server, SIGTERM); /* it has nothing more to do, and waits for clients */
            stopping = true;
        }
        if (id == -1)
            continue;
        if (id == driver) {
            driver = 0;
            int heard = WIFEXITED(status) ? WEXITSTATUS(status) : NO_END;
            if (heard != WHOLE && (heard != NOTHING || working))
                good = failed(heard == TORN      ? "a reply is torn"
                              : heard == NOTHING ? "a reply in progress is lost"
                                                 : "a client waits for ever");
            continue;
        }
        int known = traced_count;
        struct traced *one = traced_of(id);
        if (one == NULL) {
            good = failed("too many processes and threads");
            break;
        }
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            one->alive = false;
            if (id == server) {
                ended = true;
                if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
                    good = failed_with(WIFEXITED(status) ? "the server's exit status is"
                                                         : "the server is ended by signal",
                                       WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
            }
            continue;
        }
        if (line[0] == '\0' && read(output[0], line + size, 1) == 1)
            while (line[size] != '\n' && ++size < sizeof line - 1 &&
                   read(output[0], line + size, 1) == 1) {
            }
        if (traced[0].stops == 0 && strrchr(line, '\n') != NULL) {
            in_port_t port = htons((in_port_t)atoi(strrchr(line, ':') + 1));
            if ((driver = fork()) == 0)
                signal_clients(port, done[1]);
            traced[0].stops = 1;
        } else if (traced[0].stops > 0 && !stopping && WSTOPSIG(status) == (SIGTRAP | 0x80))
            one->stops++, working = working || (moment_is_before_a_call(id, &call_number) &&
                                                call_number == SYS_clock_nanosleep);
        bool now = id == taken_back && WSTOPSIG(status) == (SIGTRAP | 0x80);
        if (now)
            moment_give_back(id), taken_back = 0;
        else if (!sent && n > 0 && one == &traced[whose] && one->stops == n && taken_back == 0) {
            before = moment_is_before_a_call(id, &call_number);
            now = !before || !moment_take_back(id);
            taken_back = now ? 0 : id;
        }
        if (now && !sent) {
            kill(server, number);
            sent = true;
            stopping = number == SIGTERM;
        }
        quiet = 0;
        go_on(id, status, traced_count > known);
    }
    for (int i = 0; i < traced_count && good; i++)
        if (traced[i].alive && kill(traced[i].id, 0) == 0 &&
            waitpid(traced[i].id, &status, __WALL) > 0 && WIFSTOPPED(status))
            good = failed("a child is left");
    clean_up(driver);
    close(output[0]), close(output[1]), close(done[0]), close(done[1]);
    return good;
}

int main(int argc, char *argv[])
{
    int number = SIGTERM, stops[MOST_TRACED], tracees, tried = 0, wrong = 0;
    if (argc > 2 && strcmp(argv[1], "--signal") == 0 && strcmp(argv[2], "CHLD") == 0) {
        number = SIGCHLD;
        argv += 2, argc -= 2;
    }
    if (argc < 2) {
        fputs("usage: signals [--signal CHLD] SERVER [OPTION...]\n", stderr);
        return 2;
    }
    command = argv + 1;
    begin_ticking();
    if (!scene(0, 0, number)) {
        printf("signals: without any signal in the middle: %s\n", why);
        return 1;
    }
    tracees = traced_count;
    for (int i = 0; i < tracees; i++)
        stops[i] = traced[i].stops;
    for (int i = 0; i < tracees; i++)
        for (int n = 1; n <= stops[i] && wrong < 3; n++) {
            tried++;
            if (!scene(i, n, number)) {
                wrong++;
                printf("signals: process or thread %d, %s its call %d, %s: %s\n", i + 1,
                       before ? "before" : "after", n / 2, moment_name(call_number), why);
            }
        }
    printf("signals: %s at %d moments of %d processes and threads: %s\n",
           number == SIGTERM ? "SIGTERM" : "SIGCHLD", tried, tracees,
           wrong == 0 ? "all is well" : "not as promised");
    return wrong > 0;
}
