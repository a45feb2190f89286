/*
 * transfer.h - the second channel: a connection for one file or one listing.
 *
 *     PASV ─► transfer_listen ─► RETR: transfer_begin ─► transfer_step, step, step ─► done or failed
 *             the server listens       the first step accepts the client's connection
 *
 * No step waits: the session watches this channel and the one for the commands with one poll().
 */
#ifndef TRANSFER_H
#define TRANSFER_H

#include "common/socket/client.h"

#include <poll.h>

enum transfer_result {
    TRANSFER_RUNNING,
    TRANSFER_DONE,    /* complete; transfer_end() closes, which tells the other end */
    TRANSFER_BROKEN,  /* the data connection has failed */
    TRANSFER_NO_SPACE /* we could not write or read the file */
};

struct transfer {
    int listener;      /* waits for the one connection; -1: it has come, or no PASV or EPSV came */
    int data;          /* the connection; -1: not yet */
    int file;          /* what we transfer; -1: a listing */
    bool running;      /* between transfer_begin() and transfer_end() */
    bool upload;       /* from the client */
    char *bytes;       /* a listing, or a block of the file */
    size_t start, end; /* bytes[start] ... bytes[end - 1] */
    unsigned long long total; /* bytes transferred so far */
};

/* Nothing is open, nothing runs. */
void transfer_init(struct transfer *transfer);

/* Listens for a data connection on the address at which the control connection arrived; timeout in
 * nanoseconds. Closes an earlier listener. Returns 0, or -1 and errno. */
int transfer_listen(struct transfer *transfer, int control, int64_t timeout);

/* Begins to send a listing (from malloc), or to send or receive a file (a descriptor). From now on the
 * transfer frees or closes it. False: not enough memory, and nothing has begun. */
bool transfer_begin(struct transfer *transfer, int file, bool upload, char *listing, size_t length);

/* What the transfer waits for; a negative descriptor if none runs. */
struct pollfd transfer_interest(const struct transfer *transfer);

/* Does as much as it can without waiting. `control`: only its peer may connect. */
enum transfer_result transfer_step(struct transfer *transfer, const struct client *control);

/* Closes and frees everything, in the middle or at the end. */
void transfer_end(struct transfer *transfer);

#endif
