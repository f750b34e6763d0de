// case: a new thread may run before or after its creator goes on: here the creator is first; here that leads into a
// receive without end
#include "chan.h"
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <time.h>

static chan_t *never;

static void hang(void) {
    chan_recv(never, NULL); // finding: receive-never-sent
}

static atomic_int started;

static void *run(void *arg) {
    started = 1;
    return NULL;
}

int main(void) {
    never = chan_init(0);
    pthread_t thread;
    pthread_create(&thread, NULL, run, NULL);
    if (!started) hang();
    pthread_join(thread, NULL);
    return 0;
}
