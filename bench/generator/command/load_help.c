/* load_help.c - the text of --help: the options in groups, how latency is counted, and examples. */
#include "load_help.h"

#include "load_options.h"

#include <stdio.h>

/* Several strings: C promises no more than 4095 characters in one. */
static const char help_options[] =
    "Usage: load [OPTION]... URL\n"
    "       load [OPTION]... --server 'COMMAND' [URL]\n"
    "Keeps a server busy for a while, checks every reply, and prints how long replies took.\n"
    "URL is http://HOST:PORT/PATH, or without the http://, or echo://HOST:PORT/ (RFC 862).\n"
    "The status is 1 if no request succeeded. Ctrl-C ends it early, with the figures so far.\n\n"
    "The load\n"
    "  -c, --connections N     clients at the same time (8)\n"
    "  -n, --requests N        requests on each connection; 1: a connection per request;\n"
    "                          0: persistent, no end (1)\n"
    "  -r, --rate N            open loop: begin N requests a second, even if earlier ones\n"
    "                          still wait for their replies; see below\n"
    "  -d, --duration SECONDS  how long to measure; fractions are fine (2)\n"
    "  -w, --warm-up SECONDS   how long to load the server before measuring; 0: measure\n"
    "                          from the start (0.2; with --rounds 0)\n"
    "      --warm-up-limit SECONDS  the warm-up lasts until every client has had a reply,\n"
    "                          but not longer than this (3; with --warm-up 0: 0)\n"
    "      --rounds N          stop early, when each client has made N connections\n"
    "  -T, --timeout SECONDS   for one request, connecting included (10)\n"
    "  -t, --threads N         of this program; each drives its share of the clients (1)\n\n"
    "Clients beside the load, with figures of their own\n"
    "  -i, --idle N            clients that connect first, and then send nothing (0)\n"
    "      --slow N            clients that send each request drop by drop (0)\n"
    "      --drip MS           how long such a client takes to send one (1000)\n"
    "      --drops N           in how many drops; 0: each byte is one (0)\n\n"
    "The requests\n"
    "      --path PATH         ask for PATH, not for the URL's path; with --server: /hello\n"
    "      --reply BYTES       ask for a reply of this size: short for --path /bytes/BYTES\n"
    "  -X, --request METHOD    use METHOD, not GET; -I, --head: short for -X HEAD\n"
    "  -H, --header 'NAME: VALUE'  send one more header field, as curl does; 'NAME;' for one\n"
    "                          without a value. You can repeat this option\n"
    "  -s, --size BYTES        of an echo message (64)\n\n";

static const char help_server[] =
    "The server\n"
    "  -S, --server 'COMMAND'  start it, wait for its line \"NAME: listening on URL\",\n"
    "                          measure it there, end it, and print the CPU time and memory\n"
    "                          that it used, its child processes included. For a server\n"
    "                          without such a line, give the URL as well, or write\n"
    "                          " PORT_WORD " where the command needs a port: load puts a free\n"
    "                          port there, and waits until it can connect. You can quote\n"
    "                          words as for a shell, but no shell runs the command\n\n"
    "The output\n"
    "      --csv               the figures as one line of comma-separated values\n"
    "      --csv-header        only the names of those values\n"
    "      --json              the same as JSON, and an \"error\"\n"
    "      --percentiles FILE  the whole curve of latencies in milliseconds, in the form\n"
    "                          (.hgrm) that HdrHistogram and wrk2 print and plotters read\n"
    "      --timeline FILE     each request, as comma-separated values: when it\n"
    "                          was due, connected, sent, first answered, and done\n"
    "  -h, --help              this text\n"
    "  -V, --version           the version\n\n";

static const char help_text[] =
    "Closed loop: each client sends its next request when it has the reply to the last. So\n"
    "a slow server gets fewer requests. Each client ends as served, unserved (no reply in\n"
    "the measured time) or with failures only. When a server seems fast, look first at the\n"
    "unserved clients, because no average contains a client that never had a reply.\n"
    "Open loop (--rate): each request is due at its own time, as if from clients that know\n"
    "nothing of each other. Latency counts from the time at which a request was due. Each\n"
    "request that was due ends as good, wrong, failed, timed out, unfinished, or overdue: it\n"
    "could not even begin, because no connection (-c) was free.\n\n"
    "If a request times out, or still waits at the end of the measured time, its latency is\n"
    "not known yet (a censored observation). Without such requests the figures would leave\n"
    "out the slowest. Therefore load counts a request that timed out with its timeout, and one\n"
    "that still waits with the time so far, and prints \"at least\" before each figure that\n"
    "depends on them. In a closed loop it counts a waiting request only if its client had no\n"
    "reply in the measured time, or if it has waited longer than any reply took.\n"
    "A closed loop also stops asking while the server stalls, so that few figures show the\n"
    "stall: Gil Tene calls this coordinated omission, and his wrk2 explains it\n"
    "(https://github.com/giltene/wrk2). With --rate, load does not stop asking: latency counts\n"
    "from the time at which a request was due.\n\n"
    "Latency counts from the beginning of connecting (for the first request of a\n"
    "connection) to the last byte of the reply. So it shows a full listen queue: the kernel\n"
    "then tries to connect again after 1, 2, 4 seconds. By Little's law the average number of\n"
    "requests under way is the number of replies a second times the time that each takes; if\n"
    "the two differ, the report says so. bench/README.md explains every figure of --csv.\n\n"
    "Examples:\n"
    "  bench/load http://127.0.0.1:8080/hello           a connection per request\n"
    "  bench/load -n 0 -c 64 http://127.0.0.1:8080/     persistent connections\n"
    "  bench/load -r 500 -d 5 http://127.0.0.1:8080/    500 a second, in any case\n"
    "  bench/load -S '02-fork/server -p 0'              with its CPU per request\n"
    "  bench/load -S './mine " PORT_WORD "'                   a server of your own\n";

void load_help_print(void)
{
    fputs(help_options, stdout);
    fputs(help_server, stdout);
    fputs(help_text, stdout);
}
