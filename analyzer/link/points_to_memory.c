// SPDX-License-Identifier: MIT
// Blocks, offsets, and the rules by which offsets are the same location.
#include "link/points_to_state.h"

#define CONTENT_OFFSET ((int64_t)1 << 40) // what a channel holds lies behind its own bytes
#define CONTENT_SPAN ((int64_t)1 << 20)

BlockId points_to_add_block(PointsTo *state, SiteId site, int64_t size) {
    array_push(&state->blocks, state->arena, (Block){.site = site, .size = size});
    return state->blocks.count - 1;
}

LocationId points_to_canonical(const PointsTo *state, LocationId location) {
    while (state->locations.items[location].merged_into) location = state->locations.items[location].merged_into;
    return location;
}

bool points_to_holds_values(const PointsTo *state, BlockId block) {
    SiteKind kind = state->sites.items[state->blocks.items[block].site].kind;
    return kind != SITE_FUNCTION && kind != SITE_STRING;
}

static bool is_outside(const Block *block, int64_t offset) {
    return offset < -1 || (block->size && offset >= block->size && offset < CONTENT_OFFSET);
}

static int64_t normalise(const Block *block, int64_t offset) {
    if (block->is_collapsed) return -1;
    for (uint32_t i = 0; i < block->arrays.count; i++) {
        const ArrayRule *array = &block->arrays.items[i];
        if (!array->is_merged || offset < array->start + array->stride || offset >= array->end) continue;
        offset = array->start + (offset - array->start) % array->stride;
        i = UINT32_MAX; // an inner array may lie there: look again from the first rule
    }
    return offset;
}

static void merge_location(PointsTo *state, LocationId location, LocationId target) {
    if (location == target) return;
    state->locations.items[location].merged_into = target;
    points_to_merge_cells(state, state->locations.items[target].cell, state->locations.items[location].cell);
}

// After a rule was added: locations that it makes the same become one.
static void renormalise(PointsTo *state, BlockId block) {
    for (uint32_t i = 0; i < state->blocks.items[block].locations.count; i++) {
        LocationId location = state->blocks.items[block].locations.items[i];
        if (state->locations.items[location].merged_into) continue;
        int64_t offset = state->locations.items[location].offset;
        if (normalise(&state->blocks.items[block], offset) == offset) continue;
        LocationId target = points_to_location(state, block, offset);
        if (target) merge_location(state, location, target);
    }
}

static void collapse(PointsTo *state, BlockId block) {
    if (state->blocks.items[block].is_collapsed) return;
    state->blocks.items[block].is_collapsed = true;
    renormalise(state, block);
}

// Counted before the new location is made: making it follows copies onwards, perhaps back to here.
static LocationId copied_location(PointsTo *state, BlockId block, int64_t offset) {
    Block *there = &state->blocks.items[block];
    if (is_outside(there, offset)) return LOCATION_NONE;
    bool is_new = !pair_map_get(&state->location_map, block, (uint64_t)normalise(there, offset), 0);
    there->copied_count += is_new;
    if (is_new && there->copied_count > state->limits.copied) collapse(state, block);
    return points_to_location(state, block, offset);
}

static bool is_inside(const Mirror *mirror, int64_t offset) {
    return offset >= mirror->here && offset < mirror->here + mirror->size;
}

// A location's contents follow a copy that its block takes part in: out of it, or (`is_into`) into it.
static void connect_copy(PointsTo *state, BlockId block, LocationId location, Mirror mirror, bool is_into) {
    int64_t offset = state->locations.items[location].offset;
    if (offset >= 0 && !is_inside(&mirror, offset)) return;
    if (is_into && mirror.other == block) return; // overlapping move: the other direction suffices
    int64_t there = mirror.there + offset - mirror.here;
    if (offset < 0) collapse(state, mirror.other), there = mirror.there;
    LocationId partner = copied_location(state, mirror.other, there);
    if (!partner) return;
    CellId mine = state->locations.items[points_to_canonical(state, location)].cell;
    CellId other = state->locations.items[partner].cell;
    points_to_add_edge(state, is_into ? other : mine, is_into ? mine : other);
}

static void connect_copies(PointsTo *state, BlockId block, LocationId location) {
    for (uint32_t i = 0; i < state->blocks.items[block].copied_to.count; i++)
        connect_copy(state, block, location, state->blocks.items[block].copied_to.items[i], false);
    for (uint32_t i = 0; i < state->blocks.items[block].copied_from.count; i++)
        connect_copy(state, block, location, state->blocks.items[block].copied_from.items[i], true);
}

