// SPDX-License-Identifier: MIT
// Answers. Sets are made when first asked for and kept.
#include "link/points_to_state.h"

#include <stdlib.h>

bool points_to_is_complete(const PointsTo *points_to) {
    return points_to->is_complete;
}

uint32_t points_to_site_count(const PointsTo *points_to) {
    return points_to->sites.count;
}

const Site *points_to_site(const PointsTo *points_to, SiteId site) {
    return &points_to->sites.items[site];
}

bool points_to_unit_is_closed(const PointsTo *points_to) {
    return points_to->is_closed;
}

bool points_to_is_callback(const PointsTo *points_to, FunctionId function) {
    return points_to->is_callback[function];
}

bool points_to_is_reached(const PointsTo *points_to, FunctionId function) {
    return points_to->contexts_start[function] < points_to->contexts_start[function + 1];
}

SiteId points_to_site_of_variable(const PointsTo *points_to, VariableId variable) {
    return variable < points_to->solved_variables ? points_to->variable_sites[variable] : 0;
}

static SiteId site_in_context(const PointsTo *points_to, ContextId context, NodeId node) {
    static const SiteKind kinds[] = {SITE_TASK, SITE_OBJECT, SITE_HEAP};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        SiteId site = pair_map_get(&points_to->site_map, (uint64_t)context << 8 | 0x80 | kinds[i], node, 0);
        if (site) return site;
    }
    return 0;
}

static bool is_entered_from(const PointsTo *points_to, ContextId id, FunctionId caller, NodeId call) {
    const Context *context = &points_to->contexts.items[id];
    return context->call == call && points_to->contexts.items[context->parent].function == caller;
}

SiteId points_to_site_of_node(const PointsTo *points_to, FunctionId function, NodeId node, FunctionId caller,
                              NodeId call) {
    SiteId found = 0;
    for (uint32_t i = points_to->contexts_start[function]; i < points_to->contexts_start[function + 1]; i++) {
        ContextId context = points_to->contexts_by_function[i];
        if (!is_entered_from(points_to, context, caller, call)) continue;
        SiteId site = site_in_context(points_to, context, node);
        if (site && found) return 0;
        if (site) found = site;
    }
    return found;
}

SiteId points_to_site_of_inner_node(const PointsTo *points_to, FunctionId function, NodeId node, FunctionId caller,
                                    NodeId call, FunctionId outer_caller, NodeId outer_call) {
    for (uint32_t i = points_to->contexts_start[function]; i < points_to->contexts_start[function + 1]; i++) {
        ContextId context = points_to->contexts_by_function[i], outer = points_to->contexts.items[context].parent;
        if (is_entered_from(points_to, context, caller, call) &&
            is_entered_from(points_to, outer, outer_caller, outer_call))
            return site_in_context(points_to, context, node);
    }
    return 0;
}

bool points_to_is_single(const PointsTo *points_to, Pointee pointee) {
    if (!points_to->sites.items[pointee.site].is_single || pointee.offset < 0) return false;
    const Block *block = &points_to->blocks.items[points_to->block_of_site.items[pointee.site]];
    for (uint32_t i = 0; i < block->arrays.count; i++) {
        const ArrayRule *array = &block->arrays.items[i];
        if (array->is_merged && pointee.offset >= array->start && pointee.offset < array->start + array->stride)
            return false;
    }
    return true;
}

int64_t points_to_element_offset(const PointsTo *points_to, Pointee pointee) {
    const Block *block = &points_to->blocks.items[points_to->block_of_site.items[pointee.site]];
    int64_t offset = block->is_collapsed ? -1 : pointee.offset;
    for (uint32_t i = 0; offset >= 0 && i < block->arrays.count; i++) {
        const ArrayRule *array = &block->arrays.items[i];
        if (!array->is_merged || offset < array->start + array->stride) continue;
        offset = array->start + (offset - array->start) % array->stride;
        i = UINT32_MAX; // an inner array may lie there: look again from the first rule
    }
    return offset;
}

Hash points_to_hash_arrays(const PointsTo *points_to, SiteId site, Hash hash) {
    const Block *block = &points_to->blocks.items[points_to->block_of_site.items[site]];
    uint64_t numbers[] = {block->is_collapsed, block->arrays.count};
    hash = hash_bytes(hash, numbers, sizeof numbers);
    for (uint32_t i = 0; i < block->arrays.count; i++) {
        const ArrayRule *array = &block->arrays.items[i];
        uint64_t rule[] = {(uint64_t)array->start, (uint64_t)array->stride, array->is_merged};
        hash = hash_bytes(hash, rule, sizeof rule);
    }
    return hash;
}

