// case: both are taken under one gate
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER, other_gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t x = PTHREAD_MUTEX_INITIALIZER, y = PTHREAD_MUTEX_INITIALIZER;

static void *xy(void *arg) {
    pthread_mutex_lock(&gate);
    pthread_mutex_lock(&x);
    pthread_mutex_lock(&y);
    pthread_mutex_unlock(&y);
    pthread_mutex_unlock(&x);
    pthread_mutex_unlock(&gate);
    return arg;
}

static void *yx(void *arg) {
    pthread_mutex_lock(&gate);
    pthread_mutex_lock(&y);
    pthread_mutex_lock(&x);
    pthread_mutex_unlock(&x);
    pthread_mutex_unlock(&y);
    pthread_mutex_unlock(&gate);
    return arg;
}

int main(void) {
    pthread_t one, two;
    pthread_create(&one, NULL, xy, NULL);
    pthread_create(&two, NULL, yx, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    pthread_mutex_destroy(&other_gate);
    return 0;
}
