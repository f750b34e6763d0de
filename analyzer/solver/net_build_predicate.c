// SPDX-License-Identifier: MIT
#include "solver/net_build_predicate.h"

#include "link/tracked_variable.h"

static bool reads(const Program *program, ExprId id, const Expr **load) {
    const Expr *expr = program_expr(program, id);
    while (id && expr->kind == EXPR_CONVERT) {
        const Expr *inner = program_expr(program, expr->left);
        bool is_integer = expr->type.kind == TYPE_SIGNED || expr->type.kind == TYPE_UNSIGNED;
        bool keeps_sign = expr->type.kind == TYPE_SIGNED || inner->type.kind == TYPE_UNSIGNED;
        bool is_wider = expr->type.size > inner->type.size ||
                        (expr->type.size == inner->type.size && expr->type.kind == inner->type.kind);
        if (!is_integer || !keeps_sign || !is_wider) return false;
        expr = inner;
    }
    *load = expr;
    return id && expr->kind == EXPR_LOAD && (expr->type.kind == TYPE_SIGNED || expr->type.kind == TYPE_UNSIGNED);
}

static bool is_constant(const Program *program, ExprId id, int64_t *value) {
    const Expr *expr = program_expr(program, id);
    while (id && expr->kind == EXPR_CONVERT) expr = program_expr(program, expr->left);
    if (!id || expr->kind != EXPR_CONSTANT) return false;
    *value = expr->constant;
    return expr->constant >= 0 && expr->constant <= INT32_MAX;
}

// The one place of a variable that the address is, as far as sets tell.
static bool is_at(const NetShared *shared, FunctionId function, ExprId address, VariableId variable, int64_t offset) {
    PointeeSet set = points_to_of_expr(shared->points_to, function, address);
    if (set.count != 1 || set.has_unknown || set.items[0].offset != offset) return false;
    const Site *site = points_to_site(shared->points_to, set.items[0].site);
    return site->kind == SITE_VARIABLE && site->variable == variable;
}

// The value of a temporary is what was assigned to it just before the node.
static ExprId through_temporary(const NetShared *shared, FunctionId function, NodeId node, ExprId id) {
    const Program *program = shared->program;
    const Expr *load = program_expr(program, id);
    if (!id || load->kind != EXPR_LOAD) return id;
    const Expr *address = program_expr(program, load->left);
    if (address->kind != EXPR_VARIABLE_ADDRESS) return id;
    if (program_variable(program, address->reference)->kind != VARIABLE_TEMPORARY) return id;
    const Function *at = program_function(program, function);
    for (NodeId i = 1; i < at->node_count; i++)
        if (at->nodes[i].kind == NODE_ASSIGN && at->nodes[i].next == node &&
            variable_assigned_by(program, &at->nodes[i]) == address->reference)
            return at->nodes[i].value;
    return id;
}

// What the assignment does to the cell: sets it to a constant, or adds one to it.
static bool read_value(const NetShared *shared, const SharedCell *cell, FunctionId function, NodeId node,
                       CellWrite *write) {
    const Program *program = shared->program;
    ExprId id = program_function(program, function)->nodes[node].value;
    id = through_temporary(shared, function, node, id);
    if (is_constant(program, id, &write->amount)) {
        write->action = NET_STORE;
        return true;
    }
    const Expr *sum = program_expr(program, id), *load;
    while (id && sum->kind == EXPR_CONVERT) sum = program_expr(program, sum->left);
    bool is_sum = sum->kind == EXPR_BINARY && (sum->operator_ == OPERATOR_ADD || sum->operator_ == OPERATOR_SUBTRACT);
    if (!is_sum || cell->size < 4 || !is_constant(program, sum->right, &write->amount)) return false;
    ExprId left = through_temporary(shared, function, node, sum->left);
    if (!reads(program, left, &load) || load->type.size != cell->size) return false;
    write->action = NET_INCREASE;
    if (sum->operator_ == OPERATOR_SUBTRACT) write->amount = -write->amount;
    return is_at(shared, function, load->left, cell->variable, cell->offset);
}

