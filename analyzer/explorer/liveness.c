// SPDX-License-Identifier: MIT
#include "explorer/liveness.h"

#include "link/control_flow.h"

enum { MOST_WORDS = 1 << 20 }; // per function; beyond, everything is live

typedef struct FunctionLiveness {
    bool is_large;
    uint32_t words;
    uint64_t *before; // per node, a bit per variable
    uint64_t *behind;
    uint64_t *written; // per node: by all of it, and nothing of it is read there
} FunctionLiveness;

struct Liveness {
    const Program *program;
    Arena *arena;
    FunctionLiveness **functions; // NULL until prepared
    uint32_t *bits;               // per variable: 1 + its bit in its function; 0 none
    bool *is_pinned;              // per variable
};

Liveness *liveness_create(const Program *program, Arena *arena) {
    Liveness *liveness = arena_new(arena, Liveness);
    *liveness = (Liveness){.program = program, .arena = arena};
    liveness->functions = arena_new_array(arena, FunctionLiveness *, program->functions.count + 1);
    liveness->bits = arena_new_array(arena, uint32_t, program->variables.count + 1);
    liveness->is_pinned = arena_new_array(arena, bool, program->variables.count + 1);
    return liveness;
}

static VariableId variable_at(const Liveness *liveness, ExprId id) {
    const Expr *expr = program_expr(liveness->program, id);
    return id && expr->kind == EXPR_VARIABLE_ADDRESS ? expr->reference : 0;
}

typedef struct Site {
    Liveness *liveness;
    FunctionId function;
    uint64_t *reads; // NULL: variables are counted
    uint32_t *count;
} Site;

static bool is_own(const Site *at, VariableId id) {
    const Variable *variable = program_variable(at->liveness->program, id);
    bool is_local = variable->kind == VARIABLE_LOCAL || variable->kind == VARIABLE_PARAMETER ||
                    variable->kind == VARIABLE_TEMPORARY;
    return is_local && variable->function == at->function && !variable->is_address_taken;
}

static void note_variable(const Site *at, VariableId id, bool is_read) {
    if (!id || !is_own(at, id)) return;
    uint32_t *bit = &at->liveness->bits[id];
    if (!*bit) *bit = ++*at->count;
    if (at->reads && is_read) at->reads[(*bit - 1) / 64] |= UINT64_C(1) << (*bit - 1) % 64;
}

static void note_reads(const Site *at, ExprId id) {
    if (!id) return;
    const Expr *expr = program_expr(at->liveness->program, id);
    VariableId loaded = expr->kind == EXPR_LOAD ? variable_at(at->liveness, expr->left) : 0;
    if (loaded) {
        note_variable(at, loaded, true);
        return;
    }
    VariableId other = variable_at(at->liveness, id);
    if (other) at->liveness->is_pinned[other] = true;
    note_reads(at, expr->left);
    note_reads(at, expr->right);
}

// The variable that the node writes, all of it; 0 none.
static VariableId written_by(const Liveness *liveness, const Node *node) {
    if (node->kind == NODE_CALL || node->kind == NODE_EVENT) return node->result;
    VariableId id = node->kind == NODE_ASSIGN ? variable_at(liveness, node->target) : 0;
    return id && node->type.size && node->type.size == program_variable(liveness->program, id)->size ? id : 0;
}

static void note_node(const Site *at, const Node *node) {
    VariableId written = written_by(at->liveness, node);
    note_variable(at, written, false);
    if (!written || node->kind != NODE_ASSIGN) note_reads(at, node->target);
    note_reads(at, node->value);
    note_reads(at, node->callee);
    for (uint32_t i = 0; i < node->argument_count; i++) note_reads(at, node->arguments[i]);
}

static void note_writes(const Liveness *liveness, FunctionLiveness *of, const Function *function) {
    for (NodeId id = 1; id < function->node_count; id++) {
        VariableId written = written_by(liveness, &function->nodes[id]);
        uint32_t bit = written ? liveness->bits[written] : 0;
        uint32_t word = bit ? (bit - 1) / 64 : 0;
        uint64_t mask = bit ? UINT64_C(1) << (bit - 1) % 64 : 0;
        of->written[id * of->words + word] |= mask;
    }
}

static bool flow_back(FunctionLiveness *of, const Function *function, NodeId id) {
    const Node *node = &function->nodes[id];
    bool changed = false;
    for (uint32_t word = 0; word < of->words; word++) {
        uint64_t behind = 0, *before = &of->before[id * of->words + word];
        for (uint32_t i = 0; i < control_flow_way_count(node); i++) {
            NodeId next = control_flow_way(node, i);
            if (next) behind |= of->before[next * of->words + word];
        }
        of->behind[id * of->words + word] = behind;
        uint64_t now = *before | (behind & ~of->written[id * of->words + word]);
        changed |= now != *before;
        *before = now;
    }
    return changed;
}

static FunctionLiveness *compute(Liveness *liveness, FunctionId id) {
    const Function *function = program_function(liveness->program, id);
    FunctionLiveness *of = arena_new(liveness->arena, FunctionLiveness);
    uint32_t count = 0;
    Site site = {liveness, id, NULL, &count};
    for (NodeId at = 1; at < function->node_count; at++) note_node(&site, &function->nodes[at]);
    of->words = (count + 63) / 64 + !count;
    of->is_large = (uint64_t)of->words * function->node_count > MOST_WORDS;
    if (of->is_large) return of;
    size_t size = (size_t)of->words * function->node_count + 1;
    of->before = arena_new_array(liveness->arena, uint64_t, size);
    of->behind = arena_new_array(liveness->arena, uint64_t, size);
    of->written = arena_new_array(liveness->arena, uint64_t, size);
    for (NodeId at = 1; at < function->node_count; at++) {
        site.reads = &of->before[at * of->words];
        note_node(&site, &function->nodes[at]);
    }
    note_writes(liveness, of, function);
    for (bool changed = true; changed;) {
        changed = false;
        for (NodeId at = function->node_count - 1; at > 0; at--) changed |= flow_back(of, function, at);
    }
    return of;
}

void liveness_prepare(Liveness *liveness, FunctionId function) {
    FunctionLiveness **of = &liveness->functions[function];
    if (!*of) *of = compute(liveness, function);
}

bool liveness_is_dead(const Liveness *liveness, FunctionId function, NodeId node, VariableId variable) {
    const FunctionLiveness *of = liveness->functions[function];
    uint32_t bit = liveness->bits[variable];
    if (!of || of->is_large || !bit || !node || liveness->is_pinned[variable]) return false;
    size_t word = (size_t)node * of->words + (bit - 1) / 64;
    return !((of->before[word] | of->behind[word]) >> (bit - 1) % 64 & 1);
}
