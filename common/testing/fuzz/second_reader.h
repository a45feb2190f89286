/*
 * second_reader.h - requests and replies read anew from the bytes, slowly and plainly: the reader
 * in http_turns.c shares no line with the service that it judges.
 */
#ifndef SECOND_READER_H
#define SECOND_READER_H

#include "message.h"

/* A request as it stands in the input. */
struct second_request {
    bool get, head, known; /* the method: one that this server has, or one that exists */
    bool plain;            /* so ordinary that nothing can be said against it */
    bool old, body, close, keep_alive, condition, range;
    unsigned hosts, lengths, codings;
};

struct second_reply {
    long status, length;
    size_t head; /* bytes, with the empty line */
    bool close, date, allow, tag, location, range;
};

/* Reads what must be a whole request head and nothing more. False if anything is wrong with it. */
bool second_read_request(struct second_request *request, struct text rest);

/* Whether these bytes can still become a request, whatever comes after them. */
bool second_may_become_request(struct text given);

/* Reads a reply's head. False unless it is one. */
bool second_read_reply(struct second_reply *reply, struct text rest);

#endif
