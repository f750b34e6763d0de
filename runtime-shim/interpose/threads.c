// SPDX-License-Identifier: MIT
// Threads: a trampoline runs first in the new thread and makes its task; a thread-specific destructor that asks to be
// called last ends it, whichever way the thread ends.
#include "interpose/exit.h"
#include "interpose/real.h"
#include "shadow/shadow.h"
#include "steer/steer.h"
#include "sync/sync.h"
#include "trace/trace.h"
#include "wait/wait.h"

#include <limits.h>
#include <pthread.h>
#include <threads.h>

typedef struct Start {
    void *(*function)(void *);
    void *argument;
    Task *task;
    _Atomic uint32_t is_known; // the creator has filled in the handle
    _Atomic uint32_t is_started;
} Start;

static pthread_key_t *end_key(void) {
    static pthread_key_t key;
    return &key;
}

static void thread_end(void *rounds_left) {
    uintptr_t rounds = (uintptr_t)rounds_left;
    if (rounds > 1) {
        pthread_setspecific(*end_key(), (void *)(rounds - 1));
        return;
    }
    report_ignores(task_thread.thread);
    trace_event(task_thread.thread, QEV_END, 0, 0, 0);
    task_end(task_thread.thread);
}

static __attribute__((constructor(102))) void make_end_key(void) {
    pthread_key_create(end_key(), thread_end);
}

static void find_stack(uintptr_t *low, size_t *size) {
    pthread_attr_t attributes;
    void *start = NULL;
    *size = 0;
    task_thread.in_runtime++;
    if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
        pthread_attr_getstack(&attributes, &start, size);
        pthread_attr_destroy(&attributes);
    }
    task_thread.in_runtime--;
    *low = (uintptr_t)start;
}

static TASK_TRAMPOLINE void *thread_start(void *context) {
    Start *start = context;
    void *(*function)(void *) = start->function;
    void *argument = start->argument;
    Task *task = start->task;
    uintptr_t low;
    size_t size;
    task_thread.in_runtime++; // until the task is there
    while (!atomic_load(&start->is_known)) raw_wait((const uint32_t *)&start->is_known, 0);
    find_stack(&low, &size);
    shadow_clear(low, size);
    sync_forget(low, size);
    task_start(task, low, size);
    trace_event(task, QEV_RUN, 0, (uint32_t)task->thread_id, 0);
    wait_note_entry(task, (const void *)(uintptr_t)function);
    pthread_setspecific(*end_key(), (void *)(uintptr_t)PTHREAD_DESTRUCTOR_ITERATIONS);
    task_thread.in_runtime--;
    atomic_store(&start->is_started, 1);
    raw_wake((const uint32_t *)&start->is_started, 1);
    void *result = function(argument); // not a tail call: the return address tells the frame
    __asm__ volatile("");
    return result;
}

typedef int CreateThread(void *thread, Start *start, const void *attributes);

// Where nothing is followed: in the child of a process with threads.
static int create_plain(uint64_t *thread, const Start *start, const void *attributes) {
    return REAL(pthread_create)((pthread_t *)thread, attributes, start->function, start->argument);
}

// Both sides wait for each other: the new thread until its handle is known, its creator until its task is there.
static int create_thread(uint64_t *thread, Start *start, const void *attributes, bool is_detached, CreateThread *create,
                         uintptr_t counter) {
    runtime_initialize();
    Task *task = task_current();
    steer_before(task, counter);
    if (task_thread.in_runtime) return create_plain(thread, start, attributes);
    start->task = task_create(task, TASK_THREAD, "pthread", counter);
    start->task->is_detached = is_detached;
    task_enter_call(task);
    int result = create(thread, start, attributes);
    task_leave_call(task);
    if (result) {
        task_abandon(start->task);
        return result;
    }
    start->task->handle = *thread;
    atomic_store(&start->is_known, 1);
    raw_wake((const uint32_t *)&start->is_known, 1);
    while (!atomic_load(&start->is_started)) raw_wait((const uint32_t *)&start->is_started, 0);
    steer_after(task);
    return 0;
}

