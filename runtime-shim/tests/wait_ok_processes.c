// SPDX-License-Identifier: MIT
// All threads wait, but for another process: by a pipe, by a semaphore and by a lock in shared memory.
#include <pthread.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Shared {
    sem_t answer;
    pthread_mutex_t lock;
    pthread_cond_t unmarked; // nobody said that it is shared; the memory tells
} Shared;

static Shared *shared;
static int pipes[2];

static void *read_pipe(void *argument) {
    char byte;
    if (read(pipes[0], &byte, 1) != 1) _exit(1);
    return argument;
}

static void *wait_for_answer(void *argument) {
    sem_wait(&shared->answer);
    return argument;
}

int main(void) {
    pthread_t reader, waiter;
    pthread_mutexattr_t attributes;
    shared = mmap(0, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(&shared->lock, &attributes);
    sem_init(&shared->answer, 1, 0);
    if (pipe(pipes)) return 1;
    pid_t child = fork();
    if (child == 0) {
        pthread_mutex_lock(&shared->lock);
        usleep(1200000);
        sem_post(&shared->answer);
        usleep(400000);
        if (write(pipes[1], "x", 1) != 1) _exit(1);
        usleep(1000000);
        pthread_mutex_unlock(&shared->lock);
        _exit(0);
    }
    usleep(100000);
    pthread_create(&waiter, 0, wait_for_answer, 0);
    pthread_join(waiter, 0);
    pthread_create(&reader, 0, read_pipe, 0);
    pthread_join(reader, 0);
    pthread_mutex_lock(&shared->lock);
    pthread_mutex_unlock(&shared->lock);
    waitpid(child, 0, 0);
}
