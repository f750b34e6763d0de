// SPDX-License-Identifier: MIT
// Waits for others with a lock held that all who could end the wait hold when they do, or that the task which is
// waited for takes on its way: neither goes on. Says nothing where somebody else may end the wait, or may have before.
#include "locksets/analysis.h"

enum { MOST_OBJECTS = 4 }; // that one wait may mean; beyond that it says nothing

typedef struct BlockedWait {
    LockAnalysis *analysis;
    TaskClassId task;
    CallSite site;
    EventKind event;
    PointeeSet objects;
    HeldLock held;
    PointeeSet lock; // one single object
    const SiteChain *other;
    TaskClassId other_task;
} BlockedWait;

static const Api *api_of(const LockAnalysis *analysis, CallSite site) {
    const Node *node = &program_function(analysis->program, site.function)->nodes[site.node];
    return node->kind == NODE_EVENT ? program_api(analysis->program, node->api) : NULL;
}

static bool ends_wait(EventKind wait, const Api *api) {
    switch (wait) {
    case EVENT_SEND: return api->event == EVENT_RECEIVE || api->event == EVENT_SELECT || api->event == EVENT_CLOSE;
    case EVENT_RECEIVE: return api->event == EVENT_SEND || api->event == EVENT_SELECT || api->event == EVENT_CLOSE;
    case EVENT_WAIT: return api->event == EVENT_SIGNAL || api->event == EVENT_BROADCAST;
    case EVENT_ACQUIRE: return api->event == EVENT_RELEASE;
    case EVENT_WAIT_GROUP: return api->event == EVENT_DONE || (api->event == EVENT_ADD && api->add_wakes);
    default: return false;
    }
}

static bool is_one_lock(const LockAnalysis *analysis, const PointeeSet *lock) {
    return lock->count == 1 && !lock->has_unknown && points_to_is_single(analysis->points_to, lock->items[0]);
}

// Where the task has taken the lock exclusively when it comes to the place; NULL when that is not sure.
static const SiteChain *holds_lock(const BlockedWait *wait, TaskClassId task, CallSite site) {
    HeldLocks held = locksets_with_callers(wait->analysis->result, task, site.function, site.node);
    for (uint32_t i = 0; i < held.must_count; i++) {
        PointeeSet lock = term_pointees(wait->analysis->terms, held.must[i].lock);
        bool is_sure = !held.must[i].is_uncertain && held.must[i].mode == LOCK_EXCLUSIVE;
        if (is_sure && is_one_lock(wait->analysis, &lock) && pointees_meet(&lock, &wait->lock))
            return held.must[i].site;
    }
    return NULL;
}

// False when the task may end the wait there without the lock.
static bool needs_lock(BlockedWait *wait, TaskClassId task, CallSite site) {
    const TaskClass *class = task_tree_class(wait->analysis->tasks, task);
    // It waits itself, but may have ended the wait before that. A signal that came before is lost.
    if (task == wait->task && !class->is_many) return wait->event == EVENT_WAIT;
    bool is_together =
        class->entry && parallel_may_happen(wait->analysis->parallel, wait->task, wait->site, task, site);
    if (class->entry && !is_together && wait->event == EVENT_WAIT) return true;
    const SiteChain *taken = is_together ? holds_lock(wait, task, site) : NULL;
    if (!taken) return false;
    wait->other = taken;
    wait->other_task = task;
    return true;
}

static bool is_helped_without(BlockedWait *wait, CallSite site) {
    const Api *api = api_of(wait->analysis, site);
    if (!api) return false;
    if (api->event == EVENT_CANCEL) return true;
    if (!ends_wait(wait->event, api)) return false;
    PointeeSet objects = points_to_of_operand(wait->analysis->points_to, site.function, site.node, OPERAND_OBJECT);
    bool is_known = api->event != EVENT_SELECT && !objects.has_unknown;
    if (is_known && !pointees_meet(&objects, &wait->objects)) return false;
    TaskClassList runners = task_tree_runners(wait->analysis->tasks, site.function);
    for (uint32_t i = 0; i < runners.count; i++)
        if (!is_known || !needs_lock(wait, runners.items[i], site)) return true;
    return false;
}

static bool is_help_blocked(BlockedWait *wait) {
    const Program *program = wait->analysis->program;
    for (FunctionId id = 1; id < program->functions.count; id++) {
        uint32_t count = program_function(program, id)->node_count;
        for (NodeId node = 1; node < count; node++)
            if (is_helped_without(wait, (CallSite){id, node})) return false;
    }
    return wait->other != NULL;
}

// ---- joins

