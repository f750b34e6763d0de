// SPDX-License-Identifier: MIT
#include "checks/copied_lock.h"

#include "checks/names.h"
#include "link/parallel.h"

enum { LONGEST_CHAIN = 6 };

// One operation on an object that lies in memory.
typedef struct Use {
    CallSite at;
    Pointee place;
    ObjectKind kind;
    bool is_start; // initialises
    uint32_t next; // of the same site, + 1
} Use;

// Bytes that go from one place to another.
typedef struct Move {
    CallSite at;
    ExprId original;
    Pointee from, to;
    uint64_t bytes;
    bool is_exact;
    uint32_t next; // out of the same site, + 1
} Move;

typedef struct Finder {
    const Inspection *inspection;
    const Program *program;
    const PointsTo *points_to;
    Arena *scratch;
    ARRAY(Use) uses;
    ARRAY(Move) moves;
    uint32_t *first_use, *first_move; // per site, + 1
    const Parallel *parallel;         // made when needed, with `tasks`
    const TaskTree *tasks;
    CopiedLocks found;
} Finder;

// ---- operations

static bool lies_in_memory(const Finder *finder, SiteId id) {
    SiteKind kind = points_to_site(finder->points_to, id)->kind;
    return id && (kind == SITE_VARIABLE || kind == SITE_HEAP);
}

static void add_use(Finder *finder, CallSite at, OperandRole role, ObjectKind kind, bool is_start) {
    PointeeSet set = points_to_of_operand(finder->points_to, at.function, at.node, role);
    for (uint32_t i = 0; i < set.count; i++) {
        Pointee place = set.items[i];
        if (place.offset < 0 || !lies_in_memory(finder, place.site)) continue;
        Use use = {at, place, kind, is_start, finder->first_use[place.site]};
        array_push(&finder->uses, finder->scratch, use);
        finder->first_use[place.site] = finder->uses.count;
    }
}

static bool is_use(EventKind event) {
    switch (event) {
    case EVENT_INIT:
    case EVENT_SEND:
    case EVENT_RECEIVE:
    case EVENT_LOCK:
    case EVENT_UNLOCK:
    case EVENT_WAIT:
    case EVENT_SIGNAL:
    case EVENT_BROADCAST:
    case EVENT_ACQUIRE:
    case EVENT_RELEASE:
    case EVENT_ADD:
    case EVENT_DONE:
    case EVENT_WAIT_GROUP:
    case EVENT_BARRIER:
    case EVENT_ONCE: return true;
    default: return false;
    }
}

static ObjectKind kind_of(const Api *api) {
    if (api->object != OBJECT_NONE) return api->object;
    switch (api->event) {
    case EVENT_WAIT:
    case EVENT_SIGNAL:
    case EVENT_BROADCAST: return OBJECT_CONDITION;
    case EVENT_ACQUIRE:
    case EVENT_RELEASE: return OBJECT_SEMAPHORE;
    case EVENT_ADD:
    case EVENT_DONE:
    case EVENT_WAIT_GROUP: return OBJECT_WAIT_GROUP;
    case EVENT_BARRIER: return OBJECT_BARRIER;
    case EVENT_ONCE: return OBJECT_ONCE;
    case EVENT_SEND:
    case EVENT_RECEIVE: return OBJECT_CHANNEL;
    default: return OBJECT_MUTEX;
    }
}

static void collect_uses(Finder *finder, CallSite at) {
    const Api *api = api_at(finder->program, at);
    if (!api || !is_use(api->event)) return;
    add_use(finder, at, OPERAND_OBJECT, kind_of(api), api->event == EVENT_INIT);
    if (api->event == EVENT_WAIT) add_use(finder, at, OPERAND_MUTEX, OBJECT_MUTEX, false);
}

// ---- moves

