// case: a worker with two items works on the second one while a collector acts on the first; how often main counts is open
#include <chan.h>
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>

static pthread_mutex_t items = PTHREAD_MUTEX_INITIALIZER, totals = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER;
static chan_t *results;
static sem_t ticks;
static int waiting, is_stopping, total;

static int take(void) {
    pthread_mutex_lock(&items);
    while (!waiting && !is_stopping) pthread_cond_wait(&filled, &items);
    int taken = waiting;
    if (taken) waiting--;
    pthread_mutex_unlock(&items);
    return taken;
}

static void *work(void *argument) {
    while (take()) {
        pthread_mutex_lock(&totals);
        pthread_mutex_lock(&items); // finding: lock-order-cycle
        total++;
        pthread_mutex_unlock(&items);
        pthread_mutex_unlock(&totals);
        chan_send(results, argument);
    }
    chan_close(results);
    return NULL;
}

static void *collect(void *argument) {
    void *item;
    while (chan_recv(results, &item) == 0) {
        pthread_mutex_lock(&items);
        pthread_mutex_lock(&totals);
        total--;
        pthread_mutex_unlock(&totals);
        pthread_mutex_unlock(&items);
    }
    return argument;
}

int main(int count, char **arguments) {
    pthread_t worker, collector;
    (void)arguments;
    results = chan_init(0);
    sem_init(&ticks, 0, 0);
    pthread_create(&worker, NULL, work, NULL);
    pthread_create(&collector, NULL, collect, NULL);
    for (int i = 0; i < count; i++) sem_post(&ticks);
    pthread_mutex_lock(&items);
    waiting = 2;
    pthread_cond_signal(&filled);
    pthread_mutex_unlock(&items);
    pthread_mutex_lock(&items);
    is_stopping = 1;
    pthread_cond_broadcast(&filled);
    pthread_mutex_unlock(&items);
    pthread_join(worker, NULL);
    pthread_join(collector, NULL);
    chan_dispose(results);
    return 0;
}
