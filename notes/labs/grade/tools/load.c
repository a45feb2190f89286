/*
 * load.c - part of a unit test program: loads the student's code, in the process of a single test and in no other.
 *
 *     runner ── a process for each test ── dlopen(unit.so) ── the student's code
 *        └── prints the verdict, and ends with the exit status that counts
 *
 * Code that is linked to a program can run before main() (a constructor), print what it likes and end the program. So the
 * runner, which tells the verdict, is linked without it. Its calls of the student's functions find them here (RTLD_GLOBAL)
 * when they are first made: https://man7.org/linux/man-pages/man3/dlopen.3.html
 *
 * For Criterion a test has also passed if its process ends itself with the expected exit status. So we expect another
 * status than the 0 of _exit(0), and a test ends with it only when it has come to its end.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <criterion/criterion.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { HAS_COME_TO_ITS_END = 77 };

/* All tests of this program: the linker names the ends of the section in which Criterion puts them. */
extern struct criterion_test *__start_cr_tst[] CR_SECTION_START_SUFFIX("cr_tst");
extern struct criterion_test *__stop_cr_tst[] CR_SECTION_END_SUFFIX("cr_tst");

static void (*body)(void); /* of the test */

static void to_the_end(void)
{
    body();
    exit(HAS_COME_TO_ITS_END);
}

/* Criterion's own, which this one hides, runs a function as the body of a test. */
void criterion_internal_test_main(void (*function)(void))
{
    void (*run)(void (*)(void));
    *(void **)&run = dlsym(RTLD_NEXT, "criterion_internal_test_main");
    body = function;
    run(to_the_end);
}

__attribute__((constructor)) static void load(void)
{
    for (struct criterion_test **test = __start_cr_tst; test != __stop_cr_tst; test++)
        if (*test != NULL)
            (*test)->data->exit_code = HAS_COME_TO_ITS_END;
    /* Criterion sets this for the process of a test, and not for the runner. */
    if (getenv("BXFI_MAP") == NULL)
        return;
    if (dlopen(LAB_UNIT, RTLD_NOW | RTLD_GLOBAL) == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        _exit(2);
    }
}
