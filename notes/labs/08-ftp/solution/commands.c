/* commands.c - what each FTP command does (RFC 959 section 4.1, RFC 2428, RFC 3659). */
#include "channel.h"

#include <ctype.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* -- login and directory -------------------------------------------------------------------- */

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
    session->quit = true; /* the good bye comes after the transfer */
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

/* Both types transfer files unchanged; only listings have line ends of their own. */
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

/* MODE and STRU: only the defaults exist here. */
static void only_default(struct session *session, const char *value)
{
    if (strcasecmp(value, "S") == 0 || strcasecmp(value, "F") == 0)
        session_reply(session, 200, "as always");
    else
        session_reply(session, 504, "MODE S and STRU F only");
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
    {"ABOR", channel_abor, 0},
    {"STAT", channel_stat_transfer, 0},
    {"SIZE", channel_size, NEEDS_ARGUMENT},
    {"PASV", channel_pasv, USES_CHANNEL},
    {"EPSV", channel_epsv, USES_CHANNEL},
    {"RETR", channel_retr, USES_CHANNEL | NEEDS_ARGUMENT},
    {"STOR", channel_stor, USES_CHANNEL | NEEDS_ARGUMENT},
    {"LIST", channel_list, USES_CHANNEL},
    {"NLST", channel_nlst, USES_CHANNEL},
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
