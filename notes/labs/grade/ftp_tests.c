/* ftp_tests.c - lab 8: a small FTP server: login, directory, and files. Two channels at once: ftp_channels_tests.c. */
#include "ftp_session.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

TestSuite(ftp, .timeout = 40, .init = ftp_set_up, .fini = ftp_tear_down);

/* -- login and directory --------------------------------------------------------------------- */

Test(ftp, nothing_is_told_before_the_login)
{
    int control = dial(&ftp_server);
    cr_assert_eq(ftp_code(control), 220, "expected 220 first; came: %s", ftp_line);
    ftp_expect(control, "PWD", 530);
    ftp_expect(control, "RETR hello", 530);
    ftp_expect(control, "PASV", 530);
    ftp_expect(control, "USER root", 331);
    ftp_expect(control, "PASS secret", 530);
    ftp_expect(control, "PWD", 530);
    ftp_expect(control, "USER anonymous", 331);
    ftp_expect(control, "PASS me@example.org", 230);
    ftp_expect(control, "PWD", 257);
    close(control);
}

Test(ftp, commands_that_do_not_exist_or_lack_a_word_are_refused_and_the_session_goes_on)
{
    int control = ftp_log_in();
    ftp_expect(control, "XYZZY", 502);
    ftp_expect(control, "RETR", 501);
    ftp_expect(control, "TYPE E", 504);
    ftp_expect(control, "syst", 215);
    ftp_expect(control, "NOOP", 200);
    ftp_expect(control, "QUIT", 221);
    cr_expect_eq(ftp_code(control), 0, "after QUIT and 221 the connection ends");
    close(control);
}

Test(ftp, commands_in_one_segment_and_byte_by_byte_give_the_same_replies)
{
    static const char both[] = "CWD sub\r\nPWD\r\n";
    int control = ftp_log_in();
    for (const char *byte = both; *byte != '\0'; byte++) {
        cr_assert(say_bytes(control, byte, 1));
        poll(NULL, 0, 1);
    }
    cr_expect_eq(ftp_code(control), 250, "CWD sub, byte by byte; came: %s", ftp_line);
    cr_expect_eq(ftp_code(control), 257, "PWD, byte by byte; came: %s", ftp_line);
    cr_assert(say(control, "CDUP\r\nPWD\r\nNOOP\r\n"));
    cr_expect_eq(ftp_code(control), 250, "CDUP, PWD, NOOP in one segment; first came: %s",
                 ftp_line);
    cr_expect_eq(ftp_code(control), 257, "CDUP, PWD, NOOP in one segment; then came: %s", ftp_line);
    cr_expect_eq(ftp_code(control), 200, "CDUP, PWD, NOOP in one segment; last came: %s", ftp_line);
    close(control);
}

Test(ftp, the_directory_is_changed_and_told)
{
    int control = ftp_log_in();
    ftp_expect(control, "PWD", 257);
    cr_expect_eq(strncmp(ftp_line, "257 \"/\"", 7), 0, "expected: 257 \"/\"; came: %s", ftp_line);
    ftp_expect(control, "CWD sub", 250);
    ftp_expect(control, "PWD", 257);
    cr_expect_eq(strncmp(ftp_line, "257 \"/sub\"", 10), 0, "expected: 257 \"/sub\"; came: %s",
                 ftp_line);
    ftp_expect(control, "SIZE big", 213);
    cr_expect_eq(atoi(ftp_line + 4), BIG, "expected: 213 %d; came: %s", BIG, ftp_line);
    ftp_expect(control, "CDUP", 250);
    ftp_expect(control, "CWD nowhere", 550);
    ftp_expect(control, "CWD hello", 550);
    ftp_expect(control, "SIZE hello", 213);
    close(control);
}

Test(ftp, there_is_no_way_out_of_the_root)
{
    int control = ftp_log_in();
    ftp_expect(control, "CWD ..", 250);
    ftp_expect(control, "CWD ../../sub/../..", 250);
    ftp_expect(control, "PWD", 257);
    cr_expect_eq(strncmp(ftp_line, "257 \"/\"", 7), 0, "above / there is /; came: %s", ftp_line);
    ftp_expect(control, "SIZE ../secret", 550);
    ftp_expect(control, "SIZE /../secret", 550);
    ftp_expect(control, "SIZE sub/../../secret", 550);
    ftp_expect(control, "SIZE /etc/passwd", 550);
    close(control);
}

Test(ftp, symbolic_links_do_not_lead_out_of_the_root)
{
    int control = ftp_log_in();
    ftp_expect(control, "SIZE link", 550);
    ftp_expect(control, "SIZE up/secret", 550);
    ftp_expect(control, "CWD up", 550);
    int data = ftp_open_data(control);
    ftp_expect(control, "STOR link", 550);
    close(data);
    close(control);
}

/* -- files ----------------------------------------------------------------------------------- */

