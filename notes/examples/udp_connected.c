/*
 * udp_connected.c - what connect() does to a UDP socket: a filter, and the bad news.
 * usage: udp_connected
 */
#include "udp.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void try_to_receive(int descriptor, const char *when)
{
    char bytes[32];
    ssize_t size = recv(descriptor, bytes, sizeof bytes, MSG_DONTWAIT);
    if (size == -1)
        printf("%-34s %s\n", when, strerror(errno));
    else
        printf("%-34s \"%.*s\"\n", when, (int)size, bytes);
}

int main(void)
{
    struct sockaddr_in server_address, client_address;
    int server = udp_socket(&server_address), stranger = udp_socket(NULL);
    int client = udp_socket(&client_address);
    const struct sockaddr *to_client = (struct sockaddr *)&client_address;

    sendto(stranger, "hello", 5, 0, to_client, sizeof client_address);
    try_to_receive(client, "not connected, a stranger sends:");

    connect(client, (struct sockaddr *)&server_address, sizeof server_address);
    sendto(stranger, "hello", 5, 0, to_client, sizeof client_address);
    try_to_receive(client, "connected, a stranger sends:");
    sendto(server, "reply", 5, 0, to_client, sizeof client_address);
    try_to_receive(client, "connected, the server sends:");

    close(server);
    send(client, "request", 7, 0);
    try_to_receive(client, "the server has gone:");
}
