/*
 * client.c - asks an HTTP server for one page, and gives up when the deadline is over, whatever the server does.
 *
 *     dial ──► send_all ──► receive_line, receive_line … ──► receive_body ──► standard output
 *                               │                                │
 *                               └────────── receive_more ────────┘     bytes come in any pieces
 *
 * usage: client [-t SECONDS] [-c SECONDS] [-p] HOST PORT PATH
 *   -t  until the whole reply must be here (10)      -c  for the connection to one address (1)
 *   -p  POST: standard input is the body of the request
 * Exit status: 0, the reply is whole; 1, it is not, and standard error says why; 2, wrong usage.
 */
#include "common/socket/clock.h"
#include "common/socket/numbers.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netdb.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_LINE = 4096, MOST_BODY = 16 << 20 };

static int64_t deadline; /* of all that the client does: a moment on clock_now() */
static int64_t patience = 10 * NANOSECONDS, connect_patience = NANOSECONDS;

/* What has come from the server and is not used yet: bytes[start] to bytes[end - 1]. */
struct connection {
    int descriptor;
    char bytes[16384];
    size_t start, end;
};

/* [wait-for] */
/* Waits until the descriptor is ready for `events` (POLLIN, POLLOUT). Returns false at the moment `until`, with errno
 * ETIMEDOUT. */
static bool wait_for(int descriptor, short events, int64_t until)
{
    struct pollfd ready = {.fd = descriptor, .events = events};
    for (int64_t left; (left = until - clock_now()) > 0;)
        if (poll(&ready, 1, (int)((left + MILLISECOND - 1) / MILLISECOND)) == 1)
            return true;
    errno = ETIMEDOUT;
    return false;
}
/* [/wait-for] */

/* [connect-until] */
/* Connects to this address until that moment. Returns a non-blocking socket, or -1, with errno. */
static int connect_until(const struct addrinfo *address, int64_t until)
{
    int descriptor = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
    int error = 0;
    socklen_t length = sizeof error;
    if (descriptor == -1)
        return -1;
    fcntl(descriptor, F_SETFL, O_NONBLOCK);
    if (connect(descriptor, address->ai_addr, address->ai_addrlen) == -1) {
        error = errno;
        if (error == EINPROGRESS && !wait_for(descriptor, POLLOUT, until))
            error = errno;
        else if (error == EINPROGRESS) /* it is over; SO_ERROR says how */
            getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length);
    }
    if (error == 0)
        return descriptor;
    close(descriptor);
    errno = error;
    return -1;
}
/* [/connect-until] */

/* [dial] */
/* Tries one address of the list after the other, each for connect_patience at most, and all of them until the deadline.
 * Returns a connected socket, or -1. */
static int dial(const struct addrinfo *list)
{
    for (const struct addrinfo *a = list; a != NULL; a = a->ai_next) {
        int64_t until = clock_now() + connect_patience;
        int descriptor = connect_until(a, until < deadline ? until : deadline);
        if (descriptor != -1)
            return descriptor;
        perror("client: cannot connect to an address");
    }
    return -1;
}
/* [/dial] */

/* [send-all] */
/* Sends all of it. Returns false if that is not possible until the deadline, with errno. */
static bool send_all(const struct connection *connection, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t sent = send(connection->descriptor, bytes, size, MSG_NOSIGNAL);
        if (sent > 0)
            bytes += sent, size -= (size_t)sent;
        else if (errno != EAGAIN && errno != EINTR)
            return false;
        else if (!wait_for(connection->descriptor, POLLOUT, deadline))
            return false;
    }
    return true;
}
/* [/send-all] */

/* [receive-more] */
/* Waits until more has come, and adds it behind what is there. Returns how many bytes; 0: the server sends no more;
 * -1: an error, or the deadline, with errno. */
static ssize_t receive_more(struct connection *connection)
{
    if (connection->start > 0) { /* make room behind it */
        memmove(connection->bytes, connection->bytes + connection->start,
                connection->end - connection->start);
        connection->end -= connection->start, connection->start = 0;
    }
    for (;;) {
        if (!wait_for(connection->descriptor, POLLIN, deadline))
            return -1;
        ssize_t received = recv(connection->descriptor, connection->bytes + connection->end,
                                sizeof connection->bytes - connection->end, 0);
        if (received > 0)
            connection->end += (size_t)received;
        if (received != -1 || (errno != EAGAIN && errno != EINTR))
            return received;
    }
}
/* [/receive-more] */

/* [receive-line] */
/* Takes the next line, and leaves it in `line` without its line feed and carriage return. Returns false, with errno, if
 * there is none: the server has ended (EPROTO), or the line is too long. */
