// SPDX-License-Identifier: MIT
// Coroutines: each runs a trampoline first, which makes its task current and its stack a region. Libraries that run
// their tasks as threads are left to pthread_create. The libraries that have no function to replace (libdill, libmill)
// say where the new stack begins.
#include "interpose/start.h"
#include "interpose/real.h"
#include "interpose/rule.h"
#include "shadow/shadow.h"
#include "sync/handle.h"
#include "trace/trace.h"

#include <stdlib.h>
#include <string.h>

enum {
    START_LIMIT = 1 << 18,
    TOP_MARGIN = 64,   // between the trampoline's frame and the top of its region
    LOW_MARGIN = 2048, // the library's own record may lie below the stack
    DILL_STACK_SIZE = 256 << 10,
    MILL_STACK_SIZE = (256 << 10) - 256,
    NECO_STACK_SIZE = 8 << 20,
    PTH_STACK_SIZE = 64 << 10,
    PTH_ATTRIBUTE_STACK_SIZE = 6, // PTH_ATTR_STACK_SIZE
    ONCE_ROOM = 0,                // of Task.rooms
    PROC_ROOM = 1,
};

typedef struct Start {
    uintptr_t function, argument;
    size_t stack_size;
    Task *task;
    uintptr_t proc; // plan9: what the tasks of a proc have in common
} Start;

static Pool *starts(void) {
    InterposeRoom *room = interpose_room();
    lock_take(&room->lock);
    if (!room->starts.items) pool_create(&room->starts, sizeof(Start) + 8, START_LIMIT);
    lock_release(&room->lock);
    return &room->starts;
}

// The first 8 bytes of an item are its index.
static Start *start_take(void) {
    Pool *pool = starts();
    uint32_t index = pool_take(pool);
    if (!index) return NULL;
    uint64_t *item = pool_item(pool, index);
    item[0] = index;
    return (Start *)(item + 1);
}

static void start_give(Start *start) {
    pool_give(starts(), (uint32_t)((uint64_t *)start)[-1]);
}

static bool is_library(const InterposedCall *row, const char *name) {
    return strcmp(row->library, name) == 0;
}

bool start_is_silent(const InterposedCall *row) {
    return is_library(row, "libdill") || is_library(row, "libmill");
}

void start_end(Task *task) {
    task_follow(task, task_thread.thread); // until another coroutine goes on
    if (task->handle) sync_release(task, task->handle);
    trace_event(task, QEV_END, 0, 0, 0);
    task_end(task);
}

// A stack that is used again though the coroutine that had it never came back (it was cancelled).
static void end_last_owner(void) {
    Task *owner = task_find_current();
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    if (owner->kind == TASK_COROUTINE && here - owner->stack_low < owner->region_size) start_end(owner);
}

// `frame`: of the function that runs the program's.
static void coroutine_begin(Task *task, void *frame, size_t size) {
    uintptr_t high = (uintptr_t)frame + TOP_MARGIN;
    uintptr_t low = high - size + LOW_MARGIN;
    end_last_owner();
    Task *last = task_thread.current ? task_thread.current : task_thread.left;
    sync_forget(low, high - low);
    task->is_detached = true;
    task_start(task, low, high - low);
    task_follow(last, task);
}

void start_main(void *frame, size_t stack_size) {
    if (!runtime_is_ready()) return;
    Task *task = task_create(task_current(), TASK_COROUTINE, "main coroutine", 0);
    coroutine_begin(task, frame, stack_size);
}

static TASK_TRAMPOLINE uintptr_t coroutine_run(Start *context) {
    Start start = *context;
    start_give(context);
    coroutine_begin(start.task, __builtin_frame_address(0), start.stack_size);
    uintptr_t result = ((uintptr_t (*)(uintptr_t))start.function)(start.argument);
    start_end(task_current());
    return result;
}

extern int64_t neco_getid(void) __attribute__((weak));

