/* random_http.c - makes requests from lists of good and bad parts, and sometimes damages their bytes. */
#include "random_http.h"

#include <stdbool.h>
#include <string.h>

struct maker {
    char *to;
    size_t size;
    uint64_t state;
};

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

size_t random_below(uint64_t *state, size_t limit)
{
    /* SplitMix64: good numbers from any seed, also from 1, 2 and 3 */
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (size_t)((z ^ (z >> 31)) % limit);
}

static bool one_in(struct maker *maker, size_t many)
{
    return random_below(&maker->state, many) == 0;
}

static void put(struct maker *maker, const char *bytes, size_t size)
{
    if (size > RANDOM_HTTP_MOST - maker->size)
        size = RANDOM_HTTP_MOST - maker->size;
    memcpy(maker->to + maker->size, bytes, size);
    maker->size += size;
}

static void put_text(struct maker *maker, const char *text)
{
    put(maker, text, strlen(text));
}

static const char *pick(struct maker *maker, const char *const *list, size_t count)
{
    return list[random_below(&maker->state, count)];
}

/* Fills up the part from `begin` on: with `more` bytes it reaches a limit, give or take a byte or two. */
static void fill_up(struct maker *maker, char c, size_t begin, size_t more, size_t limit)
{
    size_t size = limit - 2 + random_below(&maker->state, 5);
    for (size_t used = maker->size - begin + more; used < size; used++)
        put(maker, &c, 1);
}

static void put_request_line(struct maker *maker)
{
    static const char *const methods[] = {"GET",  "GET", "GET",     "GET",    "HEAD", "HEAD",
                                          "POST", "PUT", "OPTIONS", "DELETE", "FOO",  "get"};
    static const char *const targets[] = {"/hello",
                                          "/hello",
                                          "/",
                                          "/whoami",
                                          "/stats",
                                          "/bytes/0",
                                          "/bytes/100",
                                          "/bytes/16777216",
                                          "/bytes/16777217",
                                          "/page",
                                          "/page",
                                          "/page",
                                          "/page",
                                          "/dir",
                                          "/bytes/-1",
                                          "/sleep/10",
                                          "/spin/x",
                                          "/none?a=b",
                                          "/%68ello",
                                          "/%00",
                                          "/%zz",
                                          "/%252e",
                                          "http://a/hello",
                                          "http://a?b",
                                          "http:///hello",
                                          "HTTP://[::1]:80/",
                                          "*",
                                          "a:80",
                                          "",
                                          "/a b",
                                          "/#a",
                                          "/\x7f",
                                          "/\x80hello"};
    static const char *const versions[] = {"HTTP/1.1", "HTTP/1.1", "HTTP/1.1",  "HTTP/1.1",
                                           "HTTP/1.1", "HTTP/1.0", "HTTP/1.0",  "HTTP/1.9",
                                           "HTTP/2.0", "http/1.1", "HTTP/1.1 ", ""};
    /* Mostly from the first half of each list, which has the good ones. */
    bool good = !one_in(maker, 3);
    size_t begin = maker->size;
    const char *version = pick(maker, versions, good ? 7 : COUNT(versions));
    put_text(maker, pick(maker, methods, good ? 9 : COUNT(methods)));
    put_text(maker, one_in(maker, 60) ? "\t" : " ");
    put_text(maker, pick(maker, targets, good ? 14 : COUNT(targets)));
    if (one_in(maker, 80))
        fill_up(maker, 'x', begin, 1 + strlen(version), 8192);
    put_text(maker, one_in(maker, 60) ? "  " : " ");
    put_text(maker, version);
    put_text(maker, one_in(maker, 60) ? "\n" : "\r\n");
}

