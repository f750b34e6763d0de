// SPDX-License-Identifier: MIT
#include "solver/net_unroll.h"

#include <string.h>

enum { MOST_INSTANCES = 64, MOST_EVENTS = 2500, MOST_TURNS = 16, MOST_INITIAL = 8 };

typedef struct Unroller {
    Unrolled *made;
    uint32_t turns;
    StandId **stands_at; // by instance, by place: the newest stand
    ARRAY(StandId) open;
} Unroller;

static uint32_t depth_of(const NetLoops *loops, NetLoopId loop) {
    uint32_t depth = 0;
    while ((loop = loops->loops.items[loop].parent) != 0) depth++;
    return depth;
}

static NetLoopId loop_of_head(const Unrolled *made, NetPlaceId place) {
    NetLoopId loop = made->loops.innermost[place];
    return loop && made->loops.loops.items[loop].head == place ? loop : 0;
}

uint32_t stand_turn(const Unrolled *unrolled, StandId stand) {
    const Stand *at = &unrolled->stands.items[stand];
    NetLoopId loop = loop_of_head(unrolled, at->place);
    return loop ? at->turns[depth_of(&unrolled->loops, loop)] : 0;
}

static StandId stand_at(Unroller *unroller, InstanceId instance, NetPlaceId place, const uint8_t *turns) {
    Unrolled *made = unroller->made;
    StandId *newest = &unroller->stands_at[instance][place];
    for (StandId i = *newest; i; i = made->stands.items[i].next_same)
        if (!memcmp(made->stands.items[i].turns, turns, UNROLL_DEPTH)) return i;
    Stand stand = {.instance = instance, .place = place, .next_same = *newest};
    memcpy(stand.turns, turns, UNROLL_DEPTH);
    array_push(&made->stands, made->arena, stand);
    *newest = made->stands.count - 1;
    array_push(&unroller->open, made->arena, *newest);
    return *newest;
}

static InstanceId add_instance(Unroller *unroller, NetTaskId task, OrderEventId spawn) {
    Unrolled *made = unroller->made;
    static const uint8_t no_turns[UNROLL_DEPTH] = {0};
    if (made->instances.count > MOST_INSTANCES) {
        made->problem = "too many task instances";
        return 0;
    }
    InstanceId id = made->instances.count;
    array_push(&made->instances, made->arena, (Instance){.task = task, .spawn = spawn});
    unroller->stands_at[id] = arena_new_array(made->arena, StandId, made->net->places.count);
    StandId entry = stand_at(unroller, id, made->net->tasks.items[task].entry, no_turns);
    made->instances.items[id].entry = entry;
    return id;
}

// How often the loop may turn.
static uint32_t most_turns(const Unroller *unroller, NetLoopId loop) {
    const NetPlace *head = &unroller->made->net->places.items[unroller->made->loops.loops.items[loop].head];
    bool is_known = head->has_trip && !head->trip.symbol && head->trip.constant <= MOST_TURNS;
    if (!is_known) return unroller->turns;
    return head->trip.constant > 0 ? (uint32_t)head->trip.constant : 0;
}

// The turns at the target; false when the way leads beyond what is unrolled.
static bool take_turn(const Unroller *unroller, const Stand *from, NetPlaceId to, uint8_t *turns) {
    const NetLoops *loops = &unroller->made->loops;
    memset(turns, 0, UNROLL_DEPTH);
    for (NetLoopId i = loops->innermost[to]; i; i = loops->loops.items[i].parent)
        if (net_loop_contains(loops, i, from->place)) turns[depth_of(loops, i)] = from->turns[depth_of(loops, i)];
    NetLoopId loop = loop_of_head(unroller->made, to);
    if (!loop || !net_loop_contains(loops, loop, from->place)) return true;
    return ++turns[depth_of(loops, loop)] <= most_turns(unroller, loop);
}

// A trip that is a number decides between body and exit.
static bool trip_allows(const Unroller *unroller, StandId from, NetTransitionId transition) {
    const Unrolled *made = unroller->made;
    const NetPlace *place = &made->net->places.items[made->stands.items[from].place];
    if (!place->has_trip || place->trip.symbol) return true;
    int64_t turn = stand_turn(made, from);
    if (transition == place->body) return turn < place->trip.constant;
    return transition != place->exit || turn >= place->trip.constant;
}