// neco: function(argc, argv[]); the last argument is ours.
static TASK_TRAMPOLINE void vector_run(int count, void **arguments) {
    Start *context = arguments[count - 1];
    Start start = *context;
    start_give(context);
    coroutine_begin(start.task, __builtin_frame_address(0), start.stack_size);
    if (neco_getid) start.task->handle = handle_address("neco", (uint64_t)neco_getid());
    ((void (*)(int, void **))start.function)(count - 1, arguments);
    start_end(task_current());
}

// plan9: a thread of its own, which only one of its proc runs at a time.
static TASK_TRAMPOLINE void proc_run(Start *context) {
    Start start = *context;
    start_give(context);
    Task *task = task_current();
    task->rooms[PROC_ROOM] = (void *)start.proc;
    sync_acquire(task, start.proc);
    ((void (*)(uintptr_t))start.function)(start.argument);
    sync_release(task_current(), start.proc);
}

static size_t stack_size_of(const CallUnderWay *call) {
    const InterposedCall *row = call->moment.row;
    if (is_library(row, "neco")) return NECO_STACK_SIZE;
    if (is_library(row, "libtask")) return (uint32_t)call->arguments[2];
    unsigned size = PTH_STACK_SIZE;
    if (call->arguments[0] && is_library(row, "gnu-pth")) {
        int (*get)(void *, int, ...) = (int (*)(void *, int, ...))interpose_find("pth_attr_get");
        get((void *)call->arguments[0], PTH_ATTRIBUTE_STACK_SIZE, &size);
    }
    return size;
}

static uintptr_t *argument_of(CallUnderWay *call, OperandRole role) {
    return &call->arguments[call->moment.row->operands[role].index];
}

extern void *__libc_malloc(size_t size);
extern void __libc_free(void *block);

// The arguments and, behind them, our own. The library copies them.
static void replace_vector(CallUnderWay *call, Start *start) {
    uint32_t count = (uint32_t)*argument_of(call, OPERAND_COUNT);
    void **copy = __libc_malloc((count + 1) * sizeof(void *));
    if (!copy) return;
    void **from = (void **)*argument_of(call, OPERAND_ARGUMENT);
    for (uint32_t i = 0; i < count; i++) copy[i] = from[i];
    copy[count] = start;
    *argument_of(call, OPERAND_ARGUMENT) = (uintptr_t)copy;
    *argument_of(call, OPERAND_COUNT) = count + 1;
    *argument_of(call, OPERAND_FUNCTION) = (uintptr_t)vector_run;
    call->context[1] = (uintptr_t)copy;
}

static uintptr_t proc_of(Task *task) {
    return task->rooms[PROC_ROOM] ? (uintptr_t)task->rooms[PROC_ROOM] : handle_address("plan9 proc", 0);
}

static void plan9_before(CallUnderWay *call, Start *start) {
    InterposedMoment *moment = &call->moment;
    InterposeRoom *room = interpose_room();
    bool is_new_proc = moment->row->domain == DOMAIN_PREEMPTIVE;
    start->proc =
        is_new_proc ? handle_address("plan9 proc", atomic_fetch_add(&room->procs, 1) + 1) : proc_of(moment->task);
    sync_release(moment->task, start->proc);
    *argument_of(call, OPERAND_FUNCTION) = (uintptr_t)proc_run;
    *argument_of(call, OPERAND_ARGUMENT) = (uintptr_t)start;
}

void start_before(CallUnderWay *call) {
    InterposedMoment *moment = &call->moment;
    const InterposedCall *row = moment->row;
    bool is_plan9 = is_library(row, "plan9-thread");
    bool has_own_stack = row->domain == DOMAIN_COOPERATIVE && row->spawn_style != SPAWN_CALL_EXPRESSION;
    if (!is_plan9 && !has_own_stack) return;
    Start *start = start_take();
    if (!start) return;
    *start =
        (Start){.function = *argument_of(call, OPERAND_FUNCTION), .argument = *argument_of(call, OPERAND_ARGUMENT)};
    call->context[0] = (uintptr_t)start;
    if (is_plan9) {
        plan9_before(call, start);
        return;
    }
    start->stack_size = stack_size_of(call);
    start->task = moment->other = task_create(moment->task, TASK_COROUTINE, row->library, moment->counter);
    call->context[2] = start->task->number;
    if (row->spawn_style == SPAWN_VECTOR_ARRAY || row->spawn_style == SPAWN_VECTOR) {
        replace_vector(call, start);
        return;
    }
    *argument_of(call, OPERAND_FUNCTION) = (uintptr_t)coroutine_run;
    *argument_of(call, OPERAND_ARGUMENT) = (uintptr_t)start;
}

