// SPDX-License-Identifier: MIT
// Which channels a select waits on, by the ways in which libraries take its cases. A case record whose operation code
// is stored as a constant somewhere has that direction; one whose code is never seen has both.
#include "graph/builder.h"

enum { MOST_CASES = 64, MOST_UNCOUNTED_CASES = 16, POINTER_SIZE = 8 };

typedef struct Select {
    GraphBuilder *builder;
    GraphOperationId operation;
    FunctionId function;
    const Node *node;
    const Api *api;
} Select;

static bool use_set(const Select *select, OperandRole role, PointeeSet set) {
    ObjectKind kind = select->api->object == OBJECT_NONE ? OBJECT_CHANNEL : select->api->object;
    return build_uses_of_set(select->builder, select->operation, role, set, kind);
}

static bool use_arguments(const Select *select) {
    bool is_any = false;
    uint32_t first = api_operand(select->api, OPERAND_CASES).index;
    for (uint32_t i = first; i < select->node->argument_count; i++) {
        ExprId argument = select->node->arguments[i];
        is_any |=
            use_set(select, OPERAND_CASES, points_to_of_expr(select->builder->points_to, select->function, argument));
    }
    return is_any;
}

static Pointee moved(Pointee base, int64_t bytes) {
    if (base.offset >= 0) base.offset += bytes;
    return base;
}

static PointeeSet array_of(const Select *select, OperandRole role) {
    ExprId array = event_operand(select->builder->program, select->node, role);
    return array ? points_to_of_expr(select->builder->points_to, select->function, array) : (PointeeSet){0};
}

static int64_t case_count(const Select *select, OperandRole role) {
    int64_t count = MOST_UNCOUNTED_CASES;
    constant_operand(select->builder, select->function, select->node, role, NULL, &count);
    return count < MOST_CASES ? count : MOST_CASES;
}

static bool use_array(const Select *select, OperandRole role, OperandRole count_role) {
    bool is_any = false;
    PointeeSet arrays = array_of(select, role);
    int64_t count = case_count(select, count_role);
    for (uint32_t a = 0; a < arrays.count; a++)
        for (int64_t i = 0; i < count; i++) {
            Pointee item = moved(arrays.items[a], i * POINTER_SIZE);
            is_any |= use_set(select, role, points_to_of_memory(select->builder->points_to, item));
        }
    if (arrays.has_unknown && count) select->builder->operations.items[select->operation].has_unknown = true;
    return is_any;
}

typedef struct Codes {
    bool may_send, may_receive, may_end, is_seen;
} Codes;

static void note_code(const SelectRecord *record, int64_t code, Codes *codes) {
    codes->is_seen = true;
    codes->may_send |= code == record->send_code;
    codes->may_receive |= code == record->receive_code;
    codes->may_end |= record->has_end && code == record->end_code;
    codes->may_end |= record->has_end_default && code == record->end_default_code;
}

static bool points_at(PointeeSet set, Pointee pointee) {
    for (uint32_t i = 0; i < set.count; i++)
        if (set.items[i].site == pointee.site && set.items[i].offset == pointee.offset) return true;
    return false;
}

// Every constant that is stored at this address anywhere in the program.
static Codes codes_at(const Select *select, Pointee at) {
    const Program *program = select->builder->program;
    Codes codes = {0};
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        for (NodeId node_id = 1; node_id < function->node_count; node_id++) {
            const Node *node = &function->nodes[node_id];
            int64_t code;
            if (node->kind != NODE_ASSIGN || node->type.size > sizeof code) continue;
            if (!points_at(points_to_of_expr(select->builder->points_to, id, node->target), at)) continue;
            if (!constant_value(select->builder, id, node->value, NULL, &code)) return (Codes){0};
            note_code(&select->api->select_record, code, &codes);
        }
    }
    return codes;
}

// False after the record that ends the array.
static bool use_record(const Select *select, Pointee record, EventKind direction, bool *is_any) {
    const SelectRecord *layout = &select->api->select_record;
    Codes codes = codes_at(select, moved(record, layout->operation_offset));
    if (codes.is_seen && codes.may_end && !codes.may_send && !codes.may_receive) return false;
    bool has_direction = direction == EVENT_SEND ? codes.may_send : codes.may_receive;
    if (codes.is_seen && !has_direction) return true;
    Pointee channel = moved(record, layout->channel_offset);
    *is_any |= use_set(select, OPERAND_CASES, points_to_of_memory(select->builder->points_to, channel));
    return true;
}

static bool use_records(const Select *select, EventKind direction) {
    bool is_any = false;
    PointeeSet arrays = array_of(select, OPERAND_CASES);
    int64_t count = MOST_UNCOUNTED_CASES;
    if (select->api->select_source == SELECT_RECORD_ARRAY) count = case_count(select, OPERAND_COUNT);
    for (uint32_t a = 0; a < arrays.count; a++)
        for (int64_t i = 0; i < count; i++)
            if (!use_record(select, moved(arrays.items[a], i * select->api->select_record.size), direction, &is_any))
                break;
    if (arrays.has_unknown) select->builder->operations.items[select->operation].has_unknown = true;
    return is_any;
}

bool build_select_uses(GraphBuilder *builder, GraphOperationId id, EventKind direction) {
    GraphOperation operation = builder->operations.items[id];
    const Node *node = &program_function(builder->program, operation.function)->nodes[operation.node];
    Select select = {builder, id, operation.function, node, program_api(builder->program, node->api)};
    bool is_send = direction == EVENT_SEND;
    switch (select.api->select_source) {
    case SELECT_VARIADIC_CHANNELS: return !is_send && use_arguments(&select);
    case SELECT_CHANNEL_ARRAY:
        return is_send ? use_array(&select, OPERAND_SEND_CASES, OPERAND_SEND_COUNT)
                       : use_array(&select, OPERAND_CASES, OPERAND_COUNT);
    case SELECT_RECORD_ARRAY:
    case SELECT_RECORD_SENTINEL: return use_records(&select, direction);
    }
    return false;
}
