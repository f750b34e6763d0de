// SPDX-License-Identifier: MIT
// Copies of one header function in several units: the partition of internal functions of one symbol by what they do,
// refined until callees are copies too (as automata are minimised; Hopcroft 1971). What a function does is a hash over
// its nodes and expressions in which locals are numbers and other things names, so that ids of the unit do not count.
#include "base/hash.h"
#include "linkage/merger.h"
#include "linkage/symbols.h"

#include <stdlib.h>
#include <string.h>

typedef struct Candidate {
    uint32_t part;
    FunctionId function;
    Hash hash;
    bool is_single;          // holds or uses something of its own unit
    ARRAY(uint32_t) callees; // candidates
} Candidate;

typedef struct Finder {
    Program *const *parts;
    uint32_t count;
    Arena *arena;
    uint32_t **candidate_of; // by part and function; 0 is none
    ARRAY(Candidate) candidates;
    // Of the part at hand:
    uint32_t part;
    uint32_t *ordinals; // by variable: its number among those of its function
    Candidate *at;
    ARRAY(ExprId) stack;
} Finder;

static bool is_internal(const Function *function) {
    return function->is_defined && function->symbol && !function->is_initialiser && !function_is_shared(function);
}

static void find_candidates(Finder *finder) {
    SymbolTable symbols = {.arena = finder->arena};
    ARRAY(uint32_t) uses = {0};
    for (uint32_t part = 0; part < finder->count; part++)
        for (FunctionId id = 1; id < finder->parts[part]->functions.count; id++) {
            const Function *function = program_function(finder->parts[part], id);
            if (!is_internal(function)) continue;
            uint32_t number = symbol_number(&symbols, function->symbol);
            while (uses.count <= number) array_push(&uses, finder->arena, 0);
            uses.items[number]++;
        }
    array_push(&finder->candidates, finder->arena, (Candidate){0});
    for (uint32_t part = 0; part < finder->count; part++) {
        uint32_t count = finder->parts[part]->functions.count;
        finder->candidate_of[part] = arena_new_array(finder->arena, uint32_t, count);
        for (FunctionId id = 1; id < count; id++) {
            const Function *function = program_function(finder->parts[part], id);
            if (!is_internal(function) || uses.items[symbol_find(&symbols, function->symbol)] < 2) continue;
            finder->candidate_of[part][id] = finder->candidates.count;
            array_push(&finder->candidates, finder->arena, (Candidate){.part = part, .function = id});
        }
    }
}

static Hash add_number(Hash hash, uint64_t number) {
    return hash_bytes(hash, &number, sizeof number);
}

static Hash add_text(Hash hash, const char *text) {
    return text ? hash_text(hash, text) : add_number(hash, 0);
}

static Hash add_place(const Finder *finder, Hash hash, Place place) {
    hash = add_text(hash, program_path(finder->parts[finder->part], place));
    return add_number(hash, (uint64_t)place.line << 32 | place.column);
}

static Hash add_type(Hash hash, ValueType type) {
    uint64_t bits = (uint64_t)type.kind << 2 | (uint64_t)type.is_atomic << 1 | type.is_volatile;
    return add_number(add_number(hash, bits), type.size);
}

static Hash add_variable(Finder *finder, Hash hash, VariableId id) {
    const Variable *variable = program_variable(finder->parts[finder->part], id);
    bool is_own = variable->function == finder->at->function && variable->kind != VARIABLE_STATIC &&
                  variable->kind != VARIABLE_THREAD;
    if (is_own) return add_type(add_number(hash, finder->ordinals[id]), variable->type);
    if (!variable_is_shared(variable)) finder->at->is_single = true;
    return add_text(hash, variable->symbol);
}

static Hash add_function(Finder *finder, Hash hash, FunctionId id) {
    const Function *function = program_function(finder->parts[finder->part], id);
    uint32_t callee = finder->candidate_of[finder->part][id];
    if (callee)
        array_push(&finder->at->callees, finder->arena, callee);
    else if (!function_is_shared(function))
        finder->at->is_single = true;
    return add_text(hash, function->symbol);
}

static Hash add_own(Finder *finder, Hash hash, const Expr *expr) {
    hash = add_type(add_number(hash, (uint64_t)expr->kind << 32 | expr->operator_), expr->type);
    hash = add_place(finder, add_text(add_number(hash, (uint64_t)expr->constant), expr->name), expr->place);
    if (expr->kind == EXPR_VARIABLE_ADDRESS) hash = add_variable(finder, hash, expr->reference);
    if (expr->kind == EXPR_FUNCTION_ADDRESS) hash = add_function(finder, hash, expr->reference);
    return hash;
}

// In the order of reading, on a stack of its own: an expression may be as deep as it likes.
static Hash add_expr(Finder *finder, Hash hash, ExprId id) {
    uint32_t bottom = finder->stack.count;
    array_push(&finder->stack, finder->arena, id);
    while (finder->stack.count > bottom) {
        ExprId next = finder->stack.items[--finder->stack.count];
        if (!next) {
            hash = add_number(hash, 0);
            continue;
        }
        const Expr *expr = program_expr(finder->parts[finder->part], next);
        hash = add_own(finder, hash, expr);
        array_push(&finder->stack, finder->arena, expr->right);
        array_push(&finder->stack, finder->arena, expr->left);
    }
    return hash;
}

