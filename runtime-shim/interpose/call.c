// SPDX-License-Identifier: MIT
// The generic wrapper: what a call means comes from its row. Built with exceptions, so that a thread that is cancelled
// inside the real call leaves it properly: its cleanup handlers count again.
#include "interpose/call.h"

#include "interpose/real.h"
#include "interpose/rule.h"
#include "sync/handle.h"
#include "sync/locks.h"
#include "task/calls.h"

#include <errno.h>

typedef uintptr_t RealFunction(uintptr_t first, ...); // variadic, so that it fits functions that are

uintptr_t interpose_forward(void *real, const uintptr_t *a, uint32_t count) {
    RealFunction *function = (RealFunction *)real;
    if (count <= 6) return function(a[0], a[1], a[2], a[3], a[4], a[5]);
    return function(a[0], a[1], a[2], a[3], a[4], a[5], a[6], count > 7 ? a[7] : 0, count > 8 ? a[8] : 0);
}

void *interpose_find(const char *name) {
    return real_find(name);
}

InterposeRoom *interpose_room(void) {
    static InterposeRoom room; // the room's record
    runtime.interpose = &room;
    return &room;
}

void interpose_add_hook(InterposeHook hook) {
    InterposeRoom *room = interpose_room();
    if (room->hook_count < HOOK_LIMIT) room->hooks[room->hook_count++] = hook;
}

uintptr_t operand_value(const CallUnderWay *call, OperandRole role) {
    InterposedOperand operand = call->moment.row->operands[role];
    switch (operand.source) {
    case SOURCE_CONSTANT: return (uintptr_t)(intptr_t)operand.constant;
    case SOURCE_RESULT: return call->result;
    case SOURCE_ARGUMENT:
    case SOURCE_POINTEE: return call->arguments[operand.index];
    default: return 0;
    }
}

uintptr_t object_address(const InterposedCall *row, uintptr_t value) {
    if (!row->number_bytes) return value;
    return handle_address(row->library, row->number_bytes == 4 ? (uint32_t)value : value);
}

// The object that an operand names; behind a pointer: what is stored there.
static uintptr_t operand_object(const CallUnderWay *call, OperandRole role) {
    const InterposedCall *row = call->moment.row;
    uintptr_t value = operand_value(call, role);
    if (row->operands[role].source == SOURCE_POINTEE) {
        if (!value) return 0;
        value = row->number_bytes == 4 ? *(const uint32_t *)value : *(const uintptr_t *)value;
    }
    return value || row->number_bytes ? object_address(row, value) : 0;
}

static size_t element_size(const CallUnderWay *call, uintptr_t channel) {
    if (has_operand(call->moment.row, OPERAND_SIZE)) return operand_value(call, OPERAND_SIZE);
    return channel_element_size(channel);
}

// A pointer that is sent is compared by its lower half: some receive 32 bits only.
ChannelValue element_value(const CallUnderWay *call, uintptr_t channel, uintptr_t element, bool is_received) {
    const InterposedCall *row = call->moment.row;
    size_t size = element_size(call, channel);
    if (row->element == ELEMENT_NONE) return (ChannelValue){0};
    if (row->element == ELEMENT_COPIED) return channel_value((const void *)element, size);
    if (!size || size > sizeof(uintptr_t)) size = sizeof(uint32_t);
    if (row->element == ELEMENT_POINTER && is_received) return channel_value((const void *)element, size);
    return channel_value(&element, size);
}

// What the library copies for the program.
void element_access(const CallUnderWay *call, uintptr_t channel, uintptr_t element, bool is_received) {
    if (!element || call->moment.row->element != ELEMENT_COPIED) return;
    Task *task = call->moment.task;
    uint32_t depth = task_pause_call(task);
    access_range(element, element_size(call, channel), is_received, call->moment.counter);
    task_resume_call(task, depth);
}

