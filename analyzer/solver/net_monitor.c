// SPDX-License-Identifier: MIT
#include "solver/net_monitor.h"

#include "solver/net_loop.h"
#include "solver/net_monitor_flow.h"

enum { MOST_VALUES = 8 };

typedef struct Monitor {
    const MonitorFlow *flow;
    NetLoops loops;
    bool *may_wait; // by place
    uint8_t *color; // by place, of the search at hand: 1 open, 2 done
} Monitor;

// What a wait hangs on: `fact` was tested under `mutex` before the wait at `condition`.
typedef struct Wait {
    NetPlaceId place;
    NetObjectId condition, mutex;
    MonitorFact fact;
    bool is_alone;   // one instance at most ever waits at the condition
    bool is_counted; // each step away from the fact needs a signal of its own
    int64_t away;    // COUNTED: the step
} Wait;

static const NetTransition *transition_at(const Monitor *monitor, NetTransitionId id) {
    return &monitor->flow->net->transitions.items[id];
}

static const MonitorState *state_before(const Monitor *monitor, const NetTransition *transition) {
    return &monitor->flow->states[transition->from];
}

static bool matters(const Monitor *monitor, const NetTransition *write) {
    const MonitorState *state = state_before(monitor, write);
    return monitor_writes(write) && state->is_reached && !state->is_alone;
}

// There is at most one instance of the task in a run.
static bool is_once(const Monitor *monitor, NetTaskId task, uint32_t depth) {
    const Net *net = monitor->flow->net;
    NetAmount initial = net->tasks.items[task].initial;
    NetList list = monitor->flow->index.of_task[task];
    const NetTransition *spawn = NULL;
    uint32_t spawns = 0;
    for (uint32_t i = 0; i < list.count; i++) {
        if (transition_at(monitor, list.items[i])->action != NET_SPAWN) continue;
        spawn = transition_at(monitor, list.items[i]);
        spawns++;
    }
    if (initial.symbol || depth == 0) return false;
    if (!spawns) return initial.constant <= 1;
    if (initial.constant || spawns > 1 || monitor->loops.innermost[spawn->from]) return false;
    return is_once(monitor, net->places.items[spawn->from].task, depth - 1);
}

static bool has_one_waiter(const Monitor *monitor, NetObjectId condition) {
    const Net *net = monitor->flow->net;
    NetList list = monitor->flow->index.of_object[condition];
    NetTaskId task = 0;
    for (uint32_t i = 0; i < list.count; i++) {
        const NetTransition *transition = transition_at(monitor, list.items[i]);
        if (transition->action != NET_WAKE) continue;
        NetTaskId own = net->places.items[transition->from].task;
        if (task && task != own) return false;
        task = own;
    }
    return task && is_once(monitor, task, net->tasks.count);
}

static void begin_search(Monitor *monitor) {
    for (NetPlaceId i = 0; i < monitor->flow->net->places.count; i++) monitor->color[i] = 0;
}

// Whether every way from the place ends the wait before anything can hold it up.
static bool is_announced_from(Monitor *monitor, const Wait *wait, NetPlaceId place) {
    const NetPlace *at = &monitor->flow->net->places.items[place];
    if (at->is_process_end || monitor->color[place] == 2) return true;
    if (at->is_end || monitor->may_wait[place] || monitor->color[place] == 1) return false;
    NetList leaving = monitor->flow->index.leaving[place];
    if (!leaving.count) return false;
    monitor->color[place] = 1;
    for (uint32_t i = 0; i < leaving.count; i++) {
        const NetTransition *transition = transition_at(monitor, leaving.items[i]);
        bool is_signal = transition->action == NET_SIGNAL && (wait->is_alone || wait->is_counted);
        bool ends_wait = is_signal || transition->action == NET_BROADCAST;
        if (ends_wait && transition->object == wait->condition) continue;
        bool is_second = wait->is_counted && monitor_writes(transition) && transition->object == wait->fact.cell;
        if (is_second || !is_announced_from(monitor, wait, transition->to)) return false;
    }
    monitor->color[place] = 2;
    return true;
}

static bool are_changes_announced(Monitor *monitor, const Wait *wait) {
    NetList list = monitor->flow->index.of_object[wait->fact.cell];
    for (uint32_t i = 0; i < list.count; i++) {
        const NetTransition *write = transition_at(monitor, list.items[i]);
        if (!matters(monitor, write) || !monitor_may_end(state_before(monitor, write), write, wait->fact)) continue;
        begin_search(monitor);
        if (!is_announced_from(monitor, wait, write->to)) return false;
    }
    return true;
}

