/* simulation.c - plays a schedule blocking, by steps and as a refusal, and compares the first two. */
#include "simulation.h"

#include "common/socket/clock.h"
#include "common/server/conversation.h"
#include "common/server/conversation_run.h"

#include <string.h>

static struct server server;
static struct client client;
static char filler[CLIENT_SEND_MOST];
static struct counters counters;

/* -- the service's context ------------------------------------------------------------------- */

/* "/" and "/stats" show the time, and must show the same however long the network took. */
static int64_t still_clock(void)
{
    return 1;
}

static time_t still_date(void)
{
    return 784111777;
}

static void sleep_in_the_network(unsigned milliseconds)
{
    network_note("  the service sleeps for %u ms", milliseconds);
    network_advance(network.now + milliseconds * MILLISECOND);
}

static void prepare(const struct schedule *schedule)
{
    static bool filled;
    static const struct stage stage = {
        .name = "00-simulated", .model = "a simulation", .summary = "It is.", .picture = "---\n"};

    for (size_t i = 0; i < sizeof filler && !filled; i++)
        filler[i] = (char)(i * 7 / 3 + i / 251); /* each part differs from the one before */
    filled = true;
    server = (struct server){.options.timeout = schedule->timeout, .service = &checks_service};
    server.context = (struct context){.stage = &stage,
                                      .counters = &counters,
                                      .filler = filler,
                                      .filler_size = sizeof filler,
                                      .clock = still_clock,
                                      .stopping = network_stop_requested,
                                      .date = still_date,
                                      .sleep = sleep_in_the_network,
                                      .spin = sleep_in_the_network};
    atomic_store(&counters.requests, 0);
    client_init(&client, NETWORK_DESCRIPTOR);
}

bool simulation_somebody_waits(const struct server *unused)
{
    (void)unused;
    bool waits = dice_chance(&network.dice, network.schedule->waits);
    checks_somebody_waits(waits);
    return waits;
}

void simulation_server_close(struct server *unused, struct client *ended)
{
    (void)unused;
    (void)ended;
}

/* -- the ways to run it ---------------------------------------------------------------------- */

/* What 05 does for one client. */
static void run_by_steps(void)
{
    conversation_begin(&server, &client);
    while (client.state != CLIENT_ENDED) {
        bool ready = network_wait(client.state == CLIENT_SENDING, client.deadline);
        checks_waited();
        int64_t now = network_clock();
        if (ready)
            conversation_step(&server, &client);
        if (client.deadline <= now)
            conversation_expire(&server, &client);
    }
}

static void run_blocking(void)
{
    conversation_run(&server, &client);
}

static void run_refusal(void)
{
    conversation_refuse(&server, &client);
}

static const struct way {
    const char *name;
    bool blocking;
    void (*run)(void);
} ways[] = {{"blocking", true, run_blocking},
            {"by steps", false, run_by_steps},
            {"turned away", true, run_refusal}};

/* A broken promise leaves this function with a jump, because the fakes do not return from it. */
static bool run(const struct schedule *schedule, struct verdict *verdict, enum simulation_way which)
{
    const struct way *way = &ways[which];
    network_begin(schedule, way->blocking);
    network_note("%s:", way->name);
    verdict->way = way->name;
    prepare(schedule);
    checks_begin(verdict, &client);
    if (setjmp(checks_way_out) != 0)
        return false;
    way->run();
    network_note("it has ended: %s", client.ending);
    verdict->endings[which] = client.ending;
    checks_end(&server.context);
    conversation_step(&server, &client); /* a client that has ended must ignore these */
    conversation_expire(&server, &client);
    return true;
}

/* The peer's bytes of the first of the two ways, if nothing disturbed that conversation. */
static struct {
    bool known;
    size_t size;
    char bytes[NETWORK_OUTPUT];
} first;

static void keep_output(void)
{
    first.known = checks_undisturbed();
    first.size = network.accepted;
    if (first.known)
        memcpy(first.bytes, network.output, first.size);
}

static bool compare_output(void)
{
    if (!first.known || !checks_undisturbed())
        return true; /* time may have had an effect, and it differs between the two */
    if (setjmp(checks_way_out) != 0)
        return false;
    if (network.accepted != first.size || memcmp(network.output, first.bytes, first.size) != 0)
        checks_break(PROMISE_BOTH_WAYS, "%zu bytes and %zu bytes", first.size, network.accepted);
    return true;
}

bool simulation_play(const struct schedule *schedule, struct verdict *verdict)
{
    *verdict = (struct verdict){.broken = KEPT};
    if (!run(schedule, verdict, SIMULATION_BLOCKING))
        return false;
    keep_output();
    if (!run(schedule, verdict, SIMULATION_BY_STEPS) || !compare_output())
        return false;
    /* A refusal relies on room in the kernel for its few bytes. It is short, so one schedule in four is enough. */
    return schedule->send_room < 4096 || schedule->seed % 4 != 0 ||
           run(schedule, verdict, SIMULATION_REFUSED);
}

bool simulation_run(uint64_t seed, struct verdict *verdict)
{
    static struct schedule schedule;
    schedule_make(&schedule, seed);
    return simulation_play(&schedule, verdict);
}

bool simulation_replay(uint64_t seed, struct verdict *verdict, FILE *log)
{
    network.log = log;
    bool kept = simulation_run(seed, verdict);
    network.log = NULL;
    return kept;
}
