// SPDX-License-Identifier: MIT
#include "link/natural_loop.h"

bool *natural_loop_body(const ControlFlow *flow, NodeId head, Arena *arena) {
    bool *in_loop = arena_new_array(arena, bool, flow->node_count);
    NodeId *stack = arena_new_array(arena, NodeId, flow->node_count + 1);
    uint32_t depth = 0;
    in_loop[head] = true;
    stack[depth++] = head;
    while (depth) {
        NodeId at = stack[--depth];
        NodeList from = control_flow_list(flow->predecessor_start, flow->predecessors, at);
        for (uint32_t i = 0; i < from.count; i++) {
            NodeId node = from.items[i], up = node;
            while (up && up != head) up = flow->dominator[up];
            if (!up || in_loop[node]) continue;
            in_loop[node] = true;
            stack[depth++] = node;
        }
    }
    return in_loop;
}
