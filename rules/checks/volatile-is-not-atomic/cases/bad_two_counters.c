// case: two threads raise one volatile counter; each ++ is a read and a write
#include <pthread.h>

static volatile unsigned requests;

static void *serve(void *unused) {
    requests++; // finding: volatile-is-not-atomic
    return unused;
}

int main(void) {
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, serve, NULL);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    return 0;
}
