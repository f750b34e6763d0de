// SPDX-License-Identifier: MIT
// Loops and switch.
#include "frontend/lower.h"

typedef struct ForParts {
    CXCursor start, condition, step, body; // null when absent
} ForParts;

static size_t skip_literal(const char *text, size_t length, size_t at) {
    char quote = text[at++];
    while (at < length && text[at] != quote) at += text[at] == '\\' ? 2 : 1;
    return at + 1;
}

static size_t skip_comment(const char *text, size_t length, size_t at) {
    if (text[at + 1] == '/') {
        while (at < length && text[at] != '\n') at++;
        return at;
    }
    at += 2;
    while (at + 1 < length && !(text[at] == '*' && text[at + 1] == '/')) at++;
    return at + 2;
}

static bool is_blank(const char *text, size_t length, size_t at) {
    char byte = text[at];
    bool is_continuation = byte == '\\' && at + 1 < length && (text[at + 1] == '\n' || text[at + 1] == '\r');
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\v' || byte == '\f' ||
           is_continuation;
}

// libclang leaves absent parts of a for out, so that for(;c();) and for(;;c()) look alike. Which parts
// are written is seen from the semicolons between the brackets.
static bool written_parts(const char *text, size_t length, bool is_written[3]) {
    size_t at = 0;
    int depth = 1, part = 0;
    while (at < length && text[at] != '(') at++;
    for (at++; at < length;) {
        char byte = text[at];
        if (byte == '/' && at + 1 < length && (text[at + 1] == '/' || text[at + 1] == '*')) {
            at = skip_comment(text, length, at);
            continue;
        }
        if (byte == '(' || byte == '[' || byte == '{') depth++;
        if (byte == ')' || byte == ']' || byte == '}') depth--;
        if (depth == 0) return part == 2;
        if (depth == 1 && byte == ';' && ++part > 2) return false;
        if (!(depth == 1 && byte == ';') && !is_blank(text, length, at)) is_written[part] = true;
        at = byte == '"' || byte == '\'' ? skip_literal(text, length, at) : at + 1;
    }
    return false;
}

// Whether an expression asks something rather than does something.
static bool is_question(Lowering *lowering, CXCursor cursor) {
    cursor = cursor_strip(lowering, cursor);
    if (cursor.kind == CXCursor_DeclStmt || cursor.kind == CXCursor_CompoundAssignOperator ||
        cursor.kind == CXCursor_CallExpr)
        return false;
    if (cursor.kind == CXCursor_UnaryOperator)
        return clang_getCursorUnaryOperatorKind(cursor) >= CXUnaryOperator_AddrOf;
    if (cursor.kind != CXCursor_BinaryOperator) return true;
    enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(cursor);
    return kind != CXBinaryOperator_Assign && kind != CXBinaryOperator_Comma;
}

// A part that is written in a macro's body but came out empty: the only question must be the condition.
static bool guess_parts(Lowering *lowering, Cursors children, bool is_written[3]) {
    uint32_t questions = 0, at = 0, count = children.count - 1;
    for (uint32_t i = 0; i < count; i++) {
        if (!is_question(lowering, children.items[i])) continue;
        questions++;
        at = i;
    }
    if (questions != 1 || at > 1) return false;
    is_written[0] = at == 1;
    is_written[1] = true;
    is_written[2] = at + 1 < count;
    return true;
}

static bool find_for_parts(Lowering *lowering, CXCursor cursor, ForParts *parts) {
    Cursors children = cursor_children(lowering, cursor);
    CXCursor null = clang_getNullCursor();
    *parts = (ForParts){null, null, null, null};
    if (!children.count) return false;
    uint32_t count = children.count - 1, next = 0;
    parts->body = children.items[count];
    bool is_written[3] = {false, false, false};
    if (count == 3) {
        is_written[0] = is_written[1] = is_written[2] = true;
    } else if (count) {
        size_t length = 0;
        const char *text = source_spelled(lowering, clang_getCursorLocation(cursor), &length);
        if (!text || !written_parts(text, length, is_written)) return false;
        if ((uint32_t)is_written[0] + is_written[1] + is_written[2] != count &&
            !guess_parts(lowering, children, is_written))
            return false;
    }
    if (is_written[0]) parts->start = children.items[next++];
    if (is_written[1]) parts->condition = children.items[next++];
    if (is_written[2]) parts->step = children.items[next++];
    return true;
}

