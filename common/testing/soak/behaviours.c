/* behaviours.c - a table of the soak clients' scripts, good and bad, with the weight of each. */
#include "visitor.h"

#include "common/socket/clock.h"

#define END    "Host: soak\r\n\r\n"
#define LAST   "Connection: close\r\n" END
#define HELLO  "GET /hello HTTP/1.1\r\n"
#define WHOAMI "GET /whoami HTTP/1.1\r\n"
#define STATS  "GET /stats HTTP/1.1\r\n"
#define LARGE  "GET /bytes/16777216 HTTP/1.1\r\n" END
#define UPLOAD "POST / HTTP/1.1\r\nContent-Length: 300000\r\n" END
#define TEN    "xxxxxxxxxx"
#define DROP   (50 * MILLISECOND)

const struct behaviour behaviour_hello = {
    "asks for /hello",
    0,
    false,
    {{SEND, HELLO LAST, 1, 0}, {READ_REPLIES, NULL, 1, 0}, {READ_END, NULL, 0, 0}}};

/* The longest way through the server, which needs the most stack; and then a head that never ends and nearly
 * fills the buffer. */
const struct behaviour behaviour_bulky = {
    "is as bulky as can be",
    0,
    true,
    {{SEND, "GET / HTTP/1.1\r\n" END, 1, 0},
     {READ_REPLIES, NULL, 1, 0},
     {SEND, WHOAMI END STATS END "GET /none HTTP/1.1\r\nX: ", 1, 0},
     {SEND, TEN, 1600, 0},
     {READ_ANY, NULL, 0, 0}}};

/* If possible, the server closes first: it has only one port, but each client that closes first uses up a port
 * of its own for a minute (TIME_WAIT). */
const struct behaviour behaviours[] = {
    {"one request",
     20,
     false,
     {{SEND, HELLO LAST, 1, 0}, {READ_REPLIES, NULL, 1, 0}, {READ_END, NULL, 0, 0}}},
    {"a large reply",
     5,
     false,
     {{SEND, "GET /bytes/300000 HTTP/1.1\r\n" LAST, 1, 0},
      {READ_REPLIES, NULL, 1, 0},
      {READ_END, NULL, 0, 0}}},
    {"a large reply, read slowly",
     3,
     false,
     {{SEND, "GET /bytes/500000 HTTP/1.1\r\n" LAST, 1, 0},
      {READ_REPLIES, NULL, 1, 2 * MILLISECOND},
      {READ_END, NULL, 0, 0}}},
    {"several requests, one after the other",
     10,
     false,
     {{SEND, "GET / HTTP/1.1\r\n" END, 1, 0},
      {READ_REPLIES, NULL, 1, 0},
      {SEND, WHOAMI END, 1, 0},
      {READ_REPLIES, NULL, 1, 0},
      {SEND, STATS LAST, 1, 0},
      {READ_REPLIES, NULL, 1, 0},
      {READ_END, NULL, 0, 0}}},
    {"many requests at once",
     8,
     false,
     {{SEND, HELLO END, 20, 0},
      {SEND, "GET /bytes/5000 HTTP/1.1\r\n" END, 10, 0},
      {SEND, HELLO LAST, 1, 0},
      {READ_REPLIES, NULL, 31, 0},
      {READ_END, NULL, 0, 0}}},
    {"half-closes after its request",
     4,
     false,
     {{SEND, HELLO END, 1, 0},
      {HALF_CLOSE, NULL, 0, 0},
      {READ_REPLIES, NULL, 1, 0},
      {READ_END, NULL, 0, 0}}},
    {"half-closes and says nothing", 4, false, {{HALF_CLOSE, NULL, 0, 0}, {READ_END, NULL, 0, 0}}},
    {"half-closes in its request",
     4,
     false,
     {{SEND, HELLO, 1, 0}, {HALF_CLOSE, NULL, 0, 0}, {READ_ANY, NULL, 0, 0}}},
    {"resets before its request", 4, false, {{RESET, NULL, 0, 0}}},
    {"resets in its request", 4, false, {{SEND, HELLO, 1, 0}, {RESET, NULL, 0, 0}}},
    {"resets before its reply", 4, false, {{SEND, HELLO END, 1, 0}, {RESET, NULL, 0, 0}}},
    {"resets in its reply",
     4,
     false,
     {{SEND, LARGE, 1, 0}, {READ_SOME, NULL, 0, 0}, {RESET, NULL, 0, 0}}},
    {"leaves without a word", 1, false, {{LEAVE, NULL, 0, 0}}},
    {"leaves after its request", 1, false, {{SEND, HELLO END, 1, 0}, {LEAVE, NULL, 0, 0}}},
    {"an upload that is refused",
     4,
     false,
     {{SEND, UPLOAD, 1, 0},
      {SEND, TEN, 30000, 0},
      {READ_REFUSAL, NULL, 1, 0},
      {READ_END, NULL, 0, 0}}},
    {"noise",
     4,
     false,
     {{SEND_NOISE, NULL, 2000, 0}, {HALF_CLOSE, NULL, 0, 0}, {READ_ANY, NULL, 0, 0}}},
    {"nonsense",
     4,
     false,
     {{SEND, "nonsense\r\n\r\n", 1, 0}, {READ_REFUSAL, NULL, 1, 0}, {READ_END, NULL, 0, 0}}},
    {"a line without an end",
     2,
     false,
     {{SEND, TEN, 3000, 0}, {READ_REFUSAL, NULL, 1, 0}, {READ_END, NULL, 0, 0}}},
    {"is silent", 4, true, {{READ_END, NULL, 0, 0}}},
    {"is silent after its reply",
     4,
     true,
     {{SEND, HELLO END, 1, 0}, {READ_REPLIES, NULL, 1, 0}, {READ_END, NULL, 0, 0}}},
    {"sends its request drop by drop",
     4,
     true,
     {{DRIP, HELLO "X: ", 1, DROP}, {DRIP, TEN, 100, DROP}, {READ_ANY, NULL, 0, 0}}},
    {"goes on with an upload that was refused",
     2,
     true,
     {{SEND, UPLOAD, 1, 0},
      {READ_REFUSAL, NULL, 1, 0},
      {READ_END, NULL, 0, 0},
      {SEND, TEN, 1, DROP}}},
    {"resets an upload that was refused",
     2,
     false,
     {{SEND, UPLOAD, 1, 0}, {SEND, TEN, 3000, 0}, {RESET, NULL, 0, 0}}},
    {"never reads its reply", 4, true, {{SEND, LARGE, 1, 0}, {STARE, NULL, 0, 0}}},
    {NULL, 0, false, {{LEAVE, NULL, 0, 0}}}};
