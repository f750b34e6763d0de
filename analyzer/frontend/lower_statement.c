// SPDX-License-Identifier: MIT
// Statements other than loops and switch.
#include "frontend/lower.h"

#include <string.h>

static void lower_block(Lowering *lowering, CXCursor cursor) {
    Cursors children = cursor_children(lowering, cursor);
    uint32_t depth = lowering->function->cleanups.count;
    for (uint32_t i = 0; i < children.count; i++) lower_statement(lowering, children.items[i]);
    cleanup_leave(lowering, depth);
}

// else-if chains are followed without recursion: generated code has thousands of them.
static void lower_if(Lowering *lowering, CXCursor cursor) {
    NodeId end = node_label(lowering);
    for (;;) {
        Cursors children = cursor_children(lowering, cursor);
        if (children.count < 2) break;
        NodeId yes = node_label(lowering), no = children.count > 2 ? node_label(lowering) : end;
        lower_condition(lowering, children.items[0], yes, no);
        lowering->function->current = yes;
        lower_statement(lowering, children.items[1]);
        node_jump(lowering, end);
        if (children.count == 2) break;
        lowering->function->current = no;
        if (children.items[2].kind != CXCursor_IfStmt) {
            lower_statement(lowering, children.items[2]);
            break;
        }
        cursor = children.items[2];
    }
    node_place_label(lowering, end);
}

static void lower_return(Lowering *lowering, CXCursor cursor) {
    CXCursor operand = cursor_only_operand(lowering, cursor);
    ExprId value = clang_Cursor_isNull(operand) ? 0 : lower_value(lowering, operand);
    if (lowering->function->cleanups.count) {
        if (value && lowering->facts.items[value].can_change) value = node_save(lowering, value);
        cleanup_run(lowering, 0);
    }
    node_add(lowering, (Node){.kind = NODE_RETURN, .value = value, .place = place_of(lowering, cursor)});
    lowering->function->current = 0;
}

static uint32_t label_index(Lowering *lowering, const char *name) {
    FunctionBuilder *function = lowering->function;
    for (uint32_t i = 0; i < function->labels.count; i++)
        if (strcmp(function->labels.items[i].name, name) == 0) return i;
    Label label = {.name = name, .node = node_label(lowering)};
    array_push(&function->labels, lowering->scratch, label);
    return function->labels.count - 1;
}

static void place_label(Lowering *lowering, CXCursor cursor) {
    FunctionBuilder *function = lowering->function;
    uint32_t index = label_index(lowering, cursor_name(lowering, cursor));
    Label *label = &function->labels.items[index];
    label->cleanup_depth = function->cleanups.count;
    node_place_label(lowering, label->node);
}

static void lower_goto(Lowering *lowering, CXCursor cursor) {
    Cursors children = cursor_children(lowering, cursor);
    if (!children.count) return;
    uint32_t label = label_index(lowering, cursor_name(lowering, children.items[0]));
    if (lowering->function->cleanups.count)
        cleanup_goto(lowering, label);
    else
        node_jump(lowering, lowering->function->labels.items[label].node);
}

static void lower_computed_goto(Lowering *lowering, CXCursor cursor) {
    lower_effect(lowering, cursor_only_operand(lowering, cursor));
    node_skipped(lowering, cursor, "computed goto");
    lowering->function->current = 0;
}

static void lower_break(Lowering *lowering, bool is_continue) {
    for (JumpScope *scope = lowering->function->jumps; scope; scope = scope->outer) {
        NodeId target = is_continue ? scope->continue_target : scope->break_target;
        if (!target) continue;
        cleanup_run(lowering, scope->cleanup_depth);
        node_jump(lowering, target);
        return;
    }
}

// What assembly may write becomes unknown: its operands that are places, not values.
static void lower_assembly(Lowering *lowering, CXCursor cursor) {
    Cursors operands = cursor_operands(lowering, cursor);
    node_skipped(lowering, cursor, "inline assembly");
    for (uint32_t i = 0; i < operands.count; i++) {
        if (!is_lvalue(lowering, operands.items[i]) || operands.items[i].kind == CXCursor_UnexposedExpr) continue;
        Lvalue place = lower_lvalue(lowering, operands.items[i]);
        if (place.type->value.kind == TYPE_AGGREGATE || place.type->is_function) continue;
        lvalue_store(lowering, place, expr_opaque(lowering, place.type->value, "inline assembly"));
    }
}

