// SPDX-License-Identifier: MIT
// Which of several concurrent sends became message i is the library's secret. An operation that began when `first` were
// done and ends when `done` are and `waiting` others are under way has a number from first to done + waiting: its clock
// goes to all of these messages, and it takes those of all of them. With one task on each side that is one message;
// otherwise it orders too much, never too little. (Message k is whole once k + 1 operations are done: who begins later
// has a higher number.)
#include "sync/channel.h"

#include "sync/room.h"

#include <string.h>

enum { CHANNEL_WAITERS = 64 };

typedef struct Waiter {
    uint32_t task;  // number + 1; 0: free
    uint64_t first; // operations done when it began
    Clock *clock;   // at the start of its operation
} Waiter;

typedef struct Side {
    uint64_t done; // operations that succeeded
    Waiter waiters[CHANNEL_WAITERS];
    Clock *shared;                     // of operations that found no place above, for ever; NULL: none
    Clock *messages[CHANNEL_MESSAGES]; // ring; NULL until first used
} Side;

typedef struct Channel {
    struct Channel *next; // while it is free
    uint64_t capacity;
    uint32_t generation; // of the clocks
    Side sends, receives;
} Channel;

static void join_into(Clock **to, const Clock *from) {
    if (!*to) {
        *to = sync_clock_take();
        clock_clear(*to);
    }
    clock_join(*to, from);
}

// Everything from before all clocks were forgotten means nothing now.
static void empty_side(Side *side) {
    for (int i = 0; i < CHANNEL_WAITERS; i++)
        if (side->waiters[i].task) clock_clear(side->waiters[i].clock);
    if (side->shared) clock_clear(side->shared);
    for (int i = 0; i < CHANNEL_MESSAGES; i++)
        if (side->messages[i]) clock_clear(side->messages[i]);
}

static Channel *begin(Task *task, uintptr_t address, SyncObject **object) {
    *object = sync_get(task, address, OBJECT_CHANNEL, 0);
    task_lock_clock(task);
    lock_take(&(*object)->lock);
    if (!(*object)->channel) (*object)->channel = channel_take();
    Channel *channel = (*object)->channel;
    if (channel->generation != task->generation) {
        empty_side(&channel->sends);
        empty_side(&channel->receives);
        channel->generation = task->generation;
    }
    return channel;
}

static void end(Task *task, SyncObject *object, bool was_release) {
    lock_release(&object->lock);
    if (was_release) task_next_epoch(task);
    task_unlock_clock(task);
}

static void side_wait(Side *side, const Task *task) {
    for (int i = 0; i < CHANNEL_WAITERS; i++) {
        if (side->waiters[i].task) continue;
        side->waiters[i].task = task->number + 1;
        side->waiters[i].first = side->done;
        if (!side->waiters[i].clock) side->waiters[i].clock = sync_clock_take();
        clock_copy(side->waiters[i].clock, &task->clock);
        return;
    }
    join_into(&side->shared, &task->clock);
}

static Waiter *side_waiter(Side *side, const Task *task) {
    for (int i = 0; i < CHANNEL_WAITERS; i++)
        if (side->waiters[i].task == task->number + 1) return &side->waiters[i];
    return NULL;
}

static void side_take_waiting(Side *side, Clock *to) {
    for (int i = 0; i < CHANNEL_WAITERS; i++)
        if (side->waiters[i].task) clock_join(to, side->waiters[i].clock);
    if (side->shared) clock_join(to, side->shared);
}

typedef struct Span {
    uint64_t first, last; // numbers that an operation may have
} Span;

// The task's operation succeeded.
static Span side_finish(Side *side, const Task *task) {
    Waiter *waiter = side_waiter(side, task);
    Span span = {waiter ? waiter->first : side->done, side->done};
    for (int i = 0; i < CHANNEL_WAITERS; i++) span.last += side->waiters[i].task && &side->waiters[i] != waiter;
    if (span.last - span.first >= CHANNEL_MESSAGES) span.first = span.last - CHANNEL_MESSAGES + 1;
    for (uint64_t number = span.first; number <= span.last; number++) {
        Clock **clock = &side->messages[number % CHANNEL_MESSAGES];
        if (waiter) join_into(clock, waiter->clock);
        if (*clock && (side->shared || span.last > span.first)) side_take_waiting(side, *clock);
    }
    if (waiter) waiter->task = 0;
    side->done++;
    return span;
}

