/* listener_test.c - the listening socket, and what a failed accept means. */
#include "common/socket/listener.h"
#include "common/socket/clock.h"
#include "common/testing/fakes/loopback.h"
#include "common/socket/platform.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>

TestSuite(listener, .timeout = 10);

/* -- what a failed accept means -------------------------------------------------------------- */

static void expect_verdict(enum accept_verdict verdict, const int *errors, size_t count)
{
    for (size_t i = 0; i < count; i++)
        cr_assert(eq(int, (int)accept_verdict(errors[i]), (int)verdict), "%s", strerror(errors[i]));
}

#define VERDICT(verdict, ...)                                                                      \
    expect_verdict(verdict, (const int[]){__VA_ARGS__},                                            \
                   sizeof((const int[]){__VA_ARGS__}) / sizeof(int))

Test(listener, nobody_waiting_means_to_wait)
{
    VERDICT(ACCEPT_NOTHING, EAGAIN, EWOULDBLOCK);
}

Test(listener, a_signal_or_the_failure_of_one_connection_means_the_next_at_once)
{
    VERDICT(ACCEPT_RETRY, EINTR, ECONNABORTED, EPERM, EPROTO, ENETDOWN, ENOPROTOOPT, EHOSTUNREACH,
            EOPNOTSUPP, ENETUNREACH, ETIMEDOUT, EPROTONOSUPPORT);
#ifdef EHOSTDOWN
    VERDICT(ACCEPT_RETRY, EHOSTDOWN);
#endif
#ifdef ENONET
    VERDICT(ACCEPT_RETRY, ENONET);
#endif
#ifdef ESOCKTNOSUPPORT
    VERDICT(ACCEPT_RETRY, ESOCKTNOSUPPORT);
#endif
}

Test(listener, a_lack_of_descriptors_or_memory_means_to_back_off)
{
    VERDICT(ACCEPT_BACK_OFF, EMFILE, ENFILE, ENOBUFS, ENOMEM);
}

#ifdef ENOSR
Test(listener, a_lack_of_stream_resources_means_to_back_off_too)
{
    VERDICT(ACCEPT_BACK_OFF, ENOSR); /* accept(2) names it among "other errors" */
}
#endif

Test(listener, a_socket_that_does_not_listen_is_the_end)
{
    VERDICT(ACCEPT_FATAL, EBADF, EINVAL, ENOTSOCK, EFAULT);
}

/* -- opening --------------------------------------------------------------------------------- */

static in_port_t port_of(int descriptor)
{
    struct sockaddr_storage address;
    loopback_address(descriptor, &address);
    return address.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&address)->sin6_port
                                         : ((struct sockaddr_in *)&address)->sin_port;
}

static int connect_to_ipv4(in_port_t port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = port, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int peer = socket(AF_INET, SOCK_STREAM, 0);
    return connect(peer, (struct sockaddr *)&address, sizeof address) == 0 ? peer : -1;
}

/* The address of this IPv4 host and port, as an element of a list. */
static struct addrinfo node(uint32_t host, in_port_t port, struct addrinfo *next)
{
    static struct sockaddr_in addresses[8];
    static int used;
    struct sockaddr_in *address = &addresses[used++];
    *address = (struct sockaddr_in){
        .sin_family = AF_INET, .sin_port = port, .sin_addr.s_addr = htonl(host)};
    return (struct addrinfo){.ai_family = AF_INET,
                             .ai_socktype = SOCK_STREAM,
                             .ai_addr = (struct sockaddr *)address,
                             .ai_addrlen = sizeof *address,
                             .ai_next = next};
}

#define NOT_OURS 0xcb007101 /* 203.0.113.1, which RFC 5737 reserves for documentation */

/* errno of an opening that fails, 0 if it does not. */
static int open_error(const struct addrinfo *list)
{
    return listener_open(list, 5, NANOSECONDS) == -1 ? errno : 0;
}

static void expect_served(int listener)
{
    int peer = loopback_connect(listener);
    int accepted = accept(listener, NULL, NULL);
    cr_assert(ge(int, peer, 0));
    cr_assert(ge(int, accepted, 0));
    cr_assert(eq(long, (long)send(peer, "x", 1, 0), 1));
    char byte;
    cr_assert(eq(long, (long)recv(accepted, &byte, 1, 0), 1));
}

Test(listener, listens_on_ipv4_on_a_free_port)
{
    int listener = loopback_listen("127.0.0.1", NANOSECONDS);
    cr_assert(not(eq(int, port_of(listener), 0)));
    expect_served(listener);
}

Test(listener, listens_on_ipv6)
{
    if (!loopback_has_ipv6())
        cr_skip_test("no IPv6 here");
    int listener = loopback_listen("::1", NANOSECONDS);
    cr_assert(ne(int, listener, -1));
    expect_served(listener);
}

Test(listener, listens_to_ipv4_as_well_on_every_ipv6_interface)
{
    if (!loopback_has_ipv6())
        cr_skip_test("no IPv6 here");
    int listener = loopback_listen("::", NANOSECONDS);
    cr_assert(ne(int, listener, -1));
    cr_assert(ge(int, connect_to_ipv4(port_of(listener)), 0));
    cr_assert(ge(int, accept(listener, NULL, NULL), 0));
}

Test(listener, a_port_in_use_is_an_error_and_leaves_no_descriptor)
{
    int listener = loopback_listen("127.0.0.1", NANOSECONDS);
    struct addrinfo same = node(INADDR_LOOPBACK, port_of(listener), NULL);
    int next = dup(listener);
    close(next);
    cr_assert(eq(int, open_error(&same), EADDRINUSE));
    cr_assert(eq(int, dup(listener), next));
}

