// SPDX-License-Identifier: MIT
// Each points-to rule with something that it must find and something that it must not.
#include "link/points_to.h"
#include "link/test_program.h"

enum { PLENTY = 1000000 };

static PointsTo *solve(Build *b) {
    return points_to_solve(b->program, b->arena, PLENTY);
}

static bool has(PointeeSet set, SiteId site, int64_t offset) {
    for (uint32_t i = 0; i < set.count; i++)
        if (set.items[i].site == site && set.items[i].offset == offset) return true;
    return false;
}

static bool is_just(PointeeSet set, SiteId site, int64_t offset) {
    return set.count == 1 && !set.has_unknown && has(set, site, offset);
}

static SiteId site_of(const PointsTo *p, VariableId id) {
    return points_to_site_of_variable(p, id);
}

static SiteId made(const PointsTo *p, FunctionId function, NodeId node) {
    return points_to_site_of_node(p, function, node, 0, 0);
}

static int test_fields(void) {
    Build b = build_start();
    FunctionId f = define(&b, "main");
    VariableId x = local(&b, "x", type_int), y = local(&b, "y", type_int);
    VariableId s = variable(&b, "s", VARIABLE_LOCAL, type_long, 24), p = local(&b, "p", type_pointer);
    VariableId t = variable(&b, "t", VARIABLE_LOCAL, type_long, 24);
    assign(&b, at(&b, p), at(&b, s));
    assign(&b, field(&b, value(&b, p), 8), at(&b, x));
    assign(&b, field(&b, value(&b, p), 16), at(&b, y));
    node(&b, (Node){.kind = NODE_COPY, .target = at(&b, t), .value = value(&b, p), .size = 16});
    ExprId first = load(&b, field(&b, at(&b, s), 8), type_pointer),
           second = load(&b, field(&b, at(&b, s), 16), type_pointer);
    ExprId copied = load(&b, field(&b, at(&b, t), 8), type_pointer),
           outside = load(&b, field(&b, at(&b, t), 16), type_pointer);
    ExprId as_number = program_add_expr(b.program, (Expr){.kind = EXPR_CONVERT, .left = first, .type = type_long});
    ExprId as_byte = program_add_expr(
        b.program, (Expr){.kind = EXPR_CONVERT, .left = first, .type = {TYPE_UNSIGNED, false, false, 1}});
    ExprId all[] = {first, second, copied, outside, as_number, as_byte};
    for (int i = 0; i < 6; i++) node(&b, (Node){.kind = NODE_BRANCH, .value = all[i], .otherwise = 1});
    give_back(&b, 0);
    PointsTo *r = solve(&b);
    CHECK(&b, points_to_is_complete(r) && points_to_unit_is_closed(r));
    CHECK(&b, is_just(points_to_of_expr(r, f, first), site_of(r, x), 0));
    CHECK(&b, is_just(points_to_of_expr(r, f, second), site_of(r, y), 0));
    CHECK(&b, is_just(points_to_of_expr(r, f, copied), site_of(r, x), 0));
    CHECK(&b, points_to_of_expr(r, f, outside).count == 0); // 16 bytes were copied
    CHECK(&b, is_just(points_to_of_expr(r, f, as_number), site_of(r, x), 0));
    CHECK(&b, points_to_of_expr(r, f, as_byte).count == 0);
    CHECK(&b, points_to_site(r, site_of(r, s))->is_single);
    return build_end(&b);
}

static int test_arrays(bool is_indexed) {
    Build b = build_start();
    FunctionId f = define(&b, "main");
    VariableId x = local(&b, "x", type_int), y = local(&b, "y", type_int), i = local(&b, "i", type_int);
    VariableId s = variable(&b, "s", VARIABLE_LOCAL, type_long, 40); // { long n; int *a[3]; int *after; }
    ExprId a = field(&b, at(&b, s), 8);
    assign(&b, element(&b, a, number(&b, 0), 8), at(&b, x));
    assign(&b, element(&b, a, number(&b, 1), 8), at(&b, y));
    assign(&b, field(&b, at(&b, s), 32), at(&b, i));
    ExprId index = is_indexed ? value(&b, i) : number(&b, 2);
    branch(&b, load(&b, element(&b, a, index, 8), type_pointer), 1);
    ExprId first = load(&b, element(&b, a, number(&b, 0), 8), type_pointer);
    ExprId after = load(&b, field(&b, at(&b, s), 32), type_pointer);
    branch(&b, first, 1);
    branch(&b, after, 1);
    give_back(&b, 0);
    PointsTo *r = solve(&b);
    PointeeSet set = points_to_of_expr(r, f, first);
    CHECK(&b, has(set, site_of(r, x), 0));
    CHECK(&b, has(set, site_of(r, y), 0) == is_indexed); // one element only once a variable indexes it
    CHECK(&b, is_just(points_to_of_expr(r, f, after), site_of(r, i), 0));
    CHECK(&b, points_to_is_single(r, (Pointee){site_of(r, s), 8}) == !is_indexed);
    CHECK(&b, points_to_is_single(r, (Pointee){site_of(r, s), 32}));
    return build_end(&b);
}

