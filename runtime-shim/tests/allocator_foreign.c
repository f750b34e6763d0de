// SPDX-License-Identifier: MIT
// needs: libjemalloc.so.2
// Another allocator is linked: malloc's family is libqtrace's around glibc's all the same, in every function of it, and
// what only the other one has goes on to it. Blocks keep their contents and go from thread to thread.
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *mallocx(size_t size, int flags);
void dallocx(void *block, int flags);
size_t sallocx(void *block, int flags);

enum { BLOCKS = 1000 };

static char *blocks[BLOCKS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void fail(const char *what) {
    printf("failed: %s\n", what);
    exit(1);
}

static void *make(void *unused) {
    for (int i = 0; i < BLOCKS; i++) {
        char *block = i % 3 ? malloc((size_t)i + 1) : calloc(1, (size_t)i + 1);
        memset(block, i % 100, (size_t)i + 1);
        if (i % 5 == 0) block = realloc(block, (size_t)i + 5000);
        if (block[i] != i % 100) fail("contents");
        pthread_mutex_lock(&lock);
        blocks[i] = block;
        pthread_mutex_unlock(&lock);
    }
    return unused;
}

static void *drop(void *unused) {
    for (int i = 0; i < BLOCKS;) {
#ifndef RACE
        pthread_mutex_lock(&lock);
#endif
        char *block = blocks[i];
#ifndef RACE
        pthread_mutex_unlock(&lock);
#endif
        if (!block) continue;
#ifdef RACE
        if (i == 7) block[0]++;
#endif
        if (i != 7) free(block);
        i++;
    }
    return unused;
}

int main(void) {
    void *aligned = NULL, *own = mallocx(100, 0);
    if (posix_memalign(&aligned, 4096, 100000) || (size_t)aligned % 4096) fail("alignment");
    if (malloc_usable_size(aligned) < 100000 || sallocx(own, 0) < 100) fail("size");
    char *copy = strdup("words");
    memset(aligned, 1, 100000);
    memset(own, 2, 100);
    if (strcmp(copy, "words") != 0) fail("a copy");
    free(aligned);
    free(copy);
    dallocx(own, 0);
    pthread_t one, two;
    pthread_create(&one, NULL, make, NULL);
    pthread_create(&two, NULL, drop, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    free(blocks[7]);
    return 0;
}
