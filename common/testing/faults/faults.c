/* faults.c - preloads a library that makes the server's calls fail, and checks that it still serves. */
#include "faults.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

int rounds(int few, int all)
{
    return getenv("FAULTS_LONG") != NULL ? all : few;
}

/* The variable SHIMS names the folder of shim.so and shim_memory.so. */
static void preload(const char *library, const char *variable, const char *value)
{
    char path[512];
    const char *folder = getenv("SHIMS");
    snprintf(path, sizeof path, "%s/%s", folder != NULL ? folder : "build/common/testing/faults",
             library);
    program_preload(path, variable, value);
}

/* Whether the process has loaded the library; a statically linked program has not. If the process has already
 * ended, nothing can be seen: then true, so that the test runs and finds out. */
static bool has_loaded(pid_t pid, const char *library)
{
    char path[64], line[1024];
    bool found = false, alive = false;
    snprintf(path, sizeof path, "/proc/%ld/maps", (long)pid);
    FILE *file = fopen(path, "r");
    while (file != NULL && !found && fgets(line, sizeof line, file) != NULL) {
        alive = true;
        found = strstr(line, library) != NULL;
    }
    if (file != NULL)
        fclose(file);
    return found || !alive;
}

void faults_start(struct program *program, const char *faults, const char *const arguments[])
{
    preload("shim.so", "FAULTS", faults);
    program_start(program, program_under_test(), arguments);
    program_preload_nothing();
    if (!has_loaded(program->pid, "shim.so")) {
        program_stop(program, SIGKILL, NULL);
        cr_skip_test("the shim has no effect on this server");
    }
}

bool faults_try(struct program *program, const char *library, const char *variable,
                const char *value)
{
    preload(library, variable, value);
    bool started = program_try(program, program_under_test(), NULL);
    program_preload_nothing();
    if (started && !has_loaded(program->pid, library)) {
        program_stop(program, SIGKILL, NULL);
        cr_skip_test("the shim has no effect on this server");
    }
    return started;
}

int status_of_hello(const struct program *program)
{
    struct reply reply;
    get(program, "/hello", &reply);
    reply_free(&reply);
    return reply.status;
}

void expect_service(const struct program *program, int64_t most)
{
    int64_t before = milliseconds();
    cr_expect_eq(status_of_hello(program), 200, "/hello is not answered with 200");
    int64_t took = milliseconds() - before;
    cr_expect_lt(took, most, "/hello took %ld ms", (long)took);
}

void connect_all(const struct program *program, int clients[], int count)
{
    for (int i = 0; i < count; i++)
        clients[i] = dial(program);
}

void ask_all(const int clients[], int count)
{
    for (int i = 0; i < count; i++)
        cr_assert(say(clients[i], "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
}

void hear_all_hellos(const int clients[], int count)
{
    for (int i = 0; i < count; i++) {
        struct reply reply;
        hear_reply(clients[i], &reply, false);
        cr_assert_eq(reply.status, 200, "client %d of %d", i + 1, count);
        reply_free(&reply);
        close(clients[i]);
    }
}

void serve_all(const int clients[], int count)
{
    ask_all(clients, count);
    hear_all_hellos(clients, count);
}

bool makes_one_for_each(void)
{
    return strstr(program_under_test(), "02-fork") != NULL ||
           strstr(program_under_test(), "03-thread") != NULL;
}

void pause_ms(long ms)
{
    struct timespec left = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    while (nanosleep(&left, &left) == -1)
        ;
}

void need_descriptors(unsigned long wanted)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_max < wanted)
        cr_skip_test("this needs %lu descriptors, and ulimit -Hn is %lu", wanted,
                     (unsigned long)limit.rlim_max);
    if (limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = wanted;
    setrlimit(RLIMIT_NOFILE, &limit);
}
