// SPDX-License-Identifier: MIT
// Calls: modelled ones become events, all others calls.
#include "frontend/lower.h"

#include <string.h>

CXCursor called_declaration(Lowering *lowering, CXCursor callee) {
    for (;;) {
        bool is_wrapper = callee.kind == CXCursor_ParenExpr || callee.kind == CXCursor_UnexposedExpr ||
                          callee.kind == CXCursor_CStyleCastExpr ||
                          (callee.kind == CXCursor_UnaryOperator &&
                           (clang_getCursorUnaryOperatorKind(callee) == CXUnaryOperator_AddrOf ||
                            clang_getCursorUnaryOperatorKind(callee) == CXUnaryOperator_Deref ||
                            clang_getCursorUnaryOperatorKind(callee) == CXUnaryOperator_Extension));
        if (!is_wrapper) break;
        callee = cursor_only_operand(lowering, callee);
    }
    if (callee.kind != CXCursor_DeclRefExpr) return clang_getNullCursor();
    CXCursor declaration = clang_getCursorReferenced(callee);
    return declaration.kind == CXCursor_FunctionDecl ? declaration : clang_getNullCursor();
}

ExprId *lower_arguments(Lowering *lowering, const CXCursor *arguments, uint32_t count) {
    ExprId *values = arena_new_array(lowering->arena, ExprId, count ? count : 1);
    Mark *marks = arena_new_array(lowering->scratch, Mark, count ? count : 1);
    for (uint32_t i = 0; i < count; i++) {
        values[i] = lower_value(lowering, arguments[i]);
        marks[i] = node_mark(lowering);
    }
    uint32_t end = lowering->function->nodes.count;
    for (uint32_t i = 0; i < count && marks[i].count < end; i++) values[i] = node_hold(lowering, marks[i], values[i]);
    return values;
}

static const char *otherwise_text(Lowering *lowering, const Callee *callee) {
    return callee ? arena_format(lowering->arena, "%s(…)", callee->name) : "(…)";
}

static VariableId result_variable(Lowering *lowering, CXCursor cursor, bool is_used, ValueType *type) {
    *type = value_type(lowering, cursor_type(cursor));
    type->is_atomic = type->is_volatile = false;
    if (!is_used || type->kind == TYPE_VOID) return 0;
    return new_temporary(lowering, *type, "");
}

// A function may mean something else when one of its arguments is a certain constant.
static const Api *refined_api(Lowering *lowering, const Api *api, const Node *node) {
    ModelArgument *arguments = arena_new_array(lowering->scratch, ModelArgument, node->argument_count + 1);
    for (uint32_t i = 0; i < node->argument_count; i++)
        arguments[i].is_constant = expr_is_constant(lowering, node->arguments[i], &arguments[i].value);
    api = models_refine(lowering->models, api, arguments, node->argument_count);
    uint32_t position = 0;
    for (const Api *variant; (variant = models_next_variant(lowering->models, api, &position));)
        program_add_api(lowering->program, variant); // chosen when it is known what the object was made as
    return api;
}

static VariableId assigned_variable(const Lowering *lowering, ExprId address) {
    const Expr *expr = program_expr(lowering->program, address);
    while (expr->kind == EXPR_FIELD) expr = program_expr(lowering->program, expr->left);
    return expr->kind == EXPR_VARIABLE_ADDRESS ? expr->reference : 0;
}

// Some timeouts are structures with one number (k_timeout_t), mostly literals: the number is what counts.
static ExprId plain_timeout(Lowering *lowering, ExprId timeout) {
    enum { NUMBER_SIZE = 8 };
    const Expr load = *program_expr(lowering->program, timeout);
    if (load.kind != EXPR_LOAD || load.type.kind != TYPE_AGGREGATE || load.type.size != NUMBER_SIZE) return timeout;
    VariableId variable = assigned_variable(lowering, load.left);
    ExprId value = 0;
    int64_t constant;
    for (NodeId id = 1; variable && id < lowering->function->nodes.count; id++) {
        const Node *node = &lowering->function->nodes.items[id];
        if (node->kind != NODE_ASSIGN || assigned_variable(lowering, node->target) != variable) continue;
        if (value) return expr_load(lowering, load.left, type_signed(NUMBER_SIZE));
        value = node->value;
    }
    if (value && expr_is_constant(lowering, value, &constant)) return value;
    return expr_load(lowering, load.left, type_signed(NUMBER_SIZE));
}

