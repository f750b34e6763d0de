// SPDX-License-Identifier: MIT
// Random streams of events (accesses of mixed size and place, locks, atomics of all orders, fences, spawns, joins) go
// through the detector and through the model of model.h. Every race reported must be one of the model's, and the first
// race on each address must be reported.
//
// Deliberate exceptions, counted and bounded below:
//   evicted   four cells stand at a granule already; after one was evicted there, silence about the granule is allowed
//
//   forgotten when all epochs of all slots are used up everything is forgotten (task/slot.h): some tasks use up theirs
//   on
//             purpose; until the end of such a stream silence is allowed
//
//   happens_before_test FIRST COUNT: seeds FIRST … (default 1, 25000)
#include "proof/model.h"
#include "shadow/cell.h"
#include "shadow/shadow.h"
#include "sync/atomic.h"
#include "sync/locks.h"
#include "sync/sync.h"
#include "task/slot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum Action {
    ACTION_ACCESS,
    ACTION_LOCK,
    ACTION_UNLOCK,
    ACTION_LOAD,
    ACTION_STORE,
    ACTION_UPDATE,
    ACTION_FENCE,
    ACTION_SPAWN,
    ACTION_JOIN
} Action;

typedef struct Stream {
    uint64_t random;
    uint64_t seed;
    Model model;
    Task *tasks[MODEL_TASKS];
    bool is_running[MODEL_TASKS], was_joined[MODEL_TASKS];
    int task_count;
    int holder[MODEL_OBJECTS], readers[MODEL_OBJECTS]; // holder: task, -1 free; readers: bits of tasks
    uint64_t resets;                                   // of everything, when the stream began
    bool is_told[MODEL_BYTES / 8], has_evicted[MODEL_BYTES / 8];
    int wrong;
} Stream;

typedef struct Totals {
    long streams, races, evictions, allowed_by_eviction, allowed_by_reset, accesses;
} Totals;

static unsigned pick(Stream *stream, unsigned below) {
    stream->random = stream->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(stream->random >> 33) % below;
}

static uintptr_t object_address(int object) {
    return 0x7e0000000000 + (uintptr_t)object * 64;
}

// Static, because the room calls it without context.
static Cell shadow_cells[MODEL_BYTES / 8][CELLS] __attribute__((aligned(16)));

static void clear_cells(void) {
    memset(shadow_cells, 0, sizeof shadow_cells);
}

static void complain(Stream *stream, const char *what, int event) {
    if (stream->wrong++ < 3) printf("seed %lu, event %d: %s\n", (unsigned long)stream->seed, event, what);
}

// Only while nothing was told about a granule: what comes after its first race is not compared.
static void do_access(Stream *stream, int task, Totals *totals) {
    bool is_write = pick(stream, 2), is_atomic = pick(stream, 6) == 0;
    int size = 1 << pick(stream, 4), first = (int)pick(stream, MODEL_BYTES - 8);
    if (is_atomic || pick(stream, 3)) first &= ~(size - 1);
    if (first / 8 != (first + size - 1) / 8) size = 8 - first % 8; // one granule, as the entry points cut it
    int event = model_access(&stream->model, task, first, first + size, is_write, is_atomic);
    if (event == MODEL_EVENTS) return;
    int granule = first / 8;
    Cell how = ((1u << size) - 1) << first % 8 | (is_write ? 0 : CELL_READ) | (is_atomic ? CELL_ATOMIC : 0);
    Task *runner = stream->tasks[task];
    totals->accesses++;
    task_lock_clock(runner); // an access of a task whose slot is spent takes another one first
    task_unlock_clock(runner);
    CellOutcome outcome = {0};
    if (!cell_is_repeated(shadow_cells[granule], runner->cell, how))
        outcome = cell_check(shadow_cells[granule], runner->cell | how, &runner->clock, (uint32_t)event);
    totals->evictions += outcome.has_evicted;
    stream->has_evicted[granule] |= outcome.has_evicted;
    bool is_race = model_has_race(&stream->model, event);
    if (outcome.race && !is_race) complain(stream, "reported, but ordered", event);
    if (!stream->is_told[granule] && is_race && !outcome.race) {
        if (stream->resets != runtime.counters.clock_resets)
            totals->allowed_by_reset++;
        else if (stream->has_evicted[granule])
            totals->allowed_by_eviction++;
        else
            complain(stream, "the first race at an address is not reported", event);
    }
    stream->is_told[granule] |= is_race;
    totals->races += outcome.race != 0;
}

