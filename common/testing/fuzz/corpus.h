/*
 * corpus.h - the files with which the fuzzers begin, common/testing/fuzz/corpus/.
 */
#ifndef CORPUS_H
#define CORPUS_H

#include <stddef.h>

/* Calls each() with every file's name and bytes, without the first two, which say how to cut it. Returns the
 * number of files. Like all of "make test" it runs in the project's directory. */
size_t corpus_for_each(void (*each)(const char *name, const char *bytes, size_t size));

#endif
