// SPDX-License-Identifier: MIT
#include "checks/check.h"

const char *check_task_name(const CheckContext *context, const Diagnosis *diagnosis, TaskId task) {
    return name_task(context->program, context->arena, &diagnosis->stuck->tasks[task]);
}

static const char *channel_name(const CheckContext *context, const Diagnosis *diagnosis, ObjectId object) {
    return name_object(context->program, context->arena, &diagnosis->stuck->objects[object]);
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

const char *check_operation_text(const CheckContext *context, const Diagnosis *diagnosis, const Wait *wait) {
    if (wait->operation == EVENT_SELECT) return select_text(context, diagnosis, wait);
    if (!wait->object) return event_kind_name(wait->operation);
    const ObjectView *object = &diagnosis->stuck->objects[wait->object];
    const char *name = wait->is_channel ? name_object(context->program, context->arena, object)
                                        : name_operand(context->program, context->arena, wait->site, object);
    switch (wait->operation) {
    case EVENT_SEND: return arena_format(context->arena, "send to '%s'", name);
    case EVENT_RECEIVE: return arena_format(context->arena, "receive from '%s'", name);
    case EVENT_LOCK: return arena_format(context->arena, "lock '%s'", name);
    case EVENT_JOIN: {
        const TaskView *task = wait->helper ? &diagnosis->stuck->tasks[wait->helper] : NULL;
        return task ? arena_format(context->arena, "join '%s'", name_task(context->program, context->arena, task))
                    : "join a task";
    }
    default: return arena_format(context->arena, "wait on '%s'", name);
    }
}

bool check_nobody_ever_comes(const Diagnosis *diagnosis, EventKind operation) {
    const Wait *wait = &diagnosis->waits[0];
    return diagnosis->cause == CAUSE_NOBODY && wait->operation == operation && !wait->completes_elsewhere;
}

void check_describe_lone_wait(const CheckContext *context, const Diagnosis *diagnosis, Text *message,
                              const char *nobody_would, const char *nobody_left_would) {
    const Wait *wait = &diagnosis->waits[0];
    const char *why = wait->has_peer ? nobody_left_would : nobody_would;
    text_format(message, "'%s' waits for ever to %s: %s.", check_task_name(context, diagnosis, wait->task),
                check_operation_text(context, diagnosis, wait), why);
}