static bool is_timed(const CallUnderWay *call) {
    const InterposedCall *row = call->moment.row;
    if (row->blocking == BLOCKING_NEVER) return true;
    if (!has_operand(row, OPERAND_TIMEOUT)) return row->blocking == BLOCKING_TIMED;
    uintptr_t value = operand_value(call, OPERAND_TIMEOUT);
    if (row->operands[OPERAND_TIMEOUT].source == SOURCE_POINTEE) return value != 0;
    bool is_narrow = row->forever_value == -1; // an int or an int64_t
    int64_t time = is_narrow && (int32_t)value == -1 ? -1 : (int64_t)value;
    return !(row->has_forever && time == row->forever_value);
}

static bool may_wait(const CallUnderWay *call) {
    const InterposedCall *row = call->moment.row;
    if (row->blocking == BLOCKING_NEVER || (row->event == EVENT_SELECT && row->select_has_default)) return false;
    if (!row->has_try || !has_operand(row, OPERAND_TIMEOUT)) return true;
    return (int64_t)operand_value(call, OPERAND_TIMEOUT) != row->try_value;
}

static bool result_is(const CallUnderWay *call, OutcomeKind kind) {
    InterposedOutcome outcome = call->moment.row->outcomes[kind];
    if (!outcome.is_possible || !outcome.has_value) return false;
    InterposedOperand element = call->moment.row->operands[OPERAND_ELEMENT];
    bool is_pointer = call->moment.row->element == ELEMENT_RESULT || element.source == SOURCE_RESULT;
    return is_pointer ? call->result == (uintptr_t)(intptr_t)outcome.value : (int32_t)call->result == outcome.value;
}

static bool is_negative(const CallUnderWay *call) {
    return (int32_t)call->result == -1 && call->moment.row->element != ELEMENT_RESULT;
}

// Several outcomes may share a value: errno tells them apart.
static OutcomeKind outcome_of(const CallUnderWay *call, int error) {
    const InterposedOutcome *outcomes = call->moment.row->outcomes;
    if (result_is(call, OUTCOME_OK)) return OUTCOME_OK;
    if (result_is(call, OUTCOME_SERIAL)) return OUTCOME_SERIAL;
    if (is_negative(call)) {
        static const struct {
            int error;
            OutcomeKind kind;
        } known[] = {{ETIMEDOUT, OUTCOME_TIMED_OUT},
                     {EPIPE, OUTCOME_CLOSED},
                     {ECANCELED, OUTCOME_CANCELED},
                     {EINTR, OUTCOME_CANCELED},
                     {EAGAIN, OUTCOME_WOULD_BLOCK}};
        for (unsigned i = 0; i < sizeof known / sizeof known[0]; i++)
            if (error == known[i].error && outcomes[known[i].kind].is_possible) return known[i].kind;
    }
    for (int kind = OUTCOME_CLOSED; kind < OUTCOME_KIND_COUNT; kind++)
        if (kind != OUTCOME_SERIAL && result_is(call, (OutcomeKind)kind)) return (OutcomeKind)kind;
    if (outcomes[OUTCOME_OK].is_possible && outcomes[OUTCOME_OK].has_value) return OUTCOME_REFUSED;
    bool may_fail = outcomes[OUTCOME_CANCELED].is_possible || outcomes[OUTCOME_REFUSED].is_possible;
    return may_fail && is_negative(call) ? OUTCOME_CANCELED : OUTCOME_OK;
}

static ObjectKind lock_object(const InterposedCall *row) {
    return row->object == OBJECT_READ_WRITE_LOCK ? OBJECT_READ_WRITE_LOCK : OBJECT_MUTEX;
}

// A lock that is ready from the start: its first use tells whether its owner can take it again.
static void lock_note(const CallUnderWay *call) {
    const InterposedCall *row = call->moment.row;
    if (sync_find(call->moment.object)) return;
    SyncObject *object = sync_get(call->moment.task, call->moment.object, lock_object(row), call->moment.counter);
    object->recursion = row->recursion;
    object->is_static = true;
}

