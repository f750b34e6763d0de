// SPDX-License-Identifier: MIT
// The control-flow graph of the function under construction. While it grows, labels are NOP nodes
// that jumps can aim at; the finished graph keeps only what can be reached and no empty nodes, but
// for an endless loop that does nothing.
#include "frontend/lower.h"

#include <string.h>

static Node *node_at(Lowering *lowering, NodeId id) {
    return &lowering->function->nodes.items[id];
}

static NodeId append(Lowering *lowering, Node node) {
    FunctionBuilder *function = lowering->function;
    if (!node.place.line) node.place = lowering->place;
    array_push(&function->nodes, lowering->scratch, node);
    return function->nodes.count - 1;
}

NodeId node_add(Lowering *lowering, Node node) {
    FunctionBuilder *function = lowering->function;
    NodeId id = append(lowering, node);
    if (function->current) node_at(lowering, function->current)->next = id;
    function->current = id;
    return id;
}

NodeId node_label(Lowering *lowering) {
    return append(lowering, (Node){.kind = NODE_NOP});
}

void node_place_label(Lowering *lowering, NodeId label) {
    node_jump(lowering, label);
    lowering->function->current = label;
}

void node_jump(Lowering *lowering, NodeId target) {
    FunctionBuilder *function = lowering->function;
    if (function->current) node_at(lowering, function->current)->next = target;
    function->current = 0;
}

void node_branch(Lowering *lowering, ExprId value, NodeId yes, NodeId no) {
    int64_t constant;
    if (expr_is_constant(lowering, value, &constant)) {
        node_jump(lowering, constant ? yes : no);
        return;
    }
    node_add(lowering, (Node){.kind = NODE_BRANCH, .value = value, .next = yes, .otherwise = no});
    lowering->function->current = 0;
}

void node_assign(Lowering *lowering, ExprId target, ExprId value, ValueType type) {
    node_add(lowering, (Node){.kind = NODE_ASSIGN, .target = target, .value = value, .type = type});
}

void node_copy(Lowering *lowering, ExprId target, ExprId value, uint64_t size) {
    node_add(lowering, (Node){.kind = NODE_COPY, .target = target, .value = value, .size = size});
}

void node_skipped(Lowering *lowering, CXCursor cursor, const char *what) {
    Place place = place_of(lowering, cursor);
    FunctionBuilder *function = lowering->function;
    array_push(&lowering->statistics->skipped, lowering->arena,
               (SkippedConstruct){.function = function->name, .what = what, .place = place});
    function->skipped++;
    node_add(
        lowering,
        (Node){.kind = NODE_SKIPPED, .text = what, .place = place, .macro_place = macro_place_of(lowering, cursor)});
}

Mark node_mark(Lowering *lowering) {
    FunctionBuilder *function = lowering->function;
    if (!function->current) function->current = node_label(lowering);
    return (Mark){.node = function->current, .count = function->nodes.count};
}

// The temporary that now holds `value`, and the node that puts it there.
static ExprId save(Lowering *lowering, ExprId value, Node *node) {
    ValueType type = program_expr(lowering->program, value)->type;
    type.is_atomic = type.is_volatile = false;
    ExprId target = expr_variable(lowering, new_temporary(lowering, type, ""));
    *node = (Node){.kind = NODE_ASSIGN, .target = target, .value = value, .type = type, .place = lowering->place};
    if (type.kind == TYPE_AGGREGATE) {
        node->kind = NODE_COPY;
        node->value = program_expr(lowering->program, value)->left;
        node->size = type.size;
    }
    return expr_load(lowering, target, type);
}

ExprId node_hold(Lowering *lowering, Mark mark, ExprId value) {
    FunctionBuilder *function = lowering->function;
    if (!value || function->nodes.count == mark.count || !lowering->facts.items[value].can_change) return value;
    Node node;
    ExprId held = save(lowering, value, &node);
    NodeId id = append(lowering, node);
    node_at(lowering, id)->next = node_at(lowering, mark.node)->next;
    node_at(lowering, mark.node)->next = id;
    if (function->current == mark.node) function->current = id;
    return held;
}

ExprId node_save(Lowering *lowering, ExprId value) {
    Node node;
    ExprId held = save(lowering, value, &node);
    node_add(lowering, node);
    return held;
}

void graph_begin(Lowering *lowering, FunctionBuilder *builder, FunctionId id) {
    *builder = (FunctionBuilder){.id = id, .name = program_function(lowering->program, id)->name};
    lowering->function = builder;
    array_push(&builder->nodes, lowering->scratch, (Node){.kind = NODE_NOP});
    builder->current = node_label(lowering);
}

