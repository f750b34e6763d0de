// SPDX-License-Identifier: MIT
#include "checks/check.h"

#include "checks/race_report.h"

const char *check_memory_name(const CheckContext *context, const Diagnosis *diagnosis) {
    return race_place_words(context->program, context->arena, diagnosis->stale.address);
}

const char *check_task_name(const CheckContext *context, const Diagnosis *diagnosis, TaskId task) {
    return name_task(context->program, context->arena, &diagnosis->stuck->tasks[task]);
}

static const char *channel_name(const CheckContext *context, const Diagnosis *diagnosis, ObjectId object) {
    return name_object(context->program, context->arena, &diagnosis->stuck->objects[object]);
}

const char *check_signal_name(const CheckContext *context, const Diagnosis *diagnosis) {
    return diagnosis->flag ? diagnosis->flag : channel_name(context, diagnosis, diagnosis->signal);
}

static const char *select_text(const CheckContext *context, const Diagnosis *diagnosis, const Wait *wait) {
    const TaskView *task = &diagnosis->stuck->tasks[wait->task];
    Text text = {0};
    text_append(&text, "select on ");
    for (uint32_t i = 0; i < task->wait_count; i++)
        text_format(&text, "%s'%s'",
                    !i                          ? ""
                    : i + 1 == task->wait_count ? " and "
                                                : ", ",
                    channel_name(context, diagnosis, task->waits[i].object));
    if (!task->wait_count) text_append(&text, "no channel at all");
    const char *copy = arena_copy_text(context->arena, text_value(&text));
    text_free(&text);
    return copy;
}

const char *check_object_name(const CheckContext *context, const Diagnosis *diagnosis, const Wait *wait) {
    const ObjectView *object = &diagnosis->stuck->objects[wait->object];
    return wait->is_channel ? name_object(context->program, context->arena, object)
                            : name_operand(context->program, context->arena, wait->site, object);
}

static const char *mutex_name(const CheckContext *context, const Diagnosis *diagnosis, const Wait *wait) {
    return name_object(context->program, context->arena, &diagnosis->stuck->objects[wait->object]);
}

const char *check_operation_text(const CheckContext *context, const Diagnosis *diagnosis, const Wait *wait) {
    if (wait->operation == EVENT_SELECT) return select_text(context, diagnosis, wait);
    if (!wait->object) return event_kind_name(wait->operation);
    const char *name = check_object_name(context, diagnosis, wait);
    switch (wait->operation) {
    case EVENT_SEND: return arena_format(context->arena, "send to '%s'", name);
    case EVENT_RECEIVE: return arena_format(context->arena, "receive from '%s'", name);
    case EVENT_LOCK: return arena_format(context->arena, "lock '%s'", name);
    case EVENT_ACQUIRE: return arena_format(context->arena, "acquire '%s'", name);
    case EVENT_WAIT:
        if (!wait->is_lock) break;
        return arena_format(context->arena, "lock '%s' again after a wait", mutex_name(context, diagnosis, wait));
    case EVENT_JOIN: {
        const TaskView *task = wait->helper ? &diagnosis->stuck->tasks[wait->helper] : NULL;
        return task ? arena_format(context->arena, "join '%s'", name_task(context->program, context->arena, task))
                    : "join a task";
    }
    default: break;
    }
    return arena_format(context->arena, "wait on '%s'", name);
}

bool check_nobody_ever_comes(const Diagnosis *diagnosis, EventKind operation) {
    const Wait *wait = &diagnosis->waits[0];
    return diagnosis->cause == CAUSE_NOBODY && !diagnosis->refinement && wait->operation == operation &&
           !wait->completes_elsewhere;
}

void check_describe_lone_wait(const CheckContext *context, const Diagnosis *diagnosis, Text *message,
                              const char *nobody_would, const char *nobody_left_would) {
    const Wait *wait = &diagnosis->waits[0];
    const char *why = wait->has_peer ? nobody_left_would : nobody_would;
    text_format(message, "'%s' waits for ever to %s: %s.", check_task_name(context, diagnosis, wait->task),
                check_operation_text(context, diagnosis, wait), why);
}

uint32_t check_lock_waits(const Diagnosis *diagnosis) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < diagnosis->wait_count; i++) count += diagnosis->waits[i].is_lock;
    return count;
}

bool check_is_one_object(const Diagnosis *diagnosis) {
    for (uint32_t i = 1; i < diagnosis->wait_count; i++)
        if (diagnosis->waits[i].object != diagnosis->waits[0].object) return false;
    return true;
}

void check_describe_cycle(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    text_append(message, "Tasks wait for each other for ever:");
    for (uint32_t i = 0; i < diagnosis->wait_count; i++)
        text_format(message, "%s '%s' to %s", i ? "," : "",
                    check_task_name(context, diagnosis, diagnosis->waits[i].task),
                    check_operation_text(context, diagnosis, &diagnosis->waits[i]));
    text_append(message, ".");
}
