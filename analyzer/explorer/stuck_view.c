// SPDX-License-Identifier: MIT
#include "explorer/stuck_view.h"

#include "explorer/service_loop.h"

static void reach_cells(const State *state, const Cells *cells, bool *reached, ObjectId *stack, uint32_t *depth) {
    for (uint32_t i = 0; i < cells->count; i++) {
        Value value = cells->items[i].value;
        ObjectId target = value.kind == VALUE_POINTER  ? value.reference
                          : value.kind == VALUE_SYMBOL ? state->bindings[value.reference]
                                                       : 0;
        if (!target || reached[target]) continue;
        reached[target] = true;
        stack[(*depth)++] = target;
    }
}

static void reach_object(const State *state, ObjectId id, bool *reached, ObjectId *stack, uint32_t *depth) {
    if (!id || !state_object(state, id) || reached[id]) return;
    reached[id] = true;
    stack[(*depth)++] = id;
}

// What a task can get at: from its variables and from the global ones, through pointers and buffered elements.
static bool *reach(const Search *search, const State *state, const Task *task) {
    bool *reached = arena_new_array(search->arena, bool, state->object_count);
    ObjectId *stack = arena_new_array(search->arena, ObjectId, state->object_count);
    uint32_t depth = 0;
    for (ObjectId id = 1; id < state->object_count; id++) {
        const Object *object = state_object(state, id);
        if (object && object->variable && !object->function) reach_object(state, id, reached, stack, &depth);
    }
    for (uint32_t i = 0; i < task->frame_count; i++)
        for (uint32_t j = 0; j < task->frames[i].local_count; j++)
            reach_object(state, task->frames[i].locals[j].object, reached, stack, &depth);
    while (depth) {
        const Object *object = state_object(state, stack[--depth]);
        reach_cells(state, &object->cells, reached, stack, &depth);
        for (uint32_t i = 0; i < 2; i++)
            for (uint32_t j = 0; object->streams[i].queue && j < object->streams[i].count; j++)
                reach_cells(state, &object->streams[i].queue[j], reached, stack, &depth);
    }
    return reached;
}

static bool holds_lock(const State *state, TaskId id) {
    for (ObjectId object = 1; object < state->object_count; object++) {
        const Object *at = state_object(state, object);
        if (at && (at->kind == OBJECT_MUTEX || at->kind == OBJECT_READ_WRITE_LOCK) && at->owner == id) return true;
    }
    return false;
}

bool stuck_is_idle(const Search *search, const State *state, TaskId id) {
    const Task *task = state_task(state, id);
    const Program *program = search->machine.program;
    const Frame *top = task_frame(task);
    const Node *node = machine_node(&search->machine, top->function, top->node);
    EventKind event = node->kind == NODE_EVENT ? program_api(program, node->api)->event : EVENT_HARMLESS;
    if (event != EVENT_RECEIVE && event != EVENT_SELECT && event != EVENT_WAIT && event != EVENT_ACQUIRE) return false;
    const uint8_t *completed = search->machine.completed[top->function];
    if (!completed || !(completed[top->node] & (ENDED_WELL | ENDED_BY_CLOSE)) || holds_lock(state, id)) return false;
    for (uint32_t i = 0; i < task->frame_count; i++)
        if (node_is_in_service_loop(program, task->frames[i].function, task->frames[i].node, search->arena))
            return true;
    return false;
}

void stuck_view_task(const Search *search, const State *state, TaskId id, TaskView *view) {
    const Task *task = state_task(state, id);
    *view = (TaskView){.task = id,
                       .entry = task->entry,
                       .spawner = task->spawner,
                       .spawned = {task->spawn_function, task->spawn_node},
                       .has_ended = task->status == TASK_ENDED,
                       .bundle = task->bundle,
                       .depth = task->frame_count};
    for (TaskId other = 1; other <= id; other++) view->number += state_task(state, other)->entry == task->entry;
    view->stack = arena_new_array(search->arena, CallSite, task->frame_count + 1);
    view->calls = arena_new_array(search->arena, NodeId, task->frame_count + 1);
    for (uint32_t i = 0; i < task->frame_count; i++) {
        view->stack[i] = (CallSite){task->frames[i].function, task->frames[i].node};
        view->calls[i] = i + 1 < task->frame_count ? task->frames[i + 1].call : task->frames[i].node;
    }
    view->runs_scheduler = task->is_waiting_for_group;
    view->waits = task->cases;
    view->wait_count = task->status == TASK_PARKED ? task->case_count : 0;
}

void stuck_view_reaches(const Search *search, const State *state, StuckState *stuck) {
    for (TaskId id = 1; id < stuck->task_count; id++)
        stuck->tasks[id].reaches = reach(search, state, state_task(state, id));
}

void stuck_view_objects(const Search *search, const State *state, StuckState *stuck) {
    stuck->object_count = state->object_count;
    stuck->objects = arena_new_array(search->arena, ObjectView, state->object_count);
    for (ObjectId id = 1; id < state->object_count; id++) {
        const Object *object = state_object(state, id);
        if (!object) continue;
        stuck->objects[id] = (ObjectView){.kind = object->kind,
                                          .variable = object->variable,
                                          .member = object->member,
                                          .made = {object->function, object->node},
                                          .made_for = {object->caller, object->call},
                                          .capacity = object->capacity,
                                          .owner = object->owner,
                                          .readers = object->readers,
                                          .reader_count = object->readers ? object->depth : 0,
                                          .task = object->task,
                                          .cells = &object->cells,
                                          .is_zeroed = object->is_zeroed};
        for (uint32_t i = 0; i < 2; i++) {
            stuck->objects[id].fill[i] = object->streams[i].count;
            stuck->objects[id].is_closed[i] = object->streams[i].is_closed;
        }
    }
}
