// case: main waits for the signal of a callback, and the callback that was registered gives none
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

static chan_t *done;

struct options {
    void (*on_end)(int status);
};

static void end_quietly(int status) {
    (void)status;
}

static void end_with_signal(int status) {
    (void)status;
    chan_send(done, done);
}

static void *run(void *arg) {
    struct options *options = arg;
    options->on_end(0);
    return NULL;
}

int main(void) {
    struct options quiet = {end_quietly}, loud = {end_with_signal};
    pthread_t thread;
    done = chan_init(0);
    pthread_create(&thread, NULL, run, &quiet);
    chan_recv(done, NULL); // finding: receive-never-sent
    pthread_join(thread, NULL);
    return loud.on_end == quiet.on_end;
}
