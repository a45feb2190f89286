/*
 * shim.c - system calls that fail on demand: faults that a server rarely meets, a hundred times a second.
 *
 * This library is loaded before the C library (LD_PRELOAD) and has functions of the same names. The variable
 * FAULTS tells them what to do, in rules with a space between them:
 *
 *     CALL:WHAT            at every call                          accept:EMFILE
 *     CALL:WHAT:N-M        from the N-th call to the M-th         accept:ENFILE:1-3
 *     CALL:WHAT:/N         at every N-th call                     fork:EAGAIN:/2
 *     CALL:WHAT:P%         at P of 100 calls, in a fixed order    receive:EINTR:30%
 *
 * CALL:  listen, chmod, accept, receive (recv, recvfrom), send (writev, send, sendto), select, fork,
 *        thread (pthread_create).
 * WHAT:  an errno by name; or a number of bytes, the most that receive or send then moves; or +N: the
 *        call happens N milliseconds late, whatever happens meanwhile.
 *
 * Each process counts its own calls; a forked child goes on from its parent's count. When a call fails, the
 * real call does not happen: a client that accept() does not return stays in the kernel's queue.
 */
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* The C library declares it only for _GNU_SOURCE, but then its accept() is no longer ISO C. */
#ifndef RTLD_NEXT
#define RTLD_NEXT ((void *)-1L)
#endif

int accept4(int listener, struct sockaddr *peer, socklen_t *length, int flags);

enum call { LISTEN, CHMOD, ACCEPT, RECEIVE, SEND, SELECT, FORK, THREAD, CALLS };

static const char *const calls[CALLS] = {"listen", "chmod",  "accept", "receive",
                                         "send",   "select", "fork",   "thread"};

static const struct {
    const char *name;
    int number;
} errors[] = {{"EAGAIN", EAGAIN},
              {"EBADF", EBADF},
              {"ECONNABORTED", ECONNABORTED},
              {"EFAULT", EFAULT},
              {"EHOSTDOWN", EHOSTDOWN},
              {"EHOSTUNREACH", EHOSTUNREACH},
              {"EINTR", EINTR},
              {"EINVAL", EINVAL},
              {"EMFILE", EMFILE},
              {"ENETDOWN", ENETDOWN},
              {"ENETUNREACH", ENETUNREACH},
              {"ENFILE", ENFILE},
              {"ENOBUFS", ENOBUFS},
              {"ENOMEM", ENOMEM},
              {"ENONET", ENONET},
              {"ENOPROTOOPT", ENOPROTOOPT},
              {"ENOSR", ENOSR},
              {"ENOTSOCK", ENOTSOCK},
              {"EOPNOTSUPP", EOPNOTSUPP},
              {"EPERM", EPERM},
              {"EPROTO", EPROTO},
              {"EPROTONOSUPPORT", EPROTONOSUPPORT},
              {"ESOCKTNOSUPPORT", ESOCKTNOSUPPORT},
              {"ETIMEDOUT", ETIMEDOUT}};

struct rule {
    enum call call;
    int error;   /* 0: the rule is a limit or a delay */
    size_t most; /* bytes */
    long late;   /* milliseconds */
    unsigned long first, last, every, percent;
};

enum { MOST_RULES = 16 };
static struct rule rules[MOST_RULES];
static int rule_count;
static atomic_ulong counts[CALLS];

static void give_up(const char *rule)
{
    dprintf(STDERR_FILENO, "shim: no such rule: %s\n", rule);
    _exit(70);
}

static void read_when(struct rule *rule, const char *text, const char *whole)
{
    char *end;
    rule->first = 1;
    rule->last = (unsigned long)-1;
    rule->every = 1;
    rule->percent = 100;
    if (text == NULL)
        return;
    if (*text == '/') {
        rule->every = strtoul(text + 1, &end, 10);
    } else {
        unsigned long number = strtoul(text, &end, 10);
        if (*end == '%') {
            rule->percent = number;
            end++;
        } else if (*end == '-') {
            rule->first = number;
            rule->last = strtoul(end + 1, &end, 10);
        } else {
            give_up(whole);
        }
    }
    if (*end != '\0' || rule->every == 0)
        give_up(whole);
}

static void read_rule(char *text)
{
    char whole[64], *rest = text;
    snprintf(whole, sizeof whole, "%s", text);
    struct rule *rule = &rules[rule_count++];
    char *call = strtok_r(rest, ":", &rest), *what = strtok_r(NULL, ":", &rest);
    if (what == NULL || rule_count == MOST_RULES)
        give_up(whole);
    while (rule->call < CALLS && strcmp(calls[rule->call], call) != 0)
        rule->call++;
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
        if (strcmp(errors[i].name, what) == 0)
            rule->error = errors[i].number;
    if (*what == '+')
        rule->late = strtol(what + 1, NULL, 10);
    else if (rule->error == 0)
        rule->most = strtoul(what, NULL, 10);
    if (rule->call == CALLS || (rule->error == 0 && rule->most == 0 && rule->late == 0))
        give_up(whole);
    read_when(rule, strtok_r(NULL, ":", &rest), whole);
}

