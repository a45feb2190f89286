/*
 * udp_overflow.c - a thousand datagrams while the receiver is busy: how many are still there?
 * usage: udp_overflow
 */
#include "udp.h"

#include <stdio.h>

int main(void)
{
    char bytes[1000] = {0};
    struct sockaddr_in server_address;
    int server = udp_socket(&server_address), client = udp_socket(NULL);
    int sent = 0, received = 0;

    for (int i = 0; i < 1000; i++)
        if (sendto(client, bytes, sizeof bytes, 0, (struct sockaddr *)&server_address,
                   sizeof server_address) == sizeof bytes)
            sent++;
    while (recv(server, bytes, sizeof bytes, MSG_DONTWAIT) > 0)
        received++;
    printf("%d sent without an error, %d received\n", sent, received);
}
