// SPDX-License-Identifier: MIT
// Who writes which memory: an index over all nodes by object, and what a match makes relevant.
#include "link/relevance_state.h"

#include <string.h>

enum { POINTER_SIZE = 8 };

uint32_t relevance_object(const Relevance *slice, SiteId site) {
    const Site *at = points_to_site(slice->points_to, site);
    return at->kind == SITE_VARIABLE ? at->variable : slice->program->variables.count + site;
}

typedef struct ObjectWriter {
    uint32_t object;
    Writer writer;
} ObjectWriter;

typedef struct WriterList {
    Relevance *slice;
    FunctionId function; // where the walk is
    NodeId node;
    ARRAY(ObjectWriter) found;
} WriterList;

static void add_writer(WriterList *list, uint32_t object, int64_t offset, int64_t size, bool is_result) {
    ObjectWriter found = {object, {list->function, list->node, offset, size, is_result}};
    array_push(&list->found, list->slice->arena, found);
}

static void add_set(WriterList *list, PointeeSet set, int64_t size) {
    for (uint32_t i = 0; i < set.count; i++)
        add_writer(list, relevance_object(list->slice, set.items[i].site), set.items[i].offset, size, false);
}

static void add_behind(WriterList *list, ExprId address, int64_t size) {
    if (!address) return;
    const Expr *expr = program_expr(list->slice->program, address);
    if (expr->kind == EXPR_VARIABLE_ADDRESS)
        add_writer(list, expr->reference, 0, size, false);
    else
        add_set(list, points_to_of_expr(list->slice->points_to, list->function, address), size);
}

// The memory that the cases of a select receive into.
static void add_case_elements(WriterList *list, const Node *node, const Api *api) {
    const Program *program = list->slice->program;
    PointeeSet cases =
        points_to_of_expr(list->slice->points_to, list->function, event_operand(program, node, OPERAND_CASES));
    const SelectRecord *record = &api->select_record;
    for (uint32_t i = 0; i < cases.count; i++)
        for (int64_t k = 0; k < 8 && record->size; k++) {
            Pointee field = {cases.items[i].site, cases.items[i].offset + k * record->size + record->element_offset};
            add_set(list, points_to_of_memory(list->slice->points_to, field), WHOLE_OBJECT);
        }
}

// Outside code may write to what it is given; for system functions that is what their arguments point to.
static void add_arguments(WriterList *list, const Node *node) {
    for (uint32_t i = 0; i < node->argument_count; i++) add_behind(list, node->arguments[i], WHOLE_OBJECT);
}

static void add_event(WriterList *list, const Node *node) {
    const Program *program = list->slice->program;
    const Api *api = program_api(program, node->api);
    ExprId object = event_operand(program, node, OPERAND_OBJECT);
    int64_t size = relevance_operand_constant(list->slice, node, OPERAND_SIZE, WHOLE_OBJECT);
    switch (api->event) {
    case EVENT_RECEIVE:
    case EVENT_SELECT_FETCH:
        add_behind(list, event_operand(program, node, OPERAND_ELEMENT),
                   api->element == ELEMENT_POINTER ? POINTER_SIZE : size);
        break;
    case EVENT_JOIN: add_behind(list, event_operand(program, node, OPERAND_ELEMENT), POINTER_SIZE); break;
    case EVENT_SELECT:
        add_behind(list, event_operand(program, node, OPERAND_ELEMENT), POINTER_SIZE);
        add_case_elements(list, node, api);
        break;
    case EVENT_MAKE:
    case EVENT_SPAWN:
    case EVENT_ALLOCATE:
        if (api_operand(api, OPERAND_OBJECT).source == SOURCE_POINTEE) add_behind(list, object, POINTER_SIZE);
        break;
    case EVENT_COPY_MEMORY:
    case EVENT_FILL_MEMORY: add_behind(list, object, size); break;
    case EVENT_ATOMIC_STORE:
    case EVENT_ATOMIC_UPDATE:
    case EVENT_ATOMIC_EXCHANGE:
    case EVENT_ATOMIC_COMPARE_EXCHANGE:
        add_behind(list, object, POINTER_SIZE);
        add_behind(list, event_operand(program, node, OPERAND_EXPECTED), POINTER_SIZE);
        break;
    case EVENT_HARMLESS:
    case EVENT_IO:
    case EVENT_QUERY: add_arguments(list, node); break;
    default: break;
    }
}

static void add_call(WriterList *list, const Node *node) {
    FunctionSet callees = points_to_callees(list->slice->points_to, list->function, list->node);
    bool is_outside = callees.has_unknown;
    for (uint32_t i = 0; i < callees.count; i++)
        is_outside |= !program_function(list->slice->program, callees.items[i])->is_defined;
    if (is_outside) add_arguments(list, node);
}

static void add_node(WriterList *list, const Node *node) {
    switch (node->kind) {
    case NODE_ASSIGN: add_behind(list, node->target, (int64_t)node->type.size); return;
    case NODE_COPY:
    case NODE_ZERO: add_behind(list, node->target, (int64_t)node->size); return;
    case NODE_CALL: add_call(list, node); break;
    case NODE_EVENT: add_event(list, node); break;
    default: return;
    }
    if (node->result) add_writer(list, node->result, 0, WHOLE_OBJECT, true);
}

