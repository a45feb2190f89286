/* signal_clients.h - the clients of the scene in signals.c, in a process of their own. */
#ifndef SIGNAL_CLIENTS_H
#define SIGNAL_CLIENTS_H

#include <netinet/in.h>

/* Its exit status: both replies came as a whole, or not at all; the slow client's did not come; one came in part. */
enum { WHOLE = 0, NOTHING = 3, TORN = 4, NO_END = 5 };
enum { RUNNING = 'r', STOPPING = 's' };

/* Asks, hears, and ends the process. When both have their replies it says so on `parent`. If the answer is STOPPING, the server
 * must close the second client; if it is RUNNING, the client closes. */
_Noreturn void signal_clients(in_port_t port, int parent);

#endif
