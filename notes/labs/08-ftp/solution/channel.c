/* channel.c - ABOR, STAT, PASV, EPSV, RETR, STOR, SIZE, LIST and NLST, one function for each command. */
#include "channel.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* [abor] */
void channel_abor(struct session *session, const char *unused)
{
    (void)unused;
    if (session->transfer.running)
        session_reply(session, 426, "given up after %llu bytes", session->transfer.total);
    transfer_end(&session->transfer);
    session_reply(session, 226, "nothing goes over now");
}
/* [/abor] */

/* [stat] */
void channel_stat_transfer(struct session *session, const char *unused)
{
    (void)unused;
    if (session->transfer.running)
        session_reply(session, 211, "%llu bytes have gone over so far", session->transfer.total);
    else
        session_reply(session, 211, "nothing goes over now");
}
/* [/stat] */

/* [listen] */
/* Listens for the data connection. False: it failed, and the client has been told. */
static bool listen_for_data(struct session *session, struct sockaddr_storage *address)
{
    socklen_t length = sizeof *address;
    if (transfer_listen(&session->transfer, session->control->descriptor,
                        session->server->options.timeout) == 0 &&
        getsockname(session->transfer.listener, (struct sockaddr *)address, &length) == 0)
        return true;
    session_reply(session, 425, "cannot listen: %s", strerror(errno));
    return false;
}
/* [/listen] */

/* [pasv] */
void channel_pasv(struct session *session, const char *unused)
{
    struct sockaddr_storage address = {0};
    (void)unused;
    if (!listen_for_data(session, &address))
        return;
    const unsigned char *host = (unsigned char *)&((struct sockaddr_in *)&address)->sin_addr;
    unsigned port = ntohs(((struct sockaddr_in *)&address)->sin_port);
    if (address.ss_family == AF_INET6) {
        const struct in6_addr *six = &((struct sockaddr_in6 *)&address)->sin6_addr;
        if (!IN6_IS_ADDR_V4MAPPED(six)) {
            transfer_end(&session->transfer);
            session_reply(session, 425, "PASV has room for an IPv4 address only: use EPSV");
            return;
        }
        host = six->s6_addr + 12;
    }
    session_reply(session, 227, "Entering Passive Mode (%u,%u,%u,%u,%u,%u)", host[0], host[1],
                  host[2], host[3], port >> 8, port & 255);
}
/* [/pasv] */

/* [epsv] */
void channel_epsv(struct session *session, const char *argument)
{
    struct sockaddr_storage address = {0};
    if (strcasecmp(argument, "ALL") == 0) {
        session_reply(session, 200, "EPSV it is");
        return;
    }
    /* The port is at the same place in the addresses of both families. */
    if (listen_for_data(session, &address))
        session_reply(session, 229, "Entering Extended Passive Mode (|||%u|)",
                      (unsigned)ntohs(((struct sockaddr_in *)&address)->sin_port));
}
/* [/epsv] */

/* [helpers] */
/* Starts a transfer on the channel that the client has prepared. */
static void begin(struct session *session, int file, bool upload, char *listing, size_t length)
{
    if (transfer_begin(&session->transfer, file, upload, listing, length)) {
        session_reply(session, 150, "here it goes");
        return;
    }
    close(file);
    session_reply(session, 451, "not enough memory");
}

static bool has_channel(struct session *session)
{
    if (session->transfer.listener == -1)
        session_reply(session, 425, "PASV or EPSV first");
    return session->transfer.listener != -1;
}

/* Opens a regular file; or replies why that failed, and returns -1. */
static int open_file(struct session *session, const char *name, int flags, struct stat *about)
{
    char path[TREE_PATH_SIZE];
    int file = -1;
    errno = ENAMETOOLONG;
    if (tree_resolve(path, session->directory, name))
        file = tree_open(session->root, path, flags);
    if (file != -1 && fstat(file, about) == 0 && S_ISREG(about->st_mode))
        return file;
    session_reply(session, 550, "%s: %s", name, file == -1 ? strerror(errno) : "not a file");
    if (file != -1)
        close(file);
    return -1;
}
/* [/helpers] */

/* [retr] */
void channel_retr(struct session *session, const char *name)
{
    struct stat about;
    int file = has_channel(session) ? open_file(session, name, O_RDONLY, &about) : -1;
    if (file != -1)
        begin(session, file, false, NULL, 0);
}
/* [/retr] */

/* [stor] */
void channel_stor(struct session *session, const char *name)
{
    struct stat about;
    int file = has_channel(session) ? open_file(session, name, O_WRONLY | O_CREAT, &about) : -1;
    if (file == -1)
        return;
    if (ftruncate(file, 0) == 0) { /* only now: open_file() has checked that it is a file */
        begin(session, file, true, NULL, 0);
        return;
    }
    session_reply(session, 451, "%s: %s", name, strerror(errno));
    close(file);
}
/* [/stor] */

/* [size] */
void channel_size(struct session *session, const char *name)
{
    struct stat about;
    int file = open_file(session, name, O_RDONLY, &about);
    if (file == -1)
        return;
    session_reply(session, 213, "%lld", (long long)about.st_size);
    close(file);
}
/* [/size] */

/* [list] */
static void list_as(struct session *session, const char *given, bool names_only)
{
    char path[TREE_PATH_SIZE];
    size_t length;
    char *text = NULL;
    if (!has_channel(session))
        return;
    if (given[0] == '-') /* "LIST -la": options for ls, which we do not run */
        given += strcspn(given, " ") + (strchr(given, ' ') != NULL);
    if (tree_resolve(path, session->directory, given))
        text = tree_list(session->root, path, names_only, &length);
    if (text == NULL)
        session_reply(session, 550, "%s: no such file or directory", given);
    else
        begin(session, -1, false, text, length);
}
/* [/list] */

void channel_list(struct session *session, const char *given)
{
    list_as(session, given, false);
}

void channel_nlst(struct session *session, const char *given)
{
    list_as(session, given, true);
}
