// case: main ends with exit(1) when its work is over; what it calls before that is no error path.
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t queue_lock = PTHREAD_MUTEX_INITIALIZER, state_lock = PTHREAD_MUTEX_INITIALIZER;
static int queued, state;

static void *worker(void *unused) {
    pthread_mutex_lock(&state_lock);
    pthread_mutex_lock(&queue_lock); // finding: lock-order-cycle
    state = queued;
    pthread_mutex_unlock(&queue_lock);
    pthread_mutex_unlock(&state_lock);
    return unused;
}

static void start_worker(void) {
    pthread_t thread;
    pthread_create(&thread, NULL, worker, NULL);
}

static void serve(int count) {
    for (; count; count--) {
        pthread_mutex_lock(&queue_lock);
        pthread_mutex_lock(&state_lock); // step: lock-order-cycle
        queued += state;
        pthread_mutex_unlock(&state_lock);
        pthread_mutex_unlock(&queue_lock);
    }
}

int main(int argc, char **argv) {
    if (argc < 2) exit(2);
    start_worker();
    serve(atoi(argv[1]));
    exit(1);
}
