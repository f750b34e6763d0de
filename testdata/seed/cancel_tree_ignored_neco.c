// case: one close ends a tree of tasks but for the one that waits for its work alone
#include "neco.h"

struct context {
    neco_chan *done, *work;
    neco_waitgroup tasks;
};

static void query(int argc, void *argv[]) {
    struct context *context = argv[0];
    int row;
    neco_chan_recv(context->work, &row); // finding: cancel-ignored
    neco_waitgroup_done(&context->tasks);
}

static void handle(int argc, void *argv[]) {
    struct context *context = argv[0];
    neco_waitgroup_add(&context->tasks, 1);
    neco_start(query, 1, context);
    neco_chan_select(2, context->work, context->done);
    neco_waitgroup_done(&context->tasks);
}

int neco_main(int argc, char **argv) {
    struct context context;
    neco_chan_make(&context.done, 0, 0);
    neco_chan_make(&context.work, sizeof(int), 0);
    neco_waitgroup_init(&context.tasks);
    neco_waitgroup_add(&context.tasks, 1);
    neco_start(handle, 1, &context);
    neco_chan_close(context.done);
    neco_waitgroup_wait(&context.tasks); // step: cancel-ignored
    return 0;
}
