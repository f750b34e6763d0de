// case: main reads many options before it gives a worker two items, of which a collector acts on the first
#include <chan.h>
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

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
    int option, port = 0, level = 0, has_name = 0, items_wanted = 2, is_quick = 0, is_daemon = 0;
    while ((option = getopt(count, arguments, "p:l:n:i:qdv")) != -1) {
        switch (option) {
        case 'p':
            port = atoi(optarg);
            if (port <= 0 || port > 65535) return 1;
            break;
        case 'l':
            level = atoi(optarg);
            if (level < 0 || level > 9) return 1;
            break;
        case 'n': has_name = 1; break;
        case 'i':
            items_wanted = atoi(optarg);
            if (items_wanted < 2) return 1;
            break;
        case 'q': is_quick = 1; break;
        case 'd': is_daemon = 1; break;
        case 'v': level++; break;
        default: return 2;
        }
    }
    if (is_quick && is_daemon) return 3;
    if (level > 4 && !port && !has_name) return 4;
    results = chan_init(0);
    sem_init(&ticks, 0, 0);
    pthread_create(&worker, NULL, work, NULL);
    pthread_create(&collector, NULL, collect, NULL);
    for (int i = 0; i < count; i++) sem_post(&ticks);
    pthread_mutex_lock(&items);
    waiting = items_wanted;
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
