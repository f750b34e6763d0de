// SPDX-License-Identifier: MIT
#include "worker.h"

#include "base/status.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Worker {
    pid_t process;
    int pipe; // read end; -1 when not running
    bool is_done;
    WorkerEnd end;
    int signal;
    Text output;
} Worker;

struct WorkerPool {
    WorkerJob job;
    void *context;
    uint32_t count, jobs, timeout;
    uint32_t started, running, delivered;
    Worker *workers;       // one per index
    struct pollfd *polled; // `jobs` of them
    uint32_t *polled_index;
};

static void *allocate(size_t count, size_t size) {
    void *memory = calloc(count ? count : 1, size);
    invariant(memory, "out of memory");
    return memory;
}

static uint32_t processor_count(void) {
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? (uint32_t)count : 1;
}

WorkerPool *worker_pool_create(WorkerJob job, void *context, uint32_t count, uint32_t jobs, uint32_t timeout) {
    WorkerPool *pool = allocate(1, sizeof *pool);
    jobs = jobs ? jobs : processor_count();
    jobs = jobs < count ? jobs : count;
    *pool = (WorkerPool){.job = job, .context = context, .count = count, .jobs = jobs, .timeout = timeout};
    pool->workers = allocate(count, sizeof *pool->workers);
    pool->polled = allocate(jobs, sizeof *pool->polled);
    pool->polled_index = allocate(jobs, sizeof *pool->polled_index);
    for (uint32_t i = 0; i < count; i++) pool->workers[i].pipe = -1;
    return pool;
}

static bool write_all(int descriptor, const char *bytes, size_t size) {
    while (size) {
        ssize_t written = write(descriptor, bytes, size);
        if (written < 0 && errno != EINTR) return false;
        if (written > 0) {
            bytes += written;
            size -= (size_t)written;
        }
    }
    return true;
}

// Crashes must end the child by their signal, which the parent reports. The sanitizers' own handlers stay.
static void restore_signals(void) {
#ifndef __SANITIZE_ADDRESS__
    static const int signals[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) signal(signals[i], SIG_DFL);
#endif
    signal(SIGALRM, SIG_DFL);
}

// The alarm's default action ends the child, whatever the job hangs in; waiting for a reader does not count.
static _Noreturn void run_child(WorkerPool *pool, uint32_t index, int descriptor) {
    restore_signals();
    Text output = {0};
    alarm(pool->timeout);
    pool->job(pool->context, index, &output);
    alarm(0);
    _exit(write_all(descriptor, text_value(&output), output.length) ? 0 : 1);
}

static void start_worker(WorkerPool *pool) {
    uint32_t index = pool->started++;
    Worker *worker = &pool->workers[index];
    int ends[2];
    *worker = (Worker){.pipe = -1, .is_done = true, .end = WORKER_NOT_STARTED};
    if (pipe(ends)) return;
    fflush(NULL);
    worker->process = fork();
    if (!worker->process) {
        close(ends[0]);
        run_child(pool, index, ends[1]);
    }
    close(ends[1]);
    if (worker->process < 0) {
        close(ends[0]);
        return;
    }
    worker->pipe = ends[0];
    worker->is_done = false;
    pool->running++;
}

static int wait_for(pid_t process) {
    int status = 0;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) continue;
    return status;
}

static void finish_worker(WorkerPool *pool, Worker *worker) {
    close(worker->pipe);
    int status = wait_for(worker->process);
    worker->pipe = -1;
    worker->is_done = true;
    worker->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    worker->end = status ? WORKER_CRASHED : WORKER_FINISHED;
    if (pool->timeout && worker->signal == SIGALRM) worker->end = WORKER_TIMED_OUT;
    pool->running--;
}

static void read_worker(WorkerPool *pool, Worker *worker) {
    char buffer[1 << 16];
    ssize_t length = read(worker->pipe, buffer, sizeof buffer);
    if (length > 0) text_append_bytes(&worker->output, buffer, (size_t)length);
    if (length == 0 || (length < 0 && errno != EINTR)) finish_worker(pool, worker);
}

static void read_running(WorkerPool *pool) {
    uint32_t count = 0;
    for (uint32_t i = pool->delivered; i < pool->started; i++) {
        if (pool->workers[i].pipe < 0) continue;
        pool->polled[count] = (struct pollfd){.fd = pool->workers[i].pipe, .events = POLLIN};
        pool->polled_index[count++] = i;
    }
    if (poll(pool->polled, count, -1) < 0) return;
    for (uint32_t i = 0; i < count; i++) {
        if (pool->polled[i].revents) read_worker(pool, &pool->workers[pool->polled_index[i]]);
    }
}

bool worker_pool_next(WorkerPool *pool, WorkerResult *result) {
    if (pool->delivered) text_free(&pool->workers[pool->delivered - 1].output);
    if (pool->delivered == pool->count) return false;
    Worker *worker = &pool->workers[pool->delivered];
    for (;;) {
        while (pool->running < pool->jobs && pool->started < pool->count) start_worker(pool);
        if (worker->is_done) break;
        read_running(pool);
    }
    pool->delivered++;
    *result = (WorkerResult){worker->end, worker->signal, text_value(&worker->output), worker->output.length};
    return true;
}

void worker_pool_destroy(WorkerPool *pool) {
    for (uint32_t i = 0; i < pool->started; i++) {
        Worker *worker = &pool->workers[i];
        if (worker->pipe >= 0) {
            kill(worker->process, SIGKILL);
            finish_worker(pool, worker);
        }
        text_free(&worker->output);
    }
    free(pool->workers);
    free(pool->polled);
    free(pool->polled_index);
    free(pool);
}
