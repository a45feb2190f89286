/*
 * reply.h - is this reply right? Bytes in, cut in any way; a verdict out. No socket is touched.
 *
 * A benchmark that does not look at the replies rates a server highest that answers nonsense, or
 * "503", quickly. So every reply is checked: its status, its length, and its bytes where they are
 * known.
 *
 *     STATUS_LINE ─► FIELDS ─┬─► BODY ─► done            Content-Length, or the connection's end
 *        ▲             │     └─► CHUNK_SIZE ─► CHUNK ─► CHUNK_END ─┐ Transfer-Encoding: chunked
 *        └── 1xx ──────┘            ▲ │  └────────────────────────┘
 *                                     └─► TRAILER ─► done
 */
#ifndef REPLY_H
#define REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { REPLY_LINE_SIZE = 1024, REPLY_SAMPLE_SIZE = 65536, REPLY_LAST_SIZE = 1024 };

/* What the generator knows of the replies so far. All zero: nothing. */
struct reply_sample {
    bool any_body; /* each may have another; else each must have the same, */
    bool known;    /* which is taken from the first good reply that came in one piece */
    size_t length;
    char bytes[REPLY_SAMPLE_SIZE];

    /* The last good reply, head and body, if it came in one piece and is short. The same bytes are
     * as good as that, and need not be read again: the next replies mostly differ by their Date, once
     * a second. */
    size_t last_length; /* 0: there is none */
    bool last_closing;
    char last[REPLY_LAST_SIZE];
};

enum reply_fault {
    REPLY_RIGHT,
    REPLY_WRONG_STATUS, /* not "HTTP/1.x 2xx" */
    REPLY_WRONG_LENGTH, /* how long it is cannot be known, or there are more bytes than it says */
    REPLY_WRONG_BYTES   /* not those that were expected */
};

enum reply_progress {
    REPLY_MORE,  /* it is not complete */
    REPLY_DONE,  /* it is, and the connection could go on: see fault */
    REPLY_BROKEN /* where it ends cannot be known: see fault */
};

enum reply_part {
    REPLY_STATUS_LINE,
    REPLY_FIELDS,
    REPLY_BODY,
    REPLY_CHUNK_SIZE,
    REPLY_CHUNK,
    REPLY_CHUNK_END, /* the end of line behind a chunk */
    REPLY_TRAILER
};

struct reply {
    enum reply_fault fault;
    bool closing; /* the server has said that it will close the connection */

    /* The rest is reply.c's and reply_head.c's. */
    enum reply_part part;
    unsigned status;
    bool bodiless;            /* it answers HEAD */
    bool old, keep_alive;     /* HTTP/1.0; which closes the connection unless it says otherwise */
    bool has_length, unclear; /* there is a Content-Length; it is none, or there are two */
    bool coded, chunked;      /* there is a Transfer-Encoding; its last coding is "chunked" */
    bool to_the_end;          /* the body ends where the connection does */
    bool learning;            /* the sample */
    uint64_t length;          /* of the body, or of the chunk: so much is still to come */
    uint64_t received;        /* of the body */
    const char *expected;     /* the body's bytes, NULL: any will do; */
    uint64_t expected_length;
    struct reply_sample *sample; /* where to learn them, or NULL: nothing is known */
    size_t line_length;          /* a line of which the end has not come */
    char line[REPLY_LINE_SIZE];
};

/* The next bytes will be an HTTP reply (RFC 9112) to a GET; bodiless: to a HEAD. sample: what is
 * known of the others, and can be learned from it; NULL: any body of the right length will do. */
void reply_begin_http(struct reply *reply, struct reply_sample *sample, bool bodiless);

/* The next bytes will be those `length` bytes again (RFC 862). */
void reply_begin_echo(struct reply *reply, const char *sent, size_t length);

/* Takes the next `length` received bytes. *used is how many belong to this reply: all of them, but
 * for those after its end. */
enum reply_progress reply_read(struct reply *reply, const char *bytes, size_t length, size_t *used);

/* The server has closed the connection. Returns whether that was the end of the reply. */
bool reply_end(struct reply *reply);

#endif
