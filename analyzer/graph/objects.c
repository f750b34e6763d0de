// SPDX-License-Identifier: MIT
#include "graph/builder.h"

const Api *object_maker(const GraphBuilder *builder, const GraphObject *object) {
    if (points_to_site(builder->points_to, object->site)->kind != SITE_OBJECT) return NULL;
    const Node *node = &program_function(builder->program, object->function)->nodes[object->node];
    return program_api(builder->program, node->api);
}

// The site knows best: one call may take channels, bundles and tasks (hclose).
static ObjectKind kind_of(const GraphBuilder *builder, const Site *site, ObjectKind kind) {
    if (site->kind == SITE_TASK) return OBJECT_TASK;
    if (site->kind != SITE_OBJECT) return kind;
    const Node *node = &program_function(builder->program, site->function)->nodes[site->node];
    ObjectKind made = program_api(builder->program, node->api)->object;
    return made == OBJECT_NONE ? kind : made;
}

static GraphObjectId add_object(GraphBuilder *builder, const Site *site, Pointee pointee, ObjectKind kind) {
    const Program *program = builder->program;
    GraphObject object = {.name = "",
                          .kind = kind,
                          .site = pointee.site,
                          .offset = pointee.offset,
                          .is_single = points_to_is_single(builder->points_to, pointee),
                          .is_escaped = site->is_escaped};
    if (site->kind == SITE_VARIABLE) {
        object.variable = site->variable;
        object.place = program_variable(program, site->variable)->place;
    } else {
        object.function = site->function;
        object.node = site->node;
        object.place = program_function(program, site->function)->nodes[site->node].place;
    }
    array_push(&builder->objects, builder->arena, object);
    array_push(&builder->next_of_site, builder->arena, builder->first_of_site[pointee.site]);
    return builder->first_of_site[pointee.site] = builder->objects.count - 1;
}

GraphObjectId graph_build_object(GraphBuilder *builder, Pointee pointee, ObjectKind kind) {
    const Site *site = points_to_site(builder->points_to, pointee.site);
    if (site->kind == SITE_UNKNOWN || site->kind == SITE_FUNCTION || site->kind == SITE_STRING) return 0;
    kind = kind_of(builder, site, kind);
    if (kind == OBJECT_NONE) return 0;
    // Only the two ends of a channel pair tell handles of one object apart.
    bool is_handle = site->kind == SITE_OBJECT || site->kind == SITE_TASK;
    if (is_handle && kind != OBJECT_CHANNEL_PAIR) pointee.offset = 0;
    for (GraphObjectId id = builder->first_of_site[pointee.site]; id; id = builder->next_of_site.items[id]) {
        const GraphObject *object = &builder->objects.items[id];
        if (object->offset == pointee.offset && object->kind == kind) return id;
    }
    return add_object(builder, site, pointee, kind);
}

bool objects_may_be_same(const GraphObject *left, const GraphObject *right) {
    if (left->site != right->site || left->kind != right->kind) return false;
    return left->offset == right->offset || left->offset < 0 || right->offset < 0;
}

bool objects_are_two_ends(const GraphObject *left, const GraphObject *right) {
    if (left->site != right->site || left->kind != OBJECT_CHANNEL_PAIR || right->kind != left->kind) return false;
    return left->offset != right->offset || left->offset < 0;
}

static void set_capacity(const GraphBuilder *builder, GraphObject *object, FunctionId function, const Node *node) {
    const Api *api = program_api(builder->program, node->api);
    const Site *site = points_to_site(builder->points_to, object->site);
    if (api->capacity == CAPACITY_UNBOUNDED) object->capacity_state = CAPACITY_WITHOUT_BOUND;
    if (api->capacity == CAPACITY_RENDEZVOUS) object->capacity_state = CAPACITY_KNOWN;
    if (api->capacity == CAPACITY_OPERAND &&
        constant_operand(builder, function, node, OPERAND_CAPACITY, site, &object->capacity))
        object->capacity_state = CAPACITY_KNOWN;
}

// What lies in place takes its number (a semaphore's count) from its initialisation, when there is only one.
static void set_capacities_in_place(GraphBuilder *builder) {
    uint32_t *initialised = arena_new_array(builder->arena, uint32_t, builder->objects.count);
    for (uint32_t i = 0; i < builder->uses.count; i++) {
        GraphUse use = builder->uses.items[i];
        const GraphOperation *operation = &builder->operations.items[use.operation];
        GraphObject *object = &builder->objects.items[use.object];
        if (operation->kind != EVENT_INIT || object_maker(builder, object)) continue;
        const Node *node = &program_function(builder->program, operation->function)->nodes[operation->node];
        if (initialised[use.object] == 0) set_capacity(builder, object, operation->function, node);
        if (initialised[use.object] && initialised[use.object] != operation->node)
            object->capacity_state = CAPACITY_UNKNOWN;
        initialised[use.object] = operation->node;
    }
}

static bool has_capacity(ObjectKind kind) {
    return kind == OBJECT_CHANNEL || kind == OBJECT_CHANNEL_PAIR || kind == OBJECT_SEMAPHORE || kind == OBJECT_BARRIER;
}

void finish_objects(GraphBuilder *builder) {
    for (GraphObjectId id = 1; id < builder->objects.count; id++) {
        GraphObject *object = &builder->objects.items[id];
        object->name = object_name(builder, id);
        if (!has_capacity(object->kind) || !object_maker(builder, object)) continue;
        const Node *node = &program_function(builder->program, object->function)->nodes[object->node];
        set_capacity(builder, object, object->function, node);
    }
    set_capacities_in_place(builder);
    for (GraphObjectId id = 1; id < builder->objects.count; id++) {
        GraphObject *object = &builder->objects.items[id];
        if (!has_capacity(object->kind)) object->capacity_state = CAPACITY_UNKNOWN;
        if (object->capacity_state != CAPACITY_KNOWN) object->capacity = 0;
    }
}
