// case: A lock guard in a for loop that ends with its scope, by return, break and continue (cleanup attribute).
#include <pthread.h>
#include <stdlib.h>

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define LOCKED(mutex)                                                                                                  \
    for (pthread_mutex_t * once = (mutex), *JOIN(guard, __LINE__) __attribute__((cleanup(unlock_guarded))) =           \
                                               lock_it(mutex);                                                         \
         once; once = NULL)

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int values[4];

static inline pthread_mutex_t *lock_it(pthread_mutex_t *lock) {
    if (pthread_mutex_lock(lock)) abort();
    return lock;
}

static inline void unlock_guarded(pthread_mutex_t **lock) {
    if (*lock) pthread_mutex_unlock(*lock);
}

static int change(int kind) {
    int seen = 0;
    LOCKED(&mutex) {
        if (kind == 0) return 1;
        seen = values[0]++;
        if (kind == 1) break;
        if (kind == 2) continue;
        seen++;
    }
    return seen;
}

static void *worker(void *unused) {
    for (int kind = 0; kind < 4; kind++) change(kind);
    return unused;
}

int main(void) {
    pthread_t first, second;
    pthread_create(&first, NULL, worker, NULL);
    pthread_create(&second, NULL, worker, NULL);
    pthread_join(first, NULL);
    pthread_join(second, NULL);
    return 0;
}
