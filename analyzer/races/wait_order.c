// SPDX-License-Identifier: MIT
// Whether one task waits for something that the other one does: then the two accesses may be in order. By class of
// tasks and object; a wait counts when the access may come after it, or its task was started after it.
#include "link/control_flow.h"
#include "races/search.h"

#include <stdlib.h>

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

typedef struct Sites {
    ARRAY(Pointee) list;
    bool has_unknown;
} Sites;

static void add_objects(RaceSearch *search, Sites *all, Arena *scratch, CallSite site, const Api *api) {
    PointeeSet set = points_to_of_operand(search->points_to, site.function, site.node, OPERAND_OBJECT);
    all->has_unknown |= set.has_unknown || !set.count || api->event == EVENT_SELECT;
    for (uint32_t i = 0; i < set.count; i++) array_push(&all->list, scratch, set.items[i]);
}

static int compare_sites(const void *left, const void *right) {
    SiteId a = ((const Pointee *)left)->site, b = ((const Pointee *)right)->site;
    return a < b ? -1 : a > b;
}

static PointeeSet as_set(RaceSearch *search, const Sites *all) {
    PointeeSet set = {.has_unknown = all->has_unknown};
    Pointee *items = arena_new_array(search->arena, Pointee, all->list.count + 1);
    if (all->list.count) qsort(all->list.items, all->list.count, sizeof(Pointee), compare_sites);
    for (uint32_t i = 0; i < all->list.count; i++)
        if (!i || all->list.items[i].site != all->list.items[i - 1].site) items[set.count++] = all->list.items[i];
    set.items = items;
    return set;
}

typedef struct TaskSites {
    Sites waits, wakes;
} TaskSites;

static void add_function(RaceSearch *search, TaskSites *into, Arena *scratch, FunctionId id) {
    const Function *function = program_function(search->program, id);
    for (NodeId node = 1; node < function->node_count; node++) {
        if (function->nodes[node].kind != NODE_EVENT) continue;
        const Api *api = program_api(search->program, function->nodes[node].api);
        if (waits(api)) add_objects(search, &into->waits, scratch, (CallSite){id, node}, api);
        if (wakes(api)) add_objects(search, &into->wakes, scratch, (CallSite){id, node}, api);
    }
}

static bool runs(const RaceSearch *search, TaskClassId task, FunctionId function) {
    const TaskList *runners = &search->runners[function];
    for (uint32_t i = 0; i < runners->list.count; i++)
        if (runners->list.items[i] == task) return true;
    return false;
}

static const TaskWaits *waits_of(RaceSearch *search, TaskClassId task) {
    if (!search->waits) search->waits = arena_new_array(search->arena, TaskWaits *, task_tree_count(search->tasks) + 1);
    if (search->waits[task]) return search->waits[task];
    Arena *scratch = arena_create();
    TaskSites sites = {0};
    for (FunctionId id = 1; id < search->program->functions.count; id++)
        if (runs(search, task, id)) add_function(search, &sites, scratch, id);
    SiteId handle = task_tree_class(search->tasks, task)->handle; // its end is waited for
    if (handle) array_push(&sites.wakes.list, scratch, (Pointee){handle, 0});
    TaskWaits *made = search->waits[task] = arena_new(search->arena, TaskWaits);
    *made = (TaskWaits){as_set(search, &sites.waits), as_set(search, &sites.wakes)};
    arena_destroy(scratch);
    return made;
}

static bool sets_meet(const PointeeSet *waits, const PointeeSet *wakes) {
    if ((waits->has_unknown && (wakes->count || wakes->has_unknown)) || (wakes->has_unknown && waits->count))
        return true;
    for (uint32_t i = 0, k = 0; i < waits->count && k < wakes->count;) {
        SiteId left = waits->items[i].site, right = wakes->items[k].site;
        if (left == right) return true;
        if (left < right)
            i++;
        else
            k++;
    }
    return false;
}

static void add_task(TaskList *queue, Arena *arena, bool *is_seen, TaskClassId task) {
    if (is_seen[task]) return;
    is_seen[task] = true;
    array_push(&queue->list, arena, task);
}

// Tasks for which the task waits, or one that started it, or one for which it waits.
static const bool *waited_for(RaceSearch *search, TaskClassId task) {
    uint32_t count = task_tree_count(search->tasks);
    if (!search->waited_for) search->waited_for = arena_new_array(search->arena, bool *, count + 1);
    if (search->waited_for[task]) return search->waited_for[task];
    bool *is_waited_for = search->waited_for[task] = arena_new_array(search->arena, bool, count + 1);
    Arena *scratch = arena_create();
    bool *is_seen = arena_new_array(scratch, bool, count + 1);
    TaskList queue = {0};
    add_task(&queue, scratch, is_seen, task);
    for (uint32_t i = 0; i < queue.list.count; i++) {
        TaskClassId at = queue.list.items[i];
        FunctionId starter = task_tree_class(search->tasks, at)->spawn.function;
        TaskClassList parents = starter ? task_tree_runners(search->tasks, starter) : (TaskClassList){0};
        for (uint32_t k = 0; k < parents.count; k++) add_task(&queue, scratch, is_seen, parents.items[k]);
        for (TaskClassId other = 1; other < count; other++) {
            if (!sets_meet(&waits_of(search, at)->waits, &waits_of(search, other)->wakes)) continue;
            is_waited_for[other] = true;
            add_task(&queue, scratch, is_seen, other);
        }
    }
    arena_destroy(scratch);
    return is_waited_for;
}

