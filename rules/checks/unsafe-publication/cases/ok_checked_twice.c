// case: the first look at the lazily made table is an acquire, and the store a release
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct table {
    int size;
};

static _Atomic(struct table *) table;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct table *get_table(void) {
    struct table *made = atomic_load_explicit(&table, memory_order_acquire);
    if (made) return made;
    pthread_mutex_lock(&lock);
    made = atomic_load_explicit(&table, memory_order_relaxed);
    if (!made) {
        made = malloc(sizeof *made);
        if (!made) abort();
        made->size = 16;
        atomic_store_explicit(&table, made, memory_order_release);
    }
    pthread_mutex_unlock(&lock);
    return made;
}

static void *use(void *sum) {
    *(int *)sum = get_table()->size;
    return NULL;
}

int main(void) {
    pthread_t one, other;
    int first, second;
    pthread_create(&one, NULL, use, &first);
    pthread_create(&other, NULL, use, &second);
    pthread_join(one, NULL);
    pthread_join(other, NULL);
    return first - second;
}
