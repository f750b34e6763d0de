// SPDX-License-Identifier: MIT
// A lock is a leaf when whoever takes it gives it back on every way without waiting for anything else, and without
// going round a loop: nobody waits for it for ever (docs: scopes, "leaf locks everywhere"). Its operations become
// plain steps. That also covers locks that stand for many (one in each object of a kind), as long as taking and
// giving back name the same one.
#include "solver/net_build_walk.h"

typedef struct LeafSearch {
    Builder *builder;
    NetIndex index;
    uint8_t *color; // by place: 1 open, 2 done
    NetTransitionId taken;
} LeafSearch;

static const LockOperand *operand_of(const Builder *builder, NetTransitionId transition) {
    for (uint32_t i = 0; i < builder->lock_operands.count; i++)
        if (builder->lock_operands.items[i].transition == transition) return &builder->lock_operands.items[i];
    return NULL;
}

// Equal expressions over locals that are set once: the same address at both places.
static bool is_same_address(const Builder *builder, ExprId left_id, ExprId right_id) {
    const Program *program = builder->program;
    const Expr *left = program_expr(program, left_id), *right = program_expr(program, right_id);
    if (!left_id || !right_id || left->kind != right->kind || left->constant != right->constant) return false;
    switch (left->kind) {
    case EXPR_VARIABLE_ADDRESS: return left->reference == right->reference;
    case EXPR_FIELD:
    case EXPR_CONVERT: return is_same_address(builder, left->left, right->left);
    case EXPR_LOAD: {
        const Expr *from = program_expr(program, left->left);
        if (from->kind != EXPR_VARIABLE_ADDRESS || !variable_is_tracked(program, from->reference)) return false;
        bool is_parameter = program_variable(program, from->reference)->kind == VARIABLE_PARAMETER;
        uint32_t most = is_parameter ? 0 : 1;
        return builder->definition_count[from->reference] <= most && is_same_address(builder, left->left, right->left);
    }
    default: return false;
    }
}

static bool names_same_lock(const LeafSearch *search, NetTransitionId given_back) {
    const Builder *builder = search->builder;
    const NetTransition *taken = &builder->net->transitions.items[search->taken];
    if (builder->net->objects.items[taken->object].is_single) return true;
    const LockOperand *left = operand_of(builder, search->taken), *right = operand_of(builder, given_back);
    return left && right && left->context == right->context && is_same_address(builder, left->expr, right->expr);
}

static bool gives_back(const LeafSearch *search, NetPlaceId place);

static bool way_gives_back(const LeafSearch *search, NetTransitionId id) {
    const Net *net = search->builder->net;
    const NetTransition *transition = &net->transitions.items[id];
    const NetTransition *taken = &net->transitions.items[search->taken];
    bool is_unlock = transition->action == NET_UNLOCK || transition->action == NET_UNLOCK_SHARED;
    if (is_unlock && transition->object == taken->object) {
        bool is_match = (transition->action == NET_UNLOCK) == (taken->action == NET_LOCK);
        return is_match && names_same_lock(search, id);
    }
    return gives_back(search, transition->to);
}

// Depth-first; a place that is open again closes a loop.
static bool gives_back(const LeafSearch *search, NetPlaceId place) {
    const Net *net = search->builder->net;
    if (net->places.items[place].is_process_end || search->color[place] == 2) return true;
    if (net->places.items[place].is_end || search->color[place] == 1) return false;
    search->color[place] = 1;
    NetList leaving = search->index.leaving[place];
    if (!leaving.count) return false;
    for (uint32_t i = 0; i < leaving.count; i++) {
        const NetTransition *transition = &net->transitions.items[leaving.items[i]];
        if (net_action_may_wait(transition->action) || !way_gives_back(search, leaving.items[i])) return false;
    }
    search->color[place] = 2;
    return true;
}

static bool is_taking(const NetTransition *transition) {
    return transition->action == NET_LOCK || transition->action == NET_LOCK_SHARED;
}

static bool is_leaf(Builder *builder, NetIndex index, NetObjectId object) {
    NetList list = index.of_object[object];
    for (uint32_t i = 0; i < list.count; i++) {
        const NetTransition *transition = &builder->net->transitions.items[list.items[i]];
        if (!is_taking(transition)) continue;
        LeafSearch search = {builder, index, arena_new_array(builder->arena, uint8_t, builder->net->places.count),
                             list.items[i]};
        if (!gives_back(&search, transition->to)) return false;
    }
    return true;
}

// Who tries such a lock may find it taken or not.
static void free_default(Net *net, NetIndex index, NetPlaceId place) {
    NetList leaving = index.leaving[place];
    for (uint32_t i = 0; i < leaving.count; i++) {
        NetTransition *transition = &net->transitions.items[leaving.items[i]];
        if (transition->action == NET_DEFAULT) transition->action = NET_STEP;
    }
}

static void drop(Net *net, NetIndex index, NetObjectId object) {
    NetList list = index.of_object[object];
    for (uint32_t i = 0; i < list.count; i++) {
        NetTransition *transition = &net->transitions.items[list.items[i]];
        if (is_taking(transition)) free_default(net, index, transition->from);
        transition->action = NET_STEP;
        transition->object = 0;
    }
}

// Unlocks of a lock that is never taken are a misuse, or another task's: only matched ones are dropped.
static bool is_matched(Builder *builder, NetIndex index, NetObjectId object) {
    NetList list = index.of_object[object];
    uint32_t taken = 0;
    for (uint32_t i = 0; i < list.count; i++) taken += is_taking(&builder->net->transitions.items[list.items[i]]);
    return taken > 0;
}

void build_drop_leaf_locks(Builder *builder) {
    Net *net = builder->net;
    for (bool changed = true; changed;) {
        changed = false;
        NetIndex index = net_index(net, builder->arena);
        for (NetObjectId i = 1; i < net->objects.count; i++) {
            ObjectKind kind = net->objects.items[i].kind;
            if (kind != OBJECT_MUTEX && kind != OBJECT_READ_WRITE_LOCK) continue;
            if (net->objects.items[i].is_single || !is_matched(builder, index, i) || !is_leaf(builder, index, i))
                continue;
            drop(net, index, i);
            index = net_index(net, builder->arena);
            changed = true;
        }
    }
}