static void put_field(struct maker *maker)
{
    static const char *const good[] = {"Accept: */*",
                                       "User-Agent: some/1 (thing)",
                                       "X:",
                                       "X-A: \t a, b \t ",
                                       "Connection: close",
                                       "Connection: keep-alive",
                                       "connection: , Keep-Alive,x",
                                       "Connection: TE, CLOSE",
                                       "Content-Length: 0",
                                       "Content-Length: 5",
                                       "content-length:\t00005 ",
                                       "Transfer-Encoding: chunked",
                                       "TRANSFER-ENCODING: , Chunked"};
    static const char *const bad[] = {"Host: a",
                                      "Host: b c",
                                      "Host:",
                                      "Host : a",
                                      " folded: a",
                                      "\tfolded",
                                      "no colon",
                                      ": no name",
                                      "Content-Length: -5",
                                      "Content-Length: +5",
                                      "Content-Length: 5, 5",
                                      "Content-Length: 0x5",
                                      "Content-Length: 99999999999999999999999",
                                      "Content-Length:",
                                      "Content-Length : 5",
                                      "Content_Length: 5",
                                      "Content-Length\v: 5",
                                      "Transfer-Encoding: gzip, chunked",
                                      "Transfer-Encoding: chunked, gzip",
                                      "Transfer-Encoding: chunked, chunked",
                                      "Transfer-Encoding: xchunked",
                                      "Transfer-Encoding:",
                                      "Transfer-Encoding : chunked",
                                      "X: a\rb",
                                      "X: \001",
                                      "X: a\nContent-Length: 5"};
    bool right = !one_in(maker, 8);
    put_text(maker, right ? pick(maker, good, COUNT(good)) : pick(maker, bad, COUNT(bad)));
    put_text(maker, one_in(maker, 100) ? "\n" : "\r\n");
}

static void put_condition(struct maker *maker)
{
    static const char *const conditions[] = {"If-Match: *\r\n",
                                             "If-Match: \"0123456789abcdef\", \"a\"\r\n",
                                             "If-None-Match: *\r\n",
                                             "If-None-Match: \"a\",W/\"0123456789abcdef\"\r\n",
                                             "If-Range: \"0123456789abcdef\"\r\n",
                                             "Range: bytes=2-5\r\n",
                                             "Range: bytes=2-5\r\n",
                                             "Range: bytes=-3\r\n",
                                             "Range: bytes=10-\r\n",
                                             "range: Bytes=10-\r\n"};
    put_text(maker, pick(maker, conditions, COUNT(conditions)));
}

static void put_request(struct maker *maker)
{
    static const char *const bodies[] = {"hello",
                                         "0\r\n\r\n",
                                         "5\r\nhello\r\n0\r\n\r\n",
                                         "GET /hello HTTP/1.1\r\nHost: smuggled\r\n\r\n",
                                         "\r\n",
                                         "\n"};
    size_t begin = maker->size;
    if (one_in(maker, 10))
        put_text(maker, "\r\n");
    put_request_line(maker);
    if (!one_in(maker, 12))
        put_text(maker, one_in(maker, 12) ? "hOST:[::1]:8080\r\n" : "Host: a\r\n");
    for (size_t fields = random_below(&maker->state, 8); fields > 4; fields--)
        put_field(maker);
    if (one_in(maker, 2))
        put_condition(maker);
    if (one_in(maker, 80)) {
        put_text(maker, "X: ");
        fill_up(maker, 'y', begin, strlen("\r\n\r\n"), 16384);
        put_text(maker, "\r\n");
    }
    put_text(maker, one_in(maker, 40) ? "\n" : "\r\n");
    if (one_in(maker, 6))
        put_text(maker, pick(maker, bodies, COUNT(bodies)));
}

/* Changes, removes, repeats or adds one or more bytes, anywhere. */
static void damage(struct maker *maker)
{
    static const char favourites[] = "\r\n\0 \t:,/%?*#[]0159aAzZ\x7f\x80\xff";
    size_t at = random_below(&maker->state, maker->size);
    char *place = maker->to + at;
    size_t left = maker->size - at;
    size_t size = 1 + random_below(&maker->state, one_in(maker, 4) ? 20 : 2);

    if (size > left)
        size = left;
    switch (random_below(&maker->state, 4)) {
    case 0: *place = favourites[random_below(&maker->state, sizeof favourites - 1)]; break;
    case 1: *place = (char)(*place ^ (1 << random_below(&maker->state, 8))); break;
    case 2:
        memmove(place, place + size, left - size);
        maker->size -= size;
        break;
    case 3:
        if (maker->size + size > RANDOM_HTTP_MOST)
            break;
        memmove(place + size, place, left);
        maker->size += size;
        if (one_in(maker, 2))
            memset(place, favourites[random_below(&maker->state, sizeof favourites - 1)], size);
        break;
    }
}

size_t random_http(char *to, uint64_t seed)
{
    struct maker maker = {.to = to, .state = seed};
    for (size_t requests = 1 + random_below(&maker.state, 4); requests > 0; requests--)
        put_request(&maker);
    if (one_in(&maker, 2))
        for (size_t times = random_below(&maker.state, 4); times > 0 && maker.size > 0; times--)
            damage(&maker);
    if (one_in(&maker, 8)) /* the peer leaves in the middle */
        maker.size = random_below(&maker.state, maker.size + 1);
    return maker.size;
}
