// SPDX-License-Identifier: MIT
// Functions whose meaning no row can say: ends of coroutines, selects that are written as several calls, pools whose
// threads take work from queues that cannot be seen.
#include "interpose/enter.h"
#include "interpose/rule.h"
#include "sync/handle.h"
#include "sync/locks.h"

#include <errno.h>

enum { CHOOSE_ROOM = 4, POOL_ITEMS = 1 << 18 };

static Task *counting_task(void) {
    if (!runtime_is_ready() || task_thread.in_runtime) return NULL;
    Task *task = task_current();
    return task->depth ? NULL : task;
}

static uintptr_t forward(const InterposedFunction *function, void *real, const uintptr_t *arguments) {
    return interpose_forward(real, arguments, function->argument_count);
}

// The call nests, so that what the library does inside does not count.
static uintptr_t forward_inside(const InterposedFunction *function, void *real, const uintptr_t *arguments,
                                uintptr_t counter) {
    Task *task = counting_task();
    if (!task) return forward(function, real, arguments);
    task_enter_call(task);
    task_enter_function(task, counter);
    if (start_is_silent(function->calls)) task_give_way(task, true);
    uintptr_t result = forward(function, real, arguments);
    if (task_thread.current != task) task_switch(task);
    task_leave_function(task);
    task_leave_call(task);
    return result;
}

static uintptr_t end_coroutine(const InterposedFunction *function, void *real, const uintptr_t *arguments) {
    Task *task = runtime_is_ready() ? task_current() : NULL;
    if (task && task->kind == TASK_COROUTINE) {
        start_end(task);
        task_give_way(task_thread.thread, false);
    }
    return forward(function, real, arguments);
}

BY_HAND(dill_epilogue) {
    (void)counter;
    return end_coroutine(function, real, arguments);
}

BY_HAND(mill_epilogue_) {
    (void)counter;
    return end_coroutine(function, real, arguments);
}

BY_HAND(dill_hown) {
    (void)counter;
    uintptr_t result = forward(function, real, arguments);
    if (counting_task() && (int32_t)result >= 0)
        pair_rename(object_address(function->calls, arguments[0]), object_address(function->calls, result));
    return result;
}

BY_HAND(mill_goprepare_) {
    interpose_room()->mill_stack_size = arguments[1];
    return forward_inside(function, real, arguments, counter);
}

BY_HAND(pth_init) { // spawns its scheduler with pth_spawn
    return forward_inside(function, real, arguments, counter);
}

// libmill: one call begins a choose, one adds each case, one waits.
typedef struct Choose {
    uint32_t count;
    SelectCase cases[CASE_LIMIT];
    size_t sizes[CASE_LIMIT];
} Choose;

static Choose *choose_of(Task *task) {
    if (!task->rooms[CHOOSE_ROOM]) task->rooms[CHOOSE_ROOM] = memory_allocate(sizeof(Choose));
    return task->rooms[CHOOSE_ROOM];
}

BY_HAND(mill_choose_init_) {
    Task *task = counting_task();
    if (task) choose_of(task)->count = 0;
    return forward_inside(function, real, arguments, counter);
}

static void choose_add(ChannelSide side, const uintptr_t *arguments) {
    Task *task = counting_task();
    if (!task) return;
    Choose *choose = choose_of(task);
    bool is_send = side == CHANNEL_SEND;
    if (choose->count == CASE_LIMIT) {
        channel_make_vague(task, arguments[1]);
        return;
    }
    choose->sizes[choose->count] = arguments[is_send ? 3 : 2];
    choose->cases[choose->count++] =
        (SelectCase){arguments[1], side, is_send ? arguments[2] : 0, (uint32_t)arguments[is_send ? 4 : 3]};
}

BY_HAND(mill_choose_in_) {
    choose_add(CHANNEL_RECEIVE, arguments);
    return forward_inside(function, real, arguments, counter);
}

BY_HAND(mill_choose_out_) {
    choose_add(CHANNEL_SEND, arguments);
    return forward_inside(function, real, arguments, counter);
}

BY_HAND(mill_choose_wait_) {
    Task *task = counting_task();
    if (!task) return forward(function, real, arguments);
    Choose *choose = choose_of(task);
    for (uint32_t i = 0; i < choose->count; i++) {
        const SelectCase *each = &choose->cases[i];
        bool is_send = each->side == CHANNEL_SEND;
        channel_before(task, each->channel, each->side,
                       channel_value((const void *)each->element, is_send ? choose->sizes[i] : 0));
    }
    int32_t chosen = (int32_t)forward_inside(function, real, arguments, counter);
    for (uint32_t i = 0; i < choose->count; i++) {
        const SelectCase *each = &choose->cases[i];
        if (chosen < 0 || each->index != (uint32_t)chosen) {
            channel_failed(task, each->channel, each->side);
            continue;
        }
        channel_after(task, each->channel, each->side, (ChannelValue){0});
        if (channel_is_closed(each->channel)) channel_saw_close(task, each->channel);
    }
    return (uintptr_t)(intptr_t)chosen;
}

