/* process.c - forks the server, reads its port when it starts, and its summary line when it ends. */
#include "process.h"

#include "common/socket/clock.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define START_TIME (10 * NANOSECONDS)
#define END_TIME                                                                                   \
    (12 * NANOSECONDS) /* the servers need at most ten seconds for their last replies */

static void become_server(const char *path, const char *timeout, int output, int errors)
{
    setpgid(0, 0);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    dup2(output, STDOUT_FILENO);
    dup2(errors, STDERR_FILENO);
    for (int descriptor = 3; descriptor < 64; descriptor++)
        close(descriptor);
    execl(path, path, "--port", "0", "--timeout", timeout, (char *)NULL);
    perror(path);
    _exit(127);
}

/* "NAME: listening on http://127.0.0.1:PORT/" */
static bool read_ready_line(struct process *process)
{
    char line[256] = "", host[16];
    size_t length = 0;
    unsigned port;
    struct pollfd watched = {.fd = process->output, .events = POLLIN};
    int64_t end = clock_now() + START_TIME;
    while (clock_now() < end && strchr(line, '\n') == NULL && length < sizeof line - 1) {
        if (poll(&watched, 1, 100) <= 0)
            continue;
        if (read(process->output, line + length, 1) != 1)
            return false;
        line[++length] = '\0';
    }
    process->address.sin_family = AF_INET;
    if (sscanf(line, "%63[^:]: listening on http://%15[0-9.]:%u", process->name, host, &port) != 3)
        return false;
    process->address.sin_port = htons((in_port_t)port);
    return inet_pton(AF_INET, host, &process->address.sin_addr) == 1;
}

bool process_start(struct process *process, const char *path, const char *timeout)
{
    int output[2], errors[2];
    *process = (struct process){.pid = -1};
    if (pipe(output) == -1)
        return false;
    if (pipe(errors) == -1) {
        close(output[0]);
        close(output[1]);
        return false;
    }
    process->pid = fork();
    if (process->pid == 0)
        become_server(path, timeout, output[1], errors[1]);
    close(output[1]);
    close(errors[1]);
    process->output = output[0];
    process->errors = errors[0];
    if (process->pid == -1)
        return false;
    setpgid(process->pid, process->pid); /* this process and the server both call it */
    return guard_set(&process->guard, process->pid, END_TIME) == 0 && read_ready_line(process);
}

/* Reads all that is in the pipe, as far as it fits. */
static void read_errors(struct process *process, struct ending *ending)
{
    size_t length = 0;
    ssize_t size = 1;
    fcntl(process->errors, F_SETFL, O_NONBLOCK); /* another process may still hold the other end */
    while (size > 0 && length < sizeof ending->errors - 1) {
        size = read(process->errors, ending->errors + length, sizeof ending->errors - 1 - length);
        length += size > 0 ? (size_t)size : 0;
    }
    ending->errors[length] = '\0';
}

/* The last line is "NAME: N connections, N requests, …"; any other line is extra. */
static void read_summary(const struct process *process, struct ending *ending)
{
    const char *line = ending->errors;
    size_t name = strlen(process->name);
    for (const char *newline; (newline = strchr(line, '\n')) != NULL && newline[1] != '\0';)
        line = newline + 1;
    if (strncmp(line, process->name, name) == 0 &&
        sscanf(line + name, ": %lu connections, %lu requests", &ending->connections,
               &ending->requests) == 2)
        ending->extra = line != ending->errors;
    else
        ending->extra = ending->errors[0] != '\0';
}

void process_end(struct process *process, struct ending *ending)
{
    int status = 0;
    int64_t end = clock_now() + END_TIME;
    *ending = (struct ending){.in_time = true};
    kill(process->pid, SIGTERM);
    while (waitpid(process->pid, &status, WNOHANG) == 0) {
        if (ending->in_time && clock_now() > end) {
            ending->in_time = false;
            kill(-process->pid, SIGKILL);
        }
        clock_sleep(5);
    }
    ending->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    guard_release(&process->guard);
    read_errors(process, ending);
    read_summary(process, ending);
    close(process->output);
    close(process->errors);
}
