// case: the caller holds the write lock, the called function visits all of a table as long as a variable says
#include <pthread.h>
#include <stdlib.h>

struct entry {
    int key, is_old;
};

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static struct entry *table;
static size_t capacity;

static void mark_all(void) {
    for (size_t i = 0; i < capacity; i++) // note: whole-table-scan-in-critical-section
        table[i].is_old = 1;
}

static void *sweep(void *unused) {
    for (int round = 0; round < 1000; round++) {
        pthread_rwlock_wrlock(&lock);
        mark_all();
        pthread_rwlock_unlock(&lock);
    }
    return unused;
}

static void *look_up(void *sum) {
    for (size_t i = 0; i < 100000; i++) {
        pthread_rwlock_rdlock(&lock);
        *(long *)sum += table[i % capacity].key;
        pthread_rwlock_unlock(&lock);
    }
    return NULL;
}

int main(int argc, char **argv) {
    pthread_t sweeper, reader;
    long sum = 0;
    (void)argv;
    capacity = (size_t)argc * 100000;
    table = calloc(capacity, sizeof *table);
    if (!table) return 1;
    pthread_create(&sweeper, NULL, sweep, NULL);
    pthread_create(&reader, NULL, look_up, &sum);
    pthread_join(sweeper, NULL);
    pthread_join(reader, NULL);
    free(table);
    return 0;
}
