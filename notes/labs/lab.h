/* lab.h - for the starters of the labs: how a gap in a program says that it is one. */
#ifndef LAB_H
#define LAB_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Prints what is not written yet, and ends the program with status 3. A thread may call it, and also a signal
 * handler, because the program ends here. */
static inline _Noreturn void lab_missing(const char *what)
{
    /* A test has the server's standard error, and may fail before it looks there. So the grader, which
     * sets this variable, finds the words in the test's transcript. */
    const char *path = getenv("TRANSCRIPT");
    int transcript = path != NULL ? open(path, O_WRONLY | O_APPEND | O_CREAT, 0644) : -1;
    if (transcript != -1)
        dprintf(transcript, "came  Not written yet: %s\n", what);
    dprintf(STDERR_FILENO, "Not written yet: %s.\n", what);
    _exit(3);
}

#endif
