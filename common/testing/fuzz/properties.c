/* properties.c - plays an input to a service, whole and in pieces, and names the first broken promise. */
#include "properties.h"

#include "http_turns.h"

#include <stdio.h>

/* The output of one conversation, as a checksum: a reply may have 16 MiB. */
struct heard {
    bool http;
    struct http_turns turns;
    uint64_t hash;
    size_t size;
    const char *broken;
};

/* Fowler-Noll-Vo, 1a. */
static void fold(struct heard *heard, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        heard->hash = (heard->hash ^ (unsigned char)bytes[i]) * UINT64_C(1099511628211);
}

/* Promises of every service. */
static const char *broken_by(const struct replay_turn *turn)
{
    const struct client *client = turn->client;
    size_t owed = client_owed(client);

    if (turn->to < turn->from || turn->to > turn->sent)
        return "a service takes no more than what it was given";
    if (turn->turn != TURN_HANG_UP && memcmp(client->input.bytes + client->input.start,
                                             turn->bytes + turn->to, turn->sent - turn->to) != 0)
        return "what a service leaves is the rest of what was sent, unchanged";
    if (turn->turn == TURN_RECEIVE && (owed > 0 || turn->to > turn->from))
        return "a service that asks for more has nothing to say and has taken nothing";
    if (turn->turn == TURN_RECEIVE && turn->sent - turn->to == CLIENT_INPUT_SIZE)
        return "a service asks for more only if there is room for it";
    if (turn->turn == TURN_SEND && owed == 0)
        return "a service that wants to send has something to send";
    return NULL;
}

static const char *broken_by_echo(const struct replay_turn *turn)
{
    const struct client_output *out = &turn->client->output;
    size_t taken = turn->to - turn->from;

    if (client_owed(turn->client) != taken || out->body_left > 0 ||
        memcmp(out->bytes + out->start, turn->bytes + turn->from, taken) != 0)
        return "echo sends back what it took";
    if (turn->turn == TURN_HANG_UP && turn->to < turn->sent)
        return "echo does not end before it has sent everything back";
    return NULL;
}

static bool watch(void *watcher, const struct replay_turn *turn)
{
    struct heard *heard = watcher;
    const struct client_output *out = &turn->client->output;

    heard->broken = broken_by(turn);
    if (heard->broken == NULL)
        heard->broken = heard->http ? http_turns_broken(&heard->turns, turn) : broken_by_echo(turn);
    if (heard->broken != NULL)
        return false;
    fold(heard, out->bytes + out->start, out->end - out->start);
    /* The head also gives the length; the rest of a long body repeats its beginning. */
    if (out->body_left > 0)
        fold(heard, out->body + out->body_at, out->body_left < 64 ? out->body_left : 64);
    heard->size += client_owed(turn->client);
    return true;
}

static const char *play(struct heard *heard, struct replay *result, const struct service *service,
                        const char *bytes, size_t size, struct cuts cuts)
{
    *heard =
        (struct heard){.http = service == &http_service, .hash = UINT64_C(14695981039346656037)};
    replay_watched(result, service, bytes, size, cuts, watch, heard);
    if (heard->broken != NULL)
        return heard->broken;
    if (result->left > size)
        return "what is left is no more than what was sent";
    if (heard->http)
        return http_turns_end_broken(&heard->turns, result, bytes, size);
    return heard->size == size ? NULL : "echo sends back every byte";
}

static const char *in_words(const char *promise, size_t size, struct cuts cuts)
{
    static char text[512];
    snprintf(text, sizeof text,
             "broken: %s\n  (%zu bytes, of which %zu come first, then %s %zu at a time; then %s)",
             promise, size, cuts.first, cuts.random != 0 ? "random pieces of at most" : "pieces of",
             cuts.step, cuts.timed_out ? "silence" : "the peer closes");
    return text;
}

