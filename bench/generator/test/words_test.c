/* words_test.c - a command is split into words as a shell would. */
#include "bench/generator/server/words.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

TestSuite(words, .timeout = 10);

enum { MOST = 4 };

static char memory[128];
static char *words[MOST + 1];
static const char *wrong, *word;

static int split(const char *command)
{
    return words_split(command, memory, words, MOST, &wrong, &word);
}

/* The words, each in square brackets. */
static void expect(const char *command, const char *expected)
{
    char found[256] = "";
    int count = split(command);
    for (int i = 0; i < count; i++)
        snprintf(found + strlen(found), sizeof found - strlen(found), "[%s]", words[i]);
    cr_assert(eq(str, found, (char *)expected), "%s", command);
    cr_assert(eq(ptr, words[count], NULL));
}

Test(words, white_space_is_between_words)
{
    expect("a bc  -d", "[a][bc][-d]");
    expect(" \ta\n", "[a]");
    expect("", "");
    expect("   ", "");
}

Test(words, quotes_keep_a_word_together)
{
    expect("'a b' c", "[a b][c]");
    expect("\"a b\" c", "[a b][c]");
    expect("a'b c'\"d e\"f", "[ab cd ef]");
    expect("'' \"\"", "[][]");
    expect("'a\"b' \"c'd\"", "[a\"b][c'd]");
}

Test(words, a_backslash_keeps_the_next_character)
{
    expect("a\\ b \\'c \\\\", "[a b]['c][\\]");
    expect("\"a\\\"b\\\\ \\$x \\n\"", "[a\"b\\ $x \\n]");
    expect("'a\\b'", "[a\\b]");
    expect("'it'\\''s'", "[it's]");
}

Test(words, what_a_shell_would_do_is_not_done)
{
    expect("$HOME *;x >y", "[$HOME][*;x][>y]");
}

Test(words, a_quote_that_is_not_closed_is_named)
{
    cr_assert(eq(int, split("a 'b c"), -1));
    cr_assert(strstr(wrong, "not closed") != NULL && strncmp(word, "'b", 2) == 0, "%s", word);
    cr_assert(eq(int, split("a b\"c\\\""), -1));
}

Test(words, the_word_that_is_one_too_many_is_named)
{
    cr_assert(eq(int, split("a b c d"), MOST));
    cr_assert(eq(int, split("a b c d e f"), -1));
    cr_assert(eq(str, (char *)word, "e f"));
}
