// SPDX-License-Identifier: MIT
// A cast says "aligned" of what is not: the write begins in one granule and ends in the next, where it races.
// expect: Read of size 1
// expect: Previous write of size 4
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

static _Alignas(16) unsigned char bytes[16];

static void *write_four(void *argument) {
    *(volatile uint32_t *)argument = 0;
    return NULL;
}

static void *read_one(void *argument) {
    usleep(300000);
    return (unsigned char *)argument + *(volatile unsigned char *)argument;
}

int main(void) {
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, write_four, bytes + 6);
    pthread_create(&threads[1], NULL, read_one, bytes + 8);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    puts("read");
    return 0;
}
