// SPDX-License-Identifier: MIT
// POSIX locks, conditions, semaphores, barriers and once: release before the call that lets others go on, acquire after
// the call that waited.
#include "sync/locks.h"
#include "interpose/real.h"
#include "steer/steer.h"
#include "trace/trace.h"
#include "wait/wait.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <string.h>

static LockKind mutex_kind(const pthread_mutexattr_t *attributes) {
    LockKind kind = {.kind = OBJECT_MUTEX};
    int type = PTHREAD_MUTEX_DEFAULT, shared = PTHREAD_PROCESS_PRIVATE;
    if (attributes) {
        pthread_mutexattr_gettype(attributes, &type);
        pthread_mutexattr_getpshared(attributes, &shared);
    }
    kind.is_recursive = type == PTHREAD_MUTEX_RECURSIVE;
    kind.is_shared_with_processes = shared == PTHREAD_PROCESS_SHARED;
    return kind;
}

// The task, when this is the outermost call of it and the runtime is up; NULL otherwise. Every enter has its leave.
static Task *enter_at(uintptr_t counter) {
    if (unlikely(!runtime_is_ready() || task_thread.in_runtime)) return NULL;
    Task *task = task_current();
    if (task_enter_call(task)) {
        steer_before(task, counter);
        return task;
    }
    task_leave_call(task);
    return NULL;
}

#define enter() enter_at(CALLER)

static void leave(Task *task) {
    steer_after(task);
    task_leave_call(task);
}

WRAPPER int pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes) {
    Task *task = enter();
    int result = REAL(pthread_mutex_init)(mutex, attributes);
    if (!task) return result;
    if (result == 0) lock_create(task, (uintptr_t)mutex, mutex_kind(attributes), CALLER);
    leave(task);
    access_range((uintptr_t)mutex, sizeof *mutex, true, CALLER);
    return result;
}

WRAPPER int pthread_mutex_destroy(pthread_mutex_t *mutex) {
    access_range((uintptr_t)mutex, 1, true, CALLER);
    Task *task = enter();
    if (task) lock_destroy(task, (uintptr_t)mutex, CALLER);
    int result = REAL(pthread_mutex_destroy)(mutex);
    if (task) leave(task);
    return result;
}

// The first use of a statically initialised mutex tells whether it may be taken again by its owner.
static void note_static_kind(Task *task, const pthread_mutex_t *mutex) {
    if (sync_find((uintptr_t)mutex)) return;
    SyncObject *object = sync_get(task, (uintptr_t)mutex, OBJECT_MUTEX, 0);
    object->recursion = (mutex->__data.__kind & 3) == PTHREAD_MUTEX_RECURSIVE_NP ? RECURSION_COUNTS : RECURSION_BLOCKS;
    object->is_static = true;
}

static void read_lock_memory(const volatile void *lock, uintptr_t counter) {
    access_lock((uintptr_t)lock, counter);
}

static void begin_wait(Task *task, EventKind event, ObjectKind kind, const volatile void *object, bool is_timed,
                       bool is_shared, uintptr_t counter) {
    WaitRecord record = {.event = (uint8_t)event,
                         .kind = (uint8_t)kind,
                         .is_timed = is_timed,
                         .is_shared = is_shared,
                         .is_sure = event == EVENT_LOCK,
                         .object_count = 1,
                         .objects = {(uintptr_t)object},
                         .counter = counter};
    wait_begin(task, &record);
}

// Whether a lock is taken without waiting is seen by trying it first.
#define LOCK_WAITING(task, kind, is_shared, object, try_call, call)                                                    \
    ({                                                                                                                 \
        int lock_result = (try_call);                                                                                  \
        if (lock_result == EBUSY) {                                                                                    \
            if (trace_is_on())                                                                                         \
                trace_block(task, (is_shared) ? QWAIT_LOCK_SHARED : QWAIT_LOCK, (uintptr_t)(object), false,            \
                            task_keep_stack(task, CALLER));                                                            \
            begin_wait(task, EVENT_LOCK, kind, object, false, is_shared, CALLER);                                      \
            lock_result = (call);                                                                                      \
            wait_end(task, true);                                                                                      \
            trace_resume(task, false);                                                                                 \
        }                                                                                                              \
        lock_result;                                                                                                   \
    })

