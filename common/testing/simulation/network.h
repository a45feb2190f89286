/*
 * network.h - a simulated peer, kernel and clock: one connected socket, driven by a schedule.
 *
 *     conversation.c, client.c ──► network_recv, network_writev … ──► bytes, time and faults from
 *     (in subject.c)                                                  the schedule
 *
 * No call here waits. A call that would block moves the clock on to the next event: the peer sends, reads
 * or leaves, a signal comes, the socket's own timeout is over.
 */
#ifndef NETWORK_H
#define NETWORK_H

#include "schedule.h"

#include <stdio.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

enum { NETWORK_DESCRIPTOR = 7, NETWORK_OUTPUT = 6 * 1024 * 1024 };

/* A call, and its result. */
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
    int detail;    /* shutdown(2): how */
    int64_t began; /* network.now at the beginning of the call */
    bool at_once;  /* the call never waits (non-blocking), or did not have to wait */
};

struct network {
    const struct schedule *schedule;
    bool blocking;
    uint64_t dice;
    int64_t now;
    int64_t held_up; /* how long, in all, this program did not get the processor */

    size_t arrived, received; /* of schedule->bytes: in the kernel; given to the program */
    unsigned next_arrival;
    bool peer_finished, peer_closed, reset, reset_told;
    int64_t reset_at;

    size_t accepted, read; /* of output: by the kernel; by the peer */
    int64_t read_at;       /* when the peer reads next, if it reads in periods */
    char output[NETWORK_OUTPUT];

    bool write_shut, read_shut;
    int64_t receive_timeout, send_timeout; /* SO_RCVTIMEO, SO_SNDTIMEO; INT64_MAX: none */

    bool watched, spared, stopping, cut; /* stop.h: its flags; and the grace period is over */

    unsigned calls, interruptions, clock_reads; /* clock_reads: since the last call */
    bool stuck;                                 /* it waits for an event that will never come */

    size_t spoil_at; /* for the checks' own tests, a wrong network: it changes this byte … */
    bool swallow;    /* … and loses every second piece */

    void (*observe)(const struct call *call); /* gets every call */
    FILE *log;                                /* gets a line for each event; or NULL */
};

extern struct network network;

/* A fresh connection. The schedule decides its bytes and its faults. */
void network_begin(const struct schedule *schedule, bool blocking);

/* Writes a line to the log, if there is one, with the time in front. */
void network_note(const char *format, ...);

/* Lets time pass, with all events of that time. */
void network_advance(int64_t to);

/* What select(2) does for one socket: whether it becomes readable, or writable, before `until`. */
bool network_wait(bool writing, int64_t until);

/* The code under test calls these instead of the functions whose names they have. */
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

/* For network_calls.c: how much there is to receive, how much room there is to send, whether a call could go
 * on at once; waiting for that (0, EAGAIN if the time is over first, EINTR); and when a signal without meaning
 * will come (INT64_MAX: never). */
size_t network_waiting_input(void);
size_t network_send_room(void);
bool network_readable(void);
bool network_writable(void);
int network_wait_for(bool (*ready)(void), int64_t until, int64_t interrupted_at);
int64_t network_interruption(void);

#endif
