// case: the first stage of a pipeline closes what it sent on, and the second does not
#include "chan.h"
#include <pthread.h>
#include <stddef.h>

struct stage {
    chan_t *in, *out;
};

static void *read_all(void *arg) {
    struct stage *stage = arg;
    for (int i = 0; i < 3; i++) chan_send(stage->out, stage);
    chan_close(stage->out);
    return NULL;
}

static void *pass_on(void *arg) {
    struct stage *stage = arg;
    void *item;
    while (chan_recv(stage->in, &item) == 0) chan_send(stage->out, item);
    return NULL;
}

int main(void) {
    chan_t *raw = chan_init(1), *parsed = chan_init(1);
    struct stage first = {NULL, raw}, second = {raw, parsed};
    pthread_t reader, parser;
    void *item;
    int count = 0;
    pthread_create(&reader, NULL, read_all, &first);
    pthread_create(&parser, NULL, pass_on, &second);
    while (chan_recv(parsed, &item) == 0) count++; // finding: receive-loop-without-close
    pthread_join(reader, NULL);
    pthread_join(parser, NULL);
    return count != 3;
}
