// case: the waiter gives the second lock back before it waits
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t config = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t state = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ready = PTHREAD_COND_INITIALIZER;
static int is_ready, limit;

static void *load(void *arg) {
    pthread_mutex_lock(&config);
    limit = 5;
    pthread_mutex_unlock(&config);
    pthread_mutex_lock(&state);
    is_ready = 1;
    pthread_cond_signal(&ready);
    pthread_mutex_unlock(&state);
    return arg;
}

int main(void) {
    pthread_t loader;
    pthread_mutex_lock(&config);
    pthread_create(&loader, NULL, load, NULL);
    pthread_mutex_unlock(&config);
    pthread_mutex_lock(&state);
    while (!is_ready) pthread_cond_wait(&ready, &state);
    pthread_mutex_unlock(&state);
    pthread_join(loader, NULL);
    return limit;
}
