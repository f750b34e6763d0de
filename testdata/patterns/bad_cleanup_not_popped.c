// case: Handlers of pthread_cleanup_push unlock: at the pop that asks for it and when the block ends the thread.
#include <pthread.h>

static pthread_mutex_t total_lock = PTHREAD_MUTEX_INITIALIZER, log_lock = PTHREAD_MUTEX_INITIALIZER;
static int total;

static void unlock(void *mutex) {
    pthread_mutex_unlock(mutex);
}

static void *add(void *unused) {
    pthread_mutex_lock(&total_lock);
    pthread_cleanup_push(unlock, &total_lock);
    total++;
    pthread_cleanup_pop(1);
    return unused;
}

static void *give_up(void *unused) {
    pthread_mutex_lock(&total_lock);
    pthread_cleanup_push(unlock, &total_lock);
    if (total > 0) pthread_exit(unused);
    pthread_cleanup_pop(1);
    return unused;
}

static void *forget(void *unused) {
    pthread_mutex_lock(&log_lock); // finding: unlock-missing
    pthread_cleanup_push(unlock, &log_lock);
    pthread_cleanup_pop(0);
    return unused;
}

int main(void) {
    pthread_t threads[4];
    pthread_create(&threads[0], NULL, add, NULL);
    pthread_create(&threads[1], NULL, give_up, NULL);
    pthread_create(&threads[2], NULL, forget, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    pthread_join(threads[2], NULL);
    pthread_mutex_lock(&total_lock);
    pthread_mutex_lock(&log_lock); // step: unlock-missing
    total = 0;
    pthread_mutex_unlock(&log_lock);
    pthread_mutex_unlock(&total_lock);
    return 0;
}
