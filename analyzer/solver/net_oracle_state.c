// SPDX-License-Identifier: MIT
#include "solver/net_oracle_state.h"

#include "base/status.h"

#include <string.h>

static int64_t amount(const OracleNet *oracle, NetAmount of) {
    return of.constant + (of.symbol ? oracle->symbols[of.symbol] : 0);
}

static int compare_instances(const OracleInstance *left, const OracleInstance *right) {
    if (left->place != right->place) return left->place < right->place ? -1 : 1;
    return memcmp(left->counters, right->counters, sizeof left->counters);
}

static void sort_instances(OracleState *state) {
    for (uint32_t i = 1; i < state->instance_count; i++)
        for (uint32_t k = i; k && compare_instances(&state->instances[k - 1], &state->instances[k]) > 0; k--) {
            OracleInstance swapped = state->instances[k];
            state->instances[k] = state->instances[k - 1];
            state->instances[k - 1] = swapped;
        }
}

static void start(const OracleNet *oracle, OracleState *state, NetTaskId task) {
    if (state->instance_count == ORACLE_INSTANCES) {
        state->ending = 3;
        return;
    }
    OracleInstance instance = {.place = (uint16_t)oracle->net->tasks.items[task].entry};
    state->instances[state->instance_count++] = instance;
}

void oracle_net_create(OracleNet *oracle, const Net *net, const int64_t *symbols, Arena *arena) {
    *oracle = (OracleNet){.net = net, .index = net_index(net, arena), .symbols = symbols, .arena = arena};
    oracle->loops = net_find_loops(net, &oracle->index, arena);
}

OracleState oracle_initial(const OracleNet *oracle) {
    const Net *net = oracle->net;
    OracleState state;
    memset(&state, 0, sizeof state);
    invariant(net->objects.count <= ORACLE_OBJECTS, "the oracle is for small nets");
    for (NetObjectId i = 1; i < net->objects.count; i++) {
        ObjectKind kind = net->objects.items[i].kind;
        invariant(!net->objects.items[i].is_recursive, "the oracle knows no owners");
        if (kind == OBJECT_SEMAPHORE || kind == OBJECT_WAIT_GROUP || net->objects.items[i].is_cell)
            state.objects[i].count = (int16_t)amount(oracle, net->objects.items[i].capacity);
    }
    for (NetTaskId i = 1; i < net->tasks.count; i++)
        for (int64_t k = amount(oracle, net->tasks.items[i].initial); k > 0; k--) start(oracle, &state, i);
    sort_instances(&state);
    return state;
}

static bool passes_guards(const OracleNet *oracle, const NetTransition *transition) {
    for (uint32_t i = 0; i < transition->guard_count; i++)
        if (!path_constraint_holds(oracle->net->guards.items[transition->first_guard + i], oracle->symbols))
            return false;
    return true;
}

static uint32_t depth_of(const OracleNet *oracle, NetLoopId loop) {
    uint32_t depth = 0;
    while ((loop = oracle->loops.loops.items[loop].parent) != 0) depth++;
    invariant(depth < ORACLE_COUNTERS, "the oracle is for shallow loops");
    return depth;
}

// The counted loop whose head the place is, or 0.
static NetLoopId counted_loop(const OracleNet *oracle, NetPlaceId place) {
    NetLoopId loop = oracle->loops.innermost[place];
    bool is_head = loop && oracle->loops.loops.items[loop].head == place;
    return is_head && oracle->net->places.items[place].has_trip ? loop : 0;
}

static bool passes_trip(const OracleNet *oracle, OracleInstance instance, NetTransitionId id) {
    const NetPlace *place = &oracle->net->places.items[instance.place];
    if (!place->has_trip) return true;
    NetLoopId loop = counted_loop(oracle, instance.place);
    int64_t taken = loop ? instance.counters[depth_of(oracle, loop)] : 0;
    if (id == place->body) return taken < amount(oracle, place->trip);
    if (id == place->exit) return taken >= amount(oracle, place->trip);
    return true;
}

