// case: two threads run coroutines of their own that count under a lock
#include <libdill.h>
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int served;

static coroutine void serve(int rounds) {
    for (int i = 0; i < rounds; i++) {
        pthread_mutex_lock(&lock);
        served++;
        pthread_mutex_unlock(&lock);
        yield();
    }
}

static void *run(void *unused) {
    int server = go(serve(2));
    bundle_wait(server, -1);
    hclose(server);
    return unused;
}

int main(void) {
    pthread_t other;
    if (pthread_create(&other, NULL, run, NULL)) return 1;
    run(NULL);
    pthread_join(other, NULL);
    printf("%d\n", served);
    return 0;
}
