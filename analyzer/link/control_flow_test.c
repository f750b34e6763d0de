// SPDX-License-Identifier: MIT
#include "link/call_graph.h"
#include "link/control_flow.h"
#include "link/test_program.h"

static bool is_controlled_by(const ControlFlow *flow, NodeId node, NodeId branch) {
    NodeList list = control_flow_controllers(flow, node);
    for (uint32_t i = 0; i < list.count; i++)
        if (list.items[i] == branch) return true;
    return false;
}

// 1 head: if (…) 2 inner head: if (…) 3 body -> 2; else 4 -> 1; else 5 return
static int test_nested_loops(void) {
    Build b = build_start();
    define(&b, "f");
    branch(&b, number(&b, 1), 5);
    branch(&b, number(&b, 1), 4);
    node(&b, (Node){.kind = NODE_NOP, .next = 2});
    node(&b, (Node){.kind = NODE_NOP, .next = 1});
    give_back(&b, 0);
    ControlFlow *flow = control_flow_build(opened(&b), NULL, b.arena);
    CHECK(&b, flow->loop_head[1] == 1 && flow->loop_head[2] == 2 && flow->loop_head[3] == 2);
    CHECK(&b, flow->loop_head[4] == 1 && flow->loop_head[5] == 0);
    CHECK(&b, flow->is_on_cycle[1] && flow->is_on_cycle[4] && !flow->is_on_cycle[5]);
    CHECK(&b, !flow->is_endless[1]);
    CHECK(&b, flow->dominator[4] == 2 && flow->dominator[5] == 1 && flow->dominator[1] == 0);
    CHECK(&b, flow->post_dominator[3] == 2 && flow->post_dominator[2] == 4 && flow->post_dominator[1] == 5);
    CHECK(&b, flow->post_dominator[5] == 0);
    CHECK(&b, is_controlled_by(flow, 3, 2) && !is_controlled_by(flow, 3, 1));
    CHECK(&b, is_controlled_by(flow, 2, 1) && is_controlled_by(flow, 1, 1) && !is_controlled_by(flow, 5, 1));
    return build_end(&b);
}

// 1 if (…) 2 else 3; 2 goes round for ever; 4 is not reached; 3 returns
static int test_endless(void) {
    Build b = build_start();
    define(&b, "f");
    branch(&b, number(&b, 1), 3);
    node(&b, (Node){.kind = NODE_NOP, .next = 2, .is_loop_head = true});
    give_back(&b, 0);
    node(&b, (Node){.kind = NODE_NOP, .next = 3});
    ControlFlow *flow = control_flow_build(opened(&b), NULL, b.arena);
    CHECK(&b, flow->is_endless[2] && !flow->is_endless[1] && !flow->is_endless[3]);
    CHECK(&b, !flow->is_reachable[4] && flow->is_reachable[3]);
    CHECK(&b, flow->post_dominator[2] == 0 && flow->post_dominator[1] == 0);
    CHECK(&b, is_controlled_by(flow, 2, 1) && is_controlled_by(flow, 3, 1));
    bool cut[5] = {false, false, true, false, false};
    flow = control_flow_build(opened(&b), cut, b.arena);
    CHECK(&b, flow->post_dominator[1] == 3 && !is_controlled_by(flow, 3, 1));
    return build_end(&b);
}

static int test_switch(void) {
    Build b = build_start();
    define(&b, "f");
    SwitchCase cases[] = {{1, 1, 2}, {2, 2, 2}, {3, 3, 3}};
    node(&b, (Node){.kind = NODE_SWITCH, .cases = cases, .case_count = 3, .otherwise = 4});
    node(&b, (Node){.kind = NODE_NOP, .next = 4});
    node(&b, (Node){.kind = NODE_NOP, .next = 4});
    give_back(&b, 0);
    ControlFlow *flow = control_flow_build(opened(&b), NULL, b.arena);
    CHECK(&b, flow->post_dominator[1] == 4);
    CHECK(&b, is_controlled_by(flow, 2, 1) && is_controlled_by(flow, 3, 1) && !is_controlled_by(flow, 4, 1));
    return build_end(&b);
}

// 1 switch with cases 2, 3, 4, each falling into the next; 5 returns
static int test_fall_through(void) {
    Build b = build_start();
    define(&b, "f");
    SwitchCase cases[] = {{1, 1, 2}, {2, 2, 3}, {3, 3, 4}};
    node(&b, (Node){.kind = NODE_SWITCH, .cases = cases, .case_count = 3, .otherwise = 5});
    for (NodeId next = 3; next <= 5; next++) node(&b, (Node){.kind = NODE_NOP, .next = next});
    give_back(&b, 0);
    ControlFlow *flow = control_flow_build(opened(&b), NULL, b.arena);
    for (NodeId at = 2; at <= 4; at++) CHECK(&b, control_flow_controllers(flow, at).count == 1);
    CHECK(&b, is_controlled_by(flow, 4, 1) && control_flow_controllers(flow, 5).count == 0);
    return build_end(&b);
}

// main calls a; a and b call each other; c calls itself; d is spawned by a; e is never called.
static int test_call_graph(void) {
    Build build = build_start(), *b = &build;
    FunctionId d = define(b, "d");
    parameter(b, "p", type_pointer);
    give_back(b, 0);
    FunctionId c = define(b, "c");
    call(b, c, 0, 0, 0, 0);
    give_back(b, 0);
    FunctionId a = define(b, "a");
    call(b, a + 1, 0, 0, 0, 0);
    NodeId spawn = event(b, api_spawn, 0, 3, at(b, local(b, "t", type_long)), code(b, d), number(b, 0));
    give_back(b, 0);
    FunctionId other = define(b, "b");
    call(b, a, 0, 0, 0, 0);
    call(b, c, 0, 0, 0, 0);
    give_back(b, 0);
    FunctionId f = define(b, "main");
    call(b, a, 0, 0, 0, 0);
    give_back(b, 0);
    PointsTo *points_to = points_to_solve(b->program, b->arena, 100000);
    CallGraph *graph = call_graph_build(b->program, points_to, b->arena);
    CHECK(b, call_graph_callers(graph, a).count == 2 && call_graph_callers(graph, a).items[0].function == other);
    CHECK(b, call_graph_callers(graph, d).count == 0 && call_graph_spawners(graph, d).count == 1);
    CHECK(b, call_graph_spawners(graph, d).items[0].node == spawn);
    CHECK(b, call_graph_callees(graph, other).count == 2 && call_graph_callees(graph, other).items[0] == c);
    CHECK(b, call_graph_is_recursive(graph, a) && call_graph_is_recursive(graph, other));
    CHECK(b, call_graph_is_recursive(graph, c) && !call_graph_is_recursive(graph, f));
    bool reached[8] = {false};
    call_graph_mark_reached(graph, f, reached);
    CHECK(b, reached[f] && reached[a] && reached[other] && reached[c] && !reached[d]);
    FunctionList order = call_graph_bottom_up(graph);
    CHECK(b, order.count == 5 && order.items[4] == f);
    return build_end(b);
}

int main(void) {
    return test_nested_loops() + test_endless() + test_switch() + test_fall_through() + test_call_graph() ? 1 : 0;
}
