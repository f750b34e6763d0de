// SPDX-License-Identifier: MIT
// Signals that arrive while the runtime works on the same lock as their handler: nothing hangs, none is lost, and what
// was written before the handler was set is known to it.
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/time.h>

static atomic_int ticks, done;
static int before;

static void on_tick(int number) {
    (void)number;
    atomic_fetch_add(&ticks, before);
}

static void *spin(void *argument) {
    while (!atomic_load(&done)) atomic_fetch_add(&ticks, 0);
    return argument;
}

int main(void) {
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], 0, spin, 0);
    before = 1;
    struct sigaction action = {.sa_handler = on_tick, .sa_flags = SA_RESTART};
    sigaction(SIGPROF, &action, 0);
    struct itimerval timer = {{0, 500}, {0, 500}};
    setitimer(ITIMER_PROF, &timer, 0);
    while (atomic_load(&ticks) < 50) atomic_fetch_add(&ticks, 0);
    timer = (struct itimerval){{0, 0}, {0, 0}};
    setitimer(ITIMER_PROF, &timer, 0);
    atomic_store(&done, 1);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], 0);
    return 0;
}
