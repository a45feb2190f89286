/*
 * session.h - one FTP client: its control connection, its directory, and its transfer, if one runs.
 */
#ifndef SESSION_H
#define SESSION_H

#include "common/server/server.h"
#include "transfer.h"
#include "tree.h"

struct session {
    const struct server *server;
    struct client *control;
    int root;                       /* of the tree: a descriptor */
    char directory[TREE_PATH_SIZE]; /* the client's, in the tree */
    bool anonymous;                 /* what the client sent as USER */
    bool logged_in;
    bool binary; /* TYPE I */
    bool quit;   /* the session ends as soon as its transfer has ended */
    struct transfer transfer;
};

/* Serves the client on `control` until it leaves, or is silent for too long, or the server stops. */
void session_run(const struct server *server, struct client *control, int root);

/* Adds one line to the replies: a code of RFC 959 section 4.2 and, as printf does, a text. */
void session_reply(struct session *session, int code, const char *format, ...);

/* Does what one line says, and replies. */
void session_command(struct session *session, char *line);

#endif
