/* network_calls.c - simulated recv(), writev(), shutdown() and others, which the code under test calls. */
#include "network.h"

#include "common/socket/clock.h"

#include <errno.h>
#include <string.h>

#define NEVER        INT64_MAX
#define MICROSECONDS INT64_C(1000)

static int64_t after(int64_t span)
{
    return span == NEVER ? NEVER : network.now + span;
}

static struct call begin_call(enum call_name name, int descriptor, size_t asked)
{
    network.clock_reads = 0;
    network.calls++;
    network_advance(network.now + 1 + (int64_t)dice_below(&network.dice, 5 * MICROSECONDS));
    return (struct call){.name = name,
                         .descriptor = descriptor,
                         .asked = asked,
                         .began = network.now,
                         .at_once = true};
}

static ssize_t finish_call(struct call *call, ssize_t result, int error)
{
    static const char *const names[] = {"recv", "writev", "shutdown", "setsockopt(SO_LINGER)",
                                        "setsockopt(timeout)"};
    call->result = result;
    call->error = result == -1 ? error : 0;
    if (network.log != NULL && result == -1)
        network_note("%s(%zu): %s", names[call->name], call->asked, strerror(error));
    else if (network.log != NULL)
        network_note("%s(%zu) = %zd", names[call->name], call->asked, result);
    network.observe(call);
    errno = error;
    return result;
}

static size_t shortened(size_t size)
{
    if (size > 1 && dice_chance(&network.dice, network.schedule->shorten))
        return 1 + dice_below(&network.dice, dice_chance(&network.dice, 50) ? size : 2);
    return size;
}

static bool fails(void)
{
    return network.calls == network.schedule->fail_at;
}

/* After a reset the first call gets the error; later calls find a connection that has ended. */
static int reset_error(int later)
{
    int error = network.reset_told ? later : ECONNRESET;
    network.reset_told = true;
    return error;
}

/* Waits, if the socket blocks. Returns 0, EAGAIN or EINTR. */
static int block(struct call *call, bool (*ready)(void), int64_t timeout)
{
    if (ready())
        return dice_chance(&network.dice, 50) && network_interruption() != NEVER ? EINTR : 0;
    if (!network.blocking)
        return EAGAIN;
    call->at_once = false;
    return network_wait_for(ready, after(timeout), network_interruption());
}

ssize_t network_recv(int descriptor, void *to, size_t size, int flags)
{
    struct call call = begin_call(CALL_RECV, descriptor, size);
    (void)flags;
    if (fails())
        return finish_call(&call, -1, network.schedule->failure);
    int error = block(&call, network_readable, network.receive_timeout);
    if (error != 0)
        return finish_call(&call, -1, error);
    size_t waiting = network_waiting_input();
    if (waiting > 0) {
        size_t taken = shortened(waiting < size ? waiting : size);
        memcpy(to, network.schedule->bytes + network.received, taken);
        network.received += taken;
        return finish_call(&call, (ssize_t)taken, 0);
    }
    if (network.reset && (error = reset_error(0)) != 0)
        return finish_call(&call, -1, error);
    return finish_call(&call, 0, 0);
}

/* Takes a number of bytes from the pieces, from an offset on. */
static void accept_output(const struct iovec *piece, size_t offset, size_t size)
{
    for (; size > 0; piece++) {
        if (offset >= piece->iov_len) {
            offset -= piece->iov_len;
            continue;
        }
        size_t part = piece->iov_len - offset < size ? piece->iov_len - offset : size;
        if (part > NETWORK_OUTPUT - network.accepted) {
            network.stuck = true; /* more output than any schedule asks for */
            return;
        }
        memcpy(network.output + network.accepted, (char *)piece->iov_base + offset, part);
        network.accepted += part;
        if (network.spoil_at >= network.accepted - part && network.spoil_at < network.accepted)
            network.output[network.spoil_at] ^= network.spoil_at > 0;
        size -= part;
        offset = 0;
    }
    if (network.read_at < network.now)
        network.read_at = network.now;
    if (network.peer_closed && network.reset_at == NEVER)
        network.reset_at = network.now + 50 * MICROSECONDS;
    network_advance(network.now); /* a peer that reads at once */
}

