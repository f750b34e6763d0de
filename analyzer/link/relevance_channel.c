// SPDX-License-Identifier: MIT
// Values that travel over channels: once a received value matters, every element that may be it matters.
#include "link/relevance_state.h"

enum { POINTER_SIZE = 8, MAXIMUM_CASES = 8 };

static void add_uses(Relevance *slice, CallSite at, PointeeSet channels, bool is_send, bool is_receive) {
    for (uint32_t i = 0; i < channels.count; i++)
        array_push(
            &slice->channel_uses, slice->arena,
            (ChannelUse){at.function, at.node, channels.items[i].site, channels.items[i].offset, is_send, is_receive});
}

// The pointers at `offset` in each item of the arrays that `array` points to.
static void for_items(Relevance *slice, CallSite at, ExprId array, int64_t item_size, int64_t offset,
                      void (*visit)(Relevance *slice, CallSite at, Pointee field, int direction), int direction) {
    if (!array || !item_size) return;
    PointeeSet arrays = points_to_of_expr(slice->points_to, at.function, array);
    for (uint32_t i = 0; i < arrays.count; i++)
        for (int64_t k = 0; k < MAXIMUM_CASES; k++) {
            Pointee field = arrays.items[i];
            if (field.offset >= 0) field.offset += k * item_size + offset;
            visit(slice, at, field, direction);
        }
}

enum { SENDS = 1, RECEIVES = 2 };

static void add_case(Relevance *slice, CallSite at, Pointee field, int direction) {
    add_uses(slice, at, points_to_of_memory(slice->points_to, field), direction & SENDS, direction & RECEIVES);
}

static void index_select(Relevance *slice, CallSite at, const Node *node, const Api *api) {
    ExprId cases = event_operand(slice->program, node, OPERAND_CASES);
    const SelectRecord *record = &api->select_record;
    if (api->select_source == SELECT_CHANNEL_ARRAY) {
        for_items(slice, at, cases, POINTER_SIZE, 0, add_case, RECEIVES);
        for_items(slice, at, event_operand(slice->program, node, OPERAND_SEND_CASES), POINTER_SIZE, 0, add_case, SENDS);
    } else if (api->select_source != SELECT_VARIADIC_CHANNELS) {
        for_items(slice, at, cases, record->size, record->channel_offset, add_case, SENDS | RECEIVES);
    }
}

// A close may leave a last element.
static bool gives_element(const Api *api) {
    return api->event == EVENT_SEND || (api->event == EVENT_CLOSE && api->element != ELEMENT_NONE);
}

void relevance_index_channels(Relevance *slice) {
    for (FunctionId id = 1; id < slice->program->functions.count; id++) {
        const Function *function = program_function(slice->program, id);
        for (NodeId at = 1; at < function->node_count; at++) {
            const Node *node = &function->nodes[at];
            if (node->kind != NODE_EVENT) continue;
            const Api *api = program_api(slice->program, node->api);
            bool is_receive = api->event == EVENT_RECEIVE || api->event == EVENT_SELECT_FETCH;
            if (is_receive || gives_element(api))
                add_uses(slice, (CallSite){id, at}, points_to_of_operand(slice->points_to, id, at, OPERAND_OBJECT),
                         !is_receive, is_receive);
            if (api->event == EVENT_SELECT) index_select(slice, (CallSite){id, at}, node, api);
        }
    }
}

static void need_element_behind(Relevance *slice, CallSite at, Pointee field, int direction) {
    relevance_need_memory(slice, field, POINTER_SIZE);
    if (!(direction & SENDS)) return;
    PointeeSet elements = points_to_of_memory(slice->points_to, field);
    for (uint32_t i = 0; i < elements.count; i++) relevance_need_memory(slice, elements.items[i], WHOLE_OBJECT);
    (void)at;
}

static void need_select_elements(Relevance *slice, CallSite at, const Node *node, const Api *api) {
    const Program *program = slice->program;
    if (api->select_source == SELECT_CHANNEL_ARRAY) {
        ExprId sent = event_operand(program, node, OPERAND_SEND_ELEMENTS);
        relevance_need(slice, at.function, event_operand(program, node, OPERAND_ELEMENT));
        relevance_need(slice, at.function, sent);
        if (sent) relevance_need_memory_behind(slice, at.function, sent, 0, WHOLE_OBJECT);
    } else {
        const SelectRecord *record = &api->select_record;
        for_items(slice, at, event_operand(program, node, OPERAND_CASES), record->size, record->element_offset,
                  need_element_behind, SENDS | RECEIVES);
    }
}

static void need_element(Relevance *slice, CallSite at) {
    uint8_t *mark = &slice->marks[at.function][at.node];
    if (*mark & MARK_ELEMENT) return;
    relevance_touch(slice, at.function);
    *mark |= MARK_ELEMENT;
    array_push(&slice->elements, slice->scratch, at);
    const Node *node = &program_function(slice->program, at.function)->nodes[at.node];
    const Api *api = program_api(slice->program, node->api);
    if (api->event == EVENT_SELECT) {
        need_select_elements(slice, at, node, api);
        return;
    }
    ExprId element = event_operand(slice->program, node, OPERAND_ELEMENT);
    relevance_need(slice, at.function, element);
    if (element && gives_element(api) && api->element == ELEMENT_COPIED)
        relevance_need_memory_behind(slice, at.function, element, 0,
                                     relevance_operand_constant(slice, node, OPERAND_SIZE, WHOLE_OBJECT));
}

static bool is_pair(const Relevance *slice, SiteId id) {
    const Site *site = points_to_site(slice->points_to, id);
    if (site->kind != SITE_OBJECT) return false;
    const Node *node = &program_function(slice->program, site->function)->nodes[site->node];
    return program_api(slice->program, node->api)->object == OBJECT_CHANNEL_PAIR;
}

static bool meets(int64_t left, int64_t right) {
    return left == right || left < 0 || right < 0;
}

static void need_stream(Relevance *slice, SiteId site, int64_t handle) {
    bool is_new;
    pair_map_slot(&slice->channel_map, slice->scratch, site, (uint64_t)handle, &is_new);
    if (!is_new) return;
    int64_t sender = is_pair(slice, site) && handle >= 0 ? 1 - handle : handle;
    for (uint32_t i = 0; i < slice->channel_uses.count; i++) {
        const ChannelUse *use = &slice->channel_uses.items[i];
        if (use->site != site) continue;
        if ((use->is_send && meets(use->handle, sender)) || (use->is_receive && meets(use->handle, handle)))
            need_element(slice, (CallSite){use->function, use->node});
    }
}

void relevance_need_content(Relevance *slice, FunctionId function, NodeId node) {
    need_element(slice, (CallSite){function, node});
    for (uint32_t i = 0; i < slice->channel_uses.count; i++) {
        const ChannelUse *use = &slice->channel_uses.items[i];
        if (use->function == function && use->node == node && use->is_receive)
            need_stream(slice, use->site, use->handle);
    }
}
