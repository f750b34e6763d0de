// case: the second task takes the locks the other way round once the first one has told that it is done with them
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER, state = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static sem_t ticks;
static int is_done, total;

static void *first(void *argument) {
    pthread_mutex_lock(&a);
    pthread_mutex_lock(&b);
    total++;
    pthread_mutex_unlock(&b);
    pthread_mutex_unlock(&a);
    pthread_mutex_lock(&state);
    is_done = 1;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&state);
    return argument;
}

static void *second(void *argument) {
    pthread_mutex_lock(&state);
    while (!is_done) pthread_cond_wait(&changed, &state);
    pthread_mutex_unlock(&state);
    pthread_mutex_lock(&b);
    pthread_mutex_lock(&a);
    total++;
    pthread_mutex_unlock(&a);
    pthread_mutex_unlock(&b);
    return argument;
}

int main(int count, char **arguments) {
    pthread_t tasks[2];
    (void)arguments;
    sem_init(&ticks, 0, 0);
    pthread_create(&tasks[0], NULL, first, NULL);
    pthread_create(&tasks[1], NULL, second, NULL);
    for (int i = 0; i < count; i++) sem_post(&ticks);
    pthread_join(tasks[0], NULL);
    pthread_join(tasks[1], NULL);
    return 0;
}
