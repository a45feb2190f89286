/* schedule.h - one schedule: its choices, its steps, and how it ended. In memory that the search shares with the process
 * in which the schedule runs. */
#ifndef EXPLORE_SCHEDULE_H
#define EXPLORE_SCHEDULE_H

#include "common/testing/explore/explore.h"

enum {
    MOST_THREADS = 10,
    MOST_STEPS = 300,
    MOST_CHOICES = 2 * MOST_STEPS,
    NAME_SIZE = 24,
    TEXT_SIZE = 64,
    PATH_SIZE = 1024,
    SENTENCE_SIZE = 900,
    MOST_FILES = 8,
    NO_FILE = MOST_FILES
};

struct choice {
    unsigned char picked, options; /* option 0 is the default; option k costs k deviations */
};

struct step {
    unsigned char thread;
    bool deviates;        /* a choice since the step before was not the default */
    char what[TEXT_SIZE]; /* "waits for not_empty" */
    unsigned char file;   /* of files[]; NO_FILE: a step of the scenario */
    int line;
    char shown[TEXT_SIZE];
};

struct schedule {
    unsigned char given[MOST_CHOICES]; /* what is to be picked; after these, the default */
    int given_count;
    struct choice choices[MOST_CHOICES];
    int choice_count;
    struct step steps[MOST_STEPS];
    int step_count;
    /* Copies: the code that says their names is in another process. */
    char files[MOST_FILES][PATH_SIZE];
    int file_count;
    char names[MOST_THREADS][NAME_SIZE];
    int thread_count;
    bool finished;                /* the scenario has come to its end */
    char verdict[TEXT_SIZE];      /* "deadlock"; empty: no promise was broken */
    char sentence[SENTENCE_SIZE]; /* what exactly is broken */
};

/* Which choices there are beside the order of the threads. */
struct freedom {
    bool spurious;   /* a wait may end for no reason */
    bool any_waiter; /* a signal may wake any of those that wait, not only the first */
};

/* Runs the scenario once, in this process, and ends the process. */
_Noreturn void schedule_run(struct schedule *schedule, const struct scenario *scenario,
                            struct freedom freedom);

/* Prints it: a column for each thread, a row for each step. */
void schedule_print(const struct schedule *schedule, const struct scenario *scenario);

#endif
