// SPDX-License-Identifier: MIT
// Memory that is written once: a piece of a variable that no code outside the program may reach, with one store in the
// whole program, which happens at most once. Whoever reads it after the store reads the same value, in whatever task:
// so equal counts on both sides of a channel become equal symbols.
#include "solver/net_build_walk.h"

// An element of an array that variable indices reach shares its offset with the others: it is no exact place.
static void add_writes(NetShared *shared, PointeeSet targets, Write write) {
    for (uint32_t i = 0; i < targets.count; i++) {
        const Site *site = points_to_site(shared->points_to, targets.items[i].site);
        if (site->kind != SITE_VARIABLE) continue;
        write.offset = targets.items[i].offset;
        write.is_exact &=
            targets.count == 1 && !targets.has_unknown && points_to_is_single(shared->points_to, targets.items[i]);
        array_push(&shared->writes[site->variable], shared->arena, write);
    }
}

// An event writes where its operands point, unless it only reads or works on an object in place there.
static bool event_only_reads(const Api *api) {
    switch (api->event) {
    case EVENT_SPAWN:
    case EVENT_SEND:
    case EVENT_INIT:
    case EVENT_FREE:
    case EVENT_LOCK:
    case EVENT_UNLOCK:
    case EVENT_WAIT:
    case EVENT_SIGNAL:
    case EVENT_BROADCAST:
    case EVENT_ACQUIRE:
    case EVENT_RELEASE:
    case EVENT_BARRIER: return true;
    default: return false;
    }
}

// Others write where an argument points, and no further.
static bool event_follows_pointers(const Api *api) {
    switch (api->event) {
    case EVENT_SELECT:
    case EVENT_HARMLESS:
    case EVENT_QUERY:
    case EVENT_IO: return true;
    default: return false;
    }
}

// Everything that can be got at through pointers in memory.
enum { MOST_REACHED = 64 };

typedef struct Reached {
    SiteId sites[MOST_REACHED];
    uint32_t count;
    bool is_too_much;
} Reached;

static void reach_sites(Reached *reached, PointeeSet set) {
    for (uint32_t i = 0; i < set.count; i++) {
        bool is_known = set.items[i].site == 0;
        for (uint32_t k = 0; k < reached->count; k++) is_known |= reached->sites[k] == set.items[i].site;
        if (is_known) continue;
        reached->is_too_much |= reached->count == MOST_REACHED;
        if (reached->count < MOST_REACHED) reached->sites[reached->count++] = set.items[i].site;
    }
}

// A select writes behind the pointers of its records, a vectored read behind those of its vector, and so on.
static void note_reached(NetShared *shared, FunctionId function, NodeId id, PointeeSet argument) {
    Reached reached = {.count = 0};
    for (uint32_t i = 0; i < argument.count; i++)
        reach_sites(&reached, points_to_of_memory(shared->points_to, (Pointee){argument.items[i].site, -1}));
    for (uint32_t i = 0; i < reached.count; i++) {
        const Site *site = points_to_site(shared->points_to, reached.sites[i]);
        Write write = {.function = function, .node = id, .offset = -1};
        if (site->kind == SITE_VARIABLE) array_push(&shared->writes[site->variable], shared->arena, write);
        if (site->kind == SITE_VARIABLE || site->kind == SITE_HEAP)
            reach_sites(&reached, points_to_of_memory(shared->points_to, (Pointee){reached.sites[i], -1}));
    }
    shared->follows_no_cells |= reached.is_too_much;
}

static void note_event(NetShared *shared, FunctionId function, NodeId id, const Node *node) {
    if (event_only_reads(program_api(shared->program, node->api))) return;
    for (uint32_t i = 0; i < node->argument_count; i++) {
        PointeeSet argument = points_to_of_expr(shared->points_to, function, node->arguments[i]);
        add_writes(shared, argument, (Write){.function = function, .node = id});
        if (event_follows_pointers(program_api(shared->program, node->api)))
            note_reached(shared, function, id, argument);
    }
}

