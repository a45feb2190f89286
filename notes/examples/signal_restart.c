/*
 * signal_restart.c - a signal comes while a call waits: with and without SA_RESTART.
 * usage: signal_restart
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int ends[2]; /* a pair of sockets: what goes into one comes out of the other */

/* [handler] */
static void on_alarm(int number)
{
    (void)number; /* it does nothing: that it runs is enough */
}

static void install(int flags)
{
    struct sigaction action = {.sa_handler = on_alarm, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    sigaction(SIGALRM, &action, NULL);
}
/* [/handler] */

/* Sends SIGALRM to this process after 0.1 s, and bytes to the socket after 0.3 s. */
static void alarm_then_bytes(void)
{
    struct itimerval soon = {.it_value.tv_usec = 100000};
    setitimer(ITIMER_REAL, &soon, NULL);
    if (fork() == 0) {
        nanosleep(&(struct timespec){.tv_nsec = 300000000}, NULL);
        send(ends[1], "hello", 5, 0);
        _exit(0);
    }
}

static void say(const char *what, ssize_t result)
{
    if (result == -1)
        printf("%-32s -1, %s\n", what, strerror(errno));
    else
        printf("%-32s %zd\n", what, result);
}

int main(void)
{
    char bytes[16];
    struct timeval patience = {.tv_sec = 5};
    setvbuf(stdout, NULL, _IONBF,
            0); /* or the child would have a copy of what is not yet printed */
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);

    install(0);
    alarm_then_bytes();
    say("recv", recv(ends[0], bytes, sizeof bytes, 0));
    recv(ends[0], bytes, sizeof bytes, 0); /* the bytes that came later */

    install(SA_RESTART);
    alarm_then_bytes();
    say("recv, SA_RESTART", recv(ends[0], bytes, sizeof bytes, 0));

    fd_set reading;
    FD_ZERO(&reading);
    FD_SET(ends[0], &reading);
    alarm_then_bytes();
    say("select, SA_RESTART", select(ends[0] + 1, &reading, NULL, NULL, NULL));
    recv(ends[0], bytes, sizeof bytes, 0);

    setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    alarm_then_bytes();
    say("recv with a timeout, SA_RESTART", recv(ends[0], bytes, sizeof bytes, 0));
}
