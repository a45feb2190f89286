/* server_test.c - starts that fail, who waits, and the summary at the end. */
#include "common/server/server.h"
#include "capture.h"
#include "common/testing/fakes/loopback.h"
#include "scene.h"
#include "common/testing/fakes/service_fake.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

TestSuite(server, .timeout = 10);

static struct server server;
static char said[1024]; /* on standard error */

/* -- a start that fails ---------------------------------------------------------------------- */

/* Starts a server, from within `where`, and expects a refusal of one line. */
static void expect_refusal(const char *port, void (*where)(void))
{
    static char name[] = "server", option[] = "--port", number[8];
    char *words[] = {name, option, number, NULL};
    struct rlimit usual;
    int before;
    getrlimit(RLIMIT_NOFILE, &usual);
    snprintf(number, sizeof number, "%s", port);
    FILE *file = divert(stderr, &before);
    where();
    bool started = server_start(&server, &fake_stage, 3, words);
    setrlimit(RLIMIT_NOFILE, &usual); /* as it was, whatever where() has changed */
    CHECK(seteuid(getuid()) == 0);
    lead_back(stderr, before, file, said, sizeof said);
    CHECK(!started && server.exit_status == 1);
    CHECK(strchr(said, '\n') == said + strlen(said) - 1);
}

static void without_a_descriptor(void)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = 0;
    setrlimit(RLIMIT_NOFILE, &limit);
}

SCENE(server, a_start_without_a_descriptor_says_so_and_advises_nothing)
{
    expect_refusal("0", without_a_descriptor);
    CHECK(strstr(said, "cannot listen on 127.0.0.1 port 0: Too many open files\n") != NULL);
}

static void as_an_ordinary_user(void)
{
    if (geteuid() == 0 && seteuid(65534) == -1)
        _exit(0);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(1), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(one, (struct sockaddr *)&address, sizeof address) == 0)
        _exit(0); /* containers and macOS may allow it to every user */
    close(one);
}

SCENE(server, a_port_that_is_for_root_is_refused_with_advice)
{
    expect_refusal("1", as_an_ordinary_user);
    CHECK(strstr(said, "choose a higher --port\n") != NULL);
}

Test(server, a_program_that_reads_its_root_itself_can_prepare_without_reading_it)
{
    static char name[] = "server", option[] = "--root", nowhere[] = "/nowhere/at/all";
    char *words[] = {name, option, nowhere, NULL};
    cr_assert(server_prepare(&server, &fake_stage, 3, words));
    cr_assert(eq(str, (char *)server.options.root, nowhere));
    cr_assert(eq(ptr, (void *)server.context.pages, NULL));
}

SCENE(server, a_file_that_cannot_be_read_is_left_out_with_a_warning)
{
    static char name[] = "server", option[] = "--root", folder[] = "/tmp/server-test-XXXXXX";
    char *words[] = {name, option, folder, NULL};
    char path[64];
    int before;
    CHECK(mkdtemp(folder) != NULL && chmod(folder, 0755) == 0);
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%d", folder, i);
        close(open(path, O_WRONLY | O_CREAT, i == 0 ? 0644 : 0));
    }
    CHECK(server_prepare(&server, &fake_stage, 3, words));
    FILE *file = divert(stderr, &before);
    CHECK(geteuid() != 0 || seteuid(65534) == 0);
    bool read = server_read_pages(&server);
    CHECK(seteuid(getuid()) == 0);
    lead_back(stderr, before, file, said, sizeof said);
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%d", folder, i);
        unlink(path);
    }
    rmdir(folder);
    CHECK(read && server.context.pages->count == 1);
    CHECK(strstr(said, "--root: ") != NULL && strstr(said, "/1") != NULL);
}

