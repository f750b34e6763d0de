// case: one of those who meet at a barrier is told apart; only without that would it hang
#include "chan.h"
#include <errno.h>
#include <pthread.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL);
}

static pthread_barrier_t both;

static void *meet(void *arg) {
    return pthread_barrier_wait(&both) == PTHREAD_BARRIER_SERIAL_THREAD ? &both : NULL;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    void *other;
    pthread_barrier_init(&both, NULL, 2);
    pthread_create(&thread, NULL, meet, NULL);
    int mine = pthread_barrier_wait(&both);
    pthread_join(thread, &other);
    if (!((mine == PTHREAD_BARRIER_SERIAL_THREAD) != (other == &both))) hang();
    return 0;
}
