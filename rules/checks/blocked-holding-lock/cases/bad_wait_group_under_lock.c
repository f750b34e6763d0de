// case: the group is waited for with the lock held that the last worker takes before it is done
#include "neco.h"

static neco_mutex mutex = NECO_MUTEX_INITIALIZER;
static neco_waitgroup group = NECO_WAITGROUP_INITIALIZER;
static int results;

static void work(int argc, void *argv[]) {
    neco_sleep(NECO_MILLISECOND);
    neco_mutex_lock(&mutex); // step: blocked-holding-lock
    results++;
    neco_mutex_unlock(&mutex);
    neco_waitgroup_done(&group);
}

int neco_main(int argc, char **argv) {
    neco_waitgroup_add(&group, 1);
    neco_start(work, 0);
    neco_mutex_lock(&mutex);
    results = 0;
    neco_waitgroup_wait(&group); // finding: blocked-holding-lock
    neco_mutex_unlock(&mutex);
    return 0;
}
