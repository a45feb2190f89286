/* program.c - the server's side of a test: a guard that runs it. */
#include "peer.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_ARGUMENTS = 32 };

const char *program_under_test(void)
{
    const char *path = getenv("SERVER");
    cr_assert_neq(path, NULL, "the variable SERVER says which server to test");
    return path;
}

const char *program_of_stage(const char *stage)
{
    static char path[512];
    const char *directory = getenv("SERVERS_IN");
    snprintf(path, sizeof path, "%s/%s/server", directory != NULL ? directory : ".", stage);
    return path;
}

enum circumstances program_circumstances = USUAL;

/* In the child that becomes the server. */
static void arrange(const sigset_t *none)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, program_circumstances == SIGNALS_BLOCKED ? &all : none, NULL);
    for (int descriptor = 3; descriptor < 64; descriptor++)
        close(descriptor);
    if (program_circumstances == ERROR_OUTPUT_CLOSED) {
        close(STDIN_FILENO);
        close(STDERR_FILENO);
    }
    if (program_circumstances == LOW_DESCRIPTORS_TAKEN)
        for (int descriptor = 3; descriptor < FD_SETSIZE; descriptor++)
            dup2(STDIN_FILENO, descriptor);
}

static void nothing(int number)
{
    (void)number;
}

/* The guard: runs the server, ends it when the test closes the leash, and reports how it ended. */
static void guard(const char *path, char *arguments[], int leash, int report, int out, int err)
{
    struct sigaction wake = {.sa_handler = nothing};
    sigset_t chld, none;
    int status;

    /* SIGCHLD comes only inside pselect(), so the guard misses none. */
    sigemptyset(&none);
    sigemptyset(&chld);
    sigaddset(&chld, SIGCHLD);
    sigprocmask(SIG_BLOCK, &chld, NULL);
    sigaction(SIGCHLD, &wake, NULL);

    pid_t server = fork();
    if (server == 0) {
        setpgid(0, 0); /* a group with all its children: none of them may outlive the test */
        signal(SIGCHLD, SIG_DFL);
        dup2(out, STDOUT_FILENO);
        dup2(err, STDERR_FILENO);
        arrange(&none);
        execv(path, arguments);
        fprintf(stderr, "cannot run %s: %s\n", path, strerror(errno));
        _exit(127);
    }
    close(out);
    close(err);
    if (write(report, &server, sizeof server) != sizeof server)
        kill(server, SIGKILL);
    while (waitpid(server, &status, WNOHANG) == 0) {
        fd_set held;
        FD_ZERO(&held);
        FD_SET(leash, &held);
        if (pselect(leash + 1, &held, NULL, NULL, NULL, &none) > 0)
            kill(-server, SIGKILL); /* the test has ended, or has closed the leash */
    }
    kill(-server, SIGKILL);
    status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    _exit(write(report, &status, sizeof status) != sizeof status);
}

/* Whether there is something to read before the time is over. */
static bool readable(int descriptor, int64_t end)
{
    struct pollfd wanted = {.fd = descriptor, .events = POLLIN};
    int64_t left = end - milliseconds();
    return left > 0 && poll(&wanted, 1, (int)left) == 1;
}

static void launch(struct program *program, const char *path, char *arguments[])
{
    int leash[2], report[2], out[2], err[2];
    *program = (struct program){0};
    cr_assert(pipe(leash) == 0 && pipe(report) == 0 && pipe(out) == 0 && pipe(err) == 0);
    program->guard = fork();
    cr_assert_neq(program->guard, -1);
    if (program->guard == 0) {
        setpgid(0, 0); /* the end of the test ends its group; the guard must survive that */
        close(leash[1]);
        close(report[0]);
        close(out[0]);
        close(err[0]);
        guard(path, arguments, leash[0], report[1], out[1], err[1]);
    }
    close(leash[0]);
    close(report[1]);
    close(out[1]);
    close(err[1]);
    program->leash = leash[1];
    program->report = report[0];
    program->output = out[0];
    program->errors = err[0];
    cr_assert_eq(read(report[0], &program->pid, sizeof program->pid), sizeof program->pid);
}

/* Reads "NAME: listening on SCHEME://HOST:PORT/". False: the program ends without it. */
static bool read_ready_line(struct program *program)
{
    char line[256] = "";
    size_t got = 0;
    int64_t end = milliseconds() + patience() * 1000;
    while (strchr(line, '\n') == NULL && got < sizeof line - 1 && readable(program->output, end) &&
           read(program->output, line + got, 1) == 1)
        line[++got] = '\0';
    const char *url = strstr(line, "://");
    if (url == NULL)
        return false;
    const char *host = url + 3;
    const char *colon = strrchr(host, ':');
    cr_assert_neq(colon, NULL);
    size_t length = (size_t)(colon - host);
    if (*host == '[') {
        host++;
        length -= 2;
    }
    snprintf(program->host, sizeof program->host, "%.*s", (int)length, host);
    snprintf(program->port, sizeof program->port, "%.*s", (int)strspn(colon + 1, "0123456789"),
             colon + 1);
    /* A server on every interface is reached through loopback. */
    if (strcmp(program->host, "::") == 0)
        strcpy(program->host, "::1");
    return true;
}

