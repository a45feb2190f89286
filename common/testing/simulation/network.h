/*
 * network.h - a peer, a kernel and a clock that are none: one connected socket as a schedule has it.
 *
 *     conversation.c, client.c ──► network_recv, network_writev … ──► bytes, time and faults, as
 *     (in subject.c)                                                  the schedule wants them
 *
 * No call here waits. A call that would block lets the clock go on to the next thing that happens:
 * the peer sends, reads or leaves, a signal strikes, the socket's own timeout is over.
 */
#ifndef NETWORK_H
#define NETWORK_H

#include "schedule.h"

#include <stdio.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

enum { NETWORK_DESCRIPTOR = 7, NETWORK_OUTPUT = 6 * 1024 * 1024 };

/* What was called, and what came of it. */
enum call_name {
    CALL_RECV,
    CALL_WRITEV,
    CALL_SHUTDOWN,
    CALL_RESET_ON_CLOSE,
    CALL_TIMEOUT,
    CALL_CLOCK
};

struct call {
    enum call_name name;
    int descriptor;
    size_t asked;   /* bytes */
    ssize_t result; /* -1: see error */
    int error;
    int detail;    /* of shutdown: how */
    int64_t began; /* network.now, when it was called; by now it may be later */
    bool at_once;  /* it never waits (non-blocking), or it had nothing to wait for */
};

struct network {
    const struct schedule *schedule;
    bool blocking;
    uint64_t dice;
    int64_t now;
    int64_t held_up; /* for so long, in all, this program did not get its turn */

    size_t arrived, received; /* of schedule->bytes: in the kernel, and handed over */
    unsigned next_arrival;
    bool peer_finished, peer_closed, reset, reset_told;
    int64_t reset_at;

    size_t accepted, read; /* of output: by the kernel, and of that by the peer */
    int64_t read_at;       /* when the peer reads next, if it reads in periods */
    char output[NETWORK_OUTPUT];

    bool write_shut, read_shut;
    int64_t receive_timeout, send_timeout; /* SO_RCVTIMEO, SO_SNDTIMEO; INT64_MAX: none */

    bool watched, spared, stopping, cut; /* stop.h: its flags, and that the grace is over */

    unsigned calls, interruptions, clock_reads; /* clock_reads: since the last call */
    bool stuck;                                 /* it waits for what will never come */

    size_t spoil_at; /* a wrong network, for the checks' own tests: the byte that it changes … */
    bool swallow;    /* … and whether it loses every second thing it is given */

    void (*observe)(const struct call *call); /* is told of every call */
    FILE *log;                                /* where to write what happens, or NULL */
};

extern struct network network;

/* A connection just accepted, whose bytes and faults the schedule decides. */
void network_begin(const struct schedule *schedule, bool blocking);

/* Writes a line to the log, if there is one, with the time before it. */
void network_note(const char *format, ...);

/* Lets time pass, and happen what happens meanwhile. */
void network_advance(int64_t to);

/* What select(2) does for one socket: whether it is readable, or writable, before `until`. */
bool network_wait(bool writing, int64_t until);

/* What the code under test calls, instead of the functions whose names they have. */
ssize_t network_recv(int descriptor, void *to, size_t size, int flags);
ssize_t network_writev(int descriptor, const struct iovec *pieces, int count);
int network_shutdown(int descriptor, int how);
int network_setsockopt(int descriptor, int level, int name, const void *value, socklen_t size);
int64_t network_clock(void);
bool network_stop_requested(void);
void network_stop_watch(int descriptor);
void network_stop_spare(int descriptor);
void network_stop_forget(int descriptor);
bool network_accept_inherits_timeouts(void);

/* For network_calls.c: what is there to receive, what room there is to send, whether a call would
 * go on at once; waiting for that (0, EAGAIN if the time comes first, EINTR); and when a signal that
 * means nothing will strike (INT64_MAX: it will not). */
size_t network_waiting_input(void);
size_t network_send_room(void);
bool network_readable(void);
bool network_writable(void);
int network_wait_for(bool (*ready)(void), int64_t until, int64_t interrupted_at);
int64_t network_interruption(void);

#endif