static void move(const OracleNet *oracle, OracleState *state, uint32_t instance, NetTransitionId id) {
    OracleInstance *moved = &state->instances[instance];
    const NetTransition *transition = &oracle->net->transitions.items[id];
    NetLoopId head = counted_loop(oracle, transition->from);
    if (head && oracle->net->places.items[transition->from].body == id) moved->counters[depth_of(oracle, head)]++;
    for (NetLoopId i = oracle->loops.innermost[transition->from]; i; i = oracle->loops.loops.items[i].parent)
        if (!net_loop_contains(&oracle->loops, i, transition->to)) moved->counters[depth_of(oracle, i)] = 0;
    moved->place = (uint16_t)transition->to;
    if (oracle->net->places.items[transition->to].is_process_end) state->ending = 2;
}

// Another instance that may take such a transition now, from index `from` on; its transition in `*id`.
static bool find_partner(const OracleNet *oracle, const OracleState *state, uint32_t self, NetObjectId object,
                         NetAction action, uint32_t *from, uint32_t *id_from, NetTransitionId *id) {
    for (; *from < state->instance_count; (*from)++, *id_from = 0) {
        NetList leaving = oracle->index.leaving[state->instances[*from].place];
        for (; *from != self && *id_from < leaving.count; (*id_from)++) {
            const NetTransition *transition = &oracle->net->transitions.items[leaving.items[*id_from]];
            if (transition->object != object || transition->action != action) continue;
            if (!passes_guards(oracle, transition)) continue;
            *id = leaving.items[(*id_from)++];
            return true;
        }
    }
    return false;
}

static bool has_partner(const OracleNet *oracle, const OracleState *state, uint32_t self, NetObjectId object,
                        NetAction action) {
    uint32_t from = 0, id_from = 0;
    NetTransitionId id;
    return find_partner(oracle, state, self, object, action, &from, &id_from, &id);
}

// How many instances stand where they may take such a transition.
static int64_t count_standing(const OracleNet *oracle, const OracleState *state, NetObjectId object, NetAction action) {
    int64_t count = 0;
    for (uint32_t i = 0; i < state->instance_count; i++) {
        uint32_t from = i, id_from = 0;
        NetTransitionId id;
        count += find_partner(oracle, state, UINT32_MAX, object, action, &from, &id_from, &id) && from == i;
    }
    return count;
}

static bool has_ended(const OracleNet *oracle, const OracleState *state, NetTaskId task) {
    for (uint32_t i = 0; i < state->instance_count; i++) {
        const NetPlace *place = &oracle->net->places.items[state->instances[i].place];
        if (place->task == task && place->is_end) return true;
    }
    return false;
}

static bool has_room(const OracleNet *oracle, const NetObject *object, const OracleObject *now) {
    return object->is_unbounded || now->count < amount(oracle, object->capacity);
}

static bool is_rendezvous(const OracleNet *oracle, const NetObject *object) {
    return !object->is_unbounded && amount(oracle, object->capacity) == 0;
}

// Whether the instance's own action is possible; for a stuck state (`is_final`) waiting writers hold up readers.
static bool is_possible(const OracleNet *oracle, const OracleState *state, uint32_t self,
                        const NetTransition *transition, bool is_final) {
    const NetObject *object = &oracle->net->objects.items[transition->object];
    const OracleObject *now = &state->objects[transition->object];
    switch (transition->action) {
    case NET_SEND:
        if (!is_rendezvous(oracle, object)) return has_room(oracle, object, now);
        return has_partner(oracle, state, self, transition->object, NET_RECEIVE);
    case NET_RECEIVE:
        if (!is_rendezvous(oracle, object)) return now->count > 0;
        return has_partner(oracle, state, self, transition->object, NET_SEND);
    case NET_SEND_CLOSED: return now->readers;
    case NET_RECEIVE_CLOSED: return now->readers && (now->count == 0 || !object->drains);
    case NET_LOCK: return now->count == 0 && now->readers == 0;
    case NET_LOCK_SHARED:
        if (is_final && !object->prefers_readers && has_partner(oracle, state, self, transition->object, NET_LOCK))
            return false;
        return now->count == 0;
    case NET_ACQUIRE: return now->count > 0;
    case NET_WAIT_ZERO: return now->count == 0;
    case NET_JOIN: return has_ended(oracle, state, transition->task);
    case NET_WAKE: return object->wakes_spuriously && !is_final;
    case NET_TEST: {
        PathConstraint test = {0, 0, amount(oracle, transition->amount) - now->count, transition->comparison};
        return path_constraint_holds(test, NULL);
    }
    case NET_ARRIVE:
        return count_standing(oracle, state, transition->object, NET_ARRIVE) >= amount(oracle, object->capacity);
    default: return true;
    }
}

