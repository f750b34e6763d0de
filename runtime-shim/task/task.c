// SPDX-License-Identifier: MIT
#include "task/task.h"

#include "task/calls.h"
#include "task/jump.h"
#include "task/room.h"
#include "task/slot.h"

#include <string.h>
#include <sys/resource.h>

_Thread_local TaskThread task_thread __attribute__((tls_model("initial-exec")));

extern void *__libc_stack_end; // glibc's dynamic linker: top of the main thread's stack

enum { MAIN_STACK_LEAST = 8 << 20, MAIN_STACK_MOST = 1 << 30 };

static TaskRoom *room(void) {
    return runtime.task;
}

static Task *record_take(void) {
    TaskRoom *all = room();
    Task *task = NULL;
    if (all->gone_count > GONE_KEPT) {
        task = all->first_gone;
        all->first_gone = task->next_gone;
        all->gone_count--;
        uint32_t index = task->index;
        memset(task, 0, sizeof *task);
        task->index = index;
    } else {
        uint32_t index = pool_take(&all->records);
        if (!index) runtime_fail("too many tasks");
        task = pool_item(&all->records, index);
        task->index = index;
    }
    task->number = all->next_number++;
    task->slot = SLOT_NONE;
    return task;
}

static void record_give(Task *task) {
    TaskRoom *all = room();
    atomic_store(&task->state, TASK_GONE);
    if (all->gone_count++)
        all->last_gone->next_gone = task;
    else
        all->first_gone = task;
    all->last_gone = task;
}

Task *task_create(Task *creator, TaskKind kind, const char *library, uintptr_t counter) {
    lock_take(&room()->lock);
    Task *task = record_take();
    lock_release(&room()->lock);
    task->kind = kind;
    task->library = library;
    task->call_top = task->calls = call_stack_take();
    task->generation = slot_generation();
    if (creator) {
        task->creator = creator->number;
        task->creation_stack = task_keep_stack(creator, counter);
        task_lock_clock(creator);
        clock_copy(&task->clock, &creator->clock);
        task->generation = creator->generation;
        task_next_epoch(creator);
        task_unlock_clock(creator);
    }
    return task;
}

void task_set_region(Task *task, uintptr_t low, size_t size) {
    lock_take(&room()->lock);
    task->region_size = size;
    if (low)
        region_set(task, low, size);
    else
        region_remove(task); // its hooks say when it runs, wherever
    task->stack_low = low;
    task->stack_size = size;
    lock_release(&room()->lock);
}

void task_make_current(Task *task) {
    task_thread.current = task;
    task_thread.left = NULL;
    task->thread_id = task_thread.thread ? task_thread.thread->thread_id : raw_thread_id();
}

void task_start(Task *task, uintptr_t low, size_t size) {
    task_set_region(task, low, size);
    if (task->kind == TASK_THREAD) {
        task_thread.thread = task;
        task->thread_id = raw_thread_id();
    }
    task_make_current(task);
    atomic_store(&task->state, TASK_RUNNING);
    task_lock_clock(task);
    task_unlock_clock(task);
}

void task_prepare(Task *task, uintptr_t low, size_t size) {
    task_set_region(task, low, size);
    task->stack_size = 0; // its first access takes a slot
    task->is_detached = true;
    atomic_store(&task->state, TASK_RUNNING);
}

static void follow(Task *last, Task *now) {
    task_lock_clock(last);
    Clock known;
    clock_copy(&known, &last->clock);
    uint32_t generation = last->generation;
    task_next_epoch(last);
    task_unlock_clock(last);
    task_lock_clock(now);
    if (now->generation == generation) clock_join(&now->clock, &known);
    task_unlock_clock(now);
}

void task_follow(Task *last, Task *now) {
    if (!runtime.options.order_coroutines || !last || last == now || last->slot == SLOT_NONE) return;
    if (last->kind == TASK_COROUTINE || now->kind == TASK_COROUTINE) follow(last, now);
}

void task_give_way(Task *task, bool is_leaving) {
    task_thread.left = task;
    task_thread.is_leaving = is_leaving;
    task_thread.current = NULL;
}

