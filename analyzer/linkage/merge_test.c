// SPDX-License-Identifier: MIT
// Small units merged by hand-written rules: what becomes one, what stays apart, and that every reference still holds.
#include "linkage/merge.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

static int failures;

static void expect(bool condition, const char *what) {
    if (condition) return;
    fprintf(stderr, "merge_test: failed: %s\n", what);
    failures++;
}

typedef struct Unit {
    Arena *arena;
    Program *program;
    FileId main_file, header;
} Unit;

static const ValueType INTEGER = {TYPE_SIGNED, false, false, 4};

static Unit unit_start(Arena *arena, const char *path) {
    Unit unit = {arena, program_create(arena), 0, 0};
    unit.main_file = program_add_file(unit.program, (SourceFile){.path = path});
    unit.header = program_add_file(unit.program, (SourceFile){.path = "shared.h"});
    return unit;
}

static VariableId global(Unit *unit, const char *name, bool is_static, bool is_external, uint32_t line) {
    Variable variable = {.name = name, .kind = VARIABLE_GLOBAL, .type = INTEGER, .type_name = "int", .size = 4};
    variable.symbol = is_static ? arena_format(unit->arena, "%s:%s", unit->program->files.items[1].path, name) : name;
    variable.is_exported = !is_static;
    variable.is_external = is_external;
    variable.place = (Place){unit->main_file, line, 1};
    if (is_external) variable.size = 0;
    return program_add_variable(unit->program, variable);
}

static FunctionId declare(Unit *unit, const char *name) {
    Function function = {.name = name, .symbol = name, .is_exported = true, .place = {unit->main_file, 1, 1}};
    return program_add_function(unit->program, function);
}

static ExprId address(Unit *unit, ExprKind kind, uint32_t reference) {
    return program_add_expr(
        unit->program,
        (Expr){.kind = kind, .reference = reference, .type = {TYPE_POINTER, 0, 0, 8}, .place = {unit->header, 7, 1}});
}

// A function `int name(int x) { local = *variable; callee(local); return local; }`; `line` in the header for a static
// one.
static FunctionId define(Unit *unit, const char *name, bool is_static, uint32_t line, VariableId variable,
                         FunctionId callee) {
    Program *program = unit->program;
    FileId file = is_static ? unit->header : unit->main_file;
    Function function = {.name = name, .is_defined = true, .is_exported = !is_static, .entry = 1, .node_count = 4};
    function.symbol = is_static ? arena_format(unit->arena, "shared.h:%s", name) : name;
    function.is_entry = !strcmp(name, "main");
    function.place = function.end = (Place){file, line, 1};
    FunctionId id = program_add_function(program, function);
    Variable own = {.name = "x", .kind = VARIABLE_PARAMETER, .function = id, .type = INTEGER, .size = 4};
    own.place = (Place){file, line, 9};
    VariableId parameter = program_add_variable(program, own);
    own.name = "local";
    own.kind = VARIABLE_LOCAL;
    VariableId local = program_add_variable(program, own);
    Node *nodes = arena_new_array(unit->arena, Node, 4);
    ExprId read =
        variable ? address(unit, EXPR_VARIABLE_ADDRESS, variable) : address(unit, EXPR_VARIABLE_ADDRESS, parameter);
    ExprId value = program_add_expr(program, (Expr){.kind = EXPR_LOAD, .left = read, .type = INTEGER});
    nodes[1] =
        (Node){.kind = NODE_ASSIGN, .next = 2, .target = address(unit, EXPR_VARIABLE_ADDRESS, local), .value = value};
    nodes[2] = (Node){.kind = callee ? NODE_CALL : NODE_NOP, .next = 3};
    if (callee) {
        nodes[2].callee = address(unit, EXPR_FUNCTION_ADDRESS, callee);
        nodes[2].arguments = arena_new_array(unit->arena, ExprId, 1);
        nodes[2].arguments[0] = value;
        nodes[2].argument_count = 1;
    }
    nodes[3] = (Node){.kind = NODE_RETURN, .value = value};
    for (int i = 1; i < 4; i++) nodes[i].place = (Place){file, line + (uint32_t)i, 5};
    program->functions.items[id].nodes = nodes;
    program->functions.items[id].parameters = arena_new_array(unit->arena, VariableId, 1);
    program->functions.items[id].parameters[0] = parameter;
    program->functions.items[id].parameter_count = 1;
    return id;
}

