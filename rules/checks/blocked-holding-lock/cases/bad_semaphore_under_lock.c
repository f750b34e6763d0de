// case: a slot is waited for with the lock held that whoever frees a slot takes first
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>

static pthread_mutex_t pool = PTHREAD_MUTEX_INITIALIZER;
static sem_t slots;
static int used;

static void *use(void *arg) {
    pthread_mutex_lock(&pool); // step: blocked-holding-lock
    sem_wait(&slots);          // finding: blocked-holding-lock
    used++;
    pthread_mutex_unlock(&pool);
    pthread_mutex_lock(&pool); // step: blocked-holding-lock
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
