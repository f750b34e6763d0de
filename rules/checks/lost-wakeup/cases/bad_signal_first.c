// case: the signal comes before the wait when the helper starts late, and nothing remembers it
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t done = PTHREAD_COND_INITIALIZER;

static void *work(void *arg) {
    pthread_mutex_lock(&mutex);
    pthread_cond_signal(&done);
    pthread_mutex_unlock(&mutex);
    return arg;
}

int main(void) {
    pthread_t worker;
    pthread_create(&worker, NULL, work, NULL);
    pthread_mutex_lock(&mutex);
    pthread_cond_wait(&done, &mutex); // finding: lost-wakeup
    pthread_mutex_unlock(&mutex);
    pthread_join(worker, NULL);
    return 0;
}