static bool never_returns(const Lowering *lowering, const Callee *callee) {
    if (!callee) return false;
    if (callee->api) return callee->api->event == EVENT_TASK_EXIT || callee->api->event == EVENT_PROCESS_EXIT;
    return program_function(lowering->program, callee->function)->is_noreturn;
}

static ExprId finish_call(Lowering *lowering, CXCursor cursor, Node node, const Callee *callee, bool is_used) {
    ValueType type;
    node.result = result_variable(lowering, cursor, is_used, &type);
    node.place = place_of(lowering, cursor);
    node.macro_place = macro_place_of(lowering, cursor);
    node.text = source_text(lowering, cursor, otherwise_text(lowering, callee));
    lowering->place = node.place;
    node_add(lowering, node);
    if (never_returns(lowering, callee)) lowering->function->current = 0;
    if (!node.result) return type.kind == TYPE_VOID ? 0 : expr_constant(lowering, 0, type_signed(4));
    return expr_load(lowering, expr_variable(lowering, node.result), type);
}

static ExprId lower_indirect_call(Lowering *lowering, CXCursor cursor, Cursors operands, bool is_used) {
    ExprId callee = lower_value(lowering, operands.items[0]);
    Mark mark = node_mark(lowering);
    Node node = {.kind = NODE_CALL, .argument_count = operands.count - 1};
    node.arguments = lower_arguments(lowering, operands.items + 1, operands.count - 1);
    node.callee = node_hold(lowering, mark, callee);
    return finish_call(lowering, cursor, node, NULL, is_used);
}

// The one in glibc's pthread_cleanup_push returns again only while the thread ends, and then runs the handler.
static bool is_of_cancel_block(Lowering *lowering, Cursors operands) {
    CXCursor place = operands.count > 1 ? operands.items[1] : clang_getNullCursor();
    while (place.kind == CXCursor_UnexposedExpr || place.kind == CXCursor_ParenExpr ||
           place.kind == CXCursor_CStyleCastExpr)
        place = cursor_only_operand(lowering, place);
    if (clang_Cursor_isNull(place)) return false;
    return strstr(type_name(lowering, cursor_type(place)), "__cancel_jmp_buf_tag") != NULL;
}

// A setjmp returns 0 here. That it returns again is not followed: the path of a longjmp ends there.
static ExprId lower_jump_call(Lowering *lowering, CXCursor cursor, const Callee *callee, Cursors operands) {
    for (uint32_t i = 1; i < operands.count; i++) lower_effect(lowering, operands.items[i]);
    bool is_setjmp = callee->builtin == BUILTIN_SETJMP;
    if (!is_setjmp || !is_of_cancel_block(lowering, operands))
        node_skipped(lowering, cursor, is_setjmp ? "setjmp" : "longjmp");
    if (is_setjmp) return expr_constant(lowering, 0, type_signed(4));
    lowering->function->current = 0;
    return 0;
}

