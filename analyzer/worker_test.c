// SPDX-License-Identifier: MIT
// Order, size, crash and time limit of worker processes.
#include "worker.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LARGE = 300000 };

static void job(void *context, uint32_t index, Text *output) {
    const char *word = context;
    if (index == 1) raise(SIGKILL);
    if (index == 2) pause();
    if (index == 3) {
        for (int i = 0; i < LARGE; i++) text_append_bytes(output, "x", 1);
    }
    text_format(output, "%s %u", word, index);
}

static int check(bool condition, const char *what) {
    if (!condition) printf("failed: %s\n", what);
    return !condition;
}

static int run(uint32_t jobs) {
    char word[] = "job";
    WorkerPool *pool = worker_pool_create(job, word, 6, jobs, 1);
    WorkerResult results[6];
    int failures = 0;
    for (uint32_t i = 0; worker_pool_next(pool, &results[i]); i++) {
        char expected[16];
        snprintf(expected, sizeof expected, "job %u", i);
        if (i == 3)
            failures += check(results[i].size == LARGE + strlen(expected), "a result larger than the pipe is whole");
        if (i != 1 && i != 2 && i != 3)
            failures += check(!strcmp(results[i].bytes, expected), "results keep their order");
    }
    failures += check(results[0].end == WORKER_FINISHED, "a job ends well");
    failures +=
        check(results[1].end == WORKER_CRASHED && results[1].signal == SIGKILL, "a crash is told with its signal");
    failures += check(results[2].end == WORKER_TIMED_OUT, "a hanging job is ended");
    failures += check(results[5].end == WORKER_FINISHED, "jobs after a crash run");
    worker_pool_destroy(pool);
    return failures;
}

static int stop_early(void) {
    char word[] = "job";
    WorkerPool *pool = worker_pool_create(job, word, 6, 6, 0);
    WorkerResult result;
    int failures = check(worker_pool_next(pool, &result), "a first result comes");
    worker_pool_destroy(pool);
    return failures;
}

int main(void) {
    int failures = run(1) + run(4) + run(0) + stop_early();
    return failures ? 1 : 0;
}
