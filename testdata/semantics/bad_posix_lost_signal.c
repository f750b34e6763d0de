// case: a signal that comes before the wait is lost: the waiter stays, and main stays behind it
#include "chan.h"
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static chan_t *done;

static void *wait_for(void *arg) {
    pthread_mutex_lock(&mutex);
    pthread_cond_wait(&changed, &mutex); // finding: lost-wakeup
    pthread_mutex_unlock(&mutex);
    chan_send(done, NULL);
    return NULL;
}

int main(void) {
    pthread_t thread;
    done = chan_init(0);
    pthread_create(&thread, NULL, wait_for, NULL);
    pthread_cond_signal(&changed);
    chan_recv(done, NULL);
    pthread_join(thread, NULL);
    return 0;
}
