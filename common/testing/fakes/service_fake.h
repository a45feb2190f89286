/*
 * service_fake.h - what a test gives to a service: a context whose clock stands still, whose date never
 * changes, which does not sleep and has two pages; and a peer without a socket.
 *
 * replay() plays the part of the conversation: it passes the input in pieces of any size, takes the
 * output away, and does what the service's turns ask for. So a test can check whether the answer depends
 * on how the network cuts the bytes. replay_watched() also calls a function for each of the service's
 * turns.
 */
#ifndef SERVICE_FAKE_H
#define SERVICE_FAKE_H

#include "common/service/service.h"

#include <string.h>

#define FAKE_DATE "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n" /* the example of RFC 9110 */

static const struct stage fake_stage = {.name = "00-fake",
                                        .model = "a fake",
                                        .summary = "It serves no client.",
                                        .picture = "client 1 ====[test]====\n"};
static struct page fake_page_list[] = {
    {"/dir/index.html", "text/html", "\"1\"", "<p>\n", 4},
    {"/page", "text/plain", "\"0123456789abcdef\"", "0123456789", 10}};
static const struct pages fake_pages = {.count = 2, .list = fake_page_list};
static struct counters fake_counters;
static unsigned fake_slept, fake_spun; /* milliseconds, in all calls together */
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
    for (size_t i = 0; i < sizeof fake_filler && fake_filler[i] == '\0'; i++)
        fake_filler[i] = (char)('0' + i % 10);
    return (struct context){.stage = &fake_stage,
                            .counters = &fake_counters,
                            .pages = &fake_pages,
                            .filler = fake_filler,
                            .filler_size = sizeof fake_filler,
                            .clock = fake_clock,
                            .stopping = fake_is_stopping,
                            .date = fake_date,
                            .sleep = fake_sleep,
                            .spin = fake_spin};
}

/* Adds bytes to the input as client_receive() would. Returns how many of them had room. */
static inline size_t fake_receive(struct client *client, const char *bytes, size_t size)
{
    struct client_input *in = &client->input;
    if (in->start > 0)
        memmove(in->bytes, in->bytes + in->start, in->end - in->start);
    in->end -= in->start;
    in->start = 0;
    if (size > CLIENT_INPUT_SIZE - in->end)
        size = CLIENT_INPUT_SIZE - in->end;
    memcpy(in->bytes + in->end, bytes, size);
    in->end += size;
    return size;
}

static inline void fake_copy(char *to, size_t room, size_t *used, const char *bytes, size_t size)
{
    if (size > room - *used)
        size = room - *used;
    memcpy(to + *used, bytes, size);
    *used += size;
}

/* Takes the output away and appends it to `to`, after its first *used bytes. Bytes beyond `room` are
 * lost. */
static inline void fake_send(struct client *client, char *to, size_t room, size_t *used)
{
    struct client_output *out = &client->output;
    fake_copy(to, room, used, out->bytes + out->start, out->end - out->start);
    while (out->body_left > 0 && *used < room) {
        size_t piece = out->body_size - out->body_at;
        if (piece > out->body_left)
            piece = out->body_left;
        fake_copy(to, room, used, out->body + out->body_at, piece);
        out->body_left -= piece;
        out->body_at = 0;
    }
    out->start = out->end = out->body_left = 0;
}

static inline bool fake_has(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

/* How the network cuts the peer's bytes: `first` bytes, then pieces of `step`. And what comes then. */
struct cuts {
    size_t first, step;
    uint64_t random; /* if not 0, a seed: the pieces after the first have 1 to `step` bytes */
    bool timed_out;  /* the peer stays silent for too long; otherwise it closes */
    char stale;      /* fills the input where no byte has come yet */
};

struct replay {
    char output[65536]; /* the bytes that the peer got, as many as have room */
    size_t size;
    size_t left; /* input that the service did not take */
    unsigned long requests;
    bool unread;
};

/* One of the service's turns, before its output is taken away. It took bytes[from] … bytes[to - 1]; it
 * could see all bytes up to bytes[sent - 1]. */
struct replay_turn {
    const struct client *client;
    const char *bytes;
    size_t from, to, sent;
    enum turn turn;
};

/* Looks at a turn, and returns whether to go on. */
typedef bool replay_watch(void *watcher, const struct replay_turn *turn);

static inline enum turn replay_turns(struct client *client, const struct service *service,
                                     struct replay_turn *turn, struct replay *result,
                                     replay_watch *watch, void *watcher)
{
    struct context context = fake_context();
    do {
        turn->from = turn->sent - client_input_length(client);
        turn->turn = service->respond(client, &context);
        turn->to = turn->sent - client_input_length(client);
        if (watch != NULL && !watch(watcher, turn))
            return TURN_HANG_UP;
        fake_send(client, result->output, sizeof result->output, &result->size);
    } while (turn->turn == TURN_SEND);
    return turn->turn;
}

/* A random size for a piece: a multiplication, and its upper bits (Knuth's MMIX generator). */
static inline size_t replay_piece(struct cuts *cuts)
{
    if (cuts->random == 0)
        return cuts->step;
    cuts->random = cuts->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return 1 + (size_t)(cuts->random >> 33) % cuts->step;
}

/* Plays a whole conversation, and calls the watch (or NULL) for each turn. */
static inline void replay_watched(struct replay *result, const struct service *service,
                                  const char *bytes, size_t size, struct cuts cuts,
                                  replay_watch *watch, void *watcher)
{
    static struct client client;
    struct replay_turn turn = {.client = &client, .bytes = bytes};

    client_init(&client, -1);
    memset(client.input.bytes, cuts.stale, sizeof client.input.bytes);
    atomic_store(&fake_counters.requests, 0); /* "/" shows it, and must look the same each time */
    result->size = 0;
    for (size_t piece = cuts.first;; piece = replay_piece(&cuts)) {
        if (replay_turns(&client, service, &turn, result, watch, watcher) == TURN_HANG_UP ||
            client.input.ended || client.input.timed_out)
            break;
        if (turn.sent == size) {
            client.input.ended = !cuts.timed_out;
            client.input.timed_out = cuts.timed_out;
        }
        size_t left = size - turn.sent;
        turn.sent += fake_receive(&client, bytes + turn.sent, piece < left ? piece : left);
    }
    result->left = client_input_length(&client);
    result->requests = client.requests;
    result->unread = client.input.unread;
}

/* Plays a whole conversation: the peer sends `first` bytes, then pieces of `step` bytes. Then it closes,
 * or (timed_out) stays silent for too long. */
static inline void replay(struct replay *result, const struct service *service, const char *bytes,
                          size_t size, size_t first, size_t step, bool timed_out)
{
    replay_watched(result, service, bytes, size,
                   (struct cuts){.first = first, .step = step, .timed_out = timed_out}, NULL, NULL);
}

#endif
