// SPDX-License-Identifier: MIT
// A listing for people and tests: every table in id order, every expression in full (temporaries by
// number, widths of loads and conversions), so that two listings differ when two programs do.
#include "base/text.h"
#include "program/program.h"

#include <inttypes.h>

enum { DEEPEST = 600 };

static void print_expr(const Program *program, Text *out, ExprId id, int depth);

static const char *type_letter(TypeKind kind) {
    static const char *const letters[] = {
        [TYPE_VOID] = "v",  [TYPE_SIGNED] = "i",  [TYPE_UNSIGNED] = "u",
        [TYPE_FLOAT] = "f", [TYPE_POINTER] = "p", [TYPE_AGGREGATE] = "a",
    };
    return letters[kind];
}

static void print_type(Text *out, ValueType type) {
    text_format(out, "%s%" PRIu64 "%s%s", type_letter(type.kind), type.size, type.is_atomic ? "@" : "",
                type.is_volatile ? "!" : "");
}

static void print_variable(const Program *program, Text *out, VariableId id) {
    const Variable *variable = program_variable(program, id);
    if (variable->name[0])
        text_append(out, variable->name);
    else
        text_format(out, "%%%" PRIu32, id);
}

static void print_operands(const Program *program, Text *out, const Expr *expr, const char *word, int depth) {
    text_format(out, "%s(", word);
    print_expr(program, out, expr->left, depth);
    if (expr->right) {
        text_append(out, ", ");
        print_expr(program, out, expr->right, depth);
    }
    text_append(out, ")");
}

static const char *operator_word(Operator operator_) {
    static const char *const words[] = {
        [OPERATOR_NONE] = "none",      [OPERATOR_ADD] = "add",          [OPERATOR_SUBTRACT] = "sub",
        [OPERATOR_MULTIPLY] = "mul",   [OPERATOR_DIVIDE] = "div",       [OPERATOR_REMAINDER] = "rem",
        [OPERATOR_SHIFT_LEFT] = "shl", [OPERATOR_SHIFT_RIGHT] = "shr",  [OPERATOR_AND] = "and",
        [OPERATOR_OR] = "or",          [OPERATOR_XOR] = "xor",          [OPERATOR_EQUAL] = "eq",
        [OPERATOR_NOT_EQUAL] = "ne",   [OPERATOR_LESS] = "lt",          [OPERATOR_LESS_EQUAL] = "le",
        [OPERATOR_GREATER] = "gt",     [OPERATOR_GREATER_EQUAL] = "ge", [OPERATOR_NEGATE] = "neg",
        [OPERATOR_COMPLEMENT] = "com", [OPERATOR_NOT] = "not",
    };
    return words[operator_];
}

static void print_typed(const Program *program, Text *out, const Expr *expr, const char *open, const char *close,
                        int depth) {
    print_type(out, expr->type);
    text_append(out, open);
    print_expr(program, out, expr->left, depth);
    text_append(out, close);
}

static void print_expr(const Program *program, Text *out, ExprId id, int depth) {
    const Expr *expr = program_expr(program, id);
    if (depth > DEEPEST || id == 0) {
        text_append(out, id ? "…" : "none");
        return;
    }
    depth++;
    switch (expr->kind) {
    case EXPR_CONSTANT: text_format(out, "%" PRId64, expr->constant); return;
    case EXPR_STRING: text_append(out, expr->name ? expr->name : "\"\""); return;
    case EXPR_VARIABLE_ADDRESS:
        text_append(out, "&");
        print_variable(program, out, expr->reference);
        return;
    case EXPR_FUNCTION_ADDRESS: text_append(out, program_function(program, expr->reference)->name); return;
    case EXPR_FIELD:
        print_expr(program, out, expr->left, depth);
        text_format(out, ".%s+%" PRId64, expr->name ? expr->name : "", expr->constant);
        return;
    case EXPR_ELEMENT:
        print_expr(program, out, expr->left, depth);
        text_append(out, "[");
        print_expr(program, out, expr->right, depth);
        text_format(out, "*%" PRId64 "]", expr->constant);
        return;
    case EXPR_LOAD: print_typed(program, out, expr, "{", "}", depth); return;
    case EXPR_CONVERT: print_typed(program, out, expr, "(", ")", depth); return;
    case EXPR_UNARY:
    case EXPR_BINARY: print_operands(program, out, expr, operator_word(expr->operator_), depth); return;
    case EXPR_OPAQUE: text_format(out, "opaque<%s>#%" PRIu32, expr->name ? expr->name : "", id); return;
    }
}

static void print_call(const Program *program, Text *out, const Node *node) {
    if (node->result) {
        print_variable(program, out, node->result);
        text_append(out, " = ");
    }
    if (node->kind == NODE_EVENT) {
        const Api *api = program_api(program, node->api);
        text_format(out, "event %s:%s", event_kind_name(api->event), api->function);
        if (node->target) {
            text_append(out, " group ");
            print_expr(program, out, node->target, 0);
        }
    } else {
        text_append(out, "call");
    }
    if (node->callee) {
        text_append(out, " ");
        print_expr(program, out, node->callee, 0);
    }
    text_append(out, "(");
    for (uint32_t i = 0; i < node->argument_count; i++) {
        if (i) text_append(out, ", ");
        print_expr(program, out, node->arguments[i], 0);
    }
    text_format(out, ") \"%s\"", node->text ? node->text : "");
}

