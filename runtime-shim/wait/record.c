// SPDX-License-Identifier: MIT
// Records of waits: one slot per task, written by the task alone; readers compare sequence numbers around their copy.
#include "wait/room.h"

#include <pthread.h>
#include <string.h>

static void forget_in_child(void) {
    WaitRoom *room = wait_room();
    room->is_watched = room->dump_state = room->bell = 0;
    room->reported_count = 0;
    room->exit_frame = 0;
}

static __attribute__((constructor(102))) void wait_initialize(void) {
    if (runtime.wait || !runtime_is_ready()) return;
    WaitRoom *room = memory_allocate(sizeof *room);
    pool_create(&room->slots, (sizeof(WaitSlot) + 63) & ~(size_t)63, TASK_LIMIT);
    room->process = runtime.process;
    runtime.wait = room;
    pthread_atfork(NULL, NULL, forget_in_child);
}

void wait_ignore_signals(void) {
    if (runtime.wait) wait_room()->ignores_signals = true;
}

static uint32_t site_row(uintptr_t counter) {
    return (uint32_t)(counter * UINT64_C(0x9e3779b97f4a7c15) >> 40) % SITE_ROWS;
}

bool wait_is_loop_site(uintptr_t counter) {
    for (uint32_t i = 0; i < 16; i++)
        if (wait_room()->loop_sites[(site_row(counter) + i) % SITE_ROWS] == counter) return true;
    return false;
}

static void note_loop_site(uintptr_t counter) {
    WaitRoom *room = wait_room();
    for (uint32_t i = 0; i < 16; i++) {
        _Atomic uintptr_t *row = &room->loop_sites[(site_row(counter) + i) % SITE_ROWS];
        if (*row == counter) return;
        if (*row) continue;
        *row = counter;
        return;
    }
}

bool wait_was_served_at(const Task *task, uintptr_t counter) {
    const WaitSlot *slot = wait_slot(task);
    if (slot->owner != task->number + 1) return false;
    uint32_t kept = slot->served_count < SERVED_SITES ? slot->served_count : SERVED_SITES;
    for (uint32_t i = 0; i < kept; i++)
        if (slot->served[i] == counter) return true;
    return false;
}

static WaitSlot *own_slot(const Task *task) {
    WaitSlot *slot = wait_slot(task);
    if (likely(slot->owner == task->number + 1)) return slot;
    slot->served_count = 0;
    slot->unwound.count = 0;
    slot->entry = NULL;
    uint32_t sequence = atomic_load_explicit(&slot->sequence, memory_order_relaxed);
    atomic_store_explicit(&slot->sequence, (sequence + 1) & ~1u, memory_order_release); // its last owner may have died
    slot->owner = task->number + 1;
    return slot;
}

void wait_note_entry(const Task *task, const void *function) {
    if (runtime.wait) own_slot(task)->entry = function;
}

void wait_begin(Task *task, const WaitRecord *record) {
    WaitRoom *room = wait_room();
    if (unlikely(!room)) return;
    WaitSlot *slot = own_slot(task);
    slot->record = *record;
    slot->record.since = raw_nanoseconds();
    slot->record.stack = wait_unwind(task, &slot->unwound, record->counter);
    if (wait_was_served_at(task, record->counter)) note_loop_site(record->counter);
    task->wait = &slot->record;
    uint32_t sequence = atomic_load_explicit(&slot->sequence, memory_order_relaxed);
    atomic_store_explicit(&slot->sequence, (sequence | 1) + (sequence & 1) * 2, memory_order_release);
    if (unlikely(!atomic_load_explicit(&room->is_watched, memory_order_relaxed)) && !record->is_timed) monitor_start();
}

void wait_end(Task *task, bool succeeded) {
    if (unlikely(!task->wait)) return;
    WaitSlot *slot = wait_slot(task);
    uintptr_t counter = slot->record.counter;
    task->wait = NULL;
    atomic_fetch_add_explicit(&slot->sequence, 1, memory_order_release);
    if (!succeeded) return;
    if (!wait_was_served_at(task, counter)) slot->served[slot->served_count++ % SERVED_SITES] = counter;
}

bool wait_read(const Task *task, WaitRecord *record, uint32_t *sequence) {
    WaitSlot *slot = wait_slot(task);
    uint32_t before = atomic_load_explicit(&slot->sequence, memory_order_acquire);
    if (!(before & 1) || slot->owner != task->number + 1) return false;
    *record = slot->record;
    atomic_thread_fence(memory_order_acquire);
    *sequence = before;
    return atomic_load_explicit(&slot->sequence, memory_order_relaxed) == before;
}