const char *points_to_site_name(const PointsTo *points_to, Arena *arena, SiteId id) {
    const Site *site = &points_to->sites.items[id];
    const Program *program = points_to->program;
    if (site->kind == SITE_VARIABLE) return program_variable(program, site->variable)->name;
    if (site->kind == SITE_FUNCTION) return program_function(program, site->function)->name;
    if (site->kind == SITE_STRING) return "string";
    if (site->kind == SITE_UNKNOWN) return "unknown";
    const Node *node = &program_function(program, site->function)->nodes[site->node];
    const char *name = program_api(program, node->api)->function;
    const char *text = arena_format(arena, "%s at %s:%u", name, program_path(program, node->place), node->place.line);
    if (!site->caller) return text;
    const Node *call = &program_function(program, site->caller)->nodes[site->call];
    text = arena_format(arena, "%s from %s:%u", text, program_path(program, call->place), call->place.line);
    if (!site->outer_caller) return text;
    const Node *outer = &program_function(program, site->outer_caller)->nodes[site->outer_call];
    return arena_format(arena, "%s from %s:%u", text, program_path(program, outer->place), outer->place.line);
}

static int compare_pointees(const void *left, const void *right) {
    const Pointee *a = left, *b = right;
    if (a->site != b->site) return a->site < b->site ? -1 : 1;
    return a->offset < b->offset ? -1 : a->offset > b->offset;
}

static PointeeSet as_pointees(PointsTo *state, const LocationSet *set) {
    PointeeSet result = {.has_unknown = !state->is_complete};
    Pointee *items = arena_new_array(state->arena, Pointee, set->count + 1);
    uint32_t count = 0;
    for (uint32_t cursor = 0, item; location_set_next(set, &cursor, &item);) {
        LocationId id = points_to_canonical(state, item);
        const Location *location = &state->locations.items[id];
        if (id == LOCATION_UNKNOWN)
            result.has_unknown = true;
        else
            items[count++] = (Pointee){state->blocks.items[location->block].site, location->offset};
    }
    if (count > 1) qsort(items, count, sizeof *items, compare_pointees);
    for (uint32_t i = 0; i < count; i++)
        if (!result.count || compare_pointees(&items[result.count - 1], &items[i])) items[result.count++] = items[i];
    result.items = items;
    return result;
}

static void unite_cell(PointsTo *state, LocationSet *all, CellId cell) {
    const Cell *at = &state->cells.items[points_to_find(state, cell)];
    location_set_unite(all, &state->pool, &at->points);
    location_set_unite(all, &state->pool, &at->pending);
}

static void unite_value(PointsTo *state, LocationSet *all, Value value) {
    if (value & VALUE_ADDRESS)
        location_set_add(all, &state->pool, value & ~VALUE_ADDRESS);
    else if (value)
        unite_cell(state, all, value);
}

// The caches are the only thing that a query writes.
static PointsTo *writable(const PointsTo *points_to) {
    union {
        const PointsTo *from;
        PointsTo *to;
    } same = {points_to};
    return same.to;
}

// An expression is asked about from the function it stands in, with few exceptions.
static uint32_t *set_slot(PointsTo *state, FunctionId function, ExprId expr) {
    if (expr >= state->solved_exprs) return pair_map_slot(&state->set_map, state->arena, function, expr, NULL);
    ExprSet *set = &state->set_of_expr[expr];
    if (!set->function) set->function = function;
    if (function && set->function == function) return &set->set;
    return pair_map_slot(&state->set_map, state->arena, function, expr, NULL);
}

// Large sets are those of many expressions.
static uint32_t set_of_cell(PointsTo *state, CellId cell) {
    cell = points_to_find(state, cell);
    if (state->cells.items[cell].set) return state->cells.items[cell].set;
    LocationSet all = {0};
    unite_cell(state, &all, cell);
    PointeeSet set = as_pointees(state, &all);
    location_set_drop(&all, &state->pool);
    array_push(&state->sets, state->arena, set);
    return state->cells.items[cell].set = state->sets.count - 1;
}

