// SPDX-License-Identifier: MIT
// Each slicing rule with something that must stay and something that must go.
#include "link/relevance.h"
#include "link/test_program.h"

static Relevance *slice(Build *b) {
    return relevance_compute(b->program, points_to_solve(b->program, b->arena, 1000000), b->arena);
}

// n decides a loop of sends, tries only a print and a sleep.
static int test_data_and_control(void) {
    Build b = build_start();
    FunctionId f = define(&b, "main");
    VariableId c = local(&b, "c", type_pointer), i = local(&b, "i", type_int), n = local(&b, "n", type_int);
    VariableId s = variable(&b, "s", VARIABLE_LOCAL, type_long, 16);   // { int n; int tries; }
    event(&b, api_channel, c, 1, number(&b, 0), 0, 0);                 // 1
    NodeId set_n = assign(&b, field(&b, at(&b, s), 0), number(&b, 3)); // 2
    NodeId set_tries = assign(&b, field(&b, at(&b, s), 4), number(&b, 9));
    NodeId set_i = assign(&b, at(&b, i), number(&b, 0)); // 4
    NodeId copy = assign(&b, at(&b, n), load(&b, field(&b, at(&b, s), 0), type_int));
    NodeId head = branch(&b, value(&b, i), 10); // 6
    NodeId send = event(&b, api_send, 0, 2, value(&b, c), value(&b, n), 0);
    NodeId print = event(&b, api_print, 0, 1, load(&b, field(&b, at(&b, s), 4), type_int), 0, 0);
    node(&b, (Node){.kind = NODE_ASSIGN, .target = at(&b, i), .value = value(&b, i), .type = type_int, .next = 6});
    NodeId rest = branch(&b, load(&b, field(&b, at(&b, s), 4), type_int), 12); // 10
    NodeId pause = event(&b, api_sleep, 0, 1, load(&b, field(&b, at(&b, s), 4), type_int), 0, 0);
    NodeId aside = branch(&b, value(&b, n), 14); // 12
    assign(&b, at(&b, n), number(&b, 1));
    give_back(&b, 0);
    Relevance *r = slice(&b);
    CHECK(&b, relevance_of_node(r, f, send) && relevance_of_node(r, f, head) && relevance_of_node(r, f, set_i));
    CHECK(&b, !relevance_of_node(r, f, print) && !relevance_of_node(r, f, aside));
    CHECK(&b, relevance_of_node(r, f, pause) && relevance_of_node(r, f, rest)); // a sleep is a scheduling point
    CHECK(&b, relevance_of_node(r, f, set_tries));                              // because it decides that sleep
    CHECK(&b, !relevance_of_node(r, f, set_n) && !relevance_of_node(r, f, copy));
    CHECK(&b, !relevance_of_element(r, f, send));
    CHECK(&b, relevance_next(r, f, set_n) == set_tries && relevance_next(r, f, print) == 9);
    CHECK(&b, relevance_next(r, f, aside) == 0 && relevance_next(r, f, send) == send);
    CHECK(&b, relevance_of_function(r, f));
    return build_end(&b);
}

// The received value decides a send or only a print.
static int test_elements(bool is_deciding) {
    Build b = build_start();
    FunctionId f = define(&b, "main");
    VariableId c = local(&b, "c", type_pointer), got = local(&b, "got", type_pointer), x = local(&b, "x", type_pointer);
    event(&b, api_channel, c, 1, number(&b, 0), 0, 0);
    NodeId prepare = assign(&b, at(&b, x), number(&b, 1));
    NodeId send = event(&b, api_send, 0, 2, value(&b, c), value(&b, x), 0);
    NodeId receive = event(&b, api_receive, 0, 2, value(&b, c), at(&b, got), 0);
    NodeId test = branch(&b, value(&b, got), 7);
    event(&b, is_deciding ? api_send : api_print, 0, 2, value(&b, c), number(&b, 0), 0);
    give_back(&b, 0);
    Relevance *r = slice(&b);
    CHECK(&b, relevance_of_node(r, f, send) && relevance_of_node(r, f, receive));
    CHECK(&b, relevance_of_node(r, f, test) == is_deciding);
    CHECK(&b, relevance_of_element(r, f, send) == is_deciding);
    CHECK(&b, relevance_of_element(r, f, receive) == is_deciding);
    CHECK(&b, relevance_of_node(r, f, prepare) == is_deciding);
    return build_end(&b);
}

