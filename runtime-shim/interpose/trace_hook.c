// SPDX-License-Identifier: MIT
// Interposed calls as events of a trace. A call that may wait is a QEV_BLOCK and a QEV_RUN, or where a thread waits for
// the outside a QEV_SYSCALL and a QEV_SYSCALL_END; what succeeded is its own event. Locks are told of by sync/locks.c,
// channels that are made or forgotten by sync/channel.c.
#include "interpose/hooks.h"
#include "interpose/rule.h"
#include "trace/trace.h"

#include <string.h>

static TraceWait wait_of(const InterposedCall *row) {
    switch ((EventKind)row->event) {
    case EVENT_SEND: return QWAIT_SEND;
    case EVENT_RECEIVE: return QWAIT_RECEIVE;
    case EVENT_SELECT: return QWAIT_SELECT;
    case EVENT_LOCK: return row->lock_mode == LOCK_SHARED ? QWAIT_LOCK_SHARED : QWAIT_LOCK;
    case EVENT_WAIT: return QWAIT_CONDITION;
    case EVENT_ACQUIRE: return QWAIT_SEMAPHORE;
    case EVENT_WAIT_GROUP: return QWAIT_COUNTER;
    case EVENT_BARRIER: return QWAIT_BARRIER;
    case EVENT_ONCE: return QWAIT_ONCE;
    case EVENT_JOIN: return QWAIT_JOIN;
    case EVENT_SLEEP: return QWAIT_SLEEP;
    case EVENT_IO: return QWAIT_OUTSIDE;
    default: return QWAIT_OTHER;
    }
}

static bool is_any(const char *name, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0) return true;
    return false;
}

// A call that stops the thread, not only a coroutine of it.
static bool is_system_call(const InterposedCall *row) {
    static const char *const libraries[] = {"posix-threads", "c11-threads", "glib", "apr"};
    return (row->event == EVENT_IO || row->event == EVENT_SLEEP) &&
           is_any(row->library, libraries, sizeof libraries / sizeof libraries[0]);
}

static TraceCall call_of(const InterposedCall *row) {
    static const struct {
        const char *start;
        TraceCall call;
    } names[] = {
        {"read", QCALL_READ},       {"write", QCALL_WRITE},     {"epoll", QCALL_POLL},    {"recv", QCALL_READ},
        {"send", QCALL_WRITE},      {"poll", QCALL_POLL},       {"accept", QCALL_ACCEPT}, {"pread", QCALL_READ},
        {"pwrite", QCALL_WRITE},    {"ppoll", QCALL_POLL},      {"select", QCALL_POLL},   {"pselect", QCALL_POLL},
        {"connect", QCALL_CONNECT}, {"wait", QCALL_WAIT_CHILD}, {"sig", QCALL_SIGNAL},    {"pause", QCALL_SIGNAL}};
    if (row->event == EVENT_SLEEP) return QCALL_SLEEP;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strncmp(row->function, names[i].start, strlen(names[i].start)) == 0) return names[i].call;
    return QCALL_OTHER;
}

static void tell_cases(const InterposedMoment *moment) {
    for (uint32_t i = 0; i < moment->case_count; i++)
        if (moment->cases[i].channel)
            trace_write(&(TraceEntry){.task = moment->task,
                                      .kind = QEV_ALTERNATIVE,
                                      .wait = moment->cases[i].side == CHANNEL_SEND ? QWAIT_SEND : QWAIT_RECEIVE,
                                      .object = moment->cases[i].channel});
}

