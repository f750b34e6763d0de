// case: workers count with __atomic_fetch_add, the main thread prints what it loads atomically
#include <pthread.h>
#include <stdio.h>

static long served;

static void *serve(void *unused) {
    for (int i = 0; i < 3; i++) __atomic_fetch_add(&served, 1, __ATOMIC_RELAXED);
    return unused;
}

int main(void) {
    pthread_t server;
    pthread_create(&server, NULL, serve, NULL);
    printf("%ld so far\n", __atomic_load_n(&served, __ATOMIC_RELAXED));
    pthread_join(server, NULL);
    return 0;
}
