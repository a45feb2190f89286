/* commands.c - what each FTP command does (RFC 959 section 4.1, RFC 2428, RFC 3659). */
#include "session.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* -- who, and where -------------------------------------------------------------------------- */

static void user(struct session *session, const char *name)
{
    session->logged_in = false;
    session->anonymous = strcasecmp(name, "anonymous") == 0 || strcasecmp(name, "ftp") == 0;
    session_reply(session, 331, "password, please; for anonymous, any will do");
}

static void pass(struct session *session, const char *password)
{
    (void)password;
    session->logged_in = session->anonymous;
    if (session->logged_in)
        session_reply(session, 230, "welcome");
    else
        session_reply(session, 530, "there is only USER anonymous here");
}

static void quit(struct session *session, const char *unused)
{
    (void)unused;
    session->quit = true; /* and the good bye comes after the transfer */
}

/* 257 "PATH", with each '"' in it twice (RFC 959 appendix II). */
static void pwd(struct session *session, const char *unused)
{
    char quoted[2 * TREE_PATH_SIZE];
    size_t at = 0;
    (void)unused;
    for (const char *from = session->directory; *from != '\0'; from++) {
        if (*from == '"')
            quoted[at++] = '"';
        quoted[at++] = *from;
    }
    quoted[at] = '\0';
    session_reply(session, 257, "\"%s\" is where you are", quoted);
}

static void cwd(struct session *session, const char *given)
{
    char path[TREE_PATH_SIZE];
    int directory = -1;
    if (tree_resolve(path, session->directory, given))
        directory = tree_open(session->root, path, O_RDONLY | O_DIRECTORY);
    if (directory == -1) {
        session_reply(session, 550, "%s: no such directory", given);
        return;
    }
    close(directory);
    strcpy(session->directory, path);
    session_reply(session, 250, "%s", path);
}

static void cdup(struct session *session, const char *unused)
{
    (void)unused;
    cwd(session, "..");
}

/* -- small things ---------------------------------------------------------------------------- */

static void syst(struct session *session, const char *unused)
{
    (void)unused;
    session_reply(session, 215, "UNIX Type: L8");
}

static void noop(struct session *session, const char *unused)
{
    (void)unused;
    session_reply(session, 200, "nothing done");
}

static void feat(struct session *session, const char *unused)
{
    (void)unused;
    client_put_text(session->control, "211-Beyond RFC 959:\r\n EPSV\r\n SIZE\r\n UTF8\r\n");
    session_reply(session, 211, "End");
}

/* Files go over as they are in both types; only listings have lines' ends of their own. */
static void type(struct session *session, const char *kind)
{
    int letter = toupper((unsigned char)kind[0]);
    if ((letter != 'A' && letter != 'I') || (kind[1] != '\0' && kind[1] != ' ')) {
        session_reply(session, 504, "the types are A and I");
        return;
    }
    session->binary = letter == 'I';
    session_reply(session, 200, "type %c", letter);
}

/* MODE and STRU: what everybody uses is what there is. */
static void only_default(struct session *session, const char *value)
{
    if (strcasecmp(value, "S") == 0 || strcasecmp(value, "F") == 0)
        session_reply(session, 200, "as always");
    else
        session_reply(session, 504, "MODE S and STRU F only");
}

/* -- the second channel ---------------------------------------------------------------------- */

static void abor(struct session *session, const char *unused)
{
    (void)unused;
    if (session->transfer.running)
        session_reply(session, 426, "given up after %llu bytes", session->transfer.total);
    transfer_end(&session->transfer);
    session_reply(session, 226, "nothing goes over now");
}

static void stat_transfer(struct session *session, const char *unused)
{
    (void)unused;
    if (session->transfer.running)
        session_reply(session, 211, "%llu bytes have gone over so far", session->transfer.total);
    else
        session_reply(session, 211, "nothing goes over now");
}

/* Listens for the data connection. False: it cannot be, and this has been said. */
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

static void pasv(struct session *session, const char *unused)
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

static void epsv(struct session *session, const char *argument)
{
    struct sockaddr_storage address = {0};
    if (strcasecmp(argument, "ALL") == 0) {
        session_reply(session, 200, "EPSV it is");
        return;
    }
    /* The port stands at the same place in both families' addresses. */
    if (listen_for_data(session, &address))
        session_reply(session, 229, "Entering Extended Passive Mode (|||%u|)",
                      (unsigned)ntohs(((struct sockaddr_in *)&address)->sin_port));
}

