/*
 * reply.h - from an answer to bytes: status line, header fields, body (RFC 9112 sections 4 and 6).
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
    size_t size;   /* of the body in memory */
    size_t length; /* of the body that is sent; if it exceeds size, the body is repeated */
    bool lasting;  /* the body stays where it is, so it is not copied */
};

/* Puts the whole reply into the client's output; for HEAD, all except the body. It has "Connection: close"
 * if the request is not persistent or the server is stopping. A body that is not lasting must fit into the
 * output. */
void http_reply_put(struct client *client, const struct context *context,
                    const struct http_request *request, const struct http_reply *reply);

/* A reply of plain text, which is copied into the output. */
void http_reply_text(struct client *client, const struct context *context,
                     const struct http_request *request, unsigned status, const char *text);

/* A reply whose body is its status in words, with these additional header fields (or NULL). */
void http_reply_status(struct client *client, const struct context *context,
                       const struct http_request *request, unsigned status, const char *fields);

/* The same for an error, with the header fields that this status requires. */
void http_reply_error(struct client *client, const struct context *context,
                      const struct http_request *request, unsigned status);

#endif
