// case: joined from the last to the first: as many joins as starts
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
    for (int i = 0; i < count; i++) pthread_create(&workers[i], NULL, work, &amount[i]);
    for (int i = count - 1; i >= 0; i--) pthread_join(workers[i], NULL);
    return total;
}