// Whether every way from the place takes a step back, or sees the fact hold, before the mutex is given back.
static bool is_taken_from(Monitor *monitor, const Wait *wait, NetPlaceId place) {
    const NetPlace *at = &monitor->flow->net->places.items[place];
    if (at->is_process_end || monitor->color[place]) return true;
    if (at->is_end || monitor->may_wait[place]) return false;
    monitor->color[place] = 1;
    NetList leaving = monitor->flow->index.leaving[place];
    for (uint32_t i = 0; i < leaving.count; i++) {
        const NetTransition *transition = transition_at(monitor, leaving.items[i]);
        bool is_on_cell = transition->object == wait->fact.cell;
        if (is_on_cell && transition->action == NET_INCREASE && transition->amount.constant == -wait->away) continue;
        if (is_on_cell && monitor_writes(transition)) return false;
        if (transition->action == NET_UNLOCK && transition->object == wait->mutex) {
            if (!monitor_knows(state_before(monitor, transition), wait->fact)) return false;
            continue;
        }
        if (!is_taken_from(monitor, wait, transition->to)) return false;
    }
    return leaving.count > 0;
}

// Takes the mutex again, and then as above.
static bool takes_one(Monitor *monitor, const Wait *wait, NetPlaceId woken) {
    NetList leaving = monitor->flow->index.leaving[woken];
    for (uint32_t i = 0; i < leaving.count; i++) {
        const NetTransition *transition = transition_at(monitor, leaving.items[i]);
        if (transition->action != NET_LOCK || transition->object != wait->mutex) return false;
        begin_search(monitor);
        if (!is_taken_from(monitor, wait, transition->to)) return false;
    }
    return leaving.count > 0;
}

static bool waits_for_same(const Monitor *monitor, const Wait *wait, NetPlaceId place) {
    NetList reaching = monitor->flow->index.reaching[place];
    for (uint32_t i = 0; i < reaching.count; i++) {
        const NetTransition *way = transition_at(monitor, reaching.items[i]);
        if (way->action != NET_UNLOCK || way->object != wait->mutex) return false;
        if (!monitor_knows(state_before(monitor, way), wait->fact)) return false;
    }
    return reaching.count > 0;
}

// Whether the cell only ever steps by one, and all steps away from the fact go one way, which it finds.
static bool steps_by_one(const Monitor *monitor, Wait *wait) {
    NetList list = monitor->flow->index.of_object[wait->fact.cell];
    for (uint32_t i = 0; i < list.count; i++) {
        const NetTransition *write = transition_at(monitor, list.items[i]);
        if (!matters(monitor, write)) continue;
        int64_t step = write->amount.constant;
        if (write->action == NET_STORE || (step != 1 && step != -1)) return false;
        if (!monitor_may_end(state_before(monitor, write), write, wait->fact)) continue;
        if (wait->away && wait->away != step) return false;
        wait->away = step;
    }
    return true;
}

static bool is_counted(Monitor *monitor, Wait *wait) {
    if (wait->fact.comparison == OPERATOR_NOT_EQUAL || !steps_by_one(monitor, wait)) return false;
    NetList list = monitor->flow->index.of_object[wait->condition];
    for (uint32_t i = 0; wait->away && i < list.count; i++) {
        const NetTransition *wake = transition_at(monitor, list.items[i]);
        if (wake->action != NET_WAKE) continue;
        if (!waits_for_same(monitor, wait, wake->from) || !takes_one(monitor, wait, wake->to)) return false;
    }
    wait->is_counted = true;
    return are_changes_announced(monitor, wait);
}

static void add_predicate(Monitor *monitor, Wait wait) {
    wait.is_alone = has_one_waiter(monitor, wait.condition);
    if (!are_changes_announced(monitor, &wait) && !is_counted(monitor, &wait)) return;
    NetPredicate predicate = {.place = wait.place,
                              .cell = wait.fact.cell,
                              .mutex = wait.mutex,
                              .comparison = wait.fact.comparison,
                              .amount = wait.fact.amount,
                              .may_be_woken = wait.is_counted};
    Net *net = monitor->flow->net;
    array_push(&net->predicates, net->arena, predicate);
}

// The facts that a wait hangs on are those that hold as the mutex is given back, on every way.
static void look_at_wait(Monitor *monitor, const NetTransition *wake) {
    NetList reaching = monitor->flow->index.reaching[wake->from];
    if (!reaching.count || !monitor->flow->net->objects.items[wake->object].is_single) return;
    const NetTransition *first = transition_at(monitor, reaching.items[0]);
    if (first->action != NET_UNLOCK) return;
    const MonitorState *state = state_before(monitor, first);
    for (uint32_t i = 0; i < state->fact_count; i++) {
        Wait wait = {.place = wake->from, .condition = wake->object, .mutex = first->object, .fact = state->facts[i]};
        bool is_guarded = monitor->flow->guards[wait.fact.cell] & monitor_lock(monitor->flow, wait.mutex);
        if (is_guarded && waits_for_same(monitor, &wait, wake->from)) add_predicate(monitor, wait);
    }
}