static void lock_call_before(CallUnderWay *call) {
    const InterposedMoment *moment = &call->moment;
    lock_note(call);
    if (moment->row->blocking == BLOCKING_NEVER || moment->is_timed) return;
    lock_before(moment->task, moment->object, lock_object(moment->row), moment->row->lock_mode == LOCK_SHARED,
                moment->counter);
}

static void wait_call_before(CallUnderWay *call) {
    InterposedMoment *moment = &call->moment;
    moment->mutex = has_operand(moment->row, OPERAND_MUTEX) ? operand_object(call, OPERAND_MUTEX) : 0;
    if (moment->mutex) call->lock_count = lock_release_all(moment->task, moment->mutex, moment->counter);
}

static void transfer_before(CallUnderWay *call, ChannelSide side) {
    InterposedMoment *moment = &call->moment;
    if (moment->row->serves_all) channel_make_vague(moment->task, moment->object);
    uintptr_t element = operand_value(call, OPERAND_ELEMENT);
    ChannelValue value = {0};
    if (side == CHANNEL_SEND) {
        value = element_value(call, moment->object, element, false);
        element_access(call, moment->object, element, false);
    }
    channel_before(moment->task, moment->object, side, value);
}

static void transfer_after(CallUnderWay *call, ChannelSide side) {
    InterposedMoment *moment = &call->moment;
    if (moment->outcome != OUTCOME_OK) {
        channel_failed(moment->task, moment->object, side);
        if (moment->outcome == OUTCOME_CLOSED) channel_saw_close(moment->task, moment->object);
        return;
    }
    uintptr_t element = operand_value(call, OPERAND_ELEMENT);
    bool may_be_end = moment->row->outcomes[OUTCOME_CLOSED].is_possible &&
                      !moment->row->outcomes[OUTCOME_CLOSED].has_value && channel_is_closed(moment->object);
    if (side == CHANNEL_RECEIVE) element_access(call, moment->object, element, true);
    ChannelValue value = element_value(call, moment->object, element, side == CHANNEL_RECEIVE);
    moment->channel = channel_after(moment->task, moment->object, side, value);
    if (may_be_end) channel_saw_close(moment->task, moment->object);
}

static bool is_recursive(const CallUnderWay *call) {
    const InterposedCall *row = call->moment.row;
    if (row->kind_count && row->operands[OPERAND_ATTRIBUTE].source == SOURCE_ARGUMENT)
        return row->kinds[operand_value(call, OPERAND_ATTRIBUTE) & 3] == RECURSION_COUNTS;
    return row->recursion == RECURSION_COUNTS;
}

static void make_after(CallUnderWay *call) {
    const InterposedMoment *moment = &call->moment;
    const InterposedCall *row = moment->row;
    uintptr_t object = operand_object(call, OPERAND_OBJECT);
    if (!object) return;
    switch (row->object) {
    case OBJECT_CHANNEL: {
        uint64_t capacity = row->capacity == CAPACITY_RENDEZVOUS  ? 0
                            : row->capacity == CAPACITY_UNBOUNDED ? CHANNEL_UNBOUNDED
                                                                  : (uint32_t)operand_value(call, OPERAND_CAPACITY);
        channel_open(moment->task, object, capacity, operand_value(call, OPERAND_SIZE), moment->counter);
        return;
    }
    case OBJECT_CHANNEL_PAIR: pair_make(call, (const int32_t *)operand_value(call, OPERAND_OBJECT)); return;
    case OBJECT_MUTEX:
    case OBJECT_READ_WRITE_LOCK:
        lock_create(moment->task, object, (LockKind){.kind = lock_object(row), .is_recursive = is_recursive(call)},
                    moment->counter);
        return;
    default: sync_forget(object, 1); sync_get(moment->task, object, (ObjectKind)row->object, moment->counter);
    }
}

static void free_before(CallUnderWay *call) {
    const InterposedMoment *moment = &call->moment;
    if (moment->row->drops_reference || moment->row->number_bytes || !moment->object) return;
    if (moment->row->object == OBJECT_MUTEX || moment->row->object == OBJECT_READ_WRITE_LOCK)
        lock_destroy(moment->task, moment->object, moment->counter);
    else
        sync_destroy(moment->task, moment->object);
}