// On every way through the functions that lead there.
static bool is_always_reached(LockAnalysis *analysis, const SiteChain *chain) {
    bool is_always = true;
    for (; chain && is_always; chain = chain->inner) {
        Arena *scratch = arena_create();
        ControlFlow *flow = control_flow_build(program_function(analysis->program, chain->function), NULL, scratch);
        is_always = !control_flow_controllers(flow, chain->node).count;
        arena_destroy(scratch);
    }
    return is_always;
}

static bool is_end_blocked(BlockedWait *wait) {
    LockAnalysis *analysis = wait->analysis;
    for (TaskClassId id = 1; id < task_tree_count(analysis->tasks); id++) {
        const TaskClass *class = task_tree_class(analysis->tasks, id);
        Pointee handle = {class->handle, 0};
        PointeeSet handles = {.items = &handle, .count = 1};
        if (!class->handle || !class->entry || !pointees_meet(&handles, &wait->objects)) continue;
        const Summary *summary = &analysis->summaries[class->entry];
        for (uint32_t i = 0; i < summary->acquisitions.count && !wait->other; i++) {
            const Acquisition *taken = &summary->acquisitions.items[i];
            PointeeSet lock = term_pointees(analysis->terms, taken->lock);
            bool is_same = is_one_lock(analysis, &lock) && pointees_meet(&lock, &wait->lock);
            if (!is_same || !taken->blocks || chain_is_vague(analysis, taken->site)) continue;
            if (!is_always_reached(analysis, taken->site)) continue;
            wait->other = taken->site;
            wait->other_task = id;
        }
        if (!wait->other) return false;
    }
    return wait->other != NULL;
}

// ---- waits

static void add_problem(BlockedWait *wait) {
    LockAnalysis *analysis = wait->analysis;
    LockProblem problem = {.kind = PROBLEM_BLOCKED_HOLDING,
                           .function = wait->site.function,
                           .lock = wait->held.lock,
                           .object = OBJECT_MUTEX,
                           .first_mode = wait->held.mode,
                           .first = wait->held.site,
                           .second = chain_make(analysis, wait->site, NULL),
                           .other = wait->other,
                           .other_task = wait->other_task};
    array_push(&analysis->problems, analysis->arena, problem);
}

static bool is_blocked(BlockedWait *wait) {
    if (wait->held.is_uncertain || wait->held.mode != LOCK_EXCLUSIVE) return false;
    wait->lock = term_pointees(wait->analysis->terms, wait->held.lock);
    if (!is_one_lock(wait->analysis, &wait->lock)) return false;
    if (wait->event == EVENT_WAIT) {
        CallSite at = wait->site;
        PointeeSet mutex = points_to_of_operand(wait->analysis->points_to, at.function, at.node, OPERAND_MUTEX);
        if (mutex.has_unknown || pointees_meet(&mutex, &wait->lock)) return false;
    }
    return wait->event == EVENT_JOIN ? is_end_blocked(wait) : is_help_blocked(wait);
}

static void look_at(LockAnalysis *analysis, CallSite site, const Api *api) {
    PointeeSet objects = points_to_of_operand(analysis->points_to, site.function, site.node, OPERAND_OBJECT);
    if (!objects.count || objects.has_unknown || objects.count > MOST_OBJECTS) return;
    TaskClassList runners = task_tree_runners(analysis->tasks, site.function);
    for (uint32_t i = 0; i < runners.count; i++) {
        HeldLocks held = locksets_with_callers(analysis->result, runners.items[i], site.function, site.node);
        for (uint32_t k = 0; k < held.must_count; k++) {
            BlockedWait wait = {.analysis = analysis,
                                .task = runners.items[i],
                                .site = site,
                                .event = api->event,
                                .objects = objects,
                                .held = held.must[k]};
            if (!is_blocked(&wait)) continue;
            add_problem(&wait);
            return;
        }
    }
}

void blocked_find_waits(LockAnalysis *analysis) {
    for (FunctionId id = 1; id < analysis->program->functions.count; id++) {
        uint32_t count = program_function(analysis->program, id)->node_count;
        for (NodeId node = 1; node < count; node++) {
            const Api *api = api_of(analysis, (CallSite){id, node});
            bool is_wait = api && api->blocking == BLOCKING_FOREVER &&
                           (api->event == EVENT_JOIN || api->event == EVENT_SEND || api->event == EVENT_RECEIVE ||
                            api->event == EVENT_WAIT || api->event == EVENT_ACQUIRE || api->event == EVENT_WAIT_GROUP);
            if (is_wait) look_at(analysis, (CallSite){id, node}, api);
        }
    }
}
