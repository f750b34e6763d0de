// SPDX-License-Identifier: MIT
#include "checks/id_order.h"

#include <stdio.h>
#include <string.h>

enum { STEPS = 100000 };

static int failures;

static void check(bool holds, const char *what) {
    if (holds) return;
    failures++;
    printf("failed: %s\n", what);
}

static const ValueType type_int = {TYPE_SIGNED, false, false, 4}, type_pointer = {TYPE_POINTER, false, false, 8};

static VariableId add_global(Program *program, const char *name) {
    Variable variable = {.name = name, .symbol = name, .kind = VARIABLE_GLOBAL, .type = type_int, .size = 4};
    return program_add_variable(program, variable);
}

static Node write_of(Program *program, VariableId variable, NodeId next) {
    Expr address = {.kind = EXPR_VARIABLE_ADDRESS, .type = type_pointer, .reference = variable};
    Expr one = {.kind = EXPR_CONSTANT, .type = type_int, .constant = 1};
    Node node = {.kind = NODE_ASSIGN, .type = type_int, .size = 4, .next = next};
    node.target = program_add_expr(program, address);
    node.value = program_add_expr(program, one);
    return node;
}

// The order of a function that writes a, then b. `names`: the program's variables, by their ids.
static Hash order_of(const char *names) {
    Arena *arena = arena_create();
    Program *program = program_create(arena);
    program_add_file(program, (SourceFile){.path = "t.c"});
    VariableId ids[128] = {0};
    for (const char *at = names; *at; at++) ids[(int)*at] = add_global(program, arena_format(arena, "%c", *at));
    Function function = {.name = "f", .symbol = "f", .is_defined = true, .is_exported = true, .entry = 1};
    function.nodes = arena_new_array(arena, Node, 3);
    function.nodes[1] = write_of(program, ids['a'], 2);
    function.nodes[2] = write_of(program, ids['b'], 0);
    function.node_count = 3;
    FunctionId id = program_add_function(program, function);
    const PointsTo *points_to = points_to_solve(program, arena, STEPS);
    IdOrder *order = id_order_create(program, points_to, arena);
    Hash hash = id_order_of(order, &id, 1), again = id_order_of(order, &id, 1);
    check(!memcmp(&hash, &again, sizeof hash), "asked again it is the same");
    arena_destroy(arena);
    return hash;
}

int main(void) {
    Hash plain = order_of("ab"), more = order_of("xaybz"), turned = order_of("ba");
    check(!memcmp(&plain, &more, sizeof plain), "what the function does not name is no part of it");
    check(memcmp(&plain, &turned, sizeof plain) != 0, "which comes first is");
    return failures ? 1 : 0;
}