static const char *broken_like(const struct service *service, const char *bytes, size_t size,
                               struct cuts cuts, const struct heard *whole,
                               const struct replay *expected)
{
    static struct replay result;
    struct heard heard;
    const char *promise = play(&heard, &result, service, bytes, size, cuts);
    if (promise == NULL && (heard.size != whole->size || heard.hash != whole->hash))
        promise = "the output does not depend on how the input was cut";
    if (promise == NULL && heard.http && result.requests != expected->requests)
        promise = "the number of requests does not depend on how the input was cut";
    /* Bytes after the last request are a reason, too, and may not have come yet. */
    if (promise == NULL && result.unread != expected->unread && result.left == expected->left)
        promise = "whether to linger does not depend on how the input was cut";
    return promise == NULL ? NULL : in_words(promise, size, cuts);
}

/* The whole input, twice: old bytes in the buffer must not matter. */
static const char *broken_whole(const struct service *service, const char *bytes, size_t size,
                                bool timed_out, struct heard *whole, struct replay *expected)
{
    struct cuts cuts = {.first = size, .step = size + 1, .timed_out = timed_out, .stale = '\n'};
    const char *promise = play(whole, expected, service, bytes, size, cuts);
    if (promise != NULL)
        return in_words(promise, size, cuts);
    cuts.stale = ' ';
    return broken_like(service, bytes, size, cuts, whole, expected);
}

const char *properties_broken(const struct service *service, const char *bytes, size_t size,
                              struct cuts cuts)
{
    static struct replay expected;
    struct heard whole;
    const char *broken = broken_whole(service, bytes, size, cuts.timed_out, &whole, &expected);
    return broken != NULL ? broken : broken_like(service, bytes, size, cuts, &whole, &expected);
}

static const char *broken_in_halves(const struct service *service, const char *bytes, size_t size,
                                    struct cuts cuts, size_t halves, const struct heard *whole,
                                    const struct replay *expected)
{
    const char *broken = NULL;
    /* More than `halves` bytes: begin at a random place, so that the places differ each time. */
    size_t stride = size / (halves + 1) + 1;
    cuts.step = size + 1;
    for (cuts.first = (size_t)(cuts.random % stride); cuts.first < size && broken == NULL;
         cuts.first += stride)
        broken = broken_like(
            service, bytes, size,
            (struct cuts){.first = cuts.first, .step = cuts.step, .timed_out = cuts.timed_out},
            whole, expected);
    return broken;
}

const char *properties_broken_somehow(const struct service *service, const char *bytes, size_t size,
                                      uint64_t seed, size_t halves)
{
    static const size_t steps[] = {1, 2, 3, 7, 100, 4096};
    static const size_t random_steps[] = {3, 20, 1000};
    static struct replay expected;
    struct heard whole;

    for (int timed_out = 0; timed_out <= 1; timed_out++) {
        struct cuts cuts = {.random = seed | 1, .timed_out = timed_out};
        const char *broken = broken_whole(service, bytes, size, timed_out, &whole, &expected);
        if (broken == NULL)
            broken = broken_in_halves(service, bytes, size, cuts, halves, &whole, &expected);
        for (size_t i = 0; i < sizeof random_steps / sizeof random_steps[0] && broken == NULL;
             i++) {
            cuts.step = random_steps[i];
            broken = broken_like(service, bytes, size, cuts, &whole, &expected);
        }
        cuts.random = 0;
        for (size_t i = 0; i < sizeof steps / sizeof steps[0] && broken == NULL; i++) {
            cuts.first = cuts.step = steps[i];
            if (steps[i] <= size)
                broken = broken_like(service, bytes, size, cuts, &whole, &expected);
        }
        if (broken != NULL)
            return broken;
    }
    return NULL;
}

struct cuts properties_cuts(const char *choice, size_t size)
{
    size_t number = (unsigned char)choice[1];
    struct cuts cuts = {.first = size, .step = size + 1, .timed_out = choice[0] & 8};

    switch (choice[0] & 7) {
    case 0: break; /* whole */
    case 1:
    case 2:
    case 3: cuts.first = cuts.step = (size_t)(choice[0] & 7); break;
    case 4: cuts.first = cuts.step = number + 1; break;
    case 5: cuts.first = number < size ? number : size; break;
    case 6: cuts.first = number < size ? size - number : 0; break;
    case 7:
        cuts.first = 1;
        cuts.step = number % 16 + 1;
        cuts.random = number + 1;
        break;
    }
    return cuts;
}
