// SPDX-License-Identifier: MIT
// Which misuses are kept while the search goes on, and how the state after one looks.
#include "explorer/search.h"
#include "explorer/stuck_view.h"

enum { WAYS_OF_A_KIND = 3 };

StepMisuses misuse_collect(const Search *search) {
    const Machine *machine = &search->machine;
    StepMisuses step = {0};
    if (machine->result == STEP_IMPOSSIBLE) return step;
    uint32_t most = sizeof step.items / sizeof *step.items;
    for (uint32_t i = 0; i < machine->violations.count && step.count < most; i++)
        step.items[step.count++] = machine->violations.items[i];
    return step;
}

// What one way there leaves open, another may decide: a few are kept.
static bool is_wanted(const Search *search, const Violation *violation) {
    uint32_t known = 0;
    for (uint32_t i = 0; i < search->misuses.count; i++) {
        const Violation *other = &search->misuses.items[i].violation;
        known +=
            other->kind == violation->kind && other->function == violation->function && other->node == violation->node;
    }
    return known < WAYS_OF_A_KIND;
}

void misuse_keep(Search *search, const StepMisuses *step, uint32_t from, const Transition *transition) {
    for (uint32_t i = 0; i < step->count; i++)
        if (is_wanted(search, &step->items[i]))
            array_push(&search->misuses, search->arena, (SeenMisuse){step->items[i], from, *transition});
}

static StuckState view_after(Search *search, const SeenMisuse *seen) {
    Machine machine = search->machine;
    machine.completed = NULL;
    machine.trace = NULL;
    search_replay(&machine, search, seen->from ? search->found.items[seen->from].state : NULL, &seen->transition);
    const State *state = machine.state;
    StuckState after = {.task_count = state->task_count, .state = seen->from, .then = &seen->transition};
    after.tasks = arena_new_array(search->arena, TaskView, state->task_count);
    for (TaskId id = 1; id < state->task_count; id++) stuck_view_task(search, state, id, &after.tasks[id]);
    stuck_view_reaches(search, state, &after);
    stuck_view_objects(search, state, &after);
    for (ObjectId id = 1; id < after.object_count; id++) after.objects[id].cells = NULL; // the state is given back
    search->machine.stamp = machine.stamp;
    return after;
}

void search_view_misuses(Search *search, Exploration *exploration) {
    exploration->misuse_count = search->misuses.count;
    exploration->misuses = arena_new_array(search->arena, Misuse, search->misuses.count + 1);
    for (uint32_t i = 0; i < search->misuses.count; i++) {
        const SeenMisuse *seen = &search->misuses.items[i];
        exploration->misuses[i] = (Misuse){seen->violation, view_after(search, seen)};
    }
}