static int create_posix(void *thread, Start *start, const void *attributes) {
    return REAL(pthread_create)(thread, attributes, thread_start, start);
}

WRAPPER int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*function)(void *),
                           void *argument) {
    Start start = {.function = function, .argument = argument};
    int detached = PTHREAD_CREATE_JOINABLE;
    if (attributes) pthread_attr_getdetachstate(attributes, &detached);
    return create_thread((uint64_t *)thread, &start, attributes, detached == PTHREAD_CREATE_DETACHED, create_posix,
                         CALLER);
}

// C11: glibc makes these threads without pthread_create; thrd_t is its pthread_t, the function returns an int.
static int create_c11(void *thread, Start *start, const void *attributes) {
    (void)attributes;
    return REAL(thrd_create)(thread, (thrd_start_t)(void (*)(void))thread_start, start);
}

WRAPPER int thrd_create(thrd_t *thread, thrd_start_t function, void *argument) {
    Start start = {.function = (void *(*)(void *))(void (*)(void))function, .argument = argument};
    return create_thread((uint64_t *)thread, &start, NULL, false, create_c11, CALLER);
}

WRAPPER int thrd_join(thrd_t thread, int *value) {
    Task *task = task_current();
    Task *joined = task_by_handle("pthread", (uint64_t)thread);
    task_enter_call(task);
    steer_before(task, CALLER);
    int result = REAL(thrd_join)(thread, value);
    steer_after(task);
    task_leave_call(task);
    if (result == thrd_success && joined) task_join(task, joined);
    if (result == thrd_success && value) access_range((uintptr_t)value, sizeof *value, true, CALLER);
    return result;
}

WRAPPER int thrd_detach(thrd_t thread) {
    Task *detached = task_by_handle("pthread", (uint64_t)thread);
    int result = REAL(thrd_detach)(thread);
    if (result == thrd_success && detached) task_detach(detached);
    return result;
}

WRAPPER int pthread_join(pthread_t thread, void **value) {
    Task *task = task_current();
    Task *joined = task_by_handle("pthread", (uint64_t)thread);
    task_enter_call(task);
    steer_before(task, CALLER);
    bool waits = joined && atomic_load(&joined->state) != TASK_ENDED;
    WaitRecord record = {.event = EVENT_JOIN, .kind = OBJECT_TASK, .is_sure = true, .counter = CALLER};
    if (waits) {
        record.target = joined->number + 1;
        wait_begin(task, &record);
    }
    if (waits && trace_is_on()) trace_block_join(task, joined, task_keep_stack(task, CALLER));
    int result = REAL(pthread_join)(thread, value);
    if (waits) wait_end(task, result == 0);
    if (waits && trace_is_on()) trace_resume(task, false);
    steer_after(task);
    task_leave_call(task);
    if (result == 0 && joined) task_join(task, joined);
    if (result == 0 && value) access_range((uintptr_t)value, sizeof *value, true, CALLER);
    return result;
}

WRAPPER int pthread_tryjoin_np(pthread_t thread, void **value) {
    Task *task = task_current();
    Task *joined = task_by_handle("pthread", (uint64_t)thread);
    int result = REAL(pthread_tryjoin_np)(thread, value);
    if (result == 0 && joined) task_join(task, joined);
    return result;
}

WRAPPER int pthread_timedjoin_np(pthread_t thread, void **value, const struct timespec *until) {
    Task *task = task_current();
    Task *joined = task_by_handle("pthread", (uint64_t)thread);
    int result = REAL(pthread_timedjoin_np)(thread, value, until);
    if (result == 0 && joined) task_join(task, joined);
    return result;
}

WRAPPER int pthread_detach(pthread_t thread) {
    Task *detached = task_by_handle("pthread", (uint64_t)thread);
    int result = REAL(pthread_detach)(thread);
    if (result == 0 && detached) task_detach(detached);
    return result;
}

WRAPPER int pthread_setname_np(pthread_t thread, const char *name) {
    Task *task = task_by_handle("pthread", (uint64_t)thread);
    if (pthread_equal(thread, pthread_self())) task = task_thread.thread;
    if (task) task_set_name(task, name);
    return REAL(pthread_setname_np)(thread, name);
}