PointeeSet points_to_of_expr(const PointsTo *points_to, FunctionId function, ExprId expr) {
    PointsTo *state = writable(points_to);
    uint32_t *known = set_slot(state, function, expr);
    if (*known) return state->sets.items[*known];
    LocationSet all = {0};
    uint32_t contexts = state->contexts_start[function + 1] - state->contexts_start[function];
    for (uint32_t i = state->contexts_start[function]; i < state->contexts_start[function + 1]; i++) {
        ContextId context = state->contexts_by_function[i];
        bool is_base = !state->contexts.items[context].parent;
        Value value = is_base ? state->values[expr] : pair_map_get(&state->value_map, context, expr, 0);
        if (value > 1 && contexts == 1 && !((value - 1) & VALUE_ADDRESS)) {
            *known = set_of_cell(state, value - 1);
            return state->sets.items[*known];
        }
        if (value) unite_value(state, &all, value - 1);
    }
    PointeeSet set = as_pointees(state, &all);
    location_set_drop(&all, &state->pool);
    set.has_unknown |= !points_to_is_reached(state, function);
    *known = state->sets.count;
    array_push(&state->sets, state->arena, set);
    return set;
}

static void unite_block(PointsTo *state, LocationSet *all, BlockId block) {
    for (uint32_t i = 0; i < state->blocks.items[block].locations.count; i++) {
        LocationId location = points_to_canonical(state, state->blocks.items[block].locations.items[i]);
        unite_cell(state, all, state->locations.items[location].cell);
    }
}

static PointeeSet set_of_memory(PointsTo *state, const PointeeSet *memory) {
    LocationSet all = {0};
    for (uint32_t i = 0; i < memory->count; i++) {
        BlockId block = state->block_of_site.items[memory->items[i].site];
        if (memory->items[i].offset < 0) {
            unite_block(state, &all, block);
            continue;
        }
        uint64_t offset = (uint64_t)memory->items[i].offset;
        LocationId location = pair_map_get(&state->location_map, block, offset, 0);
        if (location) unite_cell(state, &all, state->locations.items[points_to_canonical(state, location)].cell);
    }
    PointeeSet set = as_pointees(state, &all);
    location_set_drop(&all, &state->pool);
    set.has_unknown |= memory->has_unknown;
    return set;
}

PointeeSet points_to_of_memory(const PointsTo *points_to, Pointee memory) {
    PointsTo *state = writable(points_to);
    uint64_t key = (uint64_t)1 << 62 | memory.site;
    uint32_t *known = pair_map_slot(&state->set_map, state->arena, key, (uint64_t)memory.offset, NULL);
    if (*known) return state->sets.items[*known];
    PointeeSet one = {.items = &memory, .count = 1};
    PointeeSet set = set_of_memory(state, &one);
    *known = state->sets.count;
    array_push(&state->sets, state->arena, set);
    return set;
}

// Sites that a node made, over all contexts.
static PointeeSet made_by(PointsTo *state, FunctionId function, NodeId node, SiteKind kind, bool is_pair) {
    LocationSet all = {0};
    for (uint32_t i = state->contexts_start[function]; i < state->contexts_start[function + 1]; i++) {
        uint64_t key = (uint64_t)state->contexts_by_function[i] << 8 | 0x80 | kind;
        SiteId site = pair_map_get(&state->site_map, key, node, 0);
        for (uint64_t handle = 0; site && handle < (is_pair ? 2 : 1); handle++) {
            LocationId at = pair_map_get(&state->location_map, state->block_of_site.items[site], handle, 0);
            if (at) location_set_add(&all, &state->pool, at);
        }
    }
    return as_pointees(state, &all);
}

static bool lies_in_place(EventKind kind) {
    return kind == EVENT_COPY_MEMORY || kind == EVENT_FILL_MEMORY ||
           (kind >= EVENT_ATOMIC_LOAD && kind <= EVENT_ATOMIC_COMPARE_EXCHANGE);
}

