/* load_options_test.c - the command line of bench/load, and the line it prints for scripts. */
#include "load_program.h"

TestSuite(load_options, .timeout = 30);

#define URL "http://127.0.0.1:1/"

static struct outcome outcome;

/* One line on standard error that has the word in it, nothing on standard output, exit 2. */
static void expect_wrong(const char *word, const char *const arguments[])
{
    load_run(&outcome, arguments);
    cr_assert(eq(int, outcome.status, 2), "'%s': %s", word, outcome.errors);
    cr_assert(outcome.output[0] == '\0' || strcmp(word, "'--json'") == 0);
    cr_assert(strstr(outcome.errors, word) != NULL, "'%s': %s", word, outcome.errors);
    cr_assert(strncmp(outcome.errors, "load: ", 6) == 0, "%s", outcome.errors);
    cr_assert(strchr(outcome.errors, '\n') == strrchr(outcome.errors, '\n'), "%s", outcome.errors);
}

Test(load_options, a_value_out_of_range_is_named_and_exits_with_2)
{
    static const char *const options[][2] = {{"--connections", "60001"},
                                             {"-c", "8x"},
                                             {"--threads", "65"},
                                             {"--duration", "0"},
                                             {"--duration", "3601"},
                                             {"-d", "1s"},
                                             {"--warm-up", "-1"},
                                             {"--warm-up-limit", "x"},
                                             {"--requests", "-1"},
                                             {"--requests", "1e3"},
                                             {"--size", "0"},
                                             {"--size", "1048577"},
                                             {"--timeout", "0.0001"},
                                             {"-T", ""},
                                             {"--rate", "0"},
                                             {"--rate", "1000001"},
                                             {"--rounds", "0"},
                                             {"--idle", "60001"},
                                             {"--slow", "60001"},
                                             {"--drip", "0"},
                                             {"--drip", "0.5"},
                                             {"--drops", "10001"},
                                             {"--reply", "16777217"},
                                             {"--reply", "-1"},
                                             {"--path", "here"}};
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        char quoted[64];
        snprintf(quoted, sizeof quoted, "'%s'", options[i][1]);
        expect_wrong(quoted, ARGUMENTS(options[i][0], options[i][1], URL));
    }
}

Test(load_options, what_is_no_url_is_named_and_exits_with_2)
{
    static const char *const urls[] = {"ftp://127.0.0.1/", "https://a/",     "http://",
                                       "http://:80/",      "http://a:/",     "http://a:0/",
                                       "http://a:65536/",  "http://a:x/",    "http://[::1/",
                                       "http://[::1]x/",   "http://a/b c",   "http://u@a/",
                                       "echo://a:7/path",  "http://[::1%]/", ":80"};
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++)
        expect_wrong(urls[i], ARGUMENTS(urls[i]));
    expect_wrong("http://a/??X:y", ARGUMENTS("http://a/\r\nX:y"));
}

Test(load_options, options_that_contradict_each_other_exit_with_2)
{
    expect_wrong("URL", ARGUMENTS("-c", "1"));
    expect_wrong("'" URL "': with {port}", ARGUMENTS("--server", "x {port}", URL));
    expect_wrong("'--json'", ARGUMENTS("--csv", URL, "--json"));
    expect_wrong("--slow", ARGUMENTS("-c", "0", URL));
    expect_wrong("--rate", ARGUMENTS("-c", "0", "--slow", "1", "--rate", "5", URL));
    expect_wrong("--rounds", ARGUMENTS("--rounds", "2", "--rate", "5", URL));
    expect_wrong("--rounds", ARGUMENTS("--rounds", "2", "-n", "0", URL));
    expect_wrong("'2'", ARGUMENTS("-r", "5", "-c", "1", "--slow", "1", "-t", "2", URL));
    expect_wrong("'--warm-up'", ARGUMENTS("--rounds", "1", "-w", "1", URL));
    expect_wrong("'--warm-up-limit'", ARGUMENTS("--rounds", "1", "--warm-up-limit", "1", URL));
    expect_wrong("'9'", ARGUMENTS("-t", "9", "-c", "8", URL));
    expect_wrong("'2'", ARGUMENTS("-r", "5", "-c", "1", "--slow", "1", "-t", "2", URL));
    expect_wrong("'--warm-up'", ARGUMENTS("--rounds", "1", "-w", "1", URL));
    expect_wrong("'9'", ARGUMENTS("-t", "9", "-c", "6", "--slow", "2", URL));
    expect_wrong("'more'", ARGUMENTS(URL, "more"));
    expect_wrong("'  '", ARGUMENTS("--server", "  "));
    expect_wrong("a quote that is not closed: ''x y'", ARGUMENTS("--server", "server 'x y"));
    expect_wrong("'a b'", ARGUMENTS("-X", "a b", URL));
    expect_wrong("'novalue'", ARGUMENTS("-H", "novalue", URL));
    expect_wrong("'a: b?c'", ARGUMENTS("-H", "a: b\rc", URL));
    expect_wrong("'Connection: close'", ARGUMENTS("-H", "Connection: close", URL));
    expect_wrong("'content-length: 5'", ARGUMENTS("-H", "content-length: 5", URL));
}

