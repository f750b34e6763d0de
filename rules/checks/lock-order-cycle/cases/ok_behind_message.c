// case: the collector takes the locks the other way round, but only after a message that the worker sends behind its own
#include <chan.h>
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>

static pthread_mutex_t items = PTHREAD_MUTEX_INITIALIZER, totals = PTHREAD_MUTEX_INITIALIZER;
static chan_t *results;
static sem_t ticks;
static int total;

static void add(int amount) {
    pthread_mutex_lock(&totals);
    pthread_mutex_lock(&items);
    total += amount;
    pthread_mutex_unlock(&items);
    pthread_mutex_unlock(&totals);
}

static int read_total(void) {
    pthread_mutex_lock(&items);
    pthread_mutex_lock(&totals);
    int seen = total;
    pthread_mutex_unlock(&totals);
    pthread_mutex_unlock(&items);
    return seen;
}

static void *work(void *argument) {
    add(1);
    chan_send(results, &total);
    return argument;
}

static void *collect(void *argument) {
    void *item;
    if (chan_recv(results, &item) != 0) return NULL;
    return read_total() ? argument : NULL;
}

int main(int count, char **arguments) {
    pthread_t worker, collector;
    (void)arguments;
    results = chan_init(0);
    sem_init(&ticks, 0, 0);
    pthread_create(&worker, NULL, work, NULL);
    pthread_create(&collector, NULL, collect, NULL);
    for (int i = 0; i < count; i++) sem_post(&ticks);
    pthread_join(worker, NULL);
    pthread_join(collector, NULL);
    chan_dispose(results);
    return 0;
}
