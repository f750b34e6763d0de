// case: four places count requests under the lock, the one that prints the count does not take it (TSan: data race)
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long requests;

static void *serve(void *unused) {
    pthread_mutex_lock(&lock);
    requests++; // finding: data-race
    pthread_mutex_unlock(&lock);
    pthread_mutex_lock(&lock);
    requests += 2;
    pthread_mutex_unlock(&lock);
    return unused;
}

static void *retry(void *unused) {
    pthread_mutex_lock(&lock);
    requests--; // finding: data-race
    pthread_mutex_unlock(&lock);
    pthread_mutex_lock(&lock);
    requests = requests / 2;
    pthread_mutex_unlock(&lock);
    return unused;
}

int main(void) {
    pthread_t server, retrier;
    requests = 1;
    pthread_create(&server, NULL, serve, NULL);
    pthread_create(&retrier, NULL, retry, NULL);
    printf("%ld\n", requests); // note: lock-guards-inconsistently
    pthread_join(server, NULL);
    pthread_join(retrier, NULL);
    return 0;
}
