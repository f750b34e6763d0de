// SPDX-License-Identifier: MIT
#include "program/digest.h"

#include "base/status.h"

// The numbers of one item, hashed at once.
enum { MOST_NUMBERS = 32 };

typedef struct Numbers {
    uint64_t items[MOST_NUMBERS];
    uint32_t count;
} Numbers;

static void put(Numbers *numbers, uint64_t number) {
    invariant(numbers->count < MOST_NUMBERS, "an item has a few numbers");
    numbers->items[numbers->count++] = number;
}

static Hash finish(Hash hash, const Numbers *numbers) {
    return hash_bytes(hash, numbers->items, numbers->count * sizeof *numbers->items);
}

static Hash add_text(Hash hash, const char *text) {
    if (text) return hash_text(hash, text);
    hash.low ^= 1;
    return hash;
}

static void put_type(Numbers *numbers, ValueType type) {
    put(numbers, (uint64_t)type.kind << 2 | (uint64_t)type.is_atomic << 1 | type.is_volatile);
    put(numbers, type.size);
}

static void put_place(Numbers *numbers, Place place) {
    put(numbers, (uint64_t)place.file << 32 | place.column);
}

static Hash add_expr(Hash hash, const Expr *expr) {
    Numbers numbers = {.count = 0};
    put(&numbers, (uint64_t)expr->kind << 32 | expr->operator_);
    put(&numbers, (uint64_t)expr->left << 32 | expr->right);
    put(&numbers, (uint64_t)expr->constant);
    put(&numbers, expr->reference);
    put_type(&numbers, expr->type);
    put_place(&numbers, expr->place);
    return add_text(finish(hash, &numbers), expr->name);
}

static Hash add_variable(Hash hash, const Variable *variable) {
    Numbers numbers = {.count = 0};
    put(&numbers, (uint64_t)variable->kind << 32 | variable->function);
    put_type(&numbers, variable->type);
    put(&numbers, variable->size);
    put(&numbers,
        (uint64_t)variable->is_address_taken << 2 | (uint64_t)variable->is_external << 1 | variable->is_exported);
    put_place(&numbers, variable->place);
    hash = add_text(add_text(finish(hash, &numbers), variable->name), variable->symbol);
    return add_text(hash, variable->type_name);
}

static Hash add_cases(Hash hash, const Node *node) {
    for (uint32_t i = 0; i < node->case_count; i++) {
        const SwitchCase *at = &node->cases[i];
        uint64_t numbers[] = {(uint64_t)at->low, (uint64_t)at->high, at->next};
        hash = hash_bytes(hash, numbers, sizeof numbers);
    }
    return hash;
}

static Hash add_node(Hash hash, const Node *node, uint32_t first_line) {
    Numbers numbers = {.count = 0};
    put(&numbers, (uint64_t)node->kind << 32 | node->is_loop_head);
    put(&numbers, (uint64_t)node->next << 32 | node->otherwise);
    put(&numbers, (uint64_t)node->target << 32 | node->value);
    put(&numbers, (uint64_t)node->api << 32 | node->callee);
    put(&numbers, (uint64_t)node->argument_count << 32 | node->result);
    put(&numbers, node->case_count);
    put(&numbers, node->size);
    put_type(&numbers, node->type);
    put_place(&numbers, node->place);
    put(&numbers, node->place.line - first_line);
    put_place(&numbers, node->macro_place);
    hash = finish(hash, &numbers);
    if (node->argument_count) hash = hash_bytes(hash, node->arguments, node->argument_count * sizeof *node->arguments);
    return add_text(add_cases(hash, node), node->text);
}

static Hash add_function(Hash hash, const Function *function) {
    Numbers numbers = {.count = 0};
    const bool flags[] = {function->is_defined,  function->is_exported,      function->is_noreturn,
                          function->is_variadic, function->is_address_taken, function->is_system,
                          function->is_entry,    function->is_initialiser};
    hash = hash_bytes(hash, flags, sizeof flags);
    put_type(&numbers, function->result_type);
    put_place(&numbers, function->place);
    put_place(&numbers, function->end);
    put(&numbers, (uint64_t)function->parameter_count << 32 | function->skipped_count);
    put(&numbers, (uint64_t)function->node_count << 32 | function->entry);
    hash = add_text(add_text(finish(hash, &numbers), function->name), function->symbol);
    for (uint32_t i = 0; i < function->parameter_count; i++)
        hash = hash_bytes(hash, &function->parameters[i], sizeof *function->parameters);
    for (NodeId id = 1; id < function->node_count; id++)
        hash = add_node(hash, &function->nodes[id], function->place.line);
    return hash;
}

static Hash add_api(Hash hash, const Api *api) {
    uint64_t numbers[] = {api->event, api->has_condition, api->condition_object, api->condition_argument,
                          (uint64_t)api->condition_value};
    return add_text(add_text(hash_bytes(hash, numbers, sizeof numbers), api->library), api->function);
}

Hash program_digest(const Program *program) {
    uint64_t counts[] = {program->files.count, program->functions.count, program->variables.count,
                         program->exprs.count, program->apis.count,      program->is_incomplete};
    Hash hash = hash_bytes((Hash){0}, counts, sizeof counts);
    for (FileId i = 1; i < program->files.count; i++) {
        hash.low += program->files.items[i].is_system;
        hash = add_text(hash, program->files.items[i].path);
    }
    for (ApiId i = 1; i < program->apis.count; i++) hash = add_api(hash, program_api(program, i));
    for (VariableId i = 1; i < program->variables.count; i++) hash = add_variable(hash, program_variable(program, i));
    for (ExprId i = 1; i < program->exprs.count; i++) hash = add_expr(hash, program_expr(program, i));
    for (FunctionId i = 1; i < program->functions.count; i++) hash = add_function(hash, program_function(program, i));
    return hash;
}

static Hash add_line(Hash hash, Place place, const bool *is_asked) {
    return place.file && is_asked[place.file] ? hash_bytes(hash, &place.line, sizeof place.line) : hash;
}

Hash program_digest_lines(const Program *program, const bool *is_asked) {
    Hash hash = {0};
    for (VariableId i = 1; i < program->variables.count; i++)
        hash = add_line(hash, program_variable(program, i)->place, is_asked);
    for (ExprId i = 1; i < program->exprs.count; i++) hash = add_line(hash, program_expr(program, i)->place, is_asked);
    for (FunctionId i = 1; i < program->functions.count; i++) {
        const Function *function = program_function(program, i);
        hash = add_line(add_line(hash, function->place, is_asked), function->end, is_asked);
        for (NodeId id = 1; id < function->node_count; id++) {
            hash = add_line(hash, function->nodes[id].place, is_asked);
            hash = add_line(hash, function->nodes[id].macro_place, is_asked);
        }
    }
    return hash;
}