static void print_switch(const Program *program, Text *out, const Node *node) {
    text_append(out, "switch ");
    print_expr(program, out, node->value, 0);
    for (uint32_t i = 0; i < node->case_count; i++) {
        const SwitchCase *item = &node->cases[i];
        text_format(out, " %" PRId64, item->low);
        if (item->high != item->low) text_format(out, "..%" PRId64, item->high);
        text_format(out, ":%" PRIu32, item->next);
    }
    text_format(out, " else:%" PRIu32, node->otherwise);
}

static void print_memory(const Program *program, Text *out, const Node *node, const char *word) {
    text_append(out, word);
    if (node->kind == NODE_ASSIGN) {
        print_type(out, node->type);
        text_append(out, " ");
    } else {
        text_format(out, "%" PRIu64 " ", node->size);
    }
    print_expr(program, out, node->target, 0);
    if (node->kind == NODE_ZERO) return;
    text_append(out, node->kind == NODE_COPY ? " <- *" : " <- ");
    print_expr(program, out, node->value, 0);
}

static void print_action(const Program *program, Text *out, const Node *node) {
    switch (node->kind) {
    case NODE_NOP: text_append(out, "nop"); return;
    case NODE_ASSIGN: print_memory(program, out, node, "set "); return;
    case NODE_COPY: print_memory(program, out, node, "copy "); return;
    case NODE_ZERO: print_memory(program, out, node, "zero "); return;
    case NODE_CALL:
    case NODE_EVENT: print_call(program, out, node); return;
    case NODE_BRANCH:
        text_append(out, "if ");
        print_expr(program, out, node->value, 0);
        text_format(out, " else:%" PRIu32, node->otherwise);
        return;
    case NODE_SWITCH: print_switch(program, out, node); return;
    case NODE_RETURN:
        text_append(out, "return");
        if (node->value) {
            text_append(out, " ");
            print_expr(program, out, node->value, 0);
        }
        return;
    case NODE_SKIPPED: text_format(out, "skipped %s", node->text ? node->text : ""); return;
    }
}

static void print_node(const Program *program, Text *out, const Function *function, NodeId id) {
    const Node *node = &function->nodes[id];
    text_format(out, "  %" PRIu32 "%s%s ", id, id == function->entry ? ">" : "", node->is_loop_head ? "*" : "");
    print_action(program, out, node);
    if (node->kind != NODE_RETURN && node->kind != NODE_SWITCH) text_format(out, " ->%" PRIu32, node->next);
    text_format(out, "  @%" PRIu32 ":%" PRIu32, node->place.line, node->place.column);
    if (node->macro_place.file)
        text_format(out, " macro %" PRIu32 ":%" PRIu32, node->macro_place.line, node->macro_place.column);
    text_append(out, "\n");
}

static void print_function(const Program *program, Text *out, const Function *function) {
    text_format(out, "function %s(", function->name);
    for (uint32_t i = 0; i < function->parameter_count; i++) {
        if (i) text_append(out, ", ");
        print_variable(program, out, function->parameters[i]);
    }
    text_format(out, ") %s:%" PRIu32 "%s%s%s%s%s%s\n", program_path(program, function->place), function->place.line,
                function->is_exported ? " exported" : "", function->is_entry ? " entry" : "",
                function->is_initialiser ? " initialiser" : "", function->is_noreturn ? " noreturn" : "",
                function->is_variadic ? " variadic" : "", function->is_address_taken ? " address-taken" : "");
    for (NodeId id = 1; id < function->node_count; id++) print_node(program, out, function, id);
}

static const char *variable_word(VariableKind kind) {
    static const char *const words[] = {
        [VARIABLE_LOCAL] = "local",   [VARIABLE_PARAMETER] = "parameter", [VARIABLE_TEMPORARY] = "temporary",
        [VARIABLE_GLOBAL] = "global", [VARIABLE_STATIC] = "static",       [VARIABLE_THREAD] = "thread",
    };
    return words[kind];
}

static void print_variable_line(const Program *program, Text *out, const Variable *variable) {
    text_format(out, "%s %s: %s, %" PRIu64 " bytes%s%s%s", variable_word(variable->kind), variable->name,
                variable->type_name ? variable->type_name : "", variable->size,
                variable->is_address_taken ? ", address taken" : "", variable->is_external ? ", external" : "",
                variable->is_exported ? ", exported" : "");
    if (variable->function) text_format(out, ", in %s", program_function(program, variable->function)->name);
    text_append(out, "\n");
}

void program_print(const Program *program, Text *out) {
    for (VariableId id = 1; id < program->variables.count; id++)
        if (program->variables.items[id].kind != VARIABLE_TEMPORARY)
            print_variable_line(program, out, &program->variables.items[id]);
    for (FunctionId id = 1; id < program->functions.count; id++)
        if (program->functions.items[id].is_defined) print_function(program, out, &program->functions.items[id]);
}
