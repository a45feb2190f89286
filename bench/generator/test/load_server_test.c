/* load_server_test.c - bench/load --server: the server is started, measured, and gone afterwards.
 */
#include "load_program.h"

TestSuite(load_server, .timeout = 20);

static struct outcome outcome;

/* A pipe that load inherits, and everything that load starts. Once all of them are gone, and not
 * before, the reading end says so. */
static int witness;

static int make_witness(void)
{
    int ends[2];
    cr_assert(pipe(ends) == 0);
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    witness = ends[0];
    return ends[1];
}

/* Waits until every process that load may have started is gone. (If load leaves a server behind, this takes
 * for ever, and the test fails at its time limit.) */
static void expect_nobody_left(void)
{
    char byte;
    cr_assert(eq(sz, (size_t)read(witness, &byte, 1), 0));
}

/* "FOLDER/05-select/server -p 0 …" */
static const char *server_command(const char *options)
{
    static char command[1024];
    char path[512];
    snprintf(command, sizeof command, "%s -p 0 %s", path_of("05-select/server", path), options);
    return command;
}

/* Starts a load that is longer than a test may be (and ends by itself, should the test fail), and
 * returns when it is under way: the server's process number. */
static pid_t start_long_load(struct load *load)
{
    char text[512] = "";
    size_t length = 0;
    long process = 0;
    int inherited = make_witness();
    /* --verbose: a line for each connection, with the process in it. */
    load_start(load, ARGUMENTS("-d", "25", "-n", "1000", "-S", server_command("--verbose")));
    close(inherited);
    while (strchr(text, '\n') == NULL && length < sizeof text - 1) {
        cr_assert(eq(int, (int)read(load->errors, text + length, 1), 1), "%s", text);
        text[++length] = '\0';
    }
    const char *word = strstr(text, "process ");
    cr_assert(word != NULL && sscanf(word, "process %ld", &process) == 1, "%s", text);
    return (pid_t)process;
}

static void expect_measured(void)
{
    cr_assert(eq(int, outcome.status, 0), "%s", outcome.errors);
    cr_assert(csv_figure(outcome.output, "requests") > 0, "%s", outcome.output);
    cr_assert(eq(dbl, csv_figure(outcome.output, "failures"), 0), "%s", outcome.output);
}

Test(load_server, it_is_measured_and_gone_afterwards)
{
    struct load load;
    int inherited = make_witness();
    load_start(&load, ARGUMENTS("--csv", "-d", "0.2", "-S", server_command("")));
    close(inherited);
    load_finish(&load, &outcome);
    expect_measured();
    expect_nobody_left();
    cr_assert(csv_figure(outcome.output, "server_cpu_us_per_request") > 0);
    cr_assert(csv_figure(outcome.output, "server_peak_kib") > 0);
}

Test(load_server, every_reply_of_its_life_is_counted_for_its_cpu_time)
{
    load_run(&outcome, ARGUMENTS("--csv", "-w", "0.2", "-d", "0.2", "-S", server_command("")));
    const char *word = strstr(outcome.errors, " connections, ");
    long requests = 0;
    cr_assert(word != NULL && sscanf(word, " connections, %ld requests", &requests) == 1);
    cr_assert(eq(dbl, csv_figure(outcome.output, "answered"), (double)requests));
}

Test(load_server, its_path_is_the_one_that_is_asked_for)
{
    load_run(&outcome,
             ARGUMENTS("--csv", "-d", "0.1", "--path", "/nowhere", "-S", server_command("")));
    cr_assert(eq(int, outcome.status, 1), "%s", outcome.errors);
    cr_assert(csv_figure(outcome.output, "wrong_status") > 0, "%s", outcome.output);
}

Test(load_server, an_echo_server_is_known_by_its_url)
{
    load_run(&outcome, ARGUMENTS("--csv", "-d", "0.1", "-n", "0", "-s", "100000", "-S",
                                 server_command("-s echo")));
    cr_assert(eq(int, outcome.status, 0), "%s", outcome.errors);
    cr_assert(csv_figure(outcome.output, "requests") > 0, "%s", outcome.output);
    cr_assert(eq(dbl, csv_figure(outcome.output, "failures"), 0), "%s", outcome.output);
}

/* -- a server without a line that says where it listens ---------------------------------------- */

/* "FOLDER/05-select/server PORT" */
static const char *server_at(const char *port)
{
    static char command[1024];
    char path[512];
    snprintf(command, sizeof command, "%s -p %s", path_of("05-select/server", path), port);
    return command;
}

