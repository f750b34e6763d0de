// SPDX-License-Identifier: MIT
// Runs event graphs: every function `int test_…(void)` below testdata/frontend/execute is lowered, executed
// node by node on plain bytes, and must return what the comment on its line says a compiled program
// returns. What this small machine can run, the explorer can run.
#include "base/text.h"
#include "frontend/frontend.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MEMORY_SIZE = 1 << 20, MOST_STEPS = 200000, FUNCTION_BASE = 1 << 28, DEEPEST_CALL = 50 };

typedef struct Machine {
    const Program *program;
    Arena *arena;
    unsigned char memory[MEMORY_SIZE];
    uint64_t top;        // next free byte
    uint64_t *addresses; // by variable: of globals, or in the running frame
    uint64_t *strings;   // by expression: where the literal lies
    uint32_t steps, depth;
    const char *failure;
} Machine;

static int64_t fail(Machine *machine, const char *reason) {
    if (!machine->failure) machine->failure = reason;
    return 0;
}

static int64_t fit(int64_t value, ValueType type) {
    if (type.size == 0 || type.size >= 8) return value;
    uint64_t mask = (UINT64_C(1) << (type.size * 8)) - 1, bits = (uint64_t)value & mask;
    if (type.kind == TYPE_SIGNED && bits >> (type.size * 8 - 1)) bits |= ~mask;
    return (int64_t)bits;
}

static bool is_inside(const Machine *machine, uint64_t address, uint64_t size) {
    return address >= 16 && address + size <= machine->top;
}

static int64_t load(Machine *machine, uint64_t address, ValueType type) {
    uint64_t value = 0;
    if (type.size > 8 || !is_inside(machine, address, type.size)) return fail(machine, "load outside of memory");
    memcpy(&value, machine->memory + address, type.size);
    return fit((int64_t)value, type);
}

static void store(Machine *machine, uint64_t address, uint64_t size, int64_t value) {
    if (size > 8 || !is_inside(machine, address, size))
        fail(machine, "store outside of memory");
    else
        memcpy(machine->memory + address, &value, size);
}

static void copy(Machine *machine, uint64_t to, uint64_t from, uint64_t size) {
    if (!is_inside(machine, to, size) || !is_inside(machine, from, size))
        fail(machine, "copy outside of memory");
    else
        memmove(machine->memory + to, machine->memory + from, size);
}

static uint64_t reserve(Machine *machine, uint64_t size) {
    uint64_t address = (machine->top + 15) / 16 * 16;
    if (address + size + 16 > MEMORY_SIZE) {
        fail(machine, "out of memory");
        return 16;
    }
    machine->top = address + size;
    return address;
}

static uint64_t string_address(Machine *machine, ExprId id) {
    if (machine->strings[id]) return machine->strings[id];
    const char *text = program_expr(machine->program, id)->name;
    uint64_t address = reserve(machine, strlen(text) + 16), at = address;
    while (*text && *text != '"') text++;
    for (text++; *text && *text != '"';) {
        if (*text != '\\') {
            machine->memory[at++] = (unsigned char)*text++;
            continue;
        }
        text++;
        if (*text >= '0' && *text <= '7') {
            unsigned value = 0;
            for (int digits = 0; digits < 3 && *text >= '0' && *text <= '7'; digits++)
                value = value * 8 + (unsigned)(*text++ - '0');
            machine->memory[at++] = (unsigned char)value;
        } else {
            machine->memory[at++] = *text == 'n' ? '\n' : *text == 't' ? '\t' : (unsigned char)*text;
            text++;
        }
    }
    return machine->strings[id] = address;
}

static int64_t evaluate(Machine *machine, ExprId id);

static int64_t compare(const Expr *expr, int64_t left, int64_t right, bool is_signed) {
    bool is_less = is_signed ? left < right : (uint64_t)left < (uint64_t)right;
    switch (expr->operator_) {
    case OPERATOR_EQUAL: return left == right;
    case OPERATOR_NOT_EQUAL: return left != right;
    case OPERATOR_LESS: return is_less;
    case OPERATOR_LESS_EQUAL: return is_less || left == right;
    case OPERATOR_GREATER: return !is_less && left != right;
    default: return !is_less;
    }
}

static int64_t divide(Machine *machine, const Expr *expr, int64_t left, int64_t right, bool is_signed) {
    if (right == 0) return fail(machine, "division by zero");
    bool is_quotient = expr->operator_ == OPERATOR_DIVIDE;
    if (is_signed) return is_quotient ? left / right : left % right;
    return (int64_t)(is_quotient ? (uint64_t)left / (uint64_t)right : (uint64_t)left % (uint64_t)right);
}

