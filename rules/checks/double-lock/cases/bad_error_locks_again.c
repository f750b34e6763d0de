// case: a library without a main: on the way of an error a counter in the same section is locked once more
#include <pthread.h>

static pthread_mutex_t mutexes[4] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER,
                                     PTHREAD_MUTEX_INITIALIZER};
static int values[4], errors;

int shard_add(int amount) {
    pthread_mutex_lock(&mutexes[3]);
    if (amount < 0) {
        pthread_mutex_lock(&mutexes[3]); // finding: double-lock
        errors++;
    }
    values[3] += amount;
    pthread_mutex_unlock(&mutexes[3]);
    return 0;
}
