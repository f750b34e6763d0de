// case: a slot is given back when its result is written
#include <pthread.h>
#include <stdlib.h>
#include <strings.h>

enum { SLOTS = 8 };
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int free_slots = (1 << SLOTS) - 1;
static int results[SLOTS];

static void *work(void *argument) {
    int slot = (int)(long)argument;
    results[slot]++;
    pthread_mutex_lock(&lock);
    free_slots |= 1 << slot;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(int argc, char **argv) {
    int count = argc > 1 ? atoi(argv[1]) : 2;
    if (count < 1 || count > SLOTS) return 1;
    pthread_t threads[SLOTS];
    for (int i = 0; i < count; i++) {
        pthread_mutex_lock(&lock);
        int slot = ffs(free_slots) - 1;
        free_slots &= ~(1 << slot);
        pthread_mutex_unlock(&lock);
        pthread_create(&threads[i], NULL, work, (void *)(long)slot);
    }
    for (int i = 0; i < count; i++) pthread_join(threads[i], NULL);
    return 0;
}
