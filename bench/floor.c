/*
 * floor - for each model, the least that the kernel lets it cost.
 *
 * The same system calls as in the five servers and nothing else: no parsing, no deadlines, no limits, no
 * defence against a client. It answers "hello, world" to any bytes. Do not use it as a server: it is the
 * line in the plots that a server of that model cannot get below, and shows what the server's promises
 * cost.
 *
 * usage: floor iterative|fork|thread|pool|select [PORT]          (0, the default: any free port)
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORKERS = 8, QUEUE_SIZE = 64, REQUEST_SIZE = 16384 };

/* As long as the servers' replies to /hello. */
#define HEAD                                                                                       \
    "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"                                   \
    "Content-Type: text/plain\r\nContent-Length: 13\r\n"
#define CLOSE "Connection: close\r\n"
static const char reply[] = HEAD "\r\nhello, world\n";
static const char last_reply[] = HEAD CLOSE "\r\nhello, world\n";

static int listener;

/* One request and its reply. Returns whether the connection goes on. */
static bool serve_request(int client)
{
    char request[REQUEST_SIZE];
    static const char close_at_end[] = CLOSE "\r\n";
    const size_t length = sizeof close_at_end - 1;
    ssize_t received = recv(client, request, sizeof request, 0);
    if (received <= 0)
        return false;
    const char *end = request + received;
    bool last = (size_t)received >= length && memcmp(end - length, close_at_end, length) == 0;
    const char *text = last ? last_reply : reply;
    return send(client, text, last ? sizeof last_reply - 1 : sizeof reply - 1, 0) > 0 && !last;
}

static void serve(int client)
{
    while (serve_request(client))
        ;
    close(client);
}

static void run_iterative(void)
{
    for (int client; (client = accept(listener, NULL, NULL)) != -1;)
        serve(client);
}

/* Children that are not waited for would not be in the CPU time of their parent. */
static void reap(int number)
{
    int saved_errno = errno;
    (void)number;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        ;
    errno = saved_errno;
}

static void run_fork(void)
{
    struct sigaction action = {.sa_handler = reap, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGCHLD, &action, NULL);
    for (int client; (client = accept(listener, NULL, NULL)) != -1;) {
        if (fork() == 0) {
            serve(client);
            _exit(0);
        }
        close(client);
    }
}

static void *serve_in_thread(void *client)
{
    serve((int)(intptr_t)client);
    return NULL;
}

static void run_thread(void)
{
    pthread_attr_t detached;
    pthread_t thread;
    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&detached, 128 * 1024);
    for (int client; (client = accept(listener, NULL, NULL)) != -1;)
        if (pthread_create(&thread, &detached, serve_in_thread, (void *)(intptr_t)client) != 0)
            close(client);
}

static struct {
    int clients[QUEUE_SIZE];
    unsigned first, count;
    pthread_mutex_t lock;
    pthread_cond_t not_empty, not_full;
} queue = {.lock = PTHREAD_MUTEX_INITIALIZER,
           .not_empty = PTHREAD_COND_INITIALIZER,
           .not_full = PTHREAD_COND_INITIALIZER};

static void *work(void *unused)
{
    for (;;) {
        pthread_mutex_lock(&queue.lock);
        while (queue.count == 0)
            pthread_cond_wait(&queue.not_empty, &queue.lock);
        int client = queue.clients[queue.first];
        queue.first = (queue.first + 1) % QUEUE_SIZE;
        queue.count--;
        pthread_cond_signal(&queue.not_full);
        pthread_mutex_unlock(&queue.lock);
        serve(client);
    }
    return unused;
}

static void run_pool(void)
{
    pthread_t worker;
    for (int i = 0; i < WORKERS; i++)
        if (pthread_create(&worker, NULL, work, NULL) != 0)
            return;
    for (int client; (client = accept(listener, NULL, NULL)) != -1;) {
        pthread_mutex_lock(&queue.lock);
        while (queue.count == QUEUE_SIZE)
            pthread_cond_wait(&queue.not_full, &queue.lock);
        queue.clients[(queue.first + queue.count++) % QUEUE_SIZE] = client;
        pthread_cond_signal(&queue.not_empty);
        pthread_mutex_unlock(&queue.lock);
    }
}

static void run_select(void)
{
    fd_set watched; /* kept, and changed when a client comes or goes */
    unsigned first = (unsigned)listener, highest = first;
    FD_ZERO(&watched);
    FD_SET(first, &watched);
    for (;;) {
        fd_set ready = watched;
        int count = select((int)highest + 1, &ready, NULL, NULL, NULL);
        for (unsigned descriptor = first + 1; count > 0 && descriptor <= highest; descriptor++) {
            if (!FD_ISSET(descriptor, &ready))
                continue;
            count--;
            if (!serve_request((int)descriptor)) {
                FD_CLR(descriptor, &watched);
                close((int)descriptor);
            }
        }
        if (!FD_ISSET(first, &ready))
            continue;
        int client = accept(listener, NULL, NULL);
        if (client >= FD_SETSIZE) {
            close(client);
        } else if (client != -1) {
            FD_SET((unsigned)client, &watched);
            highest = (unsigned)client > highest ? (unsigned)client : highest;
        }
    }
}

static const struct {
    const char *name;
    void (*run)(void);
} models[] = {{"iterative", run_iterative},
              {"fork", run_fork},
              {"thread", run_thread},
              {"pool", run_pool},
              {"select", run_select}};

/* Waits for the children first, or they would be missing from the CPU time. */
static void end(int number)
{
    (void)number;
    while (waitpid(-1, NULL, 0) > 0)
        ;
    _exit(0);
}

static bool open_listener(uint16_t port, struct sockaddr_in *address)
{
    int on = 1;
    socklen_t length = sizeof *address;
    *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port)};
    address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listener = socket(AF_INET, SOCK_STREAM, 0);
    return listener != -1 && setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
           setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0 &&
           bind(listener, (struct sockaddr *)address, length) == 0 &&
           listen(listener, SOMAXCONN) == 0 &&
           getsockname(listener, (struct sockaddr *)address, &length) == 0;
}

int main(int argc, char *argv[])
{
    struct sockaddr_in address;
    struct sigaction action = {.sa_handler = end};
    size_t count = sizeof models / sizeof models[0], model = 0;
    while (model < count && (argc < 2 || strcmp(argv[1], models[model].name) != 0))
        model++;
    if (model == count) {
        fprintf(stderr, "usage: floor iterative|fork|thread|pool|select [PORT]\n");
        return 2;
    }
    if (!open_listener(argc > 2 ? (uint16_t)atoi(argv[2]) : 0, &address)) {
        perror("floor: cannot listen");
        return 1;
    }
    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&action.sa_mask);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    printf("floor-%s: listening on http://127.0.0.1:%d/\n", models[model].name,
           ntohs(address.sin_port));
    fflush(stdout);
    models[model].run();
    perror("floor");
    return 1;
}
