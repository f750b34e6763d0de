// SPDX-License-Identifier: MIT
// Connected components by union-find (Tarjan 1975) over tasks and the objects that they wait at or end waits at.
// Making, freeing or asking an object ties nobody to it: a main that only makes the channels of its workers joins
// no two of them.
#include "graph/builder.h"

typedef struct Union {
    uint32_t *parents; // tasks first, then objects
    uint32_t task_count;
} Union;

static uint32_t find(Union *sets, uint32_t item) {
    while (sets->parents[item] != item) item = sets->parents[item] = sets->parents[sets->parents[item]];
    return item;
}

// The smaller number wins, so that a set is known by its first task.
static void unite(Union *sets, uint32_t left, uint32_t right) {
    left = find(sets, left);
    right = find(sets, right);
    if (left < right) sets->parents[right] = left;
    if (right < left) sets->parents[left] = right;
}

static bool ties(EventKind kind) {
    switch (kind) {
    case EVENT_MAKE:
    case EVENT_INIT:
    case EVENT_FREE:
    case EVENT_DETACH:
    case EVENT_QUERY_CLOSED:
    case EVENT_SELECT_FETCH: return false;
    default: return true;
    }
}

static void unite_uses(GraphBuilder *builder, Union *sets) {
    for (uint32_t i = 0; i < builder->uses.count; i++) {
        GraphUse use = builder->uses.items[i];
        const GraphOperation *operation = &builder->operations.items[use.operation];
        if (ties(operation->kind)) unite(sets, operation->task, sets->task_count + use.object);
    }
}

// Objects that may be one, the ends of a pair, and a joined task with its class.
static void unite_kin(GraphBuilder *builder, Union *sets) {
    for (GraphObjectId id = 1; id < builder->objects.count; id++) {
        const GraphObject *object = &builder->objects.items[id];
        for (GraphObjectId kin = builder->next_of_site.items[id]; kin; kin = builder->next_of_site.items[kin]) {
            const GraphObject *other = &builder->objects.items[kin];
            if (objects_may_be_same(object, other) || objects_are_two_ends(object, other))
                unite(sets, sets->task_count + id, sets->task_count + kin);
        }
    }
}

static bool is_spawned_at(const GraphTask *task, FunctionId function, NodeId node) {
    return task->origin == TASK_SPAWNED && task->spawn_function == function && task->spawn_node == node;
}

static void unite_ends(GraphBuilder *builder, Union *sets) {
    for (uint32_t i = 0; i < builder->uses.count; i++) {
        GraphUse use = builder->uses.items[i];
        const GraphObject *object = &builder->objects.items[use.object];
        const GraphOperation *operation = &builder->operations.items[use.operation];
        bool is_join = operation->kind == EVENT_JOIN && object->kind == OBJECT_TASK;
        if (!is_join && use.role != OPERAND_GROUP) continue;
        FunctionId function = is_join ? object->function : operation->function;
        NodeId node = is_join ? object->node : operation->node;
        for (GraphTaskId task = 1; task < builder->tasks.count; task++)
            if (is_spawned_at(&builder->tasks.items[task], function, node))
                unite(sets, task, sets->task_count + use.object);
    }
}

static void add_member(GraphBuilder *builder, uint32_t *scope_of, uint32_t root, uint32_t *scope) {
    if (!scope_of[root]) {
        scope_of[root] = builder->scopes.count;
        array_push(&builder->scopes, builder->arena, (GraphScope){0});
    }
    *scope = scope_of[root];
}

static void number_scopes(GraphBuilder *builder, Union *sets) {
    uint32_t total = sets->task_count + builder->objects.count;
    uint32_t *scope_of = arena_new_array(builder->arena, uint32_t, total);
    bool *is_tied = arena_new_array(builder->arena, bool, total); // sets with an object and a task
    for (GraphObjectId id = 1; id < builder->objects.count; id++) {
        uint32_t root = find(sets, sets->task_count + id);
        is_tied[root] = root < sets->task_count;
    }
    for (GraphTaskId id = 1; id < builder->tasks.count; id++)
        if (is_tied[find(sets, id)]) add_member(builder, scope_of, find(sets, id), &builder->tasks.items[id].scope);
    for (GraphObjectId id = 1; id < builder->objects.count; id++) {
        uint32_t root = find(sets, sets->task_count + id);
        if (is_tied[root]) add_member(builder, scope_of, root, &builder->objects.items[id].scope);
    }
}

static void fill_scope(GraphBuilder *builder, uint32_t number) {
    ARRAY(GraphTaskId) tasks = {0};
    ARRAY(GraphObjectId) objects = {0};
    GraphScope *scope = &builder->scopes.items[number];
    for (GraphTaskId id = 1; id < builder->tasks.count; id++)
        if (builder->tasks.items[id].scope == number) array_push(&tasks, builder->arena, id);
    for (GraphObjectId id = 1; id < builder->objects.count; id++)
        if (builder->objects.items[id].scope == number) array_push(&objects, builder->arena, id);
    *scope = (GraphScope){tasks.items, objects.items, tasks.count, objects.count, 0};
}

static void count_operations(GraphBuilder *builder) {
    GraphOperationId last = 0;
    for (uint32_t i = 0; i < builder->uses.count; i++) {
        GraphUse use = builder->uses.items[i];
        uint32_t scope = builder->objects.items[use.object].scope;
        bool is_counted = scope && use.operation != last && ties(builder->operations.items[use.operation].kind);
        if (is_counted) builder->scopes.items[scope].operation_count++;
        last = use.operation;
    }
}

void build_scopes(GraphBuilder *builder) {
    Union sets = {.task_count = builder->tasks.count};
    uint32_t total = sets.task_count + builder->objects.count;
    sets.parents = arena_new_array(builder->arena, uint32_t, total);
    for (uint32_t i = 0; i < total; i++) sets.parents[i] = i;
    unite_uses(builder, &sets);
    unite_kin(builder, &sets);
    unite_ends(builder, &sets);
    array_push(&builder->scopes, builder->arena, (GraphScope){0});
    number_scopes(builder, &sets);
    for (uint32_t number = 1; number < builder->scopes.count; number++) fill_scope(builder, number);
    count_operations(builder);
}
