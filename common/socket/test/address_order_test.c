/* address_order_test.c - a name that has addresses of both families, in whatever order it has them.
 *
 * address.c is taken in as it is, but with another getaddrinfo(): the system's answer for a name
 * depends on its /etc/hosts and its name server. */
#include <netdb.h>

static int fake_getaddrinfo(const char *host, const char *port, const struct addrinfo *hints,
                            struct addrinfo **list);

#define getaddrinfo     fake_getaddrinfo
#define address_lookup  fake_address_lookup
#define address_error   fake_address_error
#define address_is_port fake_address_is_port
#define address_format  fake_address_format
#include "common/socket/address.c"
#undef getaddrinfo

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

TestSuite(address_order, .timeout = 10);

/* A "name" here is the list of its addresses: "::1 127.0.0.1". */
static int fake_getaddrinfo(const char *host, const char *port, const struct addrinfo *hints,
                            struct addrinfo **list)
{
    char names[256];
    char *rest = names;
    *list = NULL;
    snprintf(names, sizeof names, "%s", host);
    for (char *name; (name = strtok_r(rest, " ", &rest)) != NULL;) {
        while (*list != NULL)
            list = &(*list)->ai_next;
        int failure = getaddrinfo(name, port, hints, list);
        if (failure != 0)
            return failure;
    }
    return 0;
}

static char *order_of(const char *name)
{
    static char order[512];
    struct addrinfo *list;
    order[0] = '\0';
    cr_assert(eq(int, address_lookup(name, "80", &list), 0), "%s", name);
    for (struct addrinfo *a = list; a != NULL; a = a->ai_next) {
        char text[ADDRESS_TEXT_SIZE];
        size_t used = strlen(order);
        snprintf(order + used, sizeof order - used, "%s ",
                 address_format(a->ai_addr, a->ai_addrlen, text));
    }
    freeaddrinfo(list); /* all of it: a sanitizer would tell */
    return order;
}

Test(address_order, localhost_is_127_0_0_1_whichever_its_hosts_file_names_first)
{
    cr_assert(eq(str, order_of("::1 127.0.0.1"), "127.0.0.1:80 [::1]:80 "));
    cr_assert(eq(str, order_of("127.0.0.1 ::1"), "127.0.0.1:80 [::1]:80 "));
}

Test(address_order, addresses_of_one_family_stay_in_their_order)
{
    cr_assert(eq(str, order_of("::2 10.0.0.2 ::1 10.0.0.1 ::3"),
                 "10.0.0.2:80 10.0.0.1:80 [::2]:80 [::1]:80 [::3]:80 "));
    cr_assert(eq(str, order_of("10.0.0.2 10.0.0.1"), "10.0.0.2:80 10.0.0.1:80 "));
}

Test(address_order, a_name_with_ipv6_alone_keeps_it)
{
    cr_assert(eq(str, order_of("::1"), "[::1]:80 "));
    cr_assert(eq(str, order_of("::2 ::1"), "[::2]:80 [::1]:80 "));
}

Test(address_order, a_failed_lookup_has_no_list_to_put_in_order)
{
    struct addrinfo *list;
    cr_assert(not(eq(int, address_lookup("127.0.0.1", "no-such-service", &list), 0)));
}
