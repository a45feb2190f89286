/* http_reply.c - see http_reply.h. */
#include "http_reply.h"

#include <stdio.h>
#include <string.h>

static const char *reason(unsigned status)
{
    switch (status) { /* RFC 9110 section 15 */
    case 200: return "200 OK";
    case 301: return "301 Moved Permanently";
    case 400: return "400 Bad Request";
    case 404: return "404 Not Found";
    case 405: return "405 Method Not Allowed";
    case 408: return "408 Request Timeout";
    case 414: return "414 URI Too Long";
    case 431: return "431 Request Header Fields Too Large";
    case 501: return "501 Not Implemented";
    case 503: return "503 Service Unavailable";
    case 505: return "505 HTTP Version Not Supported";
    default: return "500 Internal Server Error";
    }
}

/* RFC 9110 section 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT". Not with strftime(3), whose names of
 * days and months follow the locale. Written once a second and thread: it costs more than all the
 * rest of a short reply. */
static const char *date(time_t now)
{
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    static _Thread_local time_t written = -1;
    static _Thread_local char text[64];
    struct tm utc;

    if (now != written && gmtime_r(&now, &utc) != NULL) {
        snprintf(text, sizeof text, "Date: %.3s, %02d %.3s %04d %02d:%02d:%02d GMT\r\n",
                 days + 3 * utc.tm_wday, utc.tm_mday, months + 3 * utc.tm_mon, utc.tm_year + 1900,
                 utc.tm_hour, utc.tm_min, utc.tm_sec);
        written = now;
    }
    return text;
}

void http_reply_put(struct client *client, const struct context *context,
                    const struct http_request *request, const struct http_reply *reply)
{
    client_put_text(client, "HTTP/1.1 ");
    client_put_text(client, reason(reply->status));
    client_put_text(client, "\r\n");
    client_put_text(client, date(context->date()));
    client_put_text(client, "Content-Type: ");
    client_put_text(client, reply->type);
    client_put_text(client, "\r\nContent-Length: ");
    client_put_number(client, reply->length);
    if (!request->persistent || context->stopping()) /* perhaps only since the route began */
        client_put_text(client, "\r\nConnection: close");
    else if (request->old) /* an HTTP/1.0 client that asked for it wants to be told */
        client_put_text(client, "\r\nConnection: keep-alive");
    client_put_text(client, "\r\n");
    if (reply->fields != NULL)
        client_put_text(client, reply->fields);
    client_put_text(client, "\r\n");
    if (request->head)
        return;
    if (reply->lasting)
        client_put_body(client, reply->body, reply->size, reply->length);
    else
        client_put(client, reply->body, reply->length);
}

void http_reply_text(struct client *client, const struct context *context,
                     const struct http_request *request, unsigned status, const char *text)
{
    size_t length = strlen(text);
    http_reply_put(client, context, request,
                   &(struct http_reply){.status = status,
                                        .type = "text/plain",
                                        .body = text,
                                        .size = length,
                                        .length = length});
}

void http_reply_error(struct client *client, const struct context *context,
                      const struct http_request *request, unsigned status)
{
    char text[64];
    int length = snprintf(text, sizeof text, "%s\n", reason(status));
    const char *fields = status == 405   ? "Allow: GET, HEAD\r\n" /* section 15.5.6 */
                         : status == 503 ? "Retry-After: 1\r\n"
                                         : NULL;
    http_reply_put(client, context, request,
                   &(struct http_reply){.status = status,
                                        .type = "text/plain",
                                        .fields = fields,
                                        .body = text,
                                        .size = (size_t)length,
                                        .length = (size_t)length});
}
