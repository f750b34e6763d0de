// case: a barrier for five where four come
#include <pthread.h>
enum { N = 4 };
static pthread_barrier_t phase;
static void *work(void *a) {
    for (int i = 0; i < 3; i++)
        pthread_barrier_wait(&phase); // finding: join-cycle
    return NULL;
}
int main(void) {
    pthread_t t[N];
    pthread_barrier_init(&phase, NULL, N + 1);
    for (int i = 0; i < N; i++)
        pthread_create(&t[i], NULL, work, NULL);
    for (int i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    return 0;
}
