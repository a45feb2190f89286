/* load_timeline_test.c - bench/load --timeline: every single request, and when it got how far. */
#include "load_program.h"

#include <errno.h>
#include <time.h>

TestSuite(load_timeline, .timeout = 30);

#define NAMES                                                                                      \
    "client,kind,request,scheduled_us,connected_us,sent_us,first_byte_us,done_us,outcome,local,"   \
    "due_unix_s\n"

enum { CLIENT, KIND, REQUEST, SCHEDULED, CONNECTED, SENT, FIRST_BYTE, DONE, OUTCOME, LOCAL, DUE };

static struct rogue rogue;
static struct outcome outcome;
static char path[512];
static char text[16384]; /* of the file */

static void make_file(void)
{
    const char *folder = getenv("TMPDIR");
    snprintf(path, sizeof path, "%s/timeline.XXXXXX", folder != NULL ? folder : "/tmp");
    int descriptor = mkstemp(path);
    cr_assert(descriptor != -1, "%s: %s", path, strerror(errno));
    close(descriptor);
}

/* Runs load, and leaves in `text` what it has written. */
static void run(const char *const arguments[])
{
    load_run(&outcome, arguments);
    int descriptor = open(path, O_RDONLY);
    cr_assert(descriptor != -1, "%s: %s", path, strerror(errno));
    read_all(descriptor, text, sizeof text);
    unlink(path);
    const char *expected = strstr(outcome.errors, "no request succeeded");
    cr_assert(eq(int, outcome.status, expected != NULL), "%s", outcome.errors);
}

/* The line after that one, or NULL. Behind the names: the first row. */
static const char *next_row(const char *line)
{
    line = strchr(line, '\n');
    return line == NULL || line[1] == '\0' ? NULL : line + 1;
}

static int count_rows(void)
{
    int count = 0;
    for (const char *row = text; (row = next_row(row)) != NULL;)
        count++;
    return count;
}

static double number_in(const char *row, int column)
{
    char field[64];
    cr_assert(csv_field(row, column, field)[0] != '\0', "column %d of %s", column, row);
    return atof(field);
}

static void expect_field(const char *row, int column, const char *value)
{
    char field[64];
    cr_assert(eq(str, (char *)csv_field(row, column, field), (char *)value), "%s", row);
}

/* Replies until the client says that it was the connection's last request. */
static void behave(struct rogue *self, int client, int number)
{
    char request[1024] = "";
    (void)self, (void)number;
    while (strstr(request, "Connection: close\r\n") == NULL && rogue_read_request(client, request))
        rogue_send(client, strstr(request, "Connection: close\r\n") == NULL ? KEPT : LAST);
}

static void run_two_rounds_of_two(void)
{
    make_file();
    rogue_start(&rogue, "http", "/hello", behave);
    run(ARGUMENTS("--csv", "-c", "3", "--rounds", "2", "-n", "2", "-d", "10", "--timeline", path,
                  rogue.url));
}

Test(load_timeline, it_begins_with_the_names_of_its_columns)
{
    run_two_rounds_of_two();
    cr_assert(strncmp(text, NAMES, strlen(NAMES)) == 0, "%s", text);
}

Test(load_timeline, each_request_has_a_row)
{
    int rows_of[3][2] = {{0}};
    run_two_rounds_of_two();
    cr_assert(eq(int, count_rows(), 3 * 2 * 2), "%s", text);
    for (const char *row = text; (row = next_row(row)) != NULL;) {
        int client = (int)number_in(row, CLIENT), request = (int)number_in(row, REQUEST);
        cr_assert(client >= 1 && client <= 3 && request >= 1 && request <= 2, "%s", row);
        rows_of[client - 1][request - 1]++;
        expect_field(row, KIND, "load");
        expect_field(row, OUTCOME, "good");
    }
    for (int i = 0; i < 6; i++)
        cr_assert(eq(int, rows_of[i / 2][i % 2], 2), "client %d: %s", i / 2 + 1, text);
}

Test(load_timeline, what_comes_later_has_a_later_time)
{
    run_two_rounds_of_two();
    for (const char *row = text; (row = next_row(row)) != NULL;) {
        cr_assert(number_in(row, SCHEDULED) >= 0, "%s", row);
        for (int i = CONNECTED; i <= DONE; i++)
            cr_assert(number_in(row, i - 1) <= number_in(row, i), "column %d of %s", i, row);
    }
}

static char peers[8][64]; /* of the connections, in the order in which they were accepted */

static void note_the_peer(struct rogue *self, int client, int number)
{
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    getpeername(client, (struct sockaddr *)&address, &length);
    snprintf(peers[(number - 1) % 8], sizeof peers[0], "%s:%d", inet_ntoa(address.sin_addr),
             ntohs(address.sin_port));
    behave(self, client, number);
}

Test(load_timeline, a_row_has_the_address_that_the_server_sees)
{
    int rows = 0;
    make_file();
    rogue_start(&rogue, "http", "/hello", note_the_peer);
    run(ARGUMENTS("--csv", "-c", "1", "--rounds", "3", "-n", "2", "-d", "10", "--timeline", path,
                  rogue.url));
    for (const char *row = text; (row = next_row(row)) != NULL; rows++)
        expect_field(row, LOCAL, peers[rows / 2]);
    cr_assert(eq(int, rows, 6), "%s", text);
}

