// SPDX-License-Identifier: MIT
// Expressions in C's words. An address is shown as the place it names, so "&x" only where the
// address itself is the value.
#include "base/text.h"
#include "program/program.h"

#include <inttypes.h>

enum { DEEPEST = 40 };

static void write_value(const Program *program, Text *out, ExprId id, int depth);

static const char *operator_text(Operator operator_) {
    static const char *const texts[] = {
        [OPERATOR_NONE] = "?",
        [OPERATOR_ADD] = "+",
        [OPERATOR_SUBTRACT] = "-",
        [OPERATOR_MULTIPLY] = "*",
        [OPERATOR_DIVIDE] = "/",
        [OPERATOR_REMAINDER] = "%",
        [OPERATOR_SHIFT_LEFT] = "<<",
        [OPERATOR_SHIFT_RIGHT] = ">>",
        [OPERATOR_AND] = "&",
        [OPERATOR_OR] = "|",
        [OPERATOR_XOR] = "^",
        [OPERATOR_EQUAL] = "==",
        [OPERATOR_NOT_EQUAL] = "!=",
        [OPERATOR_LESS] = "<",
        [OPERATOR_LESS_EQUAL] = "<=",
        [OPERATOR_GREATER] = ">",
        [OPERATOR_GREATER_EQUAL] = ">=",
        [OPERATOR_NEGATE] = "-",
        [OPERATOR_COMPLEMENT] = "~",
        [OPERATOR_NOT] = "!",
    };
    return texts[operator_];
}

// The call whose result the temporary takes, as it is written; NULL for other temporaries.
static const char *call_text(const Program *program, VariableId temporary) {
    const Function *function = program_function(program, program_variable(program, temporary)->function);
    for (NodeId id = 1; id < function->node_count; id++)
        if (function->nodes[id].result == temporary) return function->nodes[id].text;
    return NULL;
}

static void write_variable(const Program *program, Text *out, VariableId id) {
    const Variable *variable = program_variable(program, id);
    const char *call = variable->name[0] ? variable->name : call_text(program, id);
    text_append(out, call ? call : "…");
}

// The place that an address names: "x" for &x, "*p" for the value of p.
static void write_place(const Program *program, Text *out, ExprId id, int depth) {
    const Expr *expr = program_expr(program, id);
    if (depth > DEEPEST || id == 0) {
        text_append(out, "…");
        return;
    }
    switch (expr->kind) {
    case EXPR_VARIABLE_ADDRESS: write_variable(program, out, expr->reference); return;
    case EXPR_FIELD: {
        const Expr *base = program_expr(program, expr->left);
        bool is_arrow = base->kind == EXPR_LOAD;
        if (is_arrow)
            write_value(program, out, expr->left, depth + 1);
        else
            write_place(program, out, expr->left, depth + 1);
        if (expr->name && expr->name[0]) text_format(out, "%s%s", is_arrow ? "->" : ".", expr->name);
        return;
    }
    case EXPR_ELEMENT: {
        const Expr *base = program_expr(program, expr->left);
        if (base->kind == EXPR_LOAD)
            write_value(program, out, expr->left, depth + 1);
        else
            write_place(program, out, expr->left, depth + 1);
        text_append(out, "[");
        write_value(program, out, expr->right, depth + 1);
        text_append(out, "]");
        return;
    }
    case EXPR_STRING: text_append(out, expr->name ? expr->name : "\"\""); return;
    default: text_append(out, "*"); write_value(program, out, id, depth + 1);
    }
}

static void write_binary(const Program *program, Text *out, const Expr *expr, int depth) {
    if (depth) text_append(out, "(");
    write_value(program, out, expr->left, depth + 1);
    text_format(out, " %s ", operator_text(expr->operator_));
    write_value(program, out, expr->right, depth + 1);
    if (depth) text_append(out, ")");
}

static void write_value(const Program *program, Text *out, ExprId id, int depth) {
    const Expr *expr = program_expr(program, id);
    if (depth > DEEPEST || id == 0) {
        text_append(out, "…");
        return;
    }
    switch (expr->kind) {
    case EXPR_CONSTANT: text_format(out, "%" PRId64, expr->constant); return;
    case EXPR_STRING: text_append(out, expr->name ? expr->name : "\"\""); return;
    case EXPR_FUNCTION_ADDRESS: text_append(out, program_function(program, expr->reference)->name); return;
    case EXPR_VARIABLE_ADDRESS:
    case EXPR_FIELD:
    case EXPR_ELEMENT:
        text_append(out, "&");
        write_place(program, out, id, depth + 1);
        return;
    case EXPR_LOAD: write_place(program, out, expr->left, depth + 1); return;
    case EXPR_UNARY:
        text_append(out, operator_text(expr->operator_));
        write_value(program, out, expr->left, depth + 1);
        return;
    case EXPR_BINARY: write_binary(program, out, expr, depth); return;
    case EXPR_CONVERT: write_value(program, out, expr->left, depth); return;
    case EXPR_OPAQUE: text_append(out, "…"); return;
    }
}

const char *expr_text(const Program *program, Arena *arena, ExprId id) {
    Text text = {0};
    write_value(program, &text, id, 0);
    const char *copy = arena_copy_bytes(arena, text_value(&text), text.length);
    text_free(&text);
    return copy;
}
