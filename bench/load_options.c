/* load_options.c - see load_options.h. */
#include "load_options.h"

#include "../common/clock.h"
#include "../common/numbers.h"
#include "report.h"
#include "target.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MOST_CONNECTIONS = 60000, MOST_THREADS = 64, MOST_SECONDS = 3600 };
#define MOST_REQUESTS 1000000000ul

enum { CSV = 256, CSV_HEADER, SERVER_PATH }; /* options that have no letter */

static const struct option long_options[] = {
    {"connections", required_argument, NULL, 'c'}, {"duration", required_argument, NULL, 'd'},
    {"warm-up", required_argument, NULL, 'w'},     {"requests", required_argument, NULL, 'n'},
    {"threads", required_argument, NULL, 't'},     {"timeout", required_argument, NULL, 'T'},
    {"server", required_argument, NULL, 'S'},      {"path", required_argument, NULL, SERVER_PATH},
    {"size", required_argument, NULL, 's'},        {"csv", no_argument, NULL, CSV},
    {"csv-header", no_argument, NULL, CSV_HEADER}, {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},           {NULL, 0, NULL, 0}};

static const char help[] =
    "Usage: load [OPTION]... URL\n"
    "       load [OPTION]... --server 'COMMAND'\n"
    "Keeps a server busy for a while, checks every reply, and says how long they took.\n"
    "URL is http://HOST:PORT/PATH or echo://HOST:PORT/ (RFC 862).\n\n"
    "  -c, --connections N     clients at the same time (8)\n"
    "  -n, --requests N        requests on each connection; 1: a connection per request;\n"
    "                          0: persistent, no end (1)\n"
    "  -d, --duration SECONDS  how long to measure; fractions are fine (2)\n"
    "  -w, --warm-up SECONDS   before that: requests that begin in it are not in the\n"
    "                          figures; may be 0 (0.2)\n"
    "  -t, --threads N         of this program; each has its share of the connections (1)\n"
    "  -T, --timeout SECONDS   for one request, connecting included (10)\n"
    "  -s, --size BYTES        of an echo message (64)\n"
    "  -S, --server 'COMMAND'  start this server, wait for its line \"NAME: listening on\n"
    "                          URL\", measure it there, end it, and say what it used: CPU\n"
    "                          and memory, its child processes included\n"
    "      --path PATH         what to ask that server for (/hello)\n"
    "      --csv               the figures as one line of comma-separated values\n"
    "      --csv-header        the names of those values, and no more\n"
    "  -h, --help              this text\n"
    "  -V, --version           the version\n\n"
    "Closed loop: each client sends its next request when it has the reply to the last. So\n"
    "a slow server is asked less often. Throughput and latency are two views of one thing\n"
    "here: clients = requests a second x mean latency, but for the time between requests.\n\n"
    "Latency counts from the beginning of connecting (for the first request of a\n"
    "connection) to the last byte of the reply. That is where a full listen queue shows:\n"
    "the kernel tries again after 1, 2, 4 seconds. Stuck connections are those on which\n"
    "nothing at all had come for the last second (or half the duration, if that is\n"
    "shorter) when the time was up: look there first when a server seems fast, for clients\n"
    "that are never served spoil no average.\n\n"
    "Examples:\n"
    "  bench/load http://127.0.0.1:8080/hello           a connection per request\n"
    "  bench/load -n 0 -c 64 http://127.0.0.1:8080/     persistent connections\n"
    "  bench/load -S '02-fork/server -p 0'              with its CPU per request\n";

enum options_result load_options_wrong(const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    for (char *c = text; *c != '\0'; c++)
        if ((unsigned char)*c < ' ') /* one line, whatever was in the words that it repeats */
            *c = '?';
    fprintf(stderr, "load: %s (--help shows the options)\n", text);
    return OPTIONS_WRONG;
}

static const char *name_of(int letter)
{
    const struct option *option = long_options;
    while (option->name != NULL && option->val != letter)
        option++;
    return option->name;
}

static enum options_result set_number(int letter, const char *text, unsigned long least,
                                      unsigned long most, unsigned long *target)
{
    if (number_parse(text, least, most, target))
        return OPTIONS_GOOD;
    return load_options_wrong("--%s: '%s' is not a number from %lu to %lu", name_of(letter), text,
                              least, most);
}

