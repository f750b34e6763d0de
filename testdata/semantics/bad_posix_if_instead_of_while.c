// case: a wait under an if may end without a signal, and then the flag is not set
#include "chan.h"
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int ready;

static void *set(void *arg) {
    pthread_mutex_lock(&mutex);
    ready = 1;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&mutex);
    return NULL;
}

int main(void) {
    pthread_t thread;
    chan_t *never = chan_init(0);
    pthread_create(&thread, NULL, set, NULL);
    pthread_mutex_lock(&mutex);
    if (!ready) pthread_cond_wait(&changed, &mutex);
    if (!ready) chan_recv(never, NULL); // finding: receive-never-sent
    pthread_mutex_unlock(&mutex);
    pthread_join(thread, NULL);
    return 0;
}