static void before_call(const InterposedMoment *moment) {
    if (!trace_is_on()) return;
    Task *task = moment->task;
    if (moment->row->event == EVENT_CLOSE && !moment->row->interrupts)
        trace_event(task, QEV_CLOSE, moment->object, 0, trace_place(moment->counter));
    if (moment->row->event == EVENT_CANCEL || moment->row->interrupts)
        trace_write(&(TraceEntry){.task = task,
                                  .kind = QEV_CANCEL,
                                  .object = moment->other ? 0 : moment->object,
                                  .other = moment->other,
                                  .site = trace_place(moment->counter)});
    if (!moment->may_wait) return;
    if (is_system_call(moment->row)) {
        trace_event(task, QEV_SYSCALL, 0, call_of(moment->row), task_keep_stack(task, moment->counter));
        return;
    }
    if (moment->row->event == EVENT_SELECT) tell_cases(moment);
    trace_write(&(TraceEntry){.task = task,
                              .kind = QEV_BLOCK,
                              .wait = (uint8_t)wait_of(moment->row),
                              .flags = moment->is_timed ? QTRACE_TIMED : 0,
                              .object = moment->row->event == EVENT_SELECT || moment->other ? 0 : moment->object,
                              .other = moment->row->event == EVENT_JOIN ? moment->other : NULL,
                              .site = task_keep_stack(task, moment->counter)});
}

static void tell_transfer(const InterposedMoment *moment, TraceEventKind kind, uintptr_t channel) {
    bool is_closed = moment->outcome == OUTCOME_CLOSED;
    if (is_closed && kind == QEV_SEND) return;
    trace_write(&(TraceEntry){.task = moment->task,
                              .kind = (uint8_t)kind,
                              .flags = is_closed ? QTRACE_AT_END : 0,
                              .object = channel,
                              .value = (uint32_t)moment->channel.fill,
                              .sequence = is_closed ? 0 : (uint32_t)moment->channel.number,
                              .site = trace_place(moment->counter)});
}

static void tell_chosen_case(const InterposedMoment *moment) {
    for (uint32_t i = 0; i < moment->case_count; i++)
        if (moment->chosen >= 0 && moment->cases[i].index == (uint32_t)moment->chosen)
            tell_transfer(moment, moment->cases[i].side == CHANNEL_SEND ? QEV_SEND : QEV_RECEIVE,
                          moment->cases[i].channel);
}

static void tell_success(const InterposedMoment *moment) {
    Task *task = moment->task;
    uintptr_t object = moment->object;
    switch ((EventKind)moment->row->event) {
    case EVENT_SEND: tell_transfer(moment, QEV_SEND, object); return;
    case EVENT_RECEIVE: tell_transfer(moment, QEV_RECEIVE, object); return;
    case EVENT_SELECT: tell_chosen_case(moment); return;
    case EVENT_SPAWN:
        if (moment->other) trace_event_task(task, QEV_SPAWN, moment->other, task_keep_stack(task, moment->counter));
        return;
    case EVENT_RESUME:
        if (moment->other) trace_event_task(task, QEV_READY, moment->other, 0);
        return;
    case EVENT_SIGNAL:
    case EVENT_BROADCAST: trace_event(task, QEV_NOTIFY, object, 0, trace_place(moment->counter)); return;
    default: return;
    }
}

static void after_call(const InterposedMoment *moment) {
    if (!trace_is_on()) return;
    if (moment->may_wait && is_system_call(moment->row))
        trace_event(moment->task, QEV_SYSCALL_END, 0, call_of(moment->row), 0);
    else if (moment->may_wait)
        trace_resume(moment->task, moment->outcome == OUTCOME_TIMED_OUT);
    bool sees_end = moment->outcome == OUTCOME_CLOSED && moment->row->event == EVENT_RECEIVE;
    if (moment->outcome == OUTCOME_CANCELED)
        trace_event(moment->task, QEV_CANCELLED, 0, 0, trace_place(moment->counter));
    else if (moment->outcome == OUTCOME_OK || moment->outcome == OUTCOME_SERIAL || sees_end)
        tell_success(moment);
}

static __attribute__((constructor(104))) void register_hook(void) {
    if (trace_is_on()) interpose_add_hook((InterposeHook){before_call, after_call});
}