// helper(a, b): locks when a; b is printed. pure(x): returns x. noisy(): touches nothing.
static int test_calls(void) {
    Build b = build_start();
    VariableId m = variable(&b, "m", VARIABLE_GLOBAL, type_long, 40),
               g = variable(&b, "g", VARIABLE_GLOBAL, type_int, 4);
    FunctionId helper = define(&b, "helper");
    VariableId p = parameter(&b, "a", type_int), q = parameter(&b, "b", type_int);
    branch(&b, value(&b, p), 3);
    event(&b, api_lock, 0, 1, at(&b, m), 0, 0);
    event(&b, api_print, 0, 1, value(&b, q), 0, 0);
    give_back(&b, 0);
    FunctionId pure = define(&b, "pure");
    VariableId x = parameter(&b, "x", type_int);
    give_back(&b, value(&b, x));
    FunctionId setter = define(&b, "setter");
    assign(&b, at(&b, g), number(&b, 1));
    give_back(&b, 0);
    FunctionId noisy = define(&b, "noisy");
    event(&b, api_print, 0, 0, 0, 0, 0);
    give_back(&b, 0);
    FunctionId f = define(&b, "main");
    VariableId u = local(&b, "u", type_int), v = local(&b, "v", type_int), w = local(&b, "w", type_int);
    VariableId y = local(&b, "y", type_int), unused = local(&b, "unused", type_int);
    NodeId set_u = assign(&b, at(&b, u), number(&b, 1)), set_v = assign(&b, at(&b, v), number(&b, 1));
    NodeId set_w = assign(&b, at(&b, w), number(&b, 1));
    NodeId call_pure = call(&b, pure, y, 1, value(&b, w), 0);
    NodeId call_idle = call(&b, pure, unused, 1, value(&b, v), 0);
    NodeId call_noisy = call(&b, noisy, 0, 0, 0, 0), call_setter = call(&b, setter, 0, 0, 0, 0);
    NodeId test = branch(&b, value(&b, y), 9), test_g = branch(&b, value(&b, g), 11);
    NodeId call_helper = call(&b, helper, 0, 2, value(&b, u), value(&b, v));
    give_back(&b, 0);
    Relevance *r = slice(&b);
    CHECK(&b, relevance_of_node(r, f, call_helper) && relevance_of_function(r, helper));
    CHECK(&b, relevance_of_node(r, f, set_u));
    CHECK(&b, !relevance_of_node(r, f, test) && !relevance_of_node(r, f, call_pure)); // both ways lead to the call
    CHECK(&b, relevance_of_node(r, f, test_g) && relevance_of_node(r, f, call_setter));
    CHECK(&b, !relevance_of_node(r, f, call_noisy) && !relevance_of_function(r, noisy));
    CHECK(&b,
          !relevance_of_node(r, f, set_v) && !relevance_of_node(r, f, set_w) && !relevance_of_node(r, f, call_idle));
    CHECK(&b, !relevance_of_node(r, helper, 3) && relevance_next(r, helper, 3) == 0);
    return build_end(&b);
}

static int test_results(void) {
    Build b = build_start();
    VariableId m = variable(&b, "m", VARIABLE_GLOBAL, type_long, 40);
    FunctionId pure = define(&b, "pure");
    VariableId x = parameter(&b, "x", type_int);
    NodeId answer = give_back(&b, value(&b, x));
    FunctionId f = define(&b, "main");
    VariableId w = local(&b, "w", type_int), y = local(&b, "y", type_int), unused = local(&b, "unused", type_int);
    NodeId set_w = assign(&b, at(&b, w), number(&b, 1));
    NodeId used = call(&b, pure, y, 1, value(&b, w), 0), idle = call(&b, pure, unused, 1, number(&b, 2), 0);
    branch(&b, value(&b, y), 6);
    event(&b, api_lock, 0, 1, at(&b, m), 0, 0);
    give_back(&b, 0);
    Relevance *r = slice(&b);
    CHECK(&b, relevance_of_node(r, f, used) && relevance_of_node(r, pure, answer) && relevance_of_node(r, f, set_w));
    CHECK(&b, !relevance_of_node(r, f, idle)); // a function without effects runs for its result only
    return build_end(&b);
}

// if (x) { print; abort; } lock; with x otherwise of no interest, or deciding a second lock.
static int test_ends(bool is_interesting) {
    Build b = build_start();
    VariableId m = variable(&b, "m", VARIABLE_GLOBAL, type_long, 40);
    FunctionId die = define(&b, "die");
    event(&b, api_print, 0, 0, 0, 0, 0);
    event(&b, api_abort, 0, 0, 0, 0, 0);
    FunctionId f = define(&b, "main");
    VariableId x = local(&b, "x", type_int);
    NodeId set = assign(&b, at(&b, x), number(&b, 1));
    NodeId test = branch(&b, value(&b, x), 4);
    NodeId end = call(&b, die, 0, 0, 0, 0);
    NodeId lock = event(&b, api_lock, 0, 1, at(&b, m), 0, 0);
    NodeId again = branch(&b, value(&b, x), 7);
    event(&b, is_interesting ? api_lock : api_print, 0, 1, at(&b, m), 0, 0);
    give_back(&b, 0);
    b.program->functions.items[die].nodes[2].next = 0;
    Relevance *r = slice(&b);
    CHECK(&b, relevance_of_node(r, f, lock) && relevance_of_node(r, f, again) == is_interesting);
    CHECK(&b, relevance_of_node(r, f, test) == is_interesting && relevance_of_node(r, f, set) == is_interesting);
    CHECK(&b, relevance_next(r, f, test) == (is_interesting ? test : lock));
    CHECK(&b, relevance_next(r, f, end) == end && relevance_next(r, die, 1) == 2);
    CHECK(&b, !relevance_of_function(r, die));
    return build_end(&b);
}

