// case: the starter looks at a flag until the thread has taken its argument
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>

struct start {
    int level;
    atomic_bool is_taken;
};

static void *log_lines(void *arg) {
    struct start *start = arg;
    int level = start->level;
    atomic_store(&start->is_taken, true);
    printf("level %d\n", level);
    return NULL;
}

static void start_logger(pthread_t *logger) {
    struct start start = {.level = 3};
    pthread_create(logger, NULL, log_lines, &start);
    while (!start.is_taken) {
    }
}

int main(void) {
    pthread_t logger;
    start_logger(&logger);
    pthread_join(logger, NULL);
    return 0;
}
