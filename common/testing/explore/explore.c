/*
 * explore.c - runs each scenario under every schedule with 0, 1, 2, … deviations, and prints the least one that breaks a
 * promise. Each schedule runs in a process of its own, so that nothing of the last one is left.
 *
 * Exit status: 0, all promises hold; 1, one is broken; 2, wrong usage.
 */
#include "common/socket/platform.h"
#include "schedule.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOOK_FOR_SHORTER = 300 }; /* schedules more, once one is found */

static char code[4096];         /* the path of the code that is explored */
static struct schedule *shared; /* with the process that runs the schedule */
static struct freedom freedom = {.spurious = true, .any_waiter = true};
static int bound = 2;

static const char usage[] =
    "Usage: %s [OPTION]... [SCENARIO]...\n"
    "Tries every order in which the threads of the scenarios can go on, up to a number of "
    "deviations\n"
    "from the default order, and prints the least one that breaks a promise.\n\n"
    "  --bound N         up to N deviations (2)\n"
    "  --replay TOKEN    this one schedule, which the token of a broken promise names\n"
    "  --here            with --replay: in this process, for gdb, and with its messages\n"
    "  --no-spurious     a wait never ends for no reason\n"
    "  --fixed-waiter    a signal wakes the thread that has waited longest\n"
    "  --list            the scenarios and their promises\n"
    "  --help            this text\n";

/* What a sanitizer of the code that is explored is to do: end the process, with a status of its own. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "exitcode=99:detect_leaks=0:allocator_may_return_null=1";
}

static int cost(const struct schedule *s)
{
    int sum = 0;
    for (int i = 0; i < s->choice_count; i++)
        sum += s->choices[i].picked;
    return sum;
}

/* Loads the code and runs the schedule, in this process. */
_Noreturn static void load_and_run(const struct scenario *scenario)
{
    if (dlopen(code, RTLD_NOW | RTLD_GLOBAL) == NULL) {
        fprintf(stderr, "explore: %s\n", dlerror());
        _exit(2);
    }
    schedule_run(shared, scenario, freedom);
}

/* Runs the schedule whose choices are given. Returns whether all promises hold. */
static bool run(const struct scenario *scenario)
{
    int status;
    memset(shared->verdict, 0, sizeof shared->verdict);
    shared->finished = false;
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        if (nowhere != -1)
            dup2(nowhere, STDERR_FILENO);
        alarm(3); /* a thread that makes no call at all */
        load_and_run(scenario);
    }
    while (child == -1 || waitpid(child, &status, 0) == -1)
        if (child == -1 || errno != EINTR) {
            perror("explore");
            exit(2);
        }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && shared->finished)
        return true;
    if (shared->verdict[0] != '\0')
        return false;
    bool spins = WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM;
    snprintf(shared->verdict, sizeof shared->verdict, "%s",
             spins                 ? "livelock"
             : WIFSIGNALED(status) ? "crash"
                                   : "end of the program");
    snprintf(shared->sentence, sizeof shared->sentence,
             spins ? "a thread computes for ever, and makes no call."
             : WIFSIGNALED(status)
                 ? "signal %d (%s) after the last step; --replay TOKEN --here shows the messages."
                 : "it ended with status %d (99: a sanitizer's report); --replay TOKEN --here "
                   "shows the messages.",
             WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status),
             WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "");
    return false;
}

/* Gives the choices of the next schedule with at most `most` deviations. False: there is none. */
static bool next(int most)
{
    int before = cost(shared);
    for (int i = shared->choice_count - 1; i >= 0; i--) {
        const struct choice *choice = &shared->choices[i];
        before -= choice->picked;
        if (choice->picked + 1 < choice->options && before + choice->picked + 1 <= most) {
            for (int j = 0; j < i; j++)
                shared->given[j] = shared->choices[j].picked;
            shared->given[i] = (unsigned char)(choice->picked + 1);
            shared->given_count = i + 1;
            return true;
        }
    }
    return false;
}

/* The choices that are not the default, "7.1,12.2": the 7th choice is 1, the 12th is 2. */
static void print_token(const struct schedule *s)
{
    const char *between = "";
    for (int i = 0; i < s->choice_count; i++)
        if (s->choices[i].picked > 0) {
            printf("%s%d.%d", between, i, s->choices[i].picked);
            between = ",";
        }
    puts(*between == '\0' ? "0.0" : "");
}