// All writes are stores of constants, few in number.
static bool find_values(const Monitor *monitor, NetObjectId cell, int64_t *values, uint32_t *count) {
    const NetObject *object = &monitor->flow->net->objects.items[cell];
    NetList list = monitor->flow->index.of_object[cell];
    *count = 0;
    if (object->has_value && object->capacity.symbol) return false;
    if (object->has_value) values[(*count)++] = object->capacity.constant;
    for (uint32_t i = 0; i < list.count; i++) {
        const NetTransition *write = transition_at(monitor, list.items[i]);
        if (!monitor_writes(write)) continue;
        if (write->action != NET_STORE || write->amount.symbol) return false;
        bool is_known = false;
        for (uint32_t k = 0; k < *count; k++) is_known |= values[k] == write->amount.constant;
        if (is_known) continue;
        if (*count == MOST_VALUES) return false;
        values[(*count)++] = write->amount.constant;
    }
    return true;
}

static void find_previous(const Monitor *monitor, NetTransition *store, const int64_t *values, uint32_t count) {
    const MonitorState *state = state_before(monitor, store);
    uint32_t possible = 0;
    for (uint32_t i = 0; i < count; i++) {
        bool is_possible = true;
        for (uint32_t k = 0; k < state->fact_count; k++) {
            const MonitorFact *fact = &state->facts[k];
            bool is_about = fact->cell == store->object && !fact->amount.symbol;
            is_possible &= !is_about || monitor_compares(values[i], fact->comparison, fact->amount.constant);
        }
        if (!is_possible) continue;
        store->previous = values[i];
        possible++;
    }
    store->has_previous = possible == 1;
}

// Stores, all of one constant, before anything else is started and before it is counted; changes that nobody disturbs.
static bool is_counter(const Monitor *monitor, NetObjectId cell) {
    NetList list = monitor->flow->index.of_object[cell];
    const NetTransition *store = NULL;
    bool counts_alone = false;
    for (uint32_t i = 0; i < list.count; i++) {
        const NetTransition *write = transition_at(monitor, list.items[i]);
        const MonitorState *state = state_before(monitor, write);
        if (!monitor_writes(write) || !state->is_reached) continue;
        if (write->action == NET_INCREASE) {
            counts_alone |= state->is_alone;
            continue;
        }
        if (!state->is_alone || write->amount.symbol) return false;
        if (store && store->amount.constant != write->amount.constant) return false;
        store = write;
    }
    return !(store && counts_alone) && monitor->flow->guards[cell];
}

static void find_form(Monitor *monitor, NetObjectId cell) {
    Net *net = monitor->flow->net;
    int64_t values[MOST_VALUES];
    uint32_t count;
    NetObject *object = &net->objects.items[cell];
    if (!find_values(monitor, cell, values, &count)) {
        object->form = is_counter(monitor, cell) ? CELL_COUNTED : CELL_OPEN;
        return;
    }
    object->form = CELL_CHOSEN;
    NetList list = monitor->flow->index.of_object[cell];
    for (uint32_t i = 0; i < list.count; i++)
        if (net->transitions.items[list.items[i]].action == NET_STORE && object->has_value)
            find_previous(monitor, &net->transitions.items[list.items[i]], values, count);
}

static bool has_cells(const Net *net) {
    for (NetObjectId i = 1; i < net->objects.count; i++)
        if (net->objects.items[i].is_cell) return true;
    return false;
}

static bool is_entry(const Net *net, NetPlaceId place) {
    return net->tasks.items[net->places.items[place].task].entry == place;
}

static void exclude_ways(Monitor *monitor, NetTransitionId out) {
    Net *net = monitor->flow->net;
    const NetTransition *test = transition_at(monitor, out);
    MonitorFact fact = {test->object, test->comparison, test->amount};
    NetList reaching = monitor->flow->index.reaching[test->from];
    for (uint32_t i = 0; i < reaching.count && !is_entry(net, test->from); i++) {
        const NetTransition *in = transition_at(monitor, reaching.items[i]);
        if (!state_before(monitor, in)->is_reached) continue;
        MonitorState state = monitor_after(monitor->flow, in);
        if (!monitor_may_hold(&state, fact))
            array_push(&net->exclusions, net->arena, (NetExclusion){reaching.items[i], out});
    }
}

void net_find_predicates(Net *net) {
    if (!has_cells(net)) return;
    MonitorFlow flow = monitor_flow(net);
    Monitor monitor = {.flow = &flow, .loops = net_find_loops(net, &flow.index, net->arena)};
    monitor.may_wait = arena_new_array(net->arena, bool, net->places.count);
    monitor.color = arena_new_array(net->arena, uint8_t, net->places.count);
    for (NetPlaceId i = 1; i < net->places.count; i++) monitor.may_wait[i] = net_place_may_wait(net, i);
    for (NetObjectId i = 1; i < net->objects.count; i++)
        if (net->objects.items[i].is_cell) find_form(&monitor, i);
    for (NetTransitionId i = 1; i < net->transitions.count; i++)
        if (net->transitions.items[i].action == NET_WAKE) look_at_wait(&monitor, &net->transitions.items[i]);
    for (NetTransitionId i = 1; i < net->transitions.count; i++)
        if (net->transitions.items[i].action == NET_TEST) exclude_ways(&monitor, i);
}
