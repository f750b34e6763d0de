// case: two tasks wait for the start, and one signal is given
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t start = PTHREAD_COND_INITIALIZER;
static int is_started;

static void *run(void *arg) {
    pthread_mutex_lock(&mutex);
    while (!is_started) pthread_cond_wait(&start, &mutex); // finding: lost-wakeup
    pthread_mutex_unlock(&mutex);
    return arg;
}

int main(void) {
    pthread_t one, two;
    pthread_create(&one, NULL, run, NULL);
    pthread_create(&two, NULL, run, NULL);
    pthread_mutex_lock(&mutex);
    is_started = 1;
    pthread_cond_signal(&start);
    pthread_mutex_unlock(&mutex);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    return 0;
}
