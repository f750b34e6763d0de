// SPDX-License-Identifier: MIT
// Which parked tasks should try again.
#include "explorer/lock.h"

static bool is_ended(const Machine *machine, ObjectId task_object) {
    const Object *object = state_object(machine->state, task_object);
    return object->kind != OBJECT_TASK || state_task(machine->state, object->task)->status == TASK_ENDED;
}

static bool group_has_ended(const Machine *machine, uint32_t group) {
    for (TaskId id = 1; id < machine->state->task_count; id++) {
        const Task *task = state_task(machine->state, id);
        if (task->group == group && task->status != TASK_ENDED) return false;
    }
    return true;
}

bool machine_can_proceed(Machine *machine, TaskId id) {
    const Task *task = state_task(machine->state, id);
    if (task->is_waiting_for_group) return group_has_ended(machine, task->cases[0].index);
    if (!task->case_count || !task->cases[0].object) return false;
    const Frame *frame = task_frame(task);
    const Api *api = program_api(machine->program, machine_node(machine, frame->function, frame->node)->api);
    ObjectId object = task->cases[0].object;
    const Object *at = state_object(machine->state, object);
    switch (api->event) {
    case EVENT_LOCK: return lock_can_proceed(machine, object, api->lock_mode, id);
    case EVENT_WAIT: return task->phase == WAIT_REACQUIRE && lock_can_proceed(machine, object, LOCK_EXCLUSIVE, id);
    case EVENT_ACQUIRE: return at->count > 0 || at->count_is_unknown;
    case EVENT_WAIT_GROUP:
        if (at->kind == OBJECT_TASK) return is_ended(machine, object); // libdill: the handle of a single go
        return at->count_is_unknown;                                   // else it is released
    case EVENT_ONCE: return at->count != 0;
    case EVENT_JOIN:
    case EVENT_CANCEL:
    case EVENT_CLOSE: return at->kind == OBJECT_WAIT_GROUP ? at->count <= 0 : is_ended(machine, object);
    default: return false;
    }
}