static int write_error(void)
{
    if (network.reset)
        return reset_error(EPIPE);
    return network.write_shut ? EPIPE : 0;
}

ssize_t network_writev(int descriptor, const struct iovec *pieces, int count)
{
    size_t size = 0, taken = 0;
    for (int i = 0; i < count; i++)
        size += pieces[i].iov_len;
    struct call call = begin_call(CALL_WRITEV, descriptor, size);
    size_t wanted = shortened(size);
    int64_t until = network.send_timeout == NEVER ? NEVER : network.now + network.send_timeout;
    int error = fails() ? network.schedule->failure : 0;

    /* A blocking call takes everything, unless the time, a signal or the peer ends it. */
    while (error == 0 && taken < wanted) {
        error = block(&call, network_writable, until == NEVER ? NEVER : until - network.now);
        if (error == 0)
            error = write_error();
        if (error == 0) {
            size_t part =
                network_send_room() < wanted - taken ? network_send_room() : wanted - taken;
            if (!network.swallow || network.calls % 2 == 0)
                accept_output(pieces, taken, part);
            taken += part;
        }
    }
    return taken > 0 ? finish_call(&call, (ssize_t)taken, 0) : finish_call(&call, -1, error);
}

int network_shutdown(int descriptor, int how)
{
    struct call call = begin_call(CALL_SHUTDOWN, descriptor, 0);
    call.detail = how;
    if (network.reset)
        return (int)finish_call(&call, -1, ENOTCONN);
    network.write_shut |= how != SHUT_RD;
    network.read_shut |= how != SHUT_WR;
    return (int)finish_call(&call, 0, 0);
}

int network_setsockopt(int descriptor, int level, int name, const void *value, socklen_t size)
{
    struct call call =
        begin_call(name == SO_LINGER ? CALL_RESET_ON_CLOSE : CALL_TIMEOUT, descriptor, 0);
    struct timeval limit;
    (void)level;
    if (name != SO_LINGER && size == sizeof limit) {
        memcpy(&limit, value, sizeof limit);
        int64_t span = limit.tv_sec * NANOSECONDS + limit.tv_usec * MICROSECONDS;
        call.asked = (size_t)(span / MICROSECONDS);
        *(name == SO_RCVTIMEO ? &network.receive_timeout : &network.send_timeout) =
            span == 0 ? NEVER : span;
    }
    return (int)finish_call(&call, 0, 0);
}

int64_t network_clock(void)
{
    if (++network.clock_reads > 1000) { /* no other call: it waits by reading the clock */
        network.stuck = true;
        network.observe(&(struct call){.name = CALL_CLOCK, .descriptor = NETWORK_DESCRIPTOR});
    }
    if (dice_chance(&network.dice, network.schedule->hold_up)) {
        int64_t span = (int64_t)dice_below(&network.dice, (size_t)(50 * MILLISECOND));
        network.held_up += span;
        network_advance(network.now + span);
    }
    return network.now;
}

bool network_stop_requested(void)
{
    return network.stopping;
}

void network_stop_watch(int descriptor)
{
    network.watched = descriptor == NETWORK_DESCRIPTOR;
    network.spared = false;
    network.read_shut |= network.watched && network.stopping;
}

void network_stop_spare(int descriptor)
{
    network.spared = descriptor == NETWORK_DESCRIPTOR;
}

void network_stop_forget(int descriptor)
{
    if (descriptor == NETWORK_DESCRIPTOR)
        network.watched = false;
}

bool network_accept_inherits_timeouts(void)
{
    return network.schedule->inherits_timeouts;
}
