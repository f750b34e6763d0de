// SPDX-License-Identifier: MIT
// SIGQUIT prints what every task does, and then ends the process.
// status: 131
// expect: 5 tasks (pid=
// expect: Main thread [waits for the end of thread T1
// expect: (and 2 more alike) [waits on condition
// expect: wait_for_work
// expect-not: WARNING
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t work = PTHREAD_COND_INITIALIZER;

static void *wait_for_work(void *argument) {
    pthread_mutex_lock(&lock);
    for (;;) pthread_cond_wait(&work, &lock);
    return argument;
}

static void *quit(void *argument) {
    for (int i = 0; i < 6; i++) usleep(100000);
    kill(getpid(), SIGQUIT);
    for (;;) pause();
    return argument;
}

int main(void) {
    pthread_t threads[4];
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    for (int i = 0; i < 3; i++) pthread_create(&threads[i], 0, wait_for_work, 0);
    pthread_create(&threads[3], 0, quit, 0);
    for (int i = 0; i < 4; i++) pthread_join(threads[i], 0);
}