static void declare_variable_array(Lowering *lowering, CXCursor declaration, VariableId variable) {
    CXType type = clang_getCanonicalType(cursor_type(declaration));
    Cursors dimensions = cursor_operands(lowering, declaration);
    const TypeInfo *element = type_info(lowering, type);
    ExprId row = 0, count = 0;
    ValueType size_type = type_unsigned(lowering->pointer_size);
    for (uint32_t i = 0; i < dimensions.count && element->is_array; i++) {
        CXCursor written = dimensions.items[dimensions.count - 1 - i]; // libclang has the innermost first
        ExprId dimension = node_save(lowering, expr_convert(lowering, lower_value(lowering, written), size_type));
        if (i == 0)
            count = dimension;
        else
            row = row ? expr_binary(lowering, OPERATOR_MULTIPLY, row, dimension, size_type) : dimension;
        element = type_info(lowering, clang_getArrayElementType(element->type));
    }
    ExprId unit = expr_constant(lowering, (int64_t)element->value.size, size_type);
    row = row ? expr_binary(lowering, OPERATOR_MULTIPLY, row, unit, size_type) : unit;
    if (!count) count = expr_opaque(lowering, size_type, "dimension");
    ExprId bytes = node_save(lowering, expr_binary(lowering, OPERATOR_MULTIPLY, count, row, size_type));
    VariableArray array = {.variable = variable, .bytes = bytes, .row_bytes = row};
    array_push(&lowering->function->arrays, lowering->scratch, array);
}

static const Api *stack_allocator(Lowering *lowering) {
    static const char *const types[] = {"unsigned long"};
    ModelDeclaration wanted = {.name = "alloca", .parameter_count = 1, .parameter_types = types};
    return lowering->models ? models_match(lowering->models, &wanted) : NULL;
}

// `int a[n];` is a pointer to memory that the declaration takes from the stack.
static void lower_variable_array(Lowering *lowering, CXCursor declaration, VariableId variable) {
    declare_variable_array(lowering, declaration, variable);
    const VariableArray *array = variable_array(lowering, variable);
    ValueType pointer = type_pointer(lowering);
    lowering->program->variables.items[variable].type = pointer;
    lowering->program->variables.items[variable].size = pointer.size;
    const Api *api = stack_allocator(lowering);
    if (!api) {
        node_skipped(lowering, declaration, "array of variable length");
        return;
    }
    Node node = {.kind = NODE_EVENT, .api = program_add_api(lowering->program, api), .argument_count = 1};
    node.arguments = arena_new_array(lowering->arena, ExprId, 1);
    node.arguments[0] = array->bytes;
    node.place = place_of(lowering, declaration);
    node.text = source_text(lowering, declaration, "alloca");
    node.result = new_temporary(lowering, pointer, "");
    node_add(lowering, node);
    ExprId memory = expr_load(lowering, expr_variable(lowering, node.result), pointer);
    node_assign(lowering, expr_variable(lowering, variable), memory, pointer);
}

void lower_variable(Lowering *lowering, CXCursor declaration) {
    VariableId id = declared_variable(lowering, declaration);
    VariableKind kind = lowering->program->variables.items[id].kind;
    CXCursor initialiser = clang_Cursor_getVarDeclInitializer(declaration);
    CXType type = cursor_type(declaration);
    lowering->place = place_of(lowering, declaration);
    if (kind != VARIABLE_LOCAL) {
        PendingInitialiser pending = {.declaration = declaration, .variable = id};
        if (!clang_Cursor_isNull(initialiser)) array_push(&lowering->initialisers, lowering->arena, pending);
        return;
    }
    if (type_info(lowering, type)->is_variable_array) lower_variable_array(lowering, declaration, id);
    if (!clang_Cursor_isNull(initialiser)) lower_initialiser(lowering, expr_variable(lowering, id), type, initialiser);
    cleanup_declare(lowering, declaration, id);
}

