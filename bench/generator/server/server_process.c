/* server_process.c - starts the server, ends it by SIGTERM or SIGKILL, and reads its CPU time and memory. */
#if defined(__APPLE__)
#define _DARWIN_C_SOURCE
#else
#define _GNU_SOURCE /* wait4 */
#endif

#include "server_process.h"

#include "interrupt.h"
#include "words.h"

#include "common/socket/clock.h"
#include "common/socket/platform.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Our servers need at most ten seconds to finish their replies, and then end anyway. */
#define END_TIME (12 * NANOSECONDS)
#define TICK     (20 * MILLISECOND)

extern char **environ; /* POSIX: the program that uses it declares it */

/* Starts the program with its standard output in `output`. 0, or an errno. */
static int spawn(pid_t *server, char *words[], int output)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawnattr_init(&attributes);
    /* A group of its own: Ctrl-C goes to this program's group, and it is for this program to end
     * the server; and if that must be by force, its children go with it. */
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&attributes, 0);
    sigset_t defaults; /* this program ignores it; a server may rely on it */
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    int error = posix_spawnp(server, words[0], &actions, &attributes, words, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

int server_process_start(struct server_process *process, const char *command)
{
    *process = (struct server_process){.output = -1};
    interrupt_watch();
    /* If our parent ignores SIGCHLD, so do we, and waitpid() would find no child. */
    signal(SIGCHLD, SIG_DFL);
    char *words[SERVER_MOST_WORDS + 1];
    const char *wrong, *word;
    int output[2];
    char *memory = malloc(strlen(command) + 1);
    if (memory == NULL)
        return ENOMEM;
    if (words_split(command, memory, words, SERVER_MOST_WORDS, &wrong, &word) < 1) {
        free(memory);
        return EINVAL; /* load_options.c has said so before */
    }

    snprintf(process->program, sizeof process->program, "%s", words[0]);
    int error = pipe(output) == -1 ? errno : 0;
    if (error == 0) {
        fcntl(output[0], F_SETFD, FD_CLOEXEC);
        fcntl(output[1], F_SETFD, FD_CLOEXEC);
        error = spawn(&process->server, words, output[1]);
        close(output[1]); /* or the end of the server would never be the end of its output */
        process->output = output[0];
    }
    free(memory);
    if (error != 0) {
        process->server = 0;
        return error;
    }
    return guard_set(&process->guard, process->server, END_TIME) == -1 ? errno : 0;
}

bool server_process_has_ended(const struct server_process *process)
{
    siginfo_t information = {0};
    return waitid(P_PID, (id_t)process->server, &information, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           information.si_pid == process->server;
}

bool server_process_pause(struct server_process *process, int64_t span)
{
    char rest[4096];
    struct pollfd watched = {.fd = process->output, .events = POLLIN}; /* -1: only sleeps */
    int64_t tick = span < TICK ? span : TICK;
    int ready = poll(&watched, 1, (int)((tick + MILLISECOND - 1) / MILLISECOND));
    /* Read it and throw it away: otherwise a server that prints much would block as soon as the pipe is
     * full. */
    if (ready == 1 && read(process->output, rest, sizeof rest) <= 0) {
        close(process->output);
        process->output = -1;
    }
    return process->server <= 0 || !server_process_has_ended(process);
}

/* SIGTERM ends a server that does not handle it, and that is a good end, too. A shell reports it as
 * 143. */
static bool is_well(int status)
{
    if (WIFSIGNALED(status))
        return WTERMSIG(status) == SIGTERM;
    return WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 128 + SIGTERM;
}

static void describe(int status, bool early, bool forced, char *why, size_t size)
{
    const char *when = early ? "ended by itself" : "did not end well";
    const char *hint = early ? " (load cannot measure a server that goes into the background)" : "";
    if (forced)
        snprintf(why, size, "it did not end after SIGTERM, and load killed it");
    else if (WIFSIGNALED(status))
        snprintf(why, size, "it %s: killed by signal %d (%s)", when, WTERMSIG(status),
                 strsignal(WTERMSIG(status)));
    else
        snprintf(why, size, "it %s: exit status %d%s", when, WEXITSTATUS(status),
                 WEXITSTATUS(status) == 0 ? hint : "");
}

bool server_process_end(struct server_process *process, struct server_usage *usage, char *why,
                        size_t why_size)
{
    struct rusage used = {0};
    int status = 0;
    int signals_before = interrupt_count();
    bool early = server_process_has_ended(process), forced = false;
    int64_t end = clock_now() + END_TIME;
    kill(process->server, SIGTERM);
    while (!server_process_has_ended(process)) {
        if (!forced && (clock_now() > end || interrupt_count() > signals_before)) {
            kill(-process->server, SIGKILL);
            forced = true;
        }
        clock_sleep(1);
    }
    /* A shell script that started the server is gone, and the server would stay. While its leader
     * is not waited for, the group's number cannot be another's. */
    kill(-process->server, SIGKILL);
    wait4(process->server, &status, 0, &used);
    guard_release(&process->guard);
    if (process->output != -1)
        close(process->output);
    process->server = 0;
    usage->known = true;
    usage->user = (double)used.ru_utime.tv_sec + (double)used.ru_utime.tv_usec / 1e6;
    usage->system = (double)used.ru_stime.tv_sec + (double)used.ru_stime.tv_usec / 1e6;
    usage->peak_kib = platform_peak_memory_kib(&used);
    if (!early && !forced && is_well(status))
        return true;
    describe(status, early, forced, why, why_size);
    return false;
}
