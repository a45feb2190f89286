/* client_accept_test.c - how a client begins: what accept(2) gives it. */
#include "common/socket/client.h"
#include "common/socket/clock.h"
#include "common/testing/fakes/loopback.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>

static struct client client;
static int listener;

static void listen_somewhere(void)
{
    listener = loopback_listen("127.0.0.1", NANOSECONDS);
}

TestSuite(client_accept, .init = listen_somewhere, .timeout = 10);

static bool blocks(int descriptor)
{
    return (fcntl(descriptor, F_GETFL) & O_NONBLOCK) == 0;
}

Test(client_accept, the_peer_is_known_by_its_address)
{
    struct sockaddr_storage address;
    char expected[ADDRESS_TEXT_SIZE], text[ADDRESS_TEXT_SIZE];
    int peer = loopback_connect(listener);
    socklen_t length = loopback_address(peer, &address);
    cr_assert(eq(int, client_accept(&client, listener, false), 0));
    address_format((struct sockaddr *)&address, length, expected);
    address_format((struct sockaddr *)&client.peer, client.peer_length, text);
    cr_assert(eq(str, text, expected));
}

Test(client_accept, the_buffers_of_the_client_before_are_empty_again)
{
    client_init(&client, -1);
    client_put_text(&client, "left over");
    client_put_body(&client, "x", 1, 100);
    client.input.end = client.input.examined = 10;
    client.input.ended = client.input.timed_out = client.input.unread = true;
    client.requests = 5;
    loopback_connect(listener);
    cr_assert(eq(int, client_accept(&client, listener, false), 0));
    cr_assert(eq(sz, client_owed(&client), 0));
    cr_assert(eq(sz, client_input_length(&client), 0));
    cr_assert(eq(sz, client.input.examined, 0));
    cr_assert(eq(ulong, client.requests, 0));
    cr_assert(not(client.input.ended));
    cr_assert(not(client.input.timed_out));
    cr_assert(not(client.input.unread));
}

Test(client_accept, the_descriptor_blocks_or_not_as_asked)
{
    loopback_connect(listener);
    loopback_connect(listener);
    cr_assert(eq(int, client_accept(&client, listener, false), 0));
    cr_assert(blocks(client.descriptor));
    cr_assert(eq(int, client_accept(&client, listener, true), 0));
    cr_assert(not(blocks(client.descriptor)));
}

Test(client_accept, a_blocking_client_of_a_non_blocking_listener_blocks)
{
    do_not_block(listener);
    loopback_connect(listener);
    cr_assert(eq(int, client_accept(&client, listener, false), 0));
    cr_assert(blocks(client.descriptor));
}

Test(client_accept, nobody_waiting_is_an_error_with_accepts_errno)
{
    do_not_block(listener);
    int error = client_accept(&client, listener, true) == -1 ? errno : 0;
    cr_assert(eq(int, (int)accept_verdict(error), ACCEPT_NOTHING), "%s", strerror(error));
}

Test(client_accept, a_peer_that_has_reset_already_is_known_all_the_same)
{
    struct sockaddr_storage address;
    int peer = loopback_connect(listener);
    loopback_address(peer, &address);
    loopback_reset(peer);
    cr_assert(eq(int, client_accept(&client, listener, false), 0));
    cr_assert(eq(int, ((struct sockaddr_in *)&client.peer)->sin_port,
                 ((struct sockaddr_in *)&address)->sin_port));
}
