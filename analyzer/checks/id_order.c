// SPDX-License-Identifier: MIT
#include "checks/id_order.h"

#include <stdlib.h>

// Variables by their ids, after them sites by theirs.
typedef uint32_t Item;

typedef struct Items {
    ARRAY(Item) list;
} Items;

struct IdOrder {
    const Program *program;
    const PointsTo *points_to;
    Arena *arena;
    Items **of_function; // NULL: not asked yet
    uint32_t *seen;      // per item: the number of the walk that came to it last
    uint32_t walks;
};

IdOrder *id_order_create(const Program *program, const PointsTo *points_to, Arena *arena) {
    IdOrder *order = arena_new(arena, IdOrder);
    *order = (IdOrder){.program = program, .points_to = points_to, .arena = arena};
    order->of_function = arena_new_array(arena, Items *, program->functions.count + 1);
    uint32_t items = program->variables.count + points_to_site_count(points_to);
    order->seen = arena_new_array(arena, uint32_t, items + 1);
    return order;
}

static void add(IdOrder *order, Items *items, Item item) {
    if (order->seen[item] == order->walks) return;
    order->seen[item] = order->walks;
    array_push(&items->list, order->arena, item);
}

static void add_set(IdOrder *order, Items *items, PointeeSet set) {
    for (uint32_t i = 0; i < set.count; i++) add(order, items, order->program->variables.count + set.items[i].site);
}

static void add_expr(IdOrder *order, Items *items, FunctionId function, ExprId id) {
    if (!id) return;
    const Expr *expr = program_expr(order->program, id);
    if (expr->kind == EXPR_VARIABLE_ADDRESS) add(order, items, expr->reference);
    if (expr->kind != EXPR_CONSTANT) add_set(order, items, points_to_of_expr(order->points_to, function, id));
    add_expr(order, items, function, expr->left);
    add_expr(order, items, function, expr->right);
}

static void add_node(IdOrder *order, Items *items, FunctionId function, NodeId id) {
    const Node *node = &program_function(order->program, function)->nodes[id];
    add_expr(order, items, function, node->target);
    add_expr(order, items, function, node->value);
    add_expr(order, items, function, node->callee);
    if (node->result) add(order, items, node->result);
    for (uint32_t i = 0; i < node->argument_count; i++) add_expr(order, items, function, node->arguments[i]);
    if (node->kind != NODE_EVENT) return;
    const Api *api = program_api(order->program, node->api);
    static const OperandRole roles[] = {OPERAND_OBJECT, OPERAND_MUTEX};
    for (uint32_t i = 0; i < 2; i++)
        if (api_operand(api, roles[i]).source != SOURCE_NONE)
            add_set(order, items, points_to_of_operand(order->points_to, function, id, roles[i]));
}

// What the function names, in the order of its code.
static const Items *items_of(IdOrder *order, FunctionId id) {
    if (order->of_function[id]) return order->of_function[id];
    const Function *function = program_function(order->program, id);
    Items *items = arena_new(order->arena, Items);
    order->walks++;
    for (uint32_t i = 0; i < function->parameter_count; i++) add(order, items, function->parameters[i]);
    for (NodeId node = 1; node < function->node_count; node++) add_node(order, items, id, node);
    return order->of_function[id] = items;
}

typedef struct Seen {
    Item item;
    uint32_t first; // when the walk came to it
} Seen;

static int compare_seen(const void *left, const void *right) {
    const Seen *a = left, *b = right;
    return a->item < b->item ? -1 : a->item > b->item;
}

Hash id_order_of(IdOrder *order, const FunctionId *functions, uint32_t count) {
    Arena *scratch = arena_create();
    ARRAY(Seen) all = {0};
    for (uint32_t i = 0; i < count; i++) items_of(order, functions[i]);
    order->walks++;
    for (uint32_t i = 0; i < count; i++) {
        const Items *items = items_of(order, functions[i]);
        for (uint32_t k = 0; k < items->list.count; k++) {
            Item item = items->list.items[k];
            if (order->seen[item] == order->walks) continue;
            order->seen[item] = order->walks;
            array_push(&all, scratch, ((Seen){item, all.count}));
        }
    }
    if (all.count) qsort(all.items, all.count, sizeof *all.items, compare_seen);
    Hash hash = {5, 5};
    for (uint32_t i = 0; i < all.count; i++) hash = hash_bytes(hash, &all.items[i].first, sizeof(uint32_t));
    arena_destroy(scratch);
    return hash;
}
