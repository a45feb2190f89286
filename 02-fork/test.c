/* test.c - what the model "a process per connection" promises. */
#include "common/testing/contract/peer.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

TestSuite(fork, .timeout = 20);

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static struct program program;

/* A client that stays; tells which process serves it. */
static int stay(pid_t *process)
{
    struct reply reply;
    int descriptor = dial(&program);
    cr_assert(say(descriptor, "GET /whoami HTTP/1.1\r\nHost: a\r\n\r\n"));
    hear_reply(descriptor, &reply, false);
    cr_assert_eq(reply.status, 200);
    *process = (pid_t)reply_number(&reply, "process");
    reply_free(&reply);
    return descriptor;
}

Test(fork, different_clients_are_served_by_different_processes_at_once)
{
    pid_t processes[3];
    int clients[3];
    program_start(&program, program_of_stage("02-fork"), NULL);
    for (int i = 0; i < 3; i++)
        clients[i] = stay(&processes[i]);
    for (int i = 0; i < 3; i++) {
        cr_expect_neq(processes[i], program.pid, "not by the parent");
        cr_expect_neq(processes[i], processes[(i + 1) % 3]);
    }
    for (int i = 0; i < 3; i++)
        close(clients[i]);
    program_end(&program);
}

Test(fork, a_killed_child_harms_nobody_and_is_counted_out)
{
    pid_t victim, witness;
    struct reply reply;
    char nothing[8];
    program_start(&program, program_of_stage("02-fork"), NULL);
    int one = stay(&victim), other = stay(&witness);
    kill(victim, SIGKILL);
    cr_expect_eq(hear_all(one, nothing, sizeof nothing, NULL), 0, "its client sees the end");
    cr_assert(say(other, "GET /stats HTTP/1.1\r\nHost: a\r\n\r\n"));
    hear_reply(other, &reply, false);
    cr_expect_eq(reply.status, 200, "the other child goes on");
    reply_free(&reply);
    do { /* the parent reaps in its own time */
        get(&program, "/stats", &reply);
        unsigned long clients = reply_number(&reply, "clients");
        reply_free(&reply);
        if (clients == 2) /* the witness, and the one that asks */
            break;
    } while (true);
    close(one);
    close(other);
    program_end(&program);
}

Test(fork, a_child_told_to_end_by_somebody_else_does_not_stop_the_server)
{
    pid_t child;
    char nothing[8];
    struct reply reply;
    program_start(&program, program_of_stage("02-fork"), NULL);
    int client = stay(&child);
    kill(child, SIGTERM);
    cr_expect_eq(hear_all(client, nothing, sizeof nothing, NULL), 0);
    get(&program, "/hello", &reply);
    cr_expect_eq(reply.status, 200);
    reply_free(&reply);
    close(client);
    program_end(&program);
}

static bool has_no_child(void *unused)
{
    (void)unused;
    return process_children(program.pid, false) == 0;
}

Test(fork, no_zombie_is_left_even_when_many_children_end_together)
{
    int clients[40];
    pid_t process;
    program_start(&program, program_of_stage("02-fork"), NULL);
    if (process_children(getpid(), true) == -1)
        cr_skip_test("this system has no /proc to look into");
    for (int i = 0; i < 40; i++)
        clients[i] = stay(&process);
    cr_expect_eq(process_children(program.pid, false), 40);
    for (int i = 0; i < 40; i++)
        close(clients[i]);
    wait_until(has_no_child, NULL, "all children are reaped while no new client comes");
    program_end(&program);
}

Test(fork, at_the_limit_the_next_client_waits_and_is_then_served)
{
    pid_t process;
    struct reply reply;
    program_start(&program, program_of_stage("02-fork"), WORDS("--max-clients", "2"));
    int one = stay(&process), two = stay(&process);
    int third = dial(&program);
    struct pollfd waiting = {.fd = third, .events = POLLIN};
    cr_assert(say(third, "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"));
    cr_expect_eq(poll(&waiting, 1, 300), 0, "the third client was served beside two others");
    close(one);
    hear_reply(third, &reply, false);
    cr_expect_eq(reply.status, 200);
    reply_free(&reply);
    close(two);
    close(third);
    program_end(&program);
}

Test(fork, the_parent_keeps_no_descriptor_of_a_client)
{
    pid_t child;
    program_start(&program, program_of_stage("02-fork"), NULL);
    long before = process_descriptors(program.pid);
    if (before == -1)
        cr_skip_test("this system has no /proc to look into");
    int client = stay(&child);
    /* The child has answered, so the parent has long been back in accept(), or nearly. */
    int other = stay(&child);
    cr_expect_leq(process_descriptors(program.pid), before + 1);
    /* In the child: the same, its client instead of the listener. */
    cr_expect_eq(process_descriptors(child), before);
    close(client);
    close(other);
    program_end(&program);
}

Test(fork, ctrl_c_which_reaches_the_children_too_finishes_their_replies)
{
    pid_t child;
    struct reply reply;
    program_start(&program, program_of_stage("02-fork"), NULL);
    int client = stay(&child);
    cr_assert(say(client, "GET /bytes/16777216 HTTP/1.1\r\nHost: a\r\n\r\n"));
    char first;
    cr_assert_eq(recv(client, &first, 1, MSG_PEEK), 1);
    kill(child, SIGINT); /* as a terminal does: everybody in the foreground */
    kill(program.pid, SIGINT);
    hear_reply(client, &reply, false);
    cr_expect_eq(reply.received, 16777216);
    reply_free(&reply);
    close(client);
    struct outcome outcome;
    program_stop(&program, 0, &outcome);
    cr_expect_eq(outcome.exit_status, 0);
}
