// SPDX-License-Identifier: MIT
#include "checks/loop_exit.h"

#include "checks/names.h"

enum { MOST_CALLS_UP = 3 };

typedef struct Way {
    const Program *program;
    CallSite event; // returns `value`
    int64_t value;
    bool comes_back;
} Way;

static bool give_value(void *context, CallSite site, int64_t *value) {
    const Way *way = context;
    *value = way->value;
    return site.function == way->event.function && site.node == way->event.node;
}

static bool enter(void *context, CallSite site) {
    Way *way = context;
    if (site.node == way->event.node) {
        way->comes_back = true;
        return false;
    }
    const Api *api = api_at(way->program, site);
    return !api || api->event != EVENT_PROCESS_EXIT;
}

static OutcomeEnd follow(Way *way, Arena *arena) {
    OutcomeWalk walk = {.program = way->program, .arena = arena, .context = way, .result = give_value, .enter = enter};
    return outcome_walk(&walk, way->event);
}

LoopWay loop_way_of(const Program *program, CallSite event, int64_t value, Arena *arena) {
    Way way = {program, event, value, false};
    OutcomeEnd end = follow(&way, arena);
    return end.is_cut ? (LoopWay){0} : (LoopWay){end.leaves, way.comes_back};
}

bool loop_ends_by_close_alone(const Program *program, const TaskView *task, Arena *arena) {
    int64_t received, closed;
    const Api *api = task->depth ? api_at(program, task->stack[task->depth - 1]) : NULL;
    if (!api || !outcome_value(api, OUTCOME_OK, &received) || !outcome_value(api, OUTCOME_CLOSED, &closed))
        return false;
    for (uint32_t up = 0; up <= MOST_CALLS_UP && up < task->depth; up++) {
        uint32_t frame = task->depth - 1 - up;
        CallSite at = {task->stack[frame].function, task->calls[frame]};
        if (!at.node) return false;
        Way on = {program, at, received, false}, out = {program, at, closed, false};
        OutcomeEnd after_value = follow(&on, arena), after_close = follow(&out, arena);
        if (after_value.is_cut || after_close.is_cut || !after_close.leaves) return false;
        if (on.comes_back) return !after_value.leaves && !out.comes_back;
        bool is_told = after_value.has_value && after_close.has_value && after_value.value != after_close.value;
        if (!after_value.leaves || out.comes_back || !is_told) return false;
        received = after_value.value;
        closed = after_close.value;
    }
    return false;
}
