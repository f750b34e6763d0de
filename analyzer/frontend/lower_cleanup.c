// SPDX-License-Identifier: MIT
// __attribute__((cleanup(f))): f(&variable) runs wherever the variable's scope is left, by falling out of
// it, break, continue, return or goto. What unlocks a mutex or drops a reference is often hidden there.
// Likewise handlers between pthread_cleanup_push and its pop, where the block itself ends the task; that a callee
// ends it, or another task cancels it, is not seen here.
#include "frontend/lower.h"

#include <string.h>

// libclang shows the attribute without its argument; the printed declaration has it.
static const char *cleanup_name(Lowering *lowering, CXCursor declaration) {
    CXPrintingPolicy policy = clang_getCursorPrintingPolicy(declaration);
    clang_PrintingPolicy_setProperty(policy, CXPrintingPolicy_TerseOutput, 1);
    CXString printed = clang_getCursorPrettyPrinted(declaration, policy);
    const char *text = clang_getCString(printed), *name = NULL;
    const char *at = text ? strstr(text, "(cleanup(") : NULL;
    if (at) at = strchr(at + 1, '(') + 1;
    if (at) name = arena_copy_bytes(lowering->arena, at, strcspn(at, ") "));
    clang_disposeString(printed);
    clang_PrintingPolicy_dispose(policy);
    return name;
}

static bool has_attribute(Lowering *lowering, CXCursor declaration) {
    Cursors children = cursor_children(lowering, declaration);
    for (uint32_t i = 0; i < children.count; i++)
        if (children.items[i].kind == CXCursor_UnexposedAttr) return true;
    return false;
}

static CXCursor function_named(Lowering *lowering, const char *name) {
    for (uint32_t i = lowering->declarations.count; i > 0; i--) {
        CXCursor candidate = lowering->declarations.items[i - 1];
        if (candidate.kind != CXCursor_FunctionDecl) continue;
        CXString spelling = clang_getCursorSpelling(candidate);
        bool is_same = strcmp(clang_getCString(spelling), name) == 0;
        clang_disposeString(spelling);
        if (is_same) return candidate;
    }
    return clang_getNullCursor();
}

void cleanup_declare(Lowering *lowering, CXCursor declaration, VariableId variable) {
    if (!has_attribute(lowering, declaration)) return;
    const char *name = cleanup_name(lowering, declaration);
    if (!name) return;
    CXCursor function = function_named(lowering, name);
    if (clang_Cursor_isNull(function)) {
        node_skipped(lowering, declaration, "cleanup attribute");
        return;
    }
    lowering->program->variables.items[variable].is_address_taken = true;
    Cleanup cleanup = {.variable = variable, .function = function, .place = place_of(lowering, declaration)};
    array_push(&lowering->function->cleanups, lowering->scratch, cleanup);
}

static void run(Lowering *lowering, const Cleanup *cleanup) {
    const Callee *callee = declared_callee(lowering, cleanup->function, cleanup->function);
    Node node = {.kind = callee->api ? NODE_EVENT : NODE_CALL, .argument_count = 1, .place = cleanup->place};
    node.arguments = arena_new_array(lowering->arena, ExprId, 1);
    node.arguments[0] = expr_variable(lowering, cleanup->variable);
    node.text = arena_format(lowering->arena, "%s(&%s)", callee->name,
                             program_variable(lowering->program, cleanup->variable)->name);
    if (callee->api)
        node.api = program_add_api(lowering->program, callee->api);
    else
        node.callee = expr_function(lowering, callee->function);
    node_add(lowering, node);
}

static void run_down_to(Lowering *lowering, const Cleanup *cleanups, uint32_t count, uint32_t depth) {
    for (uint32_t i = count; i > depth; i--) run(lowering, &cleanups[i - 1]);
}

void cleanup_run(Lowering *lowering, uint32_t depth) {
    FunctionBuilder *function = lowering->function;
    if (function->current) run_down_to(lowering, function->cleanups.items, function->cleanups.count, depth);
}

void cleanup_leave(Lowering *lowering, uint32_t depth) {
    cleanup_run(lowering, depth);
    lowering->function->cleanups.count = depth;
}

// Where the label stands may not be known yet, so the way to it is made when the function is complete.
void cleanup_goto(Lowering *lowering, uint32_t label) {
    FunctionBuilder *function = lowering->function;
    PendingGoto pending = {.from = node_mark(lowering).node, .label = label, .count = function->cleanups.count};
    pending.cleanups = arena_new_array(lowering->scratch, Cleanup, pending.count + 1);
    if (pending.count) memcpy(pending.cleanups, function->cleanups.items, sizeof *pending.cleanups * pending.count);
    array_push(&function->gotos, lowering->scratch, pending);
    function->current = 0;
}

void cleanup_finish_gotos(Lowering *lowering) {
    FunctionBuilder *function = lowering->function;
    NodeId end = function->current;
    for (uint32_t i = 0; i < function->gotos.count; i++) {
        PendingGoto pending = function->gotos.items[i];
        Label label = function->labels.items[pending.label];
        function->current = pending.from;
        run_down_to(lowering, pending.cleanups, pending.count, label.cleanup_depth);
        node_jump(lowering, label.node);
    }
    function->current = end;
}

static VariableId last_local(const Lowering *lowering, const char *name) {
    for (VariableId id = lowering->program->variables.count; id-- > 1;) {
        const Variable *variable = program_variable(lowering->program, id);
        if (variable->function == lowering->function->id && strcmp(variable->name, name) == 0) return id;
    }
    return 0;
}

// What glibc's macros call at the begin and the end of a block.
void cancel_block_note(Lowering *lowering, const char *called) {
    FunctionBuilder *function = lowering->function;
    if (strcmp(called, "__pthread_register_cancel") == 0) {
        CancelBlock block = {.routine = last_local(lowering, "__cancel_routine"),
                             .argument = last_local(lowering, "__cancel_arg")};
        array_push(&function->cancels, lowering->scratch, block);
    } else if (strcmp(called, "__pthread_unregister_cancel") == 0 && function->cancels.count) {
        function->cancels.count--;
    }
}

static void run_handler(Lowering *lowering, CancelBlock block, Place place) {
    ValueType pointer = type_pointer(lowering);
    Node node = {.kind = NODE_CALL, .argument_count = 1, .place = place, .text = "a handler of pthread_cleanup_push"};
    node.callee = expr_load(lowering, expr_variable(lowering, block.routine), pointer);
    node.arguments = arena_new_array(lowering->arena, ExprId, 1);
    node.arguments[0] = expr_load(lowering, expr_variable(lowering, block.argument), pointer);
    node_add(lowering, node);
}

void cancel_blocks_run(Lowering *lowering, Place place) {
    FunctionBuilder *function = lowering->function;
    for (uint32_t i = function->cancels.count; function->current && i-- > 0;) {
        CancelBlock block = function->cancels.items[i];
        if (block.routine && block.argument) run_handler(lowering, block, place);
    }
}
