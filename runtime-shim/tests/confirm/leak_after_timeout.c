// SPDX-License-Identifier: MIT
// The parent gives up after a time; the worker that answers later waits for ever that its answer is taken. By itself
// the worker is quick.
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static sem_t offered, taken;

static void *work(void *unused) {
    usleep(1000);
    sem_post(&offered);
    sem_wait(&taken);
    return unused;
}

static struct timespec soon(void) {
    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_nsec += 150000000;
    if (end.tv_nsec >= 1000000000) {
        end.tv_nsec -= 1000000000;
        end.tv_sec++;
    }
    return end;
}

int main(void) {
    pthread_t worker;
    sem_init(&offered, 0, 0);
    sem_init(&taken, 0, 0);
    pthread_create(&worker, NULL, work, NULL);
    struct timespec end = soon();
    if (sem_timedwait(&offered, &end) == 0) sem_post(&taken);
#ifdef FIXED
    else
        sem_post(&taken);
#endif
    pthread_join(worker, NULL);
    printf("done\n");
    return 0;
}
