/*
 * cloexec.c - which descriptors another program gets that this one turns into: exec with and without FD_CLOEXEC.
 * usage: cloexec
 */
#include "listening.h"

#include <fcntl.h>
#include <unistd.h>

/* After exec: which of the two descriptors are still open? */
static int look(char *first, char *second)
{
    char *numbers[] = {first, second};
    for (int i = 0; i < 2; i++)
        printf("the new program: descriptor %s is %s\n", numbers[i],
               fcntl(atoi(numbers[i]), F_GETFD) == -1 ? "closed"
                                                      : "open: a listening socket of its own");
    return 0;
}

int main(int argc, char *argv[])
{
    if (argc == 3)
        return look(argv[1], argv[2]);
    /* [exec] */
    int kept = listen_on("0"), closed = listen_on("0");
    fcntl(closed, F_SETFD, FD_CLOEXEC);
    /* [/exec] */
    char numbers[2][12];
    snprintf(numbers[0], sizeof numbers[0], "%d", kept);
    snprintf(numbers[1], sizeof numbers[1], "%d", closed);
    execl(argv[0], argv[0], numbers[0], numbers[1], (char *)NULL);
    perror("exec");
}
