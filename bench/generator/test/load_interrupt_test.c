/* load_interrupt_test.c - bench/load that is ended early, or cannot say what it has to say. */
#include "load_program.h"

TestSuite(load_interrupt, .timeout = 30);

static struct rogue rogue;
static struct load load;
static struct outcome outcome;
static char path[512] = "build/interrupted.XXXXXX";

/* Good replies, and a signal to load when so many have been given. */
static int when, signal_number = SIGINT;

static void interrupt(struct rogue *self, int client, int number)
{
    char request[1024];
    (void)self;
    if (rogue_read_request(client, request))
        rogue_send(client, LAST);
    if (number == when)
        kill(load.pid, signal_number);
}

/* A load that is meant to go on for 25 seconds. */
static void run_until_interrupted(const char *form, const char *option, const char *value)
{
    when = 50;
    rogue_start(&rogue, "http", "/hello", interrupt);
    load_start(&load, ARGUMENTS(form, "-d", "25", "-w", "0", option, value, rogue.url));
    load_finish(&load, &outcome);
    cr_assert(eq(int, outcome.status, 128 + signal_number), "%s", outcome.errors);
    cr_assert(strstr(outcome.errors, "interrupted") != NULL, "%s", outcome.errors);
}

Test(load_interrupt, ctrl_c_says_what_was_measured_until_then_and_exits_with_130)
{
    run_until_interrupted("--csv", "-c", "3");
    expect_balance(outcome.output);
    cr_assert(csv_figure(outcome.output, "requests") >= when - 3, "%s", outcome.output);
    cr_assert(csv_figure(outcome.output, "duration_s") < 20, "%s", outcome.output);
    run_until_interrupted("-t1", "-c", "3");
    cr_assert(strstr(outcome.output, "\nrequests ") != NULL, "%s", outcome.output);
}

Test(load_interrupt, ctrl_c_ends_an_open_loop_and_its_figures_add_up)
{
    run_until_interrupted("--csv", "--rate", "500");
    expect_balance(outcome.output);
    cr_assert(csv_figure(outcome.output, "due") >= when - 1, "%s", outcome.output);
    /* At 500 a second some 12,000 would be due in the 25 s that were asked for. */
    cr_assert(csv_figure(outcome.output, "due") < 6000, "%s", outcome.output);
}

Test(load_interrupt, sigterm_does_the_same_and_exits_with_143)
{
    signal_number = SIGTERM;
    run_until_interrupted("--csv", "-c", "3");
    expect_balance(outcome.output);
}

Test(load_interrupt, a_timeline_is_written_as_far_as_it_goes)
{
    char text[16384];
    int lines = 0;
    close(mkstemp(path));
    run_until_interrupted("--csv", "--timeline", path);
    int descriptor = open(path, O_RDONLY);
    read_all(descriptor, text, sizeof text);
    unlink(path);
    cr_assert(strncmp(text, "client,kind,", 12) == 0, "%s", text);
    for (const char *c = text; *c != '\0'; c++)
        lines += *c == '\n';
    cr_assert(ge(int, lines, when), "%s", text);
}

Test(load_interrupt, ctrl_c_in_the_warm_up_says_that_nothing_was_measured)
{
    when = 5;
    rogue_start(&rogue, "http", "/hello", interrupt);
    load_start(&load, ARGUMENTS("--csv", "-w", "25", rogue.url));
    load_finish(&load, &outcome);
    cr_assert(eq(int, outcome.status, 130), "%s", outcome.errors);
    cr_assert(strstr(outcome.errors, "before measuring began") != NULL, "%s", outcome.errors);
    cr_assert(eq(str, outcome.output, ""));
}

static void interrupt_in_the_warm_up(const char *timeline, const char *curve)
{
    when = 5;
    rogue_start(&rogue, "http", "/hello", interrupt);
    load_start(&load, ARGUMENTS("--csv", "-w", "25", "--timeline", timeline, "--percentiles", curve,
                                rogue.url));
    load_finish(&load, &outcome);
    cr_assert(eq(int, outcome.status, 130), "%s", outcome.errors);
}

Test(load_interrupt, ctrl_c_in_the_warm_up_leaves_older_files_as_they_are_and_no_new_ones)
{
    char text[64], other[600];
    int old = mkstemp(path);
    cr_assert(eq(sz, (size_t)write(old, "older\n", 6), 6));
    close(old);
    snprintf(other, sizeof other, "%s.new", path);
    interrupt_in_the_warm_up(path, other);
    cr_assert(eq(int, access(other, F_OK), -1), "%s is there", other);
    interrupt_in_the_warm_up(other, path);
    cr_assert(eq(int, access(other, F_OK), -1), "%s is there", other);
    read_all(open(path, O_RDONLY), text, sizeof text);
    unlink(path);
    cr_assert(eq(str, text, "older\n"));
}

