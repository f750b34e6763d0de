// SPDX-License-Identifier: MIT
#include "solver/net_monitor_flow.h"

bool monitor_compares(int64_t left, Operator comparison, int64_t right) {
    return path_constraint_holds((PathConstraint){0, 0, right - left, comparison}, NULL);
}

bool monitor_writes(const NetTransition *transition) {
    return transition->action == NET_STORE || transition->action == NET_INCREASE;
}

uint64_t monitor_lock(const MonitorFlow *flow, NetObjectId object) {
    for (uint32_t i = 0; i < flow->lock_count; i++)
        if (flow->locks[i] == object) return UINT64_C(1) << i;
    return 0;
}

static bool is_same_fact(MonitorFact left, MonitorFact right) {
    return left.cell == right.cell && left.comparison == right.comparison &&
           left.amount.symbol == right.amount.symbol && left.amount.constant == right.amount.constant;
}

bool monitor_knows(const MonitorState *state, MonitorFact fact) {
    for (uint32_t i = 0; i < state->fact_count; i++)
        if (is_same_fact(state->facts[i], fact)) return true;
    return false;
}

static void add_fact(MonitorState *state, MonitorFact fact) {
    if (state->fact_count < MONITOR_FACTS && !monitor_knows(state, fact)) state->facts[state->fact_count++] = fact;
}

static void drop_fact(MonitorState *state, uint32_t at) {
    state->facts[at] = state->facts[--state->fact_count];
}

// Facts about cells that others may change now.
static void drop_unguarded(const MonitorFlow *flow, MonitorState *state) {
    for (uint32_t i = state->fact_count; i-- > 0;)
        if (!(flow->guards[state->facts[i].cell] & state->held)) drop_fact(state, i);
}

static void write_cell(MonitorState *state, const NetTransition *transition) {
    for (uint32_t i = state->fact_count; i-- > 0;) {
        MonitorFact *fact = &state->facts[i];
        if (fact->cell != transition->object) continue;
        if (transition->action == NET_STORE)
            drop_fact(state, i);
        else
            fact->amount.constant += transition->amount.constant;
    }
    if (transition->action == NET_STORE)
        add_fact(state, (MonitorFact){transition->object, OPERATOR_EQUAL, transition->amount});
}

static MonitorState after(const MonitorFlow *flow, const MonitorState *before, const NetTransition *transition) {
    MonitorState state = *before;
    switch (transition->action) {
    case NET_SPAWN: state.is_alone = false; break;
    case NET_LOCK: state.held |= monitor_lock(flow, transition->object); break;
    case NET_UNLOCK: state.held &= ~monitor_lock(flow, transition->object); break;
    case NET_STORE:
    case NET_INCREASE: write_cell(&state, transition); break;
    case NET_TEST:
        add_fact(&state, (MonitorFact){transition->object, transition->comparison, transition->amount});
        break;
    default: break;
    }
    drop_unguarded(flow, &state);
    return state;
}

// What holds on both ways; true when that is less than before.
static bool meet(MonitorState *state, const MonitorState *other) {
    if (!state->is_reached) {
        *state = *other;
        state->is_reached = true;
        return true;
    }
    bool is_less = (state->is_alone && !other->is_alone) || (state->held & ~other->held);
    state->is_alone &= other->is_alone;
    state->held &= other->held;
    for (uint32_t i = state->fact_count; i-- > 0;) {
        if (monitor_knows(other, state->facts[i])) continue;
        drop_fact(state, i);
        is_less = true;
    }
    return is_less;
}

// Whether one instance of one task is all that there is at the start.
static bool starts_alone(const Net *net) {
    uint32_t count = 0;
    bool is_one = true;
    for (NetTaskId i = 1; i < net->tasks.count; i++) {
        NetAmount initial = net->tasks.items[i].initial;
        if (!initial.symbol && !initial.constant) continue;
        is_one &= !initial.symbol && initial.constant == 1;
        count++;
    }
    return count == 1 && is_one;
}

static void follow(MonitorFlow *flow) {
    const Net *net = flow->net;
    flow->states = arena_new_array(net->arena, MonitorState, net->places.count);
    bool is_alone = starts_alone(net);
    for (NetTaskId i = 1; i < net->tasks.count; i++) {
        NetAmount initial = net->tasks.items[i].initial;
        bool is_first = is_alone && initial.constant == 1;
        meet(&flow->states[net->tasks.items[i].entry], &(MonitorState){.is_alone = is_first});
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (NetTransitionId i = 1; i < net->transitions.count; i++) {
            const NetTransition *transition = &net->transitions.items[i];
            const MonitorState *from = &flow->states[transition->from];
            if (!from->is_reached) continue;
            MonitorState left = after(flow, from, transition);
            changed |= meet(&flow->states[transition->to], &left);
        }
    }
}

