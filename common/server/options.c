/* options.c - reads the command line with getopt_long(3), and complains in one line. */
#include "options.h"

#include "common/socket/address.h"
#include "common/socket/clock.h"
#include "common/socket/numbers.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum { MOST_BACKLOG = 65535, MOST_SECONDS = 3600, MOST_WORKERS = 1024, MOST_QUEUE = 65536 };

static const struct option long_options[] = {{"port", required_argument, NULL, 'p'},
                                             {"address", required_argument, NULL, 'a'},
                                             {"service", required_argument, NULL, 's'},
                                             {"root", required_argument, NULL, 'r'},
                                             {"backlog", required_argument, NULL, 'b'},
                                             {"timeout", required_argument, NULL, 't'},
                                             {"verbose", no_argument, NULL, 'v'},
                                             {"help", no_argument, NULL, 'h'},
                                             {"version", no_argument, NULL, 'V'},
                                             {"max-clients", required_argument, NULL, 'c'},
                                             {"workers", required_argument, NULL, 'w'},
                                             {"queue", required_argument, NULL, 'q'},
                                             {NULL, 0, NULL, 0}};

static enum options_result wrong(const struct stage *stage, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s: ", stage->name);
    vfprintf(stderr, format, arguments);
    fprintf(stderr, " (--help shows the options)\n");
    va_end(arguments);
    return OPTIONS_WRONG;
}

static void print_help(const struct stage *stage)
{
    printf("Usage: %s [OPTION]... [PORT]\n"
           "A small server, one of five. Model: %s.\n\n"
           "  PORT, -p, --port PORT   port number or service name; 0: any free one (8080)\n"
           "  -a, --address HOST      listen on this address or name; if a name has addresses\n"
           "                          of both families, on its IPv4 one; \"::\" is every\n"
           "                          interface, IPv6 and IPv4 (127.0.0.1)\n"
           "  -s, --service NAME      http or echo (http)\n"
           "  -r, --root DIR          serve the files under DIR; the server reads them at the\n"
           "                          start and never again, without hidden files and links;\n"
           "                          a route hides a file of the same name, as /hello does\n"
           "                          (built-in pages)\n"
           "  -b, --backlog N         connections that may wait in the kernel until they\n"
           "                          are accepted (%d)\n"
           "  -t, --timeout SECONDS   how long a client may be silent, take over one request,\n"
           "                          or not read its reply; fractions are fine (10)\n",
           stage->name, stage->model, SOMAXCONN);
    if (stage->max_clients > 0)
        printf("  -c, --max-clients N     the most clients served at once; the others wait in\n"
               "                          the kernel's queue (%u)\n",
               stage->max_clients);
    const char *workers = stage->queue > 0 || stage->max_clients > 0 ? "threads" : "processes";
    if (stage->workers > 0)
        printf("  -w, --workers N         %s that serve, one client each at a time (%u)\n", workers,
               stage->workers);
    if (stage->queue > 0)
        printf("  -q, --queue N           accepted clients that may wait for a worker (%u)\n",
               stage->queue);
    printf("  -v, --verbose           a line on standard error for each connection\n"
           "  -h, --help              this text\n"
           "  -V, --version           the version\n\n"
           "When the server is ready, it prints \"%s: listening on URL\" on standard output.\n"
           "Ctrl-C ends it after the replies in progress; a second Ctrl-C ends it at once.\n",
           stage->name);
}

/* What was printed may not have arrived: the disk is full, say. */
static enum options_result answered(const struct stage *stage)
{
    if (fflush(stdout) != EOF)
        return OPTIONS_ANSWERED;
    fprintf(stderr, "%s: standard output: %s\n", stage->name, strerror(errno));
    return OPTIONS_UNWRITTEN;
}

/* Whether the stage has this option at all. */
static bool has_option(const struct stage *stage, int letter)
{
    if (letter == 'c')
        return stage->max_clients > 0;
    if (letter == 'q')
        return stage->queue > 0;
    return letter != 'w' || stage->workers > 0;
}