WRAPPER int pthread_mutex_lock(pthread_mutex_t *mutex) {
    read_lock_memory(mutex, CALLER);
    Task *task = enter();
    if (!task) return REAL(pthread_mutex_lock)(mutex);
    note_static_kind(task, mutex);
    lock_before(task, (uintptr_t)mutex, OBJECT_MUTEX, false, CALLER);
    int result = LOCK_WAITING(task, OBJECT_MUTEX, false, mutex, REAL(pthread_mutex_trylock)(mutex),
                              REAL(pthread_mutex_lock)(mutex));
    if (result == 0 || result == EOWNERDEAD) lock_after(task, (uintptr_t)mutex, OBJECT_MUTEX, false, false, CALLER);
    if (result == EINVAL) lock_invalid(task, (uintptr_t)mutex, CALLER);
    leave(task);
    return result;
}

WRAPPER int pthread_mutex_trylock(pthread_mutex_t *mutex) {
    read_lock_memory(mutex, CALLER);
    Task *task = enter();
    int result = REAL(pthread_mutex_trylock)(mutex);
    if (!task) return result;
    note_static_kind(task, mutex);
    if (result == 0 || result == EOWNERDEAD) lock_after(task, (uintptr_t)mutex, OBJECT_MUTEX, false, true, CALLER);
    leave(task);
    return result;
}

WRAPPER int pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *until) {
    Task *task = enter();
    int result = REAL(pthread_mutex_timedlock)(mutex, until);
    if (!task) return result;
    note_static_kind(task, mutex);
    if (result == 0 || result == EOWNERDEAD) lock_after(task, (uintptr_t)mutex, OBJECT_MUTEX, false, true, CALLER);
    leave(task);
    return result;
}

WRAPPER int pthread_mutex_unlock(pthread_mutex_t *mutex) {
    read_lock_memory(mutex, CALLER);
    Task *task = enter();
    if (!task) return REAL(pthread_mutex_unlock)(mutex);
    lock_release_before(task, (uintptr_t)mutex, OBJECT_MUTEX, CALLER);
    int result = REAL(pthread_mutex_unlock)(mutex);
    leave(task);
    return result;
}

WRAPPER int pthread_rwlock_init(pthread_rwlock_t *lock, const pthread_rwlockattr_t *attributes) {
    Task *task = enter();
    int result = REAL(pthread_rwlock_init)(lock, attributes);
    if (!task) return result;
    if (result == 0) lock_create(task, (uintptr_t)lock, (LockKind){.kind = OBJECT_READ_WRITE_LOCK}, CALLER);
    leave(task);
    access_range((uintptr_t)lock, sizeof *lock, true, CALLER);
    return result;
}

WRAPPER int pthread_rwlock_destroy(pthread_rwlock_t *lock) {
    access_range((uintptr_t)lock, 1, true, CALLER);
    Task *task = enter();
    if (task) lock_destroy(task, (uintptr_t)lock, CALLER);
    int result = REAL(pthread_rwlock_destroy)(lock);
    if (task) leave(task);
    return result;
}