// The first node that does something on the way from `id`.
static NodeId resolve(const Node *nodes, uint32_t count, NodeId id) {
    for (uint32_t steps = 0; steps <= count; steps++) {
        if (nodes[id].kind != NODE_NOP || !nodes[id].next) return id;
        id = nodes[id].next;
    }
    NodeId smallest = id; // a ring of empty nodes
    for (NodeId other = nodes[id].next; other != id; other = nodes[other].next)
        if (other < smallest) smallest = other;
    return smallest;
}

static uint32_t successor_count(const Node *node) {
    return 2 + node->case_count;
}

static NodeId *successor(Node *node, uint32_t index) {
    if (index == 0) return &node->next;
    if (index == 1) return &node->otherwise;
    return &node->cases[index - 2].next;
}

static void skip_empty_nodes(Node *nodes, uint32_t count) {
    NodeId *aims = NULL;
    for (NodeId id = 1; id < count; id++) {
        if (nodes[id].kind == NODE_NOP) continue;
        for (uint32_t i = 0; i < successor_count(&nodes[id]); i++) {
            aims = successor(&nodes[id], i);
            if (*aims) *aims = resolve(nodes, count, *aims);
        }
    }
}

typedef enum Visit { VISIT_NONE, VISIT_OPEN, VISIT_DONE } Visit;

typedef struct Walk {
    NodeId node;
    uint32_t next_successor;
} Walk;

// Depth first: marks what can be reached, and targets of back edges as loop heads.
static Visit *visit(Lowering *lowering, Node *nodes, uint32_t count, NodeId entry) {
    Visit *visits = arena_new_array(lowering->scratch, Visit, count);
    Walk *stack = arena_new_array(lowering->scratch, Walk, count);
    uint32_t depth = 0;
    stack[depth++] = (Walk){.node = entry};
    visits[entry] = VISIT_OPEN;
    while (depth) {
        Walk *walk = &stack[depth - 1];
        Node *node = &nodes[walk->node];
        if (walk->next_successor == successor_count(node)) {
            visits[walk->node] = VISIT_DONE;
            depth--;
            continue;
        }
        NodeId next = *successor(node, walk->next_successor++);
        if (!next) continue;
        if (visits[next] == VISIT_OPEN) nodes[next].is_loop_head = true;
        if (visits[next] != VISIT_NONE) continue;
        visits[next] = VISIT_OPEN;
        stack[depth++] = (Walk){.node = next};
    }
    return visits;
}

static SwitchCase *keep_cases(Lowering *lowering, const Node *node) {
    if (!node->case_count) return NULL;
    SwitchCase *cases = arena_new_array(lowering->arena, SwitchCase, node->case_count);
    memcpy(cases, node->cases, sizeof *cases * node->case_count);
    return cases;
}

static Node *compact(Lowering *lowering, Node *nodes, uint32_t count, const Visit *visits, NodeId *entry,
                     uint32_t *kept_count) {
    NodeId *new_ids = arena_new_array(lowering->scratch, NodeId, count);
    uint32_t kept = 1;
    for (NodeId id = 1; id < count; id++)
        if (visits[id] != VISIT_NONE) new_ids[id] = kept++;
    Node *result = arena_new_array(lowering->arena, Node, kept);
    for (NodeId id = 1; id < count; id++) {
        if (visits[id] == VISIT_NONE) continue;
        Node *node = &result[new_ids[id]];
        *node = nodes[id];
        node->cases = keep_cases(lowering, &nodes[id]);
        for (uint32_t i = 0; i < successor_count(node); i++) *successor(node, i) = new_ids[*successor(node, i)];
    }
    *entry = new_ids[*entry];
    *kept_count = kept;
    return result;
}

void graph_finish(Lowering *lowering) {
    FunctionBuilder *builder = lowering->function;
    cleanup_finish_gotos(lowering);
    Function *function = &lowering->program->functions.items[builder->id];
    node_add(lowering, (Node){.kind = NODE_RETURN, .place = function->end});
    Node *nodes = builder->nodes.items;
    uint32_t count = builder->nodes.count;
    skip_empty_nodes(nodes, count);
    NodeId entry = resolve(nodes, count, 1);
    Visit *visits = visit(lowering, nodes, count, entry);
    function->nodes = compact(lowering, nodes, count, visits, &entry, &function->node_count);
    function->entry = entry;
    function->skipped_count = builder->skipped;
    lowering->function = NULL;
}
