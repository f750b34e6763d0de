// case: a thread canceled in a condition wait ends with the mutex locked; here that leads into a receive without end
#include "chan.h"
#include <errno.h>
#include <pthread.h>
#include <unistd.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t never_signalled = PTHREAD_COND_INITIALIZER;

static void *wait_long(void *arg) {
    pthread_mutex_lock(&mutex);
    for (;;) pthread_cond_wait(&never_signalled, &mutex);
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    pthread_create(&thread, NULL, wait_long, NULL);
    usleep(50000);
    pthread_cancel(thread);
    pthread_join(thread, NULL);
    int taken = pthread_mutex_trylock(&mutex);
    if (taken == EBUSY) hang();
    return 0;
}
