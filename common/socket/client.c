/* client.c - accept, recv and writev on one connected socket, and its two buffers. */
#include "client.h"

#include "platform.h"

#include <string.h>
#include <sys/uio.h>

void client_init(struct client *client, int descriptor)
{
    /* No memset of the whole: the 24 KiB of buffers need no zeros (notes/performance.md). */
    client->descriptor = descriptor;
    client->number = client->requests = 0;
    client->hang_up = false;
    client->ending = NULL;
    client->input.start = client->input.end = client->input.examined = 0;
    client->input.ended = client->input.timed_out = client->input.unread = false;
    client->output.start = client->output.end = client->output.body_left = 0;
}

/* [client-accept] */
int client_accept(struct client *client, int listener, bool non_blocking)
{
    /* accept() tells the peer's address now. Later, when the peer has reset the connection,
     * getpeername(2) no longer knows it. */
    client->peer_length = sizeof client->peer;
    int descriptor = platform_accept(listener, (struct sockaddr *)&client->peer,
                                     &client->peer_length, non_blocking);
    if (descriptor == -1)
        return -1;
    client_init(client, descriptor);
    return 0;
}
/* [/client-accept] */

ssize_t client_receive(struct client *client)
{
    struct client_input *in = &client->input;
    if (in->end == CLIENT_INPUT_SIZE) {
        memmove(in->bytes, in->bytes + in->start, in->end - in->start);
        in->end -= in->start;
        in->start = 0;
    }
    size_t room = CLIENT_INPUT_SIZE - in->end;
    ssize_t received = recv(client->descriptor, in->bytes + in->end, room, 0);
    if (received > 0)
        in->end += (size_t)received;
    return received;
}

/* Takes the first `sent` bytes off the output: the kernel has them. */
static void take_off(struct client_output *out, size_t sent)
{
    size_t copied = out->end - out->start;
    if (sent < copied) {
        out->start += sent;
        return;
    }
    out->start = out->end = 0;
    sent -= copied;
    if (sent > 0) {
        out->body_left -= sent;
        out->body_at = (out->body_at + sent) % out->body_size;
    }
}

ssize_t client_send(struct client *client)
{
    struct client_output *out = &client->output;
    struct iovec
        pieces[3]; /* the copied bytes, the body up to its end, the body again from its start */
    int count = 0;
    size_t room = CLIENT_SEND_MOST;

    if (out->end > out->start) {
        pieces[count++] = (struct iovec){out->bytes + out->start, out->end - out->start};
        room -= out->end - out->start;
    }
    size_t at = out->body_at;
    size_t left = out->body_left < room ? out->body_left : room;
    while (left > 0 && count < 3) {
        size_t piece = out->body_size - at < left ? out->body_size - at : left;
        pieces[count++] = (struct iovec){(char *)out->body + at, piece};
        left -= piece;
        at = 0;
    }
    /* Head and body in one call. After two small sends the second would wait for the acknowledgement
     * of the first (Nagle's algorithm), and the peer may delay that by 40 ms. */
    ssize_t sent = writev(client->descriptor, pieces, count);
    if (sent > 0)
        take_off(out, (size_t)sent);
    return sent;
}

ssize_t client_discard(struct client *client)
{
    return recv(client->descriptor, client->input.bytes, CLIENT_INPUT_SIZE, 0);
}

char *client_input(struct client *client)
{
    return client->input.bytes + client->input.start;
}

size_t client_input_length(const struct client *client)
{
    return client->input.end - client->input.start;
}

void client_consume(struct client *client, size_t size)
{
    struct client_input *in = &client->input;
    in->start += size;
    in->examined = 0;
    if (in->start == in->end) /* usually: then client_receive() never has to move bytes */
        in->start = in->end = 0;
}

size_t client_owed(const struct client *client)
{
    return client->output.end - client->output.start + client->output.body_left;
}

size_t client_room(const struct client *client)
{
    return CLIENT_OUTPUT_SIZE - client->output.end;
}

void client_put(struct client *client, const void *bytes, size_t size)
{
    struct client_output *out = &client->output;
    if (size > client_room(client))
        size = client_room(client);
    memcpy(out->bytes + out->end, bytes, size);
    out->end += size;
}

void client_put_text(struct client *client, const char *text)
{
    client_put(client, text, strlen(text));
}

void client_put_number(struct client *client, unsigned long number)
{
    char digits[24];
    size_t first = sizeof digits;
    do
        digits[--first] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    client_put(client, digits + first, sizeof digits - first);
}

void client_put_body(struct client *client, const char *body, size_t size, size_t length)
{
    client->output.body = body;
    client->output.body_size = size;
    client->output.body_at = 0;
    client->output.body_left = size > 0 ? length : 0;
}
