// SPDX-License-Identifier: MIT
// Names as the source has them: the variable that an object lies in, the place that its handle is stored into when
// it is made, else how the first operation on it calls it.
#include "graph/builder.h"

#include <string.h>

// The place that an address names: "c.stop" for &c.stop, "*p" for p. NULL when it cannot be named.
static const char *place_text(const GraphBuilder *builder, ExprId address) {
    if (!address) return NULL;
    const Expr *expr = program_expr(builder->program, address);
    while (expr->kind == EXPR_CONVERT) expr = program_expr(builder->program, address = expr->left);
    const char *text = expr_text(builder->program, builder->arena, address);
    if (strstr(text, "…") || !*text) return NULL;
    if (*text == '&') return text + 1;
    return expr->kind == EXPR_LOAD ? arena_format(builder->arena, "*%s", text) : text;
}

// A handle's own text: "results".
static const char *value_text(const GraphBuilder *builder, ExprId value) {
    if (!value) return NULL;
    const char *text = expr_text(builder->program, builder->arena, value);
    return strstr(text, "…") || !*text || strchr("0123456789-", *text) ? NULL : text;
}

static bool is_load_of(const Program *program, ExprId id, VariableId variable) {
    const Expr *expr = program_expr(program, id);
    while (expr->kind == EXPR_CONVERT) expr = program_expr(program, expr->left);
    if (!id || expr->kind != EXPR_LOAD) return false;
    const Expr *address = program_expr(program, expr->left);
    return address->kind == EXPR_VARIABLE_ADDRESS && address->reference == variable;
}

// Where the result of a call is put.
static const char *name_of_result(const GraphBuilder *builder, FunctionId id, NodeId call) {
    const Function *function = program_function(builder->program, id);
    VariableId result = function->nodes[call].result;
    if (!result) return NULL;
    const char *own = program_variable(builder->program, result)->name;
    if (own && *own) return own;
    for (NodeId at = 1; at < function->node_count; at++) {
        const Node *node = &function->nodes[at];
        if (node->kind == NODE_ASSIGN && is_load_of(builder->program, node->value, result))
            return place_text(builder, node->target);
    }
    return NULL;
}

static const char *name_where_made(const GraphBuilder *builder, const Site *site) {
    if (site->caller) return name_of_result(builder, site->caller, site->call);
    const Node *node = &program_function(builder->program, site->function)->nodes[site->node];
    Operand operand = api_operand(program_api(builder->program, node->api), OPERAND_OBJECT);
    if (operand.source == SOURCE_RESULT || operand.source == SOURCE_NONE)
        return name_of_result(builder, site->function, site->node);
    return place_text(builder, event_operand(builder->program, node, OPERAND_OBJECT));
}

static ExprId operand_of_use(const GraphBuilder *builder, GraphUse use) {
    const GraphOperation *operation = &builder->operations.items[use.operation];
    const Node *node = &program_function(builder->program, operation->function)->nodes[operation->node];
    return event_operand(builder->program, node, use.role);
}

// In-place objects are named by address, others by handle.
static const char *name_where_used(const GraphBuilder *builder, GraphObjectId id) {
    const Site *site = points_to_site(builder->points_to, builder->objects.items[id].site);
    bool is_in_place = site->kind == SITE_VARIABLE || site->kind == SITE_HEAP;
    for (uint32_t i = 0; i < builder->uses.count; i++) {
        GraphUse use = builder->uses.items[i];
        if (use.object != id) continue;
        ExprId expr = operand_of_use(builder, use);
        const char *text = is_in_place ? place_text(builder, expr) : value_text(builder, expr);
        if (text) return text;
    }
    return NULL;
}

// The variable that an address is a fixed part of, or 0.
static VariableId root_of(const Program *program, ExprId address) {
    const Expr *expr = program_expr(program, address);
    while (expr->kind == EXPR_FIELD || expr->kind == EXPR_ELEMENT || expr->kind == EXPR_CONVERT)
        expr = program_expr(program, expr->left);
    return expr->kind == EXPR_VARIABLE_ADDRESS ? expr->reference : 0;
}

// What follows the last "." or "->".
static const char *last_field(const char *text) {
    const char *found = NULL;
    for (; *text; text++)
        if (*text == '.' || (*text == '>' && text[-1] == '-')) found = text + 1;
    return found;
}

// By an operation on the variable itself when there is one, else by the field that a pointer to it is used with.
static const char *name_of_variable(const GraphBuilder *builder, GraphObjectId id) {
    const GraphObject *object = &builder->objects.items[id];
    for (uint32_t i = 0; i < builder->uses.count; i++) {
        if (builder->uses.items[i].object != id) continue;
        ExprId expr = operand_of_use(builder, builder->uses.items[i]);
        if (root_of(builder->program, expr) == object->variable) return place_text(builder, expr);
    }
    const char *alias = name_where_used(builder, id), *field = alias ? last_field(alias) : NULL;
    const char *name = program_variable(builder->program, object->variable)->name;
    if (!name || !*name) return alias;
    return field ? arena_format(builder->arena, "%s.%s", name, field) : name;
}

const char *object_name(const GraphBuilder *builder, GraphObjectId id) {
    const GraphObject *object = &builder->objects.items[id];
    const Site *site = points_to_site(builder->points_to, object->site);
    const char *name = NULL;
    if (site->kind == SITE_VARIABLE) name = name_of_variable(builder, id);
    if (site->kind == SITE_OBJECT || site->kind == SITE_TASK) name = name_where_made(builder, site);
    if (!name || !*name) name = name_where_used(builder, id);
    if (!name || !*name) {
        const char *word = site->kind == SITE_TASK ? "started" : "made";
        const char *kind = object->kind == OBJECT_CHANNEL_PAIR ? "channel" : object_kind_name(object->kind);
        name = arena_format(builder->arena, "%s %s at %s:%u", kind, word, program_path(builder->program, object->place),
                            object->place.line);
    }
    if (object->kind != OBJECT_CHANNEL_PAIR || object->offset < 0 || strchr(name, ' ')) return name;
    return arena_format(builder->arena, "%s[%lld]", name, (long long)object->offset);
}
