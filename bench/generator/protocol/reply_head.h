/*
 * reply_head.h - the lines before a reply's body: what they say of its status and its length.
 */
#ifndef REPLY_HEAD_H
#define REPLY_HEAD_H

#include "reply.h"

/* The first fault is the one that is reported. */
void reply_blame(struct reply *reply, enum reply_fault fault);

/* "HTTP/1.1 200 OK". False: that is no HTTP. RFC 9112 section 4 */
bool reply_head_status(struct reply *reply, const char *line, size_t size);

/* "Name: value", RFC 9112 section 5. */
void reply_head_field(struct reply *reply, const char *line, size_t size);

/* The empty line at the head's end: decides where the body ends, and what is read next. RFC 9112
 * section 6.3 */
enum reply_progress reply_head_end(struct reply *reply);

#endif
