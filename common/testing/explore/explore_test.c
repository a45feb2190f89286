/* explore_test.c - the explorer finds what it is to find, each time the same, and finds no fault with the stages. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

TestSuite(explore, .timeout = 120);

static char said[65536], folder[64];

/* Runs the command with the scratch folder as $1. Returns its exit status, and what it printed in said[]. */
static int run(const char *command)
{
    static char line[4096];
    if (folder[0] == '\0') {
        snprintf(folder, sizeof folder, "/tmp/explore.XXXXXX");
        cr_assert(ne(ptr, mkdtemp(folder), NULL));
    }
    snprintf(line, sizeof line, "set -- %s; export EXPLORE_OUT=$1; %s", folder, command);
    FILE *output = popen(line, "r");
    cr_assert(ne(ptr, output, NULL));
    said[fread(said, 1, sizeof said - 1, output)] = '\0';
    int status = pclose(output);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void clean_up(void)
{
    run("rm -rf $1");
}

static void says(const char *words)
{
    cr_expect(ne(ptr, strstr(said, words), NULL), "'%s' is not in:\n%s", words, said);
}

#define EXPLORE "bash common/testing/explore/explore.sh "
#define WRONG                                                                                      \
    "cp 04-thread-pool/server.c $1; sed 's/pthread_cond_broadcast/pthread_cond_signal/' "          \
    "04-thread-pool/queue.c >$1/queue.c; "

Test(explore, the_threads_of_03_keep_their_promises_in_every_schedule_with_2_deviations,
     .fini = clean_up)
{
    cr_expect(eq(int, run(EXPLORE "03 2>&1"), 0), "%s", said);
    fprintf(stderr, "%s", said);
}

Test(explore, the_threads_of_04_keep_their_promises_in_every_schedule_with_2_deviations,
     .fini = clean_up)
{
    cr_expect(eq(int, run(EXPLORE "04 2>&1"), 0), "%s", said);
    fprintf(stderr, "%s", said);
}

Test(explore, a_lost_wake_up_is_found_and_shown_with_its_line_and_its_sentence, .fini = clean_up)
{
    cr_expect(eq(int, run(WRONG EXPLORE "04 $1 2>&1"), 1));
    says("close: deadlock");
    says("deadlock: no thread can go on.\n  main waits for the end of consumer 2.\n");
    says("signals not_empty");
    says("queue.c:38 pthread_cond_wait(&queue->not_empty, &queue->lock);");
    says("consumer 2 sleeps for ever: it waits for not_empty (queue.c:38), and the last signal, of "
         "step 9, woke consumer 1.");
}

Test(explore, a_replay_is_the_same_twenty_times, .fini = clean_up)
{
    cr_assert(
        eq(int,
           run(WRONG EXPLORE
               "04 $1 2>/dev/null >$1/found; "
               "token=$(sed -n 's/.*REPLAY=//p' $1/found); "
               "program=$1/queue; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do "
               "$program --replay $token; done | sort | uniq -c | grep -c ' 20 To see it again'"),
           0),
        "%s", said);
    says("1\n");
}

Test(explore, a_program_that_ends_itself_has_kept_no_promise, .fini = clean_up)
{
    cr_expect(eq(int,
                 run("cp 04-thread-pool/server.c $1; sed 's/^    "
                     "pthread_mutex_lock(&queue->lock);/    _exit(0);/; "
                     "s/#include <stdlib.h>/&\\n#include <unistd.h>/' 04-thread-pool/queue.c "
                     ">$1/queue.c; " EXPLORE "04 $1 2>&1"),
                 1));
    says("end of the program");
}

Test(explore, a_thread_that_computes_for_ever_is_a_livelock, .fini = clean_up)
{
    cr_expect(eq(int,
                 run("cp 04-thread-pool/server.c $1; sed 's/^    queue->closed = true;/    while "
                     "(!queue->closed) { }/' "
                     "04-thread-pool/queue.c >$1/queue.c; " EXPLORE "04 $1 2>&1"),
                 1));
    says("livelock: a thread computes for ever, and makes no call.");
}

#define SPINNING                                                                                   \
    "cp 04-thread-pool/server.c $1; sed 's/pthread_cond_wait(&queue->not_empty, "                  \
    "&queue->lock);/pthread_mutex_unlock(\\&queue->lock), pthread_mutex_lock(\\&queue->lock);/' "  \
    "04-thread-pool/queue.c >$1/queue.c; "

Test(explore, steps_that_repeat_are_printed_once, .fini = clean_up)
{
    cr_expect(eq(int, run(SPINNING EXPLORE "04 $1 2>&1"), 1));
    says(": livelock");
    says("to 300: the last 2 steps again and again.\n");
    cr_expect(eq(ptr, strstr(said, "\n 20 "), NULL), "%s", said);
}

Test(explore, a_step_that_is_not_the_usual_one_is_marked, .fini = clean_up)
{
    cr_expect(
        eq(int,
           run("cp 04-thread-pool/server.c $1; sed 's/while (queue->count == 0/if "
               "(queue->count == 0/' 04-thread-pool/queue.c >$1/queue.c; " EXPLORE "04 $1 2>&1"),
           1));
    says("\n  4*");
    says("*: a deviation, not the scheduler's usual choice.\n");
}

Test(explore, wrong_usage_is_one_line_and_status_2, .fini = clean_up)
{
    cr_expect(eq(int, run(EXPLORE "01 2>&1"), 2));
    says("explore: '01' has no threads to explore: 03 or 04\n");
    cr_expect(eq(int, run(EXPLORE "03 -- --replay nothing 2>&1 >/dev/null"), 2));
    says("--replay: 'nothing' is not SCENARIO:7.1,12.2");
}
