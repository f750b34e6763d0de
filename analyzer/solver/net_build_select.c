// SPDX-License-Identifier: MIT
#include "solver/net_build_walk.h"

enum { MOST_CASES = 64 };

typedef struct Case {
    NetObjectId object;
    bool is_send;
    int64_t index;
} Case;

typedef struct Cases {
    Case items[MOST_CASES];
    uint32_t count;
    bool has_default;
    bool has_outside; // a case on an object that code outside the program may reach
    bool is_unknown;  // some case could not be read
} Cases;

static void add_case(Walk *walk, Cases *cases, Candidates channels, bool is_send, int64_t index, ObjectKind kind) {
    if (channels.items.count == 0 && !channels.has_unknown) return; // a null channel is never ready
    if (channels.has_unknown || channels.items.count > 1 || cases->count == MOST_CASES) {
        if (channels.items.count == 0)
            cases->has_outside = true;
        else
            cases->is_unknown = true;
        return;
    }
    Pointee pointee = channels.items.items[0];
    uint8_t stream = 0;
    if (kind == OBJECT_CHANNEL_PAIR) stream = (uint8_t)(is_send ? pointee.offset & 1 : !(pointee.offset & 1));
    NetObjectId object = build_object(walk->builder, pointee, kind, stream);
    if (object)
        cases->items[cases->count++] = (Case){object, is_send, index};
    else
        cases->has_outside = true;
}

// Channels keep their kind as they were made: a select's own model may say just "channel".
static ObjectKind kind_of(Walk *walk, const Candidates *channels) {
    const Api *api = program_api(walk->builder->program, walk->node->api);
    if (channels->items.count != 1) return api->object;
    const Site *site = points_to_site(walk->builder->points_to, channels->items.items[0].site);
    if (site->kind != SITE_OBJECT) return OBJECT_CHANNEL;
    const Node *maker = &program_function(walk->builder->program, site->function)->nodes[site->node];
    return maker->kind == NODE_EVENT ? program_api(walk->builder->program, maker->api)->object : OBJECT_CHANNEL;
}

static bool read_constant(Walk *walk, OperandRole role, int64_t *value) {
    Operand operand = api_operand(program_api(walk->builder->program, walk->node->api), role);
    ExprId expr = event_operand(walk->builder->program, walk->node, role);
    *value = operand.constant;
    if (operand.source == SOURCE_CONSTANT) return true;
    if (operand.source == SOURCE_NONE) return false;
    Known known = build_evaluate(walk->builder, &walk->environment, expr);
    *value = known.amount.constant;
    return known.kind == KNOWN_AMOUNT && !known.amount.symbol && *value >= 0 && *value <= MOST_CASES;
}

// The memory that an array operand is; false unless it is one piece.
static bool read_array(Walk *walk, OperandRole role, Pointee *memory) {
    ExprId expr = event_operand(walk->builder->program, walk->node, role);
    if (!expr) return false;
    Candidates found = build_resolve(walk->builder, walk->context, expr);
    if (found.items.count != 1 || found.has_unknown || found.items.items[0].offset < 0) return false;
    *memory = found.items.items[0];
    return true;
}

static Candidates channels_at(Walk *walk, Pointee memory, int64_t offset) {
    memory.offset += offset;
    PointeeSet set = points_to_of_memory(walk->builder->points_to, memory);
    Candidates channels = {.has_unknown = set.has_unknown};
    for (uint32_t i = 0; i < set.count; i++) array_push(&channels.items, walk->builder->arena, set.items[i]);
    return channels;
}

static void gather_array(Walk *walk, Cases *cases, bool is_send, int64_t first_index) {
    const Api *api = program_api(walk->builder->program, walk->node->api);
    OperandRole role = is_send ? OPERAND_SEND_CASES : OPERAND_CASES;
    if (api_operand(api, role).source == SOURCE_NONE) return;
    int64_t count;
    Pointee memory;
    if (!read_constant(walk, is_send ? OPERAND_SEND_COUNT : OPERAND_COUNT, &count)) {
        cases->is_unknown = true;
        return;
    }
    if (count && !read_array(walk, role, &memory)) {
        cases->is_unknown = true;
        return;
    }
    for (int64_t i = 0; i < count; i++) {
        Candidates channels = channels_at(walk, memory, 8 * i);
        add_case(walk, cases, channels, is_send, first_index + i, kind_of(walk, &channels));
    }
}

// Where a store goes within a variable, when that is a constant place.
static VariableId stored_place(const Program *program, ExprId target, int64_t *offset) {
    const Expr *expr = program_expr(program, target);
    switch (expr->kind) {
    case EXPR_VARIABLE_ADDRESS: return expr->reference;
    case EXPR_FIELD: *offset += expr->constant; return stored_place(program, expr->left, offset);
    case EXPR_ELEMENT: {
        const Expr *index = program_expr(program, expr->right);
        if (index->kind != EXPR_CONSTANT) return 0;
        *offset += expr->constant * index->constant;
        return stored_place(program, expr->left, offset);
    }
    case EXPR_CONVERT: return stored_place(program, expr->left, offset);
    default: return 0;
    }
}