static int test_walk(void) {
    Build b = build_start();
    FunctionId f = define(&b, "main");
    VariableId p = local(&b, "p", type_pointer), s = variable(&b, "s", VARIABLE_LOCAL, type_long, 4096);
    assign(&b, at(&b, p), at(&b, s));
    assign(&b, at(&b, p), element(&b, value(&b, p), number(&b, 1), 1));
    ExprId walked = value(&b, p);
    branch(&b, walked, 2);
    give_back(&b, 0);
    PointsTo *r = solve(&b);
    CHECK(&b, is_just(points_to_of_expr(r, f, walked), site_of(r, s), 0));
    return build_end(&b);
}

// Two objects are copied into each other, each time 8 bytes further on: one location in the end, and an end.
static int test_shifting_copies(void) {
    Build b = build_start();
    FunctionId f = define(&b, "main");
    VariableId p = local(&b, "p", type_pointer), q = local(&b, "q", type_pointer), x = local(&b, "x", type_int);
    event(&b, api_allocate, p, 1, number(&b, 0), 0, 0);
    event(&b, api_allocate, q, 1, number(&b, 0), 0, 0);
    assign(&b, value(&b, p), at(&b, x));
    ExprId further = field(&b, value(&b, q), 8), back = field(&b, value(&b, p), 8);
    node(&b, (Node){.kind = NODE_COPY, .target = further, .value = value(&b, p)});
    node(&b, (Node){.kind = NODE_COPY, .target = back, .value = value(&b, q)});
    ExprId far = load(&b, field(&b, value(&b, p), 160), type_pointer);
    branch(&b, far, 6);
    give_back(&b, 0);
    PointsTo *r = solve(&b);
    CHECK(&b, points_to_is_complete(r));
    CHECK(&b, has(points_to_of_expr(r, f, far), site_of(r, x), 0));
    return build_end(&b);
}

// make(): a wrapper returns its own channel, keeps a lock in its own allocation; called twice.
static int test_wrapper(bool returns_other) {
    Build b = build_start();
    VariableId other = variable(&b, "other", VARIABLE_GLOBAL, type_pointer, 8);
    FunctionId wrapper = define(&b, "conn_new");
    VariableId c = local(&b, "c", type_pointer), m = variable(&b, "m", VARIABLE_TEMPORARY, type_pointer, 8);
    event(&b, api_channel, m, 1, number(&b, 0), 0, 0);
    assign(&b, at(&b, c), value(&b, m));
    if (returns_other) assign(&b, at(&b, c), value(&b, other));
    give_back(&b, value(&b, c));
    FunctionId f = define(&b, "main");
    VariableId x = local(&b, "x", type_pointer), y = local(&b, "y", type_pointer);
    NodeId first = call(&b, wrapper, x, 0, 0, 0), second = call(&b, wrapper, y, 0, 0, 0);
    ExprId at_x = value(&b, x), at_y = value(&b, y);
    branch(&b, at_x, 4);
    branch(&b, at_y, 5);
    give_back(&b, 0);
    PointsTo *r = solve(&b);
    SiteId one = points_to_site_of_node(r, wrapper, 1, f, first),
           two = points_to_site_of_node(r, wrapper, 1, f, second);
    PointeeSet set = points_to_of_expr(r, f, at_x);
    if (returns_other) {
        CHECK(&b, has(set, made(r, wrapper, 1), 0) && !one && !two);
        CHECK(&b, !points_to_site(r, made(r, wrapper, 1))->is_single);
    } else {
        CHECK(&b, one && two && one != two);
        CHECK(&b, is_just(set, one, 0) && is_just(points_to_of_expr(r, f, at_y), two, 0));
        CHECK(&b, points_to_site(r, one)->is_single);
        CHECK(&b, points_to_site(r, one)->call == first);
        CHECK(&b, points_to_of_operand(r, wrapper, 1, OPERAND_OBJECT).count == 2);
        CHECK(&b, strcmp(points_to_site_name(r, b.arena, one), "make at t.c:1 from t.c:1") == 0);
    }
    return build_end(&b);
}

