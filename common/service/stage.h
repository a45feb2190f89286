/*
 * stage.h - what a stage says of itself: its name, its model, and which options it has. Each stage
 * defines its own in NN-name/about.c.
 */
#ifndef STAGE_H
#define STAGE_H

struct stage {
    const char *name;    /* of the program: "01-iterative" */
    const char *model;   /* the standard name: "iterative server" */
    const char *summary; /* a paragraph: how it serves a second client, and what that costs */
    const char *picture; /* drawn in characters */

    /* Options that only some stages have; 0: this stage does not have it. */
    unsigned max_clients, most_clients; /* --max-clients: the default and the maximum */
    unsigned workers, queue;            /* --workers, --queue: the defaults */
};

extern const struct stage this_stage; /* of this program */

#endif
