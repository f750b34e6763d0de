// SPDX-License-Identifier: MIT
#include "checks/names.h"

#include <string.h>

static const Node *node_at(const Program *program, CallSite site) {
    return &program_function(program, site.function)->nodes[site.node];
}

const Api *api_at(const Program *program, CallSite site) {
    if (!site.function || !site.node) return NULL;
    const Node *node = node_at(program, site);
    return node->kind == NODE_EVENT ? program_api(program, node->api) : NULL;
}

static const char *without_ampersand(const char *text) {
    return *text == '&' ? text + 1 : text;
}

static bool is_telling(const char *text) {
    return *text && !strstr(text, "…");
}

// The place that the result of a make is assigned to, directly or through conversions.
static ExprId kept_in(const Program *program, CallSite made) {
    const Function *function = program_function(program, made.function);
    VariableId result = node_at(program, made)->result;
    for (NodeId id = 1; result && id < function->node_count; id++) {
        const Node *node = &function->nodes[id];
        if (node->kind != NODE_ASSIGN || !node->value) continue;
        const Expr *value = program_expr(program, node->value);
        while (value->kind == EXPR_CONVERT) value = program_expr(program, value->left);
        if (value->kind != EXPR_LOAD) continue;
        const Expr *from = program_expr(program, value->left);
        if (from->kind == EXPR_VARIABLE_ADDRESS && from->reference == result) return node->target;
    }
    return 0;
}

static const char *handle_text(const Program *program, Arena *arena, CallSite made) {
    const Api *api = api_at(program, made);
    if (!api) return "";
    ExprId kept = api_operand(api, OPERAND_OBJECT).source == SOURCE_RESULT
                      ? kept_in(program, made)
                      : event_operand(program, node_at(program, made), OPERAND_OBJECT);
    return kept ? without_ampersand(expr_text(program, arena, kept)) : "";
}

const char *name_object(const Program *program, Arena *arena, const ObjectView *object) {
    if (object->variable) {
        const char *name = program_variable(program, object->variable)->name;
        return object->member ? arena_format(arena, "%s.%s", name, object->member) : name;
    }
    const char *text = handle_text(program, arena, object->made);
    if (is_telling(text)) return object->member ? arena_format(arena, "%s->%s", text, object->member) : text;
    if (!object->made.function) return "an object of unknown origin";
    FindingPlace place = place_of_node(program, object->made);
    if (object->member)
        return arena_format(arena, "%s of what is made at %s:%u", object->member, place.path, place.line);
    return arena_format(arena, "the %s made at %s:%u", kind_of_object(object), place.path, place.line);
}

const char *name_operand(const Program *program, Arena *arena, CallSite site, const ObjectView *object) {
    const Api *api = api_at(program, site);
    ExprId operand = api ? event_operand(program, node_at(program, site), OPERAND_OBJECT) : 0;
    const char *text = operand ? without_ampersand(expr_text(program, arena, operand)) : "";
    return is_telling(text) ? text : name_object(program, arena, object);
}

static bool has_function(const Program *program, const char *prefix, const char *name) {
    size_t length = strlen(prefix);
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const char *other = program_function(program, id)->name;
        if (!strncmp(other, prefix, length) && !strcmp(other + length, name)) return true;
    }
    return false;
}

const char *name_task(const Program *program, Arena *arena, const TaskView *task) {
    const char *name = program_function(program, task->entry)->name;
    // A macro like neco_main makes "_neco_main" around what the user wrote, which becomes "__neco_main".
    if (name[0] == '_' && name[1] != '_' && has_function(program, "_", name)) name++;
    return task->number > 1 ? arena_format(arena, "%s#%u", name, task->number) : name;
}

FindingPlace place_of_node(const Program *program, CallSite site) {
    const Function *function = program_function(program, site.function);
    const Node *node = &function->nodes[site.node];
    FindingPlace place = {.path = program_path(program, node->place),
                          .line = node->place.line,
                          .column = node->place.column,
                          .function = function->name};
    size_t length = node->text ? strlen(node->text) : 0;
    if (length && length < 80 && !node->macro_place.file) place.end_column = place.column + (uint32_t)length;
    return place;
}

FindingPlace place_of_variable(const Program *program, VariableId id) {
    const Variable *variable = program_variable(program, id);
    const char *function = variable->function ? program_function(program, variable->function)->name : NULL;
    return (FindingPlace){.path = program_path(program, variable->place),
                          .line = variable->place.line,
                          .column = variable->place.column,
                          .end_column = variable->place.column + (uint32_t)strlen(variable->name),
                          .function = function};
}

const char *kind_of_object(const ObjectView *object) {
    switch (object->kind) {
    case OBJECT_CHANNEL_PAIR: return "channel";
    case OBJECT_READ_WRITE_LOCK: return "read-write lock";
    case OBJECT_WAIT_GROUP: return "wait group";
    default: return object_kind_name(object->kind);
    }
}