// An allocator that all constructors share does not make their objects one.
static int test_wrapper_of_wrapper(void) {
    Build b = build_start();
    FunctionId inner = define(&b, "xmalloc");
    VariableId p = local(&b, "p", type_pointer);
    event(&b, api_allocate, p, 1, number(&b, 8), 0, 0);
    give_back(&b, value(&b, p));
    FunctionId outer = define(&b, "conn_new");
    VariableId c = local(&b, "c", type_pointer), m = variable(&b, "m", VARIABLE_TEMPORARY, type_pointer, 8);
    NodeId inside = call(&b, inner, c, 1, number(&b, 8), 0);
    event(&b, api_channel, m, 1, number(&b, 0), 0, 0);
    assign(&b, field(&b, value(&b, c), 8), value(&b, m));
    give_back(&b, value(&b, c));
    FunctionId f = define(&b, "main");
    VariableId x = local(&b, "x", type_pointer), y = local(&b, "y", type_pointer);
    NodeId first = call(&b, outer, x, 0, 0, 0), second = call(&b, outer, y, 0, 0, 0);
    ExprId in_x = load(&b, field(&b, value(&b, x), 8), type_pointer),
           in_y = load(&b, field(&b, value(&b, y), 8), type_pointer);
    branch(&b, in_x, 4);
    branch(&b, in_y, 5);
    give_back(&b, 0);
    PointsTo *r = solve(&b);
    SiteId one = points_to_site_of_inner_node(r, inner, 1, outer, inside, f, first);
    SiteId two = points_to_site_of_inner_node(r, inner, 1, outer, inside, f, second);
    CHECK(&b, one && two && one != two);
    CHECK(&b, points_to_site_of_node(r, inner, 1, outer, inside) == 0); // which of the two?
    CHECK(&b, is_just(points_to_of_memory(r, (Pointee){site_of(r, x), 0}), one, 0));
    CHECK(&b, is_just(points_to_of_expr(r, f, in_x), points_to_site_of_node(r, outer, 2, f, first), 0));
    CHECK(&b, is_just(points_to_of_expr(r, f, in_y), points_to_site_of_node(r, outer, 2, f, second), 0));
    return build_end(&b);
}

// container_of goes back by bytes to where the object starts; a step before its start leads nowhere.
static int test_container_of(void) {
    Build b = build_start();
    FunctionId f = define(&b, "main");
    VariableId s = variable(&b, "s", VARIABLE_LOCAL, type_long, 64), link = local(&b, "link", type_pointer);
    assign(&b, at(&b, link), field(&b, at(&b, s), 24));
    ExprId back = element(&b, value(&b, link), number(&b, -24), 1),
           before = element(&b, value(&b, link), number(&b, -32), 1);
    branch(&b, back, 1);
    branch(&b, before, 1);
    give_back(&b, 0);
    PointsTo *r = solve(&b);
    CHECK(&b, is_just(points_to_of_expr(r, f, back), site_of(r, s), 0));
    CHECK(&b, points_to_of_expr(r, f, before).count == 0);
    return build_end(&b);
}

static int test_function_pointers(void) {
    Build b = build_start();
    VariableId hook = variable(&b, "hook", VARIABLE_GLOBAL, type_pointer, 8);
    FunctionId g = define(&b, "g");
    VariableId taken = parameter(&b, "taken", type_pointer);
    give_back(&b, value(&b, taken));
    FunctionId unused = define(&b, "unused");
    give_back(&b, 0);
    FunctionId f = define(&b, "main");
    VariableId x = local(&b, "x", type_int), back = local(&b, "back", type_pointer);
    assign(&b, at(&b, hook), code(&b, g));
    NodeId called = node(&b, (Node){.kind = NODE_CALL,
                                    .callee = value(&b, hook),
                                    .result = back,
                                    .arguments = arguments(&b, 1, at(&b, x), 0, 0),
                                    .argument_count = 1});
    ExprId returned = value(&b, back);
    branch(&b, returned, 1);
    give_back(&b, 0);
    PointsTo *r = solve(&b);
    FunctionSet callees = points_to_callees(r, f, called);
    CHECK(&b, callees.count == 1 && callees.items[0] == g && !callees.has_unknown);
    CHECK(&b, is_just(points_to_of_expr(r, f, returned), site_of(r, x), 0));
    CHECK(&b, points_to_is_reached(r, g) && !points_to_is_reached(r, unused));
    return build_end(&b);
}

