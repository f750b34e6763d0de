// SPDX-License-Identifier: MIT
#include "checks/spawn_roots.h"

static bool spawns(const Program *program, FunctionId id) {
    const Function *function = program_function(program, id);
    for (NodeId node = 1; node < function->node_count; node++)
        if (function->nodes[node].kind == NODE_EVENT &&
            program_api(program, function->nodes[node].api)->event == EVENT_SPAWN)
            return true;
    return false;
}

static void mark_callers(const Run *run, FunctionId id, bool *leads_to_spawn) {
    if (leads_to_spawn[id]) return;
    leads_to_spawn[id] = true;
    CallSiteList callers = call_graph_callers(run->calls, id);
    for (uint32_t i = 0; i < callers.count; i++) mark_callers(run, callers.items[i].function, leads_to_spawn);
}

static bool is_root(const Run *run, FunctionId id, const bool *leads_to_spawn, bool has_entry) {
    const Function *function = program_function(run->program, id);
    if (!function->is_defined || !leads_to_spawn[id]) return false;
    return has_entry ? function->is_entry : function->is_exported && !call_graph_callers(run->calls, id).count;
}

FunctionList spawn_roots_find(const Run *run) {
    uint32_t count = run->program->functions.count;
    bool *leads_to_spawn = arena_new_array(run->arena, bool, count), has_entry = false;
    for (FunctionId id = 1; id < count; id++) {
        has_entry |= program_function(run->program, id)->is_entry;
        if (spawns(run->program, id)) mark_callers(run, id, leads_to_spawn);
    }
    ARRAY(FunctionId) roots = {0};
    for (FunctionId id = 1; id < count; id++)
        if (is_root(run, id, leads_to_spawn, has_entry)) array_push(&roots, run->arena, id);
    return (FunctionList){roots.items, roots.count};
}