static void find_locks(MonitorFlow *flow) {
    for (NetObjectId i = 1; i < flow->net->objects.count && flow->lock_count < MONITOR_LOCKS; i++) {
        const NetObject *object = &flow->net->objects.items[i];
        bool is_lock = object->kind == OBJECT_MUTEX || object->kind == OBJECT_READ_WRITE_LOCK;
        if (is_lock && object->is_single && !object->is_cell) flow->locks[flow->lock_count++] = i;
    }
}

// Locks that somebody gives back who may not hold them exclude nobody.
static uint64_t find_sound_locks(const MonitorFlow *flow) {
    uint64_t sound = ~UINT64_C(0);
    for (NetTransitionId i = 1; i < flow->net->transitions.count; i++) {
        const NetTransition *transition = &flow->net->transitions.items[i];
        uint64_t bit = transition->action == NET_UNLOCK ? monitor_lock(flow, transition->object) : 0;
        if (!(flow->states[transition->from].held & bit)) sound &= ~bit;
    }
    return sound;
}

static void find_guards(MonitorFlow *flow) {
    uint64_t sound = find_sound_locks(flow);
    for (NetObjectId i = 1; i < flow->net->objects.count; i++)
        flow->guards[i] = flow->net->objects.items[i].is_cell ? sound : 0;
    for (NetTransitionId i = 1; i < flow->net->transitions.count; i++) {
        const NetTransition *transition = &flow->net->transitions.items[i];
        const MonitorState *state = &flow->states[transition->from];
        if (monitor_writes(transition) && state->is_reached && !state->is_alone)
            flow->guards[transition->object] &= state->held;
    }
}

MonitorFlow monitor_flow(Net *net) {
    MonitorFlow flow = {.net = net, .index = net_index(net, net->arena)};
    flow.guards = arena_new_array(net->arena, uint64_t, net->objects.count);
    find_locks(&flow);
    follow(&flow); // without guards no facts
    find_guards(&flow);
    follow(&flow);
    return flow;
}

// Whether the value is possible as far as facts about this cell and symbol say.
static bool is_possible(const MonitorState *state, MonitorFact asked, int64_t value) {
    for (uint32_t i = 0; i < state->fact_count; i++) {
        const MonitorFact *fact = &state->facts[i];
        if (fact->cell != asked.cell || fact->amount.symbol != asked.amount.symbol) continue;
        if (!monitor_compares(value, fact->comparison, fact->amount.constant)) return false;
    }
    return true;
}

MonitorState monitor_after(const MonitorFlow *flow, const NetTransition *transition) {
    return after(flow, &flow->states[transition->from], transition);
}

// Beside the constants there are, comparisons change nothing.
bool monitor_may_hold(const MonitorState *state, MonitorFact fact) {
    for (uint32_t i = 0; i <= state->fact_count; i++) {
        int64_t near = i < state->fact_count ? state->facts[i].amount.constant : fact.amount.constant;
        for (int64_t shift = -1; shift <= 1; shift++) {
            bool is_so = monitor_compares(near + shift, fact.comparison, fact.amount.constant);
            if (is_so && is_possible(state, fact, near + shift)) return true;
        }
    }
    return false;
}

// Values are taken relative to the fact's symbol; what is compared changes only beside the constants there are.
bool monitor_may_end(const MonitorState *state, const NetTransition *write, MonitorFact fact) {
    if (write->object != fact.cell) return false;
    bool is_store = write->action == NET_STORE;
    bool is_known = !is_store || write->amount.symbol == fact.amount.symbol;
    int64_t step = is_store ? 0 : write->amount.constant;
    for (uint32_t i = 0; i <= state->fact_count; i++) {
        int64_t near = i < state->fact_count ? state->facts[i].amount.constant : fact.amount.constant;
        for (int64_t shift = -1; shift <= 1; shift++)
            for (int turn = -1; turn <= 1; turn++) {
                int64_t value = near + shift + turn * step;
                bool is_so = monitor_compares(value, fact.comparison, fact.amount.constant);
                if (!is_so || !is_possible(state, fact, value)) continue;
                int64_t next = is_store ? write->amount.constant : value + step;
                if (!is_known || !monitor_compares(next, fact.comparison, fact.amount.constant)) return true;
            }
    }
    return false;
}
