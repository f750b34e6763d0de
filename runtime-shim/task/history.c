// SPDX-License-Identifier: MIT
// Segments of all tasks that are full stand in one queue, oldest first; a task's own chain is in the same order, so the
// segment that is taken over is always the first of its owner's.
#include "task/history.h"

#include "task/calls.h"
#include "task/room.h"

enum { SEGMENTS_BASE = 128 }; // of 64 KB: 8 MB

static void queue_push(TaskRoom *room, HistorySegment *segment) {
    segment->queue_next = NULL;
    if (room->last_full)
        room->last_full->queue_next = segment;
    else
        room->first_full = segment;
    room->last_full = segment;
}

static HistorySegment *queue_take(TaskRoom *room) {
    HistorySegment *segment = room->first_full;
    room->first_full = segment->queue_next;
    if (!room->first_full) room->last_full = NULL;
    if (segment->owner_number == segment->owner->number && segment->owner->history.first == segment)
        segment->owner->history.first = segment->next;
    return segment;
}

static HistorySegment *segment_take(TaskRoom *room) {
    uint64_t most = (uint64_t)SEGMENTS_BASE << (runtime.options.history_size & 15);
    if (room->first_full && room->segment_count >= most) return queue_take(room);
    room->segment_count++;
    HistorySegment *segment = raw_map(NULL, sizeof *segment);
    if (!segment) runtime_fail("out of memory");
    return segment;
}

static void segment_close(TaskRoom *room, Task *task) {
    HistorySegment *last = task->history.last;
    if (!last) return;
    last->end = task->history.next;
    queue_push(room, last);
}

uint64_t *history_extend(Task *task) {
    if (unlikely(task == &runtime.task->dead)) { // of no interest, and of several threads: one word
        task->history.next = runtime.task->scratch;
        task->history.limit = runtime.task->scratch + 1;
        return task->history.next;
    }
    TaskRoom *room = runtime.task;
    StackId stack = task_keep_stack(task, 0);
    lock_take(&room->history_lock);
    segment_close(room, task);
    HistorySegment *segment = segment_take(room);
    segment->next = NULL;
    segment->owner = task;
    segment->owner_number = task->number;
    segment->generation = task->generation;
    segment->slot = task->slot;
    segment->epoch = task->epoch;
    segment->stack = stack;
    segment->end = NULL;
    segment->first_counter = task->history.counter;
    segment->held_count = task->held_count < HISTORY_HELD ? task->held_count : HISTORY_HELD;
    for (uint32_t i = 0; i < segment->held_count; i++)
        segment->held[i] = (HistoryHeld){task->held[i].object, task->held[i].stack, task->held[i].is_shared};
    if (task->history.first)
        task->history.last->next = segment;
    else
        task->history.first = segment;
    task->history.last = segment;
    task->history.limit = segment->words + HISTORY_SEGMENT_WORDS;
    task->history.next = segment->words;
    lock_release(&room->history_lock);
    return segment->words;
}

void history_close(Task *task) {
    TaskRoom *room = runtime.task;
    lock_take(&room->history_lock);
    segment_close(room, task);
    lock_release(&room->history_lock);
    task->history.last = NULL;
    task->history.next = task->history.limit = NULL;
}

void history_far_access(Task *task, uintptr_t counter, uintptr_t address, size_t size, unsigned flags) {
    history_write(task, (uint64_t)counter << 8 | flags << 4 | HISTORY_ACCESS << 1);
    task->history.counter = counter;
    history_write(task, address << 1);
    history_write(task, (uint64_t)size << 1);
}

// One pass over a task's words.
typedef struct Replay {
    unsigned slot, epoch, flags; // looked for
    uintptr_t low, high;
    unsigned slot_now, epoch_now;
    uintptr_t counter;
    uint32_t depth;
    uintptr_t calls[HISTORY_SHADOW_STACK];
    uint32_t held_count;
    HistoryHeld held[HISTORY_HELD];
    bool is_found;
} Replay;

static void replay_access(Replay *replay, uintptr_t counter, uintptr_t address, size_t size, unsigned flags,
                          HistoryAccess *access) {
    if (replay->slot_now != replay->slot || replay->epoch_now != replay->epoch || flags != replay->flags) return;
    uintptr_t mask = (UINT64_C(1) << 44) - 1;
    if ((address & mask) > replay->low || (address & mask) + size < replay->high) return;
    replay->is_found = true;
    access->address = (replay->low - (address & mask));
    access->size = size;
    access->stack.count = 0;
    access->stack.frames[access->stack.count++] = counter;
    for (uint32_t i = replay->depth; i > 0 && access->stack.count < STACK_DEPTH; i--)
        access->stack.frames[access->stack.count++] = replay->calls[i - 1];
    access->held_count = replay->held_count;
    for (uint32_t i = 0; i < replay->held_count; i++) access->held[i] = replay->held[i];
}

