// SPDX-License-Identifier: MIT
// expect: heap-use-after-free
// expect: #0 use
// expect: Previous write of size
// expect: #0 move
// A pointer into a block that realloc has moved since.
#include <pthread.h>
#include <stdlib.h>

static char *block;
static pthread_barrier_t moved;

static void __attribute__((noinline)) use(volatile char *place) {
    *place = 1;
}

static void *move(void *unused) {
    block = realloc(block, 3000);
    pthread_barrier_wait(&moved);
    return unused;
}

int main(void) {
    pthread_t thread;
    char *kept = block = malloc(500);
    pthread_barrier_init(&moved, NULL, 2);
    pthread_create(&thread, NULL, move, NULL);
    pthread_barrier_wait(&moved);
    use(kept + 400);
    pthread_join(thread, NULL);
    free(block);
    return 0;
}
