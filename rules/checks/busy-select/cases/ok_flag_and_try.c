// case: a thread waits for the semaphore; who stops it sets the flag and then posts
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <unistd.h>

static atomic_bool stop;
static sem_t jobs;
static int done;

static void *work(void *arg) {
    for (;;) {
        sem_wait(&jobs);
        if (atomic_load(&stop)) return NULL;
        done++;
    }
}

int main(void) {
    pthread_t worker;
    sem_init(&jobs, 0, 0);
    pthread_create(&worker, NULL, work, NULL);
    sem_post(&jobs);
    usleep(200000);
    atomic_store(&stop, 1);
    sem_post(&jobs);
    pthread_join(worker, NULL);
    return 0;
}