static int64_t binary(Machine *machine, const Expr *expr) {
    int64_t left = evaluate(machine, expr->left), right = evaluate(machine, expr->right);
    ValueType operands = program_expr(machine->program, expr->left)->type;
    bool is_signed = operands.kind == TYPE_SIGNED;
    switch (expr->operator_) {
    case OPERATOR_ADD: return (int64_t)((uint64_t)left + (uint64_t)right);
    case OPERATOR_SUBTRACT: return (int64_t)((uint64_t)left - (uint64_t)right);
    case OPERATOR_MULTIPLY: return (int64_t)((uint64_t)left * (uint64_t)right);
    case OPERATOR_DIVIDE: return divide(machine, expr, left, right, expr->type.kind == TYPE_SIGNED);
    case OPERATOR_REMAINDER: return divide(machine, expr, left, right, expr->type.kind == TYPE_SIGNED);
    case OPERATOR_SHIFT_LEFT: return (int64_t)((uint64_t)left << (right & 63));
    case OPERATOR_SHIFT_RIGHT:
        return is_signed && left < 0 ? (int64_t)~(~(uint64_t)left >> (right & 63))
                                     : (int64_t)((uint64_t)left >> (right & 63));
    case OPERATOR_AND: return left & right;
    case OPERATOR_OR: return left | right;
    case OPERATOR_XOR: return left ^ right;
    default: return compare(expr, left, right, is_signed);
    }
}

static int64_t unary(Machine *machine, const Expr *expr) {
    int64_t value = evaluate(machine, expr->left);
    if (expr->operator_ == OPERATOR_NEGATE) return (int64_t)(0 - (uint64_t)value);
    return expr->operator_ == OPERATOR_COMPLEMENT ? ~value : value == 0;
}

static int64_t evaluate(Machine *machine, ExprId id) {
    const Expr *expr = program_expr(machine->program, id);
    if (machine->failure) return 0;
    switch (expr->kind) {
    case EXPR_CONSTANT: return expr->constant;
    case EXPR_STRING: return (int64_t)string_address(machine, id);
    case EXPR_VARIABLE_ADDRESS: return (int64_t)machine->addresses[expr->reference];
    case EXPR_FUNCTION_ADDRESS: return FUNCTION_BASE + expr->reference;
    case EXPR_FIELD: return evaluate(machine, expr->left) + expr->constant;
    case EXPR_ELEMENT: return evaluate(machine, expr->left) + evaluate(machine, expr->right) * expr->constant;
    case EXPR_LOAD: return load(machine, (uint64_t)evaluate(machine, expr->left), expr->type);
    case EXPR_UNARY: return fit(unary(machine, expr), expr->type);
    case EXPR_BINARY: return fit(binary(machine, expr), expr->type);
    case EXPR_CONVERT: return fit(evaluate(machine, expr->left), expr->type);
    case EXPR_OPAQUE: return fail(machine, expr->name);
    }
    return 0;
}

// What a call passes or returns: a number, or a struct at an address.
static int64_t evaluate_passed(Machine *machine, ExprId id) {
    const Expr *expr = program_expr(machine->program, id);
    return evaluate(machine, expr->type.kind == TYPE_AGGREGATE ? expr->left : id);
}

static void store_passed(Machine *machine, uint64_t address, ValueType type, int64_t value) {
    if (type.kind == TYPE_AGGREGATE)
        copy(machine, address, (uint64_t)value, type.size);
    else
        store(machine, address, type.size, value);
}

static int64_t call(Machine *machine, FunctionId id, const int64_t *arguments, uint32_t count);

static int64_t updated(char operation, int64_t old, int64_t delta) {
    switch (operation) {
    case '+': return old + delta;
    case '-': return old - delta;
    case '&': return old & delta;
    case '|': return old | delta;
    default: return old ^ delta;
    }
}

static int64_t compare_exchange(Machine *machine, const Node *node, uint64_t address, ValueType type) {
    uint64_t expected = (uint64_t)evaluate(machine, event_operand(machine->program, node, OPERAND_EXPECTED));
    int64_t old = load(machine, address, type);
    bool is_same = old == load(machine, expected, type);
    ExprId desired = event_operand(machine->program, node, OPERAND_DELTA);
    store(machine, is_same ? address : expected, type.size, is_same ? evaluate(machine, desired) : old);
    return is_same;
}

