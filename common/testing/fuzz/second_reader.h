/*
 * second_reader.h - reads requests and replies from the bytes, slowly and plainly, for http_turns.c: it shares
 * no line with the service that it judges.
 */
#ifndef SECOND_READER_H
#define SECOND_READER_H

#include "message.h"

/* A request as it stands in the input. */
struct second_request {
    bool get, head, known; /* the method: GET, HEAD, or one that exists */
    bool plain;            /* so ordinary that no reply may reject it */
    bool old, body, close, keep_alive, condition, range;
    unsigned hosts, lengths, codings;
};

struct second_reply {
    long status, length;
    size_t head; /* its bytes, with the empty line */
    bool close, date, allow, tag, location, range;
};

/* Reads bytes that must be exactly one request head. False if they are not. */
bool second_read_request(struct second_request *request, struct text rest);

/* Whether these bytes can still become a request, with the right bytes after them. */
bool second_may_become_request(struct text given);

/* Reads a reply's head. False if it is none. */
bool second_read_reply(struct second_reply *reply, struct text rest);

#endif