static bool read_token(const char *token)
{
    memset(shared->given, 0, sizeof shared->given);
    shared->given_count = 0;
    for (const char *text = token; *text != '\0';) {
        char *end;
        long where = strtol(text, &end, 10);
        if (end == text || *end != '.' || where < 0 || where >= MOST_CHOICES)
            return false;
        text = end + 1;
        long picked = strtol(text, &end, 10);
        if (end == text || (*end != ',' && *end != '\0') || picked < 0 || picked > 255)
            return false;
        shared->given[where] = (unsigned char)picked;
        if (where >= shared->given_count)
            shared->given_count = (int)where + 1;
        text = *end == ',' ? end + 1 : end;
    }
    return true;
}

static void print_broken(const struct schedule *s, const struct scenario *scenario)
{
    printf("%s: %s\n", scenario->name, s->verdict);
    schedule_print(s, scenario);
    printf("%s: ", s->verdict);
    for (const char *c = s->sentence; *c != '\0'; c++) /* a line for each sentence */
        if (c[0] == ' ' && c > s->sentence && c[-1] == '.')
            printf("\n  ");
        else
            putchar(*c);
    putchar('\n');
    printf("To see it again: REPLAY=%s:", scenario->name);
    print_token(s);
}

/* Whether all promises of the scenario hold, up to the bound. */
static bool explore(const struct scenario *scenario)
{
    static struct schedule least;
    bool found = false;
    printf("%s: %s\n", scenario->name, scenario->promises);
    fflush(stdout);
    for (int most = 0; most <= bound && !found; most++) {
        long tried = 0, more = 0;
        shared->given_count = 0;
        do {
            bool holds = run(scenario);
            tried += cost(shared) == most;
            if (!holds && (!found || shared->step_count < least.step_count)) {
                least = *shared;
                found = true;
            }
            more += found;
        } while (more < LOOK_FOR_SHORTER && next(most));
        printf("  %d deviation%s: %ld schedule%s\n", most, most == 1 ? "" : "s", tried,
               tried == 1 ? "" : "s");
        fflush(stdout);
    }
    if (found)
        print_broken(&least, scenario);
    return !found;
}

static int replay(const char *name, const char *token, bool here)
{
    for (const struct scenario *scenario = scenarios; scenario->name != NULL; scenario++) {
        size_t length = strlen(scenario->name);
        if (strncmp(token, scenario->name, length) == 0 && token[length] == ':' &&
            read_token(token + length + 1)) {
            if (here)
                load_and_run(scenario);
            if (run(scenario)) {
                schedule_print(shared, scenario);
                puts("Every promise holds.");
                return 0;
            }
            print_broken(shared, scenario);
            return 1;
        }
    }
    fprintf(stderr, "%s: --replay: '%s' is not SCENARIO:7.1,12.2 (--list shows the scenarios)\n",
            name, token);
    return 2;
}

static bool is_wanted(const struct scenario *scenario, char *names[])
{
    bool wanted = *names == NULL;
    for (char **name = names; *name != NULL; name++)
        wanted = wanted || strcmp(*name, scenario->name) == 0;
    return wanted;
}

int main(int argc, char *argv[])
{
    const char *token = NULL;
    bool here = false, list = false, all_hold = true;
    int i;

    (void)argc;
    snprintf(code, sizeof code, "%s.so", argv[0]);
    shared = platform_shared_memory(sizeof *shared);
    if (shared == NULL) {
        perror("explore");
        return 2;
    }
    for (i = 1; argv[i] != NULL && argv[i][0] == '-'; i++) {
        if (strcmp(argv[i], "--help") == 0)
            return printf(usage, argv[0]) < 0;
        if (strcmp(argv[i], "--bound") == 0 && argv[i + 1] != NULL)
            bound = atoi(argv[++i]);
        else if (strcmp(argv[i], "--replay") == 0 && argv[i + 1] != NULL)
            token = argv[++i];
        else if (strcmp(argv[i], "--here") == 0)
            here = true;
        else if (strcmp(argv[i], "--no-spurious") == 0)
            freedom.spurious = false;
        else if (strcmp(argv[i], "--fixed-waiter") == 0)
            freedom.any_waiter = false;
        else if (strcmp(argv[i], "--list") == 0)
            list = true;
        else {
            fprintf(stderr, usage, argv[0]);
            return 2;
        }
    }
    if (token != NULL)
        return replay(argv[0], token, here);
    for (const struct scenario *scenario = scenarios; scenario->name != NULL; scenario++)
        if (list)
            printf("%s: %s\n", scenario->name, scenario->promises);
        else if (all_hold && is_wanted(scenario, argv + i))
            all_hold = explore(scenario);
    return all_hold ? 0 : 1;
}
