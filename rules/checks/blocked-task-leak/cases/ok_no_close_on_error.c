// case: a transaction that fails closes the channel on which its watcher waits
#include "neco.h"

struct transaction {
    neco_chan *done;
};

static void watch(int argc, void *argv[]) {
    struct transaction *transaction = argv[0];
    neco_chan_recv(transaction->done, NULL);
}

static struct transaction *begin(void) {
    struct transaction *transaction = malloc(sizeof *transaction);
    neco_chan_make(&transaction->done, 0, 0);
    neco_start(watch, 1, transaction);
    return transaction;
}

static void end(struct transaction *transaction) {
    neco_chan_close(transaction->done);
}

static int update(int key) {
    struct transaction *transaction = begin();
    int failed = key > 1;
    end(transaction);
    return failed ? -1 : 0;
}

int neco_main(int argc, char **argv) {
    update(argc);
    return 0;
}