Test(listener, a_socket_of_another_kind_is_an_error_and_leaves_no_descriptor)
{
    struct sockaddr_un place = {.sun_family = AF_UNIX};
    snprintf(place.sun_path, sizeof place.sun_path, "/tmp/listener-%ld", (long)getpid());
    struct addrinfo local = {.ai_family = AF_UNIX, /* which has none of TCP's options */
                             .ai_socktype = SOCK_STREAM,
                             .ai_addr = (struct sockaddr *)&place,
                             .ai_addrlen = sizeof place};
    int before = dup(0);
    close(before);
    int error = open_error(&local);
    unlink(place.sun_path);
    cr_assert(ne(int, error, 0));
    int after = dup(0);
    cr_assert(eq(int, after, before));
}

Test(listener, a_port_can_be_opened_again_right_after_its_server_closed_connections)
{
    int listener = loopback_listen("127.0.0.1", NANOSECONDS);
    int peer = loopback_connect(listener);
    struct addrinfo same = node(INADDR_LOOPBACK, port_of(listener), NULL);
    char byte;
    close(accept(listener, NULL, NULL)); /* the one that closes first keeps TIME_WAIT */
    cr_assert(eq(long, (long)recv(peer, &byte, 1, 0), 0));
    close(peer);
    close(listener);
    cr_assert(eq(int, open_error(&same), 0));
}

Test(listener, an_address_that_this_machine_lacks_is_passed_over)
{
    struct addrinfo ours = node(INADDR_LOOPBACK, 0, NULL);
    struct addrinfo foreign = node(NOT_OURS, 0, &ours);
    struct addrinfo unheard_of = node(INADDR_LOOPBACK, 0, &foreign);
    unheard_of.ai_family = 9999;
    int listener = listener_open(&unheard_of, 5, NANOSECONDS);
    cr_assert(ge(int, listener, 0));
    expect_served(listener);
}

Test(listener, the_first_address_that_works_is_taken)
{
    int other = loopback_listen("127.0.0.1", NANOSECONDS);
    struct addrinfo taken = node(INADDR_LOOPBACK, port_of(other), NULL);
    struct addrinfo free = node(INADDR_LOOPBACK, 0, &taken);
    cr_assert(eq(int, open_error(&free), 0));
}

Test(listener, when_this_machine_has_none_of_them_it_says_so)
{
    struct addrinfo foreign = node(NOT_OURS, 0, NULL);
    cr_assert(eq(int, open_error(&foreign), EADDRNOTAVAIL));
}

Test(listener, any_other_failure_is_not_hidden_by_a_later_address)
{
    int listener = loopback_listen("127.0.0.1", NANOSECONDS);
    struct addrinfo free = node(INADDR_LOOPBACK, 0, NULL);
    struct addrinfo taken = node(INADDR_LOOPBACK, port_of(listener), &free);
    cr_assert(eq(int, open_error(&taken), EADDRINUSE));
}

/* -- how it is set up ------------------------------------------------------------------------ */

Test(listener, the_backlog_limits_how_many_connections_wait)
{
    enum { MANY = 20 };
    struct addrinfo ours = node(INADDR_LOOPBACK, 0, NULL);
    int listener = listener_open(&ours, 1, NANOSECONDS);
    struct sockaddr_storage address;
    socklen_t length = loopback_address(listener, &address);
    int connected = 0;
    for (int i = 0; i < MANY; i++) {
        struct pollfd wait = {.fd = socket(AF_INET, SOCK_STREAM, 0), .events = POLLOUT};
        do_not_block(wait.fd);
        connect(wait.fd, (struct sockaddr *)&address, length);
        connected += poll(&wait, 1, i < 3 ? 20 : 0) == 1;
    }
    cr_assert(ge(int, connected, 1));
    cr_assert(lt(int, connected, MANY));
}

static int64_t timeout_of(int descriptor, int option)
{
    struct timeval limit = {0};
    socklen_t length = sizeof limit;
    getsockopt(descriptor, SOL_SOCKET, option, &limit, &length);
    return limit.tv_sec * NANOSECONDS + limit.tv_usec * 1000;
}

/* The kernel counts in ticks, of up to 10 ms, and may round up. */
static void expect_about(int64_t value, int64_t expected)
{
    cr_assert(ge(i64, value, expected));
    cr_assert(le(i64, value, expected + 10 * MILLISECOND));
}

Test(listener, an_accepted_socket_inherits_the_timeout)
{
    if (!platform_accept_inherits_timeouts())
        cr_skip_test("not on this system");
    int listener = loopback_listen("127.0.0.1", 1500 * MILLISECOND);
    loopback_connect(listener);
    int accepted = accept(listener, NULL, NULL);
    expect_about(timeout_of(accepted, SO_RCVTIMEO), 1500 * MILLISECOND);
    expect_about(timeout_of(accepted, SO_SNDTIMEO), 1500 * MILLISECOND);
}

Test(listener, an_accepted_socket_does_not_hold_small_pieces_back)
{
    int listener = loopback_listen("127.0.0.1", NANOSECONDS);
    loopback_connect(listener);
    int accepted = accept(listener, NULL, NULL), no_delay = 0;
    socklen_t length = sizeof no_delay;
    getsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &no_delay, &length);
    cr_assert(no_delay);
}
