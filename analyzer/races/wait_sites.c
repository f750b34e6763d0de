// SPDX-License-Identifier: MIT
// The places that wait and those that end waits, in the whole program, and which task hangs on which.
#include "races/waits.h"

static bool waits(const Api *api) {
    switch (api->event) {
    case EVENT_JOIN:
    case EVENT_RECEIVE:
    case EVENT_SELECT:
    case EVENT_WAIT:
    case EVENT_ACQUIRE:
    case EVENT_WAIT_GROUP:
    case EVENT_BARRIER:
    case EVENT_SUSPEND: return true;
    case EVENT_SEND: return api->blocking != BLOCKING_NEVER;
    default: return false;
    }
}

static bool wakes(const Api *api) {
    switch (api->event) {
    case EVENT_SEND:
    case EVENT_RECEIVE:
    case EVENT_SELECT:
    case EVENT_CLOSE:
    case EVENT_SIGNAL:
    case EVENT_BROADCAST:
    case EVENT_RELEASE:
    case EVENT_DONE:
    case EVENT_ADD:
    case EVENT_BARRIER:
    case EVENT_RESUME:
    case EVENT_CANCEL: return true;
    default: return false;
    }
}

bool waiting_runs(const RaceSearch *search, TaskClassId task, FunctionId function) {
    const TaskList *runners = &search->runners[function];
    for (uint32_t i = 0; i < runners->list.count; i++)
        if (runners->list.items[i] == task) return true;
    return false;
}

static void add_sites(Waiting *waiting, FunctionId id) {
    const RaceSearch *search = waiting->search;
    const Function *function = program_function(search->program, id);
    for (NodeId node = 1; node < function->node_count; node++) {
        if (function->nodes[node].kind != NODE_EVENT) continue;
        const Api *api = program_api(search->program, function->nodes[node].api);
        WaitSite site = {.at = {id, node}, .event = api->event, .waits = waits(api), .wakes = wakes(api)};
        if (!site.waits && !site.wakes) continue;
        site.is_timed = api->blocking == BLOCKING_TIMED;
        site.objects = points_to_of_operand(search->points_to, id, node, OPERAND_OBJECT);
        site.objects.has_unknown |= !site.objects.count || api->event == EVENT_SELECT;
        array_push(&waiting->sites.list, search->arena, site);
    }
}

Waiting *waiting_of(RaceSearch *search) {
    if (search->waiting) return search->waiting;
    Waiting *waiting = search->waiting = arena_new(search->arena, Waiting);
    uint32_t count = search->program->functions.count;
    *waiting = (Waiting){.search = search,
                         .flow = arena_new_array(search->arena, ControlFlow *, count + 1),
                         .waiters = arena_new_array(search->arena, bool *, task_tree_count(search->tasks) + 1)};
    waiting->sites.start = arena_new_array(search->arena, uint32_t, count + 2);
    for (FunctionId id = 1; id < count; id++) {
        waiting->sites.start[id] = waiting->sites.list.count;
        if (search->runners[id].list.count) add_sites(waiting, id);
    }
    waiting->sites.start[count] = waiting->sites.list.count;
    return waiting;
}

static bool is_one_place(Pointee left, Pointee right) {
    return left.site == right.site && (left.offset == right.offset || left.offset < 0 || right.offset < 0);
}

static bool is_of_channel(EventKind wake) {
    return wake == EVENT_SEND || wake == EVENT_RECEIVE || wake == EVENT_SELECT || wake == EVENT_CLOSE ||
           wake == EVENT_CANCEL;
}

static bool fit(EventKind wait, EventKind wake) {
    switch (wait) {
    case EVENT_RECEIVE: return wake != EVENT_RECEIVE && is_of_channel(wake);
    case EVENT_SEND: return wake != EVENT_SEND && is_of_channel(wake);
    case EVENT_SELECT: return is_of_channel(wake);
    case EVENT_WAIT: return wake == EVENT_SIGNAL || wake == EVENT_BROADCAST;
    case EVENT_ACQUIRE: return wake == EVENT_RELEASE;
    case EVENT_WAIT_GROUP: return wake == EVENT_DONE || wake == EVENT_ADD || wake == EVENT_CANCEL;
    case EVENT_BARRIER: return wake == EVENT_BARRIER;
    case EVENT_SUSPEND: return wake == EVENT_RESUME || wake == EVENT_CANCEL;
    default: return false; // the end of a task: waiting_names_end
    }
}

bool waiting_meet(const WaitSite *wait, const WaitSite *wake) {
    if (!wait->waits || !wake->wakes) return false;
    if (!fit(wait->event, wake->event)) return false;
    if (wait->objects.has_unknown || wake->objects.has_unknown) return true;
    for (uint32_t i = 0; i < wait->objects.count; i++)
        for (uint32_t k = 0; k < wake->objects.count; k++)
            if (is_one_place(wait->objects.items[i], wake->objects.items[k])) return true;
    return false;
}

bool waiting_surely_meet(const WaitSite *wait, const WaitSite *wake) {
    const PointeeSet *left = &wait->objects, *right = &wake->objects;
    if (left->count != 1 || right->count != 1 || left->has_unknown || right->has_unknown) return false;
    return left->items[0].offset >= 0 && is_one_place(left->items[0], right->items[0]);
}

bool waiting_names_end(const Waiting *waiting, const WaitSite *wait, TaskClassId task) {
    CallSite spawn = task_tree_class(waiting->search->tasks, task)->spawn;
    const Node *node = &program_function(waiting->search->program, wait->at.function)->nodes[wait->at.node];
    EventKind event = program_api(waiting->search->program, node->api)->event;
    if (event != EVENT_JOIN && event != EVENT_WAIT_GROUP) return false;
    if (wait->objects.has_unknown) return true;
    if (!spawn.function) return false;
    // The task class knows one handle at most; a function that starts tasks for several callers has several.
    PointeeSet handles = points_to_of_operand(waiting->search->points_to, spawn.function, spawn.node, OPERAND_OBJECT);
    for (uint32_t i = 0; i < wait->objects.count; i++)
        for (uint32_t k = 0; k < handles.count; k++)
            if (wait->objects.items[i].site == handles.items[k].site) return true;
    return handles.has_unknown;
}

static bool is_run_by_any(const RaceSearch *search, FunctionId function, const bool *tasks, TaskClassId except) {
    const TaskList *runners = &search->runners[function];
    for (uint32_t i = 0; i < runners->list.count; i++)
        if (runners->list.items[i] != except && tasks[runners->list.items[i]]) return true;
    return false;
}

bool waiting_ends_by_any(const Waiting *waiting, const WaitSite *wait, const bool *tasks, TaskClassId except) {
    for (TaskClassId task = 1; task < task_tree_count(waiting->search->tasks); task++)
        if (task != except && tasks[task] && waiting_names_end(waiting, wait, task)) return true;
    for (uint32_t i = 0; i < waiting->sites.list.count; i++) {
        const WaitSite *wake = &waiting->sites.list.items[i];
        if (waiting_meet(wait, wake) && is_run_by_any(waiting->search, wake->at.function, tasks, except)) return true;
    }
    return false;
}
