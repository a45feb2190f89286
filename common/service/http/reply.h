/*
 * reply.h - from an answer to bytes: status line, header fields, body. RFC 9112 sections 4
 * and 6.
 */
#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H

#include "request.h"
#include "common/service/service.h"

struct http_reply {
    unsigned status;    /* 200, 404 … */
    const char *type;   /* Content-Type */
    const char *fields; /* more header fields, each with its CRLF, or NULL */
    const char *body;
    size_t size;   /* of the body in memory; it is repeated */
    size_t length; /* until so much of it is sent */
    bool lasting;  /* the body stays where it is, so it need not be copied */
};

/* Puts the whole reply into the client's output; for HEAD, all but the body. Says "Connection:
 * close" unless request->persistent, or if the server is stopping. A body that is not lasting must
 * fit into the output. */
void http_reply_put(struct client *client, const struct context *context,
                    const struct http_request *request, const struct http_reply *reply);

/* A reply of plain text, which is copied. */
void http_reply_text(struct client *client, const struct context *context,
                     const struct http_request *request, unsigned status, const char *text);

/* A reply that says its status in words, with more header fields (or NULL). */
void http_reply_status(struct client *client, const struct context *context,
                       const struct http_request *request, unsigned status, const char *fields);

/* The same for an error, with the header fields that it must have. */
void http_reply_error(struct client *client, const struct context *context,
                      const struct http_request *request, unsigned status);

#endif
