// case: the loop that joins is left before the last task
#include <pthread.h>
#include <stdio.h>

enum { TASKS = 4 };
static int done;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *work(void *unused) {
    pthread_mutex_lock(&lock);
    done++; // finding: data-race
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void) {
    pthread_t tasks[TASKS];
    for (int i = 0; i < TASKS; i++) pthread_create(&tasks[i], NULL, work, NULL);
    for (int i = 0; i < TASKS; i++) {
        if (i == TASKS - 1) break;
        pthread_join(tasks[i], NULL);
    }
    printf("%d\n", done);
    return 0;
}