static void add_moves(Finder *finder, CallSite at, ExprId original, const PointeeSet *to, uint64_t bytes) {
    PointeeSet from = points_to_of_expr(finder->points_to, at.function, original);
    bool is_exact = from.count == 1 && !from.has_unknown && to->count == 1 && !to->has_unknown;
    for (uint32_t i = 0; i < from.count; i++) {
        if (from.items[i].offset < 0 || !lies_in_memory(finder, from.items[i].site)) continue;
        for (uint32_t k = 0; k < to->count; k++) {
            if (to->items[k].offset < 0 || !lies_in_memory(finder, to->items[k].site)) continue;
            Move move = {
                at, original, from.items[i], to->items[k], bytes, is_exact, finder->first_move[from.items[i].site]};
            array_push(&finder->moves, finder->scratch, move);
            finder->first_move[from.items[i].site] = finder->moves.count;
        }
    }
}

static void add_move_to_variable(Finder *finder, CallSite at, ExprId value, VariableId variable) {
    const Expr *expr = value ? program_expr(finder->program, value) : NULL;
    if (!expr || expr->kind != EXPR_LOAD || expr->type.kind != TYPE_AGGREGATE || !variable) return;
    Pointee to = {points_to_site_of_variable(finder->points_to, variable), 0};
    if (to.site) add_moves(finder, at, expr->left, &(PointeeSet){&to, 1, false}, expr->type.size);
}

static void move_arguments(Finder *finder, CallSite at, const Node *node) {
    FunctionSet callees = points_to_callees(finder->points_to, at.function, at.node);
    for (uint32_t i = 0; i < callees.count; i++) {
        const Function *callee = program_function(finder->program, callees.items[i]);
        for (uint32_t k = 0; k < node->argument_count && k < callee->parameter_count; k++)
            add_move_to_variable(finder, at, node->arguments[k], callee->parameters[k]);
    }
}

static void move_result(Finder *finder, CallSite at, const Node *node) {
    CallSiteList callers = call_graph_callers(finder->inspection->calls, at.function);
    for (uint32_t i = 0; i < callers.count; i++) {
        const Node *call = &program_function(finder->program, callers.items[i].function)->nodes[callers.items[i].node];
        if (call->kind == NODE_CALL) add_move_to_variable(finder, at, node->value, call->result);
    }
}

static uint64_t constant_size(const Program *program, const Node *node) {
    ExprId id = event_operand(program, node, OPERAND_SIZE);
    const Expr *expr = id ? program_expr(program, id) : NULL;
    while (expr && expr->kind == EXPR_CONVERT) expr = program_expr(program, expr->left);
    return expr && expr->kind == EXPR_CONSTANT ? (uint64_t)expr->constant : 0;
}

static void move_memory(Finder *finder, CallSite at, const Node *node) {
    if (program_api(finder->program, node->api)->event != EVENT_COPY_MEMORY) return;
    ExprId from = event_operand(finder->program, node, OPERAND_ELEMENT);
    ExprId to = event_operand(finder->program, node, OPERAND_OBJECT);
    uint64_t bytes = constant_size(finder->program, node);
    if (!from || !to || !bytes) return;
    PointeeSet set = points_to_of_expr(finder->points_to, at.function, to);
    add_moves(finder, at, from, &set, bytes);
}

static void collect_moves(Finder *finder, CallSite at) {
    const Node *node = &program_function(finder->program, at.function)->nodes[at.node];
    switch (node->kind) {
    case NODE_COPY: {
        PointeeSet to = points_to_of_expr(finder->points_to, at.function, node->target);
        add_moves(finder, at, node->value, &to, node->size);
        break;
    }
    case NODE_CALL: move_arguments(finder, at, node); break;
    case NODE_RETURN: move_result(finder, at, node); break;
    case NODE_EVENT: move_memory(finder, at, node); break;
    default: break;
    }
}

static void collect(Finder *finder, void (*what)(Finder *, CallSite)) {
    for (FunctionId id = 1; id < finder->program->functions.count; id++) {
        if (!points_to_is_reached(finder->points_to, id)) continue;
        uint32_t count = program_function(finder->program, id)->node_count;
        for (NodeId node = 1; node < count; node++) what(finder, (CallSite){id, node});
    }
}

// ---- order within one function and what it calls