/* A port that was free a moment ago. */
static const char *free_port(void)
{
    static char port[16];
    struct rogue rogue;
    rogue_start(&rogue, "http", "", NULL);
    close(rogue.listener);
    snprintf(port, sizeof port, "%s", strrchr(rogue.url, ':') + 1);
    return port;
}

Test(load_server, a_free_port_is_put_where_the_command_wants_one)
{
    struct load load;
    int inherited = make_witness();
    load_start(&load, ARGUMENTS("--csv", "-d", "0.2", "-S", server_at("{port}")));
    close(inherited);
    load_finish(&load, &outcome);
    expect_measured();
    expect_nobody_left();
}

Test(load_server, a_server_with_a_url_is_waited_for_and_asked_there)
{
    char url[64];
    const char *port = free_port();
    snprintf(url, sizeof url, "http://127.0.0.1:%s/bytes/100", port);
    load_run(&outcome, ARGUMENTS("--csv", "-d", "0.2", "-S", server_at(port), url));
    expect_measured();
    snprintf(url, sizeof url, "http://127.0.0.1:%s/nowhere", port);
    load_run(&outcome, ARGUMENTS("--csv", "-d", "0.1", "-S", server_at(port), url));
    cr_assert(csv_figure(outcome.output, "wrong_status") > 0, "%s", outcome.output);
}

/* -- its end ----------------------------------------------------------------------------------- */

Test(load_server, it_is_gone_when_load_has_been_interrupted)
{
    struct load load;
    start_long_load(&load);
    kill(load.pid, SIGINT);
    load_finish(&load, &outcome);
    cr_assert(eq(int, outcome.status, 128 + SIGINT), "%s", outcome.errors);
    expect_nobody_left();
}

Test(load_server, it_is_gone_when_load_has_been_killed)
{
    struct load load;
    start_long_load(&load);
    kill(load.pid, SIGKILL);
    load_finish(&load, &outcome);
    cr_assert(eq(int, outcome.status, 128 + SIGKILL));
    expect_nobody_left();
}

Test(load_server, its_early_death_is_said_and_exits_with_1)
{
    struct load load;
    pid_t server = start_long_load(&load);
    kill(server, SIGKILL);
    load_finish(&load, &outcome);
    cr_assert(eq(int, outcome.status, 1));
    cr_assert(strstr(outcome.errors, "killed by signal 9") != NULL, "%s", outcome.errors);
    cr_assert(eq(str, outcome.output, ""), "no figures of a server that died");
    expect_nobody_left();
}

Test(load_server, a_word_in_quotes_is_one_word)
{
    char folder[] = "build/a server XXXXXX", link[128], command[1024], path[512], here[256];
    cr_assert(mkdtemp(folder) != NULL && getcwd(here, sizeof here) != NULL);
    snprintf(link, sizeof link, "%s/it's", folder);
    path_of("05-select/server", path);
    snprintf(command, sizeof command, "%s/%s", path[0] == '/' ? "" : here, path);
    cr_assert(symlink(command, link) == 0);
    snprintf(command, sizeof command, "'%s/it'\\''s' \"-p\" 0", folder);
    load_run(&outcome, ARGUMENTS("--csv", "-d", "0.1", "-S", command));
    unlink(link);
    rmdir(folder);
    expect_measured();
}

static void expect_failed_start(const char *command, const char *words)
{
    load_run(&outcome, ARGUMENTS("-S", command));
    cr_assert(eq(int, outcome.status, 1), "%s", outcome.errors);
    cr_assert(strstr(outcome.errors, words) != NULL, "%s", outcome.errors);
    cr_assert(eq(str, outcome.output, ""));
}

Test(load_server, one_that_cannot_be_started_is_said_and_exits_with_1)
{
    expect_failed_start("/nowhere/server -p 0", "cannot start it: /nowhere/server: No such file");
    expect_failed_start("'/nowhere/a server'", "cannot start it: /nowhere/a server: No such file");
    expect_failed_start(server_command("--nonsense"), "ended by itself: exit status 2");
    expect_failed_start("echo good morning", "ended by itself: exit status 0");
    expect_failed_start("echo {port}", "ended by itself: exit status 0");
    expect_failed_start("false {port}", "ended by itself: exit status 1");
    expect_failed_start("/nowhere/server {port}", "No such file");
}
