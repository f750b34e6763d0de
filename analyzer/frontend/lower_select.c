// SPDX-License-Identifier: MIT
// Selects that are written as several calls (libmill's choose): the calls that add cases store records into memory made
// here, and the call that waits becomes one select over them. What the library keeps to itself, the place that it
// receives to, is memory made here, too.
#include "frontend/lower.h"

enum { RECORD_SIZE = 24, CHANNEL_OFFSET = 8, ELEMENT_OFFSET = 16, SEND_CODE = 1, RECEIVE_CODE = 2, VALUE_SIZE = 8 };
enum { LARGEST_VALUE = 1 << 20 };

static ExprId hidden_memory(Lowering *lowering, int64_t size, const char *name) {
    if (size <= 0 || size > LARGEST_VALUE) size = VALUE_SIZE;
    ValueType type = {.kind = TYPE_AGGREGATE, .size = (uint64_t)size};
    Variable variable = {.name = name, .kind = VARIABLE_LOCAL, .type = type, .size = type.size, .type_name = ""};
    variable.function = lowering->function->id;
    variable.place = lowering->place;
    variable.is_address_taken = true;
    return expr_variable(lowering, program_add_variable(lowering->program, variable));
}

static ExprId argument(const Node *call, const Api *api, OperandRole role) {
    Operand operand = api_operand(api, role);
    bool is_argument = operand.source == SOURCE_ARGUMENT || operand.source == SOURCE_POINTEE;
    return is_argument && operand.index < call->argument_count ? call->arguments[operand.index] : 0;
}

static int64_t constant_argument(Lowering *lowering, const Node *call, const Api *api, OperandRole role) {
    int64_t value = 0;
    ExprId id = argument(call, api, role);
    return id && expr_is_constant(lowering, id, &value) ? value : 0;
}

static void append_arguments(Lowering *lowering, Node *call, const ExprId *values, uint32_t count) {
    ExprId *all = arena_new_array(lowering->arena, ExprId, call->argument_count + count);
    for (uint32_t i = 0; i < call->argument_count; i++) all[i] = call->arguments[i];
    for (uint32_t i = 0; i < count; i++) all[call->argument_count + i] = values[i];
    call->arguments = all;
    call->argument_count += count;
}

ExprId lower_returned_element(Lowering *lowering, Node *call, const Api *api) {
    Operand element = api_operand(api, OPERAND_ELEMENT);
    bool is_returned = element.source == SOURCE_POINTEE && element.index == api->parameter_count;
    if (!is_returned || call->argument_count != api->parameter_count) return 0;
    ExprId memory = hidden_memory(lowering, constant_argument(lowering, call, api, OPERAND_SIZE), "received");
    append_arguments(lowering, call, &memory, 1);
    return memory;
}

static void begin(Lowering *lowering, CXCursor cursor, const Api *api) {
    OpenSelect select = {.place = place_of(lowering, cursor), .macro_place = macro_place_of(lowering, cursor)};
    select.text = source_text(lowering, cursor, api->spelling ? api->spelling : api->function);
    select.records = hidden_memory(lowering, RECORD_SIZE, "cases");
    select.timeout = expr_constant(lowering, -1, type_signed(VALUE_SIZE));
    array_push(&lowering->function->selects, lowering->scratch, select);
}

static void add_case(Lowering *lowering, OpenSelect *select, const Node *call, const Api *api) {
    bool is_send = api->select_part == SELECT_PART_SEND;
    ExprId sent = is_send ? argument(call, api, OPERAND_SEND_ELEMENTS) : 0;
    int64_t size = constant_argument(lowering, call, api, OPERAND_SIZE);
    if (!is_send) select->received = hidden_memory(lowering, size, "received");
    ExprId element = is_send ? sent : select->received;
    int64_t at = (int64_t)select->values.count * RECORD_SIZE;
    ValueType code = type_signed(4), pointer = type_pointer(lowering);
    node_assign(lowering, expr_field(lowering, select->records, at, "operation"),
                expr_constant(lowering, is_send ? SEND_CODE : RECEIVE_CODE, code), code);
    node_assign(lowering, expr_field(lowering, select->records, at + CHANNEL_OFFSET, "channel"),
                argument(call, api, OPERAND_CASES), pointer);
    if (element)
        node_assign(lowering, expr_field(lowering, select->records, at + ELEMENT_OFFSET, "element"), element, pointer);
    int64_t value = constant_argument(lowering, call, api, OPERAND_COUNT);
    array_push(&select->values, lowering->scratch, value);
}