static void note_node(NetShared *shared, FunctionId function, NodeId id) {
    const Node *node = &program_function(shared->program, function)->nodes[id];
    Write write = {.function = function, .node = id, .size = node->size};
    switch (node->kind) {
    case NODE_ASSIGN:
        write.size = node->type.size;
        write.is_exact = true;
        break;
    case NODE_ZERO: write.is_zero = true; break;
    case NODE_COPY: break;
    case NODE_EVENT: note_event(shared, function, id, node); break;
    default: break;
    }
    if (node->target && node->kind != NODE_EVENT && node->kind != NODE_CALL)
        add_writes(shared, points_to_of_expr(shared->points_to, function, node->target), write);
    if ((node->kind == NODE_EVENT || node->kind == NODE_CALL) && node->result)
        array_push(&shared->writes[node->result], shared->arena, (Write){function, id, -1, 0, false, false});
}

void build_find_writes(NetShared *shared) {
    const Program *program = shared->program;
    shared->writes = arena_allocate(shared->arena, program->variables.count * sizeof(Writes));
    shared->is_ours = arena_new_array(shared->arena, bool, program->variables.count);
    for (VariableId i = 1; i < program->variables.count; i++) {
        SiteId site = points_to_site_of_variable(shared->points_to, i);
        if (!site) continue;
        const Site *at = points_to_site(shared->points_to, site);
        bool is_plain = !program_variable(program, i)->type.is_volatile && !program_variable(program, i)->is_external;
        shared->is_ours[i] = at->is_single && !at->is_escaped && is_plain;
    }
    for (FunctionId i = 1; i < program->functions.count; i++)
        for (NodeId node = 1; node < program_function(program, i)->node_count; node++) note_node(shared, i, node);
}

static bool overlaps(const Write *write, int64_t offset, uint64_t size) {
    if (write->offset < 0 || write->size == 0) return write->offset < 0 || write->offset <= offset + (int64_t)size;
    return write->offset < offset + (int64_t)size && offset < write->offset + (int64_t)write->size;
}

static bool dominates(Builder *builder, FunctionId function, NodeId upper, NodeId node) {
    const ControlFlow *flow = build_function_facts(builder, function)->flow;
    for (; node; node = flow->dominator[node])
        if (node == upper) return true;
    return false;
}

// The only write of the place; 0 with `is_never` when there is none. False when there are several.
static bool find_write(Builder *builder, const Cell *cell, const Write **only) {
    const Writes *writes = &builder->shared->writes[cell->variable];
    *only = NULL;
    for (uint32_t i = 0; i < writes->count; i++) {
        const Write *write = &writes->items[i];
        if (write->is_zero || !overlaps(write, cell->offset, cell->size)) continue;
        bool is_same = write->is_exact && write->offset == cell->offset && write->size == cell->size;
        if (*only || !is_same) return false;
        *only = write;
    }
    for (uint32_t i = 0; i < writes->count; i++) { // zeroing comes first
        const Write *write = &writes->items[i];
        if (!write->is_zero || !overlaps(write, cell->offset, cell->size)) continue;
        bool is_first = *only && write->function == (*only)->function &&
                        dominates(builder, write->function, write->node, (*only)->node);
        if (!is_first) return false;
    }
    return true;
}

static Cell *new_cell(Builder *builder, Cell cell) {
    const Variable *variable = program_variable(builder->program, cell.variable);
    const Write *write;
    bool is_static = variable->kind == VARIABLE_GLOBAL || variable->kind == VARIABLE_STATIC;
    if (builder->shared->follows_no_cells || !builder->shared->is_ours[cell.variable] ||
        !find_write(builder, &cell, &write)) {
        cell.state = CELL_UNKNOWN;
    } else if (!write) { // zero, or what the parameter was given
        cell.state = is_static ? CELL_CONSTANT : variable->kind == VARIABLE_PARAMETER ? CELL_WRITTEN : CELL_UNKNOWN;
        cell.value = known_constant(0);
        cell.function = variable->function;
    } else {
        const Function *function = program_function(builder->program, write->function);
        cell.function = write->function;
        cell.store = write->node;
        cell.state = CELL_WRITTEN;
        if (build_is_unknown(builder, write->function, write->node)) cell.state = CELL_UNKNOWN;
        if (function->is_initialiser) {
            cell.value = build_evaluate(builder, &(Environment){0}, function->nodes[write->node].value);
            cell.state = cell.value.kind == KNOWN_AMOUNT ? CELL_CONSTANT : CELL_UNKNOWN;
        }
    }
    array_push(&builder->cells, builder->arena, cell);
    return &builder->cells.items[builder->cells.count - 1];
}

