/* load_help.c - the text of --help: the options in groups, how latency is counted, and examples. */
#include "load_help.h"

#include "load_options.h"

#include <stdio.h>

/* Several strings: C promises no more than 4095 characters in one. */
static const char help_options[] =
    "Usage: load [OPTION]... URL\n"
    "       load [OPTION]... --server 'COMMAND' [URL]\n"
    "Keeps a server busy for a while, checks every reply, and says how long they took.\n"
    "URL is http://HOST:PORT/PATH, or without the http://, or echo://HOST:PORT/ (RFC 862).\n"
    "The status is 1 if no request succeeded. Ctrl-C ends it early, with the figures so far.\n\n"
    "The load\n"
    "  -c, --connections N     clients at the same time (8)\n"
    "  -n, --requests N        requests on each connection; 1: a connection per request;\n"
    "                          0: persistent, no end (1)\n"
    "  -r, --rate N            open loop: so many requests a second begin, whether those\n"
    "                          before are answered or not; see below\n"
    "  -d, --duration SECONDS  how long to measure; fractions are fine (2)\n"
    "  -w, --warm-up SECONDS   before that: replies that come in it are not in the figures;\n"
    "                          0: measuring begins at once (0.2; with --rounds 0)\n"
    "      --warm-up-limit SECONDS  the warm-up lasts until every client has had a reply,\n"
    "                          but not longer than this (3; with --warm-up 0: 0)\n"
    "      --rounds N          stop when each client has made so many connections, if that\n"
    "                          is earlier\n"
    "  -T, --timeout SECONDS   for one request, connecting included (10)\n"
    "  -t, --threads N         of this program; each has its share of the connections (1)\n\n"
    "Beside it, with figures of their own\n"
    "  -i, --idle N            clients that connect first, and then say nothing (0)\n"
    "      --slow N            clients that send each request drop by drop (0)\n"
    "      --drip MS           how long such a client takes to send one (1000)\n"
    "      --drops N           in how many drops; 0: each byte is one (0)\n\n"
    "What is asked for\n"
    "      --path PATH         in the place of the URL's path; with --server: /hello\n"
    "      --reply BYTES       a reply of that size: short for --path /bytes/BYTES\n"
    "  -X, --request METHOD    in the place of GET; -I, --head: short for -X HEAD\n"
    "  -H, --header 'NAME: VALUE'  a header field more, as in curl; 'NAME;' for one\n"
    "                          without a value. May be given again\n"
    "  -s, --size BYTES        of an echo message (64)\n\n";

static const char help_server[] =
    "The server\n"
    "  -S, --server 'COMMAND'  start it, wait for its line \"NAME: listening on URL\",\n"
    "                          measure it there, end it, and say what it used: CPU and\n"
    "                          memory, its child processes included. A server without\n"
    "                          such a line is waited for by connecting: give the URL as\n"
    "                          well, or write " PORT_WORD " where the command wants a port,\n"
    "                          and a free one is put there. Words may be in quotes, as\n"
    "                          for a shell, but no shell runs it\n\n"
    "What comes out\n"
    "      --csv               the figures as one line of comma-separated values\n"
    "      --csv-header        the names of those values, and no more\n"
    "      --json              the same as JSON, and an \"error\"\n"
    "      --percentiles FILE  the whole curve of latencies in milliseconds, in the form\n"
    "                          (.hgrm) that HdrHistogram and wrk2 print and plotters read\n"
    "      --timeline FILE     every single request, as comma-separated values: when it\n"
    "                          was due, connected, sent, first answered, and done\n"
    "  -h, --help              this text\n"
    "  -V, --version           the version\n\n";

static const char help_text[] =
    "Closed loop: each client sends its next request when it has the reply to the last. So\n"
    "a slow server is asked less often. Each client is then served, unserved (no reply in\n"
    "the measured time) or had failures only. Look at the unserved ones first when a server\n"
    "seems fast: clients that are never served spoil no average.\n"
    "Open loop (--rate): requests have their times, as if by clients that know nothing of\n"
    "each other. Latency counts from the time that a request was due. Each request that was\n"
    "due is then good, wrong, failed, timed out, unfinished, or overdue: it could not even\n"
    "begin, because no connection (-c) was free.\n\n"
    "A request that timed out, or still waits when the measured time is over, has a latency\n"
    "that is not known yet (a censored observation). To leave it out is to leave out the\n"
    "slowest. A closed loop also stops asking while the server stalls, so that few figures\n"
    "show the stall: Gil Tene calls this coordinated omission, and his wrk2 explains it\n"
    "(https://github.com/giltene/wrk2). Therefore such requests are in the latencies with the\n"
    "time that they have waited so far, a figure that this touches is marked \"at least\",\n"
    "and --rate counts latency from when a request was due.\n\n"
    "Latency counts from the beginning of connecting (for the first request of a\n"
    "connection) to the last byte of the reply. That is where a full listen queue shows:\n"
    "the kernel tries again after 1, 2, 4 seconds. By Little's law the requests under way\n"
    "are, on average, the replies a second times the time that each takes; where the two\n"
    "differ, the report says so. bench/README.md explains every figure of --csv.\n\n"
    "Examples:\n"
    "  bench/load http://127.0.0.1:8080/hello           a connection per request\n"
    "  bench/load -n 0 -c 64 http://127.0.0.1:8080/     persistent connections\n"
    "  bench/load -r 500 -d 5 http://127.0.0.1:8080/    500 a second, come what may\n"
    "  bench/load -S '02-fork/server -p 0'              with its CPU per request\n"
    "  bench/load -S './mine " PORT_WORD "'                   a server of your own\n";

void load_help_print(void)
{
    fputs(help_options, stdout);
    fputs(help_server, stdout);
    fputs(help_text, stdout);
}