static bool is_open(const OracleNet *oracle, const OracleState *state, uint32_t self, NetTransitionId id,
                    bool is_final) {
    const NetTransition *transition = &oracle->net->transitions.items[id];
    return passes_guards(oracle, transition) && passes_trip(oracle, state->instances[self], id) &&
           is_possible(oracle, state, self, transition, is_final);
}

// A partner at a rendezvous or barrier may always be late: only what objects hold closes a default.
static bool depends_on_partner(const OracleNet *oracle, const NetTransition *transition) {
    if (transition->action == NET_ARRIVE) return true;
    bool is_transfer = transition->action == NET_SEND || transition->action == NET_RECEIVE;
    return is_transfer && is_rendezvous(oracle, &oracle->net->objects.items[transition->object]);
}

static bool default_is_open(const OracleNet *oracle, const OracleState *state, uint32_t self) {
    NetList leaving = oracle->index.leaving[state->instances[self].place];
    for (uint32_t i = 0; i < leaving.count; i++) {
        const NetTransition *transition = &oracle->net->transitions.items[leaving.items[i]];
        if (transition->action == NET_DEFAULT || depends_on_partner(oracle, transition)) continue;
        if (is_open(oracle, state, self, leaving.items[i], true)) return false;
    }
    return true;
}

static void apply_count(OracleState *state, const NetObject *object, OracleObject *now, int64_t change) {
    now->count = (int16_t)(now->count + change);
    if (object->is_binary && now->count > 1) now->count = 1;
    if (now->count < 0) state->ending = 1;
}

static void apply(const OracleNet *oracle, OracleState *state, const NetTransition *transition) {
    const NetObject *object = &oracle->net->objects.items[transition->object];
    OracleObject *now = &state->objects[transition->object];
    switch (transition->action) {
    case NET_SEND:
    case NET_LOCK:
    case NET_RELEASE: apply_count(state, object, now, 1); break;
    case NET_RECEIVE:
    case NET_UNLOCK:
    case NET_DONE:
    case NET_ACQUIRE: apply_count(state, object, now, -1); break;
    case NET_ADD: apply_count(state, object, now, amount(oracle, transition->amount)); break;
    case NET_STORE: now->count = (int16_t)amount(oracle, transition->amount); break;
    case NET_INCREASE: now->count = (int16_t)(now->count + transition->amount.constant); break;
    case NET_CLOSE: now->readers = 1; break;
    case NET_LOCK_SHARED: now->readers++; break;
    case NET_UNLOCK_SHARED:
        if (now->readers-- == 0) state->ending = 1;
        break;
    case NET_SPAWN: start(oracle, state, transition->task); break;
    default: break;
    }
}

static void push_state(const OracleNet *oracle, OracleMoves *moves, OracleState *state, OracleLabel label) {
    sort_instances(state);
    array_push(&moves->states, oracle->arena, *state);
    array_push(&moves->labels, oracle->arena, label);
}

// The transition fires together with one partner's, once for every partner that there is.
static bool fire_with_partner(const OracleNet *oracle, const OracleState *state, uint32_t self, NetTransitionId id,
                              NetAction partner_action, OracleMoves *moves) {
    uint32_t from = 0, id_from = 0;
    NetTransitionId partner;
    bool has_any = false;
    NetObjectId object = oracle->net->transitions.items[id].object;
    while (find_partner(oracle, state, self, object, partner_action, &from, &id_from, &partner)) {
        OracleState next = *state;
        move(oracle, &next, self, id);
        move(oracle, &next, from, partner);
        push_state(oracle, moves, &next, (OracleLabel){id, partner, 2});
        has_any = true;
    }
    return has_any;
}

static void fire_broadcast(const OracleNet *oracle, const OracleState *state, uint32_t self, NetTransitionId id,
                           OracleMoves *moves) {
    OracleState next = *state;
    OracleLabel label = {id, 0, 1};
    NetObjectId object = oracle->net->transitions.items[id].object;
    for (uint32_t i = 0; i < state->instance_count; i++) {
        uint32_t from = i, id_from = 0;
        NetTransitionId partner;
        if (!find_partner(oracle, state, self, object, NET_WAKE, &from, &id_from, &partner) || from != i) continue;
        move(oracle, &next, i, partner);
        label.together++;
    }
    move(oracle, &next, self, id);
    push_state(oracle, moves, &next, label);
}

