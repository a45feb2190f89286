/* test.c - what the model "a process per connection" promises. */
#include "common/testing/contract/peer.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

TestSuite(fork, .timeout = 20);

static struct program program;

Test(fork, different_clients_are_served_by_different_processes_at_once)
{
    unsigned long processes[3];
    int clients[3];
    program_start(&program, program_of_stage("02-fork"), NULL);
    for (int i = 0; i < 3; i++)
        clients[i] = stay(&program, "process", &processes[i]);
    for (int i = 0; i < 3; i++) {
        cr_expect_neq(processes[i], (unsigned long)program.pid, "not by the parent");
        cr_expect_neq(processes[i], processes[(i + 1) % 3]);
    }
    for (int i = 0; i < 3; i++)
        close(clients[i]);
    program_end(&program);
}

Test(fork, a_killed_child_harms_nobody_and_is_counted_out)
{
    unsigned long victim, witness;
    struct reply reply;
    char nothing[8];
    program_start(&program, program_of_stage("02-fork"), NULL);
    int one = stay(&program, "process", &victim), other = stay(&program, "process", &witness);
    kill((pid_t)victim, SIGKILL);
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
    unsigned long child;
    char nothing[8];
    struct reply reply;
    program_start(&program, program_of_stage("02-fork"), NULL);
    int client = stay(&program, "process", &child);
    kill((pid_t)child, SIGTERM);
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
    unsigned long process;
    program_start(&program, program_of_stage("02-fork"), NULL);
    if (process_children(getpid(), true) == -1)
        cr_skip_test("this system has no /proc to look into");
    for (int i = 0; i < 40; i++)
        clients[i] = stay(&program, "process", &process);
    cr_expect_eq(process_children(program.pid, false), 40);
    for (int i = 0; i < 40; i++)
        close(clients[i]);
    wait_until(has_no_child, NULL, "all children are reaped while no new client comes");
    program_end(&program);
}

Test(fork, at_the_limit_the_next_client_waits_and_is_then_served)
{
    expect_the_third_to_wait("02-fork");
}

Test(fork, the_parent_keeps_no_descriptor_of_a_client)
{
    unsigned long child;
    program_start(&program, program_of_stage("02-fork"), NULL);
    long before = process_descriptors(program.pid);
    if (before == -1)
        cr_skip_test("this system has no /proc to look into");
    int client = stay(&program, "process", &child);
    /* The child has answered, so the parent has long been back in accept(), or nearly. */
    int other = stay(&program, "process", &child);
    cr_expect_leq(process_descriptors(program.pid), before + 1);
    /* In the child: the same, its client instead of the listener. */
    cr_expect_eq(process_descriptors((pid_t)child), before);
    close(client);
    close(other);
    program_end(&program);
}

Test(fork, ctrl_c_which_reaches_the_children_too_finishes_their_replies)
{
    unsigned long child;
    struct reply reply;
    program_start(&program, program_of_stage("02-fork"), NULL);
    int client = stay(&program, "process", &child);
    cr_assert(say(client, "GET /bytes/16777216 HTTP/1.1\r\nHost: a\r\n\r\n"));
    char first;
    cr_assert_eq(recv(client, &first, 1, MSG_PEEK), 1);
    kill((pid_t)child, SIGINT); /* like a terminal: to every process in the foreground */
    kill(program.pid, SIGINT);
    hear_reply(client, &reply, false);
    cr_expect_eq(reply.received, 16777216);
    reply_free(&reply);
    close(client);
    struct outcome outcome;
    program_stop(&program, 0, &outcome);
    cr_expect_eq(outcome.exit_status, 0);
}
