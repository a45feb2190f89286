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

/* What a conversation waits for (server/conversation.h). */
enum client_state {
    CLIENT_RECEIVING, /* the next request, or more of it */
    CLIENT_SENDING,   /* room in the kernel for more of the reply */
    CLIENT_LINGERING, /* the peer's last bytes, which we throw away */
    CLIENT_ENDED      /* nothing: close the client */
};

/* Bytes received and not yet consumed: bytes[start] … bytes[end - 1]. */
struct client_input {
    size_t start, end;
    size_t examined; /* how many of them the service has looked at already without finding an end */
    bool ended;      /* the peer will send no more: it closed, or shut down its sending side */
    bool timed_out;  /* the deadline has passed: the server waits for no more input */
    bool unread;     /* the peer may still be sending bytes that the service will not read */
    char bytes[CLIENT_INPUT_SIZE];
};

/* Bytes owed to the peer. First the copied ones, bytes[start] … bytes[end - 1]. Then body_left bytes of
 * a body that lies elsewhere and is not copied: from body[body_at] on, and after body[body_size - 1]
 * again from body[0], so that a block of 64 KiB can serve as a body of any length. */
struct client_output {
    char bytes[CLIENT_OUTPUT_SIZE];
    size_t start, end;
    const char *body;
    size_t body_size, body_at, body_left;
};

struct client {
    struct client_output output; /* first, and input last: see notes/performance.md */

    int descriptor;
    struct sockaddr_storage peer;
    socklen_t peer_length;
    unsigned long number;   /* serial number of this connection, from 1 */
    unsigned long requests; /* how many requests it has sent so far */

    enum client_state state;               /* from here on: the conversation's */
    int64_t deadline;                      /* until when the state may last, on clock_now() */
    int64_t accepted;                      /* when it was accepted */
    size_t sent;                           /* bytes since the deadline was set, while sending */
    int64_t linger;                        /* how long to linger at the end, where it is needed */
    bool hang_up;                          /* the service has said its last word */
    const char *ending;                    /* why it ended, in words */
    int64_t receive_timeout, send_timeout; /* what SO_RCVTIMEO and SO_SNDTIMEO are now */

    struct client_input input;
};

/* Accepts the next connection of a listening socket into *client and empties its buffers. Returns 0, or
 * -1 and the errno of accept(2), for accept_verdict(). */
int client_accept(struct client *client, int listener, bool non_blocking);

/* Empties *client and gives it this descriptor, of any kind, without a peer address (for tests). */
void client_init(struct client *client, int descriptor);

/* Receives what the kernel has, at most what fits into the input. Returns the number of bytes; 0 when the
 * peer will send no more; -1 and errno, EAGAIN if nothing came in time. Call it only when there is room.
 * recv(2) */
ssize_t client_receive(struct client *client);

/* Sends output, at most CLIENT_SEND_MOST bytes. Returns how many bytes the kernel took: if fewer than
 * there were, it has no room for more now. Or -1 and errno: EAGAIN if it took none in time, EPIPE if the
 * peer has gone (and no SIGPIPE: stop_install() ignores that signal). writev(2) */
ssize_t client_send(struct client *client);

/* Receives and throws away, for what the peer sends after the last reply. Returns as client_receive. */
ssize_t client_discard(struct client *client);

/* The input: where it begins, how many bytes, and taking the first `size` of them away. */
char *client_input(struct client *client);
size_t client_input_length(const struct client *client);
void client_consume(struct client *client, size_t size);

/* The output: how many bytes we owe, and how many more fit. */
size_t client_owed(const struct client *client);
size_t client_room(const struct client *client);

/* Adds to the output a copy of these bytes, a text, or a number in decimal. Bytes that do not fit are left
 * out: a service knows the size of its output, or asks client_room() first. */
void client_put(struct client *client, const void *bytes, size_t size);
void client_put_text(struct client *client, const char *text);
void client_put_number(struct client *client, unsigned long number);

/* Adds, after all that was put, `length` bytes of a body that stays where it is. The body must not
 * change or go away before it is sent. If `size` is less than `length` the body is repeated; then `size`
 * is at least CLIENT_SEND_MOST, so that one call to writev() needs three pieces at most. */
void client_put_body(struct client *client, const char *body, size_t size, size_t length);

#endif
