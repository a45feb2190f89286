/*
 * session.c - reads commands, and moves the transfer on. One poll() watches both channels, so the
 * server answers commands during a transfer.
 */
#include "session.h"

#include "common/socket/clock.h"
#include "common/server/stop.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MOST_LINE = 2048 };

void session_reply(struct session *session, int code, const char *format, ...)
{
    char text[TREE_PATH_SIZE * 2 + 128];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    client_put_number(session->control, (unsigned long)code);
    client_put_text(session->control, " ");
    client_put_text(session->control, text);
    client_put_text(session->control, "\r\n");
}

/* Sends the replies. False: the client is gone, or does not read them. */
static bool flush(struct session *session)
{
    while (client_owed(session->control) > 0)
        if (client_send(session->control) == -1 && errno != EINTR)
            return false;
    return true;
}

/* Does the next command, if its whole line has come. */
static bool next_command(struct session *session)
{
    char line[MOST_LINE + 1];
    struct client *control = session->control;
    char *input = client_input(control);
    size_t length = client_input_length(control);
    char *end = memchr(input, '\n', length);

    if (end == NULL && length <= MOST_LINE)
        return false;
    if (end == NULL || end - input > MOST_LINE) {
        session_reply(session, 500, "a line of more than %d bytes", MOST_LINE);
        session->quit = true;
        client_consume(control, length);
        return true;
    }
    length = (size_t)(end - input);
    /* An old client announces ABOR with Telnet's signals: bytes from 240 on (RFC 959 section 4.1.3). */
    size_t first = 0;
    while (first < length && (unsigned char)input[first] >= 240)
        first++;
    memcpy(line, input + first, length - first);
    line[length - first] = '\0';
    line[strcspn(line, "\r")] = '\0';
    client_consume(control, length + 1);
    control->requests++;
    atomic_fetch_add(&session->server->context.counters->requests, 1);
    session_command(session, line);
    return true;
}

static void step_transfer(struct session *session)
{
    enum transfer_result result = transfer_step(&session->transfer, session->control);
    if (result == TRANSFER_RUNNING)
        return;
    unsigned long long total = session->transfer.total;
    /* First the end of the data, then the reply. */
    transfer_end(&session->transfer);
    if (result == TRANSFER_DONE)
        session_reply(session, 226, "done, %llu bytes", total);
    else if (result == TRANSFER_BROKEN)
        session_reply(session, 426, "the data connection broke after %llu bytes", total);
    else
        session_reply(session, 451, "the file could not be read or written");
}

/* The deadline has passed. False: the session is over. */
static bool too_late(struct session *session)
{
    if (session->transfer.running) {
        transfer_end(&session->transfer);
        session_reply(session, 426, "the data connection has stood still for too long");
        return true;
    }
    session_reply(session, 421, "too long without a command; good bye");
    flush(session);
    return false;
}

/* Waits for both channels, until the deadline, and serves those that are ready. False: the control
 * connection has failed, or its client was silent for too long. */
static bool serve_either(struct session *session, int64_t *deadline)
{
    struct client *control = session->control;
    struct pollfd ready[2] = {{.fd = control->descriptor, .events = POLLIN}, {.fd = -1}};
    int64_t left = *deadline - clock_now();

    /* [interest] */
    ready[1] = transfer_interest(&session->transfer);
    /* When the client has ended its side, this channel would be "ready" for ever. After QUIT we take no
     * more commands out of the input, so it would fill up. */
    if (control->input.ended || session->quit)
        ready[0].fd = -1;
    /* [/interest] */
    int count = poll(ready, 2, left > 0 ? (int)((left + MILLISECOND - 1) / MILLISECOND) : 0);
    if (count == 0 && !too_late(session))
        return false;
    /* [ready] */
    unsigned long long total = session->transfer.total;
    int data = session->transfer.data;
    if (count > 0 && ready[1].revents != 0)
        step_transfer(session);
    /* No new deadline for a stranger that we turned away, nor for a client that reads nothing. */
    if (count == 0 || session->transfer.total != total || session->transfer.data != data)
        *deadline = clock_now() + session->server->options.timeout;
    /* [/ready] */
    if (count > 0 && ready[0].revents != 0) {
        ssize_t received = client_receive(control);
        if (received == -1)
            return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
        control->input.ended = received == 0;
    }
    return true;
}

static void converse(struct session *session)
{
    int64_t timeout = session->server->options.timeout;
    int64_t deadline = clock_now() + timeout;
    int descriptor = session->control->descriptor;

    session_reply(session, 220, "%s: anonymous FTP", session->server->context.stage->name);
    while (flush(session)) {
        if (!session->quit && next_command(session)) {
            deadline = clock_now() + timeout;
            continue;
        }
        /* When the server must stop, it ends a session that waits, but not a transfer. */
        if (session->transfer.running)
            stop_spare(descriptor);
        else
            stop_watch(descriptor);
        if (!session->transfer.running &&
            (session->quit || session->control->input.ended || stop_requested()))
            break;
        if (!serve_either(session, &deadline))
            return;
    }
    session_reply(session, stop_requested() ? 421 : 221, "good bye");
    flush(session);
}

/* If a command is unread, close() resets the connection, and the last reply may be lost. */
static void linger(struct client *control)
{
    struct pollfd more = {.fd = control->descriptor, .events = POLLIN};
    int64_t end = clock_now() + NANOSECONDS;
    shutdown(control->descriptor, SHUT_WR);
    while (clock_now() < end && poll(&more, 1, 100) == 1 && client_discard(control) > 0)
        ;
}

void session_run(const struct server *server, struct client *control, int root)
{
    static struct session session;
    session =
        (struct session){.server = server, .control = control, .root = root, .directory = "/"};
    transfer_init(&session.transfer);
    converse(&session);
    transfer_end(&session.transfer);
    linger(control);
}
