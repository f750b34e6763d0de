// SPDX-License-Identifier: MIT
// A child of a process with one thread is checked; the parent's status is its own.
// options: atexit_sleep_ms=0
// expect-not: reported 2
// status: 0
#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int shared;

static void *count(void *argument) {
    shared++;
    return argument;
}

int main(void) {
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        pthread_t threads[2];
        close(2);
        for (int i = 0; i < 2; i++) pthread_create(&threads[i], 0, count, 0);
        for (int i = 0; i < 2; i++) pthread_join(threads[i], 0);
        exit(0);
    }
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 66 ? 0 : 1;
}
