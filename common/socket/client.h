/*
 * client.h - the connected socket: one client, its descriptor, its address, its two buffers.
 *
 *     peer ──► client_receive ──► input ──► a service ──► output ──► client_send ──► peer
 *
 * Nothing else in the program reads from the descriptor, writes to it, or keeps bytes of a client.
 */
#ifndef CLIENT_H
#define CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

enum {
    CLIENT_INPUT_SIZE = 16384, /* the longest request a service can ask to see whole */
    CLIENT_OUTPUT_SIZE = 8192, /* the longest reply that is not a body lying elsewhere in memory */
    CLIENT_SEND_MOST = 65536   /* in one system call */
};

/* What a conversation waits for; conversation.h explains. */
enum client_state {
    CLIENT_RECEIVING, /* the next request, or more of it */
    CLIENT_SENDING,   /* room in the kernel for more of the reply */
    CLIENT_LINGERING, /* the peer's last bytes, to be thrown away */
    CLIENT_ENDED      /* nothing: close it */
};

/* Bytes received and not yet consumed: bytes[start] … bytes[end - 1]. */
struct client_input {
    size_t start, end;
    size_t examined; /* how many of them the service has looked at and left there: not again */
    bool ended;      /* the peer will send no more (it closed, or shut down its sending side) */
    bool timed_out;  /* the server will wait no longer for more */
    bool unread;     /* the peer may still be sending what nobody will read */
    char bytes[CLIENT_INPUT_SIZE];
};

/* Bytes owed to the peer: first bytes[start] … bytes[end - 1], copied here; then body_left bytes of
 * a body that lies elsewhere and is not copied: body[body_at] onwards, and round again from body[0]
 * after body[body_size - 1], so that a block of 64 KiB can be a body of any length. */
struct client_output {
    char bytes[CLIENT_OUTPUT_SIZE];
    size_t start, end;
    const char *body;
    size_t body_size, body_at, body_left;
};

/* The two buffers are at the ends, so that all the rest, and the first bytes of a request, lie together:
 * a client who says nothing has touched one page of memory, and a forked child pays for each page. */
struct client {
    struct client_output output;

    int descriptor;
    struct sockaddr_storage peer;
    socklen_t peer_length;
    unsigned long number;   /* the how-manieth connection of the server this is, from 1 */
    unsigned long requests; /* how many it has sent so far */

    enum client_state state;               /* the rest is the conversation's */
    int64_t deadline;                      /* when the state has lasted too long; clock_now() */
    int64_t accepted;                      /* when it all began */
    size_t sent;                           /* bytes since the deadline was set, while sending */
    bool hang_up;                          /* the service has said its last word */
    const char *ending;                    /* why it ended, in words */
    int64_t receive_timeout, send_timeout; /* what SO_RCVTIMEO and SO_SNDTIMEO are now */

    struct client_input input;
};

/* Accepts the next connection of a listening socket into *client, with empty buffers. Returns 0, or
 * -1 and accept(2)'s errno for accept_verdict(). */
int client_accept(struct client *client, int listener, bool non_blocking);

/* Makes *client empty, without a peer, on a descriptor of any kind (a test's, for example). */
void client_init(struct client *client, int descriptor);

/* Receives what the kernel has, at most what fits. Returns how many bytes; 0 when the peer will
 * send no more; -1 and errno, EAGAIN if nothing came in time. Call it only when there is room.
 * recv(2) */
ssize_t client_receive(struct client *client);

/* Sends output, at most CLIENT_SEND_MOST bytes. Returns how many the kernel took: fewer than there
 * were means that it takes no more now. -1 and errno, EAGAIN if it took none in time. A vanished
 * peer is EPIPE, and no signal: start-up ignores SIGPIPE. writev(2) */
ssize_t client_send(struct client *client);

/* Receives into nowhere: for what the peer sends after the last reply. Returns as client_receive.
 */
ssize_t client_discard(struct client *client);

/* The input: where it is, how long, and taking the first `size` bytes away. */
char *client_input(struct client *client);
size_t client_input_length(const struct client *client);
void client_consume(struct client *client, size_t size);

/* The output: how many bytes are owed, and how many more can be put? */
size_t client_owed(const struct client *client);
size_t client_room(const struct client *client);

/* Adds a copy of bytes to the output, a text, or a number in decimal. What does not fit is left
 * out: services know their sizes, and ask client_room() where they do not. */
void client_put(struct client *client, const void *bytes, size_t size);
void client_put_text(struct client *client, const char *text);
void client_put_number(struct client *client, unsigned long number);

/* Adds, after all that was put, `length` bytes of a body that stays where it is. It must not change
 * or go away before it is sent. If it has only `size` of them, it is repeated, and then `size` is
 * at least CLIENT_SEND_MOST, so that one call sends no more than a part of it twice. */
void client_put_body(struct client *client, const char *body, size_t size, size_t length);

#endif
