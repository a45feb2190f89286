/* families_tests.c - lab 10: serving in the UNIX domain, and SEQPACKET. Names: families_names_tests.c. */
#include "families_partner.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

TestSuite(families, .timeout = 30, .init = local_set_up, .fini = local_tear_down);

/* -- serving --------------------------------------------------------------------------------- */

Test(families, http_is_served_on_a_unix_domain_socket)
{
    local_start(local_stream, "http", "10");
    local_expect_hello();
    program_end(&local_server);
}

Test(families, curl_is_served_on_a_unix_domain_socket)
{
    char command[256], said[64] = "";
    if (system("curl --version >/dev/null 2>&1") != 0)
        cr_skip_test("curl is not installed");
    local_start(local_stream, "http", "10");
    snprintf(command, sizeof command,
             "curl -sS --max-time 8 --unix-socket %s http://localhost/hello 2>&1", local_path);
    FILE *curl = popen(command, "r");
    cr_assert(curl != NULL && fgets(said, sizeof said, curl) != NULL);
    pclose(curl);
    cr_expect_str_eq(said, "hello, world\n", "%s: came: %s", command, said);
    program_end(&local_server);
}

Test(families, clients_are_served_side_by_side)
{
    local_start(local_stream, "http", "10");
    int silent[5];
    for (int i = 0; i < 5; i++)
        silent[i] = local_connect(SOCK_STREAM);
    int64_t before = milliseconds();
    local_expect_hello();
    cr_expect_lt(milliseconds() - before, 2000, "GET /hello waited for silent clients");
    for (int i = 0; i < 5; i++)
        close(silent[i]);
    program_end(&local_server);
}

Test(families, a_silent_client_is_cut_at_its_deadline)
{
    char nothing[512];
    local_start(local_stream, "http", "0.5");
    int silent = local_connect(SOCK_STREAM);
    int64_t before = milliseconds();
    hear_all(silent, nothing, sizeof nothing, NULL); /* waits 8 s at most */
    int64_t took = milliseconds() - before;
    cr_expect(took >= 450 && took < 3000, "--timeout 0.5: closed after %ld ms", (long)took);
    close(silent);
    program_end(&local_server);
}

static bool has_no_children(void *unused)
{
    (void)unused;
    return process_children(local_server.pid, false) == 0;
}

Test(families, a_client_that_does_not_read_is_cut_at_its_deadline)
{
    if (process_children(getpid(), false) == -1)
        cr_skip_test("this system has no /proc to look into");
    local_start(local_stream, "http", "0.5");
    int deaf = local_connect(SOCK_STREAM);
    cr_assert(say(deaf, "GET /bytes/16777216 HTTP/1.1\r\nHost: a\r\n\r\n"));
    cr_assert(answers_within(deaf, 3000));
    wait_until(has_no_children, NULL, "the process that serves this client has ended");
    close(deaf);
    program_end(&local_server);
}

Test(families, tcp_is_served_as_before)
{
    program_start(&local_server, program_under_test(), NULL);
    visit(&local_server);
    program_end(&local_server);
}

Test(families, the_queue_is_as_long_as_backlog_says)
{
    enum { CLIENTS = 30, BACKLOG = 10, MOST = BACKLOG * 3 / 2 };
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int clients[CLIENTS], connected = 0;
    program_try(&local_server, program_under_test(),
                WORDS("--address", local_stream, "--backlog", "10"));
    strcpy(address.sun_path, local_path);
    kill(local_server.pid,
         SIGSTOP); /* the server cannot accept now: the kernel alone connects them */
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = socket(AF_UNIX, SOCK_STREAM, 0);
        fcntl(clients[i], F_SETFL, O_NONBLOCK);
        connected += connect(clients[i], (struct sockaddr *)&address, sizeof address) == 0;
    }
    kill(local_server.pid, SIGCONT);
    cr_expect(connected >= BACKLOG && connected <= MOST, "with --backlog %d, %d were connected",
              BACKLOG, connected);
    for (int i = 0; i < CLIENTS; i++)
        close(clients[i]);
    program_end(&local_server);
}

/* -- messages -------------------------------------------------------------------------------- */

Test(families, seqpacket_keeps_the_boundaries_of_messages)
{
    static const size_t sizes[] = {1, 5, 2, 1000, 8000, 3};
    static char sent[8000], reply[16384];
    memset(sent, 'x', sizeof sent);
    local_start(local_record, "echo", "10");
    int client = local_connect(SOCK_SEQPACKET);
    for (size_t i = 0; i < 6; i++)
        cr_assert_eq(send(client, sent, sizes[i], MSG_NOSIGNAL), (ssize_t)sizes[i]);
    for (size_t i = 0; i < 6; i++) {
        ssize_t got = recv(client, reply, sizeof reply, 0);
        cr_expect_eq(got, (ssize_t)sizes[i],
                     "sent messages of 1, 5, 2, 1000, 8000, 3 bytes; number %zu came with %zd",
                     i + 1, got);
    }
    close(client);
    program_end(&local_server);
}

Test(families, a_stream_client_is_no_client_of_a_seqpacket_server)
{
    local_start(local_record, "echo", "10");
    errno = 0;
    cr_expect_eq(local_try_connect(SOCK_STREAM), -1, "a SOCK_STREAM socket was connected");
    program_end(&local_server);
}
