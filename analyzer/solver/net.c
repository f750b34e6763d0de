// SPDX-License-Identifier: MIT
#include "solver/net.h"

#include "base/status.h"

#include <inttypes.h>

static const char *const action_names[NET_ACTION_COUNT] = {
    [NET_STEP] = "step",
    [NET_DEFAULT] = "default",
    [NET_SEND] = "send",
    [NET_RECEIVE] = "receive",
    [NET_SEND_CLOSED] = "send-closed",
    [NET_RECEIVE_CLOSED] = "receive-closed",
    [NET_CLOSE] = "close",
    [NET_LOCK] = "lock",
    [NET_UNLOCK] = "unlock",
    [NET_LOCK_SHARED] = "lock-shared",
    [NET_UNLOCK_SHARED] = "unlock-shared",
    [NET_ACQUIRE] = "acquire",
    [NET_RELEASE] = "release",
    [NET_ADD] = "add",
    [NET_DONE] = "done",
    [NET_WAIT_ZERO] = "wait-zero",
    [NET_SPAWN] = "spawn",
    [NET_JOIN] = "join",
    [NET_WAKE] = "wake",
    [NET_SIGNAL] = "signal",
    [NET_BROADCAST] = "broadcast",
    [NET_ARRIVE] = "arrive",
    [NET_STORE] = "store",
    [NET_INCREASE] = "increase",
    [NET_TEST] = "test",
};

const char *net_action_name(NetAction action) {
    return action_names[action];
}

Net *net_create(Arena *arena, const char *name) {
    Net *net = arena_new(arena, Net);
    net->arena = arena;
    net->name = arena_copy_text(arena, name);
    array_push(&net->tasks, arena, (NetTask){0});
    array_push(&net->places, arena, (NetPlace){0});
    array_push(&net->transitions, arena, (NetTransition){0});
    array_push(&net->objects, arena, (NetObject){0});
    array_push(&net->symbols, arena, (NetSymbol){0});
    return net;
}

NetTaskId net_add_task(Net *net, const char *name, NetAmount initial) {
    NetTaskId task = net->tasks.count;
    array_push(&net->tasks, net->arena, (NetTask){.name = arena_copy_text(net->arena, name), .initial = initial});
    NetPlaceId entry = net_add_place(net, task);
    net->tasks.items[task].entry = entry;
    return task;
}

NetPlaceId net_add_place(Net *net, NetTaskId task) {
    invariant(task > 0 && task < net->tasks.count, "a place belongs to a task");
    array_push(&net->places, net->arena, (NetPlace){.task = task});
    return net->places.count - 1;
}

NetTransitionId net_add_transition(Net *net, NetTransition transition) {
    invariant(transition.from < net->places.count && transition.to < net->places.count, "places exist");
    invariant(net->places.items[transition.from].task == net->places.items[transition.to].task,
              "an instance stays in its task");
    array_push(&net->transitions, net->arena, transition);
    return net->transitions.count - 1;
}

NetObjectId net_add_object(Net *net, NetObject object) {
    array_push(&net->objects, net->arena, object);
    return net->objects.count - 1;
}

NetSymbolId net_add_symbol(Net *net, const char *name) {
    array_push(&net->symbols, net->arena, (NetSymbol){.name = arena_copy_text(net->arena, name)});
    return net->symbols.count - 1;
}

void net_add_guard(Net *net, NetTransitionId transition, PathConstraint guard) {
    NetTransition *guarded = &net->transitions.items[transition];
    if (guarded->guard_count == 0) guarded->first_guard = net->guards.count;
    invariant(guarded->first_guard + guarded->guard_count == net->guards.count,
              "guards of one transition are adjacent");
    array_push(&net->guards, net->arena, guard);
    guarded->guard_count++;
}

void net_add_gap(Net *net, NetSource source, const char *reason) {
    array_push(&net->gaps, net->arena, (NetGap){arena_copy_text(net->arena, reason), source});
}

bool net_action_may_wait(NetAction action) {
    switch (action) {
    case NET_SEND:
    case NET_RECEIVE:
    case NET_SEND_CLOSED:
    case NET_RECEIVE_CLOSED:
    case NET_LOCK:
    case NET_LOCK_SHARED:
    case NET_ACQUIRE:
    case NET_WAIT_ZERO:
    case NET_JOIN:
    case NET_WAKE:
    case NET_ARRIVE: return true;
    default: return false;
    }
}

bool net_place_may_wait(const Net *net, NetPlaceId place) {
    for (NetTransitionId i = 1; i < net->transitions.count; i++) {
        const NetTransition *transition = &net->transitions.items[i];
        if (transition->from != place) continue;
        if (!transition->is_optional && !net_action_may_wait(transition->action)) return false;
    }
    return !net->places.items[place].is_end && !net->places.items[place].is_process_end;
}

// Groups transitions by key in two passes, so that all lists share one array.
static NetList *group(const Net *net, Arena *arena, uint32_t key_count, uint32_t (*key)(const NetTransition *)) {
    NetList *lists = arena_new_array(arena, NetList, key_count);
    uint32_t *start = arena_new_array(arena, uint32_t, key_count + 1);
    for (NetTransitionId i = 1; i < net->transitions.count; i++) start[key(&net->transitions.items[i]) + 1]++;
    for (uint32_t k = 1; k <= key_count; k++) start[k] += start[k - 1];
    NetTransitionId *items = arena_new_array(arena, NetTransitionId, net->transitions.count);
    for (uint32_t k = 0; k < key_count; k++) lists[k].items = items + start[k];
    for (NetTransitionId i = 1; i < net->transitions.count; i++) {
        NetList *list = &lists[key(&net->transitions.items[i])];
        items[(list->items - items) + list->count++] = i;
    }
    return lists;
}