static void add_initialiser(Unit *unit, VariableId variable, int64_t value) {
    Node *nodes = arena_new_array(unit->arena, Node, 3);
    ExprId number = program_add_expr(unit->program, (Expr){.kind = EXPR_CONSTANT, .constant = value, .type = INTEGER});
    nodes[1] = (Node){
        .kind = NODE_ASSIGN, .next = 2, .target = address(unit, EXPR_VARIABLE_ADDRESS, variable), .value = number};
    nodes[2] = (Node){.kind = NODE_RETURN};
    Function function = {
        .name = "(initialisers)", .is_defined = true, .is_initialiser = true, .entry = 1, .node_count = 3};
    function.nodes = nodes;
    program_add_function(unit->program, function);
}

static uint32_t count_functions(const Program *program, const char *name, FunctionId *last) {
    uint32_t count = 0;
    for (FunctionId id = 1; id < program->functions.count; id++)
        if (!strcmp(program_function(program, id)->name, name)) {
            count++;
            *last = id;
        }
    return count;
}

static uint32_t count_variables(const Program *program, const char *name, VariableId *last) {
    uint32_t count = 0;
    for (VariableId id = 1; id < program->variables.count; id++)
        if (!strcmp(program_variable(program, id)->name, name)) {
            count++;
            *last = id;
        }
    return count;
}

static const char *callee_name(const Program *program, FunctionId function) {
    const Expr *callee = program_expr(program, program_function(program, function)->nodes[2].callee);
    return program_function(program, callee->reference)->name;
}

static MergeResult merge(Arena *arena, Unit *units, uint32_t count, Messages *messages) {
    Program **parts = arena_new_array(arena, Program *, count);
    for (uint32_t i = 0; i < count; i++) parts[i] = units[i].program;
    return programs_merge(parts, count, count, arena, messages);
}

// A library brings what it needs of a program's units: of these, what it does not reach is gone, and nobody else calls
// the rest.
static void test_closed(void) {
    Arena *arena = arena_create();
    Messages messages = {.arena = arena};
    Unit units[2] = {unit_start(arena, "library.c"), unit_start(arena, "shared.c")};
    define(&units[0], "serve", false, 10, 0, declare(&units[0], "work"));
    define(&units[1], "work", false, 30, 0, define(&units[1], "step", true, 20, 0, 0));
    VariableId state = global(&units[1], "state", false, false, 1);
    define(&units[1], "configure", false, 40, state, 0);
    Program *parts[2] = {units[0].program, units[1].program};
    Program *program = programs_merge(parts, 2, 1, arena, &messages).program;
    FunctionId serve, work, step, configure;
    expect(count_functions(program, "serve", &serve) && count_functions(program, "work", &work), "both are there");
    expect(count_functions(program, "step", &step) && count_functions(program, "configure", &configure), "all are");
    expect(program_function(program, serve)->is_exported, "other code calls the library");
    expect(program_function(program, work)->is_defined && !program_function(program, work)->is_exported,
           "but not what the library needs");
    expect(program_function(program, step)->is_defined, "which needs more");
    expect(!program_function(program, configure)->is_defined, "what nobody reaches is left out");
    arena_destroy(arena);
}

// Locals must belong to the function whose nodes use them.
static void expect_own_locals(const Program *program) {
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        if (!function->is_defined || function->is_initialiser) continue;
        const Expr *target = program_expr(program, function->nodes[1].target);
        expect(program_variable(program, target->reference)->function == id, "a function's locals are its own");
        expect(program_variable(program, function->parameters[0])->function == id, "and its parameters");
    }
}

static void test_symbols(void) {
    Arena *arena = arena_create();
    Messages messages = {.arena = arena};
    Unit units[2] = {unit_start(arena, "a.c"), unit_start(arena, "b.c")};
    VariableId seen = global(&units[0], "shared", false, true, 1), own = global(&units[0], "count", true, false, 2);
    FunctionId needed = declare(&units[0], "work");
    define(&units[0], "main", false, 10, seen, needed);
    define(&units[0], "idle", false, 20, own, 0);
    VariableId made = global(&units[1], "shared", false, false, 3), other = global(&units[1], "count", true, false, 4);
    define(&units[1], "work", false, 30, made, 0);
    define(&units[1], "rest", false, 40, other, 0);
    add_initialiser(&units[0], own, 7);
    add_initialiser(&units[1], made, 8);
    Program *program = merge(arena, units, 2, &messages).program;
    uint32_t id, main_id, work;
    expect(count_variables(program, "shared", &id) == 1, "one external variable");
    expect(!program_variable(program, id)->is_external && program_variable(program, id)->size == 4, "its definition");
    expect(program_variable(program, id)->place.line == 3, "and the definition's place");
    expect(count_variables(program, "count", &id) == 2, "static variables stay apart");
    expect(count_functions(program, "work", &work) == 1 && program_function(program, work)->is_defined, "one function");
    expect(count_functions(program, "main", &main_id) == 1 && !strcmp(callee_name(program, main_id), "work"),
           "the call");
    expect(!strcmp(program_path(program, program_function(program, work)->place), "b.c"), "paths follow");
    expect(count_functions(program, "(initialisers)", &id) == 1, "one initialiser");
    const Function *initialiser = program_function(program, id);
    expect(initialiser->node_count == 5 && initialiser->nodes[2].kind == NODE_NOP && initialiser->nodes[2].next == 3,
           "which goes from one unit to the next");
    expect(program_expr(program, initialiser->nodes[3].value)->constant == 8, "with the second unit's values");
    expect(program->files.count == 4, "files are there once");
    expect(messages.list.count == 0, "nothing to say");
    expect_own_locals(program);
    arena_destroy(arena);
}

