// case: the function that starts the thread returns at once, and its local variable is gone
#include <pthread.h>
#include <stdio.h>

static pthread_t logger;

static void *log_lines(void *arg) {
    const int *level = arg;
    printf("level %d\n", *level); // step: spawn-argument-race
    return NULL;
}

static int start_logger(int verbose) {
    int level = verbose ? 7 : 3;
    if (pthread_create(&logger, NULL, log_lines, &level) != 0) return -1; // finding: spawn-argument-race
    return 0;
}

int main(int argc, char **argv) {
    (void)argv;
    if (start_logger(argc > 1) != 0) return 1;
    pthread_join(logger, NULL);
    return 0;
}