static int test_unknown_callee(void) {
    Build b = build_start();
    FunctionId outside = declare(&b, "outside", true), f = define(&b, "main");
    VariableId hook = local(&b, "hook", type_pointer), x = local(&b, "x", type_int), y = local(&b, "y", type_int);
    VariableId z = local(&b, "z", type_pointer);
    call(&b, outside, hook, 1, at(&b, y), 0);
    NodeId called = node(&b, (Node){.kind = NODE_CALL,
                                    .callee = value(&b, hook),
                                    .result = z,
                                    .arguments = arguments(&b, 1, at(&b, x), 0, 0),
                                    .argument_count = 1});
    ExprId answer = value(&b, z);
    branch(&b, answer, 1);
    give_back(&b, 0);
    PointsTo *r = solve(&b);
    CHECK(&b, points_to_callees(r, f, called).has_unknown && points_to_callees(r, f, called).count == 0);
    CHECK(&b, points_to_of_expr(r, f, answer).has_unknown);
    CHECK(&b, points_to_site(r, site_of(r, x))->is_escaped && !points_to_site(r, site_of(r, y))->is_escaped);
    return build_end(&b);
}

static int test_outside(bool is_system) {
    Build b = build_start();
    FunctionId outside = declare(&b, "outside", is_system), handler = define(&b, "handler");
    VariableId given = parameter(&b, "given", type_pointer);
    ExprId got = value(&b, given);
    branch(&b, got, 2);
    give_back(&b, 0);
    FunctionId f = define(&b, "main");
    VariableId x = local(&b, "x", type_pointer), y = local(&b, "y", type_pointer), z = local(&b, "z", type_pointer);
    assign(&b, at(&b, x), at(&b, y));
    call(&b, outside, z, 2, at(&b, x), code(&b, handler));
    ExprId answer = value(&b, z), in_x = value(&b, x);
    branch(&b, answer, 1);
    branch(&b, in_x, 1);
    give_back(&b, 0);
    PointsTo *r = solve(&b);
    CHECK(&b, points_to_unit_is_closed(r) == is_system);
    CHECK(&b, points_to_site(r, site_of(r, x))->is_escaped == !is_system);
    CHECK(&b, points_to_site(r, site_of(r, y))->is_escaped == !is_system); // reachable from x
    CHECK(&b, !points_to_site(r, site_of(r, z))->is_escaped);
    CHECK(&b, points_to_of_expr(r, f, answer).has_unknown);
    CHECK(&b, points_to_of_expr(r, f, in_x).has_unknown == !is_system);
    CHECK(&b, points_to_is_callback(r, handler));
    CHECK(&b, points_to_of_expr(r, handler, got).has_unknown);
    return build_end(&b);
}

static int test_channels(void) {
    Build b = build_start();
    FunctionId f = define(&b, "main");
    VariableId c = local(&b, "c", type_pointer), d = local(&b, "d", type_pointer), x = local(&b, "x", type_int);
    VariableId got = local(&b, "got", type_pointer), other = local(&b, "other", type_pointer);
    NodeId make = event(&b, api_channel, c, 1, number(&b, 0), 0, 0);
    event(&b, api_channel, d, 1, number(&b, 0), 0, 0);
    event(&b, api_send, 0, 2, value(&b, c), at(&b, x), 0);
    NodeId receive = event(&b, api_receive, 0, 2, value(&b, c), at(&b, got), 0);
    event(&b, api_receive, 0, 2, value(&b, d), at(&b, other), 0);
    ExprId received = value(&b, got), nothing = value(&b, other);
    branch(&b, received, 1);
    branch(&b, nothing, 1);
    give_back(&b, 0);
    PointsTo *r = solve(&b);
    CHECK(&b, is_just(points_to_of_operand(r, f, receive, OPERAND_OBJECT), made(r, f, make), 0));
    CHECK(&b, is_just(points_to_of_expr(r, f, received), site_of(r, x), 0));
    CHECK(&b, points_to_of_expr(r, f, nothing).count == 0);
    CHECK(&b, !points_to_site(r, made(r, f, make))->is_single); // the branches lead back to it
    return build_end(&b);
}