static void close_before(CallUnderWay *call) {
    const InterposedMoment *moment = &call->moment;
    if (moment->row->interrupts) return;
    if (moment->row->object == OBJECT_CHANNEL_PAIR)
        pair_close(moment->task, moment->object, !moment->row->closes_one_direction);
    else
        channel_close(moment->task, moment->object);
}

static void call_before(CallUnderWay *call) {
    const InterposedMoment *moment = &call->moment;
    Task *task = moment->task;
    uintptr_t object = moment->object;
    switch (moment->row->event) {
    case EVENT_SEND: transfer_before(call, CHANNEL_SEND); return;
    case EVENT_RECEIVE: transfer_before(call, CHANNEL_RECEIVE); return;
    case EVENT_SELECT: select_before(call); return;
    case EVENT_CLOSE: close_before(call); return;
    case EVENT_LOCK: lock_call_before(call); return;
    case EVENT_UNLOCK: lock_release_before(task, object, lock_object(moment->row), moment->counter); return;
    case EVENT_WAIT: wait_call_before(call); return;
    case EVENT_FREE: free_before(call); return;
    case EVENT_ONCE: once_before(call); return;
    case EVENT_SPAWN: start_before(call); return;
    case EVENT_RELEASE:
    case EVENT_DONE:
    case EVENT_ADD:
    case EVENT_BARRIER:
    case EVENT_RESUME:
    case EVENT_ATOMIC_STORE:
    case EVENT_ATOMIC_UPDATE:
    case EVENT_ATOMIC_EXCHANGE:
    case EVENT_ATOMIC_COMPARE_EXCHANGE: sync_release(task, object); return;
    default: return;
    }
}

static void lock_call_after(CallUnderWay *call) {
    const InterposedMoment *moment = &call->moment;
    bool is_try = moment->row->blocking == BLOCKING_NEVER || moment->is_timed;
    lock_after(moment->task, moment->object, lock_object(moment->row), moment->row->lock_mode == LOCK_SHARED, is_try,
               moment->counter);
}

static void call_succeeded(CallUnderWay *call) {
    const InterposedMoment *moment = &call->moment;
    switch (moment->row->event) {
    case EVENT_LOCK: lock_call_after(call); return;
    case EVENT_MAKE:
    case EVENT_INIT: make_after(call); return;
    case EVENT_CLOSE: // of a coroutine or a bundle: they have ended
    case EVENT_ACQUIRE:
    case EVENT_WAIT_GROUP:
    case EVENT_BARRIER:
    case EVENT_JOIN:
    case EVENT_ATOMIC_LOAD:
    case EVENT_ATOMIC_UPDATE:
    case EVENT_ATOMIC_EXCHANGE:
    case EVENT_ATOMIC_COMPARE_EXCHANGE: sync_acquire(moment->task, moment->object); return;
    default: return;
    }
}

static void call_after(CallUnderWay *call) {
    InterposedMoment *moment = &call->moment;
    switch (moment->row->event) {
    case EVENT_SEND: transfer_after(call, CHANNEL_SEND); return;
    case EVENT_RECEIVE: transfer_after(call, CHANNEL_RECEIVE); return;
    case EVENT_SELECT: select_after(call); return;
    case EVENT_SPAWN: start_after(call); return;
    case EVENT_ONCE:
        once_after(call);
        sync_acquire(moment->task, moment->object);
        return;
    case EVENT_WAIT:
        if (moment->mutex) lock_restore(moment->task, moment->mutex, call->lock_count, moment->counter);
        return;
    case EVENT_QUERY_CLOSED:
        if (moment->outcome == OUTCOME_CLOSED) channel_saw_close(moment->task, moment->object);
        return;
    default:
        if (moment->outcome == OUTCOME_OK || moment->outcome == OUTCOME_SERIAL) call_succeeded(call);
    }
}

