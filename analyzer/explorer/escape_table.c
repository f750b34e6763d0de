// SPDX-License-Identifier: MIT
// Points-to's escape verdicts, laid out for look-ups by variable and by allocating node.
#include "explorer/machine.h"

typedef struct EscapedNode {
    FunctionId function, caller;
    NodeId node;
} EscapedNode;

typedef struct EscapeTable {
    uint8_t *variables;
    ARRAY(EscapedNode) nodes;
} EscapeTable;

struct EscapeTable *escape_table_create(Arena *arena, const Program *program, const PointsTo *points_to) {
    EscapeTable *table = arena_new(arena, EscapeTable);
    table->variables = arena_new_array(arena, uint8_t, program->variables.count + 1);
    if (!points_to) return table;
    for (SiteId id = 1; id < points_to_site_count(points_to); id++) {
        const Site *site = points_to_site(points_to, id);
        if (!site->is_escaped) continue;
        if (site->kind == SITE_VARIABLE) table->variables[site->variable] = 1;
        if (site->kind != SITE_HEAP && site->kind != SITE_OBJECT && site->kind != SITE_TASK) continue;
        EscapedNode node = {site->function, site->caller, site->node};
        array_push(&table->nodes, arena, node);
    }
    return table;
}

bool machine_variable_escapes(const Machine *machine, VariableId variable) {
    return machine->escapes->variables[variable];
}

bool machine_site_escapes(const Machine *machine, FunctionId function, NodeId node, FunctionId caller) {
    for (uint32_t i = 0; i < machine->escapes->nodes.count; i++) {
        const EscapedNode *at = &machine->escapes->nodes.items[i];
        if (at->function == function && at->node == node && (!at->caller || at->caller == caller)) return true;
    }
    return false;
}
