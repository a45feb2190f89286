/* local.c - makes the socket's file for this user only, and replaces one that an ended server left. */
#include "local.h"

#include "common/socket/clock.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

const char *local_path(const char *address, int *type)
{
    static const char stream[] = "unix:", record[] = "seqpacket:";
    if (strncmp(address, stream, sizeof stream - 1) == 0) {
        *type = SOCK_STREAM;
        return address + sizeof stream - 1;
    }
    *type = SOCK_SEQPACKET;
    return strncmp(address, record, sizeof record - 1) == 0 ? address + sizeof record - 1 : NULL;
}

/* [left-behind] */
/* Whether the path is a socket on which no server listens any more. A port goes away with the process
 * that had it; a file does not. */
static bool is_left_behind(const struct sockaddr_un *address, int type)
{
    struct stat about;
    if (lstat(address->sun_path, &about) == -1 || !S_ISSOCK(about.st_mode))
        return false;
    int probe = socket(AF_UNIX, type, 0);
    if (probe == -1)
        return false;
    bool refused = connect(probe, (const struct sockaddr *)address, sizeof *address) == -1 &&
                   errno == ECONNREFUSED;
    close(probe);
    return refused;
}
/* [/left-behind] */

/* [bind] */
static int bind_to(int descriptor, const struct sockaddr_un *address)
{
    /* bind() makes the file, and connect() needs write permission on it. With a chmod() afterwards there
     * would be a moment in which any user can connect. */
    mode_t before = umask(0077);
    int result = bind(descriptor, (const struct sockaddr *)address, sizeof *address);
    int cause = errno;
    umask(before);
    errno = cause;
    return result;
}
/* [/bind] */

/* Closes the socket. Returns -1, with errno as it was before close(). */
static int give_up(int descriptor)
{
    int cause = errno;
    close(descriptor);
    errno = cause;
    return -1;
}

/* [listen] */
int local_listen(const char *path, int type, int backlog)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    /* sun_path has about a hundred bytes. A path that is cut would name another file. */
    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(address.sun_path, path);
    int descriptor = socket(AF_UNIX, type, 0);
    if (descriptor == -1)
        return -1;
    int result = bind_to(descriptor, &address);
    if (result == -1 && errno == EADDRINUSE) {
        if (is_left_behind(&address, type)) {
            unlink(path);
            result = bind_to(descriptor, &address);
        } else {
            errno = EADDRINUSE; /* is_left_behind() may have changed errno */
        }
    }
    return result == 0 && listen(descriptor, backlog) == 0 ? descriptor : give_up(descriptor);
}
/* [/listen] */

/* [limit] */
void local_limit_waits(int descriptor, int64_t timeout)
{
    struct timeval limit = clock_timeval(timeout);
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}
/* [/limit] */
