// SPDX-License-Identifier: MIT
// One translation unit: its declarations in source order, then the inline functions of system headers
// that something calls, then the initialisers of static memory.
#include "frontend/lower.h"

static void add_parameters(Lowering *lowering, CXCursor definition, FunctionId id) {
    int count = clang_Cursor_getNumArguments(definition);
    if (count <= 0) return;
    VariableId *parameters = arena_new_array(lowering->arena, VariableId, count);
    for (int i = 0; i < count; i++)
        parameters[i] = declared_variable(lowering, clang_Cursor_getArgument(definition, (unsigned)i));
    Function *function = &lowering->program->functions.items[id];
    function->parameters = parameters;
    function->parameter_count = (uint32_t)count;
}

static CXCursor body_of(Lowering *lowering, CXCursor definition) {
    Cursors children = cursor_children(lowering, definition);
    for (uint32_t i = children.count; i > 0; i--)
        if (children.items[i - 1].kind == CXCursor_CompoundStmt) return children.items[i - 1];
    return clang_getNullCursor();
}

void lower_function(Lowering *lowering, CXCursor definition) {
    FunctionId id = declared_function(lowering, definition);
    if (lowering->program->functions.items[id].is_defined) return;
    lowering->scratch = arena_create();
    CXCursor body = body_of(lowering, definition);
    if (!clang_Cursor_isNull(body)) {
        Place place = place_of(lowering, definition);
        Place end = place_of_location(lowering, clang_getRangeEnd(clang_getCursorExtent(definition)));
        Function *function = &lowering->program->functions.items[id];
        function->is_defined = true;
        function->place = lowering->place = place;
        function->end = end;
        FunctionBuilder builder;
        graph_begin(lowering, &builder, id);
        add_parameters(lowering, definition, id);
        lower_statement(lowering, body);
        graph_finish(lowering);
    }
    arena_destroy(lowering->scratch);
    lowering->scratch = NULL;
}

static void lower_declaration(Lowering *lowering, CXCursor declaration) {
    bool is_system = clang_Location_isInSystemHeader(clang_getCursorLocation(declaration)) != 0;
    if (is_system) return;
    if (declaration.kind == CXCursor_FunctionDecl) {
        if (clang_isCursorDefinition(declaration)) lower_function(lowering, declaration);
        return;
    }
    if (declaration.kind != CXCursor_VarDecl) return;
    VariableId id = declared_variable(lowering, declaration);
    CXCursor initialiser = clang_Cursor_getVarDeclInitializer(declaration);
    if (clang_Cursor_isNull(initialiser)) return;
    PendingInitialiser pending = {.declaration = declaration, .variable = id};
    array_push(&lowering->initialisers, lowering->arena, pending);
}

static void count_function(ExtractStatistics *statistics, const Program *program, const Function *function) {
    if (!function->is_defined) return;
    statistics->functions++;
    statistics->nodes += function->node_count - 1;
    for (NodeId id = 1; id < function->node_count; id++) {
        const Node *node = &function->nodes[id];
        if (node->kind == NODE_EVENT) statistics->events++;
        if (node->kind != NODE_CALL) continue;
        statistics->calls++;
        const Expr *callee = program_expr(program, node->callee);
        bool is_known =
            callee->kind == EXPR_FUNCTION_ADDRESS && program_function(program, callee->reference)->is_defined;
        if (!is_known) statistics->unmodelled_calls++;
    }
}

void lower_unit(Lowering *lowering) {
    Arena *whole = arena_create();
    lowering->scratch = whole;
    Cursors declarations = cursor_children(lowering, clang_getTranslationUnitCursor(lowering->unit));
    lowering->declarations = declarations;
    for (uint32_t i = 0; i < declarations.count; i++) {
        lowering->scratch = whole;
        lower_declaration(lowering, declarations.items[i]);
    }
    for (uint32_t i = 0; i < lowering->pending_functions.count; i++)
        lower_function(lowering, lowering->pending_functions.items[i]);
    lowering->scratch = whole;
    lower_static_initialisers(lowering);
    for (uint32_t i = 0; i < lowering->pending_functions.count; i++) // that initialisers name
        lower_function(lowering, lowering->pending_functions.items[i]);
    arena_destroy(whole);
    for (FunctionId id = 1; id < lowering->program->functions.count; id++)
        count_function(lowering->statistics, lowering->program, program_function(lowering->program, id));
}
