// SPDX-License-Identifier: MIT
#include "base/text.h"
#include "program/program.h"

#include <stdio.h>
#include <string.h>

static int failures;

static void expect_text(const char *what, const char *actual, const char *expected) {
    if (strcmp(actual, expected) == 0) return;
    printf("%s: expected \"%s\", got \"%s\"\n", what, expected, actual);
    failures++;
}

static void expect_number(const char *what, unsigned long actual, unsigned long expected) {
    if (actual == expected) return;
    printf("%s: expected %lu, got %lu\n", what, expected, actual);
    failures++;
}

static const ValueType pointer = {.kind = TYPE_POINTER, .size = 8};
static const ValueType word = {.kind = TYPE_SIGNED, .size = 4};

static ExprId address_of(Program *program, const char *name) {
    VariableId variable = program_add_variable(program, (Variable){.name = name, .kind = VARIABLE_LOCAL, .size = 8});
    return program_add_expr(program, (Expr){.kind = EXPR_VARIABLE_ADDRESS, .reference = variable, .type = pointer});
}

static void test_expr_text(Program *program, Arena *arena) {
    ExprId s = address_of(program, "s"), w = address_of(program, "w");
    ExprId s_value = program_add_expr(program, (Expr){.kind = EXPR_LOAD, .left = s, .type = pointer});
    ExprId field = program_add_expr(
        program, (Expr){.kind = EXPR_FIELD, .left = s_value, .name = "buf", .constant = 8, .type = pointer});
    ExprId load = program_add_expr(program, (Expr){.kind = EXPR_LOAD, .left = field, .type = word});
    ExprId element = program_add_expr(
        program, (Expr){.kind = EXPR_ELEMENT, .left = w, .right = load, .constant = 4, .type = pointer});
    ExprId opaque = program_add_expr(program, (Expr){.kind = EXPR_OPAQUE, .name = "asm", .type = word});
    ExprId sum = program_add_expr(
        program, (Expr){.kind = EXPR_BINARY, .operator_ = OPERATOR_ADD, .left = load, .right = opaque, .type = word});
    expect_text("field of pointer", expr_text(program, arena, load), "s->buf");
    expect_text("address of element", expr_text(program, arena, element), "&w[s->buf]");
    expect_text("sum", expr_text(program, arena, sum), "s->buf + …");
    expect_text("no expression", expr_text(program, arena, 0), "…");
}

static void test_operands(Program *program) {
    Api send = {.library = "l", .function = "send", .event = EVENT_SEND};
    send.operands[OPERAND_OBJECT] = (Operand){.source = SOURCE_ARGUMENT, .index = 1};
    send.operands[OPERAND_ELEMENT] = (Operand){.source = SOURCE_POINTEE, .index = 7};
    ExprId arguments[] = {1, 2};
    Node node = {
        .kind = NODE_EVENT, .api = program_add_api(program, &send), .arguments = arguments, .argument_count = 2};
    expect_number("object", event_operand(program, &node, OPERAND_OBJECT), 2);
    expect_number("argument that is not there", event_operand(program, &node, OPERAND_ELEMENT), 0);
    expect_number("role that is not there", event_operand(program, &node, OPERAND_MUTEX), 0);
    expect_number("same api again", program_add_api(program, &send), node.api);

    Api go = {.library = "l", .function = "prologue", .event = EVENT_SPAWN, .spawn_style = SPAWN_CALL_EXPRESSION};
    go.operands[OPERAND_GROUP] = (Operand){.source = SOURCE_ARGUMENT, .index = 1};
    Node spawn = {.kind = NODE_EVENT,
                  .api = program_add_api(program, &go),
                  .arguments = arguments,
                  .argument_count = 2,
                  .callee = 3,
                  .target = 4};
    expect_number("group of a spawned expression", event_operand(program, &spawn, OPERAND_GROUP), 4);
    expect_number("function of a spawned expression", event_operand(program, &spawn, OPERAND_FUNCTION), 3);
}

static void test_print(Program *program, Arena *arena) {
    Node *nodes = arena_new_array(arena, Node, 2);
    nodes[1] = (Node){.kind = NODE_RETURN};
    program_add_function(
        program,
        (Function){.name = "f", .symbol = "a.c:f", .is_defined = true, .nodes = nodes, .node_count = 2, .entry = 1});
    Text text = {0};
    program_print(program, &text);
    if (!strstr(text_value(&text), "function f()") || !strstr(text_value(&text), "1> return")) {
        printf("listing lacks the function:\n%s", text_value(&text));
        failures++;
    }
    text_free(&text);
    expect_number("find by symbol", program_find_function(program, "a.c:f"), 1);
    expect_number("unknown symbol", program_find_function(program, "g"), 0);
}

int main(void) {
    Arena *arena = arena_create();
    Program *program = program_create(arena);
    test_expr_text(program, arena);
    test_operands(program);
    test_print(program, arena);
    for (int kind = 0; kind < EVENT_KIND_COUNT; kind++)
        if (!event_kind_name((EventKind)kind)) printf("event kind %d has no name\n", kind), failures++;
    for (int kind = 0; kind < OBJECT_KIND_COUNT; kind++)
        if (!object_kind_name((ObjectKind)kind)) printf("object kind %d has no name\n", kind), failures++;
    arena_destroy(arena);
    return failures ? 1 : 0;
}
