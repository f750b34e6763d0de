// case: conditional locking by one and the same value, trylock with a test, and a function that locks for its caller
#include <pthread.h>
#include <stdbool.h>

struct table {
    pthread_mutex_t mutex;
    bool is_shared;
    int count;
};

int table_init(struct table *table) {
    return pthread_mutex_init(&table->mutex, NULL);
}

int table_add(struct table *table) {
    if (table->is_shared) pthread_mutex_lock(&table->mutex);
    int count = ++table->count;
    if (table->is_shared) pthread_mutex_unlock(&table->mutex);
    return count;
}

bool table_try_add(struct table *table) {
    int error = pthread_mutex_trylock(&table->mutex);
    if (error) return false;
    table->count++;
    pthread_mutex_unlock(&table->mutex);
    return true;
}

bool table_enter(struct table *table) {
    pthread_mutex_lock(&table->mutex);
    if (table->count > 0) return true; // the caller leaves it
    pthread_mutex_unlock(&table->mutex);
    return false;
}

void table_leave(struct table *table) {
    pthread_mutex_unlock(&table->mutex);
}

int table_take(struct table *table) {
    if (!table_enter(table)) return -1;
    int left = --table->count;
    table_leave(table);
    return left;
}
