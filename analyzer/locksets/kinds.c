// SPDX-License-Identifier: MIT
// Recursive and error-checking mutexes, locks that let writers in before readers: what initialisers and attributes say.
// Where the model does not say what the value of a kind means, 0 is the plain kind and anything else may let the holder
// in again.
#include "locksets/analysis.h"

enum { KIND_BYTES = 24 }; // of a static initialiser, up to the end of the kind

typedef struct Initialised {
    PointeeSet lock;
    bool may_recurse, makes_readers_wait;
} Initialised;

typedef struct AttributeCall {
    PointeeSet attribute;
    bool is_known;
    int64_t value;
} AttributeCall;

struct KnownKinds {
    ARRAY(Initialised) locks;
    ARRAY(AttributeCall) settings;
};

static const Expr *plain(const Program *program, ExprId id) {
    const Expr *expr = program_expr(program, id);
    while (expr->kind == EXPR_CONVERT) expr = program_expr(program, expr->left);
    return expr;
}

static void add_setting(LockAnalysis *analysis, FunctionId function, const Node *node, const Api *api) {
    ExprId value = event_operand(analysis->program, node, OPERAND_ATTRIBUTE);
    ExprId object = event_operand(analysis->program, node, OPERAND_OBJECT);
    bool sets_kind = api->event == EVENT_HARMLESS || api->property == PROPERTY_KIND;
    if (!value || !object || !sets_kind) return;
    const Expr *expr = plain(analysis->program, value);
    AttributeCall call = {.attribute = points_to_of_expr(analysis->points_to, function, object),
                          .is_known = expr->kind == EXPR_CONSTANT,
                          .value = expr->constant};
    array_push(&analysis->kinds->settings, analysis->arena, call);
}

static void apply_kind(const Api *api, bool is_known, int64_t value, Initialised *lock) {
    const LockKinds *kinds = &api->lock_kinds;
    bool is_listed = is_known && value >= 0 && value < kinds->recursion_count;
    lock->may_recurse |= is_listed ? kinds->recursions[value] != RECURSION_BLOCKS : !is_known || value != 0;
    bool has_order = is_known && value >= 0 && value < kinds->order_count;
    lock->makes_readers_wait |= has_order ? kinds->orders[value] != LOCK_READERS_FIRST
                                          : api->object == OBJECT_READ_WRITE_LOCK && is_known && value != 0;
}

static void read_attribute(LockAnalysis *analysis, FunctionId function, ExprId operand, const Api *api,
                           Initialised *lock) {
    PointeeSet attribute = points_to_of_expr(analysis->points_to, function, operand);
    bool is_found = false;
    for (uint32_t i = 0; i < analysis->kinds->settings.count; i++) {
        const AttributeCall *call = &analysis->kinds->settings.items[i];
        if (!pointees_meet(&attribute, &call->attribute)) continue;
        is_found = true;
        apply_kind(api, call->is_known, call->value, lock);
    }
    lock->may_recurse |= !is_found && attribute.has_unknown;
}

static void add_initialised(LockAnalysis *analysis, FunctionId function, NodeId id, const Node *node, const Api *api) {
    if (api->object != OBJECT_MUTEX && api->object != OBJECT_READ_WRITE_LOCK) return;
    Initialised lock = {.lock = points_to_of_operand(analysis->points_to, function, id, OPERAND_OBJECT)};
    ExprId operand = event_operand(analysis->program, node, OPERAND_ATTRIBUTE);
    bool is_pointer = api_operand(api, OPERAND_ATTRIBUTE).source == SOURCE_POINTEE;
    const Expr *expr = operand ? plain(analysis->program, operand) : NULL;
    if (expr && is_pointer && expr->kind != EXPR_CONSTANT)
        read_attribute(analysis, function, operand, api, &lock);
    else if (expr && !is_pointer)
        apply_kind(api, expr->kind == EXPR_CONSTANT, expr->constant, &lock);
    array_push(&analysis->kinds->locks, analysis->arena, lock);
}

// A nonzero number in a static initialiser: perhaps the kind of a lock that begins shortly before it.
static void add_static(LockAnalysis *analysis, FunctionId function, const Node *node) {
    if (node->kind != NODE_ASSIGN || !node->value) return;
    const Expr *value = plain(analysis->program, node->value);
    if (value->kind != EXPR_CONSTANT || !value->constant) return;
    Initialised lock = {.lock = points_to_of_expr(analysis->points_to, function, node->target), .may_recurse = true};
    if (lock.lock.count != 1) return;
    Pointee *items = arena_new_array(analysis->arena, Pointee, KIND_BYTES);
    for (int64_t back = 0; back < KIND_BYTES && back <= lock.lock.items[0].offset; back += 4)
        items[back / 4] = (Pointee){lock.lock.items[0].site, lock.lock.items[0].offset - back};
    uint32_t count = (uint32_t)(lock.lock.items[0].offset / 4 + 1);
    lock.lock = (PointeeSet){.items = items, .count = count < KIND_BYTES / 4 ? count : KIND_BYTES / 4};
    array_push(&analysis->kinds->locks, analysis->arena, lock);
}

void kinds_collect(LockAnalysis *analysis) {
    analysis->kinds = arena_new(analysis->arena, struct KnownKinds);
    for (uint32_t round = 0; round < 2; round++) {
        for (FunctionId id = 1; id < analysis->program->functions.count; id++) {
            const Function *function = program_function(analysis->program, id);
            for (NodeId node = 1; node < function->node_count; node++) {
                const Node *at = &function->nodes[node];
                const Api *api = at->kind == NODE_EVENT ? program_api(analysis->program, at->api) : NULL;
                bool may_set = api && (api->event == EVENT_HARMLESS || api->event == EVENT_ATTRIBUTE);
                if (!round && may_set) add_setting(analysis, id, at, api);
                if (round && api && api->event == EVENT_INIT) add_initialised(analysis, id, node, at, api);
                if (round && function->is_initialiser) add_static(analysis, id, at);
            }
        }
    }
}

bool kinds_may_recurse(const LockAnalysis *analysis, const PointeeSet *lock) {
    bool is_found = false;
    for (uint32_t i = 0; i < analysis->kinds->locks.count; i++) {
        const Initialised *known = &analysis->kinds->locks.items[i];
        if (!pointees_meet(lock, &known->lock)) continue;
        if (known->may_recurse) return true;
        is_found = true;
    }
    return !is_found && (lock->has_unknown || !lock->count);
}

bool kinds_make_readers_wait(const LockAnalysis *analysis, const PointeeSet *lock) {
    for (uint32_t i = 0; i < analysis->kinds->locks.count; i++) {
        const Initialised *known = &analysis->kinds->locks.items[i];
        if (known->makes_readers_wait && pointees_meet(lock, &known->lock)) return true;
    }
    return false;
}
