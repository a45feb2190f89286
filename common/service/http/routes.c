/* routes.c - the table of routes, and one function for each. */
#include "routes.h"

#include "common/socket/address.h"
#include "common/socket/clock.h"
#include "common/socket/numbers.h"
#include "common/socket/platform.h"
#include "conditions.h"
#include "reply.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What a route gets: the client, the request, and the number in the path, if the route takes one. */
struct visit {
    struct client *client;
    const struct context *context;
    const struct http_request *request;
    unsigned long number;
};

static void reply_text(const struct visit *visit, const char *text)
{
    http_reply_text(visit->client, visit->context, visit->request, 200, text);
}

static void hello(const struct visit *visit)
{
    reply_text(visit, "hello, world\n");
}

static void whoami(const struct visit *visit)
{
    const struct client *client = visit->client;
    char peer[ADDRESS_TEXT_SIZE];
    char text[512];

    address_format((const struct sockaddr *)&client->peer, client->peer_length, peer);
    snprintf(text, sizeof text,
             "model: %s\nprocess: %ld\nthread: %lu\nconnection: %lu\nrequest: %lu\npeer: %s\n",
             visit->context->stage->name, (long)getpid(), platform_thread_id(), client->number,
             client->requests, peer);
    reply_text(visit, text);
}

static void stats(const struct visit *visit)
{
    const struct context *context = visit->context;
    struct counters *counters = context->counters;
    /* departed first: one that leaves between the two loads must not make "now" negative */
    unsigned long departed = atomic_load(&counters->departed);
    unsigned long connections = atomic_load(&counters->connections);
    char text[256];

    snprintf(text, sizeof text, "uptime: %.1f\nconnections: %lu\nrequests: %lu\nclients: %lu\n",
             (double)(context->clock() - context->started) / NANOSECONDS, connections,
             atomic_load(&counters->requests), connections - departed);
    reply_text(visit, text);
}

static void sleep_route(const struct visit *visit)
{
    char text[64];
    visit->context->sleep(
        (unsigned)
            visit->number); /* the process, thread or loop that serves this client waits, too */
    snprintf(text, sizeof text, "slept %lu ms\n", visit->number);
    reply_text(visit, text);
}

static void spin_route(const struct visit *visit)
{
    char text[64];
    visit->context->spin((unsigned)visit->number);
    snprintf(text, sizeof text, "spun %lu ms\n", visit->number);
    reply_text(visit, text);
}

static void bytes(const struct visit *visit)
{
    http_reply_put(visit->client, visit->context, visit->request,
                   &(struct http_reply){.status = 200,
                                        .type = "application/octet-stream",
                                        .body = visit->context->filler,
                                        .size = visit->context->filler_size,
                                        .length = visit->number,
                                        .lasting = true});
}

static void built_in_index(const struct visit *visit)
{
    char page[CLIENT_OUTPUT_SIZE - 1024]; /* the head goes before it */
    int length = http_index_write(page, sizeof page, visit->context);
    size_t size = length < (int)sizeof page ? (size_t)length : sizeof page - 1;
    http_reply_put(visit->client, visit->context, visit->request,
                   &(struct http_reply){.status = 200,
                                        .type = "text/html; charset=utf-8",
                                        .body = page,
                                        .size = size,
                                        .length = size});
}

static const struct route {
    const char *path;   /* the whole of it, or what stands before the number */
    unsigned long most; /* the greatest number; 0: this route takes none */
    void (*visit)(const struct visit *visit);
} routes[] = {
    {"/hello", 0, hello},
    {"/whoami", 0, whoami},
    {"/stats", 0, stats},
    {"/sleep/", HTTP_MOST_MILLISECONDS, sleep_route},
    {"/spin/", HTTP_MOST_MILLISECONDS, spin_route},
    {"/bytes/", HTTP_MOST_BYTES, bytes},
};

