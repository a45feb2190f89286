/*
 * subject.c - the code under test, unchanged, except that it calls the fake network instead of the kernel, the
 * clock and the signals.
 *
 * The linker could do this too (ld --wrap), but not on macOS; the preprocessor can do it everywhere. The system's
 * headers come first, so that the macros rename only our calls, not the declarations.
 */
#include "network.h"
#include "simulation.h"

#include "common/socket/address.h"
#include "common/socket/clock.h"
#include "common/server/conversation.h"
#include "common/socket/platform.h"
#include "common/server/stop.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define recv                              network_recv
#define writev                            network_writev
#define shutdown                          network_shutdown
#define setsockopt                        network_setsockopt
#define clock_now                         network_clock
#define stop_requested                    network_stop_requested
#define stop_watch                        network_stop_watch
#define stop_forget                       network_stop_forget
#define stop_spare                        network_stop_spare
#define platform_accept_inherits_timeouts network_accept_inherits_timeouts
#define server_somebody_waits             simulation_somebody_waits
#define server_close                      simulation_server_close

#include "common/socket/client.c"
#include "common/server/conversation.c"
#include "common/server/conversation_run.c"
