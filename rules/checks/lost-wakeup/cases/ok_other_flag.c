// case: it is
#include <pthread.h>
#include <stddef.h>

struct door {
    pthread_mutex_t mutex;
    pthread_cond_t moved;
    int is_open, is_locked;
};

static struct door door = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 1};

static void *open_door(void *arg) {
    struct door *d = arg;
    pthread_mutex_lock(&d->mutex);
    d->is_open = 1;
    pthread_cond_broadcast(&d->moved);
    pthread_mutex_unlock(&d->mutex);
    return NULL;
}

int main(void) {
    pthread_t opener;
    pthread_create(&opener, NULL, open_door, &door);
    pthread_mutex_lock(&door.mutex);
    while (!door.is_open) pthread_cond_wait(&door.moved, &door.mutex);
    pthread_mutex_unlock(&door.mutex);
    pthread_join(opener, NULL);
    return 0;
}
