// SPDX-License-Identifier: MIT
// Which loops serve for ever. Each case is a loop with one node inside that is asked about, and one after it.
#include "explorer/service_loop.h"
#include "link/test_program.h"

typedef struct Loop {
    Build build;
    NodeId inside, after;
} Loop;

static ExprId binary(Build *build, Operator operator_, ExprId left, ExprId right) {
    return program_add_expr(
        build->program,
        (Expr){.kind = EXPR_BINARY, .operator_ = operator_, .left = left, .right = right, .type = type_int});
}

static void step(Build *build, VariableId counter, Operator operator_, ExprId by) {
    assign(build, at(build, counter), binary(build, operator_, value(build, counter), by));
}

static bool is_service(Loop *loop) {
    Arena *arena = loop->build.arena;
    CHECK(&loop->build, !node_is_in_service_loop(loop->build.program, loop->build.function, loop->after, arena));
    CHECK(&loop->build, !node_is_in_service_loop(loop->build.program, loop->build.function, 0, arena));
    return node_is_in_service_loop(loop->build.program, loop->build.function, loop->inside, arena);
}

// A branch that leaves when `condition` fails, the asked node, what `advance` adds, and back to the branch.
static Loop open_loop(void) {
    Loop loop = {.build = build_start()};
    define(&loop.build, "main");
    return loop;
}

static void close_loop(Loop *loop, NodeId head) {
    NodeId jump = node(&loop->build, (Node){.kind = NODE_NOP});
    node_at(&loop->build, jump)->next = head;
    loop->after = give_back(&loop->build, 0);
    if (node_at(&loop->build, head)->kind == NODE_BRANCH) node_at(&loop->build, head)->otherwise = loop->after;
}

static int expect(Loop *loop, const char *what, bool is_expected) {
    if (is_service(loop) != is_expected) {
        fprintf(stderr, "%s: %s\n", what, is_expected ? "not called a service loop" : "called a service loop");
        loop->build.failures++;
    }
    return build_end(&loop->build);
}

static int test_endless(void) {
    Loop loop = open_loop();
    NodeId head = node(&loop.build, (Node){.kind = NODE_NOP});
    loop.inside = node(&loop.build, (Node){.kind = NODE_NOP});
    close_loop(&loop, head);
    return expect(&loop, "for (;;)", true);
}

static int test_counted(Operator operator_, const char *what) {
    Loop loop = open_loop();
    VariableId i = local(&loop.build, "i", type_int), n = local(&loop.build, "n", type_int);
    NodeId head =
        branch(&loop.build, binary(&loop.build, OPERATOR_LESS, value(&loop.build, i), value(&loop.build, n)), 0);
    loop.inside = node(&loop.build, (Node){.kind = NODE_NOP});
    step(&loop.build, i, operator_, number(&loop.build, 1));
    close_loop(&loop, head);
    return expect(&loop, what, false);
}

static int test_counted_down(void) {
    Loop loop = open_loop();
    VariableId i = local(&loop.build, "i", type_int);
    NodeId head = branch(&loop.build, value(&loop.build, i), 0);
    loop.inside = node(&loop.build, (Node){.kind = NODE_NOP});
    step(&loop.build, i, OPERATOR_SUBTRACT, number(&loop.build, 1));
    close_loop(&loop, head);
    return expect(&loop, "while (i) i--", false);
}

static int test_flag(void) {
    Loop loop = open_loop();
    VariableId flag = local(&loop.build, "flag", type_int), i = local(&loop.build, "i", type_int);
    NodeId head = branch(&loop.build, value(&loop.build, flag), 0);
    loop.inside = node(&loop.build, (Node){.kind = NODE_NOP});
    step(&loop.build, i, OPERATOR_ADD, number(&loop.build, 1)); // counts, but decides nothing
    close_loop(&loop, head);
    return expect(&loop, "while (flag) i++", true);
}

