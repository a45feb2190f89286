/* service.c - the list of services, by name. */
#include "service.h"

#include <string.h>

const struct service *service_find(const char *name)
{
    static const struct service *const services[] = {&http_service, &echo_service};

    for (size_t i = 0; i < sizeof services / sizeof services[0]; i++)
        if (strcmp(services[i]->name, name) == 0)
            return services[i];
    return NULL;
}
