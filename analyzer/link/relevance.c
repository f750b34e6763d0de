// SPDX-License-Identifier: MIT
#include "link/relevance.h"

#include "link/relevance_state.h"

enum { MOST_PIECES = 1 << 24 }; // of memory, in a slice for races

static bool mark_seeds(Relevance *slice) {
    bool found = false;
    for (FunctionId id = 1; id < slice->program->functions.count; id++) {
        const Function *function = program_function(slice->program, id);
        for (NodeId node = 1; node < function->node_count; node++) {
            if (!relevance_is_seed(slice, &function->nodes[node])) continue;
            found = true;
            if (!(slice->marks[id][node] & MARK_END)) relevance_mark_node(slice, id, node);
        }
    }
    return found;
}

// Where memory is touched matters for itself, with what decides whether and which.
static void mark_access(Relevance *slice, FunctionId id, NodeId at) {
    const Node *node = &program_function(slice->program, id)->nodes[at];
    if (slice->marks[id][at] & MARK_END) return;
    relevance_mark_node(slice, id, at);
    relevance_mark_effect(slice, id);
    relevance_need(slice, id, node->target);
    relevance_need(slice, id, node->value);
    for (uint32_t i = 0; i < node->argument_count; i++) relevance_need(slice, id, node->arguments[i]);
}

static void mark_accesses(Relevance *slice, const uint8_t *const *accesses) {
    for (FunctionId id = 1; accesses && id < slice->program->functions.count; id++) {
        uint32_t count = accesses[id] ? program_function(slice->program, id)->node_count : 0;
        for (NodeId node = 1; node < count; node++)
            if (accesses[id][node]) mark_access(slice, id, node);
    }
}

static bool loads_atomically(const Program *program, ExprId id) {
    if (!id) return false;
    const Expr *expr = program_expr(program, id);
    return (expr->kind == EXPR_LOAD && expr->type.is_atomic) || loads_atomically(program, expr->left) ||
           loads_atomically(program, expr->right);
}

static bool tests_atomic(const Program *program, const Node *node) {
    if (node->kind == NODE_BRANCH || node->kind == NODE_SWITCH || node->kind == NODE_RETURN)
        return loads_atomically(program, node->value);
    if (node->kind != NODE_EVENT || !node->result) return false;
    EventKind event = program_api(program, node->api)->event;
    return event == EVENT_ATOMIC_LOAD || event == EVENT_ATOMIC_EXCHANGE || event == EVENT_ATOMIC_COMPARE_EXCHANGE;
}

static bool is_called_in_loop(Relevance *slice, FunctionId id) {
    CallSiteList callers = call_graph_callers(slice->calls, id);
    for (uint32_t i = 0; i < callers.count; i++)
        if (relevance_flow(slice, callers.items[i].function)->is_on_cycle[callers.items[i].node]) return true;
    return false;
}

// Loops that wait for an atomic to change decide nothing about whether what follows them is reached, but when.
static void mark_spins(Relevance *slice) {
    for (FunctionId id = 1; id < slice->program->functions.count; id++) {
        const Function *function = program_function(slice->program, id);
        for (NodeId node = 1; node < function->node_count; node++)
            if (tests_atomic(slice->program, &function->nodes[node]) &&
                (relevance_flow(slice, id)->is_on_cycle[node] || is_called_in_loop(slice, id)))
                mark_access(slice, id, node);
    }
}

Relevance *relevance_prepare(const Program *program, const PointsTo *points_to, bool is_exact, Arena *arena) {
    Relevance *slice = arena_new(arena, Relevance);
    uint32_t functions = program->functions.count;
    *slice = (Relevance){.program = program, .points_to = points_to, .is_exact = is_exact, .pieces_left = UINT64_MAX};
    slice->arena = slice->scratch = arena;
    slice->marks = arena_new_array(arena, uint8_t *, functions);
    for (FunctionId id = 0; id < functions; id++)
        slice->marks[id] = arena_new_array(arena, uint8_t, program_function(program, id)->node_count + 1);
    slice->flows = arena_new_array(arena, ControlFlow *, functions);
    slice->next = arena_new_array(arena, NodeId *, functions);
    slice->is_expr_needed = arena_new_array(arena, bool, program->exprs.count);
    slice->is_relevant = arena_new_array(arena, bool, functions);
    slice->has_effect = arena_new_array(arena, bool, functions);
    slice->never_returns = arena_new_array(arena, bool, functions);
    slice->calls = call_graph_build(program, points_to, arena);
    relevance_find_ends(slice);
    relevance_index_ends(slice);
    return slice;
}