static void lower_body(Lowering *lowering, CXCursor body, NodeId break_target, NodeId continue_target) {
    FunctionBuilder *function = lowering->function;
    JumpScope scope = {.outer = function->jumps,
                       .break_target = break_target,
                       .continue_target = continue_target,
                       .cleanup_depth = function->cleanups.count};
    function->jumps = &scope;
    lower_statement(lowering, body);
    function->jumps = scope.outer;
}

static void lower_for(Lowering *lowering, CXCursor cursor) {
    ForParts parts;
    if (!find_for_parts(lowering, cursor, &parts)) node_skipped(lowering, cursor, "parts of a for loop");
    if (!clang_Cursor_isNull(parts.start)) lower_statement(lowering, parts.start);
    NodeId head = node_label(lowering), body = node_label(lowering), step = node_label(lowering),
           end = node_label(lowering);
    node_place_label(lowering, head);
    if (clang_Cursor_isNull(parts.condition))
        node_jump(lowering, body);
    else
        lower_condition(lowering, parts.condition, body, end);
    lowering->function->current = body;
    if (!clang_Cursor_isNull(parts.body)) lower_body(lowering, parts.body, end, step);
    node_place_label(lowering, step);
    if (!clang_Cursor_isNull(parts.step)) lower_effect(lowering, parts.step);
    node_jump(lowering, head);
    lowering->function->current = end;
}

static void lower_while(Lowering *lowering, CXCursor cursor) {
    Cursors children = cursor_children(lowering, cursor);
    if (children.count < 2) return;
    NodeId head = node_label(lowering), body = node_label(lowering), end = node_label(lowering);
    node_place_label(lowering, head);
    lower_condition(lowering, children.items[0], body, end);
    lowering->function->current = body;
    lower_body(lowering, children.items[1], end, head);
    node_jump(lowering, head);
    lowering->function->current = end;
}

static void lower_do(Lowering *lowering, CXCursor cursor) {
    Cursors children = cursor_children(lowering, cursor);
    ExprId handle;
    if (children.count < 2 || lower_spawn_region(lowering, children.items[0], false, &handle)) return;
    NodeId body = node_label(lowering), test = node_label(lowering), end = node_label(lowering);
    node_place_label(lowering, body);
    lower_body(lowering, children.items[0], end, test);
    node_place_label(lowering, test);
    lower_condition(lowering, children.items[1], body, end);
    lowering->function->current = end;
}

void lower_loop(Lowering *lowering, CXCursor cursor) {
    if (cursor.kind == CXCursor_ForStmt)
        lower_for(lowering, cursor);
    else if (cursor.kind == CXCursor_WhileStmt)
        lower_while(lowering, cursor);
    else
        lower_do(lowering, cursor);
}

// `case -1:` of an unsigned value.
static int64_t as_type(Lowering *lowering, int64_t value, ValueType type) {
    return program_expr(lowering->program, expr_constant(lowering, value, type))->constant;
}

void lower_case(Lowering *lowering, Cursors children) {
    SwitchScope *scope = lowering->function->switches;
    if (!scope || !children.count) return;
    NodeId label = node_label(lowering);
    node_place_label(lowering, label);
    SwitchCase item = {.next = label};
    if (children.count == 1) {
        scope->default_target = label;
        return;
    }
    if (!cursor_evaluate(children.items[0], &item.low)) {
        node_skipped(lowering, children.items[0], "case label");
        return;
    }
    item.high = item.low;
    if (children.count == 3) cursor_evaluate(children.items[1], &item.high);
    item.low = as_type(lowering, item.low, scope->type);
    item.high = as_type(lowering, item.high, scope->type);
    array_push(&scope->cases, lowering->scratch, item);
}

void lower_switch(Lowering *lowering, CXCursor cursor) {
    FunctionBuilder *function = lowering->function;
    Cursors children = cursor_children(lowering, cursor);
    if (children.count < 2) return;
    ExprId value = lower_value(lowering, children.items[0]);
    lowering->place = place_of(lowering, cursor);
    NodeId head = node_add(lowering, (Node){.kind = NODE_SWITCH, .value = value, .place = lowering->place});
    NodeId end = node_label(lowering);
    function->current = 0;
    SwitchScope scope = {.outer = function->switches, .type = program_expr(lowering->program, value)->type};
    JumpScope jumps = {.outer = function->jumps, .break_target = end, .cleanup_depth = function->cleanups.count};
    function->switches = &scope;
    function->jumps = &jumps;
    lower_statement(lowering, children.items[1]);
    function->switches = scope.outer;
    function->jumps = jumps.outer;
    node_place_label(lowering, end);
    Node *node = &function->nodes.items[head];
    node->cases = scope.cases.items;
    node->case_count = scope.cases.count;
    node->otherwise = scope.default_target ? scope.default_target : end;
}
