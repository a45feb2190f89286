/* ftp_session.c - makes the tree of files, and then plays a client: logs in, uploads and downloads. */
#include "ftp_session.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

struct program ftp_server;
char ftp_directory[] = "/tmp/ftp-XXXXXX";
char ftp_root[64];
char ftp_big[BIG];
char ftp_line[2048];

const char *ftp_in_root(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", ftp_root, name);
    return path;
}

static void write_file(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "w");
    cr_assert(file != NULL && fwrite(bytes, 1, size, file) == size && fclose(file) == 0);
}

void ftp_set_up(void)
{
    cr_assert_neq(mkdtemp(ftp_directory), NULL);
    snprintf(ftp_root, sizeof ftp_root, "%s/root", ftp_directory);
    cr_assert(mkdir(ftp_root, 0755) == 0 && mkdir(ftp_in_root("sub"), 0755) == 0);
    for (size_t i = 0; i < BIG; i++)
        ftp_big[i] = (char)(i * 7 / 3 + i / 251);
    write_file(ftp_in_root("hello"), "hello, world\n", 13);
    write_file(ftp_in_root("sub/big"), ftp_big, BIG);
    char secret[128];
    snprintf(secret, sizeof secret, "%s/secret", ftp_directory);
    write_file(secret, "secret\n", 7);
    cr_assert(symlink(secret, ftp_in_root("link")) == 0 &&
              symlink(ftp_directory, ftp_in_root("up")) == 0);
    program_start(&ftp_server, program_under_test(),
                  (const char *const[]){"--root", ftp_root, NULL});
}

static void remove_all(const char *path)
{
    pid_t child = fork();
    if (child == 0) {
        execlp("rm", "rm", "-rf", path, (char *)NULL);
        _exit(127);
    }
    waitpid(child, NULL, 0);
}

void ftp_tear_down(void)
{
    program_end(&ftp_server);
    remove_all(ftp_directory);
}

/* -- the control connection ------------------------------------------------------------------ */

int ftp_code(int control)
{
    for (;;) {
        size_t got = 0;
        while (got < sizeof ftp_line - 1 && recv(control, ftp_line + got, 1, 0) == 1 &&
               ftp_line[got++] != '\n')
            ;
        ftp_line[got] = '\0';
        if (got == 0)
            return 0;
        if (got > 3 && ftp_line[3] == ' ' && strspn(ftp_line, "0123456789") == 3)
            return atoi(ftp_line);
    }
}

void ftp_expect(int control, const char *command, int code)
{
    char text[512];
    snprintf(text, sizeof text, "%s\r\n", command);
    cr_assert(say(control, text), "sent %s: the control connection was closed", command);
    int came = ftp_code(control);
    cr_assert_eq(came, code, "sent: %s; expected: %d; came: %s", command, code,
                 came != 0 ? ftp_line : "nothing, or an end");
}

int ftp_log_in(void)
{
    int control = dial(&ftp_server);
    cr_assert_eq(ftp_code(control), 220, "expected 220 first; came: %s", ftp_line);
    ftp_expect(control, "USER anonymous", 331);
    ftp_expect(control, "PASS me@example.org", 230);
    ftp_expect(control, "TYPE I", 200);
    return control;
}

/* -- the data connection --------------------------------------------------------------------- */

/* A connection with small segments: the server's kernel reserves little memory for it. */
static int dial_narrow(const struct program *to)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((in_port_t)atoi(to->port))};
    struct timeval limit = {.tv_sec = 8};
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    inet_pton(AF_INET, to->host, &address.sin_addr);
    setsockopt(descriptor, IPPROTO_TCP, TCP_MAXSEG, &(int){536}, sizeof(int));
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &(int){16384}, sizeof(int));
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    cr_assert_eq(connect(descriptor, (struct sockaddr *)&address, sizeof address), 0,
                 "cannot connect to %s port %s, as 227 has told", to->host, to->port);
    return descriptor;
}

int ftp_open_data(int control)
{
    unsigned h[4], p[2];
    struct program data = ftp_server;
    ftp_expect(control, "PASV", 227);
    const char *numbers = strchr(ftp_line, '(');
    cr_assert(numbers != NULL &&
                  sscanf(numbers, "(%u,%u,%u,%u,%u,%u)", h, h + 1, h + 2, h + 3, p, p + 1) == 6,
              "six numbers were expected; came: %s", ftp_line);
    snprintf(data.host, sizeof data.host, "%u.%u.%u.%u", h[0], h[1], h[2], h[3]);
    cr_expect_str_eq(data.host, ftp_server.host, "PASV names %s; the server is %s", data.host,
                     ftp_server.host);
    snprintf(data.port, sizeof data.port, "%u", p[0] * 256 + p[1]);
    return dial_narrow(&data);
}

void ftp_upload(int control, const char *name, const void *bytes, size_t size)
{
    char command[256];
    int data = ftp_open_data(control);
    snprintf(command, sizeof command, "STOR %s", name);
    ftp_expect(control, command, 150);
    cr_assert(say_bytes(data, bytes, size), "the data connection closed in mid-upload");
    close(data);
    int code = ftp_code(control);
    cr_assert_eq(code, 226, "after an upload expected: 226; came: %s", ftp_line);
}

size_t ftp_download(int control, const char *command, char *to, size_t size)
{
    int data = ftp_open_data(control);
    ftp_expect(control, command, 150);
    size_t got = hear_all(data, to, size, NULL);
    close(data);
    cr_assert_eq(ftp_code(control), 226, "after %s expected: 226; came: %s", command, ftp_line);
    return got;
}

char ftp_received[BIG + 1];

int ftp_begin_big(int control)
{
    char some[1024];
    int data = ftp_open_data(control);
    ftp_expect(control, "RETR /sub/big", 150);
    cr_assert(recv(data, some, sizeof some, MSG_WAITALL) == sizeof some);
    return data;
}