Test(load_interrupt, a_longer_older_file_is_replaced_and_not_only_its_beginning)
{
    char text[65536];
    int old = mkstemp(path);
    memset(text, 'x', sizeof text);
    cr_assert(eq(sz, (size_t)write(old, text, sizeof text), sizeof text));
    close(old);
    run_until_interrupted("--csv", "--percentiles", path);
    read_all(open(path, O_RDONLY), text, sizeof text);
    unlink(path);
    cr_assert(strstr(text, "Percentile") != NULL && strstr(text, "xx") == NULL, "%s", text);
}

Test(load_interrupt, ctrl_c_while_the_server_starts_is_not_called_a_late_server)
{
    char byte;
    load_start(&load, ARGUMENTS("-S", "sh -c 'echo I start >&2; exec sleep 20'"));
    cr_assert(eq(int, (int)read(load.errors, &byte, 1), 1)); /* the server has begun */
    kill(load.pid, SIGINT);
    load_finish(&load, &outcome);
    cr_assert(eq(int, outcome.status, 130), "%s", outcome.errors);
    cr_assert(strstr(outcome.errors, "interrupted before it was ready") != NULL, "%s",
              outcome.errors);
    cr_assert(strstr(outcome.errors, "in time") == NULL, "%s", outcome.errors);
}

/* -- standard output --------------------------------------------------------------------------- */

/* Runs load in each of its forms of output. It must not exit with 0. */
static void expect_complaint(int (*open_output)(void), const char *words)
{
    static const char *const options[] = {"--timeout=9",  "--csv",  "--json",
                                          "--csv-header", "--help", "--version"};
    when = 0;
    rogue_start(&rogue, "http", "/hello", interrupt);
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        int errors[2];
        cr_assert(pipe(errors) == 0);
        fcntl(errors[0], F_SETFD, FD_CLOEXEC);
        load.pid = load_spawn(ARGUMENTS(options[i], "-w", "0", "-d", "0.1", rogue.url),
                              open_output(), errors[1]);
        load.output = -1;
        load.errors = errors[0];
        load_finish(&load, &outcome);
        cr_assert(eq(int, outcome.status, 1), "%s: %s", options[i], outcome.errors);
        cr_assert(strstr(outcome.errors, words) != NULL, "%s: %s", options[i], outcome.errors);
    }
}

static int open_full_disk(void)
{
    int output = open("/dev/full", O_WRONLY);
    if (output == -1)
        cr_skip_test("no /dev/full here");
    return output;
}

Test(load_interrupt, a_full_disk_exits_with_1_for_every_form_of_output)
{
    expect_complaint(open_full_disk, "cannot write to standard output: No space");
}

static int open_pipe_without_reader(void)
{
    int ends[2];
    cr_assert(pipe(ends) == 0);
    close(ends[0]);
    return ends[1];
}

Test(load_interrupt, a_reader_that_has_gone_exits_with_1_for_every_form_of_output)
{
    expect_complaint(open_pipe_without_reader, "cannot write to standard output: Broken pipe");
}

Test(load_interrupt, a_closed_standard_output_exits_with_1_for_every_form_of_output)
{
    static const char *const options[] = {
        "-d 0.1 $URL", "--csv -d 0.1 $URL", "--json -d 0.1 $URL", "--csv-header",
        "--help",      "--version"};
    char program[512], command[1024];
    when = 0;
    rogue_start(&rogue, "http", "/hello", interrupt);
    setenv("URL", rogue.url, 1);
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        snprintf(command, sizeof command, "%s %s 2>/dev/null >&-", path_of("bench/load", program),
                 options[i]);
        int status = system(command);
        bool ended = WIFEXITED(status);
        cr_assert(ended, "%s", command);
        cr_assert(eq(int, WEXITSTATUS(status), 1), "%s", command);
    }
}

Test(load_interrupt, a_full_disk_for_the_timeline_exits_with_1)
{
    close(open_full_disk());
    when = 0;
    rogue_start(&rogue, "http", "/hello", interrupt);
    load_run(&outcome,
             ARGUMENTS("--csv", "-w", "0", "-d", "0.1", "--timeline", "/dev/full", rogue.url));
    cr_assert(eq(int, outcome.status, 1), "%s", outcome.errors);
    cr_assert(strstr(outcome.errors, "--timeline: cannot write '/dev/full'") != NULL, "%s",
              outcome.errors);
    expect_balance(outcome.output);
}
