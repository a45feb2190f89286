/* first_test.c - what the first programs of the course do, as its pages say. */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

TestSuite(first, .timeout = 20);

struct first {
    pid_t pid;
    int input, output, errors; /* ours of its three pipes */
    char port[8];
};

/* Starts one of the programs; what the test must not leave behind ends by itself after 15 s. */
static void start(struct first *program, const char *name, const char *one, const char *other)
{
    int in[2], out[2], err[2];
    char path[512];
    const char *directory = getenv("SERVERS_IN");
    bool usual = directory == NULL || strcmp(directory, "./") == 0;
    snprintf(path, sizeof path, "%snotes/first/%s", usual ? "build/" : directory, name);

    cr_assert(pipe(in) == 0 && pipe(out) == 0 && pipe(err) == 0);
    program->pid = fork();
    if (program->pid == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        dup2(err[1], STDERR_FILENO);
        for (int descriptor = 3; descriptor < 64; descriptor++)
            close(descriptor);
        alarm(15);
        execl(path, name, one, other, (char *)NULL);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    close(err[1]);
    program->input = in[1];
    program->output = out[0];
    program->errors = err[0];
}

/* Reads up to the end, or only up to the end of a line. */
static char *text_of(int descriptor, bool line)
{
    static char text[20000];
    size_t got = 0;
    while (got < sizeof text - 1 && read(descriptor, text + got, 1) == 1 &&
           (text[got++] != '\n' || !line))
        ;
    text[got] = '\0';
    return text;
}

/* Starts a server on a port that was free a moment ago; if another program took it, on another one. */
static void serve(struct first *program, const char *name)
{
    for (int tries = 0; tries < 5; tries++) {
        struct sockaddr_in address = {.sin_family = AF_INET};
        socklen_t length = sizeof address;
        int probe = socket(AF_INET, SOCK_STREAM, 0);
        cr_assert(bind(probe, (struct sockaddr *)&address, length) == 0);
        getsockname(probe, (struct sockaddr *)&address, &length);
        close(probe);
        snprintf(program->port, sizeof program->port, "%d", ntohs(address.sin_port));
        start(program, name, program->port, NULL);
        if (strncmp(text_of(program->errors, true), "waiting", 7) == 0)
            return;
    }
    cr_fatal("%s does not listen", name);
}

/* How it ended: its exit status, or 128 and the signal. */
static int end_of(struct first *program)
{
    int status;
    waitpid(program->pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int dial(const struct first *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)atoi(server->port)),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    cr_assert(connect(descriptor, (struct sockaddr *)&address, sizeof address) == 0);
    return descriptor;
}

static void say(int descriptor, const char *text)
{
    cr_assert(write(descriptor, text, strlen(text)) == (ssize_t)strlen(text));
}

static bool answers_within(int descriptor, int ms)
{
    struct pollfd waiting = {.fd = descriptor, .events = POLLIN};
    return poll(&waiting, 1, ms) == 1;
}

Test(first, one_line_sends_one_client_its_line_and_ends)
{
    struct first server;
    serve(&server, "1-one-line");
    cr_expect(eq(str, text_of(dial(&server), false), "hello from the server\n"));
    cr_expect(eq(int, end_of(&server), 0));
}

Test(first, a_port_cannot_be_taken_twice)
{
    struct first server, second;
    serve(&server, "1-one-line");
    start(&second, "1-one-line", server.port, NULL);
    cr_expect(eq(str, text_of(second.errors, false), "bind: Address already in use\n"));
    cr_expect(eq(int, end_of(&second), 1));
}

Test(first, echo_serves_the_second_client_when_the_first_has_gone_and_not_before)
{
    struct first server;
    serve(&server, "2-echo");
    int silent = dial(&server);
    int second = dial(&server);
    say(second, "hello\n");
    cr_expect_not(answers_within(second, 200));
    close(silent);
    cr_expect(eq(str, text_of(second, true), "hello\n"));
}

Test(first, echo_is_ended_by_a_client_that_leaves_before_its_echo)
{
    struct first server;
    static char much[8001];
    serve(&server, "2-echo");
    memset(much, 'x', 8000);
    kill(server.pid, SIGSTOP);
    int client = dial(&server);
    say(client, much);
    close(client);
    kill(server.pid, SIGCONT);
    cr_expect(eq(int, end_of(&server), 128 + SIGPIPE));
}

Test(first, the_client_has_back_from_echo_all_that_it_read)
{
    struct first server, client;
    static char many[10001];
    serve(&server, "2-echo");
    start(&client, "3-client", "127.0.0.1", server.port);
    for (int i = 0; i < 10000; i++)
        many[i] = (char)('a' + i % 26);
    say(client.input, many);
    close(client.input);
    cr_expect(eq(str, text_of(client.output, false), many));
    cr_expect(eq(int, end_of(&client), 0));
}

/* One half of the connection is closed, the other one is not; and a reply comes in as many pieces as it likes. */
Test(first, the_client_says_that_it_has_finished_and_reads_a_reply_that_comes_byte_by_byte)
{
    struct first client;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    char port[8], byte;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    cr_assert(bind(listener, (struct sockaddr *)&address, length) == 0);
    cr_assert(listen(listener, 5) == 0);
    getsockname(listener, (struct sockaddr *)&address, &length);
    snprintf(port, sizeof port, "%d", ntohs(address.sin_port));

    start(&client, "3-client", "127.0.0.1", port);
    int connection = accept(listener, NULL, NULL);
    say(client.input, "request");
    close(client.input);
    cr_expect(eq(str, text_of(connection, false), "request"));
    for (const char *reply = "a slow reply\n"; *reply != '\0'; reply++) {
        say(connection, (char[]){*reply, '\0'});
        cr_assert(read(client.output, &byte, 1) == 1); /* it has come before the next one is sent */
        cr_expect(eq(chr, byte, *reply));
    }
    close(connection);
    cr_expect(eq(int, end_of(&client), 0));
}

Test(first, the_client_says_which_address_refuses)
{
    struct first server, client;
    serve(&server, "1-one-line");
    close(dial(&server));
    end_of(&server); /* so nobody listens there */
    start(&client, "3-client", "127.0.0.1", server.port);
    cr_expect(eq(str, text_of(client.errors, false), "127.0.0.1: Connection refused\n"));
    cr_expect(eq(int, end_of(&client), 1));
}

Test(first, count_is_ended_by_the_signal_that_asks_it)
{
    struct first server;
    serve(&server, "4-count");
    cr_expect(eq(str, text_of(dial(&server), false), "you are client 1\n"));
    cr_expect(eq(str, text_of(dial(&server), false), "you are client 2\n"));
    do /* once more if it came a moment before accept(), which then waits */
        kill(server.pid, SIGUSR1);
    while (!answers_within(server.errors, 100));
    cr_expect(eq(str, text_of(server.errors, false),
                 "2 clients so far\naccept: Interrupted system call\n"));
    cr_expect(eq(int, end_of(&server), 1));
}

Test(first, much_sends_a_part_to_a_client_that_does_not_read)
{
    struct first server;
    unsigned long written, size;
    serve(&server, "5-much");
    int client = dial(&server);
    cr_assert(
        sscanf(text_of(server.errors, true), "write took %lu of %lu bytes", &written, &size) == 2);
    cr_expect(gt(ulong, written, 0));
    cr_expect(lt(ulong, written, size));
    close(client);
    cr_expect(eq(int, end_of(&server), 0));
}

Test(first, addresses_shows_a_port_in_the_network_s_order)
{
    struct first program;
    start(&program, "6-addresses", "127.0.0.1", "4660"); /* 0x1234 */
    cr_expect(eq(str, text_of(program.output, false),
                 "family 2, 16 bytes:\n  02 00 12 34 7f 00 00 01 00 00 00 00 00 00 00 00\n"
                 "  127.0.0.1 port 4660\n"));
}
