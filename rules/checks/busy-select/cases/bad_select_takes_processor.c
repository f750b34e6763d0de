// case: a thread selects in a loop with a library whose select never blocks, and takes a whole processor
#include "chan.h"
#include <pthread.h>
#include <stddef.h>
#include <unistd.h>

static chan_t *jobs, *quit;

static void *work(void *arg) {
    chan_t *channels[] = {jobs, quit};
    void *job;
    for (;;) {
        switch (chan_select(channels, 2, &job, NULL, 0, NULL)) { // finding: busy-select
        case 1:
            return NULL;
        default:
            break;
        }
    }
}

int main(void) {
    pthread_t worker;
    jobs = chan_init(4);
    quit = chan_init(1);
    pthread_create(&worker, NULL, work, NULL);
    chan_send(jobs, jobs);
    usleep(200000);
    chan_send(quit, NULL);
    pthread_join(worker, NULL);
    return 0;
}
