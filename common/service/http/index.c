/* index.c - the built-in page at "/". */
#include "routes.h"

#include "common/socket/clock.h"

#include <stdio.h>

static const char page_format[] =
    "<!DOCTYPE html>\n"
    "<html lang=\"en\">\n"
    "<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<link rel=\"icon\" href=\"data:,\">\n" /* or a browser would ask for /favicon.ico */
    "<title>%s</title>\n"
    "<style>\n"
    ":root { color-scheme: light dark }\n"
    "body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto;"
    " padding: 0 1rem }\n"
    "pre { font: 0.95rem/1.3 ui-monospace, monospace; overflow-x: auto; padding: 1rem;"
    " border: 1px solid #8888; border-radius: 6px }\n"
    "td, th { text-align: left; padding: 0 1.5rem 0 0 } a { white-space: nowrap }\n"
    "</style>\n"
    "<h1>%s</h1>\n"
    "<p><strong>The model:</strong> %s.</p>\n"
    "<pre>%s</pre>\n"
    "<p>%s</p>\n"
    "<table>\n"
    "<tr><th>uptime<td>%.1f s\n"
    "<tr><th>connections<td>%lu\n"
    "<tr><th>requests<td>%lu\n"
    "<tr><th>clients now<td>%lu\n"
    "</table>\n"
    "<p>Reload to see them move. Then try, in two windows at once:</p>\n"
    "<ul>\n"
    "<li><a href=\"/hello\">/hello</a> the smallest reply\n"
    "<li><a href=\"/whoami\">/whoami</a> which process and which thread serves you\n"
    "<li><a href=\"/stats\">/stats</a> these counters as plain text\n"
    "<li><a href=\"/sleep/3000\">/sleep/3000</a> slow work: three seconds of waiting\n"
    "<li><a href=\"/spin/1000\">/spin/1000</a> slow work: one second of computing\n"
    "<li><a href=\"/bytes/1000000\">/bytes/1000000</a> a reply of a million bytes\n"
    "</ul>\n"
    "</html>\n";

int http_index_write(char *page, size_t size, const struct context *context)
{
    const struct stage *about = context->stage;
    struct counters *counters = context->counters;
    unsigned long departed = atomic_load(&counters->departed);
    unsigned long connections = atomic_load(&counters->connections);

    return snprintf(page, size, page_format, about->name, about->name, about->model, about->picture,
                    about->summary, (double)(context->clock() - context->started) / NANOSECONDS,
                    connections, atomic_load(&counters->requests), connections - departed);
}
