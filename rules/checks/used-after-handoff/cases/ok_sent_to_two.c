// case: a job goes to one thread, and from there to the other
#include "chan.h"
#include <pthread.h>
#include <stdlib.h>

struct job {
    int result;
};

static chan_t *to_parser, *to_logger;

static void *parse(void *unused) {
    void *job;
    chan_recv(to_parser, &job);
    ((struct job *)job)->result = 1;
    chan_send(to_logger, job);
    return unused;
}

static void *log_job(void *unused) {
    void *job;
    chan_recv(to_logger, &job);
    ((struct job *)job)->result = 2;
    return unused;
}

int main(void) {
    pthread_t parser, logger;
    struct job *job = calloc(1, sizeof *job);
    if (!job) return 1;
    to_parser = chan_init(1);
    to_logger = chan_init(1);
    pthread_create(&parser, NULL, parse, NULL);
    pthread_create(&logger, NULL, log_job, NULL);
    chan_send(to_parser, job);
    pthread_join(parser, NULL);
    pthread_join(logger, NULL);
    free(job);
    chan_dispose(to_parser);
    chan_dispose(to_logger);
    return 0;
}
