/*
 * corpus.h - the files that the fuzzers begin with, common/testing/fuzz/corpus/.
 */
#ifndef CORPUS_H
#define CORPUS_H

#include <stddef.h>

/* Calls each() with every file's name and bytes, without the two first, which say how to cut it.
 * Returns how many there were. Like all of "make test" it runs in the project's directory. */
size_t corpus_for_each(void (*each)(const char *name, const char *bytes, size_t size));

#endif
