// SPDX-License-Identifier: MIT
// ThreadSanitizer's public interface (sanitizer/tsan_interface.h): locks of the program's own making, fibers, orders by
// address, and barriers for tests that order nothing.
#include "abi/access.h"
#include "abi/room.h"
#include "sync/locks.h"

#define ENTRY __attribute__((visibility("default")))
#define COUNTER ((uintptr_t)__builtin_return_address(0))

ENTRY void __tsan_acquire(void *address);
ENTRY void __tsan_release(void *address);
void __tsan_acquire(void *address) {
    sync_acquire(task_current(), (uintptr_t)address);
}
void __tsan_release(void *address) {
    sync_release(task_current(), (uintptr_t)address);
}

// Flags of tsan_interface.h.
enum {
    MUTEX_LINKER_INIT = 1 << 0,
    MUTEX_WRITE_REENTRANT = 1 << 1,
    MUTEX_READ_REENTRANT = 1 << 2,
    MUTEX_READ_LOCK = 1 << 3,
    MUTEX_TRY_LOCK = 1 << 4,
    MUTEX_TRY_LOCK_FAILED = 1 << 5,
    MUTEX_RECURSIVE_LOCK = 1 << 6,
    MUTEX_RECURSIVE_UNLOCK = 1 << 7,
    MUTEX_NOT_STATIC = 1 << 8,
};

ENTRY void __tsan_mutex_create(void *lock, unsigned flags);
ENTRY void __tsan_mutex_destroy(void *lock, unsigned flags);
ENTRY void __tsan_mutex_pre_lock(void *lock, unsigned flags);
ENTRY void __tsan_mutex_post_lock(void *lock, unsigned flags, int count);
ENTRY int __tsan_mutex_pre_unlock(void *lock, unsigned flags);
ENTRY void __tsan_mutex_post_unlock(void *lock, unsigned flags);
ENTRY void __tsan_mutex_pre_signal(void *lock, unsigned flags);
ENTRY void __tsan_mutex_post_signal(void *lock, unsigned flags);
ENTRY void __tsan_mutex_pre_divert(void *lock, unsigned flags);
ENTRY void __tsan_mutex_post_divert(void *lock, unsigned flags);

// Between pre and post the lock's own code runs, which nothing is known about: neither accesses nor orders count.
static void enter_lock_code(Task *task) {
    task_ignore_begin(task, true, true, true);
}
static void leave_lock_code(Task *task) {
    task_ignore_end(task, true, true, true);
}

void __tsan_mutex_create(void *lock, unsigned flags) {
    LockKind kind = {.kind = OBJECT_READ_WRITE_LOCK,
                     .is_recursive = flags & MUTEX_WRITE_REENTRANT,
                     .is_static = (flags & MUTEX_LINKER_INIT) != 0};
    lock_create(task_current(), (uintptr_t)lock, kind, COUNTER);
}

void __tsan_mutex_destroy(void *lock, unsigned flags) {
    (void)flags;
    lock_destroy(task_current(), (uintptr_t)lock, COUNTER);
}

void __tsan_mutex_pre_lock(void *lock, unsigned flags) {
    Task *task = task_current();
    if (!(flags & MUTEX_TRY_LOCK))
        lock_before(task, (uintptr_t)lock, OBJECT_READ_WRITE_LOCK, flags & MUTEX_READ_LOCK, COUNTER);
    enter_lock_code(task);
}

void __tsan_mutex_post_lock(void *lock, unsigned flags, int count) {
    Task *task = task_current();
    leave_lock_code(task);
    if (flags & MUTEX_TRY_LOCK_FAILED) return;
    int times = flags & MUTEX_RECURSIVE_LOCK && count > 0 ? count : 1;
    for (int i = 0; i < times; i++)
        lock_after(task, (uintptr_t)lock, OBJECT_READ_WRITE_LOCK, flags & MUTEX_READ_LOCK, flags & MUTEX_TRY_LOCK,
                   COUNTER);
}

int __tsan_mutex_pre_unlock(void *lock, unsigned flags) {
    Task *task = task_current();
    int count = 1;
    if (flags & MUTEX_RECURSIVE_UNLOCK)
        count = (int)lock_release_all(task, (uintptr_t)lock, COUNTER);
    else
        lock_release_mode(task, (uintptr_t)lock, OBJECT_READ_WRITE_LOCK, flags & MUTEX_READ_LOCK, COUNTER);
    enter_lock_code(task);
    return count;
}

