/* load_options.c - reads the options with getopt_long(): their names, limits and default values. */
#include "load_options.h"

#include "common/socket/clock.h"
#include "common/socket/numbers.h"
#include "complain.h"
#include "load_check.h"
#include "load_help.h"
#include "bench/generator/figures/report.h"
#include "bench/generator/protocol/target.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

enum { MOST_CONNECTIONS = 60000, MOST_THREADS = 64, MOST_SECONDS = 3600, MOST_RATE = 1000000 };
#define MOST_DROPS    10000
#define MOST_REQUESTS 1000000000ul
#define NOT_GIVEN     (-1)

enum { /* options without a letter */
       CSV = 256,
       CSV_HEADER,
       JSON,
       TIMELINE,
       PERCENTILES,
       PATH,
       REPLY,
       ROUNDS,
       SLOW,
       DRIP,
       DROPS,
       LIMIT
};

static const struct option long_options[] = {{"connections", required_argument, NULL, 'c'},
                                             {"duration", required_argument, NULL, 'd'},
                                             {"warm-up", required_argument, NULL, 'w'},
                                             {"warm-up-limit", required_argument, NULL, LIMIT},
                                             {"requests", required_argument, NULL, 'n'},
                                             {"rate", required_argument, NULL, 'r'},
                                             {"idle", required_argument, NULL, 'i'},
                                             {"slow", required_argument, NULL, SLOW},
                                             {"drip", required_argument, NULL, DRIP},
                                             {"drops", required_argument, NULL, DROPS},
                                             {"rounds", required_argument, NULL, ROUNDS},
                                             {"threads", required_argument, NULL, 't'},
                                             {"timeout", required_argument, NULL, 'T'},
                                             {"server", required_argument, NULL, 'S'},
                                             {"path", required_argument, NULL, PATH},
                                             {"reply", required_argument, NULL, REPLY},
                                             {"request", required_argument, NULL, 'X'},
                                             {"head", no_argument, NULL, 'I'},
                                             {"header", required_argument, NULL, 'H'},
                                             {"size", required_argument, NULL, 's'},
                                             {"timeline", required_argument, NULL, TIMELINE},
                                             {"percentiles", required_argument, NULL, PERCENTILES},
                                             {"json", no_argument, NULL, JSON},
                                             {"csv", no_argument, NULL, CSV},
                                             {"csv-header", no_argument, NULL, CSV_HEADER},
                                             {"help", no_argument, NULL, 'h'},
                                             {"version", no_argument, NULL, 'V'},
                                             {NULL, 0, NULL, 0}};

static const char *name_of(int letter)
{
    const struct option *option = long_options;
    while (option->name != NULL && option->val != letter)
        option++;
    return option->name;
}

static enum load_result set_number(int letter, const char *text, unsigned long least,
                                   unsigned long most, unsigned long *target)
{
    if (number_parse(text, least, most, target))
        return LOAD_GOOD;
    return load_options_wrong("--%s: '%s' is not a number from %lu to %lu", name_of(letter), text,
                              least, most);
}

static enum load_result set_seconds(int letter, const char *text, int64_t *target)
{
    bool may_be_0 = letter == 'w' || letter == LIMIT;
    if (may_be_0 && strcmp(text, "0") == 0)
        *target = 0;
    else if (!number_parse_seconds(text, MOST_SECONDS, target))
        return load_options_wrong("--%s: '%s' is not a number of seconds from %s to %d",
                                  name_of(letter), text, may_be_0 ? "0" : "0.001", MOST_SECONDS);
    return LOAD_GOOD;
}

static enum load_result set_count(int letter, const char *text, unsigned long least,
                                  unsigned long most, unsigned *target)
{
    unsigned long number = 0;
    enum load_result result = set_number(letter, text, least, most, &number);
    *target = (unsigned)number;
    return result;
}

static enum load_result set_milliseconds(int letter, const char *text, int64_t *target)
{
    unsigned long number = 0;
    enum load_result result = set_number(letter, text, 1, 1000ul * MOST_SECONDS, &number);
    *target = (int64_t)number * MILLISECOND;
    return result;
}

static enum load_result set_reply(struct load_options *options, const char *text)
{
    static char path[64];
    unsigned long number = 0;
    enum load_result result = set_number(REPLY, text, 0, TARGET_MOST_BYTES, &number);
    snprintf(path, sizeof path, "/bytes/%lu", number);
    options->path = path;
    return result;
}

static enum load_result set_method(struct load_options *options, const char *method)
{
    if (!request_is_method(method))
        return load_options_wrong("--request: '%s' is not the name of a method", method);
    options->form.method = method;
    return LOAD_GOOD;
}

