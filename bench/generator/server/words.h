/*
 * words.h - a command line's words, as a shell finds them, but without a shell: no program named in
 * it, no file and no variable is looked at.
 */
#ifndef WORDS_H
#define WORDS_H

/* Splits the text at white space. 'single' and "double" quotes keep words together, and a backslash
 * keeps the next character as it is. (POSIX, Shell Command Language, section 2.2.) The words are
 * put into `memory`, which has to be as large as the text; words[] ends with a NULL. Returns how
 * many there are, or -1: a quote is not closed, or there are more than `most`. Then *wrong is what
 * is wrong, and *word where in the text. */
int words_split(const char *text, char *memory, char *words[], int most, const char **wrong,
                const char **word);

#endif
