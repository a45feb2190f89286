/* checks.c - checks each call and turn of a conversation; checks_end.c checks its result. */
#include "checks_watch.h"

#include "common/socket/clock.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

jmp_buf checks_way_out;
struct watch watch;

/* conversation.c may be 10 ms late, so that it need not set a socket's timeout each time; and the calls
 * themselves take time. */
#define TOLERANCE (12 * MILLISECOND)

const char *promise_text(enum promise promise)
{
    static const char *const texts[] = {
        [KEPT] = "all is well",
        [PROMISE_BYTES] = "the peer gets what the service answers to the same bytes, uncut",
        [PROMISE_WHOLE] = "the peer gets all of it when nothing failed",
        [PROMISE_REPLIES] = "each reply is that of its request, and none comes after the last",
        [PROMISE_END] = "the conversation ends, and for a reason",
        [PROMISE_PROGRESS] = "no call is made again that cannot get anywhere",
        [PROMISE_CALLS] = "no call after the end, on another descriptor, or for nothing",
        [PROMISE_NOT_LATE] = "no deadline is overstayed",
        [PROMISE_NOT_EARLY] = "no client is cut off before its time",
        [PROMISE_LINGER] = "a last reply to a client that may still be sending is lingered over",
        [PROMISE_STOP] = "a server that is told to stop answers one more request at most",
        [PROMISE_BOTH_WAYS] = "blocking and by steps, the same bytes come out",
    };
    return texts[promise];
}

void checks_break(enum promise promise, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vsnprintf(watch.verdict->detail, sizeof watch.verdict->detail, format, values);
    va_end(values);
    watch.verdict->broken = promise;
    network_note("BROKEN: %s: %s", promise_text(promise), watch.verdict->detail);
    longjmp(checks_way_out, 1);
}

static void set_limit(int64_t span)
{
    watch.limit = network.now + span;
}

static void expect_not_late(int64_t time)
{
    int64_t late = time - watch.limit;
    if (late > TOLERANCE + network.held_up)
        checks_break(PROMISE_NOT_LATE, "%.6f s late", (double)late / NANOSECONDS);
}

static void expect_not_early(const char *what)
{
    if (network.now < watch.limit)
        checks_break(PROMISE_NOT_EARLY, "%s %.6f s too early", what,
                     (double)(watch.limit - network.now) / NANOSECONDS);
}

void checks_begin(struct verdict *verdict, const struct client *client)
{
    watch = (struct watch){.verdict = verdict, .client = client};
    set_limit(network.schedule->timeout);
    network.observe = checks_observe;
}

/* -- the service's turns --------------------------------------------------------------------- */

static void expect_a_reason_to_ask(const struct client *client)
{
    if (watch.last_word)
        checks_break(PROMISE_REPLIES, "the service is asked again after its last word");
    if (client_owed(client) > 0)
        checks_break(PROMISE_REPLIES, "the service is asked again before its reply is sent");
    if (client->input.ended && !watch.end_seen)
        checks_break(PROMISE_END, "the peer has not finished sending");
    if (client->input.timed_out) {
        expect_not_early("a request timed out");
        watch.timed_out = true;
    }
}

/* A silence, a request and 64 KiB of a reply each may take the whole timeout, and no longer. */
static void take_turn(enum turn turn, const struct client *client)
{
    bool over = client->input.ended || client->input.timed_out;
    if (turn == TURN_RECEIVE && !over) {
        if (!watch.in_request || watch.replied)
            set_limit(network.schedule->timeout);
        watch.in_request = client_input_length(client) > 0;
        watch.replied = false;
        return;
    }
    watch.ended = client->input.ended;
    watch.replied = true;
    watch.sent = 0;
    watch.last_word = turn != TURN_SEND;
    watch.owes_linger = watch.last_word && client->input.unread && !client->input.ended;
    set_limit(network.schedule->timeout);
}

static enum turn respond(struct client *client, const struct context *context)
{
    unsigned long before = client->requests;
    watch.shut_before = network.read_shut;
    expect_a_reason_to_ask(client);
    enum turn turn = http_service.respond(client, context);
    if (client->requests > before && network.stopping) {
        if (watch.stop_from > 0)
            checks_break(PROMISE_STOP, "request %lu", client->requests);
        watch.stop_from = client->requests;
    }
    network_note("  the service: %s, %zu bytes to send, %lu requests",
                 turn == TURN_RECEIVE ? "receive"
                 : turn == TURN_SEND  ? "send"
                                      : "send and hang up",
                 client_owed(client), client->requests);
    take_turn(turn, client);
    return turn;
}

