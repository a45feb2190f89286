/*
 * http_fuzz.c - libFuzzer searches for bytes for which http breaks a promise. "make fuzz" runs it.
 *
 * The first two bytes say how the network cuts the rest (properties_cuts); in the corpus they are a
 * digit and the end of its line.
 */
#include "message.h"
#include "properties.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;
    if (size < 2)
        return 0;
    struct cuts cuts = properties_cuts(bytes, size - 2);
    const char *broken = properties_broken(&http_service, bytes + 2, size - 2, cuts);
    cuts.timed_out = !cuts.timed_out;
    if (broken == NULL)
        broken = properties_broken(&http_service, bytes + 2, size - 2, cuts);
    if (broken != NULL) {
        fprintf(stderr, "%s\n\"%s\"\n", broken,
                message_escaped((struct text){bytes + 2, size - 2}));
        abort();
    }
    return 0;
}
