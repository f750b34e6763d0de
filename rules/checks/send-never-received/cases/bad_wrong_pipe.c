// case: two pipes come from one constructor, and both drain threads get the first one
#include "chan.h"
#include <pthread.h>
#include <stdlib.h>

struct pipe {
    chan_t *values;
    pthread_t drain;
};

static struct pipe *pipe_new(void) {
    struct pipe *pipe = malloc(sizeof *pipe);
    pipe->values = chan_init(0);
    return pipe;
}

static void *drain(void *arg) {
    struct pipe *pipe = arg;
    while (chan_recv(pipe->values, NULL) == 0) {
    }
    return NULL;
}

static void pipe_close(struct pipe *pipe) {
    chan_close(pipe->values);
    pthread_join(pipe->drain, NULL);
}

int main(void) {
    struct pipe *first = pipe_new(), *second = pipe_new();
    pthread_create(&first->drain, NULL, drain, first);
    pthread_create(&second->drain, NULL, drain, first);
    chan_send(first->values, first);
    chan_send(second->values, second); // finding: send-never-received
    pipe_close(first);
    pipe_close(second);
    return 0;
}