// The select gives the position of its case; the program compares with the number that it gave the case.
static ExprId translate_position(Lowering *lowering, const OpenSelect *select, ExprId position, ValueType type) {
    bool is_same = true;
    for (uint32_t i = 0; i < select->values.count; i++) is_same &= select->values.items[i] == i;
    if (is_same) return position;
    ExprId chosen = expr_variable(lowering, new_temporary(lowering, type, ""));
    node_assign(lowering, chosen, position, type);
    for (uint32_t i = 0; i < select->values.count; i++) {
        NodeId yes = node_label(lowering), no = node_label(lowering);
        ExprId index = expr_constant(lowering, i, type);
        node_branch(lowering, expr_binary(lowering, OPERATOR_EQUAL, position, index, type_signed(4)), yes, no);
        lowering->function->current = yes;
        node_assign(lowering, chosen, expr_constant(lowering, select->values.items[i], type), type);
        node_jump(lowering, no);
        node_place_label(lowering, no);
    }
    return expr_load(lowering, chosen, type);
}

static ExprId wait_for_cases(Lowering *lowering, const OpenSelect *select, const Api *api, Node call) {
    uint64_t size = select->values.count ? select->values.count * (uint64_t)RECORD_SIZE : RECORD_SIZE;
    Variable *records =
        &lowering->program->variables.items[program_expr(lowering->program, select->records)->reference];
    records->size = records->type.size = size;
    ExprId count = expr_constant(lowering, select->values.count, type_signed(4));
    append_arguments(lowering, &call, (ExprId[]){select->records, count, select->timeout}, 3);
    call.api = program_add_api(lowering->program, api);
    call.place = select->place;
    call.macro_place = select->macro_place;
    call.text = select->text;
    call.result = new_temporary(lowering, type_signed(4), "");
    lowering->place = call.place;
    node_add(lowering, call);
    ExprId position = expr_load(lowering, expr_variable(lowering, call.result), type_signed(4));
    return translate_position(lowering, select, position, type_signed(4));
}

// A call that takes part, without its operands: nothing but the select itself reads them.
static void note_part(Lowering *lowering, CXCursor cursor, const Api *api) {
    Node node = {.kind = NODE_EVENT, .api = program_add_api(lowering->program, api)};
    node.place = place_of(lowering, cursor);
    node.macro_place = macro_place_of(lowering, cursor);
    node.text = source_text(lowering, cursor, api->spelling ? api->spelling : api->function);
    node_add(lowering, node);
}

bool lower_select_part(Lowering *lowering, CXCursor cursor, const Node *call, const Api *api, ExprId *value) {
    FunctionBuilder *function = lowering->function;
    *value = 0;
    if (api->select_part == SELECT_PART_BEGIN) begin(lowering, cursor, api);
    if (api->select_part == SELECT_PART_NONE || !function->selects.count) return false;
    OpenSelect *select = &function->selects.items[function->selects.count - 1];
    switch (api->select_part) {
    case SELECT_PART_RECEIVE:
    case SELECT_PART_SEND: add_case(lowering, select, call, api); break;
    case SELECT_PART_TIMEOUT: select->timeout = node_save(lowering, argument(call, api, OPERAND_TIMEOUT)); break;
    case SELECT_PART_DEFAULT: select->timeout = expr_constant(lowering, 0, type_signed(VALUE_SIZE)); break;
    case SELECT_PART_VALUE: *value = select->received; break;
    case SELECT_PART_WAIT:
        *value = wait_for_cases(lowering, select, api, *call);
        function->selects.count--;
        return true;
    default: break;
    }
    note_part(lowering, cursor, api);
    return true;
}
