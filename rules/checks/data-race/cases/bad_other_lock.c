// case: each of two threads counts under a lock of its own
#include <pthread.h>

static pthread_mutex_t in_lock = PTHREAD_MUTEX_INITIALIZER, out_lock = PTHREAD_MUTEX_INITIALIZER;
static long bytes;

static void *receive(void *unused) {
    pthread_mutex_lock(&in_lock);
    bytes += 10; // finding: data-race
    pthread_mutex_unlock(&in_lock);
    return unused;
}

int main(void) {
    pthread_t receiver;
    pthread_create(&receiver, NULL, receive, NULL);
    pthread_mutex_lock(&out_lock);
    bytes += 20; // step: data-race
    pthread_mutex_unlock(&out_lock);
    pthread_join(receiver, NULL);
    return 0;
}
