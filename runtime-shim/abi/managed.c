// SPDX-License-Identifier: MIT
// Runtimes with a heap of their own whose collector moves objects (ThreadSanitizer's __tsan_java_… calls; the program
// makes them while nothing else touches the objects). A moved object takes what is known about its accesses and its
// locks along. Stacks of accesses before the move are found by the old address only, so races with them are lost.
#include "abi/access.h"
#include "abi/room.h"
#include "base/memory.h"
#include "sync/locks.h"

#define ENTRY __attribute__((visibility("default")))
#define COUNTER ((uintptr_t)__builtin_return_address(0))

enum { UNIT = 8 }; // objects begin at multiples of it and have sizes that are

struct ManagedHeap {
    uintptr_t low;
    size_t size;
    uint64_t *sizes; // of the object that begins at each unit; 0: none
};

static struct ManagedHeap *heap(void) {
    return ((AbiRoom *)runtime.abi)->managed;
}

static uint64_t *size_at(uintptr_t address) {
    return &heap()->sizes[(address - heap()->low) / UNIT];
}

static bool is_inside(uintptr_t address, size_t size) {
    return heap() && address - heap()->low <= heap()->size && size <= heap()->size - (address - heap()->low);
}

ENTRY void __tsan_java_preinit(const char *path);
ENTRY void __tsan_java_init(uintptr_t low, size_t size);
ENTRY int __tsan_java_fini(void);
void __tsan_java_preinit(const char *path) {
    (void)path;
}
void __tsan_java_init(uintptr_t low, size_t size) {
    runtime_initialize();
    struct ManagedHeap *managed = memory_allocate(sizeof *managed);
    managed->low = low;
    managed->size = size;
    managed->sizes = raw_map(NULL, (size / UNIT + 1) * sizeof *managed->sizes);
    if (!managed->sizes) runtime_fail("out of memory");
    AbiRoom *room = runtime.abi;
    room->managed = managed;
}
int __tsan_java_fini(void) {
    return runtime.counters.reports ? (int)runtime.options.exitcode : 0;
}

ENTRY void __tsan_java_alloc(uintptr_t address, size_t size);
ENTRY void __tsan_java_free(uintptr_t address, size_t size);
ENTRY uintptr_t __tsan_java_find(uintptr_t *from, uintptr_t to);
ENTRY void __tsan_java_move(uintptr_t from, uintptr_t to, size_t size);
void __tsan_java_alloc(uintptr_t address, size_t size) {
    if (!is_inside(address, size)) return;
    shadow_clear(address, size);
    *size_at(address) = size;
}

void __tsan_java_free(uintptr_t address, size_t size) {
    if (!is_inside(address, size)) return;
    sync_forget(address, size);
    for (uintptr_t at = address; at < address + size; at += UNIT) *size_at(at) = 0;
}

uintptr_t __tsan_java_find(uintptr_t *from, uintptr_t to) {
    for (uintptr_t at = *from; at < to && is_inside(at, UNIT); at += UNIT) {
        if (!*size_at(at)) continue;
        *from = at;
        return *size_at(at);
    }
    return 0;
}

// The ranges may overlap.
static void move_unit(uintptr_t from, uintptr_t to) {
    Cell *source = shadow_of(from), *target = shadow_of(to);
    for (int i = 0; i < CELLS; i++) {
        __atomic_store_n(&target[i], source[i], __ATOMIC_RELAXED);
        __atomic_store_n(&source[i], 0, __ATOMIC_RELAXED);
    }
    *size_at(to) = *size_at(from);
    *size_at(from) = 0;
}

void __tsan_java_move(uintptr_t from, uintptr_t to, size_t size) {
    if (!is_inside(from, size) || !is_inside(to, size) || from == to) return;
    size_t units = size / UNIT;
    for (size_t i = 0; i < units; i++) {
        size_t unit = from < to ? units - 1 - i : i;
        move_unit(from + unit * UNIT, to + unit * UNIT);
    }
    sync_move(from, to, size);
}

// What every task did so far happens before what this one does next.
ENTRY void __tsan_java_finalize(void);
void __tsan_java_finalize(void) {
    task_acquire_all(task_current());
}

ENTRY void __tsan_java_mutex_lock(uintptr_t lock);
ENTRY void __tsan_java_mutex_unlock(uintptr_t lock);
ENTRY void __tsan_java_mutex_read_lock(uintptr_t lock);
ENTRY void __tsan_java_mutex_read_unlock(uintptr_t lock);
ENTRY void __tsan_java_mutex_lock_rec(uintptr_t lock, int count);
ENTRY int __tsan_java_mutex_unlock_rec(uintptr_t lock);

// Monitors can be taken again by their owner.
static void note_monitor(Task *task, uintptr_t lock, uintptr_t counter) {
    SyncObject *object = sync_get(task, lock, OBJECT_READ_WRITE_LOCK, counter);
    object->recursion = RECURSION_COUNTS;
    object->is_static = true;
}

static void lock_times(uintptr_t lock, int count, bool is_shared, uintptr_t counter) {
    Task *task = task_current();
    note_monitor(task, lock, counter);
    lock_before(task, lock, OBJECT_READ_WRITE_LOCK, is_shared, counter);
    for (int i = 0; i < count; i++) lock_after(task, lock, OBJECT_READ_WRITE_LOCK, is_shared, false, counter);
}

void __tsan_java_mutex_lock(uintptr_t lock) {
    lock_times(lock, 1, false, COUNTER);
}
void __tsan_java_mutex_read_lock(uintptr_t lock) {
    lock_times(lock, 1, true, COUNTER);
}
void __tsan_java_mutex_lock_rec(uintptr_t lock, int count) {
    lock_times(lock, count, false, COUNTER);
}
void __tsan_java_mutex_unlock(uintptr_t lock) {
    lock_release_mode(task_current(), lock, OBJECT_READ_WRITE_LOCK, false, COUNTER);
}
void __tsan_java_mutex_read_unlock(uintptr_t lock) {
    lock_release_mode(task_current(), lock, OBJECT_READ_WRITE_LOCK, true, COUNTER);
}
int __tsan_java_mutex_unlock_rec(uintptr_t lock) {
    return (int)lock_release_all(task_current(), lock, COUNTER);
}

ENTRY void __tsan_java_acquire(uintptr_t address);
ENTRY void __tsan_java_release(uintptr_t address);
ENTRY void __tsan_java_release_store(uintptr_t address);
void __tsan_java_acquire(uintptr_t address) {
    sync_acquire(task_current(), address);
}
void __tsan_java_release(uintptr_t address) {
    sync_release(task_current(), address);
}
void __tsan_java_release_store(uintptr_t address) {
    sync_release_store(task_current(), address);
}
