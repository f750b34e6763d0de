// case: the tasks would end by the context, and nobody ever cancels it
#include "neco.h"

struct context {
    neco_chan *done, *work;
    neco_waitgroup tasks;
};

static void query(int argc, void *argv[]) {
    struct context *context = argv[0];
    int row;
    while (neco_chan_select(2, context->work, context->done) == 0) // finding: cancel-unused
        neco_chan_case(context->work, &row);
    neco_waitgroup_done(&context->tasks);
}

int neco_main(int argc, char **argv) {
    struct context context;
    int row = 1;
    neco_chan_make(&context.done, 0, 0);
    neco_chan_make(&context.work, sizeof(int), 0);
    neco_waitgroup_init(&context.tasks);
    neco_waitgroup_add(&context.tasks, 1);
    neco_start(query, 1, &context);
    neco_chan_send(context.work, &row);
    neco_waitgroup_wait(&context.tasks); // step: cancel-unused
    return 0;
}
