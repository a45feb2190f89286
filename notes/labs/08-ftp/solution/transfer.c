/* transfer.c - listens, accepts a data connection from the client's host only, and copies step by step. */
#include "transfer.h"

#include "common/socket/listener.h"
#include "common/socket/platform.h"
#include "common/server/stop.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 65536 };

void transfer_init(struct transfer *transfer)
{
    *transfer = (struct transfer){.listener = -1, .data = -1, .file = -1};
}

static void close_one(int *descriptor)
{
    if (*descriptor != -1) {
        stop_forget(*descriptor);
        close(*descriptor);
    }
    *descriptor = -1;
}

static void set_port(struct sockaddr_storage *address, in_port_t port)
{
    if (address->ss_family == AF_INET6)
        ((struct sockaddr_in6 *)address)->sin6_port = port;
    else
        ((struct sockaddr_in *)address)->sin_port = port;
}

/* [listen] */
int transfer_listen(struct transfer *transfer, int control, int64_t timeout)
{
    struct sockaddr_storage address = {0};
    socklen_t length = sizeof address;

    close_one(&transfer->listener);
    /* Not on every address of this machine: the client can reach this one, and that is enough. */
    if (getsockname(control, (struct sockaddr *)&address, &length) == -1)
        return -1;
    set_port(&address, 0); /* any free one */
    struct addrinfo where = {.ai_family = address.ss_family,
                             .ai_socktype = SOCK_STREAM,
                             .ai_addr = (struct sockaddr *)&address,
                             .ai_addrlen = length};
    transfer->listener = listener_open(&where, 1, timeout);
    if (transfer->listener == -1)
        return -1;
    /* A connection can be gone again between poll() and accept(), which must not wait then. */
    fcntl(transfer->listener, F_SETFL, O_NONBLOCK);
    return 0;
}
/* [/listen] */

/* [begin] */
bool transfer_begin(struct transfer *transfer, int file, bool upload, char *listing, size_t length)
{
    char *bytes = listing != NULL ? listing : malloc(BLOCK);
    if (bytes == NULL)
        return false;
    transfer->file = file;
    transfer->upload = upload;
    transfer->bytes = bytes;
    transfer->start = 0;
    transfer->end = listing != NULL ? length : 0;
    transfer->total = 0;
    transfer->running = true;
    return true;
}
/* [/begin] */

/* [interest] */
struct pollfd transfer_interest(const struct transfer *transfer)
{
    struct pollfd interest = {.fd = -1, .events = POLLIN};
    if (transfer->running)
        interest.fd = transfer->data != -1 ? transfer->data : transfer->listener;
    if (transfer->data != -1 && !transfer->upload)
        interest.events = POLLOUT;
    return interest;
}
/* [/interest] */

/* [steps] */
static bool same_host(const struct sockaddr_storage *one, const struct sockaddr_storage *other)
{
    if (one->ss_family != other->ss_family)
        return false;
    if (one->ss_family == AF_INET6)
        return memcmp(&((const struct sockaddr_in6 *)one)->sin6_addr,
                      &((const struct sockaddr_in6 *)other)->sin6_addr,
                      sizeof(struct in6_addr)) == 0;
    return ((const struct sockaddr_in *)one)->sin_addr.s_addr ==
           ((const struct sockaddr_in *)other)->sin_addr.s_addr;
}

static enum transfer_result accept_data(struct transfer *transfer, const struct client *control)
{
    struct sockaddr_storage peer = {0};
    socklen_t length = sizeof peer;
    int data = platform_accept(transfer->listener, (struct sockaddr *)&peer, &length, true);

    if (data == -1)
        return accept_verdict(errno) == ACCEPT_FATAL ? TRANSFER_BROKEN : TRANSFER_RUNNING;
    /* Else any host that guesses the port first gets this client's file (RFC 2577 section 5). */
    if (!same_host(&peer, &control->peer)) {
        close(data);
        return TRANSFER_RUNNING;
    }
    close_one(&transfer->listener);
    transfer->data = data;
    stop_spare(data); /* a server that must stop finishes this transfer, within the grace period */
    return TRANSFER_RUNNING;
}

/* Whether recv or send would have had to wait. */
static bool not_now(ssize_t result)
{
    return result == -1 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
}

static enum transfer_result receive_some(struct transfer *transfer)
{
    ssize_t received = recv(transfer->data, transfer->bytes, BLOCK, 0);
    if (not_now(received))
        return TRANSFER_RUNNING;
    if (received == -1)
        return TRANSFER_BROKEN;
    if (received == 0) { /* the end of the file is the end of the connection */
        int file = transfer->file;
        transfer->file = -1;
        return close(file) == 0 ? TRANSFER_DONE : TRANSFER_NO_SPACE; /* NFS may fail only here */
    }
    transfer->total += (unsigned long long)received;
    for (char *at = transfer->bytes; received > 0;) {
        ssize_t written = write(transfer->file, at, (size_t)received);
        if (written == -1 && errno != EINTR)
            return TRANSFER_NO_SPACE;
        if (written > 0) {
            at += written;
            received -= written;
        }
    }
    return TRANSFER_RUNNING;
}

static enum transfer_result send_some(struct transfer *transfer)
{
    if (transfer->start == transfer->end) {
        ssize_t got = transfer->file != -1 ? read(transfer->file, transfer->bytes, BLOCK) : 0;
        if (got <= 0)
            return got == 0 ? TRANSFER_DONE : TRANSFER_NO_SPACE;
        transfer->start = 0;
        transfer->end = (size_t)got;
    }
    ssize_t sent =
        send(transfer->data, transfer->bytes + transfer->start, transfer->end - transfer->start, 0);
    if (not_now(sent))
        return TRANSFER_RUNNING;
    if (sent == -1)
        return TRANSFER_BROKEN;
    transfer->start += (size_t)sent;
    transfer->total += (unsigned long long)sent;
    return TRANSFER_RUNNING;
}
/* [/steps] */

/* [step] */
enum transfer_result transfer_step(struct transfer *transfer, const struct client *control)
{
    if (transfer->data == -1)
        return accept_data(transfer, control);
    return transfer->upload ? receive_some(transfer) : send_some(transfer);
}
/* [/step] */

void transfer_end(struct transfer *transfer)
{
    /* [end] */
    close_one(&transfer->listener);
    close_one(&transfer->data); /* for a download this is how the client sees the end */
    if (transfer->file != -1)
        close(transfer->file);
    free(transfer->bytes);
    /* [/end] */
    transfer_init(transfer);
}
