// SPDX-License-Identifier: MIT
// Eight threads wait at the same place for a semaphore that nobody posts.
// expect: WARNING: qtrace: deadlock (all tasks wait for ever)
// expect: Thread T1 (and 7 more alike) waits for semaphore
// expect: wait_at_gate
#include <pthread.h>
#include <semaphore.h>

static sem_t gate;

static void *wait_at_gate(void *argument) {
    sem_wait(&gate);
    return argument;
}

int main(void) {
    pthread_t threads[8];
    sem_init(&gate, 0, 0);
    for (int i = 0; i < 8; i++) pthread_create(&threads[i], 0, wait_at_gate, 0);
    for (int i = 0; i < 8; i++) pthread_join(threads[i], 0);
}