static void refuse(struct client *client, const struct context *context)
{
    http_service.refuse(client, context);
    watch.refused = watch.last_word = watch.owes_linger = true;
    set_limit(100 * MILLISECOND);
}

const struct service checks_service = {.name = "http", .respond = respond, .refuse = refuse};

/* -- the calls ------------------------------------------------------------------------------- */

static void expect_a_call_that_can_be(const struct call *call)
{
    if (watch.over || watch.failed || watch.cut)
        checks_break(PROMISE_CALLS, "it had ended");
    if (call->descriptor != NETWORK_DESCRIPTOR)
        checks_break(PROMISE_CALLS, "descriptor %d", call->descriptor);
    bool moves = call->name == CALL_RECV || call->name == CALL_WRITEV;
    if (call->asked == 0 && (moves || call->name == CALL_TIMEOUT))
        checks_break(PROMISE_CALLS, "of nothing");
    if (call->name == CALL_WRITEV && (call->asked > CLIENT_SEND_MOST || watch.lingering))
        checks_break(PROMISE_CALLS, "too much to send, or too late");
}

/* An event loop spins if a socket is "ready", but the step does nothing, again and again. */
static void expect_progress(const struct call *call)
{
    bool failed = call->result == -1;
    if (network.stuck)
        checks_break(PROMISE_END, "it waits for ever, or does nothing but look at the clock");
    if (call->name == CALL_RECV && watch.end_seen)
        checks_break(PROMISE_PROGRESS, "received after the peer's end");
    if (call->name == CALL_WRITEV && watch.taken_short && !network.blocking)
        checks_break(PROMISE_PROGRESS, "sent again what the kernel had just not taken");
    if (failed && call->error == EAGAIN && call->at_once && ++watch.useless > 1)
        checks_break(PROMISE_PROGRESS, "twice EAGAIN in a row");
    if (!failed || !call->at_once)
        watch.useless = 0;
    if (failed && call->error == EINTR)
        return; /* the network causes no more useless calls than these */
    *(call->result > 0 ? &watch.productive : &watch.unproductive) += 1;
    int64_t seconds = (network.now - SCHEDULE_START * NANOSECONDS) / NANOSECONDS;
    if (watch.unproductive > 60 + 10 * watch.productive + 4 * (unsigned long)seconds)
        checks_break(PROMISE_PROGRESS, "%lu calls that got nowhere", watch.unproductive);
}

static void observe_sending(const struct call *call)
{
    watch.taken_short = call->result > 0 && (size_t)call->result < call->asked;
    if (call->result > 0)
        watch.sent += (size_t)call->result;
    if (watch.sent >= CLIENT_SEND_MOST) {
        watch.sent = 0;
        set_limit(network.schedule->timeout);
    }
}

static void observe_hanging_up(const struct call *call)
{
    if (call->detail != SHUT_WR || !watch.last_word || client_owed(watch.client) > 0)
        checks_break(PROMISE_LINGER, "shut down before its last word was sent");
    if (network.watched)
        checks_break(PROMISE_LINGER, "a stop would cut it short");
    watch.lingering = true;
    set_limit(watch.timed_out || watch.refused ? 100 * MILLISECOND : 2 * NANOSECONDS);
}

void checks_observe(const struct call *call)
{
    expect_a_call_that_can_be(call);
    expect_progress(call);
    expect_not_late(call->began);
    expect_not_late(network.now);
    switch (call->name) {
    case CALL_RECV:
        watch.end_seen = call->result == 0;
        if (!watch.last_word)
            watch.heard = network.received;
        break;
    case CALL_WRITEV: observe_sending(call); break;
    case CALL_SHUTDOWN: observe_hanging_up(call); break;
    case CALL_RESET_ON_CLOSE:
        expect_not_early("a reply was cut");
        watch.cut = true;
        break;
    case CALL_TIMEOUT:
    case CALL_CLOCK: break;
    }
    watch.failed = (call->name == CALL_RECV || call->name == CALL_WRITEV) && call->result == -1 &&
                   call->error != EAGAIN && call->error != EINTR;
}

void checks_waited(void)
{
    watch.useless = 0;
    watch.taken_short = false;
    if (network.stuck)
        checks_break(PROMISE_END, "it waits for ever");
}

void checks_somebody_waits(bool waits)
{
    watch.gave_way = waits;
}

bool checks_undisturbed(void)
{
    return !watch.failed && !watch.cut && !watch.timed_out && !watch.gave_way && !network.stopping;
}

void checks_expect_in_time(void)
{
    expect_not_late(network.now);
}
