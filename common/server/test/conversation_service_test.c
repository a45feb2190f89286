/* conversation_service_test.c - services that break their rules do not hold a client for ever. */
#include "conversation_fake.h"

TestSuite(conversation_service, .timeout = 10);

static struct service odd_service; /* the fake one, with another respond() */

static void converse_oddly(int64_t timeout,
                           enum turn (*respond)(struct client *, const struct context *))
{
    accept_peer(timeout, 0);
    odd_service = fake_service;
    odd_service.respond = respond;
    server.service = &odd_service;
    cr_assert(eq(int, pthread_create(&serving, NULL, serve, NULL), 0));
}

static enum turn want_more(struct client *c, const struct context *context)
{
    (void)c, (void)context;
    return TURN_RECEIVE;
}

IN_BOTH_WAYS(conversation_service, wanting_more_of_a_client_that_has_ended_is_the_end)
{
    converse_oddly(60 * NANOSECONDS, want_more);
    say("hello\n");
    shutdown(peer, SHUT_WR);
    expect_the_end();
    time_to_its_end();
    cr_assert(eq(str, (char *)client.ending, "closed by the client"));
}

IN_BOTH_WAYS(conversation_service, wanting_more_after_the_deadline_is_the_end)
{
    converse_oddly(100 * MILLISECOND, want_more);
    say("hello\n");
    expect_the_end();
    time_to_its_end();
    cr_assert(eq(str, (char *)client.ending, "kept the server waiting too long"));
}

/* Answers at the end of the input, as if there were more of it to come. */
static enum turn answer_at_the_end(struct client *c, const struct context *context)
{
    (void)context;
    if (!c->input.ended)
        return TURN_RECEIVE;
    client_put_text(c, "bye\n");
    c->input.unread = true;
    return TURN_HANG_UP;
}

IN_BOTH_WAYS(conversation_service, nobody_lingers_for_a_client_that_has_ended)
{
    converse_oddly(60 * NANOSECONDS, answer_at_the_end);
    say("hello\n");
    shutdown(peer, SHUT_WR);
    expect_to_hear("bye\n");
    expect_the_end();
    time_to_its_end();
    cr_assert(eq(str, (char *)client.ending, "closed by the client"));
}