void __tsan_mutex_post_unlock(void *lock, unsigned flags) {
    (void)lock, (void)flags;
    leave_lock_code(task_current());
}

void __tsan_mutex_pre_signal(void *lock, unsigned flags) {
    (void)lock, (void)flags;
    enter_lock_code(task_current());
}

void __tsan_mutex_post_signal(void *lock, unsigned flags) {
    (void)lock, (void)flags;
    leave_lock_code(task_current());
}

// The lock's code calls out (a condition, another lock): what happens there counts again.
void __tsan_mutex_pre_divert(void *lock, unsigned flags) {
    (void)lock, (void)flags;
    leave_lock_code(task_current());
}

void __tsan_mutex_post_divert(void *lock, unsigned flags) {
    (void)lock, (void)flags;
    enter_lock_code(task_current());
}

// Fibers: the program says itself what runs, so their region is everything.
enum { FIBER_NO_ORDER = 1 };

ENTRY void *__tsan_get_current_fiber(void);
ENTRY void *__tsan_create_fiber(unsigned flags);
ENTRY void __tsan_destroy_fiber(void *fiber);
ENTRY void __tsan_switch_to_fiber(void *fiber, unsigned flags);
ENTRY void __tsan_set_fiber_name(void *fiber, const char *name);

void *__tsan_get_current_fiber(void) {
    return task_current();
}

void *__tsan_create_fiber(unsigned flags) {
    (void)flags;
    Task *task = task_create(task_current(), TASK_FIBER, "fiber", COUNTER);
    task->is_detached = true;
    return task;
}

void __tsan_switch_to_fiber(void *fiber, unsigned flags) {
    Task *from = task_current(), *to = fiber;
    if (!(flags & FIBER_NO_ORDER)) sync_release(from, (uintptr_t)to);
    // A thread that switches away is itself a fiber from now on: hooks say when it runs again.
    if (from->kind == TASK_THREAD) task_set_region(from, 0, SIZE_MAX);
    if (atomic_load(&to->state) == TASK_CREATED)
        task_start(to, 0, SIZE_MAX);
    else
        task_make_current(to);
    if (!(flags & FIBER_NO_ORDER)) sync_acquire(to, (uintptr_t)to);
}

void __tsan_destroy_fiber(void *fiber) {
    Task *task = fiber;
    sync_forget((uintptr_t)task, 1);
    task_end(task);
}

void __tsan_set_fiber_name(void *fiber, const char *name) {
    task_set_name(fiber, name);
}

// Barriers for tests, one word: how many must arrive in the lower half; in the upper, arrivals modulo twice that.
ENTRY void __tsan_testonly_barrier_init(uint32_t *barrier, unsigned count);
ENTRY void __tsan_testonly_barrier_wait(uint32_t *barrier);
ENTRY unsigned long __tsan_testonly_shadow_stack_current_size(void);
ENTRY void __tsan_flush_memory(void);

void __tsan_testonly_barrier_init(uint32_t *barrier, unsigned count) {
    *barrier = count & 0xffff;
}

static bool barrier_phase(uint32_t word) {
    return (word >> 16) >= (word & 0xffff);
}

void __tsan_testonly_barrier_wait(uint32_t *barrier) {
    uint32_t before = __atomic_load_n(barrier, __ATOMIC_RELAXED), after;
    do {
        uint32_t count = before & 0xffff;
        after = ((before >> 16) + 1) % (2 * count) << 16 | count;
    } while (!__atomic_compare_exchange_n(barrier, &before, after, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
    if (barrier_phase(after) != barrier_phase(before)) {
        raw_wake(barrier, 1 << 30);
        return;
    }
    for (;;) {
        uint32_t now = __atomic_load_n(barrier, __ATOMIC_RELAXED);
        if (barrier_phase(now) != barrier_phase(before)) return;
        raw_wait(barrier, now);
    }
}

unsigned long __tsan_testonly_shadow_stack_current_size(void) {
    const Task *task = task_current();
    return (unsigned long)(task->call_top - task->calls);
}

void __tsan_flush_memory(void) {}