static int test_unknown_step(void) {
    Loop loop = open_loop();
    VariableId i = local(&loop.build, "i", type_int), n = local(&loop.build, "n", type_int);
    NodeId head =
        branch(&loop.build, binary(&loop.build, OPERATOR_LESS, value(&loop.build, i), number(&loop.build, 9)), 0);
    loop.inside = node(&loop.build, (Node){.kind = NODE_NOP});
    step(&loop.build, i, OPERATOR_ADD, value(&loop.build, n));
    close_loop(&loop, head);
    return expect(&loop, "while (i < 9) i += n", true);
}

// The counter is stepped behind the loop: nothing in it is counted.
static int test_stepped_elsewhere(void) {
    Loop loop = open_loop();
    VariableId i = local(&loop.build, "i", type_int);
    step(&loop.build, i, OPERATOR_ADD, number(&loop.build, 1));
    NodeId head =
        branch(&loop.build, binary(&loop.build, OPERATOR_LESS, value(&loop.build, i), number(&loop.build, 9)), 0);
    loop.inside = node(&loop.build, (Node){.kind = NODE_NOP});
    close_loop(&loop, head);
    return expect(&loop, "i++; while (i < 9);", true);
}

// for (;;) { if (i == 3) break; inside; i = i + 1; } with the counter on the right of the comparison and converted.
static int test_break(void) {
    Loop loop = open_loop();
    VariableId i = local(&loop.build, "i", type_int);
    NodeId head = node(&loop.build, (Node){.kind = NODE_NOP});
    ExprId wide = program_add_expr(loop.build.program,
                                   (Expr){.kind = EXPR_CONVERT, .left = value(&loop.build, i), .type = type_long});
    NodeId leave = branch(&loop.build, binary(&loop.build, OPERATOR_NOT_EQUAL, number(&loop.build, 3), wide), 0);
    loop.inside = node(&loop.build, (Node){.kind = NODE_NOP});
    step(&loop.build, i, OPERATOR_ADD, number(&loop.build, 1));
    close_loop(&loop, head);
    node_at(&loop.build, leave)->otherwise = loop.after;
    return expect(&loop, "if (3 != (long)i) break", false);
}

// An endless loop around a counted one: the node in the inner loop lies on both, and the outer one has no exit.
static int test_nested(void) {
    Loop loop = open_loop();
    VariableId i = local(&loop.build, "i", type_int);
    NodeId outer = assign(&loop.build, at(&loop.build, i), number(&loop.build, 0));
    NodeId head =
        branch(&loop.build, binary(&loop.build, OPERATOR_LESS, value(&loop.build, i), number(&loop.build, 3)), outer);
    loop.inside = node(&loop.build, (Node){.kind = NODE_NOP});
    step(&loop.build, i, OPERATOR_ADD, number(&loop.build, 1));
    NodeId jump = node(&loop.build, (Node){.kind = NODE_NOP});
    node_at(&loop.build, jump)->next = head;
    loop.after = give_back(&loop.build, 0);
    return expect(&loop, "for (;;) for (i < 3)", true);
}

// for (p = first; p < end; p++)
static int test_pointer(void) {
    Loop loop = open_loop();
    VariableId p = local(&loop.build, "p", type_pointer), end = local(&loop.build, "end", type_pointer);
    NodeId head =
        branch(&loop.build, binary(&loop.build, OPERATOR_LESS, value(&loop.build, p), value(&loop.build, end)), 0);
    loop.inside = node(&loop.build, (Node){.kind = NODE_NOP});
    assign(&loop.build, at(&loop.build, p), element(&loop.build, value(&loop.build, p), number(&loop.build, 1), 8));
    close_loop(&loop, head);
    return expect(&loop, "p < end; p++", false);
}

int main(void) {
    int failures = test_endless() + test_counted(OPERATOR_ADD, "i < n; i++");
    failures += test_counted(OPERATOR_SUBTRACT, "i < n; i--") + test_counted_down() + test_flag();
    failures += test_unknown_step() + test_stepped_elsewhere() + test_break() + test_nested() + test_pointer();
    return failures != 0;
}