/* The functions of those names that come after this library's. */
static struct {
    int (*listen)(int, int);
    int (*chmod)(const char *, mode_t);
    int (*accept)(int, struct sockaddr *, socklen_t *);
    int (*accept4)(int, struct sockaddr *, socklen_t *, int);
    ssize_t (*recv)(int, void *, size_t, int);
    ssize_t (*send)(int, const void *, size_t, int);
    ssize_t (*recvfrom)(int, void *, size_t, int, struct sockaddr *, socklen_t *);
    ssize_t (*sendto)(int, const void *, size_t, int, const struct sockaddr *, socklen_t);
    ssize_t (*writev)(int, const struct iovec *, int);
    int (*select)(int, fd_set *, fd_set *, fd_set *, struct timeval *);
    pid_t (*fork)(void);
    int (*pthread_create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
} real;

/* ISO C has no conversion from an object pointer to a function pointer; POSIX (dlsym) shows this
 * assignment instead. */
#define FIND(name) (*(void **)&real.name = dlsym(RTLD_NEXT, #name))

/* Runs before main, so before a second thread exists. */
__attribute__((constructor)) static void prepare(void)
{
    static char text[1024];
    const char *faults = getenv("FAULTS");
    FIND(listen);
    FIND(chmod);
    FIND(accept);
    FIND(accept4);
    FIND(recv);
    FIND(send);
    FIND(recvfrom);
    FIND(sendto);
    FIND(writev);
    FIND(select);
    FIND(fork);
    FIND(pthread_create);
    if (faults == NULL)
        return;
    snprintf(text, sizeof text, "%s", faults);
    char *rest = text;
    for (char *rule; (rule = strtok_r(rest, " ", &rest)) != NULL;)
        read_rule(rule);
}

/* A number from 0 to 99 for each call: the same sequence in every run. */
static unsigned long percent_of(unsigned long count)
{
    unsigned long x = (count + 1) * 2654435761u;
    return (x >> 7) % 100;
}

/* Whether this call fails: then errno is set, and the caller returns -1. If not, makes *size (unless NULL)
 * smaller, as the rules say. */
static bool strikes(enum call call, size_t *size)
{
    unsigned long count = atomic_fetch_add(&counts[call], 1) + 1;
    for (int i = 0; i < rule_count; i++) {
        const struct rule *rule = &rules[i];
        if (rule->call != call || count < rule->first || count > rule->last ||
            count % rule->every != 0 || percent_of(count) >= rule->percent)
            continue;
        if (rule->error != 0) {
            errno = rule->error;
            return true;
        }
        struct timespec left = {.tv_nsec = rule->late * 1000000};
        while (rule->late > 0 && nanosleep(&left, &left) == -1)
            ;
        if (size != NULL && rule->most > 0 && *size > rule->most)
            *size = rule->most;
    }
    return false;
}

int listen(int descriptor, int backlog)
{
    return strikes(LISTEN, NULL) ? -1 : real.listen(descriptor, backlog);
}

int chmod(const char *path, mode_t mode)
{
    return strikes(CHMOD, NULL) ? -1 : real.chmod(path, mode);
}

int accept4(int listener, struct sockaddr *peer, socklen_t *length, int flags)
{
    return strikes(ACCEPT, NULL) ? -1 : real.accept4(listener, peer, length, flags);
}

int accept(int listener, struct sockaddr *peer, socklen_t *length)
{
    return strikes(ACCEPT, NULL) ? -1 : real.accept(listener, peer, length);
}

ssize_t recv(int descriptor, void *bytes, size_t size, int flags)
{
    return strikes(RECEIVE, &size) ? -1 : real.recv(descriptor, bytes, size, flags);
}

ssize_t send(int descriptor, const void *bytes, size_t size, int flags)
{
    return strikes(SEND, &size) ? -1 : real.send(descriptor, bytes, size, flags);
}

ssize_t recvfrom(int descriptor, void *bytes, size_t size, int flags, struct sockaddr *peer,
                 socklen_t *length)
{
    return strikes(RECEIVE, &size) ? -1
                                   : real.recvfrom(descriptor, bytes, size, flags, peer, length);
}

ssize_t sendto(int descriptor, const void *bytes, size_t size, int flags,
               const struct sockaddr *peer, socklen_t length)
{
    return strikes(SEND, &size) ? -1 : real.sendto(descriptor, bytes, size, flags, peer, length);
}

ssize_t writev(int descriptor, const struct iovec *pieces, int count)
{
    struct iovec fewer[8];
    size_t left = (size_t)-1;
    int used = 0;
    if (strikes(SEND, &left))
        return -1;
    for (; used < count && used < 8 && left > 0; used++) {
        fewer[used] = pieces[used];
        if (fewer[used].iov_len > left)
            fewer[used].iov_len = left;
        left -= fewer[used].iov_len;
    }
    return real.writev(descriptor, fewer, used);
}

int select(int most, fd_set *readable, fd_set *writable, fd_set *special, struct timeval *timeout)
{
    return strikes(SELECT, NULL) ? -1 : real.select(most, readable, writable, special, timeout);
}

pid_t fork(void)
{
    return strikes(FORK, NULL) ? -1 : real.fork();
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *),
                   void *argument)
{
    /* pthread_create returns its error, and does not set errno. */
    int saved_errno = errno;
    if (!strikes(THREAD, NULL))
        return real.pthread_create(thread, attributes, start, argument);
    int error = errno;
    errno = saved_errno;
    return error;
}