/* The long name of an option, for messages; NULL if there is none with that letter. */
static const char *name_of(int letter)
{
    const struct option *option = long_options;
    while (option->name != NULL && option->val != letter)
        option++;
    return option->name;
}

static enum options_result set_number(const struct stage *stage, int letter, const char *text,
                                      unsigned long most, unsigned *target)
{
    unsigned long number;
    if (!number_parse(text, 1, most, &number))
        return wrong(stage, "--%s: '%s' is not a number from 1 to %lu", name_of(letter), text,
                     most);
    *target = (unsigned)number;
    return OPTIONS_GOOD;
}

static enum options_result set_port(struct options *options, const struct stage *stage,
                                    const char *text)
{
    if (!address_is_port(text))
        return wrong(stage, "'%s' is not a port: a number from 0 to 65535, or a service name",
                     text);
    options->port = text;
    return OPTIONS_GOOD;
}

static enum options_result set_option(struct options *options, const struct stage *stage,
                                      int letter, const char *value)
{
    enum options_result result = OPTIONS_GOOD;
    unsigned backlog;
    switch (letter) {
    case 'p': return set_port(options, stage, value);
    case 'a':
        options->address = value;
        if (*value == '\0')
            return wrong(stage, "--address: '' is not an address; '::' is every interface");
        break;
    case 's':
        options->service = service_find(value);
        if (options->service == NULL)
            return wrong(stage, "--service: '%s' is not a service; there are http and echo", value);
        break;
    case 'r': options->root = value; break;
    case 'b':
        result = set_number(stage, letter, value, MOST_BACKLOG, &backlog);
        if (result == OPTIONS_GOOD)
            options->backlog = (int)backlog;
        break;
    case 't':
        if (!number_parse_seconds(value, MOST_SECONDS, &options->timeout))
            return wrong(stage, "--timeout: '%s' is not a number of seconds from 0.001 to %d",
                         value, MOST_SECONDS);
        break;
    case 'c': return set_number(stage, letter, value, stage->most_clients, &options->max_clients);
    case 'w': return set_number(stage, letter, value, MOST_WORKERS, &options->workers);
    case 'q': return set_number(stage, letter, value, MOST_QUEUE, &options->queue);
    case 'v': options->verbose = true; break;
    default: break;
    }
    return result;
}

enum options_result options_read(struct options *options, const struct stage *stage, int argc,
                                 char *argv[])
{
    *options = (struct options){.port = "8080",
                                .address = "127.0.0.1",
                                .service = &http_service,
                                .backlog = SOMAXCONN,
                                .timeout = 10 * NANOSECONDS,
                                .max_clients = stage->max_clients,
                                .workers = stage->workers,
                                .queue = stage->queue};
    opterr = 0; /* we complain ourselves: one line that says what is allowed */
    int letter;
    /* The first ':' makes getopt_long() return ':' instead of '?' for a missing value. */
    while ((letter = getopt_long(argc, argv, ":p:a:s:r:b:t:c:w:q:vhV", long_options, NULL)) != -1) {
        if (letter == ':')
            return wrong(stage, "--%s needs a value", name_of(optopt));
        if (letter == '?' && optopt != 0 && name_of(optopt) == NULL)
            return wrong(stage, "there is no option '-%c'", optopt);
        if (letter == '?') /* a long option; optind is already behind it */
            return wrong(stage, "there is no option '%s', or it takes no value", argv[optind - 1]);
        if (!has_option(stage, letter))
            return wrong(stage, "--%s: this server has no such option", name_of(letter));
        if (letter == 'h') {
            print_help(stage);
            return answered(stage);
        }
        if (letter == 'V') {
            printf("%s %s\n", stage->name, TOOLKIT_VERSION);
            return answered(stage);
        }
        enum options_result result = set_option(options, stage, letter, optarg);
        if (result != OPTIONS_GOOD)
            return result;
    }
    if (optind < argc && set_port(options, stage, argv[optind++]) != OPTIONS_GOOD)
        return OPTIONS_WRONG;
    if (optind < argc)
        return wrong(stage, "'%s' is one word too many", argv[optind]);
    return OPTIONS_GOOD;
}