// Every choice of `missing` more instances that stand at the barrier, from index `first` on.
static void fire_barrier(const OracleNet *oracle, const OracleState *state, OracleState next, uint32_t first,
                         int64_t missing, OracleLabel label, OracleMoves *moves) {
    if (missing == 0) {
        push_state(oracle, moves, &next, label);
        return;
    }
    NetObjectId object = oracle->net->transitions.items[label.fired].object;
    for (uint32_t i = first; i < state->instance_count; i++) {
        uint32_t from = i, id_from = 0;
        NetTransitionId id;
        if (!find_partner(oracle, state, UINT32_MAX, object, NET_ARRIVE, &from, &id_from, &id) || from != i) continue;
        OracleState with = next;
        move(oracle, &with, i, id);
        fire_barrier(oracle, state, with, i + 1, missing - 1, label, moves);
    }
}

static void fire(const OracleNet *oracle, const OracleState *state, uint32_t self, NetTransitionId id,
                 OracleMoves *moves) {
    const NetTransition *transition = &oracle->net->transitions.items[id];
    bool meets = is_rendezvous(oracle, &oracle->net->objects.items[transition->object]);
    if (transition->action == NET_RECEIVE && meets) return; // the sender's move
    if (transition->action == NET_SEND && meets) {
        fire_with_partner(oracle, state, self, id, NET_RECEIVE, moves);
        return;
    }
    if (transition->action == NET_SIGNAL && fire_with_partner(oracle, state, self, id, NET_WAKE, moves)) return;
    if (transition->action == NET_BROADCAST) {
        fire_broadcast(oracle, state, self, id, moves);
        return;
    }
    OracleState next = *state;
    if (transition->action == NET_ARRIVE) { // the first of them makes the move
        int64_t size = amount(oracle, oracle->net->objects.items[transition->object].capacity);
        move(oracle, &next, self, id);
        fire_barrier(oracle, state, next, self + 1, size - 1, (OracleLabel){id, 0, (uint32_t)size}, moves);
        return;
    }
    apply(oracle, &next, transition);
    move(oracle, &next, self, id);
    push_state(oracle, moves, &next, (OracleLabel){id, 0, 1});
}

bool oracle_is_sure(const NetTransition *transition) {
    return !transition->is_optional && transition->action != NET_WAKE;
}

static bool is_woken(const OracleNet *oracle, const OracleState *state, uint32_t self, NetTransitionId id) {
    const NetTransition *transition = &oracle->net->transitions.items[id];
    if (transition->action != NET_WAKE || !passes_guards(oracle, transition)) return false;
    return has_partner(oracle, state, self, transition->object, NET_SIGNAL) ||
           has_partner(oracle, state, self, transition->object, NET_BROADCAST);
}

bool oracle_may_leave(const OracleNet *oracle, const OracleState *state, NetPlaceId place) {
    NetList leaving = oracle->index.leaving[place];
    for (uint32_t self = 0; self < state->instance_count; self++)
        for (uint32_t i = 0; state->instances[self].place == place && i < leaving.count; i++) {
            NetTransitionId id = leaving.items[i];
            bool may_go =
                oracle_is_sure(&oracle->net->transitions.items[id]) && is_open(oracle, state, self, id, false);
            if (may_go || is_woken(oracle, state, self, id)) return true;
        }
    return false;
}

void oracle_moves(const OracleNet *oracle, const OracleState *state, OracleMoves *moves) {
    moves->states.count = moves->labels.count = 0;
    moves->must_go_on = false;
    for (uint32_t self = 0; self < state->instance_count; self++) {
        NetList leaving = oracle->index.leaving[state->instances[self].place];
        for (uint32_t i = 0; i < leaving.count; i++) {
            const NetTransition *transition = &oracle->net->transitions.items[leaving.items[i]];
            if (!is_open(oracle, state, self, leaving.items[i], false)) continue;
            if (transition->action == NET_DEFAULT && !default_is_open(oracle, state, self)) continue;
            if (!transition->is_optional && is_open(oracle, state, self, leaving.items[i], true))
                moves->must_go_on = true;
            fire(oracle, state, self, leaving.items[i], moves);
        }
    }
}
