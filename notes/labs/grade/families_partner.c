/* families_partner.c - the other side for lab 10's tests. */
#include "families_partner.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

struct program local_server;
char local_directory[] = "/tmp/families-XXXXXX";
/* the socket, and --address for both types */
char local_path[64], local_stream[80], local_record[80];

void local_set_up(void)
{
    cr_assert_neq(mkdtemp(local_directory), NULL);
    snprintf(local_path, sizeof local_path, "%s/socket", local_directory);
    snprintf(local_stream, sizeof local_stream, "unix:%s", local_path);
    snprintf(local_record, sizeof local_record, "seqpacket:%s", local_path);
}

void local_tear_down(void)
{
    unlink(local_path);
    rmdir(local_directory);
}

int local_try_connect(int type)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct timeval limit = {.tv_sec = 8};
    strcpy(address.sun_path, local_path);
    int descriptor = socket(AF_UNIX, type, 0);
    if (descriptor == -1 && (errno == EPROTONOSUPPORT || errno == ESOCKTNOSUPPORT))
        cr_skip_test("this system has no such type of socket");
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (connect(descriptor, (struct sockaddr *)&address, sizeof address) == 0)
        return descriptor;
    close(descriptor);
    return -1;
}

int local_connect(int type)
{
    int descriptor = local_try_connect(type);
    cr_assert_neq(descriptor, -1, "cannot connect to %s: %s", local_path, strerror(errno));
    return descriptor;
}

void local_start(const char *address, const char *service, const char *timeout)
{
    program_try(&local_server, program_under_test(),
                WORDS("--address", address, "--service", service, "--timeout", timeout));
    int type = address == local_record ? SOCK_SEQPACKET : SOCK_STREAM;
    int probe = local_try_connect(type);
    if (probe == -1) {
        struct outcome outcome;
        program_stop(&local_server, SIGKILL, &outcome);
        cr_assert_fail("--address %s: no server listens there; it said: %s%s", address,
                       outcome.output, outcome.errors);
    }
    close(probe);
}

void local_expect_hello(void)
{
    struct reply reply;
    int client = local_connect(SOCK_STREAM);
    cr_assert(say(client, "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    hear_reply(client, &reply, false);
    cr_assert_eq(reply.status, 200, "GET /hello on the UNIX-domain socket: status %d",
                 reply.status);
    cr_expect_str_eq(reply.body, "hello, world\n");
    reply_free(&reply);
    close(client);
}

void local_expect_refusal(const char *address, const char *word)
{
    struct outcome outcome;
    program_run(&outcome, program_under_test(), WORDS("--address", address));
    cr_expect_eq(outcome.exit_status, 1, "--address %s: exit status %d; expected 1", address,
                 outcome.exit_status);
    cr_expect_neq(strstr(outcome.errors, word), NULL, "expected '%s' in: %s", word, outcome.errors);
}
