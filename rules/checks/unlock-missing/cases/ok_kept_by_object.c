// case: locks of allocated objects: who reserves a block gives its lock back himself, in code that is not here
#include <pthread.h>
#include <stdlib.h>

struct block {
    pthread_mutex_t mutex;
    int number, uses;
};

static struct block *blocks[8];

int blocks_init(void) {
    for (int i = 0; i < 8; i++) {
        blocks[i] = calloc(1, sizeof *blocks[i]);
        if (!blocks[i]) return -1;
        pthread_mutex_init(&blocks[i]->mutex, NULL);
    }
    return 0;
}

// A reserved block carries the number of its owner, who sees by it that he has the lock.
int block_reserve(struct block *block, int number) {
    pthread_mutex_lock(&block->mutex);
    if (block->number < 0) {
        block->number = number;
        return 0;
    }
    block->uses += number;
    pthread_mutex_unlock(&block->mutex);
    return 0;
}

int blocks_reserve(int at, int number) {
    return block_reserve(blocks[at], number);
}
