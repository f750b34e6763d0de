// SPDX-License-Identifier: MIT
// A thread is left behind that waits for an answer at a place that nobody else knows any more.
// expect: WARNING: qtrace: task leak (waits for ever when the program ends)
// expect: waits on condition
// expect: created by main thread
#include "asleep.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct Question {
    pthread_mutex_t lock;
    pthread_cond_t answered;
    int has_answer;
} Question;

static void *wait_for_answer(void *argument) {
    Question *question = argument;
    pthread_mutex_lock(&question->lock);
    while (!question->has_answer) pthread_cond_wait(&question->answered, &question->lock);
    pthread_mutex_unlock(&question->lock);
    return argument;
}

__attribute__((noinline)) static int ask(int key) {
    pthread_t asker;
    Question *question = calloc(1, sizeof *question);
    pthread_mutex_init(&question->lock, 0);
    pthread_cond_init(&question->answered, 0);
    pthread_create(&asker, 0, wait_for_answer, question);
    if (key < 0) return -1;
    pthread_mutex_lock(&question->lock);
    question->has_answer = 1;
    pthread_cond_signal(&question->answered);
    pthread_mutex_unlock(&question->lock);
    pthread_join(asker, 0);
    free(question);
    return 0;
}

int main(void) {
    if (ask(1)) return 1;
    ask(-1);
    wait_until_asleep(5);
}
