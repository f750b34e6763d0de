// SPDX-License-Identifier: MIT
// Benchmark: a hash table of strings with a lock for each stripe; threads insert, look up and delete.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STRIPES = 64, BUCKETS = 4096, THREADS = 4, STEPS = 250000, KEYS = 20000 };

typedef struct Entry {
    struct Entry *next;
    char key[16];
    unsigned count;
} Entry;

static Entry *buckets[BUCKETS];
static pthread_mutex_t locks[STRIPES];

static unsigned hash_text(const char *text) {
    unsigned hash = 2166136261u;
    for (; *text; text++) hash = (hash ^ (unsigned char)*text) * 16777619u;
    return hash;
}

static int is_same(const char *one, const char *two) {
    while (*one && *one == *two) one++, two++;
    return *one == *two;
}

static Entry **find(const char *key, unsigned hash) {
    Entry **link = &buckets[hash % BUCKETS];
    while (*link && !is_same((*link)->key, key)) link = &(*link)->next;
    return link;
}

static void write_key(char *key, unsigned number) {
    int length = 0;
    key[length++] = 'k';
    do key[length++] = (char)('0' + number % 10);
    while (number /= 10);
    key[length] = 0;
}

static void step(unsigned random, unsigned *found) {
    char key[16];
    write_key(key, random % KEYS);
    unsigned hash = hash_text(key);
    pthread_mutex_t *lock = &locks[hash % STRIPES];
    pthread_mutex_lock(lock);
    Entry **link = find(key, hash), *entry = *link;
    if (entry && random >> 28 == 0) {
        *link = entry->next;
        free(entry);
    } else if (entry) {
        entry->count++;
        ++*found;
    } else {
        entry = malloc(sizeof *entry);
        entry->next = NULL;
        entry->count = 1;
        memcpy(entry->key, key, sizeof key);
        *link = entry;
    }
    pthread_mutex_unlock(lock);
}

static void *work(void *argument) {
    unsigned random = *(unsigned *)argument, found = 0;
    for (int i = 0; i < STEPS; i++) {
        random = random * 1664525 + 1013904223;
        step(random, &found);
    }
    *(unsigned *)argument = found;
    return NULL;
}

int main(void) {
    pthread_t threads[THREADS];
    unsigned seeds[THREADS];
    for (int i = 0; i < STRIPES; i++) pthread_mutex_init(&locks[i], NULL);
    for (int i = 0; i < THREADS; i++) {
        seeds[i] = (unsigned)i * 77777 + 1;
        pthread_create(&threads[i], NULL, work, &seeds[i]);
    }
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    unsigned long sum = 0;
    for (int i = 0; i < BUCKETS; i++)
        for (Entry *entry = buckets[i]; entry; entry = entry->next) sum += entry->count;
    printf("%d\n", sum > 0);
    return 0;
}