static const InterposedCall *choose_row(const InterposedFunction *function, const uintptr_t *arguments) {
    for (uint32_t i = 0; i < function->call_count; i++) {
        const InterposedCall *row = &function->calls[i];
        if (row->is_present && !row->is_present()) continue;
        if (!row->has_condition || (int32_t)arguments[row->condition_argument] == (int32_t)row->condition_value)
            return row;
    }
    return NULL;
}

static void run_hooks(const CallUnderWay *call, bool is_after) {
    const InterposeRoom *room = runtime.interpose;
    for (uint32_t i = 0; room && i < room->hook_count; i++) {
        void (*hook)(const InterposedMoment *) = is_after ? room->hooks[i].after : room->hooks[i].before;
        if (hook) hook(&call->moment);
    }
}

// Code of the library that is instrumented and switches stacks may leave entries behind, or take some away.
static void repair_call_stack(Task *task, uintptr_t *top) {
    while (task->call_top > top) call_leave(task);
    while (task->call_top < top) call_enter(task, *task->call_top);
}

// Also when the thread is cancelled in the middle.
static void leave(CallUnderWay *call) {
    Task *task = call->moment.task;
    if (!call->is_over) {
        repair_call_stack(task, call->call_top);
        call->moment.outcome = OUTCOME_CANCELED;
        call_after(call);
        run_hooks(call, true);
    }
    task_leave_call(task);
    // The new coroutine runs next, behind an assignment to the stack pointer.
    if (call->moment.row->event == EVENT_SPAWN && start_is_silent(call->moment.row)) task_give_way(task, true);
}

static uintptr_t call_counted(const InterposedCall *row, Task *task, const InterposedFunction *function, void *real,
                              uintptr_t *arguments, uintptr_t counter) {
    SelectCase cases[CASE_LIMIT];
    CallUnderWay call __attribute__((cleanup(leave)));
    call = (CallUnderWay){.moment = {.row = row, .task = task, .counter = counter, .chosen = -1},
                          .arguments = arguments,
                          .select = cases,
                          .call_top = task->call_top};
    int error = errno;
    bool is_made_now = row->event == EVENT_MAKE || row->event == EVENT_INIT || row->event == EVENT_SPAWN;
    if (!is_made_now && has_operand(row, OPERAND_OBJECT)) call.moment.object = operand_object(&call, OPERAND_OBJECT);
    if (row->event == EVENT_SEND || row->event == EVENT_RECEIVE) {
        ChannelSide side = row->event == EVENT_SEND ? CHANNEL_SEND : CHANNEL_RECEIVE;
        if (row->object == OBJECT_CHANNEL_PAIR) call.moment.object = pair_stream(call.moment.object, side);
    }
    call.moment.is_timed = is_timed(&call);
    call.moment.may_wait = may_wait(&call);
    call_before(&call);
    proc_before(&call);
    run_hooks(&call, false);
    call_enter(task, counter);
    if (start_is_silent(row)) task_give_way(task, true);
    errno = error;
    call.result = interpose_forward(real, arguments, function->argument_count);
    call.error = error = errno;
    if (unlikely(task_thread.current != task)) task_switch(task);
    repair_call_stack(task, call.call_top);
    call.is_over = true;
    call.moment.outcome = outcome_of(&call, error);
    proc_after(&call);
    call_after(&call);
    run_hooks(&call, true);
    errno = error;
    return call.result;
}

uintptr_t interpose_call(const InterposedFunction *function, void *real, uintptr_t *arguments, uintptr_t counter) {
    if (unlikely(!runtime_is_ready() || task_thread.in_runtime))
        return interpose_forward(real, arguments, function->argument_count);
    Task *task = task_current();
    const InterposedCall *row = task->depth ? NULL : choose_row(function, arguments);
    if (!row) return interpose_forward(real, arguments, function->argument_count);
    if (row->event == EVENT_TASK_EXIT) {
        wait_before_task_exit(task, row);
        if (task->kind == TASK_COROUTINE) start_end(task);
        return interpose_forward(real, arguments, function->argument_count);
    }
    task_enter_call(task);
    return call_counted(row, task, function, real, arguments, counter);
}