static enum options_result set_seconds(int letter, const char *text, int64_t *target)
{
    if (letter == 'w' && strcmp(text, "0") == 0)
        *target = 0;
    else if (!number_parse_seconds(text, MOST_SECONDS, target))
        return load_options_wrong("--%s: '%s' is not a number of seconds from %s to %d",
                                  name_of(letter), text, letter == 'w' ? "0" : "0.001",
                                  MOST_SECONDS);
    return OPTIONS_GOOD;
}

static enum options_result set_option(struct load_options *options, int letter, const char *value)
{
    unsigned long number = 0;
    enum options_result result = OPTIONS_GOOD;
    switch (letter) {
    case 'c':
        result = set_number(letter, value, 1, MOST_CONNECTIONS, &number);
        options->connections = (unsigned)number;
        break;
    case 't':
        result = set_number(letter, value, 1, MOST_THREADS, &number);
        options->threads = (unsigned)number;
        break;
    case 's':
        result = set_number(letter, value, 1, TARGET_MOST_MESSAGE, &number);
        options->message = number;
        break;
    case 'n': return set_number(letter, value, 0, MOST_REQUESTS, &options->requests);
    case 'd': return set_seconds(letter, value, &options->duration);
    case 'w': return set_seconds(letter, value, &options->warm_up);
    case 'T': return set_seconds(letter, value, &options->timeout);
    case 'S': options->server = value; break;
    case SERVER_PATH:
        options->path = value;
        if (*value != '/')
            return load_options_wrong("--path: '%s' does not begin with '/'", value);
        break;
    case CSV: options->csv = true; break;
    default: break;
    }
    return result;
}

/* What one option alone does not show. */
static enum options_result check(const struct load_options *options)
{
    if (options->server == NULL && options->url == NULL)
        return load_options_wrong("a URL is missing, such as http://127.0.0.1:8080/hello");
    if (options->server != NULL && options->url != NULL)
        return load_options_wrong("'%s': with --server the URL is that server's; --path says what "
                                  "to ask for",
                                  options->url);
    if (options->server != NULL && options->server[strspn(options->server, " ")] == '\0')
        return load_options_wrong("--server: '%s' is not a command", options->server);
    if (options->server == NULL && options->path != NULL)
        return load_options_wrong("--path goes with --server; otherwise the path is in the URL");
    if (options->threads > options->connections)
        return load_options_wrong("--threads: '%u' is more than there are connections (%u)",
                                  options->threads, options->connections);
    return OPTIONS_GOOD;
}

/* For what getopt_long() does not know, or misses the value of. */
static enum options_result complain(int letter, const char *word)
{
    if (letter == ':')
        return load_options_wrong("--%s needs a value", name_of(optopt));
    if (optopt != 0 && name_of(optopt) == NULL)
        return load_options_wrong("there is no option '-%c'", optopt);
    return load_options_wrong("there is no option '%s', or it takes no value", word);
}

enum options_result load_options_read(struct load_options *options, int argc, char *argv[])
{
    *options = (struct load_options){.connections = 8,
                                     .threads = 1,
                                     .requests = 1,
                                     .message = 64,
                                     .duration = 2 * NANOSECONDS,
                                     .warm_up = 200 * MILLISECOND,
                                     .timeout = 10 * NANOSECONDS};
    opterr = 0; /* the complaints are ours: one line, with what is allowed */
    int letter;
    while ((letter = getopt_long(argc, argv, ":c:d:w:n:t:T:S:s:hV", long_options, NULL)) != -1) {
        enum options_result result = OPTIONS_ANSWERED;
        switch (letter) {
        case ':':
        case '?': return complain(letter, argv[optind - 1]);
        case 'h': fputs(help, stdout); break;
        case 'V': printf("load %s\n", TOOLKIT_VERSION); break;
        case CSV_HEADER: report_csv_header(); break;
        default: result = set_option(options, letter, optarg); break;
        }
        if (result != OPTIONS_GOOD)
            return result;
    }
    if (optind < argc)
        options->url = argv[optind++];
    if (optind < argc)
        return load_options_wrong("'%s' is one word too many", argv[optind]);
    return check(options);
}
