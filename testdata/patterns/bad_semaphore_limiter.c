// case: a semaphore lets two of five tasks work, and they never let others
#include <pthread.h>
#include <semaphore.h>
static sem_t slots;
static void *work(void *a) {
    sem_wait(&slots); // finding: semaphore-never-posted
    return NULL;
}
int main(int argc, char **argv) {
    enum { N = 5 };
    pthread_t t[N];
    sem_init(&slots, 0, 2);
    for (int i = 0; i < N; i++)
        pthread_create(&t[i], NULL, work, argv);
    for (int i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    sem_destroy(&slots);
    return 0;
}
