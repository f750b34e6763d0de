// case: where writers come first, a reader does not come in while a writer waits; here that leads into a receive without end
#define _GNU_SOURCE
#include "chan.h"
#include <errno.h>
#include <pthread.h>
#include <unistd.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

static pthread_rwlock_t lock;

static void *change(void *arg) {
    pthread_rwlock_wrlock(&lock);
    pthread_rwlock_unlock(&lock);
    return NULL;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    pthread_rwlockattr_t attributes;
    pthread_rwlockattr_init(&attributes);
    pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    pthread_rwlock_init(&lock, &attributes);
    pthread_rwlock_rdlock(&lock);
    pthread_create(&thread, NULL, change, NULL);
    usleep(50000);
    int again = pthread_rwlock_tryrdlock(&lock);
    if (again == 0) pthread_rwlock_unlock(&lock);
    pthread_rwlock_unlock(&lock);
    pthread_join(thread, NULL);
    if (again == EBUSY) hang();
    return 0;
}
