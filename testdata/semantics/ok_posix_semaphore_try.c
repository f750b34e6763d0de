// case: a try wait takes what is there and fails when nothing is; only without that would it hang
#include "chan.h"
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <time.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL);
}

int main(void) {
    never = chan_init(0);
    sem_t permits;
    sem_init(&permits, 0, 1);
    int first = sem_trywait(&permits), second = sem_trywait(&permits);
    if (!(first == 0 && second == -1)) hang();
    return 0;
}
