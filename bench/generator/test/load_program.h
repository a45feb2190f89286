/*
 * load_program.h - for the tests: bench/load as its users meet it, and servers that misbehave.
 *
 * All of it lies in this one header, so that the tests, each a program of its own, need no rule of
 * their own. A misbehaving server is a thread of the test: it cannot outlive it.
 */
#ifndef LOAD_PROGRAM_H
#define LOAD_PROGRAM_H

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define ARGUMENTS(...) ((const char *const[]){__VA_ARGS__, NULL})

extern char **environ;

/* -- the program ----------------------------------------------------------------------------- */

struct load {
    pid_t pid;
    int output, errors; /* its standard output and standard error */
};

struct outcome {
    int status; /* its exit status, or 128 + the signal that ended it, as a shell says */
    char output[8192], errors[8192];
};

/* Where a program of this build lies. SERVERS_IN is set for a build with sanitizers. */
static inline const char *path_of(const char *program, char path[512])
{
    const char *folder = getenv("SERVERS_IN");
    snprintf(path, 512, "%s%s", folder != NULL ? folder : "./", program);
    return path;
}

/* Starts it with these as its standard output and standard error. */
static inline pid_t load_spawn(const char *const arguments[], int output, int errors)
{
    char path[512];
    pid_t pid;
    const char *words[32] = {path_of("bench/load", path)};
    posix_spawn_file_actions_t actions;
    for (int i = 0; arguments[i] != NULL; i++)
        words[i + 1] = arguments[i];
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
    int error = posix_spawn(&pid, path, &actions, NULL, (char **)words, environ);
    cr_assert(eq(int, error, 0), "%s: %s", path, strerror(error));
    posix_spawn_file_actions_destroy(&actions);
    close(output);
    close(errors);
    return pid;
}

static inline void load_start(struct load *load, const char *const arguments[])
{
    int output[2], errors[2];
    cr_assert(pipe(output) == 0 && pipe(errors) == 0);
    for (int i = 0; i < 2; i++) { /* the test's own ends are not the program's */
        fcntl(output[i], F_SETFD, FD_CLOEXEC);
        fcntl(errors[i], F_SETFD, FD_CLOEXEC);
    }
    load->pid = load_spawn(arguments, output[1], errors[1]);
    load->output = output[0];
    load->errors = errors[0];
}

/* Reads until the end, keeping what fits. */
static inline void read_all(int descriptor, char *text, size_t size)
{
    char more[4096];
    size_t length = 0;
    for (ssize_t received; (received = read(descriptor, more, sizeof more)) > 0;) {
        size_t piece = (size_t)received < size - 1 - length ? (size_t)received : size - 1 - length;
        memcpy(text + length, more, piece);
        length += piece;
    }
    text[length] = '\0';
    close(descriptor);
}

