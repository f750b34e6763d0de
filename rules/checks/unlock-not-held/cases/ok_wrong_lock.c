// case: its own is
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t input = PTHREAD_MUTEX_INITIALIZER, output = PTHREAD_MUTEX_INITIALIZER;
static int items;

static void *move(void *arg) {
    pthread_mutex_lock(&input);
    items++;
    pthread_mutex_unlock(&input);
    return arg;
}

int main(void) {
    pthread_t mover;
    pthread_create(&mover, NULL, move, NULL);
    pthread_join(mover, NULL);
    pthread_mutex_lock(&output);
    items = 0;
    pthread_mutex_unlock(&output);
    return 0;
}
