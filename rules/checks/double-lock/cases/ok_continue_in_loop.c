// case: it gives the lock back first
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int dialled;

static int dial(void) {
    return rand() % 2;
}

int main(void) {
    for (int i = 0; i < 3; i++) {
        pthread_mutex_lock(&mutex);
        if (!dial()) {
            pthread_mutex_unlock(&mutex);
            continue;
        }
        dialled++;
        pthread_mutex_unlock(&mutex);
    }
    return 0;
}