static PointeeSet operand_set(PointsTo *state, FunctionId function, NodeId id, OperandRole role) {
    const Node *node = &program_function(state->program, function)->nodes[id];
    const Api *api = program_api(state->program, node->api);
    OperandSource source = api_operand(api, role).source;
    bool is_object = role == OPERAND_OBJECT;
    if (is_object && api->event == EVENT_MAKE && source != SOURCE_ARGUMENT)
        return made_by(state, function, id, SITE_OBJECT, api->object == OBJECT_CHANNEL_PAIR);
    if (is_object && api->event == EVENT_SPAWN) return made_by(state, function, id, SITE_TASK, false);
    if (is_object && api->event == EVENT_ALLOCATE) return made_by(state, function, id, SITE_HEAP, false);
    if (source == SOURCE_RESULT && node->result) {
        PointeeSet result = {.has_unknown = true};
        SiteId site = points_to_site_of_variable(state, node->result);
        return site ? points_to_of_memory(state, (Pointee){site, 0}) : result;
    }
    PointeeSet value = points_to_of_expr(state, function, event_operand(state->program, node, role));
    bool is_handle = is_object || role == OPERAND_MUTEX || role == OPERAND_GROUP;
    return source == SOURCE_POINTEE && is_handle && !lies_in_place(api->event) ? set_of_memory(state, &value) : value;
}

PointeeSet points_to_of_operand(const PointsTo *points_to, FunctionId function, NodeId node, OperandRole role) {
    PointsTo *state = writable(points_to);
    uint64_t key = (uint64_t)1 << 63 | (uint64_t)role << 40 | function;
    uint32_t *known = pair_map_slot(&state->set_map, state->arena, key, node, NULL);
    if (*known) return state->sets.items[*known];
    PointeeSet set = operand_set(state, function, node, role);
    known = pair_map_slot(&state->set_map, state->arena, key, node, NULL);
    *known = state->sets.count;
    array_push(&state->sets, state->arena, set);
    return set;
}

static ExprId callee_expr(const Program *program, const Node *node) {
    return node->kind == NODE_CALL ? node->callee : event_operand(program, node, OPERAND_FUNCTION);
}

// Of several functions that the pointer may mean, those that the call fits; all of them when it fits none.
static void keep_fitting(PointsTo *state, const Node *call, FunctionSet *callees, FunctionId *items) {
    uint32_t fitting = 0, kept = 0;
    for (uint32_t i = 0; callees->count > 1 && i < callees->count; i++)
        fitting += points_to_fits(state, call, items[i]);
    for (uint32_t i = 0; fitting && i < callees->count; i++)
        if (points_to_fits(state, call, items[i])) items[kept++] = items[i];
    if (fitting) callees->count = kept;
}

FunctionSet points_to_callees(const PointsTo *points_to, FunctionId function, NodeId id) {
    PointsTo *state = writable(points_to);
    const Node *node = &program_function(state->program, function)->nodes[id];
    if (node->kind != NODE_CALL && node->kind != NODE_EVENT) return (FunctionSet){0};
    uint32_t **slots = &state->callees_at[function];
    if (!*slots)
        *slots = arena_new_array(state->arena, uint32_t, program_function(state->program, function)->node_count);
    uint32_t *known = &(*slots)[id];
    if (*known) return state->callees.items[*known];
    ExprId callee = callee_expr(state->program, node);
    if (!callee) return (FunctionSet){0};
    const Expr *expr = program_expr(state->program, callee);
    FunctionSet result = {0};
    PointeeSet targets = {0};
    if (expr->kind != EXPR_FUNCTION_ADDRESS) targets = points_to_of_expr(state, function, callee);
    bool is_kept = node->kind == NODE_EVENT &&
                   api_operand(program_api(state->program, node->api), OPERAND_FUNCTION).source == SOURCE_POINTEE;
    if (is_kept) targets = set_of_memory(state, &targets);
    FunctionId *items = arena_new_array(state->arena, FunctionId, targets.count + 1);
    if (expr->kind == EXPR_FUNCTION_ADDRESS) items[result.count++] = expr->reference;
    for (uint32_t i = 0; i < targets.count; i++) {
        const Site *site = &state->sites.items[targets.items[i].site];
        if (site->kind != SITE_FUNCTION) continue;
        uint32_t at = result.count++;
        for (; at && items[at - 1] > site->function; at--) items[at] = items[at - 1];
        items[at] = site->function;
    }
    keep_fitting(state, node, &result, items);
    result.items = items;
    result.has_unknown = targets.has_unknown;
    *known = state->callees.count;
    array_push(&state->callees, state->arena, result);
    return result;
}
