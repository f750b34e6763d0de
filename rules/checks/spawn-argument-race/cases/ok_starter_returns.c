// case: the function that starts the thread waits until the thread has taken its argument
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

struct start {
    int level;
    sem_t taken;
};

static pthread_t logger;

static void *log_lines(void *arg) {
    struct start *start = arg;
    int level = start->level;
    sem_post(&start->taken);
    printf("level %d\n", level);
    return NULL;
}

static int start_logger(int verbose) {
    struct start start = {.level = verbose ? 7 : 3};
    sem_init(&start.taken, 0, 0);
    if (pthread_create(&logger, NULL, log_lines, &start) != 0) return -1;
    sem_wait(&start.taken);
    return 0;
}

int main(int argc, char **argv) {
    (void)argv;
    if (start_logger(argc > 1) != 0) return 1;
    pthread_join(logger, NULL);
    return 0;
}
