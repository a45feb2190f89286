/* client_send_test.c - a client's output: what is put, and what is sent of it. */
#include "common/socket/client.h"
#include "common/socket/clock.h"
#include "common/testing/fakes/loopback.h"
#include "common/server/stop.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
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

TestSuite(client_send, .init = connect_them, .timeout = 10);

/* errno of a send that fails; 0 if it does not. Taken at once, before an assertion changes it. */
static int send_error(void)
{
    return client_send(&client) == -1 ? errno : 0;
}

static char *owed_text(void)
{
    client_put(&client, "", 1);
    return client.output.bytes + client.output.start;
}

Test(client_send, puts_bytes_texts_and_numbers_one_after_the_other)
{
    client_put(&client, "abc", 2);
    client_put_text(&client, "-");
    client_put_number(&client, 0);
    client_put_text(&client, "-");
    client_put_number(&client, 1020304050);
    client_put_text(&client, "-");
    client_put_number(&client, ULONG_MAX);
    char expected[64];
    snprintf(expected, sizeof expected, "ab-0-1020304050-%lu", ULONG_MAX);
    cr_assert(eq(sz, client_owed(&client), strlen(expected)));
    cr_assert(eq(sz, client_room(&client), CLIENT_OUTPUT_SIZE - strlen(expected)));
    cr_assert(eq(str, owed_text(), expected));
}

Test(client_send, leaves_out_what_does_not_fit)
{
    char *bytes = pattern(CLIENT_OUTPUT_SIZE + 1);
    struct client_input before = client.input; /* it lies right behind the output */
    client_put(&client, bytes, CLIENT_OUTPUT_SIZE - 1);
    cr_assert(eq(sz, client_room(&client), 1));
    client_put(&client, bytes + CLIENT_OUTPUT_SIZE - 1, 2);
    cr_assert(eq(sz, client_room(&client), 0));
    cr_assert(eq(sz, client_owed(&client), CLIENT_OUTPUT_SIZE));
    client_put_text(&client, "more");
    client_put_number(&client, 5);
    cr_assert(eq(sz, client_owed(&client), CLIENT_OUTPUT_SIZE));
    cr_assert(eq(int, memcmp(client.output.bytes, bytes, CLIENT_OUTPUT_SIZE), 0));
    cr_assert(eq(int, memcmp(&before, &client.input, sizeof before), 0));
}

/* Sends until nothing is owed, with a peer that reads. Returns how many bytes it got. */
static size_t send_all(char *received, size_t size)
{
    size_t got = 0;
    do_not_block(client.descriptor);
    while (client_owed(&client) > 0) {
        size_t before = client_owed(&client);
        ssize_t sent = client_send(&client);
        cr_assert(lt(long, 0, (long)sent));
        cr_assert(eq(sz, client_owed(&client), before - (size_t)sent));
        for (ssize_t end = (ssize_t)got + sent; (ssize_t)got < end;) {
            ssize_t n = recv(peer, received + got, size - got, 0);
            cr_assert(lt(long, 0, (long)n));
            got += (size_t)n;
        }
    }
    return got;
}

Test(client_send, sends_a_body_of_any_length_by_repeating_what_there_is)
{
    static const size_t sizes[] = {1, 10, 999, 40000, CLIENT_SEND_MOST, 70000};
    static const size_t lengths[] = {0, 1, 9, 10, 11, 998, 2000, 65535, 65536, 65537, 200000};
    static char received[250000];
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (size_t j = 0; j < sizeof lengths / sizeof lengths[0]; j++) {
            size_t size = sizes[i], length = lengths[j];
            if (length > size && size < CLIENT_SEND_MOST)
                continue; /* client.h: what is repeated is longer */
            char *body = pattern(size);
            client_put_text(&client, "head");
            client_put_body(&client, body, size, length);
            cr_assert(eq(sz, client_owed(&client), 4 + length));
            cr_assert(eq(sz, send_all(received, sizeof received), 4 + length));
            cr_assert(eq(int, memcmp(received, "head", 4), 0));
            for (size_t k = 0; k < length; k++)
                if (received[4 + k] != body[k % size])
                    cr_fatal("%zu bytes of %zu: byte %zu is wrong", length, size, k);
            cr_assert(eq(sz, client_room(&client), CLIENT_OUTPUT_SIZE));
        }
    }
}

Test(client_send, a_body_of_nothing_owes_nothing)
{
    client_put_body(&client, "", 0, 100);
    cr_assert(eq(sz, client_owed(&client), 0));
}