Test(load_timeline, a_row_says_when_it_was_due_by_the_wall_clock)
{
    struct timespec before, after;
    clock_gettime(CLOCK_REALTIME, &before);
    run_two_rounds_of_two();
    clock_gettime(CLOCK_REALTIME, &after);
    double last = (double)before.tv_sec + (double)before.tv_nsec / 1e9 - 1e-6;
    double first = number_in(next_row(text), DUE) - number_in(next_row(text), SCHEDULED) / 1e6;
    for (const char *row = text; (row = next_row(row)) != NULL;) {
        double due = number_in(row, DUE), since = due - first - number_in(row, SCHEDULED) / 1e6;
        cr_assert(due >= last && due <= (double)after.tv_sec + (double)after.tv_nsec / 1e9, "%s",
                  row);
        cr_assert(since > -2e-6 && since < 2e-6, "%g s from the other column: %s", since, row);
    }
}

Test(load_timeline, idle_clients_have_rows_without_a_request)
{
    int idle = 0;
    make_file();
    rogue_start(&rogue, "http", "/hello", NULL);
    run(ARGUMENTS("--csv", "-c", "1", "--idle", "2", "-w", "0", "-d", "0.2", "--timeline", path,
                  rogue.url));
    cr_assert(eq(int, count_rows(), 3), "%s", text);
    for (const char *row = text; (row = next_row(row)) != NULL;) {
        char kind[64];
        if (strcmp(csv_field(row, KIND, kind), "idle") != 0)
            continue;
        char number[2] = {(char)('2' + idle++), '\0'};
        expect_field(row, CLIENT, number);
        expect_field(row, REQUEST, "0");
        expect_field(row, SENT, "");
        expect_field(row, OUTCOME, "idle");
    }
    cr_assert(eq(int, idle, 2), "%s", text);
}

Test(load_timeline, in_an_open_loop_the_due_times_are_one_period_apart)
{
    make_file();
    rogue_start(&rogue, "http", "/hello", behave);
    run(ARGUMENTS("--csv", "-c", "1", "-n", "0", "-r", "100", "-w", "0", "-d", "0.3", "--timeline",
                  path, rogue.url));
    double before = -1;
    cr_assert(ge(int, count_rows(), 10), "%s", text);
    for (const char *row = text; (row = next_row(row)) != NULL;) {
        double time = number_in(row, SCHEDULED), apart = time - before;
        cr_assert(before < 0 || (apart > 9999 && apart < 10001), "%g before %s", apart, row);
        before = time;
    }
}

Test(load_timeline, a_slow_clients_request_is_said_to_be_one)
{
    make_file();
    rogue_start(&rogue, "http", "/hello", behave);
    run(ARGUMENTS("--csv", "-c", "0", "--slow", "1", "--drip", "100", "--rounds", "1", "-d", "10",
                  "--timeline", path, rogue.url));
    cr_assert(eq(int, count_rows(), 1), "%s", text);
    const char *row = next_row(text);
    expect_field(row, KIND, "slow");
    double took = number_in(row, SENT) - number_in(row, CONNECTED);
    cr_assert(took >= 90e3, "%g us until all is sent: %s", took, row);
}

static void say_nothing(struct rogue *self, int client, int number)
{
    char request[1024];
    (void)self, (void)number;
    rogue_read_request(client, request);
}

Test(load_timeline, a_request_that_failed_says_how_and_has_no_times_after_that)
{
    make_file();
    rogue_start(&rogue, "http", "/hello", say_nothing);
    run(ARGUMENTS("--csv", "-c", "1", "--rounds", "1", "-d", "10", "--timeline", path, rogue.url));
    cr_assert(eq(int, count_rows(), 1), "%s", text);
    const char *row = next_row(text);
    cr_assert(number_in(row, SENT) >= number_in(row, SCHEDULED), "%s", row);
    expect_field(row, FIRST_BYTE, "");
    expect_field(row, DONE, "");
    expect_field(row, OUTCOME, "closed_early");
}

Test(load_timeline, a_request_that_was_never_answered_is_unfinished)
{
    make_file();
    rogue_start(&rogue, "http", "/hello", NULL);
    run(ARGUMENTS("--csv", "-c", "2", "-w", "0", "-d", "0.2", "--timeline", path, rogue.url));
    cr_assert(eq(int, count_rows(), 2), "%s", text);
    for (const char *row = text; (row = next_row(row)) != NULL;)
        expect_field(row, OUTCOME, "unfinished");
}

Test(load_timeline, a_file_that_cannot_be_written_is_said_before_anything_is_measured)
{
    rogue_start(&rogue, "http", "/hello", behave);
    load_run(&outcome, ARGUMENTS("--csv", "--timeline", "/nowhere/timeline.csv", rogue.url));
    cr_assert(eq(int, outcome.status, 1), "%s", outcome.errors);
    cr_assert(strstr(outcome.errors, "'/nowhere/timeline.csv'") != NULL, "%s", outcome.errors);
    cr_assert(eq(ptr, strchr(outcome.errors, '\n'), strrchr(outcome.errors, '\n')), "one line");
    cr_assert(eq(str, outcome.output, ""));
    cr_assert(eq(int, rogue.connections, 0));
}
