// case: main closes the stop channel before it joins
#include "chan.h"
#include <pthread.h>
#include <stddef.h>
#include <unistd.h>

struct monitor {
    chan_t *stop;
    int rounds;
};

static void *watch(void *arg) {
    struct monitor *monitor = arg;
    while (!chan_is_closed(monitor->stop)) {
        monitor->rounds++;
        usleep(1000);
    }
    return NULL;
}

int main(void) {
    struct monitor monitor = {chan_init(0), 0};
    pthread_t watcher;
    pthread_create(&watcher, NULL, watch, &monitor);
    usleep(5000);
    chan_close(monitor.stop);
    pthread_join(watcher, NULL);
    chan_dispose(monitor.stop);
    return 0;
}
