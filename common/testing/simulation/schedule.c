/* schedule.c - draws from a seed: the requests, their arrival times, the peer's reading, and failures. */
#include "schedule.h"

#include "common/socket/clock.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define HOST "Host: a\r\n"
#define END  HOST "\r\n"

enum { GOES_ON, LAST, ASKED };
enum { GET, HEAD };

struct sample {
    const char *text;
    unsigned status;
    int then, method;
};

static const struct sample good[] = {
    {"GET /hello HTTP/1.1\r\n" END, 200, GOES_ON, GET},
    {"HEAD /hello HTTP/1.1\r\n" END, 200, GOES_ON, HEAD},
    {"HEAD /bytes/100000 HTTP/1.1\r\n" END, 200, GOES_ON, HEAD},
    {"GET / HTTP/1.1\r\n" END, 200, GOES_ON, GET},
    {"GET /stats HTTP/1.1\r\n" END, 200, GOES_ON, GET},
    {"\r\nGET /hello HTTP/1.1\r\n" END, 200, GOES_ON, GET},
    {"GET http://a:80/hello?x HTTP/1.1\r\n" END, 200, GOES_ON, GET},
    {"GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 200, GOES_ON, GET},
    {"GET /none HTTP/1.1\r\n" END, 404, GOES_ON, GET},
    {"HEAD /none HTTP/1.1\r\n" END, 404, GOES_ON, HEAD},
    {"GET /bytes/x HTTP/1.1\r\n" END, 400, GOES_ON, GET},
    {"POST / HTTP/1.1\r\n" END, 405, GOES_ON, GET},
    {"OPTIONS * HTTP/1.1\r\n" END, 405, GOES_ON, GET},
};

static const struct sample farewells[] = {
    {"GET /hello HTTP/1.0\r\n\r\n", 200, ASKED, GET},
    {"GET /hello HTTP/1.1\r\nConnection: close\r\n" END, 200, ASKED, GET},
    {"HEAD / HTTP/1.1\r\nConnection: close\r\n" END, 200, ASKED, HEAD},
    {"GET /none HTTP/1.1\r\nConnection: close\r\n" END, 404, ASKED, GET},
};

static const struct sample bad[] = {
    {"nonsense\r\n\r\n", 400, LAST, GET},
    {"GET /\r\n" END, 400, LAST, GET},
    {"EHLO x\r\n", 400, LAST, GET},
    {"\x16\x03\x01", 400, LAST, GET},
    {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, LAST, GET},
    {"GET / HTTP/1.1\n" HOST "\n", 400, LAST, GET},
    {"GET / HTTP/2.0\r\n" END, 505, LAST, GET},
    {"FOO / HTTP/1.1\r\n" END, 501, LAST, GET},
    {"GET /%zz HTTP/1.1\r\n" END, 400, LAST, GET},
    {"GET * HTTP/1.1\r\n" END, 400, LAST, GET},
    {"\r\n\r\n", 400, LAST, GET},
    {"GET / HTTP/1.1\r\n\r\n", 400, LAST, GET},
    {"HEAD / HTTP/1.1\r\n\r\n", 400, LAST, HEAD},
    {"GET / HTTP/1.1\r\n" HOST HOST "\r\n", 400, LAST, GET},
    {"GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400, LAST, GET},
    {"GET / HTTP/1.1\r\n" HOST " folded\r\n\r\n", 400, LAST, GET},
    {"GET / HTTP/1.1\r\n" HOST "X: a\rb\r\n\r\n", 400, LAST, GET},
    {"GET / HTTP/1.1\r\nContent-Length: -1\r\n" END, 400, LAST, GET},
    {"GET /hello HTTP/1.1\r\nContent-Length: 5\r\n" END "hello", 200, LAST, GET},
    {"GET /hello HTTP/1.1\r\nConnection: close\r\nContent-Length: 5\r\n" END "hello", 200, LAST,
     GET},
    {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" END "0\r\n\r\n", 405, LAST, GET},
    {"POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n" END "0\r\n\r\n", 501, LAST, GET},
    {"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n" END, 400, LAST, GET},
};

#define ANY_OF(dice, list) (&(list)[dice_below(dice, sizeof(list) / sizeof(list)[0])])

/* -- the peer's bytes ------------------------------------------------------------------------ */

static void add_bytes(struct schedule *s, const char *bytes, size_t size)
{
    memcpy(s->bytes + s->size, bytes, size);
    s->size += size;
}

static void add_text(struct schedule *s, const char *text)
{
    add_bytes(s, text, strlen(text));
}

static void add_many(struct schedule *s, size_t count)
{
    memset(s->bytes + s->size, 'x', count);
    s->size += count;
}

static struct planned_request *plan(struct schedule *s, unsigned status)
{
    struct planned_request *request = &s->requests[s->request_count++];
    *request = (struct planned_request){.status = status, .end = s->size};
    return request;
}

static void add_sample(struct schedule *s, const struct sample *sample)
{
    add_text(s, sample->text);
    struct planned_request *request = plan(s, sample->status);
    request->head = sample->method == HEAD;
    request->last = sample->then != GOES_ON;
    request->asked = sample->then == ASKED;
}

static void add_numbered(struct schedule *s, const char *path, size_t number)
{
    char text[128];
    snprintf(text, sizeof text, "GET %s%zu HTTP/1.1\r\n" END, path, number);
    add_text(s, text);
    plan(s, 200);
}

static void add_bytes_request(struct schedule *s, uint64_t *dice)
{
    static const size_t most[] = {2, 2000, 10000, 10000, 70000, 140000, 300000};
    size_t number = dice_below(dice, most[dice_below(dice, 7)]);
    add_numbered(s, "/bytes/", number);
    s->requests[s->request_count - 1].filler = true;
    s->requests[s->request_count - 1].length = number;
}

/* A long line or head, but not too long. */
static void add_long(struct schedule *s, uint64_t *dice)
{
    add_text(s, "GET /hello?");
    add_many(s, dice_below(dice, 8192 - strlen("GET /hello? HTTP/1.1") + 1));
    add_text(s, " HTTP/1.1\r\n" HOST "X: ");
    add_many(s, dice_below(dice, 8000));
    add_text(s, "\r\n\r\n");
    plan(s, 200);
}

/* A line, a head or a body longer than the service reads. */
static void add_too_long(struct schedule *s, uint64_t *dice)
{
    char text[96];
    size_t kind = dice_below(dice, 3), body = 1 + dice_below(dice, 50000);
    if (kind == 0) {
        add_text(s, "GET /");
        add_many(s, 8192 - strlen("GET /") + 1 + dice_below(dice, 1000));
    } else if (kind == 1) {
        add_text(s, "GET / HTTP/1.1\r\n" HOST "X: ");
        add_many(s, 16500 + dice_below(dice, 4000));
    } else {
        snprintf(text, sizeof text, "POST / HTTP/1.1\r\nContent-Length: %zu\r\n" END, body);
        add_text(s, text);
        add_many(s, body);
    }
    plan(s, kind == 0 ? 414 : kind == 1 ? 431 : 405)->last = true;
}

static void add_request(struct schedule *s, uint64_t *dice)
{
    size_t kind = dice_below(dice, 100);
    if (kind < 55)
        add_sample(s, ANY_OF(dice, good));
    else if (kind < 75)
        add_bytes_request(s, dice);
    else if (kind < 80)
        add_numbered(s, "/sleep/", dice_below(dice, 3000));
    else if (kind < 86)
        add_sample(s, ANY_OF(dice, farewells));
    else if (kind < 94)
        add_sample(s, ANY_OF(dice, bad));
    else if (kind < 97)
        add_long(s, dice);
    else
        add_too_long(s, dice);
}

/* -- times ----------------------------------------------------------------------------------- */

/* Mostly soon, sometimes so late that a deadline comes first. */
static int64_t delay(const struct schedule *s, uint64_t *dice, unsigned late)
{
    if (dice_chance(dice, late))
        return (int64_t)dice_below(dice, (size_t)(s->timeout + s->timeout / 2));
    return (int64_t)dice_below(dice, (size_t)(2 * MILLISECOND));
}

/* The size of the pieces that the network delivers. */
static size_t piece(uint64_t *dice, size_t way, size_t left)
{
    size_t size = way == 0 ? left : way == 1 ? 1 + dice_below(dice, left) : way == 2 ? 1 : 700;
    return size < left ? size : left;
}

static void plan_arrivals(struct schedule *s, uint64_t *dice)
{
    size_t way = dice_below(dice, 5), at = 0;
    unsigned late = dice_chance(dice, 30) ? 20 : 0;
    int64_t drip = dice_chance(dice, 10) ? s->timeout / (int64_t)(1 + dice_below(dice, 40)) : 0;
    int64_t time = SCHEDULE_START * NANOSECONDS;

    while (at < s->size) {
        bool room = s->arrival_count < SCHEDULE_ARRIVALS - 1;
        at += room ? piece(dice, way, s->size - at) : s->size - at;
        time += drip + delay(s, dice, late);
        s->arrivals[s->arrival_count++] = (struct arrival){time, at};
    }
    size_t end = dice_below(dice, 100);
    s->end = end < 35   ? PEER_STAYS
             : end < 75 ? PEER_HALF_CLOSES
             : end < 87 ? PEER_CLOSES
                        : PEER_RESETS;
    s->end_at = s->end == PEER_STAYS ? INT64_MAX : time + delay(s, dice, 10);
    s->stop_at = INT64_MAX;
    if (dice_chance(dice, 15))
        s->stop_at = SCHEDULE_START * NANOSECONDS +
                     (int64_t)dice_below(
                         dice, (size_t)(time - SCHEDULE_START * NANOSECONDS + 5 * MILLISECOND));
}

static void plan_reading(struct schedule *s, uint64_t *dice)
{
    static const size_t rooms[] = {1, 30, 500, 4096, 65536, 200000, 1000000};
    size_t way = dice_below(dice, 100);

    s->send_room = rooms[dice_below(dice, 7)];
    s->read_from = SCHEDULE_START * NANOSECONDS;
    s->read_most = SIZE_MAX;
    if (dice_chance(dice, 20))
        s->read_from += delay(s, dice, 50);
    if (dice_chance(dice, 5))
        s->read_most = dice_below(dice, 100000);
    if (way < 40 && s->send_room < 4096)
        s->send_room = 4096;
    if (way < 60)
        return;
    s->read_period = way < 80 ? 1 + (int64_t)dice_below(dice, (size_t)MILLISECOND)
                              : 1 + s->timeout / (int64_t)(1 + dice_below(dice, 60));
    s->read_amount = way < 95 ? 1 + dice_below(dice, 65536) : 1;
}

static void plan_faults(struct schedule *s, uint64_t *dice)
{
    static const int failures[] = {ECONNRESET, EPIPE, ETIMEDOUT, EHOSTUNREACH, ENOBUFS, ENOTCONN};

    s->inherits_timeouts = dice_chance(dice, 60);
    s->drops_after_stop = dice_chance(dice, 50);
    s->purges_on_reset = dice_chance(dice, 50);
    s->interrupt = dice_chance(dice, 30) ? (unsigned)dice_below(dice, 50) : 0;
    s->shorten = dice_chance(dice, 50) ? (unsigned)dice_below(dice, 90) : 0;
    s->hold_up = dice_chance(dice, 10) ? 5 : 0;
    s->mislead = dice_chance(dice, 30) ? 20 : 0;
    s->waits = dice_chance(dice, 20) ? 30 : 0;
    s->fail_at = dice_chance(dice, 8) ? 1 + (unsigned)dice_below(dice, 20) : 0;
    s->failure = failures[dice_below(dice, sizeof failures / sizeof failures[0])];
}

void schedule_make(struct schedule *s, uint64_t seed)
{
    static const int64_t timeouts[] = {NANOSECONDS / 5, NANOSECONDS, 2 * NANOSECONDS,
                                       10 * NANOSECONDS};
    uint64_t dice = seed;
    dice_roll(&dice);

    s->seed = seed;
    s->size = 0;
    s->request_count = s->arrival_count = 0;
    s->read_period = 0;
    s->read_amount = 0;
    s->timeout = timeouts[dice_below(&dice, 4)];
    for (size_t left = dice_below(&dice, dice_chance(&dice, 20) ? SCHEDULE_REQUESTS : 5); left > 0;
         left--)
        if (s->size < SCHEDULE_BYTES / 2)
            add_request(s, &dice);
    if (s->size > 0 && dice_chance(&dice, 15)) /* the peer leaves in the middle of a request */
        s->size = dice_below(&dice, s->size);
    plan_arrivals(s, &dice);
    plan_reading(s, &dice);
    plan_faults(s, &dice);
}
