// SPDX-License-Identifier: MIT
#include "graph/communication_graph.h"

#include "graph/builder.h"

#include <stdlib.h>

static int compare_uses(const void *left, const void *right) {
    const GraphUse *a = left, *b = right;
    if (a->operation != b->operation) return a->operation < b->operation ? -1 : 1;
    if (a->role != b->role) return a->role < b->role ? -1 : 1;
    return a->object < b->object ? -1 : a->object > b->object;
}

static int compare_spawns(const void *left, const void *right) {
    const GraphSpawn *a = left, *b = right;
    if (a->spawner != b->spawner) return a->spawner < b->spawner ? -1 : 1;
    return a->spawned < b->spawned ? -1 : a->spawned > b->spawned;
}

static void sort_lists(GraphBuilder *builder) {
    if (builder->uses.count) qsort(builder->uses.items, builder->uses.count, sizeof(GraphUse), compare_uses);
    if (builder->spawns.count) qsort(builder->spawns.items, builder->spawns.count, sizeof(GraphSpawn), compare_spawns);
}

CommunicationGraph *graph_build(const Program *program, const PointsTo *points_to, Arena *arena) {
    GraphBuilder builder = {.program = program, .points_to = points_to, .arena = arena};
    builder.reached_nodes = arena_new_array(arena, bool *, program->functions.count);
    build_tasks(&builder);
    build_operations(&builder);
    sort_lists(&builder);
    finish_objects(&builder);
    build_meets(&builder);
    build_scopes(&builder);
    CommunicationGraph *graph = arena_new(arena, CommunicationGraph);
    graph->program = program;
    graph->rows =
        (GraphRows){builder.tasks.items,      builder.objects.items, builder.operations.items, builder.uses.items,
                    builder.spawns.items,     builder.meets.items,   builder.tasks.count,      builder.objects.count,
                    builder.operations.count, builder.uses.count,    builder.spawns.count,     builder.meets.count};
    graph->functions = builder.functions.items;
    graph->scopes = builder.scopes.items;
    graph->scope_count = builder.scopes.count;
    return graph;
}

bool graph_are_concurrent(const CommunicationGraph *graph, GraphOperationId left, GraphOperationId right) {
    GraphTaskId task = graph->rows.operations[left].task;
    return task != graph->rows.operations[right].task || graph->rows.tasks[task].is_many;
}
