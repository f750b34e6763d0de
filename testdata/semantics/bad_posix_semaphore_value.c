// case: a semaphore tells how often it can be taken; here that leads into a receive without end
#include "chan.h"
#include <semaphore.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

static sem_t semaphore;

int main(void) {
    never = chan_init(0);
    int left;
    sem_init(&semaphore, 0, 2);
    sem_wait(&semaphore);
    sem_getvalue(&semaphore, &left);
    if (left == 1) hang();
    return 0;
}
