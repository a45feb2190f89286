/*
 * interrupt.h - Ctrl-C (SIGINT) and SIGTERM, noted, so that what was measured can still be said.
 */
#ifndef INTERRUPT_H
#define INTERRUPT_H

/* From now on these signals are noted, and no more. */
void interrupt_watch(void);

/* The last one that has come; 0: none has. */
int interrupt_signal(void);

/* How many have come. */
int interrupt_count(void);

#endif
