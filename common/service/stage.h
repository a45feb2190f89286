/*
 * stage.h - what makes a stage different from the others, apart from its code: its name, what it
 * says of itself, and which options it has. Each stage defines its own in NN-name/about.c.
 */
#ifndef STAGE_H
#define STAGE_H

struct stage {
    const char *name;    /* of the program: "01-iterative" */
    const char *model;   /* the standard name: "iterative server" */
    const char *summary; /* a paragraph: how it serves a second client, and what that costs */
    const char *picture; /* drawn in characters */

    /* The options that only some stages have: 0 where this one has not. */
    unsigned max_clients, most_clients; /* --max-clients: the default and the most allowed */
    unsigned workers, queue;            /* --workers, --queue: the defaults */
};

extern const struct stage this_stage; /* of the program at hand */

#endif