/* Starts a transfer, for which the client has prepared the channel. */
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

/* Opens a regular file, or says why not: -1. */
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

static void retr(struct session *session, const char *name)
{
    struct stat about;
    int file = has_channel(session) ? open_file(session, name, O_RDONLY, &about) : -1;
    if (file != -1)
        begin(session, file, false, NULL, 0);
}

static void stor(struct session *session, const char *name)
{
    struct stat about;
    int file = has_channel(session) ? open_file(session, name, O_WRONLY | O_CREAT, &about) : -1;
    if (file == -1)
        return;
    if (ftruncate(file, 0) == 0) { /* now that it is known to be a file */
        begin(session, file, true, NULL, 0);
        return;
    }
    session_reply(session, 451, "%s: %s", name, strerror(errno));
    close(file);
}

static void size(struct session *session, const char *name)
{
    struct stat about;
    int file = open_file(session, name, O_RDONLY, &about);
    if (file == -1)
        return;
    session_reply(session, 213, "%lld", (long long)about.st_size);
    close(file);
}

static void list_as(struct session *session, const char *given, bool names_only)
{
    char path[TREE_PATH_SIZE];
    size_t length;
    char *text = NULL;
    if (!has_channel(session))
        return;
    if (given[0] == '-') /* "LIST -la": meant for an ls that is not here */
        given += strcspn(given, " ") + (strchr(given, ' ') != NULL);
    if (tree_resolve(path, session->directory, given))
        text = tree_list(session->root, path, names_only, &length);
    if (text == NULL)
        session_reply(session, 550, "%s: no such file or directory", given);
    else
        begin(session, -1, false, text, length);
}

static void list(struct session *session, const char *given)
{
    list_as(session, given, false);
}

static void nlst(struct session *session, const char *given)
{
    list_as(session, given, true);
}

/* -- all of them ----------------------------------------------------------------------------- */

enum { ANYBODY = 1, NEEDS_ARGUMENT = 2, USES_CHANNEL = 4 };

static const struct command {
    const char *name;
    void (*perform)(struct session *session, const char *argument);
    int rules;
} commands[] = {
    {"USER", user, ANYBODY | NEEDS_ARGUMENT},
    {"PASS", pass, ANYBODY},
    {"QUIT", quit, ANYBODY},
    {"SYST", syst, ANYBODY},
    {"FEAT", feat, ANYBODY},
    {"NOOP", noop, ANYBODY},
    {"PWD", pwd, 0},
    {"XPWD", pwd, 0},
    {"CWD", cwd, NEEDS_ARGUMENT},
    {"CDUP", cdup, 0},
    {"TYPE", type, NEEDS_ARGUMENT},
    {"MODE", only_default, NEEDS_ARGUMENT},
    {"STRU", only_default, NEEDS_ARGUMENT},
    {"ABOR", abor, 0},
    {"STAT", stat_transfer, 0},
    {"SIZE", size, NEEDS_ARGUMENT},
    {"PASV", pasv, USES_CHANNEL},
    {"EPSV", epsv, USES_CHANNEL},
    {"RETR", retr, USES_CHANNEL | NEEDS_ARGUMENT},
    {"STOR", stor, USES_CHANNEL | NEEDS_ARGUMENT},
    {"LIST", list, USES_CHANNEL},
    {"NLST", nlst, USES_CHANNEL},
};

void session_command(struct session *session, char *line)
{
    char *argument = line + strcspn(line, " ");
    if (*argument == ' ')
        *argument++ = '\0';
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        const struct command *command = &commands[i];
        if (strcasecmp(command->name, line) != 0)
            continue;
        if (!session->logged_in && !(command->rules & ANYBODY))
            session_reply(session, 530, "USER and PASS first");
        else if (*argument == '\0' && (command->rules & NEEDS_ARGUMENT))
            session_reply(session, 501, "%s what?", command->name);
        else if (session->transfer.running && (command->rules & USES_CHANNEL))
            session_reply(session, 450, "a transfer is running; ABOR gives it up");
        else
            command->perform(session, argument);
        return;
    }
    session_reply(session, 502, "no such command here");
}
