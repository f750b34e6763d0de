// SPDX-License-Identifier: MIT
#include "linkage/symbols.h"

bool function_is_shared(const Function *function) {
    return function->is_exported && function->symbol && !function->is_initialiser;
}

bool variable_is_shared(const Variable *variable) {
    return variable->is_exported && variable->symbol;
}

static bool is_system_variable(const Program *program, const Variable *variable) {
    return program->files.items[variable->place.file].is_system;
}

static void add_defined(UnitSymbols *symbols, const Program *program, Arena *arena) {
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        if (!function->is_defined || !function_is_shared(function)) continue;
        symbols->has_entry |= function->is_entry;
        array_push(&symbols->defined, arena, arena_copy_text(arena, function->symbol));
    }
    for (VariableId id = 1; id < program->variables.count; id++) {
        const Variable *variable = program_variable(program, id);
        if (!variable->is_external && variable_is_shared(variable))
            array_push(&symbols->defined, arena, arena_copy_text(arena, variable->symbol));
    }
}

static void add_needed(UnitSymbols *symbols, const Program *program, Arena *arena) {
    Arena *scratch = arena_create();
    bool *functions = arena_new_array(scratch, bool, program->functions.count);
    bool *variables = arena_new_array(scratch, bool, program->variables.count);
    for (ExprId id = 1; id < program->exprs.count; id++) {
        const Expr *expr = program_expr(program, id);
        if (expr->kind == EXPR_FUNCTION_ADDRESS) functions[expr->reference] = true;
        if (expr->kind == EXPR_VARIABLE_ADDRESS) variables[expr->reference] = true;
    }
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        if (functions[id] && !function->is_defined && function_is_shared(function))
            array_push(&symbols->needed, arena,
                       (NeededSymbol){arena_copy_text(arena, function->symbol), function->is_system});
    }
    for (VariableId id = 1; id < program->variables.count; id++) {
        const Variable *variable = program_variable(program, id);
        if (variables[id] && variable->is_external && variable_is_shared(variable))
            array_push(&symbols->needed, arena,
                       (NeededSymbol){arena_copy_text(arena, variable->symbol), is_system_variable(program, variable)});
    }
    arena_destroy(scratch);
}

UnitSymbols unit_symbols(const char *path, const Program *program, Arena *arena) {
    UnitSymbols symbols = {.path = arena_copy_text(arena, path)};
    add_defined(&symbols, program, arena);
    add_needed(&symbols, program, arena);
    return symbols;
}
