// SPDX-License-Identifier: MIT
#include "link/variants.h"

#include "link/points_to.h"

#include <string.h>

static bool has_variants(const Program *program) {
    for (ApiId id = 1; id < program->apis.count; id++)
        if (program_api(program, id)->condition_object != OBJECT_NONE) return true;
    return false;
}

static bool is_variant(const Api *variant, const Api *of) {
    return variant->condition_object != OBJECT_NONE && of->condition_object == OBJECT_NONE &&
           strcmp(variant->function, of->function) == 0 && strcmp(variant->library, of->library) == 0 &&
           variant->has_condition == of->has_condition && variant->condition_argument == of->condition_argument &&
           variant->condition_value == of->condition_value;
}

static ObjectKind made_kind(const Program *program, const Site *site) {
    if (site->kind != SITE_OBJECT) return OBJECT_NONE;
    return program_api(program, program_function(program, site->function)->nodes[site->node].api)->object;
}

// The kind that all objects of the event were made with.
static ObjectKind object_kind(const Program *program, const PointsTo *points_to, FunctionId function, NodeId node) {
    PointeeSet set = points_to_of_operand(points_to, function, node, OPERAND_OBJECT);
    ObjectKind kind = OBJECT_NONE;
    for (uint32_t i = 0; i < set.count; i++) {
        ObjectKind made = made_kind(program, points_to_site(points_to, set.items[i].site));
        if (made == OBJECT_NONE || (kind != OBJECT_NONE && made != kind)) return OBJECT_NONE;
        kind = made;
    }
    return kind;
}

static void resolve_node(Program *program, const PointsTo *points_to, FunctionId function, NodeId id) {
    Node *node = &program->functions.items[function].nodes[id];
    ObjectKind kind = OBJECT_NONE;
    for (ApiId variant = 1; variant < program->apis.count; variant++) {
        if (!is_variant(program_api(program, variant), program_api(program, node->api))) continue;
        if (kind == OBJECT_NONE) kind = object_kind(program, points_to, function, id);
        if (kind != program_api(program, variant)->condition_object) continue;
        node->api = variant;
        return;
    }
}

void variants_resolve(Program *program, Arena *arena, uint64_t step_budget) {
    if (!has_variants(program)) return;
    const PointsTo *points_to = points_to_solve(program, arena, step_budget);
    if (!points_to_is_complete(points_to)) return;
    for (FunctionId function = 1; function < program->functions.count; function++)
        for (NodeId id = 1; id < program_function(program, function)->node_count; id++)
            if (program_function(program, function)->nodes[id].kind == NODE_EVENT)
                resolve_node(program, points_to, function, id);
}
