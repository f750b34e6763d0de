// case: a reader comes in while another reads and a writer waits; only without that would it hang
#include "chan.h"
#include <errno.h>
#include <pthread.h>
#include <unistd.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL);
}

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;

static void *change(void *arg) {
    pthread_rwlock_wrlock(&lock);
    pthread_rwlock_unlock(&lock);
    return NULL;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    pthread_rwlock_rdlock(&lock);
    pthread_create(&thread, NULL, change, NULL);
    usleep(50000);
    int again = pthread_rwlock_tryrdlock(&lock);
    if (again == 0) pthread_rwlock_unlock(&lock);
    pthread_rwlock_unlock(&lock);
    pthread_join(thread, NULL);
    if (!(again == 0)) hang();
    return 0;
}
