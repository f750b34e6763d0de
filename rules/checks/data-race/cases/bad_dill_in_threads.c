// case: two threads run coroutines of their own that count in one variable
#include <libdill.h>
#include <pthread.h>
#include <stdio.h>

static int served;

static coroutine void serve(int rounds) {
    for (int i = 0; i < rounds; i++) {
        served++; // finding: data-race
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