static void set_send_buffer(int size)
{
    cr_assert(eq(int, setsockopt(client.descriptor, SOL_SOCKET, SO_SNDBUF, &size, sizeof size), 0));
}

Test(client_send, takes_a_limited_number_of_bytes_in_one_call)
{
    set_send_buffer(200000);
    client_put(&client, pattern(8000), 8000);
    client_put_body(&client, pattern(100000), 100000, 150000);
    do_not_block(client.descriptor);
    cr_assert(eq(long, (long)client_send(&client), CLIENT_SEND_MOST));
}

Test(client_send, takes_as_many_bytes_of_a_body_that_comes_round_again)
{
    set_send_buffer(200000);
    client_put_body(&client, pattern(CLIENT_SEND_MOST), CLIENT_SEND_MOST, 3 * CLIENT_SEND_MOST);
    client.output.body_at = CLIENT_SEND_MOST - 10; /* ten bytes, and the rest from the start */
    do_not_block(client.descriptor);
    cr_assert(eq(long, (long)client_send(&client), CLIENT_SEND_MOST));
}

Test(client_send, goes_on_where_a_partial_send_has_ended)
{
    static char received[300000];
    char *bytes = pattern(100000);
    size_t got = 0, partial = 0;
    set_send_buffer(4608);
    do_not_block(client.descriptor);
    client_put(&client, bytes, 8000);
    client_put_body(&client, bytes, 70000, 100000);
    while (got < 108000) {
        size_t owed = client_owed(&client);
        ssize_t sent = client_send(&client);
        int error = sent == -1 ? errno : EAGAIN;
        cr_assert(eq(int, error, EAGAIN));
        partial += sent > 0 && (size_t)sent < owed;
        ssize_t n = recv(peer, received + got, 1000 + got % 3333, 0);
        cr_assert(lt(long, 0, (long)n));
        got += (size_t)n;
        if (client_owed(&client) == 0)
            shutdown(client.descriptor, SHUT_WR);
    }
    cr_assert(lt(sz, 10, partial), "it was meant to be cut often");
    cr_assert(eq(int, memcmp(received, bytes, 8000), 0));
    for (size_t i = 0; i < 100000; i++)
        if (received[8000 + i] != bytes[i % 70000])
            cr_fatal("byte %zu is wrong", i);
}

Test(client_send, goes_on_in_the_middle_of_what_was_put)
{
    static char received[100000], junk[100];
    char *bytes = pattern(8000);
    size_t before = 0, got = 0, partial = 0;
    set_send_buffer(4608);
    do_not_block(client.descriptor);
    for (ssize_t n; (n = send(client.descriptor, junk, sizeof junk, 0)) > 0;)
        before += (size_t)n; /* until the kernel takes no more */
    client_put(&client, bytes, 8000);
    while (got < before + 8000) {
        ssize_t n = recv(peer, received + got, 100, 0);
        cr_assert(lt(long, 0, (long)n));
        got += (size_t)n;
        size_t owed = client_owed(&client);
        ssize_t sent = owed > 0 ? client_send(&client) : 0;
        partial += sent > 0 && (size_t)sent < owed;
    }
    cr_assert(lt(sz, 0, partial), "it was meant to be cut");
    cr_assert(eq(int, memcmp(received + before, bytes, 8000), 0));
}

Test(client_send, a_peer_that_takes_nothing_is_eagain_and_nothing_is_lost)
{
    do_not_block(client.descriptor);
    client_put_body(&client, pattern(65536), 65536, 16777216);
    while (client_send(&client) > 0)
        ;
    size_t owed = client_owed(&client);
    cr_assert(eq(int, send_error(), EAGAIN));
    cr_assert(eq(sz, client_owed(&client), owed));
}

Test(client_send, a_vanished_peer_is_an_error_and_no_signal)
{
    stop_install(-1); /* start-up does this; without it SIGPIPE would end the test here */
    close(peer);
    client_put_text(&client, "hello");
    int error = send_error();
    cr_assert(error == EPIPE || error == ECONNRESET, "%s", strerror(error));
}

Test(client_send, a_peer_that_has_reset_is_an_error_of_send_and_no_signal)
{
    stop_install(-1);
    int listener = loopback_listen("127.0.0.1", NANOSECONDS);
    int other = loopback_connect(listener);
    cr_assert(eq(int, client_accept(&client, listener, false), 0));
    loopback_reset(other);
    client_put_text(&client, "hello");
    int error = send_error();
    cr_assert(error == EPIPE || error == ECONNRESET, "%s", strerror(error));
}
