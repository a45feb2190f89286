/*
 * scene.h - a test that plays in a child process of its own: for what changes a whole process, or
 * ends it.
 *
 * The child's exit status says how it went. No cr_assert in there: it would make a second copy of
 * the test runner go on.
 */
#ifndef SCENE_H
#define SCENE_H

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            dprintf(STDERR_FILENO, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);         \
            _exit(1);                                                                              \
        }                                                                                          \
    } while (0)

/* Runs a scene in a child and returns its wait status. */
static inline int play(void (*scene)(void))
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        scene();
        _exit(0);
    }
    waitpid(child, &status, 0);
    return status;
}

static inline void expect_all_well(void (*scene)(void))
{
    int status = play(scene);
    cr_assert(eq(int, status, 0), "exit status %d, signal %d", status >> 8, status & 127);
}

#define SCENE(suite, name)                                                                         \
    static void name(void);                                                                        \
    Test(suite, name)                                                                              \
    {                                                                                              \
        expect_all_well(name);                                                                     \
    }                                                                                              \
    static void name(void)

#endif