static void do_lock(Stream *stream, int task) {
    int object = (int)pick(stream, 3);
    bool is_shared = pick(stream, 3) == 0;
    bool is_free = stream->holder[object] < 0 && (is_shared || !stream->readers[object]);
    if (!is_free || stream->readers[object] >> task & 1) return;
    lock_after(stream->tasks[task], object_address(object), OBJECT_READ_WRITE_LOCK, is_shared, true, 1);
    model_lock(&stream->model, task, object, is_shared);
    if (is_shared)
        stream->readers[object] |= 1 << task;
    else
        stream->holder[object] = task;
}

static void do_unlock(Stream *stream, int task) {
    for (int object = 0; object < 3; object++) {
        bool is_shared = stream->readers[object] >> task & 1;
        if (stream->holder[object] != task && !is_shared) continue;
        model_unlock(&stream->model, task, object, is_shared);
        lock_release_before(stream->tasks[task], object_address(object), OBJECT_READ_WRITE_LOCK, 1);
        stream->readers[object] &= ~(1 << task);
        if (!is_shared) stream->holder[object] = -1;
        return;
    }
}

static void do_atomic(Stream *stream, int task, Action action) {
    static const int load_orders[] = {0, 1, 2, 5}, store_orders[] = {0, 3, 5};
    int object = 3 + (int)pick(stream, MODEL_OBJECTS - 3);
    AtomicKind kind = action == ACTION_LOAD ? ATOMIC_LOAD : action == ACTION_STORE ? ATOMIC_STORE : ATOMIC_UPDATE;
    int order = kind == ATOMIC_LOAD    ? load_orders[pick(stream, 4)]
                : kind == ATOMIC_STORE ? store_orders[pick(stream, 3)]
                                       : (int)pick(stream, 6);
    Atomic atomic = sync_atomic_begin(stream->tasks[task], object_address(object), kind, order);
    sync_atomic_acquire(&atomic, order);
    sync_atomic_end(&atomic, order);
    if (kind == ATOMIC_LOAD) model_load(&stream->model, task, object, order);
    if (kind == ATOMIC_STORE) model_store(&stream->model, task, object, order);
    if (kind == ATOMIC_UPDATE) model_update(&stream->model, task, object, order);
}

static void do_fence(Stream *stream, int task) {
    int order = 2 + (int)pick(stream, 4);
    sync_fence(stream->tasks[task], order);
    model_fence(&stream->model, task, order);
}

// Uses up what is left of the slot's epochs, so that the next synchronisation finds another slot.
static void spend_slot(Stream *stream, int task) {
    for (int i = 0; i <= EPOCH_LAST; i++) sync_release(stream->tasks[task], object_address(MODEL_OBJECTS));
}

static void do_spawn(Stream *stream, int task) {
    if (stream->task_count == (stream->seed % 2 ? MODEL_TASKS : 3)) return;
    int child = stream->task_count++;
    stream->tasks[child] = task_create(stream->tasks[task], TASK_FIBER, "test", 1);
    task_start(stream->tasks[child], 0, SIZE_MAX);
    stream->is_running[child] = true;
    model_spawn(&stream->model, task, child);
}

static bool holds_nothing(const Stream *stream, int task) {
    for (int object = 0; object < 3; object++)
        if (stream->holder[object] == task || stream->readers[object] >> task & 1) return false;
    return true;
}

