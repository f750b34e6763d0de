// case: the getter expects the lock
#include "neco.h"

static neco_mutex state = NECO_MUTEX_INITIALIZER;
static int status;

static int get_status(void) {
    int result = status;
    return result;
}

static void scan(int argc, void *argv[]) {
    neco_mutex_rdlock(&state);
    neco_sleep(NECO_MILLISECOND);
    get_status();
    neco_mutex_unlock(&state);
}

static void update(int argc, void *argv[]) {
    neco_mutex_lock(&state);
    status++;
    neco_mutex_unlock(&state);
}

int neco_main(int argc, char **argv) {
    neco_start(scan, 0);
    neco_start(update, 0);
    return 0;
}