#define READ_WRITE_LOCK(name, is_shared)                                                                               \
    WRAPPER int pthread_rwlock_##name##lock(pthread_rwlock_t *lock) {                                                  \
        read_lock_memory(lock, CALLER);                                                                                \
        Task *task = enter();                                                                                          \
        if (!task) return REAL(pthread_rwlock_##name##lock)(lock);                                                     \
        lock_before(task, (uintptr_t)lock, OBJECT_READ_WRITE_LOCK, is_shared, CALLER);                                 \
        int result =                                                                                                   \
            LOCK_WAITING(task, OBJECT_READ_WRITE_LOCK, is_shared, lock, REAL(pthread_rwlock_try##name##lock)(lock),    \
                         REAL(pthread_rwlock_##name##lock)(lock));                                                     \
        if (result == 0) lock_after(task, (uintptr_t)lock, OBJECT_READ_WRITE_LOCK, is_shared, false, CALLER);          \
        leave(task);                                                                                                   \
        return result;                                                                                                 \
    }                                                                                                                  \
    WRAPPER int pthread_rwlock_try##name##lock(pthread_rwlock_t *lock) {                                               \
        Task *task = enter();                                                                                          \
        int result = REAL(pthread_rwlock_try##name##lock)(lock);                                                       \
        if (!task) return result;                                                                                      \
        if (result == 0) lock_after(task, (uintptr_t)lock, OBJECT_READ_WRITE_LOCK, is_shared, true, CALLER);           \
        leave(task);                                                                                                   \
        return result;                                                                                                 \
    }                                                                                                                  \
    WRAPPER int pthread_rwlock_timed##name##lock(pthread_rwlock_t *lock, const struct timespec *until) {               \
        Task *task = enter();                                                                                          \
        int result = REAL(pthread_rwlock_timed##name##lock)(lock, until);                                              \
        if (!task) return result;                                                                                      \
        if (result == 0) lock_after(task, (uintptr_t)lock, OBJECT_READ_WRITE_LOCK, is_shared, true, CALLER);           \
        leave(task);                                                                                                   \
        return result;                                                                                                 \
    }

READ_WRITE_LOCK(rd, true)
READ_WRITE_LOCK(wr, false)

WRAPPER int pthread_rwlock_unlock(pthread_rwlock_t *lock) {
    read_lock_memory(lock, CALLER);
    Task *task = enter();
    if (!task) return REAL(pthread_rwlock_unlock)(lock);
    lock_release_before(task, (uintptr_t)lock, OBJECT_READ_WRITE_LOCK, CALLER);
    int result = REAL(pthread_rwlock_unlock)(lock);
    leave(task);
    return result;
}

WRAPPER int pthread_spin_init(pthread_spinlock_t *lock, int shared) {
    Task *task = enter();
    int result = REAL(pthread_spin_init)(lock, shared);
    if (!task) return result;
    if (result == 0) lock_create(task, (uintptr_t)lock, (LockKind){.kind = OBJECT_MUTEX}, CALLER);
    leave(task);
    return result;
}

WRAPPER int pthread_spin_destroy(pthread_spinlock_t *lock) {
    Task *task = enter();
    if (task) lock_destroy(task, (uintptr_t)lock, CALLER);
    int result = REAL(pthread_spin_destroy)(lock);
    if (task) leave(task);
    return result;
}

WRAPPER int pthread_spin_lock(pthread_spinlock_t *lock) {
    read_lock_memory(lock, CALLER);
    Task *task = enter();
    if (!task) return REAL(pthread_spin_lock)(lock);
    lock_before(task, (uintptr_t)lock, OBJECT_MUTEX, false, CALLER);
    int result = REAL(pthread_spin_lock)(lock);
    if (result == 0) lock_after(task, (uintptr_t)lock, OBJECT_MUTEX, false, false, CALLER);
    leave(task);
    return result;
}

WRAPPER int pthread_spin_trylock(pthread_spinlock_t *lock) {
    Task *task = enter();
    int result = REAL(pthread_spin_trylock)(lock);
    if (!task) return result;
    if (result == 0) lock_after(task, (uintptr_t)lock, OBJECT_MUTEX, false, true, CALLER);
    leave(task);
    return result;
}

WRAPPER int pthread_spin_unlock(pthread_spinlock_t *lock) {
    Task *task = enter();
    if (!task) return REAL(pthread_spin_unlock)(lock);
    lock_release_before(task, (uintptr_t)lock, OBJECT_MUTEX, CALLER);
    int result = REAL(pthread_spin_unlock)(lock);
    leave(task);
    return result;
}

// Waiting ends by cancellation, too: the mutex is then held again while cleanup handlers run.
typedef struct CondWait {
    Task *task;
    uintptr_t mutex, counter;
    uint32_t count;
} CondWait;

static void end_wait(void *context) {
    CondWait *wait = context;
    wait_end(wait->task, false);
    lock_restore(wait->task, wait->mutex, wait->count, wait->counter);
    leave(wait->task);
}

#define CONDITION_WAIT(is_timed, call)                                                                                 \
    CondWait wait = {enter(), (uintptr_t)mutex, CALLER, 0};                                                            \
    int result;                                                                                                        \
    if (!wait.task) return call;                                                                                       \
    wait.count = lock_release_all(wait.task, (uintptr_t)mutex, CALLER);                                                \
    if (trace_is_on())                                                                                                 \
        trace_block(wait.task, QWAIT_CONDITION, (uintptr_t)condition, false, task_keep_stack(wait.task, CALLER));      \
    begin_wait(wait.task, EVENT_WAIT, OBJECT_CONDITION, condition, is_timed, false, CALLER);                           \
    pthread_cleanup_push(end_wait, &wait);                                                                             \
    result = call;                                                                                                     \
    trace_resume(wait.task, result == ETIMEDOUT);                                                                      \
    pthread_cleanup_pop(0);                                                                                            \
    wait_end(wait.task, result == 0);                                                                                  \
    lock_restore(wait.task, (uintptr_t)mutex, wait.count, CALLER);                                                     \
    if (result == 0) sync_acquire(wait.task, (uintptr_t)condition);                                                    \
    leave(wait.task);                                                                                                  \
    return result

WRAPPER int pthread_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes) {
    access_range((uintptr_t)condition, sizeof *condition, true, CALLER);
    return REAL_VERSION(pthread_cond_init, "GLIBC_2.3.2")(condition, attributes);
}

WRAPPER int pthread_cond_destroy(pthread_cond_t *condition) {
    access_range((uintptr_t)condition, sizeof *condition, true, CALLER);
    Task *task = enter();
    if (task) sync_destroy(task, (uintptr_t)condition);
    int result = REAL_VERSION(pthread_cond_destroy, "GLIBC_2.3.2")(condition);
    if (task) leave(task);
    return result;
}

WRAPPER int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex) {
    access_range((uintptr_t)condition, sizeof *condition, false, CALLER);
    CONDITION_WAIT(false, REAL_VERSION(pthread_cond_wait, "GLIBC_2.3.2")(condition, mutex));
}

WRAPPER int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *until) {
    access_range((uintptr_t)condition, sizeof *condition, false, CALLER);
    CONDITION_WAIT(true, REAL_VERSION(pthread_cond_timedwait, "GLIBC_2.3.2")(condition, mutex, until));
}

