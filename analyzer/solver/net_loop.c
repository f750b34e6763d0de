// SPDX-License-Identifier: MIT
#include "solver/net_loop.h"

#include <string.h>

typedef struct Frame {
    NetPlaceId place;
    uint32_t next; // transition to look at
} Frame;

// One decomposition run over the places whose `region` is the one asked for.
typedef struct Search {
    const Net *net;
    const NetIndex *index;
    Arena *arena;
    NetLoops *found;
    uint32_t *region; // by place; places of one loop body share a number, a head has none (0)
    uint32_t region_count;
    uint32_t *order, *low; // Tarjan's; order 0 is unseen
    bool *is_on_stack;
    NetPlaceId *stack;
    Frame *frames;
    uint32_t clock, stack_count;
} Search;

bool net_loop_contains(const NetLoops *loops, NetLoopId loop, NetPlaceId place) {
    for (NetLoopId i = loops->innermost[place]; i; i = loops->loops.items[i].parent)
        if (i == loop) return true;
    return false;
}

static void collect_transitions(Search *search, NetLoop *loop, NetLoopId id, NetPlaceId place) {
    NetList reaching = search->index->reaching[place];
    for (uint32_t i = 0; i < reaching.count; i++) {
        NetPlaceId from = search->net->transitions.items[reaching.items[i]].from;
        if (net_loop_contains(search->found, id, from)) {
            array_push(&loop->inside, search->arena, reaching.items[i]);
            continue;
        }
        array_push(&loop->entries, search->arena, reaching.items[i]);
        if (!loop->head) loop->head = place;
        if (loop->head != place) loop->has_one_entry = false;
    }
}

static void add_loop(Search *search, const NetPlaceId *members, uint32_t count) {
    const Net *net = search->net;
    NetLoop loop = {.parent = search->found->innermost[members[0]], .has_one_entry = true};
    NetLoopId id = search->found->loops.count;
    array_push(&search->found->loops, search->arena, loop);
    for (uint32_t i = 0; i < count; i++) search->found->innermost[members[i]] = id;
    NetPlaceId start = net->tasks.items[net->places.items[members[0]].task].entry;
    for (uint32_t i = 0; i < count; i++)
        if (members[i] == start) loop.is_entered_by_start = true;
    if (loop.is_entered_by_start) loop.head = start;
    for (uint32_t i = 0; i < count; i++) collect_transitions(search, &loop, id, members[i]);
    if (!loop.head) loop.head = members[0]; // never entered
    search->found->loops.items[id] = loop;
    search->region_count++;
    for (uint32_t i = 0; i < count; i++)
        search->region[members[i]] = members[i] == loop.head ? 0 : search->region_count;
}

static bool has_self_transition(const Search *search, NetPlaceId place) {
    NetList leaving = search->index->leaving[place];
    for (uint32_t i = 0; i < leaving.count; i++)
        if (search->net->transitions.items[leaving.items[i]].to == place) return true;
    return false;
}

static int compare_places(NetPlaceId left, NetPlaceId right) {
    return (left > right) - (left < right);
}

static void sort_places(NetPlaceId *places, uint32_t count) {
    for (uint32_t i = 1; i < count; i++)
        for (uint32_t k = i; k > 0 && compare_places(places[k - 1], places[k]) > 0; k--) {
            NetPlaceId swapped = places[k];
            places[k] = places[k - 1];
            places[k - 1] = swapped;
        }
}

static void pop_component(Search *search, NetPlaceId root) {
    uint32_t bottom = search->stack_count;
    do search->is_on_stack[search->stack[--bottom]] = false;
    while (search->stack[bottom] != root);
    uint32_t count = search->stack_count - bottom;
    search->stack_count = bottom;
    if (count == 1 && !has_self_transition(search, root)) return;
    NetPlaceId *members = arena_new_array(search->arena, NetPlaceId, count);
    memcpy(members, search->stack + bottom, count * sizeof *members);
    sort_places(members, count);
    add_loop(search, members, count);
}

static void enter(Search *search, uint32_t *depth, NetPlaceId place) {
    search->order[place] = search->low[place] = ++search->clock;
    search->is_on_stack[place] = true;
    search->stack[search->stack_count++] = place;
    search->frames[(*depth)++] = (Frame){place, 0};
}

static void lower(Search *search, NetPlaceId place, uint32_t value) {
    if (value < search->low[place]) search->low[place] = value;
}

static void visit(Search *search, NetPlaceId root, uint32_t region) {
    uint32_t depth = 0;
    enter(search, &depth, root);
    while (depth) {
        Frame *frame = &search->frames[depth - 1];
        NetList leaving = search->index->leaving[frame->place];
        if (frame->next < leaving.count) {
            NetPlaceId to = search->net->transitions.items[leaving.items[frame->next++]].to;
            if (search->region[to] != region) continue;
            if (!search->order[to])
                enter(search, &depth, to);
            else if (search->is_on_stack[to])
                lower(search, frame->place, search->order[to]);
            continue;
        }
        NetPlaceId place = frame->place;
        depth--;
        if (depth) lower(search, search->frames[depth - 1].place, search->low[place]);
        if (search->low[place] == search->order[place]) pop_component(search, place);
    }
}

// Takes one region apart; the loops that it finds become regions of their own with higher numbers.
static void decompose(Search *search, uint32_t region) {
    uint32_t place_count = search->net->places.count;
    bool *is_member = arena_new_array(search->arena, bool, place_count);
    for (NetPlaceId i = 1; i < place_count; i++) is_member[i] = search->region[i] == region;
    for (NetPlaceId i = 1; i < place_count; i++)
        if (is_member[i]) search->order[i] = 0;
    for (NetPlaceId i = 1; i < place_count; i++)
        if (is_member[i] && search->region[i] == region && !search->order[i]) visit(search, i, region);
}

NetLoops net_find_loops(const Net *net, const NetIndex *index, Arena *arena) {
    uint32_t place_count = net->places.count;
    NetLoops found = {.innermost = arena_new_array(arena, NetLoopId, place_count)};
    array_push(&found.loops, arena, (NetLoop){0});
    Search search = {
        .net = net,
        .index = index,
        .arena = arena,
        .found = &found,
        .region = arena_new_array(arena, uint32_t, place_count),
        .region_count = 1,
        .order = arena_new_array(arena, uint32_t, place_count),
        .low = arena_new_array(arena, uint32_t, place_count),
        .is_on_stack = arena_new_array(arena, bool, place_count),
        .stack = arena_new_array(arena, NetPlaceId, place_count),
        .frames = arena_new_array(arena, Frame, place_count),
    };
    for (NetPlaceId i = 1; i < place_count; i++) search.region[i] = 1;
    for (uint32_t region = 1; region <= search.region_count; region++) decompose(&search, region);
    return found;
}