ExprId lower_call(Lowering *lowering, CXCursor cursor, bool is_used) {
    Cursors operands = cursor_operands(lowering, cursor);
    if (!operands.count) return expr_opaque(lowering, type_signed(4), "call");
    CXCursor declaration = called_declaration(lowering, operands.items[0]);
    if (clang_Cursor_isNull(declaration)) return lower_indirect_call(lowering, cursor, operands, is_used);
    Callee callee = *declared_callee(lowering, declaration, cursor);
    if (callee.builtin == BUILTIN_SETJMP || callee.builtin == BUILTIN_LONGJMP)
        return lower_jump_call(lowering, cursor, &callee, operands);
    if (callee.builtin) return lower_builtin(lowering, cursor, &callee, operands);
    Node node = {.kind = callee.api ? NODE_EVENT : NODE_CALL, .argument_count = operands.count - 1};
    node.arguments = lower_arguments(lowering, operands.items + 1, operands.count - 1);
    if (callee.api) callee.api = refined_api(lowering, callee.api, &node);
    Operand timeout = callee.api ? api_operand(callee.api, OPERAND_TIMEOUT) : (Operand){0};
    if (timeout.source == SOURCE_ARGUMENT && timeout.index < node.argument_count)
        node.arguments[timeout.index] = plain_timeout(lowering, node.arguments[timeout.index]);
    ExprId element = 0;
    if (callee.api && lower_select_part(lowering, cursor, &node, callee.api, &element)) return element;
    if (callee.api) element = lower_returned_element(lowering, &node, callee.api);
    if (callee.api)
        node.api = program_add_api(lowering->program, callee.api);
    else
        node.callee = expr_function(lowering, callee.function);
    cancel_block_note(lowering, callee.name);
    if (callee.api && callee.api->event == EVENT_TASK_EXIT) cancel_blocks_run(lowering, place_of(lowering, cursor));
    ExprId value = finish_call(lowering, cursor, node, &callee, is_used && !element);
    return element ? element : value;
}

static const char *update_name(Operator operator_, bool is_new) {
    switch (operator_) {
    case OPERATOR_ADD: return is_new ? "chanvet_atomic_add_fetch" : "chanvet_atomic_fetch_add";
    case OPERATOR_SUBTRACT: return is_new ? "chanvet_atomic_sub_fetch" : "chanvet_atomic_fetch_sub";
    case OPERATOR_AND: return is_new ? "chanvet_atomic_and_fetch" : "chanvet_atomic_fetch_and";
    case OPERATOR_OR: return is_new ? "chanvet_atomic_or_fetch" : "chanvet_atomic_fetch_or";
    case OPERATOR_XOR: return is_new ? "chanvet_atomic_xor_fetch" : "chanvet_atomic_fetch_xor";
    default: return NULL;
    }
}

static const Api *update_api(Lowering *lowering, Operator operator_, bool is_new) {
    static const char *const types[] = {"const volatile void *", "long", "int", "unsigned long"};
    const char *name = update_name(operator_, is_new);
    if (!name || !lowering->models) return NULL;
    ModelDeclaration declaration = {.name = name, .parameter_count = 4, .parameter_types = types};
    return models_match(lowering->models, &declaration);
}

// `x++` on an _Atomic x reads and writes in one step, which two nodes would not.
ExprId lower_atomic_update(Lowering *lowering, CXCursor cursor, Lvalue place, Operator operator_, ExprId operand,
                           bool is_new) {
    enum { SEQUENTIALLY_CONSISTENT = 5 };
    TypeKind kind = place.type->value.kind;
    if ((kind != TYPE_SIGNED && kind != TYPE_UNSIGNED) || place.type->is_bool || place.bit_width) return 0;
    const Api *api = update_api(lowering, operator_, is_new);
    if (!api) return 0;
    ExprId *arguments = arena_new_array(lowering->arena, ExprId, 4);
    arguments[0] = lvalue_address(lowering, place);
    arguments[1] = expr_convert(lowering, operand, place.type->value);
    arguments[2] = expr_constant(lowering, SEQUENTIALLY_CONSISTENT, type_signed(4));
    arguments[3] = expr_constant(lowering, (int64_t)place.type->value.size, type_unsigned(8));
    Node node = {.kind = NODE_EVENT, .arguments = arguments, .argument_count = 4};
    node.api = program_add_api(lowering->program, api);
    node.result = new_temporary(lowering, place.type->value, "");
    node.place = place_of(lowering, cursor);
    node.macro_place = macro_place_of(lowering, cursor);
    node.text = source_text(lowering, cursor, api->function);
    node_add(lowering, node);
    return expr_load(lowering, expr_variable(lowering, node.result), place.type->value);
}
