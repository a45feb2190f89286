/* load_check.c - tests the rules between options one by one, and complains about the first broken one. */
#include "load_check.h"

#include "complain.h"
#include "bench/generator/server/server_process.h"
#include "bench/generator/server/words.h"

#include <stdlib.h>
#include <string.h>

/* Whether there is a command, and no quote in it that is not closed. */
static enum load_result check_command(const char *command)
{
    char *words[SERVER_MOST_WORDS + 1], *memory = malloc(strlen(command) + 1);
    const char *wrong = "no word at all", *word = command;
    enum load_result result = LOAD_GOOD;
    if (memory == NULL || words_split(command, memory, words, SERVER_MOST_WORDS, &wrong, &word) < 1)
        result = load_options_wrong("--server: there is %s: '%s'", wrong, word);
    free(memory);
    return result;
}

enum load_result load_check(const struct load_options *options)
{
    unsigned clients = options->connections + options->slow;
    if (options->server == NULL && options->url == NULL)
        return load_options_wrong("a URL is missing, such as http://127.0.0.1:8080/hello");
    if (options->server != NULL && check_command(options->server) != LOAD_GOOD)
        return LOAD_WRONG;
    if (options->server != NULL && options->url != NULL && strstr(options->server, PORT_WORD))
        return load_options_wrong("'%s': with " PORT_WORD " in --server the URL is known",
                                  options->url);
    if (options->csv && options->json)
        return load_options_wrong("'--csv' and '--json' are two forms of the same figures");
    if (clients == 0)
        return load_options_wrong("--connections: '0' needs clients of --slow, and there are none");
    if (options->rate > 0 && options->connections < options->threads)
        return load_options_wrong("--rate: each of '%u' threads needs a connection of its own",
                                  options->threads);
    if (options->rounds > 0 && (options->rate > 0 || options->requests == 0))
        return load_options_wrong(
            "--rounds: '%lu' needs a closed loop, and --requests of at least 1", options->rounds);
    if (options->rounds > 0 && (options->warm_up > 0 || options->warm_up_limit > 0))
        return load_options_wrong("--rounds counts from the start, so '--warm-up' and "
                                  "'--warm-up-limit' must be 0");
    if (options->threads > clients)
        return load_options_wrong("--threads: '%u' is more than there are connections (%u)",
                                  options->threads, clients);
    return LOAD_GOOD;
}
