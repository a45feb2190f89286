/* peer.c - the client's side of a test: connects, sends requests, and receives replies. */
#include "peer.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

int64_t milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void wait_until(bool (*condition)(void *), void *argument, const char *what)
{
    int64_t end = milliseconds() + 5000;
    while (!condition(argument)) {
        cr_assert(milliseconds() < end, "waited in vain until %s", what);
        nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
    }
}

int patience(void)
{
    const char *seconds = getenv("PATIENCE");
    return seconds != NULL ? atoi(seconds) : 8;
}

/* If the variable TRANSCRIPT names a file, each send and each receive writes a line there, so that a
 * report can show what led to a failure. */
static void note(const char *what, const char *bytes, size_t size)
{
    enum { SHOWN = 160 };
    char line[SHOWN * 4 + 100];
    const char *path = getenv("TRANSCRIPT");
    if (path == NULL)
        return;
    size_t length = (size_t)snprintf(line, 64, "%-5s ", what);
    for (size_t i = 0; i < size && i < SHOWN; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte == '\r' || byte == '\n')
            length += (size_t)sprintf(line + length, "%s", byte == '\r' ? "\\r" : "\\n");
        else
            length +=
                (size_t)sprintf(line + length, byte < 32 || byte > 126 ? "\\x%02x" : "%c", byte);
    }
    if (size > SHOWN)
        length += (size_t)sprintf(line + length, " ... %zu bytes in all", size);
    line[length++] = '\n';
    int file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0644);
    if (file == -1 || write(file, line, length) == -1)
        fprintf(stderr, "cannot write %s\n", path);
    close(file);
}

static void note_text(const char *what, const char *text)
{
    note(what, text, strlen(text));
}

static int try_dial(const struct program *program, const char *host)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST};
    struct addrinfo *address;
    struct timeval limit = {.tv_sec = patience()};

    cr_assert_eq(getaddrinfo(host, program->port, &hints, &address), 0);
    int descriptor = socket(address->ai_family, SOCK_STREAM, 0);
    cr_assert_neq(descriptor, -1);
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    int result = connect(descriptor, address->ai_addr, address->ai_addrlen);
    freeaddrinfo(address);
    if (result == 0)
        return descriptor;
    close(descriptor);
    return -1;
}

int dial_from(const struct program *program, const char *host)
{
    int descriptor = try_dial(program, host);
    cr_assert_neq(descriptor, -1, "cannot connect to %s port %s: %s", host, program->port,
                  strerror(errno));
    return descriptor;
}

int dial(const struct program *program)
{
    return dial_from(program, program->host);
}

bool is_refused(void *program)
{
    int descriptor = try_dial(program, ((struct program *)program)->host);
    if (descriptor == -1)
        return true;
    close(descriptor);
    return false;
}

bool say_bytes(int descriptor, const void *bytes, size_t size)
{
    note("sent", bytes, size);
    while (size > 0) {
        ssize_t sent = send(descriptor, bytes, size, MSG_NOSIGNAL);
        if (sent == -1)
            return false;
        bytes = (const char *)bytes + sent;
        size -= (size_t)sent;
    }
    return true;
}

bool say(int descriptor, const char *text)
{
    return say_bytes(descriptor, text, strlen(text));
}

size_t hear_all(int descriptor, char *to, size_t size, bool *was_reset)
{
    size_t got = 0;
    ssize_t received = 0;
    while (got < size - 1 && (received = recv(descriptor, to + got, size - 1 - got, 0)) > 0)
        got += (size_t)received;
    if (received == -1 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
        note("came", to, got);
        note_text("came", "(and then neither a byte nor an end)");
        cr_assert_fail("the server neither answered nor closed in %d seconds", patience());
    }
    to[got] = '\0';
    note("came", to, got);
    note_text("came", received == 0 ? "(the end)" : "(a reset, or more than there is room for)");
    if (was_reset != NULL)
        *was_reset = received == -1 && errno == ECONNRESET;
    return got;
}

void hear_reply(int descriptor, struct reply *reply, bool head_only)
{
    size_t got = 0;
    *reply = (struct reply){0};
    /* Byte by byte, so that no byte of the next reply is taken. */
    while (got < sizeof reply->head - 1 && recv(descriptor, reply->head + got, 1, 0) == 1) {
        got++;
        if (got >= 4 && memcmp(reply->head + got - 4, "\r\n\r\n", 4) == 0)
            break;
    }
    reply->head[got] = '\0';
    if (got == 0)
        note_text("came", "(nothing: the connection was closed, or no answer came in time)");
    else
        note("came", reply->head, got);
    if (sscanf(reply->head, "HTTP/1.1 %d", &reply->status) != 1)
        return;
    const char *length = strstr(reply->head, "\r\nContent-Length: ");
    cr_assert_neq(length, NULL, "no Content-Length in: %s", reply->head);
    reply->length = strtoul(length + 18, NULL, 10);
    reply->body = calloc(1, reply->length + 1);
    cr_assert_neq(reply->body, NULL);
    ssize_t received = 1;
    while (!head_only && reply->received < reply->length && received > 0) {
        received =
            recv(descriptor, reply->body + reply->received, reply->length - reply->received, 0);
        if (received > 0)
            reply->received += (size_t)received;
    }
    note("came", reply->body, reply->received);
}

void reply_free(struct reply *reply)
{
    free(reply->body);
    reply->body = NULL;
}

bool reply_has(const struct reply *reply, const char *field_and_value)
{
    char line[256];
    snprintf(line, sizeof line, "\r\n%s\r\n", field_and_value);
    return strstr(reply->head, line) != NULL;
}

unsigned long reply_number(const struct reply *reply, const char *key)
{
    size_t length = strlen(key);
    for (const char *line = reply->body; line != NULL && *line != '\0';) {
        if (strncmp(line, key, length) == 0 && strncmp(line + length, ": ", 2) == 0)
            return strtoul(line + length + 2, NULL, 10);
        line = strchr(line, '\n');
        line = line != NULL ? line + 1 : NULL;
    }
    cr_assert_fail("there is no '%s: ' in: %s", key, reply->body);
    return 0;
}

void get(const struct program *program, const char *path, struct reply *reply)
{
    char request[512];
    int descriptor = dial(program);
    snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n",
             path);
    cr_assert(say(descriptor, request));
    hear_reply(descriptor, reply, false);
    close(descriptor);
}

void reset(int descriptor)
{
    struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(descriptor);
}
