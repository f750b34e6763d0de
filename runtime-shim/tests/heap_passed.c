// SPDX-License-Identifier: MIT
// Blocks that one thread allocates and moves, and another frees. What realloc takes may lie where a block was freed,
// by any thread and in blocks of another size: the copy that it makes is no use of them.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCKS = 1000 };

static char *blocks[BLOCKS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *make(void *unused) {
    for (int i = 0; i < BLOCKS; i++) {
        size_t size = (size_t)i + 1;
        char *block = i % 3 ? malloc(size) : calloc(1, size);
        memset(block, i % 100, size);
        if (i % 5 == 0) block = realloc(block, size + 5000);
        if (block[i] != i % 100) abort();
        pthread_mutex_lock(&lock);
        blocks[i] = block;
        pthread_mutex_unlock(&lock);
    }
    return unused;
}

static void *drop(void *unused) {
    for (int i = 0; i < BLOCKS;) {
        pthread_mutex_lock(&lock);
        char *block = blocks[i];
        pthread_mutex_unlock(&lock);
        if (!block) continue;
        free(block);
        i++;
    }
    return unused;
}

static void move_to_freed(size_t freed, size_t small, size_t large) {
    char *early = malloc(freed), *block = calloc(small, 1), *other = malloc(16);
    memset(early, 1, freed);
    free(early);
    block = realloc(block, large);
    memset(block, 2, large);
    block = realloc(block, small);
    free(other);
    free(block);
}

int main(void) {
    for (size_t large = 100; large < 100000; large += large / 3)
        for (size_t small = 1; small < large; small += small / 2 + 7) {
            move_to_freed(large, small, large);
            move_to_freed(large * 2, small, large);
        }
    pthread_t one, two;
    pthread_create(&one, NULL, make, NULL);
    pthread_create(&two, NULL, drop, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
