// SPDX-License-Identifier: MIT
// Waits that end by themselves: a timed condition, sleep, a timed lock on a lock that is never given back.
#include <errno.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER, kept = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t never = PTHREAD_COND_INITIALIZER;

static struct timespec in_a_second(void) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    time.tv_sec++;
    return time;
}

static void *wait_for_time(void *argument) {
    struct timespec until = in_a_second();
    pthread_mutex_lock(&lock);
    while (pthread_cond_timedwait(&never, &lock, &until) != ETIMEDOUT) {
    }
    pthread_mutex_unlock(&lock);
    return argument;
}

static void *lock_for_time(void *argument) {
    struct timespec until = in_a_second();
    if (pthread_mutex_timedlock(&kept, &until) == 0) pthread_mutex_unlock(&kept);
    return argument;
}

static void *sleeper(void *argument) {
    sleep(1);
    return argument;
}

int main(void) {
    void *(*functions[])(void *) = {wait_for_time, lock_for_time, sleeper};
    pthread_t threads[3];
    pthread_mutex_lock(&kept);
    for (int i = 0; i < 3; i++) pthread_create(&threads[i], 0, functions[i], 0);
    for (int i = 0; i < 3; i++) pthread_join(threads[i], 0);
    pthread_mutex_unlock(&kept);
}