/* A path as it stands in a URI. Returns its length, or 0 if there is no room for it. */
static size_t encode(const char *path, char *to, size_t size)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t used = 0;
    for (; *path != '\0' && size - used > 3; path++) {
        unsigned char octet = (unsigned char)*path;
        if (isalnum(octet) || strchr("/-._~", octet) != NULL) {
            to[used++] = *path;
        } else {
            to[used++] = '%';
            to[used++] = digits[octet / 16];
            to[used++] = digits[octet % 16];
        }
    }
    return *path == '\0' ? used : 0;
}

/* Sends the client to the same path with a slash at its end. Without the slash, a browser resolves the
 * relative links of the index one directory too high. Location has no host: the client knows by which
 * name it reaches us. */
static void redirect(const struct visit *visit)
{
    char fields[4096] = "Location: ";
    size_t begin = strlen(fields);
    size_t path = encode(visit->request->path, fields + begin, sizeof fields - begin);
    size_t query = visit->request->query_size, room = sizeof fields - begin - path;
    int rest = snprintf(fields + begin + path, room, "/%s%.*s\r\n", query > 0 ? "?" : "",
                        (int)query, query > 0 ? visit->request->query : "");
    if (path > 0 && (size_t)rest < room)
        http_reply_status(visit->client, visit->context, visit->request, 301, fields);
    else
        http_reply_error(visit->client, visit->context, visit->request, 404);
}

/* Replies with an error, and returns true, if the request has a condition that is false. Only pages have an
 * entity tag; for a route the only tag that can match is "*". */
static bool is_held_back(const struct visit *visit)
{
    unsigned status = http_select(visit->request, NULL, 0, NULL, NULL);
    if (status != 200)
        http_reply_error(visit->client, visit->context, visit->request, status);
    return status != 200;
}

static bool follow(const struct route *route, struct visit *visit)
{
    const char *path = visit->request->path;
    size_t length = strlen(route->path);
    if (route->most == 0 ? strcmp(path, route->path) != 0 : strncmp(path, route->path, length) != 0)
        return false;
    if (route->most > 0 && !number_parse(path + length, 0, route->most, &visit->number)) {
        char text[96];
        snprintf(text, sizeof text, "400 Bad Request: %s takes a number from 0 to %lu\n",
                 route->path, route->most);
        http_reply_text(visit->client, visit->context, visit->request, 400, text);
    } else if (!is_held_back(visit)) {
        route->visit(visit);
    }
    return true;
}

static void reply_page(const struct visit *visit, const struct page *page)
{
    char fields[160];
    size_t from = 0, length = page->size;
    unsigned status = http_select(visit->request, page->tag, page->size, &from, &length);
    int used = snprintf(fields, sizeof fields, "ETag: %s\r\nAccept-Ranges: bytes\r\n", page->tag);
    if (status == 206)
        snprintf(fields + used, sizeof fields - (size_t)used,
                 "Content-Range: bytes %zu-%zu/%zu\r\n", from, from + length - 1, page->size);
    if (status == 416)
        snprintf(fields + used, sizeof fields - (size_t)used, "Content-Range: bytes */%zu\r\n",
                 page->size);
    if (status >= 300)
        http_reply_status(visit->client, visit->context, visit->request, status, fields);
    else
        http_reply_put(visit->client, visit->context, visit->request,
                       &(struct http_reply){.status = status,
                                            .type = page->type,
                                            .fields = fields,
                                            .body = page->bytes + from,
                                            .size = length,
                                            .length = length,
                                            .lasting = true});
}

void http_route(struct client *client, const struct context *context,
                const struct http_request *request)
{
    struct visit visit = {.client = client, .context = context, .request = request};

    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++)
        if (follow(&routes[i], &visit))
            return;
    const struct page *page =
        context->pages != NULL ? pages_find(context->pages, request->path) : NULL;
    if (page == NULL && context->pages != NULL && pages_has_index(context->pages, request->path))
        redirect(&visit);
    else if (page == NULL && strcmp(request->path, "/") != 0)
        http_reply_error(client, context, request, 404);
    else if (page != NULL)
        reply_page(&visit, page);
    else if (!is_held_back(&visit))
        built_in_index(&visit);
}
