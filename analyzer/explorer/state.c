// SPDX-License-Identifier: MIT
#include "explorer/state.h"

#include <string.h>

State *state_create(Arena *arena, uint32_t object_slots) {
    State *state = arena_new(arena, State);
    state->object_count = state->object_capacity = object_slots;
    state->objects = arena_new_array(arena, Object *, object_slots + 1);
    state->tasks = arena_new_array(arena, Task *, 1);
    state->task_count = 1;
    state->groups = arena_new_array(arena, Group, 1);
    state->group_count = 1;
    state->symbol_count = 1;
    state->symbol_capacity = 8;
    state->bindings = arena_new_array(arena, ObjectId, 8);
    state->fork_counts = arena_new_array(arena, uint8_t, 8);
    state->is_guess = arena_new_array(arena, uint8_t, 8);
    return state;
}

static void *copy_items(Arena *arena, const void *items, uint32_t count, size_t size, uint32_t spare) {
    void *copy = arena_allocate(arena, (count + spare) * size);
    if (count) memcpy(copy, items, count * size);
    return copy;
}

State *state_copy(Arena *arena, const State *state, uint64_t stamp) {
    State *copy = copy_items(arena, state, 1, sizeof *state, 0);
    copy->stamp = stamp;
    copy->object_capacity = state->object_count + 4;
    copy->objects = copy_items(arena, state->objects, state->object_count, sizeof *state->objects, 4);
    copy->tasks = copy_items(arena, state->tasks, state->task_count, sizeof *state->tasks, 1);
    copy->groups = copy_items(arena, state->groups, state->group_count, sizeof *state->groups, 1);
    copy->constraints = copy_items(arena, state->constraints, state->constraint_count, sizeof *state->constraints, 0);
    copy->symbol_capacity = state->symbol_count + 8;
    copy->bindings = copy_items(arena, state->bindings, state->symbol_count, sizeof *state->bindings, 8);
    copy->fork_counts = copy_items(arena, state->fork_counts, state->symbol_count, sizeof *state->fork_counts, 8);
    copy->is_guess = copy_items(arena, state->is_guess, state->symbol_count, sizeof *state->is_guess, 8);
    return copy;
}

Object *state_edit_object(State *state, Arena *arena, ObjectId id) {
    Object *object = state->objects[id];
    if (object->stamp == state->stamp) return object;
    Object *copy = copy_items(arena, object, 1, sizeof *object, 0);
    copy->stamp = state->stamp;
    copy->cells.items = copy_items(arena, object->cells.items, object->cells.count, sizeof(Cell), 2);
    copy->cells.capacity = object->cells.count + 2;
    state->objects[id] = copy;
    return copy;
}

Task *state_edit_task(State *state, Arena *arena, TaskId id) {
    Task *task = state->tasks[id];
    if (task->stamp == state->stamp) return task;
    Task *copy = copy_items(arena, task, 1, sizeof *task, 0);
    copy->stamp = state->stamp;
    copy->frames = copy_items(arena, task->frames, task->frame_count, sizeof(Frame), 1);
    for (uint32_t i = 0; i < task->frame_count; i++) {
        Frame *frame = &copy->frames[i];
        frame->locals = copy_items(arena, frame->locals, frame->local_count, sizeof(Local), 2);
    }
    state->tasks[id] = copy;
    return copy;
}

ObjectId state_add_object(State *state, Arena *arena, Object object) {
    if (state->object_count == state->object_capacity) {
        state->object_capacity = state->object_capacity * 2 + 8;
        state->objects = copy_items(arena, state->objects, state->object_count, sizeof *state->objects,
                                    state->object_capacity - state->object_count);
    }
    Object *copy = copy_items(arena, &object, 1, sizeof object, 0);
    copy->stamp = state->stamp;
    state->objects[state->object_count] = copy;
    return state->object_count++;
}

TaskId state_add_task(State *state, Arena *arena, Task task) {
    state->tasks = copy_items(arena, state->tasks, state->task_count, sizeof *state->tasks, 1);
    Task *copy = copy_items(arena, &task, 1, sizeof task, 0);
    copy->stamp = state->stamp;
    state->tasks[state->task_count] = copy;
    return state->task_count++;
}

uint32_t state_add_group(State *state, Arena *arena) {
    state->groups = copy_items(arena, state->groups, state->group_count, sizeof *state->groups, 1);
    state->groups[state->group_count] = (Group){0};
    return state->group_count++;
}

void state_enqueue(State *state, Arena *arena, uint32_t group, TaskId task) {
    Group *at = &state->groups[group];
    at->queue = copy_items(arena, at->queue, at->queue_count, sizeof *at->queue, 1);
    at->queue[at->queue_count++] = task;
}

TaskId state_dequeue(State *state, uint32_t group) {
    Group *at = &state->groups[group];
    TaskId first = at->queue[0];
    at->queue++;
    at->queue_count--;
    return first;
}

Value state_fresh_symbol(State *state, Arena *arena) {
    if (state->symbol_count == state->symbol_capacity) {
        uint32_t spare = state->symbol_capacity;
        state->bindings = copy_items(arena, state->bindings, state->symbol_count, sizeof *state->bindings, spare);
        state->fork_counts =
            copy_items(arena, state->fork_counts, state->symbol_count, sizeof *state->fork_counts, spare);
        state->is_guess = copy_items(arena, state->is_guess, state->symbol_count, sizeof *state->is_guess, spare);
        state->symbol_capacity += spare;
    }
    return (Value){VALUE_SYMBOL, state->symbol_count++, 0};
}

Value state_guess_symbol(State *state, Arena *arena) {
    Value value = state_fresh_symbol(state, arena);
    state->is_guess[value.reference] = GUESS;
    return value;
}

static bool sum_equal(const SymbolSum *a, const SymbolSum *b) {
    return a->left == b->left && a->right == b->right && a->operator_ == b->operator_ &&
           a->left_factor == b->left_factor && a->right_factor == b->right_factor && a->constant == b->constant &&
           a->left_number == b->left_number && a->right_number == b->right_number;
}

Value state_sum_symbol(State *state, Arena *arena, SymbolSum sum) {
    for (uint32_t i = 0; i < state->sum_count; i++)
        if (sum_equal(&sum, &state->sums[i])) return (Value){VALUE_SYMBOL, state->sums[i].symbol, 0};
    Value value = state_fresh_symbol(state, arena);
    sum.symbol = value.reference;
    state->sums = copy_items(arena, state->sums, state->sum_count, sizeof sum, 1);
    state->sums[state->sum_count++] = sum;
    return value;
}
