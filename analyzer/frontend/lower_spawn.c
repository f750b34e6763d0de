// SPDX-License-Identifier: MIT
// Spawning by macro: libdill's go(f(x)) is a region that a modelled call opens (spawn style
// call-expression), that runs the user's call on a new stack and that the library's "…epilogue" call
// closes. The region becomes one event. Its assembly and setjmp are the library's business.
#include "frontend/lower.h"

#include <string.h>

enum { DEEPEST_REGION = 8 };

static const Callee *modelled_call(Lowering *lowering, CXCursor cursor) {
    cursor = cursor_strip(lowering, cursor);
    if (cursor.kind != CXCursor_CallExpr) return NULL;
    Cursors operands = cursor_operands(lowering, cursor);
    if (!operands.count) return NULL;
    CXCursor declaration = called_declaration(lowering, operands.items[0]);
    if (clang_Cursor_isNull(declaration)) return NULL;
    const Callee *callee = declared_callee(lowering, declaration, cursor);
    return callee->api ? callee : NULL;
}

static bool is_opener(const Api *api) {
    return api->event == EVENT_SPAWN && api->spawn_style == SPAWN_CALL_EXPRESSION;
}

static bool is_closer(const Api *api, const Api *opener) {
    static const char ending[] = "epilogue";
    size_t length = strlen(api->function), tail = sizeof ending - 1;
    while (length && api->function[length - 1] == '_') length--;
    return api->event == EVENT_HARMLESS && strcmp(api->library, opener->library) == 0 && length >= tail &&
           strncmp(api->function + length - tail, ending, tail) == 0;
}

static bool is_part(CXCursor cursor) {
    switch ((int)cursor.kind) {
    case CXCursor_DeclStmt:
    case CXCursor_VarDecl:
    case CXCursor_CompoundStmt:
    case CXCursor_IfStmt:
    case CXCursor_ParenExpr:
    case CXCursor_UnexposedExpr:
    case CXCursor_BinaryOperator: return true;
    default: return false;
    }
}

static CXCursor find_opener(Lowering *lowering, CXCursor cursor, int depth) {
    const Callee *callee = modelled_call(lowering, cursor);
    if (callee && is_opener(callee->api)) return cursor_strip(lowering, cursor);
    if (depth > DEEPEST_REGION || !is_part(cursor)) return clang_getNullCursor();
    Cursors children = cursor_children(lowering, cursor);
    for (uint32_t i = 0; i < children.count; i++) {
        CXCursor found = find_opener(lowering, children.items[i], depth + 1);
        if (!clang_Cursor_isNull(found)) return found;
    }
    return clang_getNullCursor();
}

// The statement before the closing call, in the same block.
static CXCursor find_spawned(Lowering *lowering, CXCursor cursor, const Api *opener, int depth) {
    if (depth > DEEPEST_REGION || !is_part(cursor)) return clang_getNullCursor();
    Cursors children = cursor_children(lowering, cursor);
    for (uint32_t i = 0; i < children.count; i++) {
        const Callee *callee = modelled_call(lowering, children.items[i]);
        if (i > 0 && callee && is_closer(callee->api, opener)) return children.items[i - 1];
        CXCursor found = find_spawned(lowering, children.items[i], opener, depth + 1);
        if (!clang_Cursor_isNull(found)) return found;
    }
    return clang_getNullCursor();
}

static ExprId group_of(Lowering *lowering, CXCursor opener, const Api *api) {
    Operand group = api_operand(api, OPERAND_GROUP);
    Cursors operands = cursor_operands(lowering, opener);
    if (group.source != SOURCE_ARGUMENT || group.index + 1 >= operands.count) return 0;
    ExprId value = lower_value(lowering, operands.items[group.index + 1]);
    int64_t constant;
    bool is_none = expr_is_constant(lowering, value, &constant) && constant < 0;
    return is_none ? 0 : value;
}

static ExprId task_function(Lowering *lowering, CXCursor callee) {
    CXCursor declaration = called_declaration(lowering, callee);
    if (clang_Cursor_isNull(declaration)) return lower_value(lowering, callee);
    FunctionId function = declared_function(lowering, declaration);
    lowering->program->functions.items[function].is_address_taken = true;
    return expr_function(lowering, function);
}

static CXCursor spawned_call(Lowering *lowering, CXCursor spawned) {
    while (spawned.kind == CXCursor_ParenExpr || spawned.kind == CXCursor_UnexposedExpr ||
           spawned.kind == CXCursor_CStyleCastExpr)
        spawned = cursor_only_operand(lowering, spawned);
    return spawned;
}

bool lower_spawn_region(Lowering *lowering, CXCursor region, bool is_used, ExprId *handle) {
    *handle = 0;
    if (!lowering->has_call_expression_spawns) return false;
    CXCursor opener = find_opener(lowering, region, 0);
    if (clang_Cursor_isNull(opener)) return false;
    const Api *api = modelled_call(lowering, opener)->api;
    CXCursor spawned = find_spawned(lowering, region, api, 0);
    if (clang_Cursor_isNull(spawned)) return false;
    CXCursor call = spawned_call(lowering, spawned);
    if (call.kind != CXCursor_CallExpr) {
        node_skipped(lowering, region, "spawned expression that is no call");
        if (is_used) *handle = expr_opaque(lowering, type_signed(4), "spawned expression");
        return true;
    }
    Cursors operands = cursor_operands(lowering, call);
    Node node = {.kind = NODE_EVENT, .api = program_add_api(lowering->program, api)};
    node.target = group_of(lowering, opener, api);
    node.callee = task_function(lowering, operands.items[0]);
    node.argument_count = operands.count - 1;
    node.arguments = lower_arguments(lowering, operands.items + 1, node.argument_count);
    node.place = place_of(lowering, region);
    node.macro_place = macro_place_of(lowering, region);
    node.text = source_text(lowering, region, api->spelling ? api->spelling : api->function);
    ValueType type = value_type(lowering, cursor_type(opener));
    if (is_used && type.kind != TYPE_VOID) node.result = new_temporary(lowering, type, "");
    lowering->place = node.place;
    node_add(lowering, node);
    if (node.result) *handle = expr_load(lowering, expr_variable(lowering, node.result), type);
    return true;
}
