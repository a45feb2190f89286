/* transfer.c - see transfer.h, which promises what is to be written here. */
#include "transfer.h"

#include "common/socket/listener.h"
#include "common/socket/platform.h"
#include "common/server/stop.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

void transfer_init(struct transfer *transfer)
{
    *transfer = (struct transfer){.listener = -1, .data = -1, .file = -1};
}

int transfer_listen(struct transfer *transfer, int control, int64_t timeout)
{
    /* Your turn, step 2: getsockname(control), port 0, listener_open() with a struct addrinfo of your own;
     * and O_NONBLOCK. */
    (void)transfer, (void)control, (void)timeout;
    errno = ENOSYS;
    return -1;
}

bool transfer_begin(struct transfer *transfer, int file, bool upload, char *listing, size_t length)
{
    /* Your turn, step 3: remember them; a block of memory where there is no listing. */
    (void)transfer, (void)file, (void)upload, (void)length;
    free(listing);
    return false;
}

struct pollfd transfer_interest(const struct transfer *transfer)
{
    /* Your turn, step 3: the listener until the client has connected, then the data connection. */
    (void)transfer;
    return (struct pollfd){.fd = -1};
}

enum transfer_result transfer_step(struct transfer *transfer, const struct client *control)
{
    /* Your turn, step 5: accept (platform_accept, and only control's own host); then send the next bytes,
     *                and count what send() took;
     *        step 6: or receive some, and write them to the file. */
    (void)transfer, (void)control;
    return TRANSFER_BROKEN;
}

void transfer_end(struct transfer *transfer)
{
    /* Your turn, step 5: close the listener, the data connection and the file; free the bytes. */
    transfer_init(transfer);
}
