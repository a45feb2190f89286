/* network.c - the simulated peer, signals and clock; the simulated calls are in network_calls.c. */
#include "network.h"

#include "common/socket/clock.h"
#include "common/server/stop.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

struct network network;

#define NEVER INT64_MAX

void network_begin(const struct schedule *schedule, bool blocking)
{
    FILE *log = network.log;
    size_t spoil_at = network.spoil_at;
    bool swallow = network.swallow;

    /* Everything except the output: it is large, and the checks read only the bytes that were written. */
    size_t before = offsetof(struct network, output), after = before + sizeof network.output;
    memset(&network, 0, before);
    memset((char *)&network + after, 0, sizeof network - after);
    network.log = log;
    network.spoil_at = spoil_at;
    network.swallow = swallow;
    network.schedule = schedule;
    network.blocking = blocking;
    network.dice = ~schedule->seed + blocking;
    network.now = SCHEDULE_START * NANOSECONDS;
    network.read_at = schedule->read_from;
    network.reset_at = schedule->end == PEER_RESETS ? schedule->end_at : NEVER;
    network.receive_timeout = network.send_timeout =
        schedule->inherits_timeouts ? schedule->timeout : NEVER;
}

void network_note(const char *format, ...)
{
    if (network.log == NULL)
        return;
    va_list values;
    va_start(values, format);
    fprintf(network.log, "%14.6f s  ",
            (double)(network.now - SCHEDULE_START * NANOSECONDS) / NANOSECONDS);
    vfprintf(network.log, format, values);
    fputc('\n', network.log);
    va_end(values);
}

/* -- events ---------------------------------------------------------------------------------- */

static bool peer_reads(void)
{
    return !network.reset && !network.peer_closed && network.read < network.schedule->read_most &&
           network.accepted > network.read;
}

static int64_t earlier(int64_t one, int64_t other)
{
    return one < other ? one : other;
}

static bool ends_well(void)
{
    return network.schedule->end == PEER_HALF_CLOSES || network.schedule->end == PEER_CLOSES;
}

static int64_t stop_time(void)
{
    if (!network.stopping)
        return network.schedule->stop_at;
    return network.cut ? NEVER : network.schedule->stop_at + STOP_GRACE_SECONDS * NANOSECONDS;
}

static int64_t next_event(void)
{
    const struct schedule *s = network.schedule;
    int64_t next = stop_time();
    if (network.next_arrival < s->arrival_count)
        next = earlier(next, s->arrivals[network.next_arrival].at);
    if (ends_well() && !network.peer_finished)
        next = earlier(next, s->end_at);
    if (!network.reset)
        next = earlier(next, network.reset_at);
    if (peer_reads())
        next = earlier(next, network.read_at);
    return next < network.now ? network.now : next;
}

static void be_told_to_stop(void)
{
    if (network.stopping) {
        network.cut = true;
        network_note("the server's grace is over");
        if (network.watched)
            network.read_shut = network.write_shut = true;
        return;
    }
    network.stopping = true;
    network.read_shut |= network.watched && !network.spared;
    network_note("the server is told to stop");
}

static void let_peer_read(void)
{
    const struct schedule *s = network.schedule;
    size_t most = s->read_period > 0 ? s->read_amount : network.accepted;
    if (most > network.accepted - network.read)
        most = network.accepted - network.read;
    if (most > s->read_most - network.read)
        most = s->read_most - network.read;
    network.read += most;
    network.read_at = network.now + s->read_period;
    network_note("                              the peer reads %zu bytes", most);
}

static void let_bytes_arrive(void)
{
    size_t up_to = network.schedule->arrivals[network.next_arrival++].up_to;
    if (network.reset || (network.read_shut && network.schedule->drops_after_stop))
        return;
    network_note("                              %zu bytes arrive", up_to - network.arrived);
    network.arrived = up_to;
}

static void let_peer_finish(void)
{
    network.peer_finished = true;
    network.peer_closed = network.schedule->end == PEER_CLOSES;
    network_note("                              the peer %s",
                 network.peer_closed ? "closes" : "finishes sending");
}

static void happen(void)
{
    const struct schedule *s = network.schedule;
    if (network.next_arrival < s->arrival_count &&
        s->arrivals[network.next_arrival].at <= network.now) {
        let_bytes_arrive();
    } else if (ends_well() && !network.peer_finished && s->end_at <= network.now) {
        let_peer_finish();
    } else if (!network.reset && network.reset_at <= network.now) {
        network.reset = true;
        network_note("                              the peer resets");
    } else if (peer_reads() && network.read_at <= network.now) {
        let_peer_read();
    } else if (stop_time() <= network.now) {
        be_told_to_stop();
    }
}

void network_advance(int64_t to)
{
    for (int64_t next; (next = next_event()) <= to;) {
        network.now = next;
        happen();
    }
    if (to > network.now)
        network.now = to;
}

/* -- waiting --------------------------------------------------------------------------------- */

size_t network_waiting_input(void)
{
    if (network.reset && network.schedule->purges_on_reset)
        return 0;
    return network.arrived - network.received;
}

bool network_readable(void)
{
    return network_waiting_input() > 0 || network.peer_finished || network.read_shut ||
           network.reset;
}

size_t network_send_room(void)
{
    size_t kept = network.accepted - network.read;
    return kept < network.schedule->send_room ? network.schedule->send_room - kept : 0;
}

bool network_writable(void)
{
    return network_send_room() > 0 || network.reset || network.write_shut;
}

/* Waits until the socket is ready (0), the time is over (EAGAIN), or a signal comes (EINTR). */
int network_wait_for(bool (*ready)(void), int64_t until, int64_t interrupted_at)
{
    bool stopping = network.stopping, cut = network.cut;
    while (!ready()) {
        int64_t next = earlier(next_event(), earlier(until, interrupted_at));
        if (next == NEVER) {
            network.stuck = true;
            return EAGAIN;
        }
        if (next == until || next == interrupted_at) {
            network_advance(next);
            return ready() ? 0 : next == until ? EAGAIN : EINTR;
        }
        network.now = next;
        happen();
        if (network.stopping != stopping || network.cut != cut)
            return EINTR; /* the handler has run */
    }
    return 0;
}

/* When a signal without meaning interrupts the wait that begins now. */
int64_t network_interruption(void)
{
    if (network.interruptions >= 20 || !dice_chance(&network.dice, network.schedule->interrupt))
        return NEVER;
    network.interruptions++;
    return network.now + (int64_t)dice_below(&network.dice, (size_t)(20 * MILLISECOND));
}

bool network_wait(bool writing, int64_t until)
{
    if (dice_chance(&network.dice, network.schedule->mislead)) {
        /* select(2), BUGS: it can report "ready" although the next call would block. */
        network_note("select says ready, without a look");
        return true;
    }
    return network_wait_for(writing ? network_writable : network_readable, until,
                            network_interruption()) == 0;
}
