/* counters.c - puts the counters into memory that child processes share. */
#include "counters.h"

#include "common/socket/platform.h"

struct counters *counters_create(void)
{
    return platform_shared_memory(sizeof(struct counters)); /* zeros are a valid start */
}
