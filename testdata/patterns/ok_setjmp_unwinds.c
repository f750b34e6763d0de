// case: What follows the second return of a setjmp is not entered as if nothing had happened before it.
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>

static sem_t done;
static int values[4];

static void check(jmp_buf *failed, int value) {
    if (value > 3) {
        sem_post(&done);
        longjmp(*failed, 1);
    }
    values[value]++;
}

static void *worker(void *argument) {
    jmp_buf failed;
    if (setjmp(failed)) return NULL;
    check(&failed, *(int *)argument);
    sem_post(&done);
    return NULL;
}

int main(int argc, char **argv) {
    (void)argv;
    pthread_t thread;
    sem_init(&done, 0, 0);
    pthread_create(&thread, NULL, worker, &argc);
    sem_wait(&done);
    pthread_join(thread, NULL);
    return 0;
}
