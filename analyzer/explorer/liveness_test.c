// SPDX-License-Identifier: MIT
// What is dead is never read before it is written again, on any way; all else is live.
#include "explorer/liveness.h"
#include "link/test_program.h"

static Liveness *prepare(Build *b) {
    Liveness *liveness = liveness_create(b->program, b->arena);
    liveness_prepare(liveness, b->function);
    return liveness;
}

static bool is_dead(const Build *b, const Liveness *liveness, NodeId node, VariableId variable) {
    return liveness_is_dead(liveness, b->function, node, variable);
}

static ExprId sum(Build *b, ExprId left, ExprId right) {
    Expr expr = {.kind = EXPR_BINARY, .operator_ = OPERATOR_ADD, .left = left, .right = right, .type = type_int};
    return program_add_expr(b->program, expr);
}

// x = 1; y = x; x = 2; y = y + x; return y
static int test_line(void) {
    Build b = build_start();
    define(&b, "f");
    VariableId x = local(&b, "x", type_int), y = local(&b, "y", type_int), unused = local(&b, "unused", type_int);
    VariableId global = variable(&b, "global", VARIABLE_GLOBAL, type_int, 4);
    NodeId first = assign(&b, at(&b, x), number(&b, 1)), copy = assign(&b, at(&b, y), value(&b, x));
    NodeId again = assign(&b, at(&b, x), number(&b, 2));
    NodeId add = assign(&b, at(&b, y), sum(&b, value(&b, y), value(&b, x)));
    NodeId end = give_back(&b, value(&b, y));
    Liveness *liveness = prepare(&b);
    CHECK(&b, !is_dead(&b, liveness, first, x)); // right behind it: read by the copy
    CHECK(&b, !is_dead(&b, liveness, copy, x));
    CHECK(&b, !is_dead(&b, liveness, again, x)); // dead before, live behind
    CHECK(&b, is_dead(&b, liveness, end, x));
    CHECK(&b, is_dead(&b, liveness, first, y));
    CHECK(&b, !is_dead(&b, liveness, copy, y)); // dead before, live behind
    CHECK(&b, !is_dead(&b, liveness, add, y));
    CHECK(&b, !is_dead(&b, liveness, end, y));
    CHECK(&b, !is_dead(&b, liveness, end, unused)); // no node names it: nothing is said
    CHECK(&b, !is_dead(&b, liveness, end, global));
    CHECK(&b, !is_dead(&b, liveness, 0, x));
    return build_end(&b);
}

// branch on a; one side reads x, the other writes it; read behind both, or not.
static int test_branch(bool is_read_behind) {
    Build b = build_start();
    define(&b, "f");
    VariableId a = parameter(&b, "a", type_int), x = parameter(&b, "x", type_int), y = local(&b, "y", type_int);
    NodeId fork = branch(&b, value(&b, a), 4), reads = assign(&b, at(&b, y), value(&b, x));
    NodeId jump = node(&b, (Node){.kind = NODE_NOP, .next = 5});
    NodeId writes = assign(&b, at(&b, x), number(&b, 1));
    NodeId end = give_back(&b, is_read_behind ? value(&b, x) : number(&b, 0));
    CHECK(&b, writes == 4 && end == 5);
    Liveness *liveness = prepare(&b);
    CHECK(&b, !is_dead(&b, liveness, fork, x) && !is_dead(&b, liveness, reads, x));
    CHECK(&b, is_dead(&b, liveness, jump, x) == !is_read_behind);
    CHECK(&b, is_dead(&b, liveness, writes, x) == !is_read_behind);
    CHECK(&b, is_dead(&b, liveness, end, x) == !is_read_behind);
    CHECK(&b, is_dead(&b, liveness, reads, a) && !is_dead(&b, liveness, fork, a));
    CHECK(&b, is_dead(&b, liveness, end, y)); // written, never read
    return build_end(&b);
}

// while (n) { use x; x = n; } The read of the next round keeps x alive round the loop.
static int test_loop(void) {
    Build b = build_start();
    define(&b, "f");
    VariableId n = parameter(&b, "n", type_int), x = parameter(&b, "x", type_int), y = local(&b, "y", type_int);
    NodeId head = branch(&b, value(&b, n), 4);
    assign(&b, at(&b, y), value(&b, x));
    NodeId last = assign(&b, at(&b, x), value(&b, n));
    node_at(&b, last)->next = head;
    NodeId end = give_back(&b, number(&b, 0));
    Liveness *liveness = prepare(&b);
    CHECK(&b, !is_dead(&b, liveness, head, x) && !is_dead(&b, liveness, last, x) && !is_dead(&b, liveness, last, n));
    CHECK(&b, is_dead(&b, liveness, end, x) && is_dead(&b, liveness, end, n));
    return build_end(&b);
}