// for (;;) print; against while (x) print;
static int test_endless(bool is_endless) {
    Build b = build_start();
    VariableId m = variable(&b, "m", VARIABLE_GLOBAL, type_long, 40);
    FunctionId spin = define(&b, "spin");
    VariableId x = local(&b, "x", type_int);
    node(&b, (Node){.kind = NODE_NOP, .is_loop_head = true});
    branch(&b, value(&b, x), is_endless ? 1 : 4);
    event(&b, api_print, 0, 0, 0, 0, 0);
    opened(&b)->nodes[3].next = 1;
    if (!is_endless) give_back(&b, 0);
    FunctionId f = define(&b, "main");
    NodeId go = call(&b, spin, 0, 0, 0, 0);
    event(&b, api_lock, 0, 1, at(&b, m), 0, 0);
    give_back(&b, 0);
    Relevance *r = slice(&b);
    CHECK(&b, relevance_of_node(r, spin, 1) == is_endless && relevance_of_node(r, f, go) == is_endless);
    CHECK(&b, !relevance_of_node(r, spin, 2) && relevance_next(r, spin, 3) == (is_endless ? 1u : 0u));
    return build_end(&b);
}

// worker(arg): locks the mutex that arg points to; other(arg): only prints it.
static int test_spawn_arguments(void) {
    Build b = build_start();
    VariableId m = variable(&b, "m", VARIABLE_GLOBAL, type_long, 40);
    FunctionId worker = define(&b, "worker"), f;
    VariableId p = parameter(&b, "p", type_pointer);
    event(&b, api_lock, 0, 1, value(&b, p), 0, 0);
    give_back(&b, 0);
    FunctionId other = define(&b, "other");
    VariableId q = parameter(&b, "q", type_pointer);
    event(&b, api_print, 0, 1, value(&b, q), 0, 0);
    give_back(&b, 0);
    f = define(&b, "main");
    VariableId t = local(&b, "t", type_long), x = local(&b, "x", type_pointer), y = local(&b, "y", type_pointer);
    NodeId set_x = assign(&b, at(&b, x), at(&b, m)), set_y = assign(&b, at(&b, y), at(&b, m));
    NodeId spawn = event(&b, api_spawn, 0, 3, at(&b, t), code(&b, worker), value(&b, x));
    event(&b, api_spawn, 0, 3, at(&b, t), code(&b, other), value(&b, y));
    give_back(&b, 0);
    Relevance *r = slice(&b);
    CHECK(&b, relevance_of_node(r, f, spawn) && relevance_of_node(r, f, set_x) && !relevance_of_node(r, f, set_y));
    return build_end(&b);
}

static int test_nothing(void) {
    Build b = build_start();
    FunctionId f = define(&b, "main");
    branch(&b, number(&b, 1), 3);
    event(&b, api_print, 0, 0, 0, 0, 0);
    give_back(&b, 0);
    Relevance *r = slice(&b);
    CHECK(&b, !relevance_of_function(r, f) && relevance_next(r, f, 1) == 0);
    return build_end(&b);
}

// A loop that waits for an atomic decides when the access behind it comes: it stays where accesses are asked about.
static int test_spins(bool is_asked, bool is_loop) {
    Build b = build_start();
    const ValueType type_atomic = {.kind = TYPE_SIGNED, .is_atomic = true, .size = 4};
    VariableId ready = variable(&b, "ready", VARIABLE_GLOBAL, type_atomic, 4),
               data = variable(&b, "data", VARIABLE_GLOBAL, type_int, 4);
    FunctionId f = define(&b, "main");
    VariableId c = local(&b, "c", type_pointer);
    event(&b, api_channel, c, 1, number(&b, 0), 0, 0);                               // 1
    NodeId spin = branch(&b, load(&b, at(&b, ready), type_atomic), is_loop ? 3 : 4); // 2
    node(&b, (Node){.kind = NODE_NOP, .next = is_loop ? 2 : 4});                     // 3
    NodeId access = assign(&b, at(&b, data), number(&b, 1));                         // 4
    event(&b, api_send, 0, 2, value(&b, c), number(&b, 0), 0);                       // 5
    give_back(&b, 0);
    opened(&b)->nodes[spin].next = 4;
    uint8_t marks[TEST_NODES] = {0};
    const uint8_t *accesses[8] = {0};
    marks[access] = 1;
    accesses[f] = marks;
    PointsTo *points_to = points_to_solve(b.program, b.arena, 1000000);
    Relevance *r = relevance_compute_with(b.program, points_to, is_asked ? accesses : NULL, b.arena);
    CHECK(&b, relevance_of_node(r, f, access) == is_asked);
    CHECK(&b, relevance_of_node(r, f, spin) == (is_asked && is_loop));
    return build_end(&b);
}

int main(void) {
    int failures = test_data_and_control() + test_elements(true) + test_elements(false) + test_calls();
    failures += test_results() + test_ends(true) + test_ends(false) + test_endless(true) + test_endless(false);
    failures += test_spins(true, true) + test_spins(true, false) + test_spins(false, false);
    failures += test_spawn_arguments() + test_nothing();
    return failures ? 1 : 0;
}