// Handles of a pair are ints; what is sent through one comes out of the other, by copying.
static int test_pair(void) {
    Build b = build_start();
    FunctionId f = define(&b, "main");
    VariableId pair = variable(&b, "pair", VARIABLE_LOCAL, type_int, 8), x = local(&b, "x", type_int);
    VariableId message = variable(&b, "message", VARIABLE_LOCAL, type_pointer, 16);
    VariableId got = variable(&b, "got", VARIABLE_LOCAL, type_pointer, 16), same = local(&b, "same", type_pointer);
    NodeId make = event(&b, api_pair, 0, 1, at(&b, pair), 0, 0);
    ExprId near = load(&b, at(&b, pair), type_int),
           far = load(&b, element(&b, at(&b, pair), number(&b, 1), 4), type_int);
    assign(&b, field(&b, at(&b, message), 8), at(&b, x));
    event(&b, api_send_copy, 0, 2, near, at(&b, message), 0);
    event(&b, api_receive_copy, 0, 2, far, at(&b, got), 0);
    event(&b, api_receive_copy, 0, 2, near, at(&b, same), 0);
    ExprId received = load(&b, field(&b, at(&b, got), 8), type_pointer), echoed = load(&b, at(&b, same), type_pointer);
    branch(&b, received, 7);
    branch(&b, echoed, 8);
    give_back(&b, 0);
    PointsTo *r = solve(&b);
    CHECK(&b, is_just(points_to_of_expr(r, f, near), made(r, f, make), 0));
    CHECK(&b, is_just(points_to_of_expr(r, f, far), made(r, f, make), 1));
    CHECK(&b, is_just(points_to_of_expr(r, f, received), site_of(r, x), 0));
    CHECK(&b, points_to_of_expr(r, f, echoed).count == 0);
    CHECK(&b, points_to_site(r, made(r, f, make))->is_single);
    return build_end(&b);
}

static int test_spawn(void) {
    Build b = build_start();
    FunctionId worker = define(&b, "worker");
    VariableId argument = parameter(&b, "argument", type_pointer);
    ExprId given = value(&b, argument);
    give_back(&b, given);
    FunctionId vector = define(&b, "vector");
    parameter(&b, "argc", type_int);
    VariableId argv = parameter(&b, "argv", type_pointer);
    ExprId first = load(&b, value(&b, argv), type_pointer);
    branch(&b, first, 2);
    give_back(&b, 0);
    FunctionId f = define(&b, "main");
    VariableId t = local(&b, "t", type_long), x = local(&b, "x", type_int), result = local(&b, "result", type_pointer);
    NodeId spawn = event(&b, api_spawn, 0, 3, at(&b, t), code(&b, worker), at(&b, x));
    NodeId join = event(&b, api_join, 0, 2, value(&b, t), at(&b, result), 0);
    event(&b, api_start, 0, 3, code(&b, vector), number(&b, 1), at(&b, x));
    ExprId joined = value(&b, result);
    branch(&b, joined, 5);
    give_back(&b, 0);
    PointsTo *r = solve(&b);
    CHECK(&b, is_just(points_to_of_expr(r, worker, given), site_of(r, x), 0));
    CHECK(&b, is_just(points_to_of_expr(r, vector, first), site_of(r, x), 0));
    CHECK(&b, is_just(points_to_of_operand(r, f, join, OPERAND_OBJECT), made(r, f, spawn), 0));
    CHECK(&b, points_to_site(r, made(r, f, spawn))->kind == SITE_TASK);
    CHECK(&b, is_just(points_to_of_expr(r, f, joined), site_of(r, x), 0));
    CHECK(&b, points_to_callees(r, f, spawn).count == 1 && points_to_callees(r, f, spawn).items[0] == worker);
    return build_end(&b);
}

static int test_loop_and_budget(void) {
    Build b = build_start();
    FunctionId f = define(&b, "main");
    VariableId c = local(&b, "c", type_pointer), d = local(&b, "d", type_pointer);
    NodeId once = event(&b, api_channel, c, 1, number(&b, 0), 0, 0);
    NodeId often = event(&b, api_channel, d, 1, number(&b, 0), 0, 0);
    branch(&b, value(&b, d), 4);
    node_at(&b, 3)->next = 2;
    give_back(&b, 0);
    PointsTo *r = solve(&b);
    CHECK(&b, points_to_site(r, made(r, f, once))->is_single);
    CHECK(&b, !points_to_site(r, made(r, f, often))->is_single);
    PointsTo *poor = points_to_solve(b.program, b.arena, 0);
    CHECK(&b, !points_to_is_complete(poor));
    CHECK(&b, points_to_of_expr(poor, f, value(&b, c)).has_unknown);
    return build_end(&b);
}

int main(void) {
    int failures = test_fields() + test_arrays(true) + test_arrays(false) + test_walk();
    failures += test_wrapper(true) + test_wrapper(false) + test_wrapper_of_wrapper() + test_container_of();
    failures += test_function_pointers();
    failures += test_unknown_callee() + test_shifting_copies() + test_outside(true) + test_outside(false) +
                test_channels() + test_pair() + test_spawn();
    failures += test_loop_and_budget();
    return failures ? 1 : 0;
}