// libdill and libmill: the new stack's top is known, the coroutine has not run yet.
static void expression_after(CallUnderWay *call) {
    InterposedMoment *moment = &call->moment;
    bool is_dill = is_library(moment->row, "libdill");
    size_t size = is_dill ? call->arguments[2] : interpose_room()->mill_stack_size;
    if (!size) size = is_dill ? DILL_STACK_SIZE : MILL_STACK_SIZE;
    uintptr_t high = is_dill ? *(uintptr_t *)call->arguments[1] : call->result;
    if (!high || (is_dill && (int32_t)call->result < 0)) return;
    Task *task = task_create(moment->task, TASK_COROUTINE, moment->row->library, moment->counter);
    uintptr_t low = high - size + LOW_MARGIN;
    sync_forget(low, high - low);
    task_prepare(task, low, high - low);
    if (!is_dill) return;
    // Whoever waits for the bundle, or closes the handle, learns what the coroutine did.
    uint32_t bundle = (uint32_t)call->arguments[3];
    task->handle = object_address(moment->row, (int32_t)bundle >= 0 ? bundle : (uint32_t)call->result);
}

void start_after(CallUnderWay *call) {
    InterposedMoment *moment = &call->moment;
    const InterposedCall *row = moment->row;
    if (row->spawn_style == SPAWN_CALL_EXPRESSION && row->domain == DOMAIN_COOPERATIVE) {
        if (moment->outcome == OUTCOME_OK) expression_after(call);
        return;
    }
    Start *start = (Start *)call->context[0];
    if (call->context[1]) __libc_free((void *)call->context[1]);
    if (!start || is_library(row, "plan9-thread")) return;
    bool has_failed =
        moment->outcome != OUTCOME_OK || (row->operands[OPERAND_OBJECT].source == SOURCE_RESULT && !call->result);
    if (has_failed && start->task == moment->other && start->task->number == call->context[2]) {
        task_abandon(start->task);
        start_give(start);
        moment->other = NULL;
        return;
    }
    // Where the creator goes on first, the new one has not run; else it knows itself (interpose_name_coroutine).
    if (is_library(row, "gnu-pth")) moment->other->handle = handle_address("gnu-pth", call->result);
}

static TASK_TRAMPOLINE uintptr_t once_run(uintptr_t argument) {
    Task *task = task_current();
    uintptr_t *once = task->rooms[ONCE_ROOM];
    uint32_t depth = task_pause_call(task);
    uintptr_t result = ((uintptr_t (*)(uintptr_t))once[0])(argument);
    task_resume_call(task, depth);
    sync_release(task, once[1]);
    return result;
}

void once_before(CallUnderWay *call) {
    InterposedMoment *moment = &call->moment;
    call->context[0] = *argument_of(call, OPERAND_FUNCTION);
    call->context[1] = moment->object;
    call->context[2] = (uintptr_t)moment->task->rooms[ONCE_ROOM];
    moment->task->rooms[ONCE_ROOM] = call->context;
    *argument_of(call, OPERAND_FUNCTION) = (uintptr_t)once_run;
}

void once_after(CallUnderWay *call) {
    call->moment.task->rooms[ONCE_ROOM] = (void *)call->context[2];
}

void proc_before(const CallUnderWay *call) {
    if (is_library(call->moment.row, "plan9-thread") && interpose_has_plan9())
        sync_release(call->moment.task, proc_of(call->moment.task));
}

void proc_after(const CallUnderWay *call) {
    if (is_library(call->moment.row, "plan9-thread") && interpose_has_plan9())
        sync_acquire(call->moment.task, proc_of(call->moment.task));
}
