// SPDX-License-Identifier: MIT
// Destroying a synchronisation object: it must not be in use.
#include "explorer/lock.h"

static TaskId waiter_at(const Machine *machine, ObjectId object) {
    for (TaskId id = 1; id < machine->state->task_count; id++) {
        const Task *task = state_task(machine->state, id);
        if (task->status != TASK_PARKED) continue;
        for (uint32_t i = 0; i < task->case_count; i++)
            if (task->cases[i].object == object) return id;
    }
    return 0;
}

static TaskId user_of(const Machine *machine, ObjectId id) {
    const Object *object = state_object(machine->state, id);
    bool is_lock = object->kind == OBJECT_MUTEX || object->kind == OBJECT_READ_WRITE_LOCK;
    TaskId holder = is_lock ? lock_holder(object, 0) : 0;
    return holder ? holder : waiter_at(machine, id);
}

void free_event(Machine *machine, const Node *node, const Api *api) {
    ObjectId id = machine_operand_object(machine, node, api, OPERAND_OBJECT, api->object);
    if (machine->result != STEP_GOES_ON) return;
    TaskId user =
        id && !api->drops_reference && !state_object(machine->state, id)->is_external ? user_of(machine, id) : 0;
    if (user) machine_violation(machine, VIOLATION_DESTROY_IN_USE, id, user);
    event_finish(machine, api, user && api->outcomes[OUTCOME_BUSY].is_possible ? OUTCOME_BUSY : OUTCOME_OK);
}