static LocationId make_location(PointsTo *state, BlockId block, int64_t offset) {
    Location location = {.block = block, .offset = offset, .cell = points_to_add_cell(state)};
    array_push(&state->locations, state->arena, location);
    LocationId id = state->locations.count - 1;
    *pair_map_slot(&state->location_map, state->arena, block, (uint64_t)offset, NULL) = id;
    array_push(&state->blocks.items[block].locations, state->arena, id);
    if (state->blocks.items[block].is_escaped && points_to_holds_values(state, block)) {
        points_to_let_escape(state, location.cell);
        points_to_add(state, location.cell, LOCATION_UNKNOWN);
    }
    connect_copies(state, block, id);
    if (state->blocks.items[block].locations.count > state->limits.locations) collapse(state, block);
    return points_to_canonical(state, id);
}

LocationId points_to_location(PointsTo *state, BlockId block, int64_t offset) {
    const Block *here = &state->blocks.items[block];
    if (is_outside(here, offset)) return LOCATION_NONE;
    offset = normalise(here, offset);
    LocationId known = pair_map_get(&state->location_map, block, (uint64_t)offset, 0);
    return known ? points_to_canonical(state, known) : make_location(state, block, offset);
}

// Functions, handles, text and what is already anywhere do not move. (Text holds no addresses, so where in it a pointer
// stands does not matter; a program has thousands of strings, and each step through one would make a location.)
static bool can_move(const PointsTo *state, const Location *location) {
    SiteKind kind = state->sites.items[state->blocks.items[location->block].site].kind;
    return location->offset >= 0 && kind != SITE_FUNCTION && kind != SITE_OBJECT && kind != SITE_TASK &&
           kind != SITE_STRING && kind != SITE_UNKNOWN;
}

LocationId points_to_shift(PointsTo *state, LocationId location, int64_t bytes) {
    const Location *from = &state->locations.items[location];
    if (!bytes || !can_move(state, from)) return location;
    if (from->offset + bytes < 0) return LOCATION_NONE;
    return points_to_location(state, from->block, from->offset + bytes);
}

static ArrayRule *array_at(PointsTo *state, BlockId block, int64_t start, int64_t stride) {
    Block *here = &state->blocks.items[block];
    for (uint32_t i = 0; i < here->arrays.count; i++)
        if (here->arrays.items[i].start == start && here->arrays.items[i].stride == stride)
            return &here->arrays.items[i];
    array_push(&here->arrays, state->arena, (ArrayRule){start, start + stride, stride, false});
    return &here->arrays.items[here->arrays.count - 1];
}

// The bytes of one element when the block is an array variable: "struct w[4]" of 64 bytes has 16.
static int64_t element_size(const PointsTo *state, BlockId block) {
    const Block *here = &state->blocks.items[block];
    const Site *site = &state->sites.items[here->site];
    if (site->kind != SITE_VARIABLE) return 0;
    const char *type = program_variable(state->program, site->variable)->type_name;
    int64_t count = 0;
    for (; type && *type && *type != '['; type++) continue;
    for (type += type && *type; type && *type >= '0' && *type <= '9'; type++) count = count * 10 + (*type - '0');
    return count > 0 ? here->size / count : 0;
}

LocationId points_to_any_element(PointsTo *state, LocationId location, int64_t stride) {
    if (!can_move(state, &state->locations.items[location]) || stride <= 0) return location;
    LocationId base = location;
    const Location *from = &state->locations.items[location];
    if (from->element_base && from->element_stride == stride) base = points_to_canonical(state, from->element_base);
    BlockId block = state->locations.items[base].block;
    int64_t start = state->locations.items[base].offset;
    if (start < 0) return base;
    ArrayRule *array = array_at(state, block, start, stride);
    if (array->is_merged) return base;
    array->is_merged = true;
    if (start == 0 && element_size(state, block) == stride) array->end = state->blocks.items[block].size;
    renormalise(state, block);
    return points_to_canonical(state, base);
}

