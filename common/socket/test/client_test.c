/* client_test.c - a client's input: what is received, consumed and thrown away. */
#include "common/socket/client.h"
#include "common/socket/clock.h"
#include "common/testing/fakes/loopback.h"

#include <errno.h>
#include <string.h>

static struct client client;
static int peer; /* the other end of the client's socket */

static void connect_them(void)
{
    int ends[2];
    cr_assert(eq(int, socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0));
    peer = ends[1];
    client_init(&client, ends[0]);
}

TestSuite(client, .init = connect_them, .timeout = 10);

static void peer_sends(const char *bytes, size_t size)
{
    cr_assert(eq(long, (long)send(peer, bytes, size, 0), (long)size));
}

/* errno of a receive that fails; 0 if it does not. Taken at once, before an assertion changes it.
 */
static int receive_error(void)
{
    return client_receive(&client) == -1 ? errno : 0;
}

Test(client, starts_empty)
{
    cr_assert(eq(sz, client_input_length(&client), 0));
    cr_assert(eq(sz, client_owed(&client), 0));
    cr_assert(eq(sz, client_room(&client), CLIENT_OUTPUT_SIZE));
    cr_assert(not(client.input.ended));
    cr_assert(not(client.input.timed_out));
    cr_assert(not(client.input.unread));
    cr_assert(eq(ulong, client.requests, 0));
}

Test(client, receives_after_what_is_there_already)
{
    peer_sends("hel", 3);
    cr_assert(eq(long, (long)client_receive(&client), 3));
    peer_sends("lo", 2);
    cr_assert(eq(long, (long)client_receive(&client), 2));
    cr_assert(eq(sz, client_input_length(&client), 5));
    cr_assert(eq(int, memcmp(client_input(&client), "hello", 5), 0));
}

Test(client, receives_zero_when_the_peer_will_send_no_more)
{
    peer_sends("x", 1);
    shutdown(peer, SHUT_WR);
    cr_assert(eq(long, (long)client_receive(&client), 1));
    cr_assert(eq(long, (long)client_receive(&client), 0));
}

Test(client, receives_eagain_when_nothing_came_in_time)
{
    struct timeval limit = clock_timeval(20 * MILLISECOND);
    setsockopt(client.descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    cr_assert(eq(int, receive_error(), EAGAIN));
    cr_assert(eq(sz, client_input_length(&client), 0));
}

Test(client, receives_no_more_than_fits)
{
    char *bytes = pattern(20000);
    peer_sends(bytes, 20000);
    while (client_input_length(&client) < CLIENT_INPUT_SIZE)
        cr_assert(lt(long, 0, (long)client_receive(&client)));
    cr_assert(eq(sz, client_input_length(&client), CLIENT_INPUT_SIZE));
    cr_assert(eq(int, memcmp(client_input(&client), bytes, CLIENT_INPUT_SIZE), 0));
}

Test(client, consuming_makes_room_and_keeps_the_rest)
{
    char *bytes = pattern(20000);
    peer_sends(bytes, 20000);
    while (client_input_length(&client) < CLIENT_INPUT_SIZE)
        cr_assert(lt(long, 0, (long)client_receive(&client)));
    client_consume(&client, 3000);
    cr_assert(eq(sz, client_input_length(&client), CLIENT_INPUT_SIZE - 3000));
    cr_assert(eq(long, (long)client_receive(&client), 3000));
    cr_assert(eq(int, memcmp(client_input(&client), bytes + 3000, CLIENT_INPUT_SIZE), 0));
}

Test(client, consuming_all_makes_room_for_all)
{
    peer_sends(pattern(20000), 20000);
    while (client_input_length(&client) < CLIENT_INPUT_SIZE)
        cr_assert(lt(long, 0, (long)client_receive(&client)));
    client_consume(&client, CLIENT_INPUT_SIZE);
    cr_assert(eq(sz, client_input_length(&client), 0));
    cr_assert(eq(long, (long)client_receive(&client), 20000 - CLIENT_INPUT_SIZE));
}

Test(client, consuming_forgets_what_was_examined)
{
    peer_sends("one two", 7);
    client_receive(&client);
    client.input.examined = 5;
    client_consume(&client, 4);
    cr_assert(eq(sz, client.input.examined, 0));
    cr_assert(eq(int, memcmp(client_input(&client), "two", 3), 0));
}

Test(client, a_reset_by_the_peer_is_an_error_of_receive)
{
    int listener = loopback_listen("127.0.0.1", NANOSECONDS);
    int other = loopback_connect(listener);
    cr_assert(eq(int, client_accept(&client, listener, false), 0));
    loopback_reset(other);
    cr_assert(eq(int, receive_error(), ECONNRESET));
}

Test(client, discards_what_comes_and_sees_the_end)
{
    peer_sends("abc", 3);
    shutdown(peer, SHUT_WR);
    cr_assert(eq(long, (long)client_discard(&client), 3));
    cr_assert(eq(sz, client_input_length(&client), 0));
    cr_assert(eq(long, (long)client_discard(&client), 0));
}
