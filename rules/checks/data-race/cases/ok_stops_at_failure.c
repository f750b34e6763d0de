// case: a thread that cannot be started ends the loop; the joins go by the number that were
#include <pthread.h>

static int amount[100];
static int total;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *work(void *amount) {
    pthread_mutex_lock(&lock);
    total += *(int *)amount;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(int count, char **words) {
    pthread_t workers[100];
    (void)words;
    if (count > 100) return 1;
    int started = 0;
    for (int i = 0; i < count; i++) {
        if (pthread_create(&workers[i], NULL, work, &amount[i]) != 0) break;
        started++;
    }
    for (int i = 0; i < started; i++) pthread_join(workers[i], NULL);
    return total;
}