static bool receive_line(struct connection *connection, char line[MOST_LINE])
{
    for (;;) {
        char *begin = connection->bytes + connection->start;
        size_t here = connection->end - connection->start;
        char *feed = memchr(begin, '\n', here);
        size_t length = feed != NULL ? (size_t)(feed - begin) : here;
        if (length >= MOST_LINE) {
            errno = EMSGSIZE;
            return false;
        }
        if (feed != NULL) {
            connection->start += length + 1;
            memcpy(line, begin, length);
            line[length > 0 && begin[length - 1] == '\r' ? length - 1 : length] = '\0';
            return true;
        }
        ssize_t more = receive_more(connection);
        if (more == 0)
            errno = EPROTO;
        if (more <= 0)
            return false;
    }
}
/* [/receive-line] */

/* [receive-body] */
/* Writes `length` bytes to standard output (-1: all that come until the server ends), and no more. Returns false, with errno,
 * if fewer come (EPROTO). */
static bool receive_body(struct connection *connection, int64_t length)
{
    while (length != 0) {
        size_t size = connection->end - connection->start;
        if (length > 0 && (int64_t)size > length)
            size = (size_t)length;
        fwrite(connection->bytes + connection->start, 1, size, stdout);
        connection->start += size;
        length -= length > 0 ? (int64_t)size : 0;
        if (length == 0)
            break;
        ssize_t more = receive_more(connection);
        if (more == 0 && length > 0)
            errno = EPROTO;
        if (more <= 0)
            return more == 0 && length == -1;
    }
    return true;
}
/* [/receive-body] */

/* Reads the reply's head. Leaves in *length what Content-Length says, or -1. RFC 9112, section 2.1. */
static bool receive_head(struct connection *connection, int64_t *length)
{
    static const char name[] = "Content-Length:";
    char line[MOST_LINE];
    unsigned long number;
    *length = -1;
    if (!receive_line(connection, line))
        return false;
    fprintf(stderr, "client: %s\n", line);
    while (receive_line(connection, line)) {
        if (line[0] == '\0')
            return true;
        if (strncasecmp(line, name, sizeof name - 1) != 0)
            continue;
        const char *value = line + sizeof name - 1;
        if (!number_parse(value + strspn(value, " \t"), 0, INT32_MAX, &number)) {
            errno = EPROTO;
            return false;
        }
        *length = (int64_t)number;
    }
    return false;
}

static bool converse(struct connection *connection, const char *host, const char *path,
                     const char *body, size_t size)
{
    char head[8192];
    int64_t length;
    int written = snprintf(head, sizeof head,
                           "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %zu\r\nConnection: "
                           "close\r\n\r\n",
                           body != NULL ? "POST" : "GET", path, host, size);
    if (written < 0 || (size_t)written >= sizeof head) {
        errno = ENAMETOOLONG;
        return false;
    }
    return send_all(connection, head, (size_t)written) && send_all(connection, body, size) &&
           receive_head(connection, &length) && receive_body(connection, length);
}

static int ask(const char *host, const char *port, const char *path, const char *body, size_t size)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list;
    static struct connection connection;
    int failure = getaddrinfo(host, port, &hints, &list);
    if (failure != 0) {
        fprintf(stderr, "client: %s port %s: %s\n", host, port, gai_strerror(failure));
        return 1;
    }
    deadline = clock_now() + patience;
    connection.descriptor = dial(list);
    freeaddrinfo(list);
    if (connection.descriptor == -1) {
        fprintf(stderr, "client: no address of %s answers\n", host);
        return 1;
    }
    bool whole = converse(&connection, host, path, body, size) && fflush(stdout) == 0;
    if (!whole)
        perror("client: no whole reply");
    close(connection.descriptor);
    return whole ? 0 : 1;
}

int main(int argc, char *argv[])
{
    static char body[MOST_BODY];
    bool good = true, post = false;
    for (int letter; (letter = getopt(argc, argv, "t:c:p")) != -1;) {
        if (letter == 't')
            good = good && number_parse_seconds(optarg, 3600, &patience);
        else if (letter == 'c')
            good = good && number_parse_seconds(optarg, 3600, &connect_patience);
        else
            good = good && letter == 'p', post = true;
    }
    if (!good || argc - optind != 3) {
        fputs("usage: client [-t SECONDS] [-c SECONDS] [-p] HOST PORT PATH\n", stderr);
        return 2;
    }
    size_t size = post ? fread(body, 1, sizeof body, stdin) : 0;
    return ask(argv[optind], argv[optind + 1], argv[optind + 2], post ? body : NULL, size);
}
