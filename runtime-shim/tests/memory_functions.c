// SPDX-License-Identifier: MIT
// expect: data race
// expect: rite of size
// expect: fill
// flags: -lpthread
#include <pthread.h>
#include <string.h>

static char buffer[64];
static volatile size_t size = sizeof buffer;

static void *fill(void *argument) {
    memset(buffer, 1, size);
    return argument;
}

int main(void) {
    pthread_t thread;
    char copy[sizeof buffer];
    pthread_create(&thread, NULL, fill, NULL);
    memcpy(copy, buffer, size);
    pthread_join(thread, NULL);
    return copy[0] > 1;
}