static Hash add_node(Finder *finder, Hash hash, const Node *node) {
    const Program *program = finder->parts[finder->part];
    hash = add_number(hash, (uint64_t)node->kind << 1 | node->is_loop_head);
    hash = add_place(finder, add_place(finder, hash, node->place), node->macro_place);
    hash = add_number(add_number(hash, (uint64_t)node->next << 32 | node->otherwise), node->size);
    hash = add_expr(finder, add_expr(finder, add_type(hash, node->type), node->target), node->value);
    hash = add_text(add_expr(finder, hash, node->callee), node->text);
    const Api *api = program_api(program, node->api);
    hash = add_text(add_text(hash, api->library), api->function);
    hash = add_number(add_number(hash, (uint64_t)api->condition_object << 1 | api->has_condition),
                      (uint64_t)api->condition_value);
    for (uint32_t i = 0; i < node->argument_count; i++) hash = add_expr(finder, hash, node->arguments[i]);
    for (uint32_t i = 0; i < node->case_count; i++) {
        hash = add_number(add_number(hash, (uint64_t)node->cases[i].low), (uint64_t)node->cases[i].high);
        hash = add_number(hash, node->cases[i].next);
    }
    return node->result ? add_variable(finder, hash, node->result) : hash;
}

static void hash_candidate(Finder *finder, Candidate *candidate) {
    const Function *function = program_function(finder->parts[finder->part], candidate->function);
    finder->at = candidate;
    Hash hash = add_place(finder, hash_text((Hash){0}, function->symbol), function->place);
    hash =
        add_number(add_type(hash, function->result_type), (uint64_t)function->entry << 32 | function->parameter_count);
    for (NodeId id = 1; id < function->node_count; id++) hash = add_node(finder, hash, &function->nodes[id]);
    if (candidate->is_single) hash = add_number(hash, (uint64_t)candidate->part + 1);
    candidate->hash = hash;
}

static void count_ordinals(Finder *finder) {
    const Program *program = finder->parts[finder->part];
    finder->ordinals = arena_new_array(finder->arena, uint32_t, program->variables.count);
    uint32_t *next = arena_new_array(finder->arena, uint32_t, program->functions.count);
    for (VariableId id = 1; id < program->variables.count; id++)
        finder->ordinals[id] = ++next[program_variable(program, id)->function];
}

static int compare_hashes(const void *left, const void *right) {
    const Hash *a = left, *b = right;
    if (a->low != b->low) return a->low < b->low ? -1 : 1;
    return a->high < b->high ? -1 : a->high > b->high;
}

// The number of different hashes; `sorted` has room for all and gets them in order.
static uint32_t count_classes(const Finder *finder, Hash *sorted) {
    uint32_t count = finder->candidates.count - 1, different = count > 0;
    for (uint32_t i = 0; i < count; i++) sorted[i] = finder->candidates.items[i + 1].hash;
    if (count) qsort(sorted, count, sizeof *sorted, compare_hashes);
    for (uint32_t i = 1; i < count; i++) different += compare_hashes(&sorted[i - 1], &sorted[i]) != 0;
    return different;
}

static void refine(Finder *finder) {
    uint32_t count = finder->candidates.count, before = 0;
    Hash *hashes = arena_new_array(finder->arena, Hash, count);
    for (uint32_t classes = count_classes(finder, hashes); classes != before;) {
        before = classes;
        for (uint32_t i = 1; i < count; i++) {
            const Candidate *candidate = &finder->candidates.items[i];
            hashes[i] = candidate->hash;
            for (uint32_t k = 0; k < candidate->callees.count; k++)
                hashes[i] =
                    hash_bytes(hashes[i], &finder->candidates.items[candidate->callees.items[k]].hash, sizeof(Hash));
        }
        for (uint32_t i = 1; i < count; i++) finder->candidates.items[i].hash = hashes[i];
        classes = count_classes(finder, hashes);
    }
}

static uint32_t **number_classes(Finder *finder) {
    uint32_t **classes = arena_new_array(finder->arena, uint32_t *, finder->count + 1);
    for (uint32_t part = 0; part < finder->count; part++)
        classes[part] = arena_new_array(finder->arena, uint32_t, finder->parts[part]->functions.count);
    SymbolTable numbers = {.arena = finder->arena};
    for (uint32_t i = 1; i < finder->candidates.count; i++) {
        const Candidate *candidate = &finder->candidates.items[i];
        const char *name = arena_format(finder->arena, "%llx.%llx", (unsigned long long)candidate->hash.low,
                                        (unsigned long long)candidate->hash.high);
        classes[candidate->part][candidate->function] = symbol_number(&numbers, name);
    }
    return classes;
}

uint32_t **find_copies(Program *const *parts, uint32_t count, Arena *arena) {
    Finder finder = {.parts = parts, .count = count, .arena = arena};
    finder.candidate_of = arena_new_array(arena, uint32_t *, count + 1);
    find_candidates(&finder);
    for (uint32_t i = 1; i < finder.candidates.count; i++) {
        Candidate *candidate = &finder.candidates.items[i];
        if (i == 1 || candidate->part != finder.part) {
            finder.part = candidate->part;
            count_ordinals(&finder);
        }
        hash_candidate(&finder, candidate);
    }
    refine(&finder);
    return number_classes(&finder);
}
