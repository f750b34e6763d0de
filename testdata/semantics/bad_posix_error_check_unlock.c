// case: an error-checking mutex lets only its owner unlock it; here that leads into a receive without end
#define _GNU_SOURCE
#include "chan.h"
#include <errno.h>
#include <pthread.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

static pthread_mutex_t mutex = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
static int seen;

static void *meddle(void *arg) {
    seen = pthread_mutex_unlock(&mutex); // finding: unlock-not-held
    return NULL;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    pthread_mutex_lock(&mutex);
    pthread_create(&thread, NULL, meddle, NULL);
    pthread_join(thread, NULL);
    pthread_mutex_unlock(&mutex);
    if (seen == EPERM) hang();
    return 0;
}
