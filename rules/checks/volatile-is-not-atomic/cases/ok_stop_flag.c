// case: an atomic flag tells the worker to end
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

static atomic_bool stop;

static void *work(void *unused) {
    while (!stop) usleep(1000);
    return unused;
}

int main(void) {
    pthread_t worker;
    pthread_create(&worker, NULL, work, NULL);
    sleep(1);
    stop = true;
    pthread_join(worker, NULL);
    return 0;
}
