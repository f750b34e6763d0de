// case: steps give back the lock that code elsewhere names, and which may be the one that is locked again
#include <pthread.h>

struct place {
    pthread_mutex_t *mutex;
    int length;
};

pthread_mutex_t common_mutex = PTHREAD_MUTEX_INITIALIZER;

static void hand_over(struct place *place) {
    place->length--;
    pthread_mutex_unlock(place->mutex);
}

static void halve(struct place *place) {
    place->length /= 2;
    pthread_mutex_unlock(place->mutex);
}

static void empty(struct place *place) {
    place->length = 0;
    pthread_mutex_unlock(place->mutex);
}

static void (*const steps[])(struct place *) = {hand_over, halve, empty};

void place_pass(struct place *place, unsigned step) {
    pthread_mutex_lock(&common_mutex);
    steps[step % 3](place);
    pthread_mutex_lock(&common_mutex);
    place->length++;
    pthread_mutex_unlock(&common_mutex);
}