static Cell *find_cell(Builder *builder, VariableId variable, int64_t offset, uint64_t size) {
    for (uint32_t i = 0; i < builder->cells.count; i++) {
        Cell *cell = &builder->cells.items[i];
        if (cell->variable == variable && cell->offset == offset && cell->size == size) return cell;
    }
    return new_cell(builder, (Cell){.variable = variable, .offset = offset, .size = size});
}

// Whether the store was done when the context comes to the node: it dominates the way there.
static bool is_after_store(Builder *builder, const Cell *cell, ContextId context, NodeId node) {
    while (context) {
        const Context *now = &builder->contexts.items[context];
        if (context == cell->context && !cell->store) return true;
        if (context == cell->context)
            return node != cell->store && dominates(builder, cell->function, cell->store, node);
        node = now->call;
        context = now->caller ? now->caller : now->spawner;
    }
    return false;
}

// The cell gets its value; two values that differ leave none.
static void set_value(Builder *builder, Cell *cell, ContextId context, NodeId node, Known known, ValueType type) {
    bool is_elsewhere = cell->context && cell->context != context;
    if (is_elsewhere || !build_is_once(builder, context, node)) {
        if (cell->context) build_note_varying(builder, context, node, true); // it was read already
        cell->state = CELL_UNKNOWN;
        return;
    }
    bool varies = build_is_varying(builder, context, node);
    if (known.kind != KNOWN_AMOUNT || varies) {
        SymbolKey key = {3, context, node, cell->variable, cell->offset};
        Known symbol = build_symbol(builder, key, program_variable(builder->program, cell->variable)->name, type);
        if (varies) build_pin(builder, symbol.amount.symbol, known);
        known = symbol;
    }
    bool is_same = known.kind == cell->value.kind && known.amount.symbol == cell->value.amount.symbol &&
                   known.amount.constant == cell->value.amount.constant;
    if (cell->context && !is_same) { // what was read of it before may not hold on every way: the net is built again
        cell->state = CELL_UNKNOWN;
        build_note_varying(builder, context, node, false);
        return;
    }
    cell->context = context;
    cell->value = known;
}

void build_cell_store(Builder *builder, ContextId context, NodeId node, Known known) {
    const Node *at = &build_function(builder, context)->nodes[node];
    FunctionId function = builder->contexts.items[context].function;
    PointeeSet target = points_to_of_expr(builder->points_to, function, at->target);
    if (target.count != 1 || target.has_unknown || target.items[0].offset < 0) return;
    const Site *site = points_to_site(builder->points_to, target.items[0].site);
    if (site->kind != SITE_VARIABLE) return;
    Cell *cell = find_cell(builder, site->variable, target.items[0].offset, at->type.size);
    if (cell->state == CELL_WRITTEN && cell->function == function && cell->store == node)
        set_value(builder, cell, context, node, known, at->type);
}

void build_cell_parameter(Builder *builder, ContextId context, VariableId parameter, Known known) {
    const Variable *variable = program_variable(builder->program, parameter);
    if (variable->type.kind == TYPE_POINTER || variable_is_tracked(builder->program, parameter)) return;
    Cell *cell = find_cell(builder, parameter, 0, variable->type.size);
    if (cell->state == CELL_WRITTEN && !cell->store) set_value(builder, cell, context, 0, known, variable->type);
}

Known build_cell_load(Builder *builder, const Expr *load) {
    Candidates from = build_resolve(builder, builder->context, load->left);
    if (from.items.count != 1 || from.has_unknown || from.items.items[0].offset < 0) return (Known){0};
    const Site *site = points_to_site(builder->points_to, from.items.items[0].site);
    if (site->kind != SITE_VARIABLE) return (Known){0};
    const Cell *cell = find_cell(builder, site->variable, from.items.items[0].offset, load->type.size);
    if (cell->state == CELL_CONSTANT) return cell->value;
    bool is_read =
        cell->state == CELL_WRITTEN && cell->context && is_after_store(builder, cell, builder->context, builder->node);
    return is_read ? cell->value : (Known){0};
}

bool build_is_written_outside(Builder *builder, FunctionId function, const bool *contains, const Expr *load) {
    const Expr *address = program_expr(builder->program, load->left);
    if (address->kind != EXPR_VARIABLE_ADDRESS) return false;
    const Cell *cell = find_cell(builder, address->reference, 0, load->type.size);
    if (cell->state == CELL_CONSTANT) return true;
    return cell->state == CELL_WRITTEN && (cell->function != function || !contains[cell->store]);
}
