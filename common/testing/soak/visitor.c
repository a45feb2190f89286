/* visitor.c - plays one client's script step by step: send, drip, read, half-close, reset or leave. */
#include "visitor.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PIECE = 65536, SLOW_PIECE = 16384, SMALL_WINDOW = 8192 };

/* The result of one try. */
enum result {
    WAIT,    /* nothing to do now */
    AGAIN,   /* did something, and there may be more to do */
    NEXT,    /* this step is done */
    FINISHED /* the visit is done */
};

static enum result fail(struct visitor *visitor, enum failure failure)
{
    visitor->failure = failure;
    return FINISHED;
}

static bool later(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR || error == ENOTCONN ||
           error == EINPROGRESS;
}

/* A socket error, where the connection should go on. */
static enum result lose(struct visitor *visitor)
{
    return fail(visitor, errno == ECONNREFUSED ? FAILURE_UNREACHABLE : FAILURE_CUT);
}

static enum result send_piece(struct visitor *visitor, uint64_t random)
{
    static char piece[PIECE];
    const struct step *step = visitor->step;
    size_t unit = step->text != NULL ? strlen(step->text) : 1;
    size_t left = step->count * unit - visitor->done;
    size_t size = step->pause > 0 ? 1 : left < PIECE ? left : PIECE;

    for (size_t i = 0; i < size; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        piece[i] = (char)(random >> 56);
        if (step->text != NULL)
            piece[i] = step->text[(visitor->done + i) % unit];
    }
    ssize_t sent = send(visitor->descriptor, piece, size, MSG_NOSIGNAL);
    if (sent == -1)
        return later(errno) ? WAIT : lose(visitor);
    visitor->done += (size_t)sent;
    return visitor->done == step->count * unit ? NEXT : AGAIN;
}

/* Sends a byte, unless the server has answered or closed. */
static enum result drip(struct visitor *visitor)
{
    char byte;
    if (recv(visitor->descriptor, &byte, 1, MSG_PEEK) >= 0 || !later(errno))
        return NEXT;
    return send_piece(visitor, 0);
}

static enum result take_replies(struct visitor *visitor, const char *bytes, size_t size)
{
    bool refused = visitor->step->action == READ_REFUSAL;
    while (size > 0) {
        size_t used;
        if (visitor->done == visitor->step->count)
            return fail(visitor, FAILURE_WRONG); /* more bytes than the client asked for */
        enum reply_progress progress = reply_read(&visitor->reply, bytes, size, &used);
        bytes += used;
        size -= used;
        if (progress == REPLY_MORE)
            continue;
        if (progress == REPLY_BROKEN || (visitor->reply.fault == REPLY_RIGHT) == refused)
            return fail(visitor, FAILURE_WRONG);
        visitor->done++;
        visitor->replies++;
        reply_begin_http(&visitor->reply, NULL, false);
    }
    return visitor->done == visitor->step->count ? NEXT : AGAIN;
}

/* Compares the bytes that have come with the expected ones. */
static enum result take(struct visitor *visitor, const char *bytes, ssize_t size)
{
    bool ended = size <= 0;
    switch (visitor->step->action) {
    case READ_REPLIES:
    case READ_REFUSAL: return ended ? lose(visitor) : take_replies(visitor, bytes, (size_t)size);
    case READ_SOME: return ended ? lose(visitor) : NEXT;
    case READ_END:
        if (size == 0)
            return NEXT;
        return ended ? lose(visitor) : fail(visitor, FAILURE_WRONG);
    default: return ended ? NEXT : AGAIN;
    }
}

static enum result receive(struct visitor *visitor)
{
    static char bytes[PIECE];
    size_t most = visitor->step->pause > 0 ? SLOW_PIECE : PIECE;
    errno = 0; /* the end of the stream is not an error, and does not set it */
    ssize_t size = recv(visitor->descriptor, bytes, most, 0);
    if (size == -1 && later(errno))
        return WAIT;
    return take(visitor, bytes, size);
}

/* Does not read: poll(2) reports the reset as soon as it comes. */
static enum result stare(const struct visitor *visitor)
{
    struct pollfd watched = {.fd = visitor->descriptor};
    return poll(&watched, 1, 0) == 1 ? NEXT : WAIT;
}

static enum result reset(struct visitor *visitor)
{
    struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    setsockopt(visitor->descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    return FINISHED;
}

static enum result half_close(struct visitor *visitor)
{
    /* Only after the connection is complete: earlier, this would end the attempt. */
    struct pollfd watched = {.fd = visitor->descriptor, .events = POLLOUT};
    if (poll(&watched, 1, 0) == 0)
        return WAIT;
    shutdown(visitor->descriptor, SHUT_WR); /* the next step finds out if this failed */
    return NEXT;
}

static enum result act(struct visitor *visitor, uint64_t random)
{
    switch (visitor->step->action) {
    case LEAVE: return FINISHED;
    case RESET: return reset(visitor);
    case HALF_CLOSE: return half_close(visitor);
    case SEND:
    case SEND_NOISE: return send_piece(visitor, random);
    case DRIP: return drip(visitor);
    case STARE: return stare(visitor);
    default: return receive(visitor);
    }
}

static void enter_step(struct visitor *visitor, const struct step *step)
{
    visitor->step = step;
    visitor->done = 0;
    reply_begin_http(&visitor->reply, NULL, false);
}

void visitor_begin(struct visitor *visitor, const struct behaviour *behaviour, int descriptor,
                   int64_t now, int64_t limit)
{
    int window = SMALL_WINDOW;
    visitor->descriptor = descriptor;
    visitor->behaviour = behaviour;
    visitor->began = now;
    visitor->limit = limit;
    visitor->wake = 0;
    visitor->replies = 0;
    visitor->failure = FAILURE_NONE;
    enter_step(visitor, behaviour->script);
    /* Otherwise unread bytes would take megabytes of the kernel's memory for each client. */
    for (int i = 0; i < MOST_STEPS; i++)
        if (behaviour->script[i].action == STARE)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &window, sizeof window);
}

short visitor_events(const struct visitor *visitor)
{
    switch (visitor->step->action) {
    case STARE: return 0; /* poll() always reports errors */
    case LEAVE:
    case RESET:
    case HALF_CLOSE: /* as soon as the connection is complete */
    case SEND:
    case SEND_NOISE:
    case DRIP: return POLLOUT;
    default: return POLLIN;
    }
}

bool visitor_go(struct visitor *visitor, int64_t now, uint64_t random)
{
    enum result result = now > visitor->limit ? fail(visitor, FAILURE_LATE) : AGAIN;
    while (result == AGAIN || result == NEXT) {
        int64_t pause = visitor->step->pause;
        result = act(visitor, random);
        if (result == NEXT)
            enter_step(visitor, visitor->step + 1);
        if (result == AGAIN && pause > 0) {
            visitor->wake = now + pause;
            result = WAIT;
        }
    }
    if (result == WAIT)
        return true;
    close(visitor->descriptor);
    visitor->descriptor = -1;
    return false;
}