static bool leads_to(const Finder *finder, FunctionId id, NodeId from, NodeId to) {
    const Function *function = program_function(finder->program, id);
    Arena *arena = arena_create();
    bool *is_seen = arena_new_array(arena, bool, function->node_count + 1);
    NodeId *stack = arena_new_array(arena, NodeId, function->node_count + 1);
    uint32_t depth = 0;
    stack[depth++] = from;
    bool is_found = false;
    while (depth && !is_found) {
        const Node *node = &function->nodes[stack[--depth]];
        for (uint32_t i = 0; i < control_flow_way_count(node); i++) {
            NodeId next = control_flow_way(node, i);
            if (!next || is_seen[next]) continue;
            is_found |= next == to;
            is_seen[next] = true;
            stack[depth++] = next;
        }
    }
    arena_destroy(arena);
    return is_found;
}

// Nodes of `id` at which the function of `at` runs: the place itself, calls and starts of tasks that lead there.
static bool runs_at(const Finder *finder, FunctionId id, NodeId node, CallSite at) {
    if (at.function == id) return at.node == node;
    const Node *call = &program_function(finder->program, id)->nodes[node];
    if (call->kind != NODE_CALL && call->kind != NODE_EVENT) return false;
    FunctionSet callees = points_to_callees(finder->points_to, id, node);
    bool *is_reached = NULL, does = false;
    for (uint32_t i = 0; i < callees.count && !does; i++) {
        if (!is_reached) is_reached = arena_new_array(finder->scratch, bool, finder->program->functions.count);
        call_graph_mark_reached(finder->inspection->calls, callees.items[i], is_reached);
        does = is_reached[at.function];
    }
    return does;
}

typedef enum Side { BEFORE, AFTER } Side;

static bool comes(const Finder *finder, CallSite at, Side side, CallSite middle) {
    uint32_t count = program_function(finder->program, middle.function)->node_count;
    for (NodeId node = 1; node < count; node++) {
        if (!runs_at(finder, middle.function, node, at)) continue;
        if (leads_to(finder, middle.function, side == BEFORE ? node : middle.node, side == BEFORE ? middle.node : node))
            return true;
    }
    return false;
}

static bool others_are_alive(Finder *finder, CallSite at) {
    const Inspection *inspection = finder->inspection;
    if (!finder->parallel) {
        finder->tasks = task_tree_build(finder->program, finder->points_to, inspection->calls, finder->scratch);
        finder->parallel =
            parallel_build(finder->program, finder->points_to, inspection->calls, finder->tasks, finder->scratch);
    }
    TaskClassList runners = task_tree_runners(finder->tasks, at.function);
    for (uint32_t i = 0; i < runners.count; i++)
        if (!task_tree_class(finder->tasks, runners.items[i])->is_root) return true;
    for (TaskClassId task = 1; task < task_tree_count(finder->tasks); task++)
        if (!task_tree_class(finder->tasks, task)->is_root && parallel_may_be_alive(finder->parallel, task, at))
            return true;
    return false;
}

// ---- decision

static const Use *find_use(const Finder *finder, Pointee place, bool is_start) {
    for (uint32_t i = finder->first_use[place.site]; i; i = finder->uses.items[i - 1].next) {
        const Use *use = &finder->uses.items[i - 1];
        if (use->place.offset == place.offset && use->is_start == is_start) return use;
    }
    return NULL;
}

// Whether the copy is made anew behind the move: a call that initialises it, or a value put over it.
static bool is_renewed(const Finder *finder, const Move *move, Pointee copy) {
    for (uint32_t i = finder->first_use[copy.site]; i; i = finder->uses.items[i - 1].next) {
        const Use *use = &finder->uses.items[i - 1];
        if (!use->is_start || use->place.offset != copy.offset) continue;
        if (comes(finder, use->at, AFTER, move->at)) return true;
    }
    const Function *function = program_function(finder->program, move->at.function);
    for (NodeId node = 1; node < function->node_count; node++) {
        const Node *at = &function->nodes[node];
        if (at->kind != NODE_COPY && at->kind != NODE_ZERO) continue;
        PointeeSet to = points_to_of_expr(finder->points_to, move->at.function, at->target);
        for (uint32_t i = 0; i < to.count; i++)
            if (to.items[i].site == copy.site && to.items[i].offset == copy.offset && node != move->at.node &&
                at->size < move->bytes && leads_to(finder, move->at.function, move->at.node, node))
                return true;
    }
    return false;
}