static void lower_declarations(Lowering *lowering, CXCursor cursor) {
    Cursors children = cursor_children(lowering, cursor);
    for (uint32_t i = 0; i < children.count; i++)
        if (children.items[i].kind == CXCursor_VarDecl) lower_variable(lowering, children.items[i]);
}

static void lower_last_value(Lowering *lowering, CXCursor last, bool is_used, ExprId *value) {
    while (last.kind == CXCursor_LabelStmt) {
        Cursors children = cursor_children(lowering, last);
        place_label(lowering, last);
        last = children.items[children.count - 1];
    }
    if (!clang_isExpression(last.kind) || !is_used) {
        lower_statement(lowering, last);
        return;
    }
    *value = lower_value(lowering, last);
    if (*value && lowering->facts.items[*value].can_change) *value = node_save(lowering, *value);
}

ExprId lower_statement_expression(Lowering *lowering, CXCursor cursor, bool is_used) {
    Cursors children = cursor_children(lowering, cursor);
    ExprId value = 0;
    if (!children.count) return 0;
    if (lower_spawn_region(lowering, children.items[0], is_used, &value)) return value;
    Cursors statements = cursor_children(lowering, children.items[0]);
    uint32_t depth = lowering->function->cleanups.count;
    for (uint32_t i = 0; i + 1 < statements.count; i++) lower_statement(lowering, statements.items[i]);
    if (statements.count) lower_last_value(lowering, statements.items[statements.count - 1], is_used, &value);
    cleanup_leave(lowering, depth);
    return value;
}

// Labels and cases nest to the right, one level for each of `case 1: case 2: …`.
static bool lower_labels(Lowering *lowering, CXCursor *cursor) {
    for (;;) {
        Cursors children = cursor_children(lowering, *cursor);
        if (cursor->kind == CXCursor_LabelStmt)
            place_label(lowering, *cursor);
        else if (cursor->kind == CXCursor_CaseStmt || cursor->kind == CXCursor_DefaultStmt)
            lower_case(lowering, children);
        else
            return true;
        if (!children.count) return false;
        *cursor = children.items[children.count - 1];
    }
}

static void lower_other(Lowering *lowering, CXCursor cursor) {
    if (clang_isExpression(cursor.kind))
        lower_effect(lowering, cursor);
    else if (cursor.kind == CXCursor_UnexposedStmt) // an attribute around a statement
        lower_block(lowering, cursor);
    else if (clang_isStatement(cursor.kind))
        node_skipped(lowering, cursor, "unknown kind of statement");
}

static void lower_kind(Lowering *lowering, CXCursor cursor) {
    switch ((int)cursor.kind) {
    case CXCursor_NullStmt: return;
    case CXCursor_CompoundStmt: lower_block(lowering, cursor); return;
    case CXCursor_DeclStmt: lower_declarations(lowering, cursor); return;
    case CXCursor_IfStmt: lower_if(lowering, cursor); return;
    case CXCursor_ForStmt:
    case CXCursor_WhileStmt:
    case CXCursor_DoStmt: lower_loop(lowering, cursor); return;
    case CXCursor_SwitchStmt: lower_switch(lowering, cursor); return;
    case CXCursor_ReturnStmt: lower_return(lowering, cursor); return;
    case CXCursor_GotoStmt: lower_goto(lowering, cursor); return;
    case CXCursor_IndirectGotoStmt: lower_computed_goto(lowering, cursor); return;
    case CXCursor_BreakStmt: lower_break(lowering, false); return;
    case CXCursor_ContinueStmt: lower_break(lowering, true); return;
    case CXCursor_GCCAsmStmt:
    case CXCursor_MSAsmStmt: lower_assembly(lowering, cursor); return;
    default: lower_other(lowering, cursor);
    }
}

void lower_statement(Lowering *lowering, CXCursor cursor) {
    FunctionBuilder *function = lowering->function;
    lowering->place = place_of(lowering, cursor);
    if (function->nesting >= DEEPEST_NESTING) {
        node_skipped(lowering, cursor, "statement nested too deeply");
        return;
    }
    function->nesting++;
    if (lower_labels(lowering, &cursor)) lower_kind(lowering, cursor);
    function->nesting--;
}