void task_switch(Task *now) {
    Task *last = task_thread.current ? task_thread.current : task_thread.left;
    bool is_start = last == task_thread.left && task_thread.is_leaving && now->slot == SLOT_NONE;
    task_make_current(now);
    if (task_thread.in_runtime) return;
    if (is_start && last && last->slot != SLOT_NONE)
        follow(last, now); // what the creator did between the call and the start
    else
        task_follow(last, now);
}

void task_end(Task *task) {
    atomic_fetch_add(&runtime.counters.evicted_cells, task->evicted_cells);
    task_lock_clock(task);
    slot_detach(task);
    task_unlock_clock(task);
    history_close(task);
    lock_take(&room()->lock);
    region_remove(task);
    lock_release(&room()->lock);
    jump_forget_all(task);
    call_stack_give(task->calls);
    task->calls = task->call_top = NULL;
    if (task_thread.current == task) task_thread.current = task_thread.thread;
    if (task_thread.left == task) task_thread.left = task_thread.thread;
    if (task_thread.thread == task) task_thread.current = task_thread.thread = &room()->dead;
    lock_take(&room()->lock);
    atomic_store(&task->state, TASK_ENDED);
    if (task->is_detached) record_give(task);
    lock_release(&room()->lock);
}

void task_join(Task *joiner, Task *joined) {
    task_lock_clock(joiner);
    if (joined->generation == joiner->generation) clock_join(&joiner->clock, &joined->clock);
    task_unlock_clock(joiner);
    lock_take(&room()->lock);
    joined->is_joined = true;
    if (atomic_load(&joined->state) == TASK_ENDED) record_give(joined);
    lock_release(&room()->lock);
}

void task_detach(Task *task) {
    lock_take(&room()->lock);
    bool was_detached = task->is_detached;
    task->is_detached = true;
    if (!was_detached && atomic_load(&task->state) == TASK_ENDED) record_give(task);
    lock_release(&room()->lock);
}

void task_switch_off(void) {
    task_thread.current = task_thread.thread = &room()->dead;
    task_thread.in_runtime++;
}

// A thread that was started unseen (clone, before the runtime was ready): its region is everything.
static Task *task_adopt(void) {
    if (atomic_load(&runtime.stage) == RUNTIME_OFF) {
        task_switch_off();
        return task_thread.thread;
    }
    Task *task = task_create(NULL, TASK_THREAD, "unknown", 0);
    task->is_foreign = task->is_detached = true;
    task_start(task, 0, SIZE_MAX);
    return task;
}

Task *task_by_stack(uintptr_t address) {
    lock_take(&room()->lock);
    Task *task = region_find(address);
    lock_release(&room()->lock);
    return task;
}

Task *task_find_current(void) {
    Task *thread = task_thread.thread;
    if (thread == &room()->dead) return thread;
    if (!thread) return task_adopt();
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    Task *last = task_thread.current ? task_thread.current : task_thread.left;
    if (!task_thread.current && last && task_thread.is_leaving && here - last->stack_low < last->region_size)
        return last;
    Task *task = task_by_stack(here);
    if (!task || atomic_load(&task->state) != TASK_RUNNING) return last ? last : thread; // a stack as for signals
    if (task != task_thread.current) task_switch(task);
    return task;
}

void task_initialize(void) {
    runtime.task = memory_allocate(sizeof(TaskRoom));
    pool_create(&room()->records, (sizeof(Task) + 63) & ~(size_t)63, TASK_LIMIT);
    pool_create(&room()->jumps, jump_block_size(), JUMP_LIMIT);
    room()->regions = memory_allocate(REGION_LIMIT * sizeof(Region));
    room()->dead.ignore_state = room()->dead.ignore_reads = room()->dead.ignore_writes = 1;
    room()->dead.slot = SLOT_NONE;
    stack_store_initialize();
    room()->dead.call_top = room()->dead.calls = call_stack_take();
    slot_initialize();
    struct rlimit limit = {.rlim_cur = MAIN_STACK_LEAST};
    getrlimit(RLIMIT_STACK, &limit);
    size_t size = limit.rlim_cur > MAIN_STACK_MOST ? MAIN_STACK_MOST : limit.rlim_cur;
    uintptr_t high = ((uintptr_t)__libc_stack_end + 4096 * 64) & ~(uintptr_t)4095;
    Task *task = task_create(NULL, TASK_THREAD, "main", 0);
    task->is_detached = true;
    task_start(task, high - size, size);
}
