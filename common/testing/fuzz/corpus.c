/* corpus.c - reads each file of the corpus, and hands it over without its first two bytes. */
#include "corpus.h"

#include <dirent.h>
#include <stdio.h>

size_t corpus_for_each(void (*each)(const char *name, const char *bytes, size_t size))
{
    static const char directory[] = "common/testing/fuzz/corpus";
    static char bytes[65536];
    char path[512];
    size_t count = 0;

    DIR *files = opendir(directory);
    for (struct dirent *entry; files != NULL && (entry = readdir(files)) != NULL;) {
        snprintf(path, sizeof path, "%s/%s", directory, entry->d_name);
        FILE *file = entry->d_name[0] != '.' ? fopen(path, "rb") : NULL;
        if (file == NULL)
            continue;
        size_t size = fread(bytes, 1, sizeof bytes, file);
        fclose(file);
        if (size < 2)
            continue;
        each(entry->d_name, bytes + 2, size - 2);
        count++;
    }
    if (files != NULL)
        closedir(files);
    return count;
}
