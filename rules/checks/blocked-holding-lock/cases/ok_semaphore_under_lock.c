// case: the slot is waited for before the lock is taken
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>

static pthread_mutex_t pool = PTHREAD_MUTEX_INITIALIZER;
static sem_t slots;
static int used;

static void *use(void *arg) {
    sem_wait(&slots);
    pthread_mutex_lock(&pool);
    used++;
    pthread_mutex_unlock(&pool);
    pthread_mutex_lock(&pool);
    used--;
    sem_post(&slots);
    pthread_mutex_unlock(&pool);
    return arg;
}

int main(void) {
    pthread_t one, two;
    sem_init(&slots, 0, 1);
    pthread_create(&one, NULL, use, NULL);
    pthread_create(&two, NULL, use, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
