// case: arrays of locks by index: of two shards, of all, of the next one, and of one and the same only once
#include <pthread.h>

enum { SHARDS = 16 };

static pthread_mutex_t mutexes[SHARDS];
static int values[SHARDS];

void shards_init(void) {
    for (int i = 0; i < SHARDS; i++) pthread_mutex_init(&mutexes[i], NULL);
}

void shard_move(int from, int to) {
    int first = from < to ? from : to, last = from < to ? to : from;
    pthread_mutex_lock(&mutexes[first]);
    if (first != last) pthread_mutex_lock(&mutexes[last]);
    values[from]--;
    values[to]++;
    if (first != last) pthread_mutex_unlock(&mutexes[last]);
    pthread_mutex_unlock(&mutexes[first]);
}

int shards_sum(void) {
    int sum = 0;
    for (int i = 0; i < SHARDS; i++) pthread_mutex_lock(&mutexes[i]);
    for (int i = 0; i < SHARDS; i++) sum += values[i];
    for (int i = 0; i < SHARDS; i++) pthread_mutex_unlock(&mutexes[i]);
    return sum;
}

void shard_shift(int at) {
    pthread_mutex_lock(&mutexes[at]);
    values[at]--;
    at++;
    pthread_mutex_lock(&mutexes[at]);
    values[at]++;
    pthread_mutex_unlock(&mutexes[at]);
    pthread_mutex_unlock(&mutexes[at - 1]);
}

void shards_swap(void) {
    pthread_mutex_lock(&mutexes[0]);
    pthread_mutex_lock(&mutexes[1]);
    int kept = values[0];
    values[0] = values[1];
    values[1] = kept;
    pthread_mutex_unlock(&mutexes[1]);
    pthread_mutex_unlock(&mutexes[0]);
}