static bool is_static(const NetShared *shared, VariableId variable) {
    VariableKind kind = program_variable(shared->program, variable)->kind;
    return kind == VARIABLE_GLOBAL || kind == VARIABLE_STATIC;
}

static bool overlaps(const Write *write, const SharedCell *cell) {
    if (write->offset < 0) return true;
    bool is_before_end = write->offset < cell->offset + (int64_t)cell->size;
    return is_before_end && (!write->size || cell->offset < write->offset + (int64_t)write->size);
}

// False when the write is none of those that can be followed.
static bool add_write(NetShared *shared, SharedCell *cell, const Write *from) {
    const Function *function = program_function(shared->program, from->function);
    const Node *node = &function->nodes[from->node];
    CellWrite write = {.function = from->function, .node = from->node, .action = NET_STORE};
    bool is_whole = from->is_exact && from->offset == cell->offset && from->size == cell->size;
    bool covers = from->is_zero && from->offset >= 0 && from->offset <= cell->offset && from->size &&
                  from->offset + (int64_t)from->size >= cell->offset + (int64_t)cell->size;
    if (covers && !function->is_initialiser &&
        !is_at(shared, from->function, node->target, cell->variable, from->offset))
        return false;
    if (!covers && (!is_whole || node->kind != NODE_ASSIGN)) return false;
    if (!covers && !read_value(shared, cell, from->function, from->node, &write)) return false;
    if (function->is_initialiser) {
        cell->value = write.amount;
        return write.action == NET_STORE;
    }
    array_push(&cell->writes, shared->arena, write);
    shared->writes_cells[from->function] = true;
    return true;
}

static void note_cell(NetShared *shared, Pointee at, const Expr *load) {
    const Site *site = points_to_site(shared->points_to, at.site);
    if (site->kind != SITE_VARIABLE || !shared->is_ours[site->variable]) return;
    if (!points_to_is_single(shared->points_to, at)) return; // variable indices reach it: it stands for many
    if (variable_is_tracked(shared->program, site->variable)) return;
    for (uint32_t i = 0; i < shared->cells.count; i++)
        if (shared->cells.items[i].variable == site->variable && shared->cells.items[i].offset == at.offset) return;
    SharedCell cell = {.variable = site->variable, .offset = at.offset, .size = load->type.size};
    cell.has_value = is_static(shared, site->variable);
    const Writes *writes = &shared->writes[site->variable];
    for (uint32_t i = 0; i < writes->count; i++)
        if (overlaps(&writes->items[i], &cell) && !add_write(shared, &cell, &writes->items[i])) return;
    if (cell.writes.count) array_push(&shared->cells, shared->arena, cell);
}

static void look_for_loads(NetShared *shared, FunctionId function, ExprId id) {
    if (!id) return;
    const Expr *expr = program_expr(shared->program, id), *load;
    if (expr->kind == EXPR_UNARY || expr->kind == EXPR_BINARY || expr->kind == EXPR_CONVERT) {
        look_for_loads(shared, function, expr->left);
        if (expr->kind == EXPR_BINARY) look_for_loads(shared, function, expr->right);
    }
    if (expr->kind != EXPR_LOAD || !reads(shared->program, id, &load)) return;
    PointeeSet set = points_to_of_expr(shared->points_to, function, load->left);
    for (uint32_t i = 0; i < set.count; i++) note_cell(shared, set.items[i], load);
}

static bool has_wait(const Program *program, const Function *function) {
    for (NodeId node = 1; node < function->node_count; node++) {
        const Node *at = &function->nodes[node];
        if (at->kind == NODE_EVENT && program_api(program, at->api)->event == EVENT_WAIT) return true;
    }
    return false;
}

void build_find_shared_cells(NetShared *shared) {
    const Program *program = shared->program;
    shared->writes_cells = arena_new_array(shared->arena, bool, program->functions.count);
    if (shared->follows_no_cells) return;
    for (FunctionId i = 1; i < program->functions.count; i++) {
        const Function *function = program_function(program, i);
        if (!has_wait(program, function)) continue;
        for (NodeId node = 1; node < function->node_count; node++)
            if (function->nodes[node].kind == NODE_BRANCH) look_for_loads(shared, i, function->nodes[node].value);
    }
}

