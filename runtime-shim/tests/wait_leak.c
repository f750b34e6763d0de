// SPDX-License-Identifier: MIT
// A thread is left behind that waits for what main will never give.
// expect: WARNING: qtrace: task leak (waits for ever when the program ends)
// expect: waits on condition
// expect: created by main thread
#include <pthread.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t answer = PTHREAD_COND_INITIALIZER;
static int has_answer;

static void *wait_for_answer(void *argument) {
    pthread_mutex_lock(&lock);
    while (!has_answer) pthread_cond_wait(&answer, &lock);
    pthread_mutex_unlock(&lock);
    return argument;
}

int main(void) {
    pthread_t asker;
    pthread_create(&asker, 0, wait_for_answer, 0);
    usleep(50000);
}
