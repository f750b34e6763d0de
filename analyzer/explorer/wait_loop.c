// SPDX-License-Identifier: MIT
// Whether a condition wait is in a loop that comes back to it before the mutex is released: then whatever ends the
// wait, its condition is tested again. The wait may stand in functions that the loop calls.
#include "explorer/machine.h"
#include "link/control_flow.h"

static bool releases(const Machine *machine, const Node *node) {
    return node->kind == NODE_EVENT && program_api(machine->program, node->api)->event == EVENT_UNLOCK;
}

static bool comes_back(Machine *machine, FunctionId id, NodeId start) {
    const Function *function = program_function(machine->program, id);
    ArenaMark mark = arena_mark(machine->arena);
    bool *is_seen = arena_new_array(machine->arena, bool, function->node_count);
    NodeId *stack = arena_new_array(machine->arena, NodeId, function->node_count + 1);
    uint32_t depth = 0;
    stack[depth++] = start;
    while (depth && !is_seen[start]) {
        const Node *node = &function->nodes[stack[--depth]];
        if (releases(machine, node)) continue;
        for (uint32_t i = 0; i < control_flow_way_count(node); i++) {
            NodeId next = control_flow_way(node, i);
            if (!next || is_seen[next]) continue;
            is_seen[next] = true;
            stack[depth++] = next;
        }
    }
    bool found = is_seen[start];
    arena_rewind(machine->arena, mark);
    return found;
}

bool wait_is_in_loop(Machine *machine, const Task *task) {
    NodeId at = task_frame(task)->node;
    for (uint32_t i = task->frame_count; i-- && at; at = task->frames[i].call)
        if (comes_back(machine, task->frames[i].function, at)) return true;
    return false;
}
