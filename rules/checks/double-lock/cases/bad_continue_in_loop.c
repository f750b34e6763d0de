// case: a failed round goes on to the next one with the lock held
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int dialled;

static int dial(void) {
    return rand() % 2;
}

int main(void) {
    for (int i = 0; i < 3; i++) {
        pthread_mutex_lock(&mutex); // finding: double-lock
        if (!dial()) continue;
        dialled++;
        pthread_mutex_unlock(&mutex);
    }
    return 0;
}