void relevance_index_writers(Relevance *slice) {
    const Program *program = slice->program;
    uint32_t objects = program->variables.count + points_to_site_count(slice->points_to);
    WriterList list = {.slice = slice};
    for (list.function = 1; list.function < program->functions.count; list.function++) {
        const Function *function = program_function(program, list.function);
        for (list.node = 1; list.node < function->node_count; list.node++) add_node(&list, &function->nodes[list.node]);
    }
    uint32_t *start = slice->writer_start = arena_new_array(slice->arena, uint32_t, objects + 2);
    slice->writers = arena_new_array(slice->arena, Writer, list.found.count + 1);
    for (uint32_t i = 0; i < list.found.count; i++) start[list.found.items[i].object + 1]++;
    for (uint32_t i = 0; i < objects; i++) start[i + 1] += start[i];
    uint32_t *fill = arena_new_array(slice->arena, uint32_t, objects + 1);
    memcpy(fill, start, objects * sizeof *fill);
    for (uint32_t i = 0; i < list.found.count; i++)
        slice->writers[fill[list.found.items[i].object]++] = list.found.items[i].writer;
}

// Part of a copy's source that lands in the memory.
static void need_copied(Relevance *slice, FunctionId function, ExprId source, const Writer *writer, Memory memory) {
    bool is_anywhere = writer->offset < 0 || memory.offset < writer->offset;
    int64_t skip = is_anywhere ? 0 : memory.offset - writer->offset;
    relevance_need_memory_behind(slice, function, source, skip, is_anywhere ? writer->size : memory.size);
}

// The values that tasks behind a joined handle return.
static void need_returned(Relevance *slice, FunctionId function, NodeId node) {
    PointeeSet tasks = points_to_of_operand(slice->points_to, function, node, OPERAND_OBJECT);
    for (uint32_t i = 0; i < tasks.count; i++) {
        const Site *site = points_to_site(slice->points_to, tasks.items[i].site);
        if (site->kind == SITE_TASK) relevance_mark_result(slice, site->function, site->node);
    }
    const Node *join = &program_function(slice->program, function)->nodes[node];
    relevance_need(slice, function, event_operand(slice->program, join, OPERAND_ELEMENT));
}

static void match_event(Relevance *slice, const Writer *writer, const Node *node, Memory memory) {
    const Program *program = slice->program;
    ExprId object = event_operand(program, node, OPERAND_OBJECT);
    if (relevance_is_outside(slice, writer->function, node, writer->node)) return; // anything may come from there
    switch (program_api(program, node->api)->event) {
    case EVENT_RECEIVE:
    case EVENT_SELECT:
    case EVENT_SELECT_FETCH:
        if (!writer->is_result || program_api(program, node->api)->element == ELEMENT_RESULT)
            relevance_need_content(slice, writer->function, writer->node);
        break;
    case EVENT_JOIN:
        if (!writer->is_result) need_returned(slice, writer->function, writer->node);
        break;
    case EVENT_COPY_MEMORY:
        if (writer->is_result)
            relevance_need(slice, writer->function, object);
        else
            need_copied(slice, writer->function, event_operand(program, node, OPERAND_ELEMENT), writer, memory);
        break;
    case EVENT_ATOMIC_LOAD:
    case EVENT_ATOMIC_UPDATE:
    case EVENT_ATOMIC_EXCHANGE:
    case EVENT_ATOMIC_COMPARE_EXCHANGE:
        relevance_need_memory_behind(slice, writer->function, object, 0, POINTER_SIZE);
        break;
    default: break;
    }
}

static void match_writer(Relevance *slice, const Writer *writer, Memory memory) {
    const Node *node = &program_function(slice->program, writer->function)->nodes[writer->node];
    relevance_mark_node(slice, writer->function, writer->node);
    bool is_variable = memory.object < slice->program->variables.count;
    if (!is_variable || program_variable(slice->program, memory.object)->function != writer->function)
        relevance_mark_effect(slice, writer->function);
    if (node->kind == NODE_COPY) need_copied(slice, writer->function, node->value, writer, memory);
    if (node->kind == NODE_CALL && writer->is_result) relevance_mark_result(slice, writer->function, writer->node);
    if (node->kind == NODE_EVENT) match_event(slice, writer, node, memory);
}

// argv made of a spawn's variadic arguments.
static void match_vector(Relevance *slice, SiteId id, Memory memory) {
    const Site *site = points_to_site(slice->points_to, id);
    if (site->kind != SITE_HEAP) return;
    const Node *node = &program_function(slice->program, site->function)->nodes[site->node];
    const Api *api = program_api(slice->program, node->api);
    if (api->event != EVENT_SPAWN) return;
    uint32_t first = api_operand(api, OPERAND_ARGUMENT).index;
    for (uint32_t i = first; i < node->argument_count; i++) {
        int64_t offset = (int64_t)(i - first) * POINTER_SIZE;
        if (memory.offset < 0 || (offset < memory.offset + memory.size && memory.offset < offset + POINTER_SIZE))
            relevance_need(slice, site->function, node->arguments[i]);
    }
}

void relevance_match_writers(Relevance *slice, Memory memory) {
    uint32_t end = slice->writer_start[memory.object + 1];
    for (uint32_t i = slice->writer_start[memory.object]; i < end && !slice->is_spent; i++) {
        const Writer *writer = &slice->writers[i];
        bool is_apart =
            writer->offset >= 0 && memory.offset >= 0 &&
            (writer->offset >= memory.offset + memory.size || memory.offset >= writer->offset + writer->size);
        if (!is_apart) match_writer(slice, writer, memory);
    }
    uint32_t variables = slice->program->variables.count;
    if (memory.object >= variables)
        match_vector(slice, memory.object - variables, memory);
    else if (program_variable(slice->program, memory.object)->kind == VARIABLE_PARAMETER)
        relevance_need_parameter(slice, memory.object);
}
