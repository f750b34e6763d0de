// SPDX-License-Identifier: MIT
// Functions and variables: which of the parts' are one, and whose definition the result has.
#include "linkage/merger.h"
#include "linkage/symbols.h"

#include <string.h>

enum { MOST_WARNINGS = 5 };

static void warn_duplicate(Merger *merger, const Function *kept, const Program *part, const Function *other) {
    const char *path = program_path(part, other->place), *first = program_path(merger->program, kept->place);
    bool is_same_place = other->place.line == kept->place.line && !strcmp(path, first); // an inline of a header
    if (is_same_place || merger->duplicates++ >= MOST_WARNINGS) return;
    message_add(merger->messages, SEVERITY_WARNING, path, other->place.line,
                "'%s' is also defined at %s:%u, in the same program; that definition is used", other->name, first,
                kept->place.line);
}

static Function moved_function(const Merger *merger, uint32_t part, const Function *function) {
    Function moved = *function;
    moved.place = merge_place(merger, part, function->place);
    moved.end = merge_place(merger, part, function->end);
    return moved;
}

static FunctionId add_function(Merger *merger, uint32_t part, FunctionId id) {
    const Function *function = program_function(merger->parts[part], id);
    merger->maps[part].is_kept[id] = function->is_defined;
    return program_add_function(merger->program, moved_function(merger, part, function));
}

// What any of the declarations says holds for the function; the definition's own place, names and body are taken.
static void join_function(Merger *merger, uint32_t part, FunctionId id, FunctionId into) {
    const Function *more = program_function(merger->parts[part], id);
    Function *known = &merger->program->functions.items[into], before = *known;
    if (known->is_defined && more->is_defined) warn_duplicate(merger, known, merger->parts[part], more);
    if (!known->is_defined && more->is_defined) {
        *known = moved_function(merger, part, more);
        merger->maps[part].is_kept[id] = true;
    } else if (!known->is_defined) {
        known->is_system |= more->is_system;
    }
    known->is_address_taken |= before.is_address_taken || more->is_address_taken;
    known->is_noreturn |= before.is_noreturn || more->is_noreturn;
}

static FunctionId merge_shared(Merger *merger, uint32_t part, FunctionId id) {
    uint32_t number = symbol_number(&merger->functions, program_function(merger->parts[part], id)->symbol);
    while (merger->function_ids.count <= number) array_push(&merger->function_ids, merger->arena, 0);
    uint32_t *known = &merger->function_ids.items[number];
    if (*known)
        join_function(merger, part, id, *known);
    else
        *known = add_function(merger, part, id);
    return *known;
}

static FunctionId merge_copy(Merger *merger, uint32_t part, FunctionId id, uint32_t class) {
    while (merger->copy_ids.count <= class) array_push(&merger->copy_ids, merger->arena, 0);
    uint32_t *known = &merger->copy_ids.items[class];
    if (!*known) return *known = add_function(merger, part, id);
    merger->program->functions.items[*known].is_address_taken |=
        program_function(merger->parts[part], id)->is_address_taken;
    return *known;
}

static FunctionId merge_initialiser(Merger *merger, uint32_t part, FunctionId id) {
    if (!merger->initialiser) {
        merger->initialiser = add_function(merger, part, id);
        merger->program->functions.items[merger->initialiser].skipped_count = 0;
    }
    merger->maps[part].is_kept[id] = true;
    return merger->initialiser;
}

void merge_functions(Merger *merger) {
    for (uint32_t part = 0; part < merger->count; part++)
        for (FunctionId id = 1; id < merger->parts[part]->functions.count; id++) {
            const Function *function = program_function(merger->parts[part], id);
            FunctionId *to = &merger->maps[part].functions[id];
            uint32_t class = merger->classes[part][id];
            if (function->is_initialiser)
                *to = merge_initialiser(merger, part, id);
            else if (function_is_shared(function))
                *to = merge_shared(merger, part, id);
            else
                *to = class ? merge_copy(merger, part, id, class) : add_function(merger, part, id);
        }
}

static Variable moved_variable(const Merger *merger, uint32_t part, const Variable *variable) {
    Variable moved = *variable;
    moved.place = merge_place(merger, part, variable->place);
    moved.function = merger->maps[part].functions[variable->function];
    return moved;
}

// `extern int a[];` says less than the definition; tentative definitions of several units are one object.
static void join_variable(Merger *merger, uint32_t part, const Variable *more, VariableId into) {
    Variable *known = &merger->program->variables.items[into], before = *known;
    if (known->is_external && !more->is_external) *known = moved_variable(merger, part, more);
    known->is_address_taken |= before.is_address_taken || more->is_address_taken;
    if (before.size > known->size) known->size = before.size;
    if (more->size > known->size) known->size = more->size;
}

VariableId merge_variable(Merger *merger, uint32_t part, VariableId id) {
    VariableId *to = &merger->maps[part].variables[id];
    if (*to) return *to;
    const Variable *variable = program_variable(merger->parts[part], id);
    if (!variable_is_shared(variable))
        return *to = program_add_variable(merger->program, moved_variable(merger, part, variable));
    uint32_t number = symbol_number(&merger->variables, variable->symbol);
    while (merger->variable_ids.count <= number) array_push(&merger->variable_ids, merger->arena, 0);
    uint32_t *known = &merger->variable_ids.items[number];
    if (*known)
        join_variable(merger, part, variable, *known);
    else
        *known = program_add_variable(merger->program, moved_variable(merger, part, variable));
    return *to = *known;
}

// All but those of definitions that the result does not have.
void merge_variables(Merger *merger) {
    for (uint32_t part = 0; part < merger->count; part++)
        for (VariableId id = 1; id < merger->parts[part]->variables.count; id++) {
            FunctionId owner = program_variable(merger->parts[part], id)->function;
            if (!owner || merger->maps[part].is_kept[owner]) merge_variable(merger, part, id);
        }
}
