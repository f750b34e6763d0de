// SPDX-License-Identifier: MIT
// What is written before a byte goes into a pipe or a socket happens before what is done after it came out; what closes
// last is ordered after all uses.
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

static int message, answer, ends[2], sockets[2];

static void *other(void *argument) {
    char byte;
    if (read(ends[0], &byte, 1) != 1) return argument;
    answer = message + 1;
    if (send(sockets[0], &byte, 1, 0) != 1) return argument;
    return NULL;
}

int main(void) {
    pthread_t thread;
    char byte = 'x';
    if (pipe(ends) || socketpair(AF_UNIX, SOCK_STREAM, 0, sockets)) return 1;
    pthread_create(&thread, 0, other, 0);
    message = 1;
    if (write(ends[1], &byte, 1) != 1) return 1;
    if (recv(sockets[1], &byte, 1, 0) != 1) return 1;
    int is_right = answer == 2;
    pthread_join(thread, 0);
    for (int i = 0; i < 2; i++) close(ends[i]), close(sockets[i]);
    return is_right ? 0 : 1;
}
