// case: workers count with __atomic_fetch_add, the main thread prints the plain variable meanwhile
#include <pthread.h>
#include <stdio.h>

static long served;

static void *serve(void *unused) {
    for (int i = 0; i < 3; i++) __atomic_fetch_add(&served, 1, __ATOMIC_RELAXED); // finding: atomic-mixed-access
    return unused;
}

int main(void) {
    pthread_t server;
    pthread_create(&server, NULL, serve, NULL);
    printf("%ld so far\n", served); // step: atomic-mixed-access
    pthread_join(server, NULL);
    return 0;
}
