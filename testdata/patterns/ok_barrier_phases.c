// case: four tasks meet at a barrier in every phase
#include <pthread.h>
enum { N = 4 };
static pthread_barrier_t phase;
static void *work(void *a) {
    for (int i = 0; i < 3; i++)
        pthread_barrier_wait(&phase);
    return NULL;
}
int main(void) {
    pthread_t t[N];
    pthread_barrier_init(&phase, NULL, N);
    for (int i = 0; i < N; i++)
        pthread_create(&t[i], NULL, work, NULL);
    for (int i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    return 0;
}