// Only what is not inlined arrives here; the fast path of the macro is an atomic load of the same word.
BY_HAND(g_once_init_enter) {
    uintptr_t result = forward_inside(function, real, arguments, counter);
    Task *task = counting_task();
    if (task && !(int32_t)result) sync_acquire(task, arguments[0]);
    return result;
}

BY_HAND(g_once_init_leave) {
    Task *task = counting_task();
    if (task) sync_release(task, arguments[0]);
    return forward_inside(function, real, arguments, counter);
}

// Thread pools. A pool of GLib has one function for all items; a pool of APR one for each. What is done before an item
// is pushed happens before its function, and all functions before the end of a wait for the whole pool.
typedef struct PoolItem {
    uint64_t index;
    uintptr_t function, argument, pool, item;
} PoolItem;

static Pool *pool_items(void) {
    InterposeRoom *room = interpose_room();
    lock_take(&room->lock);
    if (!room->items.items) pool_create(&room->items, sizeof(PoolItem), POOL_ITEMS);
    lock_release(&room->lock);
    return &room->items;
}

static PoolItem *pool_item_take(void) {
    uint32_t index = pool_take(pool_items());
    if (!index) return NULL;
    PoolItem *item = pool_item(pool_items(), index);
    item->index = index;
    return item;
}

static TASK_TRAMPOLINE uintptr_t run_item(uintptr_t function, uintptr_t first, uintptr_t second, uintptr_t pool,
                                          ChannelValue value) {
    Task *task = task_current();
    uint32_t depth = task_pause_call(task);
    uintptr_t queue = handle_address("pool", pool);
    channel_before(task, queue, CHANNEL_RECEIVE, (ChannelValue){0});
    channel_after(task, queue, CHANNEL_RECEIVE, value);
    uintptr_t result = ((uintptr_t (*)(uintptr_t, uintptr_t))function)(first, second);
    sync_release(task, pool);
    task_resume_call(task, depth);
    return result;
}

static void push_item(Task *task, uintptr_t pool, uintptr_t item) {
    uintptr_t queue = handle_address("pool", pool);
    channel_before(task, queue, CHANNEL_SEND, channel_value(&item, sizeof item));
    channel_after(task, queue, CHANNEL_SEND, (ChannelValue){0});
}

static TASK_TRAMPOLINE void glib_item(uintptr_t item, PoolItem *pool) {
    run_item(pool->function, item, pool->argument, pool->pool, channel_value(&item, sizeof item));
}

BY_HAND(g_thread_pool_new) {
    Task *task = counting_task();
    PoolItem *item = task ? pool_item_take() : NULL;
    if (!item) return forward(function, real, arguments);
    item->function = arguments[0];
    item->argument = arguments[1];
    item->pool = (uintptr_t)item;
    arguments[0] = (uintptr_t)glib_item;
    arguments[1] = (uintptr_t)item;
    uintptr_t pool = forward_inside(function, real, arguments, counter);
    // GThreadPool starts with its function and that function's argument.
    if (pool) channel_open(task, handle_address("pool", item->pool), CHANNEL_UNBOUNDED, 0, counter);
    return pool;
}

// The record behind a pool of GLib, NULL when it was made unseen.
static PoolItem *glib_pool(uintptr_t pool) {
    const uintptr_t *fields = (const uintptr_t *)pool;
    return pool && fields[0] == (uintptr_t)glib_item ? (PoolItem *)fields[1] : NULL;
}

BY_HAND(g_thread_pool_push) {
    Task *task = counting_task();
    PoolItem *pool = task ? glib_pool(arguments[0]) : NULL;
    if (pool) push_item(task, pool->pool, arguments[1]);
    return forward_inside(function, real, arguments, counter);
}

BY_HAND(g_thread_pool_free) {
    Task *task = counting_task();
    PoolItem *pool = task ? glib_pool(arguments[0]) : NULL;
    uintptr_t result = forward_inside(function, real, arguments, counter);
    if (pool && (int32_t)arguments[2]) sync_acquire(task, pool->pool);
    return result;
}

static TASK_TRAMPOLINE uintptr_t apr_item(uintptr_t thread, PoolItem *kept) {
    PoolItem item = *kept;
    pool_give(pool_items(), (uint32_t)item.index);
    return run_item(item.function, thread, item.argument, item.pool, channel_value(&item.item, sizeof item.item));
}

static uintptr_t apr_push(const InterposedFunction *function, void *real, uintptr_t *arguments, uintptr_t counter) {
    Task *task = counting_task();
    PoolItem *item = task ? pool_item_take() : NULL;
    if (!item) return forward(function, real, arguments);
    item->function = arguments[1];
    item->argument = arguments[2];
    item->pool = arguments[0];
    item->item = (uintptr_t)item;
    push_item(task, arguments[0], item->item);
    arguments[1] = (uintptr_t)apr_item;
    arguments[2] = (uintptr_t)item;
    return forward_inside(function, real, arguments, counter);
}

BY_HAND(apr_thread_pool_push) {
    return apr_push(function, real, arguments, counter);
}

BY_HAND(apr_thread_pool_top) {
    return apr_push(function, real, arguments, counter);
}

BY_HAND(apr_thread_pool_schedule) {
    return apr_push(function, real, arguments, counter);
}
