/* checks_end.c - checks why a conversation ended, and compares the peer's bytes with a model's answers. */
#include "checks_watch.h"

#include "common/socket/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- why it ended ---------------------------------------------------------------------------- */

static const struct planned_request *last_request(void)
{
    unsigned long count = watch.client->requests;
    if (count > network.schedule->request_count)
        checks_break(PROMISE_REPLIES, "%lu requests, and the peer sent fewer", count);
    return count > 0 ? &network.schedule->requests[count - 1] : NULL;
}

static void expect_a_reason_for_the_last_word(void)
{
    const struct planned_request *last = last_request();
    bool by_plan = last != NULL && last->last;
    if (watch.ended || watch.refused)
        return;
    if (watch.timed_out) {
        if (watch.in_request && !watch.owes_linger)
            checks_break(PROMISE_LINGER, "not meant to, with half a request there");
        return;
    }
    if (!by_plan && watch.stop_from == 0)
        checks_break(PROMISE_END, "the last word, and the peer had more to ask");
    if (!(by_plan && last->asked) && !watch.owes_linger)
        checks_break(PROMISE_LINGER, "not meant to, after an error, an unread body or a stop");
}

static void expect_lingering(void)
{
    if (!watch.lingering)
        checks_break(PROMISE_LINGER, "closed at once");
    /* The server was told to stop while a request was still on its way. Then the kernel reports the end although
     * the peer goes on sending, so the server cannot wait for more. */
    bool peer_ended = network.peer_finished || network.reset || watch.shut_before;
    if (!(watch.end_seen && peer_ended) && network.now < watch.limit)
        checks_break(PROMISE_LINGER, "%.6f s short",
                     (double)(watch.limit - network.now) / NANOSECONDS);
}

static void expect_a_reason(void)
{
    if (watch.failed || watch.cut)
        return;
    if (watch.last_word) {
        expect_a_reason_for_the_last_word();
        if (client_owed(watch.client) > 0)
            checks_break(PROMISE_WHOLE, "%zu bytes are still owed", client_owed(watch.client));
        if (watch.owes_linger)
            expect_lingering();
        return;
    }
    int64_t idle = network.now - (watch.limit - network.schedule->timeout);
    if (!watch.gave_way || watch.in_request || watch.client->requests == 0 || idle < NANOSECONDS)
        checks_break(PROMISE_END, "without a reason: \"%s\"", watch.client->ending);
}

/* -- what the peer got ----------------------------------------------------------------------- */

static struct client model; /* a copy of the client, without a network */

static bool model_stopping(void)
{
    return watch.stop_from > 0 && model.requests >= watch.stop_from;
}

static void sleep_not_at_all(unsigned milliseconds)
{
    (void)milliseconds;
}

static size_t expect_bytes(size_t at, const char *bytes, size_t size)
{
    size_t known = network.accepted > at ? network.accepted - at : 0;
    if (known > size)
        known = size;
    if (memcmp(network.output + at, bytes, known) != 0)
        checks_break(PROMISE_BYTES, "between bytes %zu and %zu", at, at + known);
    return at + size;
}

/* Compares the model's output with the peer's bytes, and takes it off. Returns where it ends. */
static size_t expect_output(size_t at)
{
    struct client_output *out = &model.output;
    at = expect_bytes(at, out->bytes + out->start, out->end - out->start);
    for (size_t part; out->body_left > 0; out->body_left -= part) {
        part = out->body_left < out->body_size ? out->body_left : out->body_size;
        at = expect_bytes(at, out->body, part);
    }
    out->start = out->end = 0;
    return at;
}

/* Takes as many bytes as have room. Returns how many. */
static size_t feed(const char *bytes, size_t size)
{
    struct client_input *in = &model.input;
    memmove(in->bytes, in->bytes + in->start, in->end - in->start);
    in->end -= in->start;
    in->start = 0;
    if (size > CLIENT_INPUT_SIZE - in->end)
        size = CLIENT_INPUT_SIZE - in->end;
    memcpy(in->bytes + in->end, bytes, size);
    in->end += size;
    return size;
}

