/* tcp_partner.c - a forked server with one client, addresses that do not answer, and a name that has them all. */
#include "tcp_partner.h"
#include "common/socket/clock.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_WAITING = 8 };

const char *tcp_names = "127.0.0.1";
double tcp_seconds;
const char *tcp_descriptors;

/* A listening socket at this address; -1: this machine does not have it. */
static int listen_at(const char *host, const char *port, int backlog)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST}, *address;
    int yes = 1;
    cr_assert_eq(getaddrinfo(host, port, &hints, &address), 0);
    int listener = socket(address->ai_family, SOCK_STREAM, 0);
    if (listener != -1)
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (listener != -1 && (bind(listener, address->ai_addr, address->ai_addrlen) == -1 ||
                           listen(listener, backlog) == -1)) {
        close(listener);
        listener = -1;
    }
    freeaddrinfo(address);
    return listener;
}

static void port_of(int listener, char port[8])
{
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    cr_assert_eq(getsockname(listener, (struct sockaddr *)&address, &length), 0);
    snprintf(port, 8, "%d", ntohs(address.sin_port));
}

/* Fills the queue of a listening socket that nobody accepts from: from then on connect(2) waits. */
static void fill_queue(int listener)
{
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    getsockname(listener, (struct sockaddr *)&address, &length);
    for (int i = 0; i < MOST_WAITING; i++) {
        int client = socket(AF_INET, SOCK_STREAM, 0);
        struct pollfd ready = {.fd = client, .events = POLLOUT};
        fcntl(client, F_SETFL, O_NONBLOCK);
        connect(client, (struct sockaddr *)&address, length);
        if (poll(&ready, 1, 100) != 1)
            return;
    }
    cr_skip_test("this kernel's queues are longer than their backlog");
}

static pid_t start_partner(int listeners[2], void (*play)(int client))
{
    struct pollfd ready[2] = {{.fd = listeners[0], .events = POLLIN},
                              {.fd = listeners[1], .events = POLLIN}};
    pid_t partner = fork();
    cr_assert_neq(partner, -1);
    if (partner > 0)
        return partner;
    signal(SIGPIPE, SIG_IGN);
    alarm(20);
    poll(ready, 2, -1);
    int client = accept(ready[0].revents != 0 ? listeners[0] : listeners[1], NULL, NULL);
    play(client);
    close(client);
    _exit(0);
}

static const char *client_program(void)
{
    const char *path = getenv("CLIENT");
    return path != NULL ? path : "notes/labs/11-client/client";
}

void tcp_meet(struct outcome *outcome, void (*play)(int client), const char *const options[])
{
    static const char library[] = "build/notes/labs/grade/tools/names.so";
    char port[8];
    /* The shell sets the limit, and then becomes the client: "$0", with the arguments "$@". */
    const char *words[16] = {"-c", "ulimit -n ${LIMIT:-100}; exec \"$0\" \"$@\"", client_program()};
    int count = 3, listeners[2] = {listen_at("127.0.0.1", "0", 16), -1};
    bool named = strcmp(tcp_names, "127.0.0.1") != 0;
    cr_assert_neq(listeners[0], -1);
    port_of(listeners[0], port);
    listeners[1] = listen_at("::1", port, 16);
    if (strstr(tcp_names, "::1") != NULL && listeners[1] == -1)
        cr_skip_test("no IPv6 here");
    if (strstr(tcp_names, "127.0.0.9") != NULL)
        fill_queue(listen_at("127.0.0.9", port, 0));
    if (named)
        program_preload(library, "NAMES", tcp_names);

    for (int i = 0; options != NULL && options[i] != NULL; i++)
        words[count++] = options[i];
    words[count++] = named ? "server.test" : "127.0.0.1";
    words[count++] = port;
    words[count++] = "/hello";
    words[count] = NULL;
    pid_t partner = start_partner(listeners, play);
    close(listeners[0]);
    close(listeners[1]);
    if (tcp_descriptors != NULL)
        setenv("LIMIT", tcp_descriptors, 1);
    int64_t before = clock_now();
    program_run(outcome, "/bin/sh", words);
    tcp_seconds = (double)(clock_now() - before) / NANOSECONDS;
    program_preload_nothing();
    kill(partner, SIGKILL);
    waitpid(partner, NULL, 0);
}

void tcp_type_in(size_t size)
{
    static char bytes[1 << 20];
    FILE *file = tmpfile();
    cr_assert_neq(file, NULL);
    for (; size > 0; size -= size < sizeof bytes ? size : sizeof bytes)
        fwrite(bytes, 1, size < sizeof bytes ? size : sizeof bytes, file);
    cr_assert_eq(fflush(file), 0);
    rewind(file);
    cr_assert_neq(dup2(fileno(file), STDIN_FILENO), -1);
}

/* Receives the head of a request, byte by byte, so that nothing of the body is taken. Returns its Content-Length. */
static size_t hear_head(int client)
{
    char head[8192] = "";
    size_t size = 0;
    while (strstr(head, "\r\n\r\n") == NULL && size < sizeof head - 1)
        if (recv(client, head + size++, 1, 0) != 1)
            return 0;
    const char *length = strstr(head, "Content-Length:");
    return length == NULL ? 0 : strtoul(length + strlen("Content-Length:"), NULL, 10);
}

void tcp_hear_request(int client)
{
    hear_head(client);
}

size_t tcp_hear_body(int client)
{
    static char bytes[65536];
    size_t length = hear_head(client), size = 0;
    for (ssize_t got = 1; size < length && got > 0; size += got > 0 ? (size_t)got : 0)
        got = recv(client, bytes, sizeof bytes, 0);
    return size;
}

void tcp_say(int client, const char *text)
{
    send(client, text, strlen(text), 0);
}

void tcp_say_slowly(int client, const char *text, size_t piece, unsigned pause)
{
    int yes = 1;
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    for (size_t left = strlen(text); left > 0; text += piece, left -= piece) {
        if (piece > left)
            piece = left;
        if (send(client, text, piece, 0) == -1)
            return;
        clock_sleep(pause);
    }
}
