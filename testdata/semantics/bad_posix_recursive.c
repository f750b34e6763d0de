// case: a recursive mutex can be locked twice; here that leads into a receive without end
#include "chan.h"
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <time.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

int main(void) {
    never = chan_init(0);
    pthread_mutex_t mutex;
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&mutex, &attributes);
    pthread_mutex_lock(&mutex);
    int again = pthread_mutex_lock(&mutex);
    if (again == 0) hang();
    return 0;
}
