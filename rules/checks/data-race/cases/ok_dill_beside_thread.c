// case: a thread reads a counter after the coroutine of the main thread is done
#include <libdill.h>
#include <pthread.h>
#include <stdio.h>

static int served;

static coroutine void serve(void) {
    for (int i = 0; i < 2; i++) {
        msleep(now() + 10);
        served++;
    }
}

static void *watch(void *unused) {
    printf("%d\n", served);
    return unused;
}

int main(void) {
    pthread_t watcher;
    int server = go(serve());
    bundle_wait(server, -1);
    if (pthread_create(&watcher, NULL, watch, NULL)) return 1;
    pthread_join(watcher, NULL);
    hclose(server);
    return 0;
}
