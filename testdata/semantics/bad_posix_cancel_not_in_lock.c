// case: a thread that waits for a mutex is not canceled there; here that leads into a receive without end
#include "chan.h"
#include <errno.h>
#include <pthread.h>
#include <unistd.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void *work(void *arg) {
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
    return &mutex;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    void *result;
    pthread_mutex_lock(&mutex);
    pthread_create(&thread, NULL, work, NULL);
    usleep(50000);
    pthread_cancel(thread);
    pthread_mutex_unlock(&mutex);
    pthread_join(thread, &result);
    if (result == &mutex) hang();
    return 0;
}
