// case: a bounded queue of capacity 2 with two conditions; one more is taken than put
#include <pthread.h>
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER, emptied = PTHREAD_COND_INITIALIZER;
static int count;
static void *produce(void *a) {
    for (int i = 0; i < 6; i++) {
        pthread_mutex_lock(&m);
        while (count == 2)
            pthread_cond_wait(&emptied, &m);
        count++;
        pthread_cond_signal(&filled);
        pthread_mutex_unlock(&m);
    }
    return NULL;
}
int main(void) {
    pthread_t t;
    pthread_create(&t, NULL, produce, NULL);
    for (int i = 0; i < 7; i++) {
        pthread_mutex_lock(&m);
        while (count == 0)
            pthread_cond_wait(&filled, &m); // finding: lost-wakeup
        count--;
        pthread_cond_signal(&emptied);
        pthread_mutex_unlock(&m);
    }
    pthread_join(t, NULL);
    return 0;
}
