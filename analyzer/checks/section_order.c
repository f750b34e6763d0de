// SPDX-License-Identifier: MIT
#include "checks/section_order.h"

#include "checks/names.h"
#include "checks/task_flood.h"

typedef enum Part { PART_NONE, PART_ORDERS, PART_BREAKS } Part;

typedef struct Waker {
    Part part;
    PointeeSet object;
} Waker;

// One question: may the sections of `later` come only behind something that `earlier` does after its own?
typedef struct Question {
    const Inspection *inspection;
    const CyclePart *earlier, *later;
    Arena *arena;
    const TaskFlood *before; // what the earlier task reaches without having been at its section's inner lock
    ARRAY(Waker) wakers;
    ARRAY(CallSite) gates; // where the later task waits for it, and what decides whether it waits
} Question;

static const TaskClass *class_of(const Question *question, TaskClassId task) {
    return task_tree_class(question->inspection->locksets->tasks, task);
}

static CallSite end_of(const SiteChain *chain) {
    const SiteChain *end = chain_end(chain);
    return (CallSite){end->function, end->node};
}

static bool is_same(CallSite a, CallSite b) {
    return a.function == b.function && a.node == b.node;
}

static bool wakes(const Api *api) {
    switch (api->event) {
    case EVENT_SEND:
    case EVENT_CLOSE:
    case EVENT_SIGNAL:
    case EVENT_BROADCAST:
    case EVENT_RELEASE:
    case EVENT_DONE:
    case EVENT_BARRIER: return true;
    default: return false;
    }
}

static bool waits(const Api *api) {
    switch (api->event) {
    case EVENT_RECEIVE:
    case EVENT_ACQUIRE:
    case EVENT_WAIT_GROUP:
    case EVENT_BARRIER: return api->blocking == BLOCKING_FOREVER;
    case EVENT_WAIT: return true; // after a timeout the condition is asked again
    default: return false;
    }
}

static PointeeSet object_at(const Question *question, CallSite site) {
    return points_to_of_operand(question->inspection->points_to, site.function, site.node, OPERAND_OBJECT);
}

// A semaphore or barrier that somebody passes without anybody's help.
static bool is_open_at_start(const Question *question, CallSite site, const Api *api) {
    if (api->event != EVENT_INIT && api->event != EVENT_MAKE) return false;
    if (api->object != OBJECT_SEMAPHORE) return false;
    const Program *program = question->inspection->program;
    const Node *node = &program_function(program, site.function)->nodes[site.node];
    ExprId count = event_operand(program, node, OPERAND_CAPACITY);
    if (!count) return api_operand(api, OPERAND_CAPACITY).constant != 0;
    const Expr *expr = program_expr(program, count);
    return expr->kind != EXPR_CONSTANT || expr->constant != 0;
}

// Whether somebody else ends the wait. Closing is no message: who is told so goes another way.
static bool is_woken_otherwise(const Question *question, CallSite site) {
    TaskClassList runners = task_tree_runners(question->inspection->locksets->tasks, site.function);
    for (uint32_t i = 0; i < runners.count; i++) {
        bool is_own = runners.items[i] == question->later->task && !class_of(question, runners.items[i])->is_many;
        if (runners.items[i] != question->earlier->task && !is_own) return true;
    }
    return false;
}

// What the operation means for a wait for its object.
static Part part_of(const Question *question, CallSite site, const Api *api) {
    if (is_open_at_start(question, site, api)) return PART_BREAKS;
    if (!wakes(api)) return PART_NONE;
    bool is_early = task_flood_reaches(question->before, site);
    bool breaks = api->event != EVENT_CLOSE && (is_early || is_woken_otherwise(question, site));
    if (breaks) return PART_BREAKS;
    bool is_earlier_task =
        task_tree_runs(question->inspection->locksets->tasks, question->earlier->task, site.function);
    return is_earlier_task && !is_early ? PART_ORDERS : PART_NONE;
}

static void find_wakers(Question *question) {
    const Program *program = question->inspection->program;
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        for (NodeId node = 1; function->is_defined && node < function->node_count; node++) {
            CallSite site = {id, node};
            const Api *api = api_at(program, site);
            Part part = api ? part_of(question, site, api) : PART_NONE;
            Waker waker = {part, part == PART_NONE ? (PointeeSet){0} : object_at(question, site)};
            if (part != PART_NONE) array_push(&question->wakers, question->arena, waker);
        }
    }
}

// Whether all that ends a wait for the object is done by the earlier task, after its section.
static bool comes_after(const Question *question, PointeeSet object) {
    bool is_done = false;
    for (uint32_t i = 0; i < question->wakers.count; i++) {
        const Waker *waker = &question->wakers.items[i];
        if (!pointees_meet(&object, &waker->object)) continue;
        if (waker->part == PART_BREAKS) return false;
        is_done = true;
    }
    return is_done;
}

// A wait on a condition is left out when what is waited for holds already: whoever asks has come to it all the same.
static void add_gate(Question *question, CallSite site, const Api *api) {
    array_push(&question->gates, question->arena, site);
    if (api->event != EVENT_WAIT) return;
    const Function *function = program_function(question->inspection->program, site.function);
    const ControlFlow *flow = control_flow_build(function, NULL, question->arena);
    NodeList deciding = control_flow_controllers(flow, site.node);
    for (uint32_t i = 0; i < deciding.count; i++)
        array_push(&question->gates, question->arena, (CallSite){site.function, deciding.items[i]});
}

static void find_gates(Question *question) {
    const Program *program = question->inspection->program;
    const TaskTree *tasks = question->inspection->locksets->tasks;
    for (FunctionId id = 1; id < program->functions.count; id++) {
        if (!program_function(program, id)->is_defined || !task_tree_runs(tasks, question->later->task, id)) continue;
        for (NodeId node = 1; node < program_function(program, id)->node_count; node++) {
            const Api *api = api_at(program, (CallSite){id, node});
            if (!api || !waits(api)) continue;
            if (comes_after(question, object_at(question, (CallSite){id, node})))
                add_gate(question, (CallSite){id, node}, api);
        }
    }
}

static bool is_inner_lock(const void *context, CallSite site) {
    const Question *question = context;
    return is_same(site, end_of(question->earlier->site));
}

static bool is_gate(const void *context, CallSite site) {
    const Question *question = context;
    for (uint32_t i = 0; i < question->gates.count; i++)
        if (is_same(site, question->gates.items[i])) return true;
    return false;
}

static bool comes_behind(Question *question) {
    const TaskClass *earlier = class_of(question, question->earlier->task);
    const TaskClass *later = class_of(question, question->later->task);
    if (!earlier->entry || !later->entry || earlier->is_many) return false;
    question->before = task_flood(question->inspection, earlier->entry, is_inner_lock, question, question->arena);
    find_wakers(question);
    find_gates(question);
    if (!question->gates.count) return false;
    const TaskFlood *ungated = task_flood(question->inspection, later->entry, is_gate, question, question->arena);
    return !task_flood_reaches(ungated, end_of(question->later->held_site));
}

bool section_order_may_part(const Inspection *inspection, const LockCycle *cycle) {
    for (uint32_t i = 0; i < cycle->count; i++) {
        for (uint32_t k = 0; k < cycle->count; k++) {
            if (i == k) continue;
            Question question = {.inspection = inspection, .earlier = &cycle->parts[i], .later = &cycle->parts[k]};
            question.arena = arena_create();
            bool is_behind = comes_behind(&question);
            arena_destroy(question.arena);
            if (is_behind) return true;
        }
    }
    return false;
}
