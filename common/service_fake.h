/*
 * service_fake.h - what a service is given in a test: a context whose clock stands still, whose
 * date never changes and which does not sleep; and a peer without a socket.
 *
 * replay() plays the conversation's part: it hands the input over in pieces of any size, takes the
 * output away, and does what the service's turns ask for. So a test can ask whether the answer
 * depends on how the bytes were cut, which a real network decides as it likes.
 */
#ifndef SERVICE_FAKE_H
#define SERVICE_FAKE_H

#include "service.h"

#include <string.h>

#define FAKE_DATE "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n" /* the example of RFC 9110 */

static const struct stage fake_stage = {.name = "00-fake",
                                        .model = "a fake",
                                        .summary = "It serves nobody.",
                                        .picture = "client 1 ====[test]====\n"};
static struct counters fake_counters;
static unsigned fake_slept, fake_spun; /* milliseconds, of all calls together */
static bool fake_stopping;

static inline int64_t fake_clock(void)
{
    return INT64_C(7500000000); /* 7.5 s after the start */
}

static inline bool fake_is_stopping(void)
{
    return fake_stopping;
}

static inline time_t fake_date(void)
{
    return 784111777;
}

static inline void fake_sleep(unsigned ms)
{
    fake_slept += ms;
}

static inline void fake_spin(unsigned ms)
{
    fake_spun += ms;
}

static char fake_filler[CLIENT_SEND_MOST]; /* 0123456789012… */

static inline struct context fake_context(void)
{
    for (size_t i = 0; i < sizeof fake_filler; i++)
        fake_filler[i] = (char)('0' + i % 10);
    return (struct context){.stage = &fake_stage,
                            .counters = &fake_counters,
                            .filler = fake_filler,
                            .filler_size = sizeof fake_filler,
                            .clock = fake_clock,
                            .stopping = fake_is_stopping,
                            .date = fake_date,
                            .sleep = fake_sleep,
                            .spin = fake_spin};
}

/* Adds bytes to the input as client_receive() would. Returns how many of them there was room for.
 */
static inline size_t fake_receive(struct client *client, const char *bytes, size_t size)
{
    struct client_input *in = &client->input;
    memmove(in->bytes, in->bytes + in->start, in->end - in->start);
    in->end -= in->start;
    in->start = 0;
    if (size > CLIENT_INPUT_SIZE - in->end)
        size = CLIENT_INPUT_SIZE - in->end;
    memcpy(in->bytes + in->end, bytes, size);
    in->end += size;
    return size;
}

/* Takes the output off and adds it to what lies in `to`, of which *used bytes are taken. What is
 * beyond `room` is lost. */
static inline void fake_send(struct client *client, char *to, size_t room, size_t *used)
{
    struct client_output *out = &client->output;
    for (; out->start < out->end; out->start++)
        if (*used < room)
            to[(*used)++] = out->bytes[out->start];
    for (; out->body_left > 0; out->body_left--) {
        if (*used < room)
            to[(*used)++] = out->body[out->body_at];
        out->body_at = (out->body_at + 1) % out->body_size;
    }
    out->start = out->end = 0;
}

static inline bool fake_has(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

struct replay {
    char output[65536]; /* all that the peer got */
    size_t size;
    size_t left; /* input that the service did not take */
    unsigned long requests;
    bool unread;
};

/* A whole conversation: the peer sends `first` bytes, then pieces of `step` bytes, then nothing
 * more: it closes, or (timed_out) it stays silent for too long. */
static inline void replay(struct replay *result, const struct service *service, const char *bytes,
                          size_t size, size_t first, size_t step, bool timed_out)
{
    static struct client client;
    struct context context = fake_context();
    enum turn turn;

    client_init(&client, -1);
    atomic_store(&fake_counters.requests, 0); /* "/" shows it, and is to look alike each time */
    result->size = 0;
    for (size_t sent = 0, piece = first;;) {
        while ((turn = service->respond(&client, &context)) == TURN_SEND)
            fake_send(&client, result->output, sizeof result->output, &result->size);
        if (turn == TURN_HANG_UP || client.input.ended || client.input.timed_out)
            break;
        if (sent == size) {
            client.input.ended = !timed_out;
            client.input.timed_out = timed_out;
        }
        sent += fake_receive(&client, bytes + sent, piece < size - sent ? piece : size - sent);
        piece = step;
    }
    fake_send(&client, result->output, sizeof result->output, &result->size);
    result->left = client_input_length(&client);
    result->requests = client.requests;
    result->unread = client.input.unread;
}

#endif