// An operation on the object in the copy, or in a copy of that one.
static const Use *use_of_copy(const Finder *finder, Pointee original, const Move *move, Pointee place, uint32_t depth) {
    Pointee copy = {move->to.site, place.offset - move->from.offset + move->to.offset};
    bool is_same = copy.site == original.site && copy.offset == original.offset;
    if (is_same || is_renewed(finder, move, copy)) return NULL;
    const Use *use = find_use(finder, copy, false);
    if (use || !depth) return use;
    for (uint32_t i = finder->first_move[copy.site]; i && !use; i = finder->moves.items[i - 1].next) {
        const Move *next = &finder->moves.items[i - 1];
        bool holds = copy.offset >= next->from.offset && copy.offset < next->from.offset + (int64_t)next->bytes;
        if (holds) use = use_of_copy(finder, original, next, copy, depth - 1);
    }
    return use;
}

typedef enum OriginalState { ORIGINAL_FRESH, ORIGINAL_IN_USE, ORIGINAL_MOVED } OriginalState;

// Of a lock that was set up by a value and not used yet, a copy is as good as the original.
static OriginalState state_of(Finder *finder, Pointee place, CallSite at) {
    bool is_before = find_use(finder, place, true) != NULL, is_after = false;
    if (others_are_alive(finder, at)) {
        const Site *site = points_to_site(finder->points_to, place.site);
        const Variable *variable =
            site->kind == SITE_VARIABLE ? program_variable(finder->program, site->variable) : NULL;
        bool is_own = variable && variable->function == at.function;
        if (!is_own) return ORIGINAL_IN_USE;
    }
    for (uint32_t i = finder->first_use[place.site]; i; i = finder->uses.items[i - 1].next) {
        const Use *use = &finder->uses.items[i - 1];
        if (use->is_start || use->place.offset != place.offset) continue;
        is_before = is_before || comes(finder, use->at, BEFORE, at);
        is_after = is_after || comes(finder, use->at, AFTER, at);
    }
    if (!is_before) return ORIGINAL_FRESH;
    return is_after ? ORIGINAL_IN_USE : ORIGINAL_MOVED;
}

static bool is_found_already(const Finder *finder, CallSite at) {
    for (uint32_t i = 0; i < finder->found.list.count; i++) {
        CallSite known = finder->found.list.items[i].copy;
        if (known.function == at.function && known.node == at.node) return true;
    }
    return false;
}

static void look_at(Finder *finder, const Move *move) {
    if (is_found_already(finder, move->at)) return;
    for (uint32_t i = finder->first_use[move->from.site]; i; i = finder->uses.items[i - 1].next) {
        const Use *used = &finder->uses.items[i - 1];
        int64_t end = move->from.offset + (int64_t)move->bytes;
        if (used->is_start || used->place.offset < move->from.offset || used->place.offset >= end) continue;
        const Use *copy_use = use_of_copy(finder, used->place, move, used->place, LONGEST_CHAIN);
        if (!copy_use) continue;
        OriginalState state = state_of(finder, used->place, move->at);
        if (state == ORIGINAL_FRESH) continue;
        CopiedLock lock = {.copy = move->at,
                           .original = move->original,
                           .used = used->at,
                           .copy_use = copy_use->at,
                           .kind = kind_of_object(&(ObjectView){.kind = used->kind}),
                           .is_certain = move->is_exact && state == ORIGINAL_IN_USE};
        array_push(&finder->found.list, finder->inspection->arena, lock);
        return;
    }
}

CopiedLocks copied_locks_find(const Inspection *inspection) {
    Arena *scratch = arena_create();
    Finder finder = {.inspection = inspection,
                     .program = inspection->program,
                     .points_to = inspection->points_to,
                     .scratch = scratch};
    uint32_t sites = points_to_site_count(finder.points_to);
    finder.first_use = arena_new_array(scratch, uint32_t, sites + 1);
    finder.first_move = arena_new_array(scratch, uint32_t, sites + 1);
    collect(&finder, collect_uses);
    if (finder.uses.count) collect(&finder, collect_moves);
    for (uint32_t i = 0; i < finder.moves.count; i++) look_at(&finder, &finder.moves.items[i]);
    arena_destroy(scratch);
    return finder.found;
}