// A write that slicing leaves out leaves the cell unknown.
static bool is_followed(const Builder *builder, const SharedCell *cell) {
    for (uint32_t i = 0; builder->relevance && i < cell->writes.count; i++)
        if (!relevance_of_node(builder->relevance, cell->writes.items[i].function, cell->writes.items[i].node))
            return false;
    return true;
}

// The cell as an object of the net; 0 when it cannot be followed here.
static NetObjectId object_of_cell(Builder *builder, uint32_t number) {
    const SharedCell *cell = &builder->shared->cells.items[number];
    ObjectKey key = {.offset = number, .kind = OBJECT_NONE, .stream = UINT8_MAX - 1};
    for (NetObjectId i = 1; i < builder->object_keys.count; i++) {
        const ObjectKey *other = &builder->object_keys.items[i];
        if (!other->site && other->stream == key.stream && other->offset == key.offset) return i;
    }
    if (!is_followed(builder, cell)) return 0;
    const char *name = program_variable(builder->program, cell->variable)->name;
    if (cell->offset) name = arena_format(builder->arena, "%s+%lld", name, (long long)cell->offset);
    NetObject object = {.kind = OBJECT_NONE, .name = name, .is_single = true, .is_cell = true};
    object.has_value = cell->has_value;
    object.capacity = net_constant(cell->value);
    array_push(&builder->object_keys, builder->arena, key);
    array_push(&builder->object_is_made, builder->arena, true);
    return net_add_object(builder->net, object);
}

static const CellWrite *find_write(const Builder *builder, ContextId context, NodeId node, uint32_t *number) {
    FunctionId function = builder->contexts.items[context].function;
    if (!builder->shared->writes_cells[function]) return NULL;
    for (*number = 0; *number < builder->shared->cells.count; (*number)++) {
        const SharedCell *cell = &builder->shared->cells.items[*number];
        for (uint32_t i = 0; i < cell->writes.count; i++)
            if (cell->writes.items[i].function == function && cell->writes.items[i].node == node)
                return &cell->writes.items[i];
    }
    return NULL;
}

bool build_writes_cell(Builder *builder, ContextId context, NodeId node) {
    uint32_t number;
    return find_write(builder, context, node, &number) && object_of_cell(builder, number);
}

// A zeroing may write several cells.
static uint32_t gather_changes(Walk *walk, NetTransition *changes) {
    Builder *builder = walk->builder;
    FunctionId function = builder->contexts.items[walk->context].function;
    uint32_t count = 0;
    for (uint32_t number = 0; number < builder->shared->cells.count; number++) {
        const SharedCell *cell = &builder->shared->cells.items[number];
        for (uint32_t i = 0; i < cell->writes.count; i++) {
            const CellWrite *write = &cell->writes.items[i];
            if (write->function != function || write->node != walk->node_id) continue;
            NetObjectId object = object_of_cell(builder, number);
            NetTransition change = {.action = write->action, .object = object, .amount = net_constant(write->amount)};
            change.source = build_source(builder, walk->context, walk->node_id);
            if (object) changes[count++] = change;
        }
    }
    return count;
}

void build_cell_write(Walk *walk) {
    Builder *builder = walk->builder;
    NetTransition *changes = arena_new_array(builder->arena, NetTransition, builder->shared->cells.count + 1);
    NetPlaceId from = walk->place;
    uint32_t count = gather_changes(walk, changes);
    for (uint32_t i = 0; i + 1 < count; i++) {
        changes[i].from = from;
        changes[i].to = from = net_add_place(builder->net, builder->contexts.items[walk->context].task);
        net_add_transition(builder->net, changes[i]);
    }
    if (walk->node->kind == NODE_ASSIGN)
        build_cell_store(builder, walk->context, walk->node_id,
                         build_evaluate(builder, &walk->environment, walk->node->value));
    if (!count) changes[count++] = (NetTransition){.source = build_source(builder, walk->context, walk->node_id)};
    changes[count - 1].from = from;
    changes[count - 1].to = build_place_at(builder, walk->context, walk->node->next, &walk->environment);
    build_connect(builder, changes[count - 1]);
}

