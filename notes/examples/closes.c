/*
 * closes.c - a server sends a million bytes and closes, in four ways. What does the client get?
 * usage: closes
 */
#include "listening.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SIZE = 1000000 };

enum way { CLOSE, CLOSE_UNREAD, RESET, LINGERING };
static const char *const names[] = {"close", "close, a byte is unread", "SO_LINGER 0, close",
                                    "shutdown, read to the end, close"};

static char bytes[SIZE];

/* [close] */
static void say_goodbye(int client, enum way way)
{
    struct linger reset = {.l_onoff = 1, .l_linger = 0};
    if (way != CLOSE_UNREAD)
        recv(client, bytes, 1, 0); /* the one byte that the client has sent */
    if (way == RESET)
        setsockopt(client, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    if (way == LINGERING) {
        shutdown(client, SHUT_WR);
        while (recv(client, bytes, SIZE, 0) > 0)
            ;
    }
    close(client);
}
/* [/close] */

static void serve(int listener, enum way way)
{
    int client = accept(listener, NULL, NULL);
    for (ssize_t sent, left = SIZE; left > 0; left -= sent)
        if ((sent = send(client, bytes, (size_t)left, MSG_NOSIGNAL)) <= 0)
            break;
    say_goodbye(client, way);
}

static void ask(const struct sockaddr_in *address, enum way way)
{
    ssize_t received, total = 0;
    int server = socket(AF_INET, SOCK_STREAM, 0);
    connect(server, (const struct sockaddr *)address, sizeof *address);
    send(server, "x", 1, 0);
    nanosleep(&(struct timespec){.tv_nsec = 200000000},
              NULL); /* meanwhile the server closes, if it can */
    while ((received = recv(server, bytes, SIZE, 0)) > 0)
        total += received;
    printf("%-34s %7zd bytes, then %s\n", names[way], total,
           received == 0 ? "the end" : strerror(errno));
    close(server);
}

int main(void)
{
    struct sockaddr_in address;
    int listener = listen_on("0");
    getsockname(listener, (struct sockaddr *)&address, &(socklen_t){sizeof address});
    for (enum way way = CLOSE; way <= LINGERING; way++) {
        if (fork() == 0) {
            serve(listener, way);
            _exit(0);
        }
        ask(&address, way);
    }
}