static enum load_result add_field(struct load_options *options, const char *field)
{
    const char *wrong = request_add_field(&options->form, field);
    return wrong == NULL ? LOAD_GOOD : load_options_wrong("--header: '%s' %s", field, wrong);
}

static enum load_result set_option(struct load_options *options, int letter, const char *value)
{
    unsigned long number = 0;
    enum load_result result = LOAD_GOOD;
    switch (letter) {
    case 'c': return set_count(letter, value, 0, MOST_CONNECTIONS, &options->connections);
    case 'i': return set_count(letter, value, 0, MOST_CONNECTIONS, &options->idle);
    case SLOW: return set_count(letter, value, 0, MOST_CONNECTIONS, &options->slow);
    case 't': return set_count(letter, value, 1, MOST_THREADS, &options->threads);
    case 'n': return set_number(letter, value, 0, MOST_REQUESTS, &options->requests);
    case 'r': return set_number(letter, value, 1, MOST_RATE, &options->rate);
    case ROUNDS: return set_number(letter, value, 1, MOST_REQUESTS, &options->rounds);
    case 'd': return set_seconds(letter, value, &options->duration);
    case 'w': return set_seconds(letter, value, &options->warm_up);
    case LIMIT: return set_seconds(letter, value, &options->warm_up_limit);
    case 'T': return set_seconds(letter, value, &options->timeout);
    case DRIP: return set_milliseconds(letter, value, &options->drip);
    case DROPS: return set_count(letter, value, 0, MOST_DROPS, &options->drops);
    case REPLY: return set_reply(options, value);
    case 's':
        result = set_number(letter, value, 1, TARGET_MOST_MESSAGE, &number);
        options->message = number;
        break;
    case PATH:
        options->path = value;
        if (*value != '/')
            return load_options_wrong("--path: '%s' does not begin with '/'", value);
        break;
    case 'X': return set_method(options, value);
    case 'I': return set_method(options, "HEAD");
    case 'H': return add_field(options, value);
    case 'S': options->server = value; break;
    case JSON: options->json = true; break;
    case PERCENTILES: options->percentiles = value; break;
    case TIMELINE: options->timeline = value; break;
    case CSV: options->csv = true; break;
    default: break;
    }
    return result;
}

/* For what getopt_long() does not know, or misses the value of. */
static enum load_result complain(int letter, const char *word)
{
    if (letter == ':')
        return load_options_wrong("--%s needs a value", name_of(optopt));
    if (optopt != 0 && name_of(optopt) == NULL)
        return load_options_wrong("there is no option '-%c'", optopt);
    return load_options_wrong("there is no option '%s', or it takes no value", word);
}

enum load_result load_options_read(struct load_options *options, int argc, char *argv[])
{
    *options = (struct load_options){.connections = 8,
                                     .threads = 1,
                                     .requests = 1,
                                     .message = 64,
                                     .duration = 2 * NANOSECONDS,
                                     .warm_up = NOT_GIVEN,
                                     .warm_up_limit = NOT_GIVEN,
                                     .drip = NANOSECONDS,
                                     .timeout = 10 * NANOSECONDS};
    for (int i = 1; i < argc; i++) /* known before anything can be wrong */
        options->json = options->json || strcmp(argv[i], "--json") == 0;
    opterr = 0; /* the complaints are ours: one line, with what is allowed */
    int letter;
    while ((letter = getopt_long(argc, argv, ":c:d:w:n:r:i:t:T:S:s:X:H:IhV", long_options, NULL)) !=
           -1) {
        enum load_result result = LOAD_ANSWERED;
        switch (letter) {
        case ':':
        case '?': return complain(letter, argv[optind - 1]);
        case 'h': load_help_print(); break;
        case 'V': printf("load %s\n", LOAD_VERSION); break;
        case CSV_HEADER: report_csv_header(); break;
        default: result = set_option(options, letter, optarg); break;
        }
        if (result != LOAD_GOOD)
            return result;
    }
    if (optind < argc)
        options->url = argv[optind++];
    if (optind < argc)
        return load_options_wrong("'%s' is one word too many", argv[optind]);
    if (options->warm_up == NOT_GIVEN)
        options->warm_up = options->rounds > 0 ? 0 : 200 * MILLISECOND;
    if (options->warm_up_limit == NOT_GIVEN) /* to begin at once is to begin without waiting */
        options->warm_up_limit = options->warm_up > 0 ? 3 * NANOSECONDS : 0;
    return load_check(options);
}