static uint32_t key_from(const NetTransition *transition) {
    return transition->from;
}
static uint32_t key_to(const NetTransition *transition) {
    return transition->to;
}
static uint32_t key_object(const NetTransition *transition) {
    return transition->object;
}
static uint32_t key_task(const NetTransition *transition) {
    return transition->task;
}

NetIndex net_index(const Net *net, Arena *arena) {
    return (NetIndex){
        .leaving = group(net, arena, net->places.count, key_from),
        .reaching = group(net, arena, net->places.count, key_to),
        .of_object = group(net, arena, net->objects.count, key_object),
        .of_task = group(net, arena, net->tasks.count, key_task),
    };
}

static void print_amount(const Net *net, NetAmount amount, Text *out) {
    if (!amount.symbol) {
        text_format(out, "%" PRId64, amount.constant);
        return;
    }
    text_append(out, net->symbols.items[amount.symbol].name);
    if (amount.constant) text_format(out, "%+" PRId64, amount.constant);
}

static const char *const comparison_signs[] = {
    [OPERATOR_EQUAL] = "==",      [OPERATOR_NOT_EQUAL] = "!=", [OPERATOR_LESS] = "<",
    [OPERATOR_LESS_EQUAL] = "<=", [OPERATOR_GREATER] = ">",    [OPERATOR_GREATER_EQUAL] = ">=",
};

static void print_guard(const Net *net, PathConstraint guard, Text *out) {
    text_append(out, " [");
    print_amount(net, (NetAmount){guard.left, 0}, out);
    text_format(out, " %s ", comparison_signs[guard.operator_]);
    print_amount(net, (NetAmount){guard.right, guard.constant}, out);
    text_append(out, "]");
}

static void print_transition(const Net *net, NetTransitionId id, Text *out) {
    const NetTransition *transition = &net->transitions.items[id];
    text_format(out, "    t%u: p%u -> p%u %s", (unsigned)id, (unsigned)transition->from, (unsigned)transition->to,
                net_action_name(transition->action));
    if (transition->object) text_format(out, " %s", net->objects.items[transition->object].name);
    if (transition->task) text_format(out, " %s", net->tasks.items[transition->task].name);
    if (transition->action == NET_TEST) text_format(out, " %s", comparison_signs[transition->comparison]);
    bool has_amount = transition->action >= NET_STORE || transition->action == NET_ADD;
    if (has_amount) {
        text_append(out, " ");
        print_amount(net, transition->amount, out);
    }
    for (uint32_t i = 0; i < transition->guard_count; i++)
        print_guard(net, net->guards.items[transition->first_guard + i], out);
    text_append(out, transition->is_optional ? " optional\n" : "\n");
}

static void print_place(const Net *net, NetPlaceId id, Text *out) {
    const NetPlace *place = &net->places.items[id];
    text_format(out, "  p%u%s%s", (unsigned)id, place->is_end ? " end" : "",
                place->is_process_end ? " process-end" : "");
    if (place->has_trip) {
        text_append(out, " trip ");
        print_amount(net, place->trip, out);
    }
    text_append(out, "\n");
    for (NetTransitionId i = 1; i < net->transitions.count; i++)
        if (net->transitions.items[i].from == id) print_transition(net, i, out);
}

static void print_object(const Net *net, NetObjectId id, Text *out) {
    const NetObject *object = &net->objects.items[id];
    text_format(out, "object %s: %s ", object->name, object->is_cell ? "cell" : object_kind_name(object->kind));
    if (object->is_unbounded)
        text_append(out, "unbounded");
    else
        print_amount(net, object->capacity, out);
    text_append(out, object->is_single ? "\n" : " many\n");
}

static void print_predicate(const Net *net, const NetPredicate *predicate, Text *out) {
    text_format(out, "waits in p%u while %s %s ", (unsigned)predicate->place, net->objects.items[predicate->cell].name,
                comparison_signs[predicate->comparison]);
    print_amount(net, predicate->amount, out);
    text_append(out, predicate->may_be_woken ? ", or others are woken\n" : "\n");
}

void net_print(const Net *net, Text *out) {
    text_format(out, "net %s\n", net->name);
    for (NetObjectId i = 1; i < net->objects.count; i++) print_object(net, i, out);
    for (NetTaskId i = 1; i < net->tasks.count; i++) {
        text_format(out, "task %s, entry p%u, instances ", net->tasks.items[i].name,
                    (unsigned)net->tasks.items[i].entry);
        print_amount(net, net->tasks.items[i].initial, out);
        text_append(out, "\n");
        for (NetPlaceId k = 1; k < net->places.count; k++)
            if (net->places.items[k].task == i) print_place(net, k, out);
    }
    for (uint32_t i = 0; i < net->predicates.count; i++) print_predicate(net, &net->predicates.items[i], out);
    for (uint32_t i = 0; i < net->gaps.count; i++) text_format(out, "gap: %s\n", net->gaps.items[i].reason);
}