// What the other side's operations with these numbers released; those that have not ended are under way.
static void take_messages(Task *task, Side *side, Span span) {
    if (span.last >= side->done) side_take_waiting(side, &task->clock);
    for (uint64_t number = span.first; number <= span.last && number < side->done + CHANNEL_WAITERS; number++)
        if (side->messages[number % CHANNEL_MESSAGES])
            clock_join(&task->clock, side->messages[number % CHANNEL_MESSAGES]);
}

void channel_open(Task *task, uintptr_t address, uint64_t capacity, uintptr_t counter) {
    SyncObject *object;
    channel_free(task, address);
    sync_get(task, address, OBJECT_CHANNEL, counter);
    Channel *channel = begin(task, address, &object);
    channel->capacity = capacity;
    end(task, object, false);
}

static void before(Task *task, uintptr_t address, bool is_send) {
    if (task->ignore_sync) return;
    SyncObject *object;
    Channel *channel = begin(task, address, &object);
    side_wait(is_send ? &channel->sends : &channel->receives, task);
    end(task, object, true);
}

static void failed(Task *task, uintptr_t address, bool is_send) {
    if (task->ignore_sync) return;
    SyncObject *object;
    Channel *channel = begin(task, address, &object);
    Waiter *waiter = side_waiter(is_send ? &channel->sends : &channel->receives, task);
    if (waiter) waiter->task = 0;
    end(task, object, false);
}

void channel_before_send(Task *task, uintptr_t address) {
    before(task, address, true);
}

void channel_after_send(Task *task, uintptr_t address) {
    if (task->ignore_sync) return;
    SyncObject *object;
    Channel *channel = begin(task, address, &object);
    Span span = side_finish(&channel->sends, task);
    if (span.last >= channel->capacity) {
        span.first = span.first > channel->capacity ? span.first - channel->capacity : 0;
        span.last -= channel->capacity;
        take_messages(task, &channel->receives, span);
    }
    end(task, object, false);
}

void channel_failed_send(Task *task, uintptr_t address) {
    failed(task, address, true);
}

void channel_before_receive(Task *task, uintptr_t address) {
    before(task, address, false);
}

void channel_after_receive(Task *task, uintptr_t address) {
    if (task->ignore_sync) return;
    SyncObject *object;
    Channel *channel = begin(task, address, &object);
    take_messages(task, &channel->sends, side_finish(&channel->receives, task));
    end(task, object, false);
}

void channel_failed_receive(Task *task, uintptr_t address) {
    failed(task, address, false);
}

void channel_close(Task *task, uintptr_t address) {
    sync_release(task, address);
}

void channel_saw_close(Task *task, uintptr_t address) {
    channel_failed_receive(task, address);
    sync_acquire(task, address);
}

static void give_side(Side *side) {
    for (int i = 0; i < CHANNEL_WAITERS; i++)
        if (side->waiters[i].clock) sync_clock_give(side->waiters[i].clock);
    if (side->shared) sync_clock_give(side->shared);
    for (int i = 0; i < CHANNEL_MESSAGES; i++)
        if (side->messages[i]) sync_clock_give(side->messages[i]);
}

void channel_free(Task *task, uintptr_t address) {
    sync_destroy(task, address);
}

void channel_give(Channel *channel) {
    give_side(&channel->sends);
    give_side(&channel->receives);
    memset(channel, 0, sizeof *channel);
    lock_take(&runtime.sync->channel_lock);
    channel->next = runtime.sync->free_channels;
    runtime.sync->free_channels = channel;
    lock_release(&runtime.sync->channel_lock);
}

Channel *channel_take(void) {
    lock_take(&runtime.sync->channel_lock);
    Channel *channel = runtime.sync->free_channels;
    if (channel) runtime.sync->free_channels = channel->next;
    lock_release(&runtime.sync->channel_lock);
    return channel ? channel : memory_allocate(sizeof(Channel));
}
