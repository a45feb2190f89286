/*
 * signal_half.c - a handler runs between any two instructions, and so sees things half done.
 * usage: signal_half
 */
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>

/* [half] */
static volatile char text[64]; /* main writes it full of one letter, then of the next, … */
static volatile sig_atomic_t runs, half_done;

static void on_alarm(int number)
{
    (void)number;
    runs++;
    for (int i = 1; i < 64; i++)
        if (text[i] != text[0]) {
            half_done++;
            break;
        }
}
/* [/half] */

int main(void)
{
    struct sigaction action = {.sa_handler = on_alarm};
    struct itimerval often = {.it_interval.tv_usec = 1000, .it_value.tv_usec = 1000};
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
    for (char letter = 'a'; runs < 100; letter = letter == 'z' ? 'a' : (char)(letter + 1))
        for (int i = 0; i < 64; i++)
            text[i] = letter;
    printf("the handler ran %d times, and found the text half written %d times\n", (int)runs,
           (int)half_done);
}