static int64_t event(Machine *machine, const Node *node) {
    const Api *api = program_api(machine->program, node->api);
    ExprId object = event_operand(machine->program, node, OPERAND_OBJECT),
           given = event_operand(machine->program, node, OPERAND_DELTA);
    ExprId size = event_operand(machine->program, node, OPERAND_SIZE);
    if (api->event == EVENT_ALLOCATE) return (int64_t)reserve(machine, (uint64_t)evaluate(machine, size));
    if (api->event == EVENT_FENCE) return 0;
    uint64_t address = (uint64_t)evaluate(machine, object);
    ValueType type = {.kind = TYPE_UNSIGNED, .size = size ? (uint64_t)evaluate(machine, size) : 4};
    int64_t old = load(machine, address, type), delta = given ? evaluate(machine, given) : 0;
    switch (api->event) {
    case EVENT_ATOMIC_LOAD: return old;
    case EVENT_ATOMIC_STORE:
    case EVENT_ATOMIC_EXCHANGE: store(machine, address, type.size, delta); return old;
    case EVENT_ATOMIC_UPDATE:
        store(machine, address, type.size, updated(api->operation, old, delta));
        return api->returns_new ? load(machine, address, type) : old;
    case EVENT_ATOMIC_COMPARE_EXCHANGE: return compare_exchange(machine, node, address, type);
    default: return fail(machine, api->function);
    }
}

static void run_call(Machine *machine, const Node *node) {
    int64_t result = 0;
    if (node->kind == NODE_EVENT) {
        result = event(machine, node);
    } else {
        int64_t *arguments = arena_new_array(machine->arena, int64_t, node->argument_count + 1);
        for (uint32_t i = 0; i < node->argument_count; i++) arguments[i] = evaluate_passed(machine, node->arguments[i]);
        int64_t callee = evaluate(machine, node->callee) - FUNCTION_BASE;
        bool is_function = callee > 0 && (uint64_t)callee < machine->program->functions.count;
        result = is_function ? call(machine, (FunctionId)callee, arguments, node->argument_count)
                             : fail(machine, "call of no function");
    }
    if (!node->result) return;
    const Variable *variable = program_variable(machine->program, node->result);
    store_passed(machine, machine->addresses[node->result], variable->type, result);
}

static NodeId run_switch(Machine *machine, const Node *node) {
    int64_t value = evaluate(machine, node->value);
    for (uint32_t i = 0; i < node->case_count; i++)
        if (value >= node->cases[i].low && value <= node->cases[i].high) return node->cases[i].next;
    return node->otherwise;
}

// The node after `node`; a return leaves its value in *result and gives 0.
static NodeId step(Machine *machine, const Node *node, int64_t *result) {
    uint64_t target = node->target ? (uint64_t)evaluate(machine, node->target) : 0;
    switch (node->kind) {
    case NODE_NOP: return node->next;
    case NODE_ASSIGN: store(machine, target, node->type.size, evaluate(machine, node->value)); return node->next;
    case NODE_COPY: copy(machine, target, (uint64_t)evaluate(machine, node->value), node->size); return node->next;
    case NODE_ZERO:
        if (is_inside(machine, target, node->size))
            memset(machine->memory + target, 0, node->size);
        else
            fail(machine, "zeroing outside of memory");
        return node->next;
    case NODE_CALL:
    case NODE_EVENT: run_call(machine, node); return node->next;
    case NODE_BRANCH: return evaluate(machine, node->value) ? node->next : node->otherwise;
    case NODE_SWITCH: return run_switch(machine, node);
    case NODE_RETURN: *result = node->value ? evaluate_passed(machine, node->value) : 0; return 0;
    case NODE_SKIPPED: fail(machine, node->text); return 0;
    }
    return 0;
}

static void enter(Machine *machine, FunctionId id, const int64_t *arguments, uint32_t count) {
    const Function *function = program_function(machine->program, id);
    for (VariableId variable = 1; variable < machine->program->variables.count; variable++) {
        const Variable *item = program_variable(machine->program, variable);
        bool is_own = item->function == id && item->kind <= VARIABLE_TEMPORARY;
        if (!is_own) continue;
        machine->addresses[variable] = reserve(machine, item->size);
        memset(machine->memory + machine->addresses[variable], 0xA5, item->size); // not zero, as on a stack
    }
    for (uint32_t i = 0; i < count && i < function->parameter_count; i++) {
        const Variable *parameter = program_variable(machine->program, function->parameters[i]);
        store_passed(machine, machine->addresses[function->parameters[i]], parameter->type, arguments[i]);
    }
}

