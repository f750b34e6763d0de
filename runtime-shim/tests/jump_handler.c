// SPDX-License-Identifier: MIT
// A handler jumps out of a call that waits: it waits no longer, though it could not have gone on from there.
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

static pthread_mutex_t held_by_main = PTHREAD_MUTEX_INITIALIZER, held_by_first = PTHREAD_MUTEX_INITIALIZER;
static sigjmp_buf place;
static pthread_t second;

static void on_alarm(int number) {
    siglongjmp(place, number);
}

static void *run_second(void *argument) {
    pthread_mutex_lock(&held_by_main);
    pthread_mutex_unlock(&held_by_main);
    return argument;
}

static void *run_first(void *argument) {
    pthread_mutex_lock(&held_by_first);
    usleep(600000);
    pthread_join(second, NULL);
    pthread_mutex_unlock(&held_by_first);
    return argument;
}

int main(void) {
    pthread_t first;
    sigset_t alarms;
    sigemptyset(&alarms);
    sigaddset(&alarms, SIGALRM);
    pthread_mutex_lock(&held_by_main);
    signal(SIGALRM, on_alarm);
    pthread_sigmask(SIG_BLOCK, &alarms, NULL);
    pthread_create(&second, NULL, run_second, NULL);
    pthread_create(&first, NULL, run_first, NULL);
    usleep(100000);
    pthread_sigmask(SIG_UNBLOCK, &alarms, NULL);
    if (!sigsetjmp(place, 1)) {
        setitimer(ITIMER_REAL, &(struct itimerval){.it_value.tv_usec = 200000}, NULL);
        pthread_mutex_lock(&held_by_first);
        return 1;
    }
    sleep(2);
    pthread_mutex_unlock(&held_by_main);
    pthread_join(first, NULL);
    return 0;
}
