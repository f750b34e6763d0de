// case: the new configuration is published by a release and seen by an acquire
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct config {
    int limit, retries;
};

static _Atomic(struct config *) current;

static void *serve(void *unused) {
    struct config *config = atomic_load_explicit(&current, memory_order_acquire);
    if (config) return config->limit + config->retries > 10 ? NULL : unused;
    return unused;
}

int main(void) {
    pthread_t server;
    pthread_create(&server, NULL, serve, NULL);
    struct config *config = malloc(sizeof *config);
    if (!config) return 1;
    config->limit = 8;
    config->retries = 3;
    atomic_store_explicit(&current, config, memory_order_release);
    pthread_join(server, NULL);
    free(config);
    return 0;
}
