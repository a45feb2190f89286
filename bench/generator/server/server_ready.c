/* server_ready.c - starts the server, on a free port if the command asks, and waits until it is ready. */
#include "server_ready.h"

#include "interrupt.h"

#include "common/socket/address.h"
#include "common/socket/clock.h"
#include "bench/generator/dial.h"
#include "bench/generator/command/load_options.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define START_TIME (10 * NANOSECONDS)
#define PAUSE      (5 * MILLISECOND)

enum { COMMAND_SIZE = 4096 };

/* Copies the command, with a free port in the place of PORT_WORD, and writes the URL with that port. (The
 * port is free now; another program could still take it before the server does.) */
static bool insert_port(const char *command, char copy[COMMAND_SIZE], char *url, size_t url_size)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof address;
    const char *word = strstr(command, PORT_WORD);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    bool good = descriptor != -1 && bind(descriptor, (struct sockaddr *)&address, length) == 0 &&
                getsockname(descriptor, (struct sockaddr *)&address, &length) == 0;
    close(descriptor);
    int port = ntohs(address.sin_port);
    snprintf(url, url_size, "http://127.0.0.1:%d/", port);
    return good && snprintf(copy, COMMAND_SIZE, "%.*s%d%s", (int)(word - command), command, port,
                            word + strlen(PORT_WORD)) < COMMAND_SIZE;
}

/* Reads what the server says into text, and leaves there the line that is not complete. Returns the
 * URL of the ready line, or NULL. */
static char *find_url(char *text)
{
    static const char words[] = ": listening on ";
    char *newline;
    while ((newline = strchr(text, '\n')) != NULL) {
        char *found = strstr(text, words);
        if (found != NULL && found < newline) {
            *newline = '\0';
            return found + sizeof words - 1;
        }
        memmove(text, newline + 1, strlen(newline + 1) + 1);
    }
    return NULL;
}

static bool await_line(struct server_process *process, char *url, size_t size)
{
    char text[4096] = "";
    size_t length = 0;
    struct pollfd watched = {.fd = process->output, .events = POLLIN};
    int64_t end = clock_now() + START_TIME;
    while (interrupt_signal() == 0 && clock_now() < end && length < sizeof text - 1) {
        if (poll(&watched, 1, 100) <= 0)
            continue;
        ssize_t received = read(process->output, text + length, sizeof text - 1 - length);
        if (received <= 0) {
            /* It is about to end: the end of its output comes a moment before its own. */
            for (int i = 0; i < 100 && !server_process_has_ended(process); i++)
                clock_sleep(10);
            return false;
        }
        text[length + (size_t)received] = '\0';
        char *found = find_url(text);
        if (found != NULL)
            return snprintf(url, size, "%s", found) < (int)size;
        length = strlen(text);
    }
    return false;
}

static bool await_port(struct server_process *process, const struct target *target)
{
    struct addrinfo *addresses;
    int64_t end = clock_now() + START_TIME;
    int descriptor = -1;
    if (address_lookup(target->host, target->port, &addresses) != 0)
        return false;
    while (descriptor == -1 && interrupt_signal() == 0 && clock_now() < end &&
           server_process_pause(process, PAUSE)) {
        struct dialler dialler = {.spread = false};
        descriptor = dial_first(&dialler, addresses, NANOSECONDS);
    }
    freeaddrinfo(addresses);
    if (descriptor != -1)
        close(descriptor);
    /* Or it was another server that answered there, and this one found the port in use. */
    return descriptor != -1 && server_process_pause(process, 4 * PAUSE);
}

bool server_ready_start(struct server_process *process, struct target *target, const char *command,
                        const char *url, const char *path, char *why, size_t why_size)
{
    struct server_usage usage;
    char copy[COMMAND_SIZE], its_url[TARGET_TEXT_SIZE] = "";
    const char *wrong = NULL;
    bool by_line = url == NULL && strstr(command, PORT_WORD) == NULL, ready = false;

    if (url == NULL && !by_line) {
        if (!insert_port(command, copy, its_url, sizeof its_url)) {
            snprintf(why, why_size, "there is no free port, or the command is too long");
            return false;
        }
        command = copy;
    }
    int error = server_process_start(process, command);
    if (error == 0 && by_line)
        ready = await_line(process, its_url, sizeof its_url);
    if (error == 0 && (!by_line || ready))
        wrong = target_parse(target, url != NULL ? url : its_url, path);
    if (error == 0 && !by_line && wrong == NULL)
        ready = await_port(process, target);
    if (ready && wrong == NULL)
        return true;

    bool ended_well = process->server <= 0 || server_process_end(process, &usage, why, why_size);
    if (error != 0)
        snprintf(why, why_size, "cannot start it: %s: %s", process->program, strerror(error));
    else if (wrong != NULL)
        snprintf(why, why_size, "its URL is '%s', but %s", url != NULL ? url : its_url, wrong);
    else if (ended_well && interrupt_signal() != 0)
        snprintf(why, why_size, "interrupted before it was ready");
    else if (ended_well)
        snprintf(why, why_size,
                 by_line ? "it did not print \"NAME: listening on URL\" in time"
                         : "no program accepts connections at %s",
                 target->url);
    return false;
}