static int64_t call(Machine *machine, FunctionId id, const int64_t *arguments, uint32_t count) {
    const Function *function = program_function(machine->program, id);
    if (!function->is_defined) return fail(machine, function->name);
    if (machine->depth == DEEPEST_CALL) return fail(machine, "too many calls");
    size_t size = sizeof *machine->addresses * machine->program->variables.count;
    uint64_t *kept = arena_allocate(machine->arena, size);
    memcpy(kept, machine->addresses, size);
    machine->depth++;
    enter(machine, id, arguments, count);
    int64_t result = 0;
    for (NodeId node = function->entry; node && !machine->failure;) {
        if (machine->steps++ == MOST_STEPS) fail(machine, "too many steps");
        node = step(machine, &function->nodes[node], &result);
    }
    machine->depth--;
    memcpy(machine->addresses, kept, size);
    return fit(result, function->result_type);
}

static Machine *create(Arena *arena, const Program *program) {
    Machine *machine = arena_new(arena, Machine);
    machine->arena = arena;
    machine->program = program;
    machine->top = 16;
    machine->addresses = arena_new_array(arena, uint64_t, program->variables.count);
    machine->strings = arena_new_array(arena, uint64_t, program->exprs.count);
    for (VariableId id = 1; id < program->variables.count; id++) {
        const Variable *variable = program_variable(program, id);
        if (variable->kind > VARIABLE_TEMPORARY) machine->addresses[id] = reserve(machine, variable->size + 64);
    }
    for (FunctionId id = 1; id < program->functions.count; id++)
        if (program_function(program, id)->is_initialiser) call(machine, id, NULL, 0);
    return machine;
}

// The number behind "// =" on a line of the file.
static bool read_expected(const char *path, uint32_t line, long *expected) {
    FILE *file = fopen(path, "r");
    char text[8192];
    bool is_found = false;
    for (uint32_t at = 1; file && at <= line && fgets(text, sizeof text, file); at++) {
        const char *mark = at == line ? strstr(text, "// = ") : NULL;
        if (mark) is_found = true, *expected = strtol(mark + 5, NULL, 10);
    }
    if (file) fclose(file);
    return is_found;
}

static int run_function(Arena *arena, const Program *program, FunctionId id, const char *path) {
    const Function *function = program_function(program, id);
    long expected;
    if (!function->is_defined || strncmp(function->name, "test_", 5) != 0) return 0;
    if (!read_expected(path, function->place.line, &expected)) {
        printf("%s:%u: %s states no result\n", path, (unsigned)function->place.line, function->name);
        return 1;
    }
    Machine *machine = create(arena, program);
    long actual = (long)call(machine, id, NULL, 0);
    if (!machine->failure && actual == expected) return 0;
    printf("%s:%u: %s returns %ld, expected %ld%s%s\n", path, (unsigned)function->place.line, function->name, actual,
           expected, machine->failure ? "; " : "", machine->failure ? machine->failure : "");
    return 1;
}

static int run_file(Arena *arena, const ModelSet *models, const char *path) {
    static const char *const flags[] = {"-std=gnu11"};
    Messages messages = {.arena = arena};
    ParseRequest request = {.path = path, .flags = flags, .flag_count = 1, .models = models};
    ExtractStatistics statistics;
    Program *program;
    int failures = 0, count = 0;
    if (frontend_extract(&request, arena, &messages, &program, &statistics) != STATUS_OK) {
        messages_print(&messages, 0);
        return 1;
    }
    for (FunctionId id = 1; id < program->functions.count; id++, count++)
        failures += run_function(arena, program, id, path);
    if (count == 0) printf("%s: no function\n", path);
    return failures + (count == 0);
}

int main(void) {
    static const char *const names[] = {"statements", "expressions", "initialisers", "atomics", "cleanup", "generated"};
    Arena *arena = arena_create();
    Messages messages = {.arena = arena};
    ModelSet *models = NULL;
    int failures = 0;
    if (models_load(arena, "rules/models", NULL, 0, &messages, &models) != STATUS_OK)
        messages_print(&messages, 0), failures++;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        failures += run_file(arena, models, arena_format(arena, "testdata/frontend/execute/%s.c", names[i]));
    arena_destroy(arena);
    return failures ? 1 : 0;
}
