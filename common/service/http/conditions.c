/* conditions.c - decides between 200, 206, 304, 412 and 416. */
#include "conditions.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Whether a list of entity tags has this one, or is "*". A tag contains no quote, so we can search for it
 * together with its quotes. `weakly`: W/"x" is like "x" (section 8.8.3.2). */
static bool lists(struct http_value list, const char *tag, bool weakly)
{
    size_t size = tag != NULL ? strlen(tag) : SIZE_MAX;
    if (list.size == 1 && list.at[0] == '*')
        return true;
    for (size_t i = 0; size <= list.size && i <= list.size - size; i++)
        if (memcmp(list.at + i, tag, size) == 0 && (weakly || i == 0 || list.at[i - 1] != '/'))
            return true;
    return false;
}

/* "bytes=0-4", "bytes=5-" or "bytes=-5", the last five. A list of ranges is ignored, which is allowed. */
static unsigned select_part(struct http_value range, size_t size, size_t *from, size_t *length)
{
    static const char digits[] = "0123456789";
    const char *begin = range.at + 6; /* the CR behind the value ends these searches */
    const char *dash = begin + strspn(begin, digits);
    const char *end = *dash == '-' ? dash + 1 + strspn(dash + 1, digits) : dash;
    unsigned long long first = strtoull(begin, NULL, 10), last = strtoull(dash + 1, NULL, 10);
    if (end != range.at + range.size || end - begin < 2 || *dash != '-' ||
        (dash > begin && end > dash + 1 && last < first))
        return 200;
    if (dash == begin)
        first = last < size ? size - last : 0;
    if (dash == begin || end == dash + 1 || last >= size)
        last = size - 1;
    *from = (size_t)first;
    *length = (size_t)(last - first) + 1;
    return first < size ? 206 : 416;
}

unsigned http_select(const struct http_request *request, const char *tag, size_t size, size_t *from,
                     size_t *length)
{
    const struct http_fields *fields = &request->fields;
    if (fields->if_match.at != NULL && !lists(fields->if_match, tag, false))
        return 412;
    if (lists(fields->if_none_match, tag, true))
        return 304;
    if (request->head || size == 0 || fields->range.size < 6 ||
        !http_is_named(fields->range.at, 6, "bytes="))
        return 200;
    /* The client has a part already: it wants the rest only of the same thing. */
    const struct http_value *same = &fields->if_range;
    if (same->at != NULL && (same->size != strlen(tag) || memcmp(same->at, tag, same->size) != 0))
        return 200;
    return select_part(fields->range, size, from, length);
}