/* load->output may be -1: it goes elsewhere. */
static inline void load_finish(struct load *load, struct outcome *outcome)
{
    int status;
    outcome->output[0] = '\0';
    if (load->output != -1)
        read_all(load->output, outcome->output, sizeof outcome->output);
    read_all(load->errors, outcome->errors, sizeof outcome->errors);
    cr_assert(eq(int, waitpid(load->pid, &status, 0), load->pid));
    outcome->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static inline void load_run(struct outcome *outcome, const char *const arguments[])
{
    struct load load;
    load_start(&load, arguments);
    load_finish(&load, outcome);
}

/* Copies the field number `number` (from 0) of a line of comma-separated values. */
static inline const char *csv_field(const char *line, int number, char field[64])
{
    while (number-- > 0 && line != NULL)
        line = (line = strchr(line, ',')) != NULL ? line + 1 : NULL;
    size_t length = line != NULL ? strcspn(line, ",\n") : 0;
    cr_assert(line != NULL && length < 64);
    memcpy(field, line, length);
    field[length] = '\0';
    return field;
}

/* The figure of that name in a line that --csv printed; -1: it is empty. */
static inline double csv_figure(const char *line, const char *name)
{
    struct outcome header;
    char field[64];
    int number = 0;
    load_run(&header, ARGUMENTS("--csv-header"));
    while (strcmp(csv_field(header.output, number, field), name) != 0)
        number++;
    csv_field(line, number, field);
    return field[0] == '\0' ? -1 : atof(field);
}

/* What must be true of every line that --csv prints: each client and each request is in one column,
 * and a client is either in a request or outside one. */
static inline void expect_balance(const char *line)
{
    double due = csv_figure(line, "due"), connections = csv_figure(line, "connections");
    double wrong = csv_figure(line, "wrong"), failed = csv_figure(line, "failed");
    double timed_out = csv_figure(line, "timed_out"), served = csv_figure(line, "served");
    double slow = csv_figure(line, "slow");
    cr_assert(eq(dbl, due,
                 csv_figure(line, "good") + wrong + failed + timed_out +
                     csv_figure(line, "unfinished") + csv_figure(line, "overdue")),
              "%s", line);
    cr_assert(eq(dbl, csv_figure(line, "failures"), wrong + failed + timed_out), "%s", line);
    cr_assert(eq(dbl, slow,
                 csv_figure(line, "slow_served") + csv_figure(line, "slow_unserved") +
                     csv_figure(line, "slow_failed_only")),
              "%s", line);
    cr_assert(csv_figure(line, "load_busy") <= 1.005, "a thread runs at most all the time: %s",
              line);
    if (csv_figure(line, "rate") > 0)
        return;
    cr_assert(eq(dbl, connections,
                 served + csv_figure(line, "unserved") + csv_figure(line, "failed_only")),
              "%s", line);
    double sum = csv_figure(line, "under_way") + csv_figure(line, "outside");
    cr_assert(sum >= 0.98 * connections && sum <= 1.02 * connections, "%g: %s", sum, line);
}

/* Replies of /hello: the connection is for more, or for no more. */
#define HEAD "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n"
#define KEPT HEAD "\r\nhello, world\n"
#define LAST HEAD "Connection: close\r\n\r\nhello, world\n"

/* Runs bench/load, which must succeed, and leaves what it printed. */
static inline void load_measure(struct outcome *outcome, const char *const arguments[])
{
    load_run(outcome, arguments);
    cr_assert(eq(int, outcome->status, 0), "%s", outcome->errors);
}

/* -- servers that misbehave ------------------------------------------------------------------ */

struct rogue {
    int listener;
    char url[64];
    void (*serve)(struct rogue *rogue, int client, int number); /* then the client is closed */
    atomic_int connections; /* accepted so far; the first has the number 1 */
    pthread_t thread;
};

static inline void *rogue_run(void *argument)
{
    struct rogue *rogue = argument;
    for (int client; (client = accept(rogue->listener, NULL, NULL)) != -1;) {
        rogue->serve(rogue, client, ++rogue->connections);
        close(client);
    }
    return NULL;
}

/* Listens on a free port of 127.0.0.1. Without `serve` nothing is ever accepted. */
static inline void rogue_start(struct rogue *rogue, const char *scheme, const char *path,
                               void (*serve)(struct rogue *, int, int))
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof address;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    signal(SIGPIPE, SIG_IGN);
    *rogue = (struct rogue){.listener = socket(AF_INET, SOCK_STREAM, 0), .serve = serve};
    fcntl(rogue->listener, F_SETFD, FD_CLOEXEC);
    cr_assert(bind(rogue->listener, (struct sockaddr *)&address, length) == 0 &&
              listen(rogue->listener, 64) == 0 &&
              getsockname(rogue->listener, (struct sockaddr *)&address, &length) == 0);
    snprintf(rogue->url, sizeof rogue->url, "%s://127.0.0.1:%d%s", scheme, ntohs(address.sin_port),
             path);
    if (serve != NULL)
        cr_assert(eq(int, pthread_create(&rogue->thread, NULL, rogue_run, rogue), 0));
}

/* Reads one request. False: the client has gone. */
static inline bool rogue_read_request(int client, char request[1024])
{
    size_t length = 0;
    request[0] = '\0';
    while (strstr(request, "\r\n\r\n") == NULL) {
        ssize_t received = recv(client, request + length, 1023 - length, 0);
        if (received <= 0)
            return false;
        length += (size_t)received;
        request[length] = '\0';
    }
    return true;
}

static inline void rogue_send(int client, const char *text)
{
    cr_expect(eq(sz, (size_t)send(client, text, strlen(text), 0), strlen(text)));
}

#endif