WRAPPER int pthread_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex, clockid_t clock,
                                   const struct timespec *until) {
    access_range((uintptr_t)condition, sizeof *condition, false, CALLER);
    CONDITION_WAIT(true, REAL(pthread_cond_clockwait)(condition, mutex, clock, until));
}

// A signal alone orders nothing that the mutex does not; it is the waiter's predicate that counts. Programs that signal
// without the mutex and rely on it are racy in the memory model as well.
WRAPPER int pthread_cond_signal(pthread_cond_t *condition) {
    access_range((uintptr_t)condition, sizeof *condition, false, CALLER);
    Task *task = enter();
    if (task) trace_event(task, QEV_NOTIFY, (uintptr_t)condition, 0, trace_place(CALLER));
    int result = REAL_VERSION(pthread_cond_signal, "GLIBC_2.3.2")(condition);
    if (task) leave(task);
    return result;
}

WRAPPER int pthread_cond_broadcast(pthread_cond_t *condition) {
    access_range((uintptr_t)condition, sizeof *condition, false, CALLER);
    Task *task = enter();
    if (task) trace_event(task, QEV_NOTIFY, (uintptr_t)condition, 0, trace_place(CALLER));
    int result = REAL_VERSION(pthread_cond_broadcast, "GLIBC_2.3.2")(condition);
    if (task) leave(task);
    return result;
}

// Everything done before the last arrival happens before everything after any departure.
WRAPPER int pthread_barrier_init(pthread_barrier_t *barrier, const pthread_barrierattr_t *attributes, unsigned count) {
    access_range((uintptr_t)barrier, sizeof *barrier, true, CALLER);
    return REAL(pthread_barrier_init)(barrier, attributes, count);
}

WRAPPER int pthread_barrier_destroy(pthread_barrier_t *barrier) {
    access_range((uintptr_t)barrier, sizeof *barrier, true, CALLER);
    Task *task = enter();
    int result = REAL(pthread_barrier_destroy)(barrier);
    if (!task) return result;
    sync_destroy(task, (uintptr_t)barrier);
    leave(task);
    return result;
}

WRAPPER int pthread_barrier_wait(pthread_barrier_t *barrier) {
    access_range((uintptr_t)barrier, 1, false, CALLER);
    Task *task = enter();
    if (!task) return REAL(pthread_barrier_wait)(barrier);
    sync_release(task, (uintptr_t)barrier);
    if (trace_is_on()) trace_block(task, QWAIT_BARRIER, (uintptr_t)barrier, false, task_keep_stack(task, CALLER));
    begin_wait(task, EVENT_BARRIER, OBJECT_BARRIER, barrier, false, false, CALLER);
    int result = REAL(pthread_barrier_wait)(barrier);
    wait_end(task, true);
    trace_resume(task, false);
    leave(task);
    access_range((uintptr_t)barrier, 1, false, CALLER); // others may destroy it only after this
    task_enter_call(task);
    if (result == 0 || result == PTHREAD_BARRIER_SERIAL_THREAD) sync_acquire(task, (uintptr_t)barrier);
    leave(task);
    return result;
}

WRAPPER int sem_init(sem_t *semaphore, int shared, unsigned value) {
    Task *task = enter();
    int result = REAL(sem_init)(semaphore, shared, value);
    if (!task) return result;
    sync_destroy(task, (uintptr_t)semaphore);
    trace_object(QOBJECT_SEMAPHORE, (uintptr_t)semaphore, QTRACE_UNBOUNDED, "", trace_place(CALLER));
    if (shared) sync_get(task, (uintptr_t)semaphore, OBJECT_SEMAPHORE, CALLER)->is_shared_with_processes = true;
    leave(task);
    return result;
}