static void replay_call(Replay *replay, uintptr_t return_address) {
    if (return_address && replay->depth < HISTORY_SHADOW_STACK)
        replay->calls[replay->depth++] = return_address;
    else if (!return_address && replay->depth)
        replay->depth--;
}

static void replay_lock(Replay *replay, uintptr_t object, StackId stack, bool is_shared) {
    if (replay->held_count < HISTORY_HELD) replay->held[replay->held_count++] = (HistoryHeld){object, stack, is_shared};
}

static void replay_unlock(Replay *replay, uintptr_t object) {
    for (uint32_t i = replay->held_count; i-- > 0;) {
        if (replay->held[i].object != object) continue;
        for (replay->held_count--; i < replay->held_count; i++) replay->held[i] = replay->held[i + 1];
        return;
    }
}

// Words that belong together may lie in two segments; what was begun and is not whole is dropped.
static const uint64_t *replay_word(Replay *replay, const uint64_t *word, const uint64_t *end, HistoryAccess *access) {
    uint64_t value = *word;
    if (value & 1) {
        int64_t distance = (int64_t)((value >> 5 & 0x7fff) ^ 0x4000) - 0x4000;
        replay->counter += (uintptr_t)distance;
        replay_access(replay, replay->counter, value >> 20, (size_t)1 << (value >> 3 & 3), value >> 1 & 3, access);
        return word + 1;
    }
    switch (value >> 1 & 7) {
    case HISTORY_CALL: replay_call(replay, value >> 4); return word + 1;
    case HISTORY_EPOCH:
        replay->slot_now = value >> 12 & 0xff;
        replay->epoch_now = value >> 20 & EPOCH_LAST;
        return word + 1;
    case HISTORY_ACCESS:
        replay->counter = value >> 8;
        if (word + 2 < end) replay_access(replay, value >> 8, word[1] >> 1, word[2] >> 1, value >> 4 & 3, access);
        return word + 3;
    case HISTORY_LOCK:
        if (word + 2 < end) replay_lock(replay, word[1] >> 1, (StackId)(word[2] >> 1), value >> 4 & 1);
        return word + 3;
    default:
        if (word + 1 < end) replay_unlock(replay, word[1] >> 1);
        return word + 2;
    }
}

static void replay_segment(Replay *replay, const HistorySegment *segment, const Task *task, HistoryAccess *access) {
    Stack stack;
    stack_store_get(segment->stack, &stack);
    replay->depth = stack.count;
    for (uint32_t i = 0; i < stack.count; i++) replay->calls[i] = stack.frames[stack.count - 1 - i];
    replay->slot_now = segment->slot;
    replay->epoch_now = segment->epoch;
    replay->counter = segment->first_counter;
    replay->held_count = segment->held_count;
    for (uint32_t i = 0; i < segment->held_count; i++) replay->held[i] = segment->held[i];
    const uint64_t *end = segment->end;
    if (!end) end = __atomic_load_n(&task->history.next, __ATOMIC_ACQUIRE);
    if (end < segment->words || end > segment->words + HISTORY_SEGMENT_WORDS) return;
    for (const uint64_t *word = segment->words; word < end;) {
        word = replay_word(replay, word, end, access);
        if (replay->slot_now == replay->slot && replay->epoch_now > replay->epoch) return;
    }
}

// A slot's epochs only grow, so what a segment and the one after it begin with tells that the one looked for is not in
// it.
static bool may_hold_epoch(const Replay *replay, const HistorySegment *segment) {
    const HistorySegment *next = segment->next;
    if (segment->slot == replay->slot && segment->epoch > replay->epoch) return false;
    return !next || next->generation != segment->generation || next->slot != replay->slot ||
           next->epoch >= replay->epoch;
}

bool history_restore(uint32_t number, unsigned slot, unsigned epoch, uintptr_t address, size_t size, unsigned flags,
                     HistoryAccess *access) {
    Task *task = task_by_number(number);
    if (!task) return false;
    Replay *replay = raw_map(NULL, sizeof *replay);
    if (!replay) return false;
    uintptr_t folded = address & ((UINT64_C(1) << 44) - 1);
    replay->slot = slot;
    replay->epoch = epoch;
    replay->flags = flags;
    replay->low = folded;
    replay->high = folded + size;
    uint32_t generation = slot_generation();
    lock_take(&runtime.task->history_lock);
    for (HistorySegment *segment = task->history.first; segment; segment = segment->next)
        if ((segment->generation == generation || !segment->next) && may_hold_epoch(replay, segment))
            replay_segment(replay, segment, task, access);
    lock_release(&runtime.task->history_lock);
    bool is_found = replay->is_found;
    if (is_found) access->address = address - access->address;
    raw_unmap(replay, sizeof *replay);
    return is_found;
}
