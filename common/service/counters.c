/* counters.c - see counters.h. */
#include "counters.h"

#include "common/socket/platform.h"

struct counters *counters_create(void)
{
    return platform_shared_memory(sizeof(struct counters)); /* zeros are a valid start */
}