// What is written in part, or through a pointer, keeps the rest of what it held.
static int test_partial_write(void) {
    Build b = build_start();
    define(&b, "f");
    VariableId wide = local(&b, "wide", type_long), through = local(&b, "through", type_pointer);
    NodeId start = assign(&b, at(&b, wide), number(&b, 1)); // four bytes of eight
    NodeId store = assign(&b, value(&b, through), number(&b, 2));
    NodeId end = give_back(&b, value(&b, wide));
    Liveness *liveness = prepare(&b);
    CHECK(&b, !is_dead(&b, liveness, start, wide) && !is_dead(&b, liveness, end, wide));
    CHECK(&b, !is_dead(&b, liveness, start, through) && !is_dead(&b, liveness, store, through));
    CHECK(&b, is_dead(&b, liveness, end, through));
    return build_end(&b);
}

// A variable whose address goes somewhere is live for ever, whoever may read it then.
static int test_address(bool is_marked) {
    Build b = build_start();
    define(&b, "f");
    VariableId x = local(&b, "x", type_int), p = local(&b, "p", type_pointer);
    assign(&b, at(&b, x), number(&b, 1));
    if (is_marked)
        b.program->variables.items[x].is_address_taken = true;
    else
        assign(&b, at(&b, p), at(&b, x));
    NodeId end = give_back(&b, number(&b, 0));
    Liveness *liveness = prepare(&b);
    CHECK(&b, !is_dead(&b, liveness, end, x));
    CHECK(&b, is_dead(&b, liveness, end, p) == !is_marked);
    return build_end(&b);
}

// Calls and events read what they are given and the function they call, and write their result.
static int test_call(void) {
    Build b = build_start();
    FunctionId callee = declare(&b, "callee", false);
    define(&b, "f");
    VariableId x = parameter(&b, "x", type_int), got = local(&b, "got", type_int);
    VariableId which = local(&b, "which", type_pointer), more = local(&b, "more", type_int);
    NodeId direct = call(&b, callee, got, 1, value(&b, x), 0);
    NodeId indirect = node(&b, (Node){.kind = NODE_CALL, .callee = value(&b, which), .result = got});
    NodeId told = event(&b, api_print, more, 1, value(&b, got), 0, 0);
    NodeId end = give_back(&b, value(&b, more));
    Liveness *liveness = prepare(&b);
    CHECK(&b, !is_dead(&b, liveness, direct, x) && is_dead(&b, liveness, indirect, x));
    CHECK(&b, is_dead(&b, liveness, direct, got)); // the second call writes it anew
    CHECK(&b, !is_dead(&b, liveness, indirect, got) && !is_dead(&b, liveness, told, got));
    CHECK(&b, is_dead(&b, liveness, end, got));
    CHECK(&b, !is_dead(&b, liveness, direct, which) && is_dead(&b, liveness, told, which));
    CHECK(&b, is_dead(&b, liveness, direct, more) && !is_dead(&b, liveness, end, more));
    return build_end(&b);
}

// Each function for itself; one that was not prepared has nothing dead.
static int test_functions(void) {
    Build b = build_start();
    FunctionId first = define(&b, "first");
    VariableId x = local(&b, "x", type_int);
    NodeId write = assign(&b, at(&b, x), number(&b, 1));
    give_back(&b, number(&b, 0));
    define(&b, "second");
    VariableId y = local(&b, "y", type_int);
    assign(&b, at(&b, y), number(&b, 1));
    give_back(&b, number(&b, 0));
    Liveness *liveness = prepare(&b);
    CHECK(&b, is_dead(&b, liveness, 1, y));
    CHECK(&b, !is_dead(&b, liveness, 1, x)); // not this function's
    CHECK(&b, !liveness_is_dead(liveness, first, write, x));
    liveness_prepare(liveness, first);
    CHECK(&b, liveness_is_dead(liveness, first, write, x));
    return build_end(&b);
}

// More variables than a word has bits; more than is worth a table.
static int test_many(uint32_t count, bool is_too_large) {
    Build b = build_start();
    define(&b, "f");
    opened(&b)->nodes = arena_new_array(b.arena, Node, 2 * count + 2);
    VariableId first = 0;
    for (uint32_t i = 0; i < count; i++) {
        VariableId id = local(&b, "x", type_int);
        if (!first) first = id;
        assign(&b, at(&b, id), number(&b, 1));
    }
    for (uint32_t i = 0; i < count; i++) assign(&b, at(&b, first), value(&b, first + i));
    NodeId end = give_back(&b, number(&b, 0));
    Liveness *liveness = prepare(&b);
    for (uint32_t i = 0; i < count; i += count / 4) {
        NodeId read = count + 1 + i;
        CHECK(&b, !is_dead(&b, liveness, read, first + i));
        CHECK(&b, is_dead(&b, liveness, end, first + i) == !is_too_large);
        if (i) CHECK(&b, is_dead(&b, liveness, read + 1, first + i) == !is_too_large);
    }
    return build_end(&b);
}

int main(void) {
    int failures = test_line() + test_loop() + test_partial_write() + test_call() + test_functions();
    for (int wrong = 0; wrong < 2; wrong++) failures += test_branch(wrong) + test_address(wrong);
    failures += test_many(200, false) + test_many(8200, true);
    return failures != 0;
}
