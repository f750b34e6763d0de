// case: the static initialiser of a recursive mutex makes it one; here that leads into a receive without end
#define _GNU_SOURCE
#include "chan.h"
#include <errno.h>
#include <pthread.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

static pthread_mutex_t mutex = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

int main(void) {
    never = chan_init(0);
    pthread_mutex_lock(&mutex);
    int again = pthread_mutex_lock(&mutex);
    if (again == 0) hang();
    return 0;
}
