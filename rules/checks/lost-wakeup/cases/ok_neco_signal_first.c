// case: a flag remembers it
#include "neco.h"

static neco_mutex mutex = NECO_MUTEX_INITIALIZER;
static neco_cond loaded = NECO_COND_INITIALIZER;
static int is_loaded;

static void load(int argc, void *argv[]) {
    neco_mutex_lock(&mutex);
    is_loaded = 1;
    neco_cond_signal(&loaded);
    neco_mutex_unlock(&mutex);
}

int neco_main(int argc, char **argv) {
    neco_start(load, 0);
    neco_mutex_lock(&mutex);
    while (!is_loaded) neco_cond_wait(&loaded, &mutex);
    neco_mutex_unlock(&mutex);
    return 0;
}
