/* address_test.c - names and numbers to socket addresses, and back to text. */
#include "common/socket/address.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

TestSuite(address, .timeout = 10);

/* The first address of a host and port, as a text. */
static char *looked_up(const char *host, const char *port)
{
    static char text[ADDRESS_TEXT_SIZE];
    struct addrinfo *list;
    cr_assert(eq(int, address_lookup(host, port, &list), 0), "%s", host);
    address_format(list->ai_addr, list->ai_addrlen, text);
    freeaddrinfo(list);
    return text;
}

Test(address, a_number_is_looked_up_as_itself)
{
    cr_assert(eq(str, looked_up("127.0.0.1", "8080"), "127.0.0.1:8080"));
    cr_assert(eq(str, looked_up("0.0.0.0", "0"), "0.0.0.0:0"));
    cr_assert(eq(str, looked_up("::1", "65535"), "[::1]:65535"));
    cr_assert(eq(str, looked_up("::", "80"), "[::]:80"));
}

Test(address, localhost_is_this_machine)
{
    char *text = looked_up("localhost", "80");
    cr_assert(strcmp(text, "127.0.0.1:80") == 0 || strcmp(text, "[::1]:80") == 0, "%s", text);
}

Test(address, a_service_name_is_a_port)
{
    if (getservbyname("http", "tcp") == NULL)
        cr_skip_test("no services(5) here");
    cr_assert(eq(str, looked_up("127.0.0.1", "http"), "127.0.0.1:80"));
}

Test(address, only_stream_sockets_are_looked_up_and_each_once)
{
    struct addrinfo *list;
    cr_assert(eq(int, address_lookup("127.0.0.1", "80", &list), 0));
    cr_assert(eq(int, list->ai_socktype, SOCK_STREAM));
    cr_assert(eq(ptr, list->ai_next, NULL));
    freeaddrinfo(list);
}

Test(address, a_failed_lookup_has_words_for_it)
{
    struct addrinfo *list;
    int failure = address_lookup("127.0.0.1", "no-such-service", &list);
    cr_assert(not(eq(int, failure, 0)));
    cr_assert(eq(str, (char *)address_error(failure), (char *)gai_strerror(failure)));
    cr_assert(lt(sz, 0, strlen(address_error(failure))));
}

Test(address, a_name_that_cannot_be_one_is_not_found)
{
    char name[80] = {0}; /* too long a label for DNS, so no name server is asked */
    struct addrinfo *list;
    memset(name, 'n', 70);
    cr_assert(not(eq(int, address_lookup(name, "80", &list), 0)));
}

Test(address, an_error_of_the_system_is_told_by_errno)
{
    errno = EMFILE;
    cr_assert(eq(str, (char *)address_error(EAI_SYSTEM), strerror(EMFILE)));
}

Test(address, a_port_is_a_number_of_16_bits)
{
    static const char *const good[] = {"0", "1", "80", "8080", "65535", "0080"};
    static const char *const bad[] = {"65536", "99999", "-1",  "+80",
                                      "",      " 80",   "80 ", "80x",
                                      "x",     "0x50",  "8.0", "18446744073709551696"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        cr_assert(address_is_port(good[i]), "%s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        cr_assert(not(address_is_port(bad[i])), "%s", bad[i]);
}

Test(address, a_port_may_be_the_name_of_a_service_for_tcp)
{
    if (getservbyname("http", "tcp") == NULL)
        cr_skip_test("no services(5) here");
    cr_assert(address_is_port("http"));
    cr_assert(not(address_is_port("no-such-service")));
    if (getservbyname("tftp", "udp") != NULL && getservbyname("tftp", "tcp") == NULL)
        cr_assert(not(address_is_port("tftp")), "it is one for UDP only");
}

Test(address, the_longest_address_fits)
{
    char text[ADDRESS_TEXT_SIZE];
    struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_port = htons(65535)};
    inet_pton(AF_INET6, "2001:1db8:85a3:1234:5678:8a2e:1370:7334", &address.sin6_addr);
    address_format((struct sockaddr *)&address, sizeof address, text);
    cr_assert(eq(str, text, "[2001:1db8:85a3:1234:5678:8a2e:1370:7334]:65535"));
}

Test(address, what_is_no_address_is_unknown)
{
    char text[ADDRESS_TEXT_SIZE];
    struct sockaddr_storage none = {0};
    cr_assert(eq(str, address_format((struct sockaddr *)&none, 0, text), "unknown"));
    none.ss_family = AF_INET;
    cr_assert(eq(str, address_format((struct sockaddr *)&none, 2, text), "unknown"));
}