Test(server, a_ready_line_that_cannot_be_written_is_complained_of)
{
    int full = open("/dev/full", O_WRONLY), output_before, error_before;
    if (full == -1)
        cr_skip_test("this system has no /dev/full");
    server = (struct server){.listener = loopback_listen("127.0.0.1", 1000000000),
                             .service = &echo_service,
                             .context = fake_context()};
    FILE *output = divert(stdout, &output_before), *error = divert(stderr, &error_before);
    dup2(full, fileno(stdout));
    server_say_ready(&server);
    clearerr(stdout);
    lead_back(stdout, output_before, output, said, sizeof said);
    lead_back(stderr, error_before, error, said, sizeof said);
    cr_assert(eq(str, said, "00-fake: standard output: No space left on device\n"));
}

Test(server, a_listener_that_is_none_cannot_be_made_non_blocking)
{
    int before;
    server = (struct server){.listener = -1, .context = fake_context()};
    FILE *file = divert(stderr, &before);
    bool done = server_set_non_blocking(&server);
    lead_back(stderr, before, file, said, sizeof said);
    cr_assert(not(done));
    cr_assert(eq(int, server.exit_status, 1));
    cr_assert(eq(str, said, "00-fake: O_NONBLOCK: Bad file descriptor\n"));
}

Test(server, a_listener_that_does_not_listen_is_complained_of)
{
    static struct client client;
    enum accept_verdict verdict = ACCEPT_RETRY;
    int before;
    server = (struct server){.listener = loopback_listen("127.0.0.1", 1000000000),
                             .context = fake_context()};
    shutdown(server.listener, SHUT_RDWR);
    signal(SIGTERM, SIG_IGN); /* the server signals itself: without a listener it ends */
    FILE *file = divert(stderr, &before);
    cr_assert(not(server_try_accept(&server, &client, &verdict)));
    lead_back(stderr, before, file, said, sizeof said);
    cr_assert(eq(int, verdict, ACCEPT_FATAL));
    cr_assert(eq(int, server.exit_status, 1));
    cr_assert(not(eq(ptr, strstr(said, "cannot accept: "), NULL)));
}

/* -- who waits ------------------------------------------------------------------------------- */

/* A server with a listener to which no client connects, and with these numbers of accepted and departed clients. */
static void begin(unsigned workers, unsigned long connections, unsigned long departed)
{
    server = (struct server){.listener = loopback_listen("127.0.0.1", 1000000000),
                             .context = fake_context(),
                             .options.workers = workers};
    fake_counters.connections = connections;
    fake_counters.departed = departed;
}

Test(server, whoever_is_in_the_kernels_queue_waits)
{
    begin(0, 5, 4);
    cr_assert(not(server_somebody_waits(&server)));
    cr_assert(ge(int, loopback_connect(server.listener), 0));
    cr_assert(server_somebody_waits(&server));
}

Test(server, more_clients_than_workers_means_that_somebody_waits)
{
    begin(3, 10, 7);
    cr_assert(not(server_somebody_waits(&server)));
    fake_counters.connections++;
    cr_assert(server_somebody_waits(&server));
}

Test(server, nobody_waits_at_a_listener_that_is_closed)
{
    begin(0, 0, 0);
    close(server.listener);
    cr_assert(not(server_somebody_waits(&server)));
}

/* -- the summary ----------------------------------------------------------------------------- */

/* The peak memory that the summary tells, in KiB. */
static long peak_memory(void)
{
    int before;
    begin(0, 0, 0);
    FILE *file = divert(stderr, &before);
    server_finish(&server);
    lead_back(stderr, before, file, said, sizeof said);
    const char *peak = strstr(said, "peak memory ");
    return peak != NULL ? strtol(peak + strlen("peak memory "), NULL, 10) : -1;
}

enum { MUCH = 64 << 20 };

static void use_much_memory(void)
{
    volatile char *memory = malloc(MUCH);
    for (size_t at = 0; at < MUCH; at += 1024)
        memory[at] = 1; /* a page exists when it is touched */
}

/* In a child of the test, whose own peak would otherwise be the test runner's. */
SCENE(server, the_peak_of_a_child_counts_as_the_servers)
{
    CHECK(peak_memory() < MUCH >> 10);
    CHECK(play(use_much_memory) == 0);
    CHECK(peak_memory() >= MUCH >> 10);
}
