/*
 * peer.h - for the tests: uses a server as its users do, through its command line and the network.
 *
 * The contract suite in this folder holds for every server. Each stage's test.c adds the promises of its
 * own model. Both start the real program, on a free port, and talk to it.
 *
 * Each server has a leash: a guard process ends the server when its test has ended, even if the test
 * crashed or was killed because it took too long.
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

/* What a program left when it ended. */
struct outcome {
    int exit_status; /* or 128 + the signal that ended it, as a shell reports it */
    char output[4096], errors[4096];
};

/* The server under test: the variable SERVER, a path. */
const char *program_under_test(void);

/* The path of a stage's server. The variable SERVERS_IN names the folder of a special build. */
const char *program_of_stage(const char *stage);

/* How to start the next servers: as careless parent processes do. */
enum circumstances {
    USUAL,
    SIGNALS_BLOCKED,      /* SIGTERM, SIGCHLD and others, in the inherited mask */
    ERROR_OUTPUT_CLOSED,  /* no descriptors 0 and 2 */
    LOW_DESCRIPTORS_TAKEN /* all below FD_SETSIZE are in use */
};
extern enum circumstances program_circumstances;

/* Starts the server on a free port of 127.0.0.1 and waits for its ready line. `arguments`: further
 * arguments, up to NULL. Fails the test if the server does not start. */
void program_start(struct program *program, const char *path, const char *const arguments[]);

/* The same, but the server may also end without a ready line: then returns false, and program_stop tells why. */
bool program_try(struct program *program, const char *path, const char *const arguments[]);

/* Runs the program with just these arguments, and waits until it ends, in any way. */
void program_run(struct outcome *outcome, const char *path, const char *const arguments[]);

/* The next programs are started with this library before all others, and with a variable that tells it what to do. Skips
 * the test where that is not possible. The path should be relative: LD_PRELOAD takes spaces and colons for separators
 * (ld.so(8)). */
void program_preload(const char *library, const char *variable, const char *value);
void program_preload_nothing(void);

/* Sends a signal (0: none), and waits for the end, at most patience() seconds. */
void program_stop(struct program *program, int signal, struct outcome *outcome);

/* Ends it with SIGTERM, and fails the test unless it exits with 0. If the variable END_NOTE names a file, does
 * not fail: says there what was wrong. The grader of the labs has a test of its own for the end; in the others the
 * end costs nothing. There END_PATIENCE says how many seconds to wait. */
void program_end(struct program *program);

/* The number in the first line of /proc/PID/status that begins with `key`; -1: there is no such line,
 * or no such file. Then: how many descriptors a process has open, how many milliseconds of CPU time it
 * has used, how often a thread of it has waited, how many children it has. */
long process_status(pid_t pid, const char *key);
long process_descriptors(pid_t pid);
long process_cpu_ms(pid_t pid);
long process_waits(pid_t pid);
long process_children(pid_t pid, bool zombies_only);

/* Waits until the function returns true. After 5 seconds the test fails, with `what`. */
void wait_until(bool (*condition)(void *), void *argument, const char *what);

/* How many seconds a test waits for an answer or for a server's end: 8, or the variable PATIENCE. */
int patience(void);

/* Connects to the server. If an answer takes longer than patience() seconds, the test fails. */
int dial(const struct program *program);
int dial_from(const struct program *program, const char *host);

/* Whether the server's port accepts no more connections. For wait_until(). */
bool is_refused(void *program);

/* Sends a whole text, or some bytes. False: the peer has closed. */
bool say(int descriptor, const char *text);
bool say_bytes(int descriptor, const void *bytes, size_t size);

/* Receives until the end of the stream, at most size - 1 bytes, and adds a 0. Returns how many. A
 * reset counts as an end; *reset says so if it is not NULL. */
size_t hear_all(int descriptor, char *to, size_t size, bool *reset);

/* One reply, as far as it came. */
struct reply {
    int status;      /* 0: no status came */
    char head[2048]; /* from the status line to the empty line */
    char *body;      /* free it with reply_free */
    size_t length;   /* as Content-Length says */
    size_t received; /* how many bytes of the body came */
};

/* Receives one reply, and not a byte more. For HEAD there is no body. */
void hear_reply(int descriptor, struct reply *reply, bool head_only);
void reply_free(struct reply *reply);

/* Whether the head has this field with this value; and the value of "key: value" in a body. */
bool reply_has(const struct reply *reply, const char *field_and_value);
unsigned long reply_number(const struct reply *reply, const char *key);

/* One exchange: GET path on a new connection, with "Connection: close". */
void get(const struct program *program, const char *path, struct reply *reply);

/* Whether bytes or the end come within this number of milliseconds. */
bool answers_within(int descriptor, int ms);

/* A client that is served and stays connected. Sets *number to the value that /whoami gives for `key`:
 * "process" or "thread". */
int stay(const struct program *program, const char *key, unsigned long *number);

/* For wait_until: /stats of this struct program counts no client but the one that asks. */
bool serves_one_client(void *program);

/* Two promises that several stages make. The first: with --max-clients 2 the third client waits, and is served as soon
 * as one of the others leaves. The second: an idle client gives way to one that waits. */
void expect_the_third_to_wait(const char *stage);
void expect_the_idle_to_give_way(const char *stage, const char *const arguments[]);

/* Nobody sends anything for half a second: the server must use almost no CPU time, and no wait of its threads may end
 * again and again, as one with a short time limit does. `when` begins the message. */
void expect_rest(const struct program *program, const char *when);

/* Milliseconds since some fixed moment. */
int64_t milliseconds(void);

/* Closes with a reset instead of the usual end. */
void reset(int descriptor);

#endif
