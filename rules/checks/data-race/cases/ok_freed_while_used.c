// case: the main thread frees the settings when the worker has ended
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static int *settings;

static void *work(void *unused) {
    printf("%d\n", settings[1]);
    return unused;
}

int main(void) {
    pthread_t worker;
    settings = calloc(4, sizeof *settings);
    if (!settings) return 1;
    pthread_create(&worker, NULL, work, NULL);
    pthread_join(worker, NULL);
    free(settings);
    return 0;
}