// The one constant that the program ever stores there (zeroing aside); a place never stored to holds zero.
static bool constant_at(Walk *walk, Pointee memory, int64_t offset, int64_t *value) {
    const Program *program = walk->builder->program;
    const Site *site = points_to_site(walk->builder->points_to, memory.site);
    if (site->kind != SITE_VARIABLE) return false;
    bool is_stored = false;
    *value = 0;
    for (FunctionId i = 1; i < program->functions.count; i++) {
        const Function *function = program_function(program, i);
        for (NodeId node = 1; node < function->node_count; node++) {
            const Node *at = &function->nodes[node];
            int64_t place = 0;
            if (at->kind != NODE_ASSIGN || stored_place(program, at->target, &place) != site->variable) continue;
            if (place != memory.offset + offset) continue;
            Known known = build_evaluate(walk->builder, &(Environment){0}, at->value);
            bool is_constant = known.kind == KNOWN_AMOUNT && !known.amount.symbol;
            if (!is_constant || (is_stored && known.amount.constant != *value)) return false;
            *value = known.amount.constant;
            is_stored = true;
        }
    }
    return true;
}

// False at the record that ends the array.
static bool gather_record(Walk *walk, const SelectRecord *record, Pointee memory, int64_t index, Cases *cases) {
    int64_t at = index * record->size, operation;
    if (!constant_at(walk, memory, at + record->operation_offset, &operation)) {
        cases->is_unknown = true;
        return false;
    }
    if (record->has_end && operation == record->end_code) return false;
    if (record->has_end_default && operation == record->end_default_code) {
        cases->has_default = true;
        return false;
    }
    if (record->has_skip && operation == record->skip_code) return true;
    Candidates channels = channels_at(walk, memory, at + record->channel_offset);
    add_case(walk, cases, channels, operation == record->send_code, index, kind_of(walk, &channels));
    return true;
}

static void gather_records(Walk *walk, const Api *api, Cases *cases) {
    Pointee memory;
    int64_t most = MOST_CASES;
    cases->is_unknown = !read_array(walk, OPERAND_CASES, &memory);
    if (api->select_source == SELECT_RECORD_ARRAY && !read_constant(walk, OPERAND_COUNT, &most))
        cases->is_unknown = true;
    for (int64_t i = 0; i < most && !cases->is_unknown; i++)
        if (!gather_record(walk, &api->select_record, memory, i, cases)) return;
}

static void gather(Walk *walk, const Api *api, Cases *cases) {
    int64_t receives = 0;
    switch (api->select_source) {
    case SELECT_VARIADIC_CHANNELS:
        for (uint32_t i = api_operand(api, OPERAND_CASES).index; i < walk->node->argument_count; i++) {
            Candidates channels = build_resolve(walk->builder, walk->context, walk->node->arguments[i]);
            add_case(walk, cases, channels, false, i - api_operand(api, OPERAND_CASES).index, kind_of(walk, &channels));
        }
        break;
    case SELECT_CHANNEL_ARRAY:
        gather_array(walk, cases, false, 0);
        if (!read_constant(walk, OPERAND_COUNT, &receives)) receives = 0;
        gather_array(walk, cases, true, receives);
        break;
    default: gather_records(walk, api, cases); break;
    }
}

void build_select(Walk *walk) {
    Builder *builder = walk->builder;
    const Api *api = program_api(builder->program, walk->node->api);
    Cases *cases = arena_new(builder->arena, Cases);
    gather(walk, api, cases);
    if (cases->is_unknown) build_gap(builder, walk->context, walk->node_id, "a select with cases that cannot be told");
    bool is_default = cases->has_default || api->select_has_default, may_be_for_ever;
    bool never_waits = is_default || build_blocking(walk, &may_be_for_ever) == BLOCKING_NEVER;
    Walk at = *walk;
    at.place = build_cancelable(walk, walk->place, never_waits);
    walk = &at;
    if (cases->is_unknown || cases->has_outside) {
        build_result(walk, walk->place, (NetTransition){0}, (Known){0});
        build_outside(walk, walk->place);
    }
    walk->place = build_arrival(walk, walk->place);
    for (uint32_t i = 0; i < cases->count; i++)
        build_transfer(walk, walk->place, cases->items[i].object, cases->items[i].is_send, cases->items[i].index, true);
    if (is_default) {
        OutcomeKind outcome = api->outcomes[OUTCOME_WOULD_BLOCK].is_possible ? OUTCOME_WOULD_BLOCK : OUTCOME_TIMED_OUT;
        build_outcome(walk, walk->place, (NetTransition){.action = NET_DEFAULT}, outcome);
        return;
    }
    build_impatience(walk, walk->place);
}
