// case: everybody logs under a lock of its own; the queue's lock is held while its consumer, who needs it, is waited for
#include "chan.h"
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t count_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t queue_lock = PTHREAD_MUTEX_INITIALIZER;
static int lines, counts;
static chan_t *queue, *finished;

static void say(const char *what) {
    pthread_mutex_lock(&log_lock);
    lines++;
    puts(what);
    pthread_mutex_unlock(&log_lock);
}

static void count(void) {
    pthread_mutex_lock(&count_lock);
    counts++;
    say("counted");
    pthread_mutex_unlock(&count_lock);
}

static void *serve(void *arg) {
    (void)arg;
    say("serving");
    for (int i = 0; i < 2; i++) {
        pthread_mutex_lock(&queue_lock);
        count();
        pthread_mutex_unlock(&queue_lock);
        chan_recv(queue, NULL);
        say("served");
    }
    chan_send(finished, NULL);
    return NULL;
}

int main(void) {
    pthread_t threads[3];
    queue = chan_init(0);
    finished = chan_init(0);
    for (int i = 0; i < 3; i++) pthread_create(&threads[i], NULL, serve, NULL);
    for (int i = 0; i < 6; i++) {
        pthread_mutex_lock(&queue_lock);
        chan_send(queue, NULL); // finding: blocked-holding-lock
        pthread_mutex_unlock(&queue_lock);
        say("sent");
    }
    for (int i = 0; i < 3; i++) chan_recv(finished, NULL);
    for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
    return 0;
}
