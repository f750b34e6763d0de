// SPDX-License-Identifier: MIT
// expect: WARNING: qtrace: data race
// expect: #0 main
// expect: #0 use
// realloc frees the old block: a write of all of it, also where the contents stay.
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static char *block;

static void __attribute__((noinline)) use(volatile char *place) {
    *place = 1;
}

static void *write_it(void *shared) {
    use((char *)shared + 400);
    return NULL;
}

int main(void) {
    pthread_t thread;
    block = malloc(500);
    pthread_create(&thread, NULL, write_it, block);
    usleep(200000);
    block = realloc(block, 3000);
    pthread_join(thread, NULL);
    free(block);
    return 0;
}
