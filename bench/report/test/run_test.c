/* run_test.c - bench/run.sh as its users meet it: strange names, Ctrl-C, disturbed measurements. */
#include "bench/generator/test/load_program.h"

TestSuite(run, .timeout = 120);

static char folder[64], command[4096], text[16384];

static int run(const char *words)
{
    snprintf(command, sizeof command, "{ %s; } 2>&1", words);
    FILE *output = popen(command, "r");
    cr_assert(ne(ptr, output, NULL));
    size_t size = fread(text, 1, sizeof text - 1, output);
    text[size] = '\0';
    int status = pclose(output);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* A folder whose name is a trap for scripts. */
static void make_folder(void)
{
    strcpy(folder, "build/it's a \"run\" $HOME-XXXXXX");
    cr_assert(ne(ptr, mkdtemp(folder), NULL));
    setenv("FOLDER", folder, 1);
}

static void remove_folder(void)
{
    run("rm -rf \"$FOLDER\"");
}

static void expect(const char *words)
{
    cr_expect(ne(ptr, strstr(text, words), NULL), "'%s' is not in:\n%s", words, text);
}

static void need_programs(void)
{
    if (access("01-iterative/server", X_OK) != 0 || access("bench/load", X_OK) != 0)
        cr_skip_test("run.sh measures the programs of the ordinary build, which is not there");
    if (run("command -v gnuplot") != 0)
        cr_skip_test("there is no gnuplot");
}

#define SMALL_RUN                                                                                  \
    "--stages '' --servers 'one=01-iterative/server {port};five=05-select/server {port}' "         \
    "--experiments 'persistent slow-work' --clients '1 4' --seconds 0.2 "

Test(run, a_folder_with_spaces_and_quotes_gets_its_plots_and_figures_that_add_up)
{
    need_programs();
    make_folder();
    int status = run("bash bench/run.sh " SMALL_RUN "--repeats 1 --output \"$FOLDER\"");
    cr_expect(eq(int, status, 0), "%s", text);
    cr_expect(eq(int,
                 run("cd \"$FOLDER\" && cat persistent-throughput.svg persistent-unserved.png "
                     "slow-work-p99.svg report.html >/dev/null && grep -q 'one' report.md"),
                 0),
              "%s", text);
    cr_expect(eq(int, run("awk -f bench/report/ledger.awk \"$FOLDER/results.csv\""), 0), "%s",
              text);
    cr_expect(eq(int,
                 run("grep -F \"command: bench/run.sh --stages '' --servers one\" "
                     "\"$FOLDER/environment.txt\""),
                 0),
              "the command, so that it can be typed again");
    remove_folder();
}

Test(run, a_relative_folder_is_that_of_the_caller)
{
    need_programs();
    make_folder();
    run("cd \"$FOLDER\" && CDPATH=/ bash ../../bench/run.sh --stages '' --experiments short "
        "--servers "
        "'a=05-select/server {port}' --clients 1 --seconds 0.1 --repeats 1 --output here");
    cr_expect(eq(int, run("cat \"$FOLDER/here/report.md\" >/dev/null"), 0), "%s", text);
    remove_folder();
}

static void expect_refusal(const char *options, const char *words)
{
    char line[1024];
    snprintf(line, sizeof line, "bash bench/run.sh %s --output \"$FOLDER/none\"", options);
    cr_expect(eq(int, run(line), 2), "%s: %s", options, text);
    expect(words);
    cr_expect(eq(ptr, strchr(text, '\n'), text + strlen(text) - 1), "one line: %s", text);
    cr_expect(eq(int, run("ls \"$FOLDER\" | grep ."), 1), "nothing is begun: %s", text);
}

Test(run, what_cannot_be_is_said_in_one_line_before_anything_is_measured)
{
    need_programs();
    make_folder();
    expect_refusal("--servers \"it's=./mine {port}\"", "'it's=./mine {port}' is not NAME=COMMAND");
    expect_refusal("--servers 'a b=./mine'", "is not NAME=COMMAND");
    expect_refusal("--servers 'a@80 80=./mine'", "'a@80 80=./mine': the port is not a number");
    expect_refusal("--servers 'a='", "'a' has no command");
    expect_refusal("--servers 'a=x;a=y'", "'a' is there already");
    expect_refusal("--seconds 0,5", "'0,5' is not a number of seconds");
    expect_refusal("--repeats 1.5", "'1.5' is not a number from 1");
    expect_refusal("--clients '1 x'", "'x' is not a number");
    expect_refusal("--experiments 'short long'", "there is no experiment 'long'");
    remove_folder();
}

static bool has_results(void)
{
    return run("test $(wc -l <\"$FOLDER/results.csv\") -gt 2") == 0;
}

Test(run, ctrl_c_leaves_what_was_measured_and_a_report_of_it)
{
    need_programs();
    make_folder();
    posix_spawnattr_t attributes;
    const char *words[] = {"sh", "-c",
                           "exec bash bench/run.sh " SMALL_RUN
                           "--repeats 9 --output \"$FOLDER\" >\"$FOLDER/said\" 2>&1",
                           NULL};
    pid_t pid;
    int status;
    /* As a shell's foreground job: a process group, all of which Ctrl-C signals. */
    posix_spawnattr_init(&attributes);
    sigset_t interrupt; /* which is ignored where these tests run in the background */
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    posix_spawnattr_setsigdefault(&attributes, &interrupt);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
    cr_assert(eq(int, posix_spawnp(&pid, "sh", NULL, &attributes, (char **)words, environ), 0));
    posix_spawnattr_destroy(&attributes);
    for (int i = 0; i < 3000 && !has_results(); i++)
        run("sleep 0.01");
    kill(-pid, SIGINT);
    cr_assert(eq(int, waitpid(pid, &status, 0), pid));
    run("cat \"$FOLDER/said\"");
    cr_expect(eq(int, status, 130 << 8), "%x: %s", status, text);
    expect("cut short; what was measured is kept");
    cr_expect(has_results());
    cr_expect(eq(int, run("grep -q 'This run was cut short' \"$FOLDER/report.md\""), 0));
    cr_expect(eq(int, run("cat \"$FOLDER/persistent-throughput.svg\" >/dev/null"), 0), "%s", text);
    remove_folder();
}

/* The rounds, with a measurement of the test's: `judge SERVER X ROUND` says whether others disturb it. */
static void rounds(const char *judge, int repeats)
{
    char words[2048];
    snprintf(
        words, sizeof words,
        "cat >\"$FOLDER/script\" <<'END'\n"
        "export LC_ALL=C; seconds=1 full= clients= stages= extra_servers= cut= repeats=%d "
        "names=(a b) commands=(x x) urls=('' '') results=$FOLDER/results.csv experiment=short\n"
        ". bench/measure.sh; . bench/experiments.sh; . bench/rounds.sh\n"
        "echo experiment,server,x,repeat,clean >\"$results\"\n"
        "experiment_short() { title=Short x_label=clients x_noun=clients x_values='1 2' floor= "
        "load_seconds=9; }\n"
        "wait_for_quiet() { :; }\n"
        "judge() { %s; }\n"
        "measure_point() { judge \"$1\" \"$2\" $round && clean=1 || clean=0; "
        "echo \"short,$1,$2,$round,$clean\" >>\"$results\"; }\n"
        "run_experiment 2>/dev/null\n"
        "END\n"
        "bash \"$FOLDER/script\"; cat \"$FOLDER/results.csv\"",
        repeats, judge);
    run(words);
}

static void expect_rows(const char *pattern, int count)
{
    char words[256];
    snprintf(words, sizeof words, "test $(grep -c '%s' \"$FOLDER/results.csv\") = %d", pattern,
             count);
    cr_expect(eq(int, run(words), 0), "%d of %s:", count, pattern);
}

Test(run, a_disturbed_measurement_is_made_again_and_no_other)
{
    make_folder();
    rounds("[ \"$1$2\" != b2 ] || [ \"$3\" -gt 2 ]", 3); /* b at 2 is disturbed in rounds 1 and 2 */
    expect_rows("short,a,1,", 3);
    expect_rows("short,b,1,", 3);
    expect_rows("short,b,2,", 5);
    expect_rows("short,b,2,.*,1", 3);
    expect_rows("short,b,2,.*,0", 2); /* kept, and marked */
    remove_folder();
}

Test(run, what_is_always_disturbed_is_given_up_in_the_end)
{
    make_folder();
    rounds("[ \"$1\" = a ]", 2);
    expect_rows("short,a,", 4);
    expect_rows("short,b,1,", 8);
    remove_folder();
}

Test(run, in_each_round_another_server_begins)
{
    make_folder();
    rounds("true", 2);
    cr_expect(eq(int, run("sed -n 2p \"$FOLDER/results.csv\" | grep short,a,1,1"), 0), "%s", text);
    cr_expect(eq(int, run("sed -n 6p \"$FOLDER/results.csv\" | grep short,b,1,2"), 0), "%s", text);
    remove_folder();
}

/* What another program uses is counted, and what the measured ones use is not. */
Test(run, processor_time_that_others_take_is_counted)
{
    if (access("/proc/stat", R_OK) != 0)
        cr_skip_test("this system does not tell");
    make_folder();
    const char *measure =
        "bash -c 'scratch=$FOLDER; . bench/measure.sh; while :; do :; done & busy=$!; "
        "watch_others; sleep 1; count_others; kill $busy; wait $busy 2>/dev/null; "
        "echo others $others, clean $clean; test $others -ge 20 && test $clean = 0'";
    cr_expect(eq(int, run(measure), 0), "%s", text);
    remove_folder();
}

/* The plots of a run can be drawn anew, for example after a change of their colours: nothing is measured for that. */
Test(run, redraw_makes_plots_and_report_from_the_figures_alone)
{
    need_programs();
    make_folder();
    run("bash bench/run.sh " SMALL_RUN "--repeats 1 --output \"$FOLDER\"");
    run("cd \"$FOLDER\" && cp report.md before.md && cp -R data data-before && rm *.svg report.*");
    cr_expect(eq(int, run("bash bench/run.sh --redraw \"$FOLDER\""), 0), "%s", text);
    cr_expect(eq(int,
                 run("cd \"$FOLDER\" && cmp report.md before.md && diff -r data data-before && ls "
                     "persistent-throughput.svg report.html"),
                 0),
              "%s", text);
    cr_expect(ne(int, run("bash bench/run.sh --redraw \"$FOLDER/data\""), 0));
    expect("has no results.csv");
    remove_folder();
}