static void fill(char *list[], const char *path, const char *const first[],
                 const char *const second[])
{
    size_t count = 0;
    list[count++] = (char *)path;
    for (size_t i = 0; first != NULL && first[i] != NULL; i++)
        list[count++] = (char *)first[i];
    for (size_t i = 0; second != NULL && second[i] != NULL && count < MOST_ARGUMENTS - 1; i++)
        list[count++] = (char *)second[i];
    list[count] = NULL;
}

bool program_try(struct program *program, const char *path, const char *const arguments[])
{
    static const char *const free_port[] = {"--port", "0", NULL};
    char *list[MOST_ARGUMENTS];
    fill(list, path, free_port, arguments);
    launch(program, path, list);
    return read_ready_line(program);
}

void program_start(struct program *program, const char *path, const char *const arguments[])
{
    struct outcome outcome;
    if (program_try(program, path, arguments))
        return;
    program_stop(program, SIGKILL, &outcome);
    cr_assert_fail("%s did not start: %s%s", path, outcome.output, outcome.errors);
}

/* Reads all that is left in a pipe, and drops what does not fit. */
static void drain(int descriptor, char *to, size_t size)
{
    size_t got = 0;
    char rest[512];
    ssize_t n = 1;
    while (n > 0 && readable(descriptor, milliseconds() + 500)) {
        n = got < size - 1 ? read(descriptor, to + got, size - 1 - got)
                           : read(descriptor, rest, sizeof rest);
        if (n > 0 && got < size - 1)
            got += (size_t)n;
    }
    to[got] = '\0';
    close(descriptor);
}

/* Waits for the end, and ends the server after that time. False: it had not ended by itself. */
static bool wait_for_end(struct program *program, int seconds, struct outcome *outcome)
{
    bool ended = readable(program->report, milliseconds() + seconds * 1000);
    if (!ended) {
        close(program->leash);
        program->leash = -1;
    }
    ssize_t size = read(program->report, &outcome->exit_status, sizeof outcome->exit_status);
    waitpid(program->guard, NULL, 0);
    close(program->report);
    if (program->leash != -1)
        close(program->leash);
    drain(program->output, outcome->output, sizeof outcome->output);
    drain(program->errors, outcome->errors, sizeof outcome->errors);
    return ended && size == sizeof outcome->exit_status;
}

void program_stop(struct program *program, int signal, struct outcome *outcome)
{
    struct outcome unused;
    if (signal != 0)
        kill(program->pid, signal);
    cr_assert(wait_for_end(program, patience(), outcome != NULL ? outcome : &unused),
              "the server had not ended after %d seconds", patience());
}

/* The end is not what this test is for, and the variable END_NOTE names a file: what is wrong goes there. */
static void end_and_note(struct program *program, const char *path)
{
    struct outcome outcome;
    const char *seconds = getenv("END_PATIENCE");
    int wait = seconds != NULL ? atoi(seconds) : patience();
    cr_assert(!readable(program->report, milliseconds() + 1), "the server ended before the test");
    kill(program->pid, SIGTERM);
    bool ended = wait_for_end(program, wait, &outcome);
    if (ended && outcome.exit_status == 0)
        return;
    FILE *file = fopen(path, "a");
    cr_assert_neq(file, NULL, "%s: %s", path, strerror(errno));
    if (ended)
        fprintf(file, "exit status %d after SIGTERM\n", outcome.exit_status);
    else
        fprintf(file, "it had not ended %d s after SIGTERM\n", wait);
    fclose(file);
}

void program_end(struct program *program)
{
    struct outcome outcome;
    const char *path = getenv("END_NOTE");
    if (path != NULL) {
        end_and_note(program, path);
        return;
    }
    program_stop(program, SIGTERM, &outcome);
    cr_assert_eq(outcome.exit_status, 0, "exit status %d after SIGTERM: %s", outcome.exit_status,
                 outcome.errors);
}

void program_run(struct outcome *outcome, const char *path, const char *const arguments[])
{
    struct program program;
    char *list[MOST_ARGUMENTS];
    fill(list, path, NULL, arguments);
    launch(&program, path, list);
    program_stop(&program, 0, outcome);
}