static Relevance *compute(const Program *program, const PointsTo *points_to, const uint8_t *const *accesses,
                          bool is_exact, Arena *arena) {
    Relevance *slice = relevance_prepare(program, points_to, is_exact, arena);
    if (accesses) slice->pieces_left = MOST_PIECES;
    if (!mark_seeds(slice)) return slice; // nothing here blocks or makes others block
    mark_accesses(slice, accesses);
    if (accesses) mark_spins(slice);
    relevance_index_writers(slice);
    relevance_index_channels(slice);
    do relevance_work(slice);
    while (!slice->is_spent && (relevance_keep_endless(slice) || relevance_keep_assumptions(slice)));
    return slice;
}

Relevance *relevance_compute(const Program *program, const PointsTo *points_to, Arena *arena) {
    return compute(program, points_to, NULL, false, arena);
}

Relevance *relevance_compute_exact(const Program *program, const PointsTo *points_to, Arena *arena) {
    return compute(program, points_to, NULL, true, arena);
}

Relevance *relevance_compute_with(const Program *program, const PointsTo *points_to, const uint8_t *const *accesses,
                                  Arena *arena) {
    Relevance *slice = compute(program, points_to, accesses, true, arena);
    return slice->is_spent ? NULL : slice;
}

bool relevance_assumes(const Relevance *relevance) {
    return relevance->assumes;
}

bool relevance_of_node(const Relevance *relevance, FunctionId function, NodeId node) {
    return (relevance->marks[function][node] & (MARK_RELEVANT | MARK_END)) != 0;
}

bool relevance_of_function(const Relevance *relevance, FunctionId function) {
    return relevance->is_relevant[function];
}

bool relevance_acts(const Relevance *relevance, FunctionId function) {
    return relevance->acts[function];
}

bool relevance_of_element(const Relevance *relevance, FunctionId function, NodeId node) {
    return (relevance->marks[function][node] & MARK_ELEMENT) != 0;
}

// Where to go from a node that does not matter: branches lead to where their arms meet again.
NodeId relevance_step(Relevance *slice, FunctionId id, NodeId at) {
    const Node *node = &program_function(slice->program, id)->nodes[at];
    if (control_flow_way_count(node) == 1 || (slice->marks[id][at] & MARK_CUT)) return control_flow_way(node, 0);
    return relevance_flow(slice, id)->post_dominator[at];
}

// The nodes of a path that was followed: where it leads, and whether others may run on the way.
static void note_path(Relevance *slice, FunctionId id, NodeId *next, const NodeId *path, uint32_t length, NodeId end) {
    bool is_relevant = relevance_of_node(slice, id, end);
    bool crosses = slice->scope && !is_relevant && slice->crosses[id][end];
    while (length) {
        NodeId at = path[--length];
        next[at] = is_relevant ? end : next[end];
        if (!slice->scope) continue;
        slice->crosses[id][at] = crosses = crosses || relevance_may_switch(slice, id, at);
    }
}

static NodeId *make_next(Relevance *slice, FunctionId id) {
    uint32_t count = program_function(slice->program, id)->node_count;
    NodeId *next = arena_new_array(slice->scratch, NodeId, count + 1);
    NodeId *path = arena_new_array(slice->scratch, NodeId, count + 1);
    bool *is_known = arena_new_array(slice->scratch, bool, count + 1);
    if (slice->scope) slice->crosses[id] = arena_new_array(slice->scratch, bool, count + 1);
    is_known[0] = true;
    for (NodeId first = 1; first < count; first++) {
        uint32_t length = 0;
        NodeId at = first;
        while (!is_known[at] && !relevance_of_node(slice, id, at)) {
            is_known[at] = true; // on the path: a way back to it is a loop that does nothing, and ends here
            path[length++] = at;
            at = relevance_step(slice, id, at);
        }
        note_path(slice, id, next, path, length, at);
        if (relevance_of_node(slice, id, first)) next[first] = first;
    }
    return next;
}

Relevance *relevance_writable(const Relevance *relevance) {
    union {
        const Relevance *from;
        Relevance *to;
    } same = {relevance};
    return same.to;
}

NodeId relevance_next(const Relevance *relevance, FunctionId function, NodeId node) {
    Relevance *slice = relevance_writable(relevance);
    if (!node || !slice->marks[function]) return 0;
    if (relevance_steps_far(slice, function)) {
        relevance_touch(slice, function);
        return relevance_step_far(slice, function, node);
    }
    if (!slice->next[function]) {
        relevance_touch(slice, function);
        slice->next[function] = make_next(slice, function);
    }
    return slice->next[function][node];
}

bool relevance_crosses(const Relevance *relevance, FunctionId function, NodeId node) {
    if (!relevance->scope || !node) return false;
    relevance_next(relevance, function, node);
    if (relevance_of_node(relevance, function, node)) return false;
    Relevance *slice = relevance_writable(relevance);
    if (relevance_steps_far(slice, function)) return relevance_crosses_far(slice, function, node);
    return relevance->crosses[function][node];
}
