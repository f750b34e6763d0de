// case: the main thread frees the settings that the worker still reads
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static int *settings;

static void *work(void *unused) {
    printf("%d\n", settings[1]); // step: data-race
    return unused;
}

int main(void) {
    pthread_t worker;
    settings = calloc(4, sizeof *settings);
    if (!settings) return 1;
    pthread_create(&worker, NULL, work, NULL);
    free(settings); // finding: data-race
    pthread_join(worker, NULL);
    return 0;
}
