// SPDX-License-Identifier: MIT
// Benchmark: blocks of bytes go through three stages connected by bounded queues: made, compressed by run length,
// summed. Two workers a stage.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { BLOCK = 2048, BLOCKS = 3000, CAPACITY = 16, WORKERS = 2 };

typedef struct Block {
    int length;
    unsigned char bytes[BLOCK * 2];
} Block;

typedef struct Queue {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    Block *blocks[CAPACITY];
    int count, first, producers;
} Queue;

static Queue made, packed;
static int next_block;
static pthread_mutex_t next_lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned long total;

static void queue_put(Queue *queue, Block *block) {
    pthread_mutex_lock(&queue->lock);
    while (queue->count == CAPACITY) pthread_cond_wait(&queue->changed, &queue->lock);
    queue->blocks[(queue->first + queue->count++) % CAPACITY] = block;
    pthread_cond_broadcast(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
}

static Block *queue_get(Queue *queue) {
    Block *block = NULL;
    pthread_mutex_lock(&queue->lock);
    while (!queue->count && queue->producers) pthread_cond_wait(&queue->changed, &queue->lock);
    if (queue->count) {
        block = queue->blocks[queue->first];
        queue->first = (queue->first + 1) % CAPACITY;
        queue->count--;
        pthread_cond_broadcast(&queue->changed);
    }
    pthread_mutex_unlock(&queue->lock);
    return block;
}

static void queue_leave(Queue *queue) {
    pthread_mutex_lock(&queue->lock);
    queue->producers--;
    pthread_cond_broadcast(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
}

static void *make(void *argument) {
    (void)argument;
    for (;;) {
        pthread_mutex_lock(&next_lock);
        unsigned number = (unsigned)next_block++;
        pthread_mutex_unlock(&next_lock);
        if (number >= BLOCKS) break;
        Block *block = malloc(sizeof *block);
        unsigned random = number;
        block->length = BLOCK;
        for (int i = 0; i < BLOCK; i++) {
            random = random * 1664525 + 1013904223;
            block->bytes[i] = (unsigned char)(random >> 30);
        }
        queue_put(&made, block);
    }
    queue_leave(&made);
    return NULL;
}

static Block *pack(const Block *block) {
    Block *result = malloc(sizeof *result);
    int length = 0;
    for (int i = 0; i < block->length;) {
        int run = 1;
        while (i + run < block->length && run < 255 && block->bytes[i + run] == block->bytes[i]) run++;
        result->bytes[length++] = (unsigned char)run;
        result->bytes[length++] = block->bytes[i];
        i += run;
    }
    result->length = length;
    return result;
}

static void *compress(void *argument) {
    (void)argument;
    for (Block *block; (block = queue_get(&made)); free(block)) queue_put(&packed, pack(block));
    queue_leave(&packed);
    return NULL;
}

static void *sum(void *argument) {
    (void)argument;
    unsigned long mine = 0;
    for (Block *block; (block = queue_get(&packed)); free(block))
        for (int i = 0; i < block->length; i += 2) mine += (unsigned long)block->bytes[i] * block->bytes[i + 1];
    pthread_mutex_lock(&next_lock);
    total += mine;
    pthread_mutex_unlock(&next_lock);
    return NULL;
}

int main(void) {
    void *(*const stages[])(void *) = {make, compress, sum};
    pthread_t threads[3][WORKERS];
    Queue *queues[] = {&made, &packed};
    for (int i = 0; i < 2; i++) {
        pthread_mutex_init(&queues[i]->lock, NULL);
        pthread_cond_init(&queues[i]->changed, NULL);
        queues[i]->producers = WORKERS;
    }
    for (int i = 0; i < 3 * WORKERS; i++)
        pthread_create(&threads[i / WORKERS][i % WORKERS], NULL, stages[i / WORKERS], NULL);
    for (int i = 0; i < 3 * WORKERS; i++) pthread_join(threads[i / WORKERS][i % WORKERS], NULL);
    printf("%lu\n", total);
    return 0;
}