// The cell that an operand reads; 0 when it is none.
static NetObjectId cell_of(Builder *builder, ExprId id, const Expr **load) {
    if (!builder->shared->cells.count || !reads(builder->program, id, load)) return 0;
    Candidates from = build_resolve(builder, builder->context, (*load)->left);
    if (from.items.count != 1 || from.has_unknown) return 0;
    const Site *site = points_to_site(builder->points_to, from.items.items[0].site);
    if (site->kind != SITE_VARIABLE) return 0;
    for (uint32_t number = 0; number < builder->shared->cells.count; number++) {
        const SharedCell *cell = &builder->shared->cells.items[number];
        if (cell->variable == site->variable && cell->offset == from.items.items[0].offset &&
            cell->size == (*load)->type.size)
            return object_of_cell(builder, number);
    }
    return 0;
}

static Operator mirrored(Operator comparison) {
    switch (comparison) {
    case OPERATOR_LESS: return OPERATOR_GREATER;
    case OPERATOR_LESS_EQUAL: return OPERATOR_GREATER_EQUAL;
    case OPERATOR_GREATER: return OPERATOR_LESS;
    case OPERATOR_GREATER_EQUAL: return OPERATOR_LESS_EQUAL;
    default: return comparison;
    }
}

// An unsigned counter is taken as it would be without an end: only what says "none" or "some", or names a value, is the
// same then.
static bool fits_type(const Expr *load, NetTransition *test) {
    if (load->type.kind == TYPE_SIGNED || test->comparison == OPERATOR_EQUAL || test->comparison == OPERATOR_NOT_EQUAL)
        return true;
    int64_t bound = test->amount.symbol ? -1 : test->amount.constant;
    bool is_none =
        (test->comparison == OPERATOR_LESS && bound == 1) || (test->comparison == OPERATOR_LESS_EQUAL && bound == 0);
    bool is_some = (test->comparison == OPERATOR_GREATER && bound == 0) ||
                   (test->comparison == OPERATOR_GREATER_EQUAL && bound == 1);
    test->comparison = is_none ? OPERATOR_EQUAL : OPERATOR_NOT_EQUAL;
    test->amount = net_constant(0);
    return is_none || is_some;
}

static bool read_comparison(Builder *builder, const Environment *environment, const Expr *expr, NetTransition *test) {
    const Expr *load;
    ExprId other = expr->right;
    test->comparison = expr->operator_;
    test->object = cell_of(builder, expr->left, &load);
    if (!test->object) {
        test->comparison = mirrored(expr->operator_);
        test->object = cell_of(builder, expr->right, &load);
        other = expr->left;
    }
    if (!test->object) return false;
    Known known = build_evaluate(builder, environment, other);
    test->amount = known.amount;
    bool is_small = known.amount.constant >= INT32_MIN && known.amount.constant <= INT32_MAX;
    return known.kind == KNOWN_AMOUNT && is_small && fits_type(load, test);
}

bool build_read_test(Builder *builder, const Environment *environment, ExprId id, NetTransition *test) {
    const Expr *expr = program_expr(builder->program, id), *load;
    test->action = NET_TEST;
    if (expr->kind == EXPR_UNARY && expr->operator_ == OPERATOR_NOT) {
        if (!build_read_test(builder, environment, expr->left, test)) return false;
        test->comparison = path_constraint_negate((PathConstraint){.operator_ = test->comparison}).operator_;
        return true;
    }
    if (expr->kind == EXPR_BINARY && expr->operator_ >= OPERATOR_EQUAL && expr->operator_ <= OPERATOR_GREATER_EQUAL)
        return read_comparison(builder, environment, expr, test);
    test->object = cell_of(builder, id, &load);
    test->comparison = OPERATOR_NOT_EQUAL;
    return test->object != 0;
}
