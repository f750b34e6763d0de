// case: it is given back only when it was taken
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int tries, taken;

static void *work(void *arg) {
    if (pthread_mutex_trylock(&mutex) == 0) {
        taken++;
        pthread_mutex_unlock(&mutex);
    }
    return arg;
}

int main(void) {
    pthread_t one;
    pthread_create(&one, NULL, work, NULL);
    pthread_mutex_lock(&mutex);
    tries++;
    pthread_mutex_unlock(&mutex);
    pthread_join(one, NULL);
    return taken > 1;
}