Test(ftp, a_file_comes_whole)
{
    int control = ftp_log_in();
    cr_expect_eq(ftp_download(control, "RETR hello", ftp_received, sizeof ftp_received), 13);
    cr_expect_str_eq(ftp_received, "hello, world\n");
    size_t got = ftp_download(control, "RETR sub/big", ftp_received, sizeof ftp_received);
    cr_assert_eq(got, BIG, "RETR sub/big: %zu bytes came of %d", got, BIG);
    cr_expect_eq(memcmp(ftp_received, ftp_big, BIG), 0,
                 "RETR sub/big: these are not the bytes of the file");
    close(control);
}

Test(ftp, a_file_is_stored_whole_and_shorter_than_the_one_before)
{
    struct stat about;
    int control = ftp_log_in();
    ftp_upload(control, "sub/new", ftp_big, 3000000);
    size_t got = ftp_download(control, "RETR sub/new", ftp_received, sizeof ftp_received);
    cr_assert_eq(got, 3000000, "stored 3000000 bytes; fetched %zu", got);
    cr_expect_eq(memcmp(ftp_received, ftp_big, got), 0,
                 "the bytes that came back differ from the stored ones");
    ftp_upload(control, "sub/new", "short", 5);
    cr_assert_eq(stat(ftp_in_root("sub/new"), &about), 0);
    cr_expect_eq(about.st_size, 5, "stored 5 bytes over 3000000: there are %ld",
                 (long)about.st_size);
    close(control);
}

Test(ftp, listings_name_every_file_in_lines_of_their_own)
{
    int control = ftp_log_in();
    ftp_download(control, "LIST", ftp_received, sizeof ftp_received);
    cr_expect(strstr(ftp_received, "hello\r\n") != NULL && strstr(ftp_received, "13") != NULL,
              "LIST: expected a line with 13 and hello; came: %s", ftp_received);
    cr_expect(strstr(ftp_received, "drwx") != NULL && strstr(ftp_received, " sub\r\n") != NULL,
              "LIST: expected a line for the directory sub; came: %s", ftp_received);
    ftp_download(control, "NLST sub", ftp_received, sizeof ftp_received);
    cr_expect_str_eq(ftp_received, "big\r\n", "NLST sub: expected: big; came: %s", ftp_received);
    ftp_download(control, "LIST -la sub", ftp_received, sizeof ftp_received);
    cr_expect(strstr(ftp_received, " big\r\n") != NULL, "LIST -la sub: came: %s", ftp_received);
    close(control);
}

/* More than the kernel takes in one call: the server must look at what send() returns. */
Test(ftp, a_long_listing_comes_whole)
{
    enum { FILES = 2000, NAME = 200 };
    char name[NAME + 5];
    cr_assert_eq(mkdir(ftp_in_root("many"), 0755), 0);
    for (int i = 0; i < FILES; i++) {
        snprintf(name, sizeof name, "many/%0*d", NAME - 1, i);
        int file = open(ftp_in_root(name), O_WRONLY | O_CREAT, 0644);
        cr_assert_neq(file, -1);
        close(file);
    }
    int control = ftp_log_in();
    int data = ftp_open_data(control);
    ftp_expect(control, "NLST many", 150);
    /* We do not read yet: meanwhile the kernel's memory for the data fills up. */
    for (int i = 0; i < 5; i++)
        ftp_expect(control, "NOOP", 200);
    size_t got = hear_all(data, ftp_received, sizeof ftp_received, NULL);
    close(data);
    cr_expect_eq(ftp_code(control), 226);
    cr_expect_eq(got, FILES * (NAME + 1), "NLST of %d files: %zu bytes came; expected %d", FILES,
                 got, FILES * (NAME + 1));
    close(control);
}

Test(ftp, extended_passive_mode_tells_a_port_and_nothing_else)
{
    unsigned port = 0;
    struct program data_of = ftp_server;
    int control = ftp_log_in();
    ftp_expect(control, "EPSV", 229);
    const char *bars = strstr(ftp_line, "(|||");
    cr_assert(bars != NULL && sscanf(bars, "(|||%u|)", &port) == 1,
              "expected 229 ... (|||PORT|) (RFC 2428); came: %s", ftp_line);
    snprintf(data_of.port, sizeof data_of.port, "%u", port);
    int data = dial(&data_of);
    ftp_expect(control, "RETR hello", 150);
    cr_expect_eq(hear_all(data, ftp_received, sizeof ftp_received, NULL), 13);
    cr_expect_eq(ftp_code(control), 226);
    close(data);
    close(control);
}

Test(ftp, what_is_wrong_with_a_file_is_said_and_the_session_goes_on)
{
    int control = ftp_log_in();
    ftp_expect(control, "RETR hello", 425);
    int data = ftp_open_data(control);
    ftp_expect(control, "RETR nothing-there", 550);
    ftp_expect(control, "RETR sub", 550);
    ftp_expect(control, "STOR no/such/directory", 550);
    ftp_expect(control, "RETR hello", 150); /* the commands that failed left the channel open */
    cr_expect_eq(hear_all(data, ftp_received, sizeof ftp_received, NULL), 13);
    cr_expect_eq(ftp_code(control), 226);
    close(data);
    close(control);
}