static void add_event(Unroller *unroller, StandId from, NetTransitionId id) {
    Unrolled *made = unroller->made;
    const NetTransition *transition = &made->net->transitions.items[id];
    if (!trip_allows(unroller, from, id)) return;
    OrderEvent event = {.transition = id, .from = from};
    OrderEventId number = made->events.count;
    uint8_t turns[UNROLL_DEPTH];
    Stand at = made->stands.items[from];
    if (take_turn(unroller, &at, transition->to, turns))
        event.to = stand_at(unroller, at.instance, transition->to, turns);
    else
        made->is_cut = true;
    array_push(&made->events, made->arena, event);
    array_push(&made->stands.items[from].out, made->arena, number);
    if (!event.to) return;
    array_push(&made->stands.items[event.to].in, made->arena, number);
    array_push(&made->of_object[transition->object], made->arena, number);
    if (transition->action == NET_SPAWN)
        made->events.items[number].child = add_instance(unroller, transition->task, number);
}

static bool is_too_deep(const NetLoops *loops) {
    for (NetLoopId i = 1; i < loops->loops.count; i++)
        if (depth_of(loops, i) >= UNROLL_DEPTH) return true;
    return false;
}

static void add_initial(Unroller *unroller, NetTaskId task) {
    NetAmount initial = unroller->made->net->tasks.items[task].initial;
    if (initial.symbol || initial.constant > MOST_INITIAL) unroller->made->problem = "too many task instances";
    for (int64_t i = 0; !initial.symbol && i < initial.constant && i < MOST_INITIAL; i++)
        add_instance(unroller, task, 0);
}

static void add_before(Unrolled *made, StandId stand, StandId earlier, uint32_t words) {
    for (uint32_t i = 0; i < words; i++) made->before[stand][i] |= made->before[earlier][i];
    made->before[stand][earlier / 64] |= UINT64_C(1) << (earlier % 64);
}

// Follows the events from stand to stand, each when all its predecessors are done (Kahn 1962).
static void find_before(Unrolled *made) {
    uint32_t count = made->stands.count, words = count / 64 + 1;
    made->before = arena_new_array(made->arena, uint64_t *, count);
    uint32_t *missing = arena_new_array(made->arena, uint32_t, count);
    ARRAY(StandId) open = {0};
    for (StandId i = 1; i < count; i++) {
        const Stand *stand = &made->stands.items[i];
        const Instance *instance = &made->instances.items[stand->instance];
        made->before[i] = arena_new_array(made->arena, uint64_t, words);
        missing[i] = stand->in.count + (instance->entry == i && instance->spawn ? 1 : 0);
        if (!missing[i]) array_push(&open, made->arena, i);
    }
    while (open.count) {
        StandId stand = open.items[--open.count];
        const Stand *at = &made->stands.items[stand];
        for (uint32_t i = 0; i < at->out.count; i++) {
            StandId to = made->events.items[at->out.items[i]].to;
            if (!to) continue;
            add_before(made, to, stand, words);
            if (!--missing[to]) array_push(&open, made->arena, to);
        }
        for (uint32_t i = 0; i < at->in.count; i++) { // a new instance starts when its spawn is done
            InstanceId child = made->events.items[at->in.items[i]].child;
            if (!child) continue;
            StandId entry = made->instances.items[child].entry;
            add_before(made, entry, stand, words);
            if (!--missing[entry]) array_push(&open, made->arena, entry);
        }
    }
}

Unrolled *net_unroll(const Net *net, uint32_t turns, Arena *arena) {
    Unrolled *made = arena_new(arena, Unrolled);
    made->net = net;
    made->arena = arena;
    made->index = net_index(net, arena);
    made->loops = net_find_loops(net, &made->index, arena);
    array_push(&made->instances, arena, (Instance){0});
    array_push(&made->stands, arena, (Stand){0});
    array_push(&made->events, arena, (OrderEvent){0});
    made->of_object = arena_allocate(arena, net->objects.count * sizeof *made->of_object);
    if (is_too_deep(&made->loops)) made->problem = "loops nested too deep";
    Unroller unroller = {.made = made, .turns = turns};
    unroller.stands_at = arena_new_array(arena, StandId *, MOST_INSTANCES + 2);
    for (NetTaskId i = 1; !made->problem && i < net->tasks.count; i++) add_initial(&unroller, i);
    for (uint32_t i = 0; !made->problem && i < unroller.open.count; i++) {
        StandId stand = unroller.open.items[i];
        NetList leaving = made->index.leaving[made->stands.items[stand].place];
        for (uint32_t k = 0; k < leaving.count; k++) add_event(&unroller, stand, leaving.items[k]);
        if (made->events.count > MOST_EVENTS) made->problem = "too many events";
    }
    if (!made->problem) find_before(made);
    return made;
}