LocationId points_to_element(PointsTo *state, LocationId location, int64_t stride, int64_t index) {
    const Location *from = &state->locations.items[location];
    if (!index || !stride || !can_move(state, from)) return location;
    // Far steps in bytes are field offsets in disguise (container_of, hand-made layouts).
    if (stride == 1 && (index >= MAXIMUM_INDEX || index < 0)) return points_to_shift(state, location, index);
    LocationId base = location;
    if (from->element_base && from->element_stride == stride) {
        base = points_to_canonical(state, from->element_base);
        if (state->locations.items[base].offset < 0) return base;
        index += (from->offset - state->locations.items[base].offset) / stride;
    }
    if (index < 0) return points_to_shift(state, location, index * stride);
    if (index >= MAXIMUM_INDEX) return points_to_any_element(state, base, stride);
    BlockId block = state->locations.items[base].block;
    int64_t start = state->locations.items[base].offset;
    ArrayRule *array = array_at(state, block, start, stride);
    if (array->end < start + (index + 1) * stride) {
        array->end = start + (index + 1) * stride;
        if (array->is_merged) renormalise(state, block);
    }
    LocationId element = points_to_location(state, block, start + index * stride);
    Location *to = &state->locations.items[element];
    if (element && element != base && !to->element_base && index) {
        to->element_base = base;
        to->element_stride = stride;
    }
    return element;
}

static bool is_pair(const PointsTo *state, const Site *site) {
    if (site->kind != SITE_OBJECT) return false;
    const Node *node = &program_function(state->program, site->function)->nodes[site->node];
    return program_api(state->program, node->api)->object == OBJECT_CHANNEL_PAIR;
}

LocationId points_to_channel_content(PointsTo *state, LocationId channel, bool is_receive) {
    if (channel == LOCATION_UNKNOWN) return LOCATION_UNKNOWN;
    const Location *at = &state->locations.items[channel];
    if (!points_to_holds_values(state, at->block)) return LOCATION_NONE;
    int64_t handle = at->offset < 0 ? 0 : at->offset;
    if (is_receive && is_pair(state, &state->sites.items[state->blocks.items[at->block].site])) handle = handle ? 0 : 1;
    return points_to_location(state, at->block, CONTENT_OFFSET + handle * CONTENT_SPAN);
}

static int64_t mirrored_size(const PointsTo *state, BlockId block, int64_t offset, int64_t size) {
    int64_t known = state->blocks.items[block].size;
    if (size <= 0) size = CONTENT_SPAN;
    return known && offset < known && offset + size > known ? known - offset : size;
}

void points_to_mirror(PointsTo *state, LocationId from, LocationId to, int64_t size) {
    from = points_to_canonical(state, from);
    to = points_to_canonical(state, to);
    Location source = state->locations.items[from], target = state->locations.items[to];
    if (!points_to_holds_values(state, source.block) || !points_to_holds_values(state, target.block)) return;
    if (source.block == target.block && source.offset == target.offset) return;
    bool is_new;
    pair_map_slot(&state->seen_map, state->arena, (uint64_t)from << 32 | to, (uint64_t)size, &is_new);
    if (!is_new) return;
    int64_t here = source.offset < 0 ? 0 : source.offset, there = target.offset < 0 ? 0 : target.offset;
    size = mirrored_size(state, source.block, here, size);
    size = mirrored_size(state, target.block, there, size);
    Mirror forth = {target.block, here, there, size}, back = {source.block, there, here, size};
    array_push(&state->blocks.items[source.block].copied_to, state->arena, forth);
    array_push(&state->blocks.items[target.block].copied_from, state->arena, back);
    for (int side = 0; side < 2; side++) { // what is made from now on connects itself
        BlockId block = side ? target.block : source.block;
        for (uint32_t i = 0, count = state->blocks.items[block].locations.count; i < count; i++)
            connect_copy(state, block, state->blocks.items[block].locations.items[i], side ? back : forth, side);
    }
}

void points_to_escape(PointsTo *state, BlockId block) {
    Block *here = &state->blocks.items[block];
    if (here->is_escaped) return;
    here->is_escaped = true;
    const Site *site = &state->sites.items[here->site];
    if (here->site && site->kind == SITE_FUNCTION) points_to_call_back(state, 0, site->function);
    if (!points_to_holds_values(state, block)) return;
    for (uint32_t i = 0, count = here->locations.count; i < count; i++) {
        CellId cell = state->locations.items[state->blocks.items[block].locations.items[i]].cell;
        points_to_let_escape(state, cell);
        points_to_add(state, cell, LOCATION_UNKNOWN);
    }
}

void points_to_escape_location(PointsTo *state, LocationId location) {
    points_to_escape(state, state->locations.items[points_to_canonical(state, location)].block);
}