static void do_join(Stream *stream, int task) {
    int child = (int)pick(stream, (unsigned)stream->task_count);
    if (child == task || child == 0 || !stream->is_running[child] || !holds_nothing(stream, child)) return;
    task_end(stream->tasks[child]);
    stream->is_running[child] = false;
    task_join(stream->tasks[task], stream->tasks[child]);
    model_join(&stream->model, task, child);
}

static void step(Stream *stream, bool with_fences, Totals *totals) {
    int task = (int)pick(stream, (unsigned)stream->task_count);
    if (!stream->is_running[task]) return;
    unsigned choice = pick(stream, 100);
    if (stream->seed % 64 == 0 && pick(stream, 40) == 0) spend_slot(stream, task);
    // Every third stream is mostly accesses, the others mostly order: races must not hide all that follows them.
    static const unsigned char shares[3][8] = {
        {55, 65, 75, 80, 85, 89, 92, 97}, {20, 35, 50, 65, 78, 88, 91, 96}, {15, 20, 25, 50, 72, 88, 93, 98}};
    const unsigned char *share = shares[stream->seed % 3];
    if (choice < share[0])
        do_access(stream, task, totals);
    else if (choice < share[1])
        do_lock(stream, task);
    else if (choice < share[2])
        do_unlock(stream, task);
    else if (choice < share[3])
        do_atomic(stream, task, ACTION_LOAD);
    else if (choice < share[4])
        do_atomic(stream, task, ACTION_STORE);
    else if (choice < share[5])
        do_atomic(stream, task, ACTION_UPDATE);
    else if (choice < share[6] && with_fences)
        do_fence(stream, task);
    else if (choice < share[7])
        do_spawn(stream, task);
    else
        do_join(stream, task);
}

static void finish(Stream *stream) {
    for (int task = 0; task < stream->task_count; task++) {
        while (!holds_nothing(stream, task)) do_unlock(stream, task);
        if (stream->is_running[task]) task_end(stream->tasks[task]);
        task_detach(stream->tasks[task]);
    }
    sync_forget(object_address(0), (size_t)(MODEL_OBJECTS + 1) * 64);
}

static int run_stream(uint64_t seed, Totals *totals) {
    static Stream stream;
    memset(&stream, 0, sizeof stream);
    clear_cells();
    stream.resets = runtime.counters.clock_resets;
    stream.seed = seed;
    stream.random = seed * UINT64_C(0x9e3779b97f4a7c15);
    for (int object = 0; object < MODEL_OBJECTS; object++) stream.holder[object] = -1;
    model_start(&stream.model);
    stream.task_count = 1;
    stream.tasks[0] = task_create(NULL, TASK_FIBER, "test", 0);
    task_start(stream.tasks[0], 0, SIZE_MAX);
    stream.is_running[0] = true;
    int length = 20 + (int)pick(&stream, 140);
    bool with_fences = seed % 4 == 0;
    for (int i = 0; i < length; i++) step(&stream, with_fences, totals);
    finish(&stream);
    totals->streams++;
    return stream.wrong;
}

int main(int count, char **arguments) {
    uint64_t first = count > 1 ? strtoull(arguments[1], NULL, 10) : 1;
    uint64_t number = count > 2 ? strtoull(arguments[2], NULL, 10) : 25000;
    Totals totals = {0};
    int wrong = 0;
    options_set_defaults(&runtime.options);
    shadow_initialize();
    task_initialize();
    slot_on_forget(clear_cells);
    sync_initialize();
    for (uint64_t seed = first; seed < first + number && wrong < 10; seed++) wrong += run_stream(seed, &totals);
    printf("%ld streams, %ld accesses, %ld races found; %ld evictions, %ld first races silent after one, "
           "%ld after a reset; %lu times everything was forgotten\n",
           totals.streams, totals.accesses, totals.races, totals.evictions, totals.allowed_by_eviction,
           totals.allowed_by_reset, (unsigned long)runtime.counters.clock_resets);
    if (totals.races < totals.streams / 4) printf("too few races to mean anything\n"), wrong++;
    if (totals.allowed_by_eviction > totals.races / 50) printf("too many missed after evictions\n"), wrong++;
    return wrong != 0;
}
