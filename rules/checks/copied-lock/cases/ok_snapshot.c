// case: a snapshot of the statistics has a copy of the lock in it that nobody uses
#include <pthread.h>
#include <stdio.h>

struct statistics {
    pthread_mutex_t lock;
    long requests, errors;
};

static struct statistics statistics = {PTHREAD_MUTEX_INITIALIZER, 0, 0};

static void *serve(void *unused) {
    pthread_mutex_lock(&statistics.lock);
    statistics.requests++;
    pthread_mutex_unlock(&statistics.lock);
    return unused;
}

int main(void) {
    pthread_t server;
    struct statistics now;
    pthread_create(&server, NULL, serve, NULL);
    pthread_mutex_lock(&statistics.lock);
    now = statistics;
    pthread_mutex_unlock(&statistics.lock);
    printf("%ld %ld\n", now.requests, now.errors);
    pthread_join(server, NULL);
    return 0;
}
