// case: a semaphore tells how often it can be taken; only without that would it hang
#include "chan.h"
#include <semaphore.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL);
}

static sem_t semaphore;

int main(void) {
    never = chan_init(0);
    int left;
    sem_init(&semaphore, 0, 2);
    sem_wait(&semaphore);
    sem_getvalue(&semaphore, &left);
    if (!(left == 1)) hang();
    return 0;
}
