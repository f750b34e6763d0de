// case: a thread asks a semaphore and a stop flag in turn, without rest
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <unistd.h>

static atomic_bool stop;
static sem_t jobs;
static int done;

static void *work(void *arg) {
    while (!atomic_load(&stop))
        if (sem_trywait(&jobs) == 0) // finding: busy-select
            done++;
    return NULL;
}

int main(void) {
    pthread_t worker;
    sem_init(&jobs, 0, 0);
    pthread_create(&worker, NULL, work, NULL);
    sem_post(&jobs);
    usleep(200000);
    atomic_store(&stop, 1);
    pthread_join(worker, NULL);
    return 0;
}
