// case: a volatile flag tells the worker to end
#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

static volatile bool stop;

static void *work(void *unused) {
    while (!stop) usleep(1000); // step: volatile-is-not-atomic
    return unused;
}

int main(void) {
    pthread_t worker;
    pthread_create(&worker, NULL, work, NULL);
    sleep(1);
    stop = true; // finding: volatile-is-not-atomic
    pthread_join(worker, NULL);
    return 0;
}
