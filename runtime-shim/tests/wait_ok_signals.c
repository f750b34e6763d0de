// SPDX-License-Identifier: MIT
// All threads wait, but for signals: a handler posts, a thread in sigwait signals the others. The signals are a
// child's.
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static sem_t from_handler, from_thread;

static void on_signal(int signal) {
    (void)signal;
    sem_post(&from_handler);
}

static void *wait_for_handler(void *argument) {
    while (sem_wait(&from_handler)) {
    }
    return argument;
}

static void *wait_for_signal(void *argument) {
    int signal;
    sigset_t *signals = argument;
    sigwait(signals, &signal);
    sem_post(&from_thread);
    return 0;
}

int main(void) {
    pthread_t waiter, catcher;
    sigset_t signals;
    struct sigaction action = {.sa_handler = on_signal};
    sem_init(&from_handler, 0, 0);
    sem_init(&from_thread, 0, 0);
    sigemptyset(&signals);
    sigaddset(&signals, SIGUSR2);
    pthread_sigmask(SIG_BLOCK, &signals, 0);
    sigaction(SIGUSR1, &action, 0);
    pid_t parent = getpid(), child = fork();
    if (child == 0) {
        usleep(1200000);
        kill(parent, SIGUSR1);
        usleep(600000);
        kill(parent, SIGUSR2);
        _exit(0);
    }
    pthread_create(&waiter, 0, wait_for_handler, 0);
    pthread_create(&catcher, 0, wait_for_signal, &signals);
    pthread_join(waiter, 0);
    while (sem_wait(&from_thread)) {
    }
    pthread_join(catcher, 0);
    waitpid(child, 0, 0);
}