// `static inline` copies: get (plain), use (calls get), odd (reads a static variable).
static void add_header(Unit *unit, uint32_t changed_line) {
    VariableId own = global(unit, "count", true, false, 2);
    FunctionId get = define(unit, "get", true, 100, 0, 0);
    define(unit, "use", true, 110, 0, get);
    define(unit, "odd", true, 120, own, 0);
    FunctionId differs = define(unit, "differs", true, 130, 0, 0);
    unit->program->functions.items[differs].nodes[3].place.line = changed_line;
    define(unit, "caller", true, 140, 0, differs);
}

static void test_copies(void) {
    Arena *arena = arena_create();
    Messages messages = {.arena = arena};
    Unit units[3] = {unit_start(arena, "a.c"), unit_start(arena, "b.c"), unit_start(arena, "c.c")};
    for (uint32_t i = 0; i < 3; i++) {
        add_header(&units[i], 133 + i / 2);
        FunctionId use = 0;
        count_functions(units[i].program, "use", &use);
        define(&units[i], i ? i == 1 ? "second" : "third" : "first", false, 10, 0, use);
    }
    Program *program = merge(arena, units, 3, &messages).program;
    uint32_t id;
    expect(count_functions(program, "get", &id) == 1, "equal copies are one");
    expect(count_functions(program, "use", &id) == 1 && !strcmp(callee_name(program, id), "get"),
           "so are their callers");
    expect(count_functions(program, "odd", &id) == 3, "not when they use a static variable of the unit");
    expect(count_functions(program, "differs", &id) == 2, "not when they differ");
    expect(count_functions(program, "caller", &id) == 2, "not when what they call differs");
    expect_own_locals(program);
    arena_destroy(arena);
}

static void test_duplicates(void) {
    Arena *arena = arena_create();
    Messages messages = {.arena = arena};
    Unit units[2] = {unit_start(arena, "a.c"), unit_start(arena, "b.c")};
    define(&units[0], "twice", false, 10, 0, 0);
    define(&units[1], "twice", false, 20, 0, 0);
    MergeResult result = merge(arena, units, 2, &messages);
    uint32_t id;
    expect(result.duplicates == 1 && messages.list.count == 1, "a second definition is told");
    expect(strstr(messages.list.items[0].text, "a.c:10") && messages.list.items[0].line == 20, "with both places");
    expect(count_functions(result.program, "twice", &id) == 1, "the first one is taken");
    expect(program_function(result.program, id)->place.line == 10, "with its place");
    expect_own_locals(result.program);
    arena_destroy(arena);
}

static void test_one_and_equal(void) {
    Arena *arena = arena_create();
    Messages messages = {.arena = arena};
    Unit alone = unit_start(arena, "a.c");
    expect(merge(arena, &alone, 1, &messages).program == alone.program, "one unit stays what it is");
    Text texts[2] = {{0}, {0}};
    for (int round = 0; round < 2; round++) {
        Unit units[2] = {unit_start(arena, "a.c"), unit_start(arena, "b.c")};
        for (int i = 0; i < 2; i++) add_header(&units[i], 133);
        program_print(merge(arena, units, 2, &messages).program, &texts[round]);
    }
    expect(!strcmp(text_value(&texts[0]), text_value(&texts[1])), "equal parts give equal programs");
    text_free(&texts[0]);
    text_free(&texts[1]);
    arena_destroy(arena);
}

int main(void) {
    test_symbols();
    test_copies();
    test_duplicates();
    test_one_and_equal();
    test_closed();
    return failures != 0;
}
