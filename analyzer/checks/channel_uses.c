// SPDX-License-Identifier: MIT
#include "checks/channel_uses.h"

enum { POINTER_SIZE = 8, MOST_CASES = 8 };

typedef struct Finder {
    const Program *program;
    const PointsTo *points_to;
    Arena *arena;
    ChannelUses uses;
} Finder;

static void add(Finder *finder, ChannelUse use, PointeeSet set) {
    use.site = 0;
    if (set.has_unknown) array_push(&finder->uses.list, finder->arena, use);
    for (uint32_t i = 0; i < set.count; i++) {
        use.site = set.items[i].site;
        array_push(&finder->uses.list, finder->arena, use);
    }
}

static bool constant_of(const Program *program, ExprId id, int64_t *value) {
    const Expr *expr = id ? program_expr(program, id) : NULL;
    while (expr && expr->kind == EXPR_CONVERT) expr = program_expr(program, expr->left);
    if (!expr || expr->kind != EXPR_CONSTANT) return false;
    *value = expr->constant;
    return true;
}

static uint32_t count_of(const Finder *finder, const Node *node, OperandRole role) {
    int64_t count;
    if (!constant_of(finder->program, event_operand(finder->program, node, role), &count)) return MOST_CASES;
    return count < 0 || count > MOST_CASES ? MOST_CASES : (uint32_t)count;
}

static void add_arguments(Finder *finder, ChannelUse use, const Node *node, const Api *api) {
    uint32_t first = api_operand(api, OPERAND_CASES).index;
    use.receives = use.has_index = true;
    for (uint32_t i = first; i < node->argument_count; i++) {
        use.index = i - first;
        add(finder, use, points_to_of_expr(finder->points_to, use.at.function, node->arguments[i]));
    }
}

// The channels that lie in the array `role`; the index of a case is counted on from `first`.
static void add_array(Finder *finder, ChannelUse use, const Node *node, OperandRole role, uint32_t count,
                      uint32_t first) {
    ExprId array = event_operand(finder->program, node, role);
    PointeeSet arrays = array ? points_to_of_expr(finder->points_to, use.at.function, array) : (PointeeSet){0};
    if (arrays.has_unknown && count) add(finder, use, (PointeeSet){.has_unknown = true});
    for (uint32_t i = 0; i < arrays.count; i++)
        for (uint32_t k = 0; k < count; k++) {
            Pointee item = arrays.items[i];
            use.has_index = item.offset >= 0;
            use.index = first + k;
            if (item.offset >= 0) item.offset += (int64_t)k * POINTER_SIZE;
            add(finder, use, points_to_of_memory(finder->points_to, item));
        }
}

static bool is_stored_at(const Finder *finder, FunctionId id, ExprId target, Pointee at) {
    PointeeSet set = points_to_of_expr(finder->points_to, id, target);
    for (uint32_t i = 0; i < set.count; i++)
        if (set.items[i].site == at.site && (set.items[i].offset == at.offset || set.items[i].offset < 0)) return true;
    return false;
}

// Which directions the constants stored at `at` stand for; neither: the record is skipped or ends the list.
static void read_codes(const Finder *finder, const SelectRecord *layout, Pointee at, ChannelUse *use) {
    bool has_code = false;
    use->sends = use->receives = false;
    for (FunctionId id = 1; id < finder->program->functions.count; id++) {
        const Function *function = program_function(finder->program, id);
        for (NodeId node = 1; node < function->node_count; node++) {
            const Node *store = &function->nodes[node];
            int64_t code;
            if (store->kind != NODE_ASSIGN || store->type.kind == TYPE_POINTER) continue;
            if (!is_stored_at(finder, id, store->target, at)) continue;
            bool is_known = constant_of(finder->program, store->value, &code);
            has_code = true;
            use->sends |= !is_known || code == layout->send_code;
            use->receives |= !is_known || code == layout->receive_code;
        }
    }
    if (!has_code) use->sends = use->receives = true;
}

static void add_records(Finder *finder, ChannelUse use, const Node *node, const Api *api) {
    const SelectRecord *layout = &api->select_record;
    ExprId array = event_operand(finder->program, node, OPERAND_CASES);
    PointeeSet arrays = array ? points_to_of_expr(finder->points_to, use.at.function, array) : (PointeeSet){0};
    bool has_count = api->select_source == SELECT_RECORD_ARRAY;
    uint32_t count = has_count ? count_of(finder, node, OPERAND_COUNT) : MOST_CASES;
    use.sends = use.receives = true;
    if (arrays.has_unknown) add(finder, use, (PointeeSet){.has_unknown = true});
    for (uint32_t i = 0; i < arrays.count; i++)
        for (uint32_t k = 0; k < count; k++) {
            Pointee record = arrays.items[i], channel = record, code = record;
            use.has_index = record.offset >= 0;
            use.index = k;
            channel.offset = record.offset < 0 ? -1 : record.offset + k * layout->size + layout->channel_offset;
            code.offset = record.offset < 0 ? -1 : record.offset + k * layout->size + layout->operation_offset;
            PointeeSet set = points_to_of_memory(finder->points_to, channel);
            if (!set.count && !set.has_unknown) continue;
            read_codes(finder, layout, code, &use);
            if (use.sends || use.receives) add(finder, use, set);
        }
}

static void add_select(Finder *finder, ChannelUse use, const Node *node, const Api *api) {
    switch (api->select_source) {
    case SELECT_VARIADIC_CHANNELS: add_arguments(finder, use, node, api); break;
    case SELECT_RECORD_ARRAY:
    case SELECT_RECORD_SENTINEL: add_records(finder, use, node, api); break;
    case SELECT_CHANNEL_ARRAY: {
        uint32_t count = count_of(finder, node, OPERAND_COUNT);
        use.receives = true;
        add_array(finder, use, node, OPERAND_CASES, count, 0);
        use.receives = false;
        use.sends = true;
        add_array(finder, use, node, OPERAND_SEND_CASES, count_of(finder, node, OPERAND_SEND_COUNT), count);
        break;
    }
    }
}

static void add_event(Finder *finder, CallSite at, const Node *node, const Api *api) {
    ChannelUse use = {.at = at, .event = api->event};
    if (api->event == EVENT_SELECT) {
        add_select(finder, use, node, api);
        return;
    }
    switch (api->event) {
    case EVENT_SEND: use.sends = true; break;
    case EVENT_RECEIVE: use.receives = true; break;
    case EVENT_CLOSE:
    case EVENT_QUERY_CLOSED: break;
    default: return;
    }
    add(finder, use, points_to_of_operand(finder->points_to, at.function, at.node, OPERAND_OBJECT));
}

ChannelUses channel_uses_find(const Program *program, const PointsTo *points_to, Arena *arena) {
    Finder finder = {.program = program, .points_to = points_to, .arena = arena};
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        if (!function->is_defined || !points_to_is_reached(points_to, id)) continue;
        for (NodeId node = 1; node < function->node_count; node++)
            if (function->nodes[node].kind == NODE_EVENT)
                add_event(&finder, (CallSite){id, node}, &function->nodes[node],
                          program_api(program, function->nodes[node].api));
    }
    return finder.uses;
}
