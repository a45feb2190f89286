/*
 * buffers.c - how large a socket's buffers are, and what becomes of a size that you ask for.
 * usage: buffers
 */
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>

static int size_of(int descriptor, int option)
{
    int size = 0;
    getsockopt(descriptor, SOL_SOCKET, option, &size, &(socklen_t){sizeof size});
    return size;
}

int main(void)
{
    int tcp = socket(AF_INET, SOCK_STREAM, 0), udp = socket(AF_INET, SOCK_DGRAM, 0), wanted = 10000;
    printf("TCP: receive %d, send %d\n", size_of(tcp, SO_RCVBUF), size_of(tcp, SO_SNDBUF));
    printf("UDP: receive %d, send %d\n", size_of(udp, SO_RCVBUF), size_of(udp, SO_SNDBUF));
    setsockopt(udp, SOL_SOCKET, SO_RCVBUF, &wanted, sizeof wanted);
    printf("asked for %d: %d\n", wanted, size_of(udp, SO_RCVBUF));
    wanted = 1000000000;
    setsockopt(udp, SOL_SOCKET, SO_RCVBUF, &wanted, sizeof wanted);
    printf("asked for %d: %d\n", wanted, size_of(udp, SO_RCVBUF));
}
