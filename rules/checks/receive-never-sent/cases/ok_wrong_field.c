// case: main waits for the results that the worker reports
#include "chan.h"
#include <pthread.h>
#include <stdlib.h>

struct task {
    chan_t *errors, *results;
};

static struct task *task_new(void) {
    struct task *task = malloc(sizeof *task);
    task->errors = chan_init(1);
    task->results = chan_init(1);
    return task;
}

static void *run(void *arg) {
    struct task *task = arg;
    chan_send(task->results, task);
    return NULL;
}

int main(void) {
    struct task *task = task_new();
    pthread_t thread;
    pthread_create(&thread, NULL, run, task);
    chan_recv(task->results, NULL);
    pthread_join(thread, NULL);
    return 0;
}