WRAPPER int sem_destroy(sem_t *semaphore) {
    Task *task = enter();
    int result = REAL(sem_destroy)(semaphore);
    if (!task) return result;
    sync_destroy(task, (uintptr_t)semaphore);
    leave(task);
    return result;
}

static bool sem_is_empty(sem_t *semaphore) {
    int count = 0;
    return sem_getvalue(semaphore, &count) == 0 && count <= 0;
}

// A semaphore is a channel without data: post sends, wait receives.
static void trace_semaphore(Task *task, TraceEventKind kind, sem_t *semaphore, uintptr_t counter) {
    int count = 0;
    if (!trace_is_on() || sem_getvalue(semaphore, &count)) return;
    trace_event(task, kind, (uintptr_t)semaphore, count > 0 ? (uint32_t)count : 0, trace_place(counter));
}

WRAPPER int sem_post(sem_t *semaphore) {
    Task *task = enter();
    if (task) sync_release(task, (uintptr_t)semaphore);
    int result = REAL(sem_post)(semaphore);
    if (task) trace_semaphore(task, QEV_SEND, semaphore, CALLER);
    if (task) leave(task);
    return result;
}

#define SEMAPHORE_WAIT(call, is_timed)                                                                                 \
    Task *task = enter();                                                                                              \
    bool waits = task && trace_is_on() && sem_is_empty(semaphore);                                                     \
    if (waits) trace_block(task, QWAIT_SEMAPHORE, (uintptr_t)semaphore, is_timed, task_keep_stack(task, CALLER));      \
    int result = call;                                                                                                 \
    if (waits) trace_resume(task, result != 0 && errno == ETIMEDOUT);                                                  \
    if (!task) return result;                                                                                          \
    if (result == 0) trace_semaphore(task, QEV_RECEIVE, semaphore, CALLER);                                            \
    if (result == 0) sync_acquire(task, (uintptr_t)semaphore);                                                         \
    leave(task);                                                                                                       \
    return result

// Blocks only when the count is zero, so that is tried first.
static int wait_for_semaphore(Task *task, sem_t *semaphore, uintptr_t counter) {
    int error = errno;
    if (!task) return REAL(sem_wait)(semaphore);
    if (REAL(sem_trywait)(semaphore) == 0) return 0;
    errno = error;
    begin_wait(task, EVENT_ACQUIRE, OBJECT_SEMAPHORE, semaphore, false, false, counter);
    int result = REAL(sem_wait)(semaphore);
    wait_end(task, result == 0);
    return result;
}

WRAPPER int sem_wait(sem_t *semaphore) {
    SEMAPHORE_WAIT(wait_for_semaphore(task, semaphore, CALLER), false);
}
WRAPPER int sem_trywait(sem_t *semaphore) {
    Task *task = enter();
    int result = REAL(sem_trywait)(semaphore);
    if (!task) return result;
    if (result == 0) trace_semaphore(task, QEV_RECEIVE, semaphore, CALLER);
    if (result == 0) sync_acquire(task, (uintptr_t)semaphore);
    leave(task);
    return result;
}
WRAPPER int sem_timedwait(sem_t *semaphore, const struct timespec *until) {
    SEMAPHORE_WAIT(REAL(sem_timedwait)(semaphore, until), true);
}

// The function runs as the program's own code, inside the call.
typedef struct OnceCall {
    void (*function)(void);
    uintptr_t once;
} OnceCall;

static OnceCall *once_call(void) {
    static _Thread_local OnceCall call __attribute__((tls_model("initial-exec")));
    return &call;
}

static TASK_TRAMPOLINE void once_run(void) {
    OnceCall call = *once_call();
    Task *task = task_current();
    uint32_t depth = task_pause_call(task);
    call.function();
    task_resume_call(task, depth);
    sync_release(task, call.once);
}

WRAPPER int pthread_once(pthread_once_t *once, void (*function)(void)) {
    Task *task = enter();
    if (!task) return REAL(pthread_once)(once, function);
    OnceCall outer = *once_call();
    *once_call() = (OnceCall){function, (uintptr_t)once};
    int result = REAL(pthread_once)(once, once_run);
    *once_call() = outer;
    sync_acquire(task, (uintptr_t)once);
    leave(task);
    return result;
}