// ---- places after a wait

typedef struct Flood {
    RaceSearch *search;
    bool *has_wait, *is_entered_after; // per function
    bool is_changed;
} Flood;

static bool is_wait(const Flood *flood, FunctionId id, NodeId node) {
    const Node *at = &program_function(flood->search->program, id)->nodes[node];
    bool is_once = false;
    if (at->kind == NODE_EVENT) {
        const Api *api = program_api(flood->search->program, at->api);
        if (waits(api)) return true;
        is_once = api->event == EVENT_ONCE;
    }
    if (at->kind != NODE_CALL && !is_once) return false;
    FunctionSet callees = points_to_callees(flood->search->points_to, id, node);
    for (uint32_t i = 0; i < callees.count; i++)
        if (flood->has_wait[callees.items[i]]) return true;
    return false;
}

static void enter_after(Flood *flood, FunctionId id, NodeId node) {
    const Node *at = &program_function(flood->search->program, id)->nodes[node];
    if (at->kind != NODE_CALL && at->kind != NODE_EVENT) return;
    FunctionSet callees = points_to_callees(flood->search->points_to, id, node);
    for (uint32_t i = 0; i < callees.count; i++) {
        flood->is_changed |= !flood->is_entered_after[callees.items[i]];
        flood->is_entered_after[callees.items[i]] = true;
    }
}

static bool *places_after(Flood *flood, FunctionId id) {
    const Function *function = program_function(flood->search->program, id);
    bool **known = &flood->search->comes_after_wait[id];
    if (!*known) *known = arena_new_array(flood->search->arena, bool, function->node_count + 1);
    bool *is_after = *known;
    Arena *scratch = arena_create();
    ARRAY(NodeId) stack = {0};
    if (flood->is_entered_after[id] && !is_after[function->entry]) {
        is_after[function->entry] = true;
        array_push(&stack, scratch, function->entry);
    }
    for (NodeId node = 1; node < function->node_count; node++)
        if (is_wait(flood, id, node)) array_push(&stack, scratch, node);
    while (stack.count) {
        NodeId node = stack.items[--stack.count];
        for (uint32_t i = 0; i < control_flow_way_count(&function->nodes[node]); i++) {
            NodeId next = control_flow_way(&function->nodes[node], i);
            if (!next || is_after[next]) continue;
            is_after[next] = true;
            array_push(&stack, scratch, next);
        }
    }
    arena_destroy(scratch);
    return is_after;
}

static void find_waiting_functions(Flood *flood) {
    FunctionList order = call_graph_bottom_up(flood->search->calls);
    for (uint32_t round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < order.count; i++) {
            const Function *function = program_function(flood->search->program, order.items[i]);
            for (NodeId node = 1; function->is_defined && node < function->node_count; node++)
                flood->has_wait[order.items[i]] |= is_wait(flood, order.items[i], node);
        }
    }
}

static void find_places(RaceSearch *search) {
    uint32_t count = search->program->functions.count;
    search->comes_after_wait = arena_new_array(search->arena, bool *, count + 1);
    Flood flood = {.search = search,
                   .has_wait = arena_new_array(search->arena, bool, count + 1),
                   .is_entered_after = arena_new_array(search->arena, bool, count + 1),
                   .is_changed = true};
    find_waiting_functions(&flood);
    FunctionList order = call_graph_bottom_up(search->calls);
    while (flood.is_changed) {
        flood.is_changed = false;
        for (uint32_t i = order.count; i-- > 0;) {
            const Function *function = program_function(search->program, order.items[i]);
            if (!function->is_defined) continue;
            const bool *is_after = places_after(&flood, order.items[i]);
            for (NodeId node = 1; node < function->node_count; node++)
                if (is_after[node]) enter_after(&flood, order.items[i], node);
        }
    }
}

static bool comes_after_wait(RaceSearch *search, const RaceSide *side) {
    if (!search->comes_after_wait) find_places(search);
    const bool *nodes = search->comes_after_wait[side->access->function];
    return nodes && nodes[side->access->node];
}

bool order_may_matter(RaceSearch *search, const RaceSide *left, const RaceSide *right) {
    return (comes_after_wait(search, left) && waited_for(search, left->task)[right->task]) ||
           (comes_after_wait(search, right) && waited_for(search, right->task)[left->task]);
}
