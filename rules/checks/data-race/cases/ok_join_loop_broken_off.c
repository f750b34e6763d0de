// case: the loop that joins is left when all tasks are joined, or when a join fails
#include <pthread.h>
#include <stdio.h>

enum { TASKS = 4 };
static int done;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *work(void *unused) {
    pthread_mutex_lock(&lock);
    done++;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void) {
    pthread_t tasks[TASKS];
    for (int i = 0; i < TASKS; i++) pthread_create(&tasks[i], NULL, work, NULL);
    for (int i = 0; i <= TASKS; i++) {
        if (i == TASKS) break;
        if (pthread_join(tasks[i], NULL) != 0) break;
    }
    printf("%d\n", done);
    return 0;
}
