/* promises.c - promises that several stages make; their test.c calls each in one line. See peer.h. */
#include "peer.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <unistd.h>

#define HELLO "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"

bool answers_within(int descriptor, int ms)
{
    struct pollfd waiting = {.fd = descriptor, .events = POLLIN};
    return poll(&waiting, 1, ms) == 1;
}

int stay(const struct program *program, const char *key, unsigned long *number)
{
    struct reply reply;
    int descriptor = dial(program);
    cr_assert(say(descriptor, "GET /whoami HTTP/1.1\r\nHost: a\r\n\r\n"));
    hear_reply(descriptor, &reply, false);
    cr_assert_eq(reply.status, 200);
    *number = reply_number(&reply, key);
    reply_free(&reply);
    return descriptor;
}

bool serves_one_client(void *program)
{
    struct reply reply;
    get(program, "/stats", &reply);
    bool one = reply_number(&reply, "clients") == 1;
    reply_free(&reply);
    return one;
}

void expect_the_third_to_wait(const char *stage)
{
    struct program program;
    struct reply reply;
    unsigned long unused;
    program_start(&program, program_of_stage(stage), WORDS("--max-clients", "2"));
    int one = stay(&program, "process", &unused), two = stay(&program, "process", &unused);
    int third = dial(&program);
    cr_assert(say(third, HELLO));
    cr_expect_not(answers_within(third, 300), "the third client was served beside two others");
    close(one);
    hear_reply(third, &reply, false);
    cr_expect_eq(reply.status, 200);
    reply_free(&reply);
    close(two);
    close(third);
    program_end(&program);
}

void expect_the_idle_to_give_way(const char *stage, const char *const arguments[])
{
    struct program program;
    struct reply reply;
    program_start(&program, program_of_stage(stage), arguments);
    int idle = dial(&program);
    cr_assert(say(idle, HELLO));
    hear_reply(idle, &reply, false);
    reply_free(&reply);
    int64_t before = milliseconds();
    get(&program, "/hello", &reply);
    cr_expect_eq(reply.status, 200);
    cr_expect_lt(milliseconds() - before, 8000);
    reply_free(&reply);
    close(idle);
    program_end(&program);
}

void expect_rest(const struct program *program, const char *when)
{
    enum { CALM_DOWN = 300, LOOK = 600, MOST_CPU = 60, MOST_WAITS = 5 }; /* milliseconds; waits */
    poll(NULL, 0, CALM_DOWN);
    long cpu = process_cpu_ms(program->pid), waits = process_waits(program->pid);
    if (cpu == -1)
        cr_skip_test("this system has no /proc to look into");
    poll(NULL, 0, LOOK);
    cpu = process_cpu_ms(program->pid) - cpu;
    waits = process_waits(program->pid) - waits;
    cr_expect_leq(cpu, MOST_CPU, "%s it used %ld ms of CPU in %d ms; expected next to none", when,
                  cpu, LOOK);
    cr_expect_leq(waits, MOST_WAITS, "%s its waits ended %ld times in %d ms; expected none", when,
                  waits, LOOK);
}
