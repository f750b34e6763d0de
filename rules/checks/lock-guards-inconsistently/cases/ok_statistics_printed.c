// case: the place that prints the count takes the lock like all others
// run: --profile strict
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long requests;

static void *serve(void *unused) {
    pthread_mutex_lock(&lock);
    requests++;
    pthread_mutex_unlock(&lock);
    pthread_mutex_lock(&lock);
    requests += 2;
    pthread_mutex_unlock(&lock);
    return unused;
}

static void *retry(void *unused) {
    pthread_mutex_lock(&lock);
    requests--;
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
    pthread_mutex_lock(&lock);
    printf("%ld\n", requests);
    pthread_mutex_unlock(&lock);
    pthread_join(server, NULL);
    pthread_join(retrier, NULL);
    return 0;
}
