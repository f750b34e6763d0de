// SPDX-License-Identifier: MIT
// A child of a process whose other thread works all the time with locks, atomics and malloc: nothing hangs in it.
// options: atexit_sleep_ms=0
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static atomic_int done, count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *work(void *argument) {
    while (!atomic_load(&done)) {
        free(malloc(100));
        pthread_mutex_lock(&lock);
        atomic_fetch_add(&count, 1);
        pthread_mutex_unlock(&lock);
    }
    return argument;
}

int main(void) {
    pthread_t thread;
    pthread_create(&thread, 0, work, 0);
    for (int i = 0; i < 20; i++) {
        int status = 1;
        pid_t child = fork();
        if (child == 0) {
            atomic_fetch_add(&count, 1);
            pthread_t other;
            atomic_store(&done, 1);
            pthread_mutex_init(&lock, 0);
            pthread_create(&other, 0, work, 0);
            pthread_join(other, 0);
            _exit(0);
        }
        waitpid(child, &status, 0);
        if (status) return 1;
    }
    atomic_store(&done, 1);
    pthread_join(thread, 0);
    return 0;
}
