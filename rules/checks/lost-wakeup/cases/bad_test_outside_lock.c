// case: the flag is set and signalled without the mutex, between the test and the wait
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static atomic_int is_over;

static void *stop(void *arg) {
    atomic_store(&is_over, 1);
    pthread_cond_signal(&changed);
    return arg;
}

int main(void) {
    pthread_t stopper;
    pthread_create(&stopper, NULL, stop, NULL);
    pthread_mutex_lock(&mutex);
    while (!atomic_load(&is_over)) pthread_cond_wait(&changed, &mutex); // finding: lost-wakeup
    pthread_mutex_unlock(&mutex);
    pthread_join(stopper, NULL);
    return 0;
}
