// SPDX-License-Identifier: MIT
#include "link/relevance.h"

#include "link/relevance_state.h"

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

static Relevance *compute(const Program *program, const PointsTo *points_to, bool is_exact, Arena *arena) {
    Relevance *slice = arena_new(arena, Relevance);
    uint32_t functions = program->functions.count;
    *slice = (Relevance){.program = program, .points_to = points_to, .is_exact = is_exact, .arena = arena};
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
    if (!mark_seeds(slice)) return slice; // nothing here blocks or makes others block
    relevance_index_writers(slice);
    relevance_index_channels(slice);
    do relevance_work(slice);
    while (relevance_keep_endless(slice) || relevance_keep_assumptions(slice));
    return slice;
}

Relevance *relevance_compute(const Program *program, const PointsTo *points_to, Arena *arena) {
    return compute(program, points_to, false, arena);
}

Relevance *relevance_compute_exact(const Program *program, const PointsTo *points_to, Arena *arena) {
    return compute(program, points_to, true, arena);
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

bool relevance_of_element(const Relevance *relevance, FunctionId function, NodeId node) {
    return (relevance->marks[function][node] & MARK_ELEMENT) != 0;
}

// Where to go from a node that does not matter: branches lead to where their arms meet again.
static NodeId step(Relevance *slice, FunctionId id, NodeId at) {
    const Node *node = &program_function(slice->program, id)->nodes[at];
    if (control_flow_way_count(node) == 1 || (slice->marks[id][at] & MARK_CUT)) return control_flow_way(node, 0);
    return relevance_flow(slice, id)->post_dominator[at];
}

static NodeId *make_next(Relevance *slice, FunctionId id) {
    uint32_t count = program_function(slice->program, id)->node_count;
    NodeId *next = arena_new_array(slice->arena, NodeId, count + 1);
    NodeId *path = arena_new_array(slice->arena, NodeId, count + 1);
    bool *is_known = arena_new_array(slice->arena, bool, count + 1);
    is_known[0] = true;
    for (NodeId first = 1; first < count; first++) {
        uint32_t length = 0;
        NodeId at = first;
        while (!is_known[at] && !relevance_of_node(slice, id, at)) {
            is_known[at] = true; // on the path: a way back to it is a loop that does nothing, and ends here
            path[length++] = at;
            at = step(slice, id, at);
        }
        NodeId found = relevance_of_node(slice, id, at) ? at : next[at];
        for (uint32_t i = 0; i < length; i++) next[path[i]] = found;
        if (relevance_of_node(slice, id, first)) next[first] = first;
    }
    return next;
}

NodeId relevance_next(const Relevance *relevance, FunctionId function, NodeId node) {
    union {
        const Relevance *from;
        Relevance *to;
    } same = {relevance}; // the table is made when first asked for
    if (!node || !relevance->marks[function]) return 0;
    if (!same.to->next[function]) same.to->next[function] = make_next(same.to, function);
    return same.to->next[function][node];
}
