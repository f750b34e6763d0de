// SPDX-License-Identifier: MIT
// Dynamic annotations: the calls that programs place themselves to tell a race detector what it cannot see.
#include "abi/access.h"
#include "abi/race.h"
#include "abi/room.h"
#include "sync/locks.h"

#include <string.h>

#define ENTRY __attribute__((visibility("default")))
#define COUNTER ((uintptr_t)__builtin_return_address(0))

// ANNOTATION(name, parameters after file and line) { body with `task` }
#define ANNOTATION(name, ...)                                                                                          \
    ENTRY void name(const char *file, int line, ##__VA_ARGS__);                                                        \
    void name(const char *file __attribute__((unused)), int line __attribute__((unused)), ##__VA_ARGS__)

static Task *annotating(void) {
    if (!runtime_is_ready()) runtime_initialize();
    return task_current();
}

// Where it is begun is told of when the thread ends without having ended it.
static void ignore_begin(bool reads, bool writes, bool sync, uintptr_t counter) {
    Task *task = annotating();
    task_ignore_begin(task, reads, writes, sync);
    task->ignore_stack = task_keep_stack(task, counter);
}

static void lock_kind_is(uintptr_t address) {
    SyncObject *object = sync_get(annotating(), address, OBJECT_READ_WRITE_LOCK, 0);
    object->is_created = true;
}

ANNOTATION(AnnotateHappensBefore, uintptr_t address) {
    sync_release(annotating(), address);
}
ANNOTATION(AnnotateHappensAfter, uintptr_t address) {
    sync_acquire(annotating(), address);
}
ANNOTATION(WTFAnnotateHappensBefore, uintptr_t address) {
    sync_release(annotating(), address);
}
ANNOTATION(WTFAnnotateHappensAfter, uintptr_t address) {
    sync_acquire(annotating(), address);
}
ANNOTATION(AnnotateCondVarSignal, uintptr_t address) {
    (void)address;
}
ANNOTATION(AnnotateCondVarSignalAll, uintptr_t address) {
    (void)address;
}
ANNOTATION(AnnotateCondVarWait, uintptr_t address, uintptr_t lock) {
    (void)address, (void)lock;
}
ANNOTATION(AnnotateMutexIsNotPHB, uintptr_t address) {
    (void)address;
}
ANNOTATION(AnnotateMutexIsUsedAsCondVar, uintptr_t address) {
    (void)address;
}
ANNOTATION(AnnotatePCQGet, uintptr_t address) {
    (void)address;
}
ANNOTATION(AnnotatePCQPut, uintptr_t address) {
    (void)address;
}
ANNOTATION(AnnotatePCQCreate, uintptr_t address) {
    (void)address;
}
ANNOTATION(AnnotatePCQDestroy, uintptr_t address) {
    (void)address;
}
ANNOTATION(AnnotateFlushState) {}
ANNOTATION(AnnotateFlushExpectedRaces) {}
ANNOTATION(AnnotateNoOp, uintptr_t address) {
    (void)address;
}
ANNOTATION(AnnotateTraceMemory, uintptr_t address) {
    (void)address;
}
ANNOTATION(AnnotatePublishMemoryRange, uintptr_t address, uintptr_t size) {
    (void)address, (void)size;
}
ANNOTATION(AnnotateUnpublishMemoryRange, uintptr_t address, uintptr_t size) {
    (void)address, (void)size;
}
ANNOTATION(AnnotateNewMemory, uintptr_t address, uintptr_t size) {
    annotating();
    shadow_clear(address, size);
}

ANNOTATION(AnnotateRWLockCreate, uintptr_t lock) {
    lock_create(annotating(), lock, (LockKind){.kind = OBJECT_READ_WRITE_LOCK}, COUNTER);
}
ANNOTATION(AnnotateRWLockCreateStatic, uintptr_t lock) {
    lock_create(annotating(), lock, (LockKind){.kind = OBJECT_READ_WRITE_LOCK, .is_static = true}, COUNTER);
}
ANNOTATION(AnnotateRWLockDestroy, uintptr_t lock) {
    lock_destroy(annotating(), lock, COUNTER);
}
ANNOTATION(AnnotateRWLockAcquired, uintptr_t lock, uintptr_t is_write) {
    lock_kind_is(lock);
    lock_expect_free(annotating(), lock, COUNTER);
    lock_after(annotating(), lock, OBJECT_READ_WRITE_LOCK, !is_write, false, COUNTER);
}
ANNOTATION(AnnotateRWLockReleased, uintptr_t lock, uintptr_t is_write) {
    lock_kind_is(lock);
    lock_release_mode(annotating(), lock, OBJECT_READ_WRITE_LOCK, !is_write, COUNTER);
}

ANNOTATION(AnnotateIgnoreReadsBegin) {
    ignore_begin(true, false, false, COUNTER);
}
ANNOTATION(AnnotateIgnoreReadsEnd) {
    task_ignore_end(annotating(), true, false, false);
}
ANNOTATION(AnnotateIgnoreWritesBegin) {
    ignore_begin(false, true, false, COUNTER);
}
ANNOTATION(AnnotateIgnoreWritesEnd) {
    task_ignore_end(annotating(), false, true, false);
}
ANNOTATION(AnnotateIgnoreSyncBegin) {
    ignore_begin(false, false, true, COUNTER);
}
ANNOTATION(AnnotateIgnoreSyncEnd) {
    task_ignore_end(annotating(), false, false, true);
}
ANNOTATION(AnnotateEnableRaceDetection, int enable) {
    (void)enable;
}
ANNOTATION(AnnotateThreadName, const char *name) {
    task_set_name(annotating(), name);
}

static void ignore_range(uintptr_t address, size_t size) {
    annotating();
    benign_add(address, size);
}
ANNOTATION(AnnotateBenignRaceSized, uintptr_t address, size_t size, const char *why) {
    (void)why;
    ignore_range(address, size);
}
ANNOTATION(WTFAnnotateBenignRaceSized, uintptr_t address, size_t size, const char *why) {
    (void)why;
    ignore_range(address, size);
}
ANNOTATION(AnnotateBenignRace, uintptr_t address, const char *why) {
    (void)why;
    ignore_range(address, 1);
}
ANNOTATION(AnnotateExpectRace, uintptr_t address, const char *why) {
    (void)why;
    ignore_range(address, 1);
}

ENTRY int RunningOnValgrind(void);
ENTRY double ValgrindSlowdown(void);
ENTRY const char *ThreadSanitizerQuery(const char *what);
int RunningOnValgrind(void) {
    return 0;
}
double ValgrindSlowdown(void) {
    return 10;
}
const char *ThreadSanitizerQuery(const char *what) {
    return strcmp(what, "pure_happens_before") == 0 ? "1" : "0";
}