/* The program accepts the command line, and then finds no server. */
static void expect_right(const char *words, const char *const arguments[])
{
    load_run(&outcome, arguments);
    cr_assert(eq(int, outcome.status, 1), "'%s': %s", words, outcome.errors);
    cr_assert(strstr(outcome.errors, words) != NULL, "'%s': %s", words, outcome.errors);
}

Test(load_options, options_that_go_together_are_understood)
{
    expect_right("connect to " URL, ARGUMENTS("-c", "0", "--slow", "1", URL));
    expect_right("connect to " URL, ARGUMENTS("-t", "2", "-c", "1", "--slow", "1", URL));
    expect_right("cannot start it", ARGUMENTS("--server", "/nowhere/server", URL));
}

/* As with curl. */
Test(load_options, a_url_is_understood_however_it_is_written)
{
    expect_right("connect to " URL, ARGUMENTS("127.0.0.1:1"));
    expect_right("connect to " URL "x", ARGUMENTS("127.0.0.1:1/x"));
    expect_right("connect to " URL "x?u=http://y", ARGUMENTS("127.0.0.1:1/x?u=http://y"));
    expect_right("connect to " URL "?q", ARGUMENTS("127.0.0.1:1?q"));
    expect_right("connect to " URL, ARGUMENTS("HTTP://127.0.0.1:1"));
    expect_right("connect to " URL "x", ARGUMENTS("Http://127.0.0.1:1/x#part"));
    expect_right("connect to echo://127.0.0.1:1/", ARGUMENTS("ECHO://127.0.0.1:1"));
    expect_right("http://[::1]:1/", ARGUMENTS("[::1]:1"));
}

Test(load_options, echo_has_no_methods_and_no_header_fields)
{
    expect_right("echo knows no methods", ARGUMENTS("-I", "echo://127.0.0.1:1"));
    expect_right("echo knows no methods", ARGUMENTS("-H", "a: b", "echo://127.0.0.1:1"));
}

Test(load_options, path_and_reply_are_put_in_the_place_of_the_urls_path)
{
    expect_right("connect to " URL "x", ARGUMENTS("--path", "/x", URL "before"));
    expect_right("connect to " URL "bytes/0", ARGUMENTS("--reply", "0", URL));
    expect_right("connect to " URL "bytes/16777216", ARGUMENTS("--reply", "16777216", URL));
}

Test(load_options, an_unknown_option_and_a_missing_value_exit_with_2)
{
    expect_wrong("'-x'", ARGUMENTS("-x", URL));
    expect_wrong("'--speed'", ARGUMENTS("--speed", URL));
    expect_wrong("--duration", ARGUMENTS(URL, "-d"));
    expect_wrong("--size", ARGUMENTS(URL, "--size"));
}

Test(load_options, help_and_version_are_on_standard_output)
{
    load_run(&outcome, ARGUMENTS("--help"));
    cr_assert(outcome.status == 0 && outcome.errors[0] == '\0');
    static const char *const words[] = {"-c,",           "-n,",
                                        "-r,",           "-d,",
                                        "-w,",           "--rounds",
                                        "-T,",           "-t,",
                                        "-i,",           "--slow",
                                        "--drip",        "-s,",
                                        "-S,",           "--csv ",
                                        "--csv-header",  "--timeline",
                                        "--path",        "-h,",
                                        "--reply",       "-V,",
                                        "{port}",        "--json",
                                        "--percentiles", "--warm-up-limit",
                                        "-X,",           "-H,",
                                        "-I,",           "coordinated omission",
                                        "censored",      "https://github.com/giltene/wrk2"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        cr_assert(strstr(outcome.output, words[i]) != NULL, "%s", words[i]);
    load_run(&outcome, ARGUMENTS("-V"));
    cr_assert(outcome.status == 0 && strncmp(outcome.output, "load ", 5) == 0);
}

static void answer(struct rogue *rogue, int client, int number)
{
    char request[1024];
    (void)rogue, (void)number;
    if (rogue_read_request(client, request))
        rogue_send(client, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

static int count_commas(const char *line)
{
    int count = 0;
    for (; *line != '\0'; line++)
        count += *line == ',';
    return count;
}

/* Each field is a number, or empty. */
static void expect_numbers(const char *line, int fields)
{
    cr_assert(eq(int, count_commas(line), fields - 1), "%s", line);
    for (int i = 0; i < fields; i++) {
        char field[64], *end;
        strtod(csv_field(line, i, field), &end);
        cr_assert(eq(chr, *end, '\0'), "field %d of %s", i, line);
    }
}

Test(load_options, a_line_of_values_has_as_many_fields_as_the_line_of_names)
{
    struct rogue good, silent;
    rogue_start(&good, "http", "/", answer);
    rogue_start(&silent, "http", "/", NULL);
    load_run(&outcome, ARGUMENTS("--csv-header"));
    cr_assert(eq(int, outcome.status, 0));
    int fields = count_commas(outcome.output) + 1;

    load_run(&outcome, ARGUMENTS("--csv", "-w", "0", "-d", "0.1", good.url));
    expect_numbers(outcome.output, fields);
    load_run(&outcome, ARGUMENTS("--csv", "-w", "0", "-d", "0.1", silent.url));
    expect_numbers(outcome.output, fields);
}
