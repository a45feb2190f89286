/*
 * peer.h - for the tests: a server as its users meet it, through its command line and the network.
 *
 * The contract suite in this folder holds for every server; each stage's test.c adds what only its
 * model promises. Both start the real program, on a free port, and talk to it.
 *
 * A server is started on a leash: a guard process ends it when the test that started it is gone,
 * even if the test crashed or was killed for taking too long.
 */
#ifndef PEER_H
#define PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Command-line arguments, up to NULL. */
#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* A program under test. */
struct program {
    pid_t pid; /* of the server */
    pid_t guard;
    int leash;          /* closed: the guard ends the server */
    int output, errors; /* its standard output and standard error */
    int report;         /* where the guard writes how the server ended */
    char host[64];      /* as the ready line says: "127.0.0.1", "::1" */
    char port[8];
};

/* What a finished program left. */
struct outcome {
    int exit_status; /* or 128 + the signal that ended it, as a shell says */
    char output[4096], errors[4096];
};

/* The server that the suite is about: the variable SERVER, a path. */
const char *program_under_test(void);

/* The path of a stage's server; the variable SERVERS_IN is where a special build of them lies. */
const char *program_of_stage(const char *stage);

/* How the next servers are started, as careless parents start them. */
enum circumstances {
    USUAL,
    SIGNALS_BLOCKED,      /* SIGTERM, SIGCHLD and others, in the mask that is inherited */
    ERROR_OUTPUT_CLOSED,  /* no descriptors 0 and 2 */
    LOW_DESCRIPTORS_TAKEN /* all below FD_SETSIZE are somebody else's */
};
extern enum circumstances program_circumstances;

/* Starts the server on a free port of 127.0.0.1 and waits until it says that it listens.
 * `arguments`: more of them, up to NULL. Fails the test if it does not start. */
void program_start(struct program *program, const char *path, const char *const arguments[]);

/* The same, but it may also end without listening: then this is false, and program_stop tells why. */
bool program_try(struct program *program, const char *path, const char *const arguments[]);

/* The same with nothing added to the arguments, and any outcome: waits for the end. */
void program_run(struct outcome *outcome, const char *path, const char *const arguments[]);

/* Sends a signal; waits for the end, at most patience() seconds. Without a signal (0) it only waits. */
void program_stop(struct program *program, int signal, struct outcome *outcome);

/* Ends it with SIGTERM, and fails the test unless it exits with 0. */
void program_end(struct program *program);

/* The number at the start of the first line of /proc/PID/status that begins with `key`; -1: there
 * is no such line, or no such file. And how many descriptors a process has open, how many
 * milliseconds of CPU it has used, how many children it has. */
long process_status(pid_t pid, const char *key);
long process_descriptors(pid_t pid);
long process_cpu_ms(pid_t pid);
long process_children(pid_t pid, bool zombies_only);

/* Waits until the function says true, at most 5 seconds; then the test fails, with `what`. */
void wait_until(bool (*condition)(void *), void *argument, const char *what);

/* How many seconds a test waits for an answer or for a server's end: 8, or the variable PATIENCE. */
int patience(void);

/* A connection to the server; whatever is not answered in patience() seconds fails the test. */
int dial(const struct program *program);
int dial_from(const struct program *program, const char *host);

/* Whether the server's port takes no more connections. For wait_until(). */
bool is_refused(void *program);

/* Sends all of a text, or of some bytes. False: the peer has closed. */
bool say(int descriptor, const char *text);
bool say_bytes(int descriptor, const void *bytes, size_t size);

/* Receives until the end of the stream, at most size - 1 bytes, and adds a 0. Returns how many. A
 * reset counts as an end; *reset says so if it is not NULL. */
size_t hear_all(int descriptor, char *to, size_t size, bool *reset);

/* One reply, as far as it came. */
struct reply {
    int status;      /* 0: there was none */
    char head[2048]; /* from the status line to the empty line */
    char *body;      /* free it with reply_free */
    size_t length;   /* as Content-Length says */
    size_t received; /* how much of the body came */
};

/* Receives one reply, and not a byte more. For HEAD there is no body. */
void hear_reply(int descriptor, struct reply *reply, bool head_only);
void reply_free(struct reply *reply);

/* Whether the head has this field with this value; and the value of "key: value" in a body. */
bool reply_has(const struct reply *reply, const char *field_and_value);
unsigned long reply_number(const struct reply *reply, const char *key);

/* A whole exchange: GET path on a new connection, "Connection: close". */
void get(const struct program *program, const char *path, struct reply *reply);

/* Whether something comes, or the end, within so many milliseconds. */
bool answers_within(int descriptor, int ms);

/* A client that is served and stays. *number is what /whoami says of `key`: "process" or "thread". */
int stay(const struct program *program, const char *key, unsigned long *number);

/* Two promises that several stages make. The first: with --max-clients 2 the third client waits, and is served as soon
 * as one of the others leaves. The second: an idle client gives way to one that waits. */
void expect_the_third_to_wait(const char *stage);
void expect_the_idle_to_give_way(const char *stage, const char *const arguments[]);

/* Milliseconds since some fixed moment. */
int64_t milliseconds(void);

/* Closes with a reset instead of the usual end. */
void reset(int descriptor);

#endif
