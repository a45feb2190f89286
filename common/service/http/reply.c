/* reply.c - writes status line, Date, Content-Length and Connection, and the body. */
#include "reply.h"

#include <stdio.h>
#include <string.h>

static const char *reason(unsigned status)
{
    switch (status) { /* RFC 9110 section 15 */
    case 200: return "200 OK";
    case 206: return "206 Partial Content";
    case 301: return "301 Moved Permanently";
    case 304: return "304 Not Modified";
    case 400: return "400 Bad Request";
    case 404: return "404 Not Found";
    case 405: return "405 Method Not Allowed";
    case 408: return "408 Request Timeout";
    case 412: return "412 Precondition Failed";
    case 414: return "414 URI Too Long";
    case 416: return "416 Range Not Satisfiable";
    case 431: return "431 Request Header Fields Too Large";
    case 501: return "501 Not Implemented";
    case 503: return "503 Service Unavailable";
    case 505: return "505 HTTP Version Not Supported";
    default: return "500 Internal Server Error";
    }
}

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static char *put_digits(char *to, int number, int digits)
{
    for (int i = digits - 1; i >= 0; i--, number /= 10)
        to[i] = (char)('0' + number % 10);
    return to + digits;
}

static char *put_letters(char *to, const char *letters, size_t count)
{
    memcpy(to, letters, count);
    return to + count;
}

/* RFC 9110 section 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT". Not with gmtime(3), which costs 02 too much
 * (notes/performance.md), nor with strftime(3): its names of days follow the locale. */
static void write_date(char *to, time_t now)
{
    static const char lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (now < 0)
        now = 0; /* a clock that was never set */
    int second = (int)(now % 86400);
    int day = (int)(now / 86400); /* since 1 January 1970, a Thursday */
    int year = 1970, month = 0;

    to = put_letters(to, &"ThuFriSatSunMonTueWed"[day % 7 * 3], 3);
    for (; day >= 365 + is_leap(year); year++)
        day -= 365 + is_leap(year);
    for (int length; day >= (length = lengths[month] + (month == 1 && is_leap(year))); month++)
        day -= length;
    to = put_digits(put_letters(to, ", ", 2), day + 1, 2);
    to = put_letters(to, &" Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec "[month * 4], 5);
    to = put_digits(to, year, 4);
    to = put_digits(put_letters(to, " ", 1), second / 3600, 2);
    to = put_digits(put_letters(to, ":", 1), second / 60 % 60, 2);
    to = put_digits(put_letters(to, ":", 1), second % 60, 2);
    put_letters(to, " GMT", 5); /* and the final 0 */
}

/* The date's text, written anew when the second or the thread is another. */
static const char *date(time_t now)
{
    static _Thread_local time_t written;
    static _Thread_local char text[32];

    if (now != written || text[0] == '\0') {
        write_date(text, now);
        written = now;
    }
    return text;
}

void http_reply_put(struct client *client, const struct context *context,
                    const struct http_request *request, const struct http_reply *reply)
{
    client_put_text(client, "HTTP/1.1 ");
    client_put_text(client, reason(reply->status));
    client_put_text(client, "\r\nDate: ");
    client_put_text(client, date(context->date()));
    /* A 304 ends with its head. A length in it would be that of the page: section 8.6. */
    bool bare = reply->status == 304;
    if (!bare) {
        client_put_text(client, "\r\nContent-Type: ");
        client_put_text(client, reply->type);
        client_put_text(client, "\r\nContent-Length: ");
        client_put_number(client, reply->length);
    }
    if (!request->persistent || context->stopping()) /* perhaps only since the route began */
        client_put_text(client, "\r\nConnection: close");
    else if (request->old) /* an HTTP/1.0 client that asked for it wants to be told */
        client_put_text(client, "\r\nConnection: keep-alive");
    client_put_text(client, "\r\n");
    if (reply->fields != NULL)
        client_put_text(client, reply->fields);
    client_put_text(client, "\r\n");
    if (request->head || bare)
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

void http_reply_status(struct client *client, const struct context *context,
                       const struct http_request *request, unsigned status, const char *fields)
{
    char text[160];
    int length =
        snprintf(text, sizeof text, "%s%s\n", reason(status),
                 request->bare_newline ? ": this line ends with LF alone. HTTP's lines end "
                                         "with CR LF; nc -C sends both."
                                       : "");
    http_reply_put(client, context, request,
                   &(struct http_reply){.status = status,
                                        .type = "text/plain",
                                        .fields = fields,
                                        .body = text,
                                        .size = (size_t)length,
                                        .length = (size_t)length});
}

void http_reply_error(struct client *client, const struct context *context,
                      const struct http_request *request, unsigned status)
{
    http_reply_status(client, context, request, status,
                      status == 405   ? "Allow: GET, HEAD\r\n" /* section 15.5.6 */
                      : status == 503 ? "Retry-After: 1\r\n"
                                      : NULL);
}