/* Sends the model everything that the peer sent. Returns the number of bytes that it answers. */
static size_t expect_answers(const struct context *context)
{
    size_t fed = 0, at = 0;
    for (;;) {
        enum turn turn = http_service.respond(&model, context);
        at = expect_output(at);
        if (turn == TURN_SEND)
            continue;
        if (turn == TURN_HANG_UP || model.input.ended || model.input.timed_out)
            return at;
        if (fed < watch.heard) {
            fed += feed(network.schedule->bytes + fed, watch.heard - fed);
        } else {
            model.input.ended = watch.ended;
            model.input.timed_out = watch.timed_out;
            if (!watch.ended && !watch.timed_out)
                return at;
        }
    }
}

static void expect_the_services_answers(const struct context *given)
{
    struct context context = *given;
    size_t at;
    context.stopping = model_stopping;
    context.sleep = sleep_not_at_all;
    atomic_store(&context.counters->requests, 0); /* "/" shows them */
    client_init(&model, -1);
    if (watch.refused) {
        http_service.refuse(&model, &context);
        at = expect_output(0);
    } else {
        at = expect_answers(&context);
    }
    if (network.accepted > at)
        checks_break(PROMISE_BYTES, "%zu bytes too many", network.accepted - at);
    if (network.accepted < at && !watch.failed && !watch.cut)
        checks_break(PROMISE_WHOLE, "%zu bytes are missing", at - network.accepted);
}

/* -- reply by reply -------------------------------------------------------------------------- */

/* The number of bytes in a reply's head, with its empty line; 0: its end is missing. */
static size_t head_length(const char *bytes, size_t size)
{
    for (size_t i = 3; i < size && i < CLIENT_OUTPUT_SIZE; i++)
        if (memcmp(bytes + i - 3, "\r\n\r\n", 4) == 0)
            return i + 1;
    return 0;
}

static size_t content_length(const char *head, size_t size)
{
    static const char name[] = "\r\nContent-Length: ";
    for (size_t i = 0; i + sizeof name < size; i++)
        if (memcmp(head + i, name, sizeof name - 1) == 0)
            return strtoul(head + i + sizeof name - 1, NULL, 10);
    return 0;
}

static void expect_filler(const struct context *context, const char *bytes, size_t size)
{
    for (size_t at = 0, part; at < size; at += part) {
        part = size - at < context->filler_size ? size - at : context->filler_size;
        if (memcmp(bytes + at, context->filler, part) != 0)
            checks_break(PROMISE_REPLIES, "a body with wrong bytes");
    }
}

/* Checks the reply that begins here; its end may be missing. Returns its size. */
static size_t expect_reply(const struct context *context, unsigned number, const char *bytes,
                           size_t size)
{
    const struct planned_request *plan = &network.schedule->requests[number];
    size_t head = head_length(bytes, size);
    if (head == 0)
        return size;
    unsigned status = (unsigned)strtoul(bytes + strlen("HTTP/1.1 "), NULL, 10);
    bool too_late = status == 408 && watch.timed_out && number == watch.client->requests;
    if (!too_late && (number >= network.schedule->request_count || status != plan->status))
        checks_break(PROMISE_REPLIES, "reply %u has status %u", number + 1, status);
    size_t length = content_length(bytes, head);
    if (!too_late && plan->head)
        length = 0;
    if (length > size - head)
        length = size - head;
    if (!too_late && plan->filler)
        expect_filler(context, bytes + head, length);
    return head + length;
}

static void expect_the_planned_replies(const struct context *context)
{
    unsigned number = 0;
    for (size_t at = 0; at < network.accepted; number++) {
        if (number > 0 && network.schedule->requests[number - 1].last)
            checks_break(PROMISE_REPLIES, "reply %u comes after the last", number + 1);
        at += expect_reply(context, number, network.output + at, network.accepted - at);
    }
    unsigned long expected = watch.client->requests + (watch.timed_out && watch.in_request);
    if (number < expected && !watch.failed && !watch.cut)
        checks_break(PROMISE_REPLIES, "%u replies to %lu requests", number, expected);
}

void checks_end(const struct context *context)
{
    watch.over = true;
    checks_expect_in_time();
    if (network.watched)
        checks_break(PROMISE_CALLS, "a stop would still shut its descriptor down");
    expect_a_reason();
    expect_the_services_answers(context);
    if (!watch.refused)
        expect_the_planned_replies(context);
}
