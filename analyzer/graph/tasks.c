// SPDX-License-Identifier: MIT
#include "graph/builder.h"

static const Api *event_of(const GraphBuilder *builder, const Node *node) {
    return node->kind == NODE_EVENT ? program_api(builder->program, node->api) : NULL;
}

static bool has_event(GraphBuilder *builder, FunctionId id) {
    const Function *function = program_function(builder->program, id);
    const bool *reached = reach_nodes(builder, id);
    for (NodeId node = 1; node < function->node_count; node++) {
        const Api *api = event_of(builder, &function->nodes[node]);
        if (api && reached[node] && reach_is_event(api)) return true;
    }
    return false;
}

static bool reaches_event(GraphBuilder *builder, FunctionId id) {
    GraphFunctions functions = reach_functions(builder, id);
    for (uint32_t i = 0; i < functions.count; i++)
        if (has_event(builder, functions.items[i])) return true;
    return false;
}

static GraphTaskId add_task(GraphBuilder *builder, GraphTask task, GraphFunctions functions) {
    task.name = task.entry ? program_function(builder->program, task.entry)->name : "unknown";
    array_push(&builder->tasks, builder->arena, task);
    array_push(&builder->functions, builder->arena, functions);
    return builder->tasks.count - 1;
}

// What file-scope initialisers do is done by every root before it starts.
static GraphFunctions with_initialisers(GraphBuilder *builder, GraphFunctions functions) {
    const Program *program = builder->program;
    ARRAY(FunctionId) all = {0};
    for (uint32_t i = 0; i < functions.count; i++) array_push(&all, builder->arena, functions.items[i]);
    for (FunctionId id = 1; id < program->functions.count; id++)
        if (program_function(program, id)->is_initialiser) array_push(&all, builder->arena, id);
    return (GraphFunctions){all.items, all.count};
}

static void add_root(GraphBuilder *builder, FunctionId id, TaskOrigin origin) {
    GraphTask task = {.origin = origin, .entry = id, .place = program_function(builder->program, id)->place};
    add_task(builder, task, with_initialisers(builder, reach_functions(builder, id)));
}

static bool add_entries(GraphBuilder *builder) {
    for (FunctionId id = 1; id < builder->program->functions.count; id++) {
        const Function *function = program_function(builder->program, id);
        if (function->is_entry && function->is_defined) add_root(builder, id, TASK_ENTRY);
    }
    return builder->tasks.count > 1;
}

// Marks what is called or spawned by another function.
static void mark_used(GraphBuilder *builder, FunctionId id, bool *used) {
    const Function *function = program_function(builder->program, id);
    for (NodeId node = 1; node < function->node_count; node++) {
        FunctionSet callees = points_to_callees(builder->points_to, id, node);
        for (uint32_t i = 0; i < callees.count; i++)
            if (callees.items[i] != id) used[callees.items[i]] = true;
    }
}

static void add_exported(GraphBuilder *builder) {
    const Program *program = builder->program;
    bool *used = arena_new_array(builder->arena, bool, program->functions.count);
    bool *is_candidate = arena_new_array(builder->arena, bool, program->functions.count);
    bool has_unused = false;
    for (FunctionId id = 1; id < program->functions.count; id++) mark_used(builder, id, used);
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        bool is_open = function->is_defined && function->is_exported && !function->is_initialiser;
        is_candidate[id] = is_open && reaches_event(builder, id);
        has_unused |= is_candidate[id] && !used[id];
    }
    for (FunctionId id = 1; id < program->functions.count; id++)
        if (is_candidate[id] && !(has_unused && used[id])) add_root(builder, id, TASK_EXPORTED);
}

static bool is_single_spawn(const GraphBuilder *builder, FunctionId function, NodeId node) {
    PointeeSet sites = points_to_of_operand(builder->points_to, function, node, OPERAND_OBJECT);
    return sites.count == 1 && points_to_site(builder->points_to, sites.items[0].site)->is_single;
}

static GraphTaskId find_or_add_spawned(GraphBuilder *builder, FunctionId function, NodeId id, FunctionId entry) {
    for (GraphTaskId task = 1; task < builder->tasks.count; task++) {
        const GraphTask *known = &builder->tasks.items[task];
        if (known->spawn_function == function && known->spawn_node == id && known->entry == entry) return task;
    }
    const Node *node = &program_function(builder->program, function)->nodes[id];
    GraphTask task = {.origin = TASK_SPAWNED,
                      .entry = entry,
                      .spawn_function = function,
                      .spawn_node = id,
                      .place = node->place,
                      .is_many = !is_single_spawn(builder, function, id),
                      .domain = program_api(builder->program, node->api)->domain};
    return add_task(builder, task, reach_functions(builder, entry));
}

static void add_spawn(GraphBuilder *builder, GraphTaskId spawner, FunctionId function, NodeId node, FunctionId entry) {
    GraphSpawn spawn = {spawner, find_or_add_spawned(builder, function, node, entry)};
    for (uint32_t i = 0; i < builder->spawns.count; i++)
        if (builder->spawns.items[i].spawner == spawner && builder->spawns.items[i].spawned == spawn.spawned) return;
    array_push(&builder->spawns, builder->arena, spawn);
}

static void add_spawns_of_node(GraphBuilder *builder, GraphTaskId task, FunctionId function, NodeId node) {
    FunctionSet entries = points_to_callees(builder->points_to, function, node);
    for (uint32_t i = 0; i < entries.count; i++) add_spawn(builder, task, function, node, entries.items[i]);
    if (entries.has_unknown || !entries.count) add_spawn(builder, task, function, node, 0);
}

static void add_spawns(GraphBuilder *builder, GraphTaskId task) {
    GraphFunctions functions = builder->functions.items[task];
    for (uint32_t i = 0; i < functions.count; i++) {
        const Function *function = program_function(builder->program, functions.items[i]);
        const bool *reached = reach_nodes(builder, functions.items[i]);
        for (NodeId node = 1; node < function->node_count; node++) {
            const Api *api = event_of(builder, &function->nodes[node]);
            if (api && reached[node] && api->event == EVENT_SPAWN)
                add_spawns_of_node(builder, task, functions.items[i], node);
        }
    }
}

// A class has many instances when several classes start it, or one with many instances does.
static void spread_many(GraphBuilder *builder) {
    uint32_t *spawners = arena_new_array(builder->arena, uint32_t, builder->tasks.count);
    for (uint32_t i = 0; i < builder->spawns.count; i++)
        if (++spawners[builder->spawns.items[i].spawned] > 1)
            builder->tasks.items[builder->spawns.items[i].spawned].is_many = true;
    for (bool has_changed = true; has_changed;) {
        has_changed = false;
        for (uint32_t i = 0; i < builder->spawns.count; i++) {
            GraphTask *spawned = &builder->tasks.items[builder->spawns.items[i].spawned];
            if (spawned->is_many || !builder->tasks.items[builder->spawns.items[i].spawner].is_many) continue;
            spawned->is_many = has_changed = true;
        }
    }
}

void build_tasks(GraphBuilder *builder) {
    array_push(&builder->tasks, builder->arena, (GraphTask){.name = ""});
    array_push(&builder->functions, builder->arena, (GraphFunctions){0});
    if (!add_entries(builder)) add_exported(builder);
    for (GraphTaskId task = 1; task < builder->tasks.count; task++) add_spawns(builder, task);
    spread_many(builder);
}
