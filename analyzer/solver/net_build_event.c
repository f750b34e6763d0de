// SPDX-License-Identifier: MIT
#include "solver/net_build_walk.h"

NetTransitionId build_result(Walk *walk, NetPlaceId from, NetTransition transition, Known result) {
    Environment environment = walk->environment;
    build_define(walk->builder, &environment, walk->context, walk->node_id, walk->node->result, result);
    transition.from = from;
    transition.to = build_place_at(walk->builder, walk->context, walk->node->next, &environment);
    transition.source = build_source(walk->builder, walk->context, walk->node_id);
    return build_connect(walk->builder, transition);
}

NetTransitionId build_outcome(Walk *walk, NetPlaceId from, NetTransition transition, OutcomeKind outcome) {
    const Api *api = program_api(walk->builder->program, walk->node->api);
    Known result = {0};
    if (api->outcomes[outcome].has_value) result = known_constant(api->outcomes[outcome].value);
    return build_result(walk, from, transition, result);
}

static const Api *api_of(const Walk *walk) {
    return program_api(walk->builder->program, walk->node->api);
}

static NetPlaceId new_place(Walk *walk) {
    NetTaskId task = walk->builder->contexts.items[walk->context].task;
    NetPlaceId place = net_add_place(walk->builder->net, task);
    walk->builder->net->places.items[place].source = build_source(walk->builder, walk->context, walk->node_id);
    return place;
}

static NetPlaceId go_to_new_place(Walk *walk, NetPlaceId from, NetTransition transition) {
    transition.from = from;
    transition.to = new_place(walk);
    transition.source = build_source(walk->builder, walk->context, walk->node_id);
    net_add_transition(walk->builder->net, transition);
    return transition.to;
}

// Who has come to a call does not wait in it yet: what is sent to all before does not reach it.
NetPlaceId build_arrival(Walk *walk, NetPlaceId from) {
    return walk->builder->shared->cancel.serves_all ? go_to_new_place(walk, from, (NetTransition){0}) : from;
}

// A timeout that is not known may also be the value that means for ever.
Blocking build_blocking(Walk *walk, bool *may_be_for_ever) {
    const Api *api = api_of(walk);
    *may_be_for_ever = api->blocking == BLOCKING_FOREVER;
    if (api->blocking != BLOCKING_TIMED) return api->blocking;
    Operand operand = api_operand(api, OPERAND_TIMEOUT);
    ExprId expr = event_operand(walk->builder->program, walk->node, OPERAND_TIMEOUT);
    Known known = {0};
    if (operand.source == SOURCE_CONSTANT)
        known = known_constant(operand.constant);
    else if (expr && operand.source == SOURCE_ARGUMENT)
        known = build_evaluate(walk->builder, &walk->environment, expr);
    bool is_constant = known.kind == KNOWN_AMOUNT && !known.amount.symbol;
    if (is_constant && api->has_forever &&
        event_timeout_is(walk->builder->program, walk->node, known.amount.constant, api->forever_value)) {
        *may_be_for_ever = true;
        return BLOCKING_FOREVER;
    }
    if (is_constant && api->has_try && known.amount.constant == api->try_value) return BLOCKING_NEVER;
    *may_be_for_ever = !is_constant && api->has_forever;
    return BLOCKING_TIMED;
}

static OutcomeKind first_possible(const Api *api, OutcomeKind wanted, OutcomeKind otherwise) {
    return api->outcomes[wanted].is_possible ? wanted : otherwise;
}

void build_impatience(Walk *walk, NetPlaceId from) {
    const Api *api = api_of(walk);
    bool may_be_for_ever;
    Blocking blocking = build_blocking(walk, &may_be_for_ever);
    if (blocking == BLOCKING_NEVER) {
        OutcomeKind outcome = first_possible(api, OUTCOME_BUSY, OUTCOME_TIMED_OUT);
        build_outcome(walk, from, (NetTransition){.action = NET_DEFAULT},
                      first_possible(api, OUTCOME_WOULD_BLOCK, outcome));
    }
    if (blocking == BLOCKING_TIMED)
        build_outcome(walk, from, (NetTransition){.action = NET_STEP, .is_optional = may_be_for_ever},
                      OUTCOME_TIMED_OUT);
}

void build_outside(Walk *walk, NetPlaceId from) {
    const Api *api = api_of(walk);
    build_outcome(walk, from, (NetTransition){.action = NET_STEP}, OUTCOME_OK);
    for (OutcomeKind kind = OUTCOME_CLOSED; kind < OUTCOME_KIND_COUNT; kind++)
        if (api->outcomes[kind].is_possible && kind != OUTCOME_CANCELED)
            build_outcome(walk, from, (NetTransition){.action = NET_STEP}, kind);
    build_canceled_ways(walk, from, 0);
}

// Runs `act` for every object that the operand may denote, each from a place of its own.
typedef void ObjectAction(Walk *walk, NetPlaceId from, NetObjectId object);

static uint8_t stream_of(Pointee pointee, ObjectKind kind, bool is_send) {
    if (kind != OBJECT_CHANNEL_PAIR) return 0;
    return (uint8_t)(is_send ? pointee.offset & 1 : !(pointee.offset & 1));
}

static ObjectKind kind_of(const Walk *walk, Pointee pointee) {
    const Builder *builder = walk->builder;
    const Site *site = points_to_site(builder->points_to, pointee.site);
    if (site->kind == SITE_OBJECT) {
        const Node *maker = &program_function(builder->program, site->function)->nodes[site->node];
        ObjectKind made = maker->kind == NODE_EVENT ? program_api(builder->program, maker->api)->object : OBJECT_NONE;
        if (made != OBJECT_NONE) return made;
    }
    const Api *api = api_of(walk);
    if (api->object != OBJECT_NONE) return api->object;
    switch (api->event) {
    case EVENT_LOCK:
    case EVENT_UNLOCK: return OBJECT_MUTEX;
    case EVENT_ACQUIRE:
    case EVENT_RELEASE: return OBJECT_SEMAPHORE;
    case EVENT_ADD:
    case EVENT_DONE:
    case EVENT_WAIT_GROUP: return OBJECT_WAIT_GROUP;
    case EVENT_WAIT:
    case EVENT_SIGNAL:
    case EVENT_BROADCAST: return OBJECT_CONDITION;
    default: return OBJECT_CHANNEL;
    }
}

static bool never_waits(Walk *walk) {
    bool may_be_for_ever;
    return build_blocking(walk, &may_be_for_ever) == BLOCKING_NEVER;
}

// A task's own handle, where an object is expected: its close ends it, and who waits for it as for a group joins it.
static void act_on_task(Walk *walk, NetPlaceId from, SiteId task) {
    const Site *site = points_to_site(walk->builder->points_to, task);
    EventKind event = api_of(walk)->event;
    if (event == EVENT_CLOSE) {
        build_cancel_task(walk, from, task);
    } else if (event == EVENT_WAIT_GROUP) {
        from = build_cancelable(walk, from, never_waits(walk));
        build_impatience(walk, from);
        build_join_of(walk, from, site->function, site->node);
    } else {
        build_gap(walk->builder, walk->context, walk->node_id, "a task where an object is expected");
        build_outside(walk, from);
    }
}

static void for_each_object(Walk *walk, ObjectAction *act) {
    Builder *builder = walk->builder;
    const Api *api = api_of(walk);
    Candidates candidates = build_operand(walk, OPERAND_OBJECT);
    uint32_t count = candidates.items.count;
    bool is_open = candidates.has_unknown || count == 0;
    bool chooses = count + (is_open ? 1 : 0) > 1;
    if (is_open) build_outside(walk, chooses ? go_to_new_place(walk, walk->place, (NetTransition){0}) : walk->place);
    for (uint32_t i = 0; i < count; i++) {
        Pointee pointee = candidates.items.items[i];
        NetPlaceId from = chooses ? go_to_new_place(walk, walk->place, (NetTransition){0}) : walk->place;
        ObjectKind kind = kind_of(walk, pointee);
        if (points_to_site(builder->points_to, pointee.site)->kind == SITE_TASK) {
            act_on_task(walk, from, pointee.site);
            continue;
        }
        NetObjectId object = build_object(builder, pointee, kind, stream_of(pointee, kind, api->event == EVENT_SEND));
        if (object)
            act(walk, from, object);
        else
            build_outside(walk, from);
    }
}

// How waiters see the close of this channel: the strictest of its rules for any capacity that it may have.
static CloseEffect effect_of(const Builder *builder, NetObjectId id, const ChannelRules *rules, bool is_send) {
    CloseEffect empty = is_send ? rules->blocked_senders : rules->blocked_receivers;
    CloseEffect buffered = is_send ? rules->blocked_buffered_senders : rules->blocked_buffered_receivers;
    const NetObject *object = &builder->net->objects.items[id];
    bool is_known = builder->object_is_made.items[id] && !object->capacity.symbol && !object->is_unbounded;
    if (is_known) return object->capacity.constant ? buffered : empty;
    return empty == buffered ? empty : CLOSE_LEAVES;
}

static void add_transfer(Walk *walk, NetPlaceId from, NetTransition transition, OutcomeKind outcome, int64_t index,
                         bool is_indexed) {
    if (is_indexed)
        build_result(walk, from, transition, known_constant(index));
    else
        build_outcome(walk, from, transition, outcome);
}

void build_transfer(Walk *walk, NetPlaceId from, NetObjectId object, bool is_send, int64_t index, bool is_indexed) {
    NetTransition plain = {.action = is_send ? NET_SEND : NET_RECEIVE, .object = object};
    add_transfer(walk, from, plain, OUTCOME_OK, index, is_indexed);
    if (!is_send && walk->builder->shared->cancel.serves_all) {
        NetTransition served = {.action = NET_WAKE, .object = build_listeners(walk->builder, object)};
        add_transfer(walk, from, served, OUTCOME_OK, index, is_indexed);
    }
    const ChannelRules *rules = build_rules(walk->builder, object);
    if (!rules || !rules->is_closable || (is_indexed && !rules->select_sees_close)) return;
    CloseEffect effect = effect_of(walk->builder, object, rules, is_send);
    NetTransition closed = {.action = is_send ? NET_SEND_CLOSED : NET_RECEIVE_CLOSED, .object = object};
    bool later_fails = !is_send || rules->later_send_fails;
    // What a closed channel does to those who wait and to those who come later; sure only when it is the same.
    closed.is_optional = effect == CLOSE_LEAVES || !later_fails;
    add_transfer(walk, from, closed, OUTCOME_CLOSED, index, is_indexed);
    if (effect == CLOSE_FAILS || is_indexed) return;
    closed.is_optional = true;
    add_transfer(walk, from, closed, OUTCOME_OK, index, false);
}

// What is sent to all who wait reaches those who stand there, as a broadcast at a condition does.
static void act_send_to_all(Walk *walk, NetPlaceId from, NetObjectId object) {
    NetTransition serving = {.action = NET_BROADCAST, .object = build_listeners(walk->builder, object)};
    NetTransition closed = {.action = NET_SEND_CLOSED, .object = object, .is_optional = true};
    from = build_cancelable(walk, from, true);
    build_outcome(walk, from, serving, OUTCOME_OK);
    if (api_of(walk)->outcomes[OUTCOME_WOULD_BLOCK].is_possible)
        build_outcome(walk, from, serving, OUTCOME_WOULD_BLOCK);
    if (api_of(walk)->outcomes[OUTCOME_CLOSED].is_possible) build_outcome(walk, from, closed, OUTCOME_CLOSED);
}

static void act_transfer(Walk *walk, NetPlaceId from, NetObjectId object) {
    if (api_of(walk)->serves_all) {
        act_send_to_all(walk, from, object);
        return;
    }
    from = build_arrival(walk, build_cancelable(walk, from, never_waits(walk)));
    build_transfer(walk, from, object, api_of(walk)->event == EVENT_SEND, 0, false);
    build_impatience(walk, from);
}

static void act_close(Walk *walk, NetPlaceId from, NetObjectId object) {
    const Api *api = api_of(walk);
    NetTransition closing = {.action = NET_CLOSE, .object = object};
    ObjectKind kind = walk->builder->net->objects.items[object].kind;
    if (kind == OBJECT_WAIT_GROUP) {
        build_cancel_group(walk, from, object);
        return;
    }
    if (kind == OBJECT_CHANNEL_PAIR) {
        build_close_pair(walk, from, object);
        return;
    }
    if (kind != OBJECT_CHANNEL)
        build_gap(walk->builder, walk->context, walk->node_id, "close of something that is no channel");
    if (api->interrupts) build_gap(walk->builder, walk->context, walk->node_id, "an interrupt of those who wait");
    build_outcome(walk, from, closing, OUTCOME_OK);
    if (api->outcomes[OUTCOME_CLOSED].is_possible) build_outcome(walk, from, closing, OUTCOME_CLOSED);
}

// A read-write lock's unlock says not which; the way here does.
enum { MODE_EXCLUSIVE = 1, MODE_SHARED = 2 };

static void note_held(Walk *walk, NetObjectId object, bool is_shared) {
    Known held = environment_get(&walk->environment, HELD_LOCK | object);
    int64_t depth =
        held.kind == KNOWN_AMOUNT && is_shared && held.amount.constant >= MODE_SHARED ? held.amount.constant : 1;
    environment_set(&walk->environment, HELD_LOCK | object, known_constant(is_shared ? depth + 1 : MODE_EXCLUSIVE));
}

static void note_operand(Walk *walk, NetTransitionId transition) {
    ExprId expr = event_operand(walk->builder->program, walk->node, OPERAND_OBJECT);
    array_push(&walk->builder->lock_operands, walk->builder->arena, (LockOperand){transition, walk->context, expr});
}

static void act_lock(Walk *walk, NetPlaceId from, NetObjectId object) {
    const Api *api = api_of(walk);
    NetObject *lock = &walk->builder->net->objects.items[object];
    bool is_shared = api->lock_mode == LOCK_SHARED;
    if (api->recursion == RECURSION_COUNTS && is_shared)
        lock->prefers_readers = true; // a reader may read again
    else if (api->recursion == RECURSION_COUNTS && !walk->builder->shared->locks_have_kinds)
        lock->is_recursive = true; // else its own holder may wait for it, for all that is known
    from = build_cancelable(walk, from, never_waits(walk));
    build_impatience(walk, from);
    // Fails for its own holder; who holds a read-write lock is followed.
    bool may_hold = lock->kind != OBJECT_READ_WRITE_LOCK ||
                    environment_get(&walk->environment, HELD_LOCK | object).kind == KNOWN_AMOUNT;
    if (api->recursion == RECURSION_FAILS && may_hold)
        build_outcome(walk, from, (NetTransition){.action = NET_STEP, .is_optional = true}, OUTCOME_BUSY);
    Walk after = *walk;
    if (lock->kind == OBJECT_READ_WRITE_LOCK) note_held(&after, object, is_shared);
    NetTransition taking = {.action = is_shared ? NET_LOCK_SHARED : NET_LOCK, .object = object};
    note_operand(walk, build_outcome(&after, from, taking, OUTCOME_OK));
}

static void act_unlock(Walk *walk, NetPlaceId from, NetObjectId object) {
    Walk after = *walk;
    NetAction action = NET_UNLOCK;
    if (walk->builder->net->objects.items[object].kind == OBJECT_READ_WRITE_LOCK) {
        Known held = environment_get(&walk->environment, HELD_LOCK | object);
        if (held.kind != KNOWN_AMOUNT)
            build_gap(walk->builder, walk->context, walk->node_id,
                      "unlock of a read-write lock held in an unknown mode");
        bool is_shared = held.kind == KNOWN_AMOUNT && held.amount.constant >= MODE_SHARED;
        if (is_shared) action = NET_UNLOCK_SHARED;
        bool is_nested = is_shared && held.amount.constant > MODE_SHARED;
        environment_set(&after.environment, HELD_LOCK | object,
                        is_nested ? known_constant(held.amount.constant - 1) : (Known){0});
    }
    note_operand(walk, build_outcome(&after, from, (NetTransition){.action = action, .object = object}, OUTCOME_OK));
}

static void act_count(Walk *walk, NetPlaceId from, NetObjectId object) {
    static const NetAction actions[EVENT_KIND_COUNT] = {
        [EVENT_ACQUIRE] = NET_ACQUIRE,      [EVENT_RELEASE] = NET_RELEASE, [EVENT_DONE] = NET_DONE,
        [EVENT_WAIT_GROUP] = NET_WAIT_ZERO, [EVENT_SIGNAL] = NET_SIGNAL,   [EVENT_BROADCAST] = NET_BROADCAST,
        [EVENT_BARRIER] = NET_ARRIVE,
    };
    EventKind event = api_of(walk)->event;
    from = build_cancelable(walk, from, never_waits(walk));
    if (event == EVENT_ACQUIRE || event == EVENT_WAIT_GROUP) build_impatience(walk, from);
    build_outcome(walk, from, (NetTransition){.action = actions[event], .object = object}, OUTCOME_OK);
}

static void act_add(Walk *walk, NetPlaceId from, NetObjectId object) {
    Operand operand = api_operand(api_of(walk), OPERAND_DELTA);
    ExprId expr = event_operand(walk->builder->program, walk->node, OPERAND_DELTA);
    Known known = {0};
    if (operand.source == SOURCE_CONSTANT)
        known = known_constant(operand.constant);
    else if (expr)
        known = build_evaluate(walk->builder, &walk->environment, expr);
    if (known.kind != KNOWN_AMOUNT) {
        known = known_constant(1);
        build_gap(walk->builder, walk->context, walk->node_id, "a wait group's add of an unknown number");
    }
    build_outcome(walk, from, (NetTransition){.action = NET_ADD, .object = object, .amount = known.amount}, OUTCOME_OK);
}

// Releases the mutex, waits, takes it again.
static void act_wait(Walk *walk, NetPlaceId from, NetObjectId object) {
    Candidates mutexes = build_operand(walk, OPERAND_MUTEX);
    NetObjectId mutex = 0;
    if (mutexes.items.count == 1 && !mutexes.has_unknown)
        mutex = build_object(walk->builder, mutexes.items.items[0], OBJECT_MUTEX, 0);
    else if (mutexes.items.count)
        build_gap(walk->builder, walk->context, walk->node_id, "a condition wait with one of several mutexes");
    bool may_be_for_ever;
    Blocking blocking = build_blocking(walk, &may_be_for_ever);
    if (build_may_be_canceled(walk->builder, api_of(walk)) && walk->builder->shared->cancel.tells)
        build_gap(walk->builder, walk->context, walk->node_id, "a condition wait that fails from a cancel on");
    from = build_cancelable(walk, from, true); // before it gives the mutex back
    NetTransition release = {.action = mutex ? NET_UNLOCK : NET_STEP, .object = mutex};
    NetPlaceId waiting = go_to_new_place(walk, from, release);
    NetTransition take = {.action = mutex ? NET_LOCK : NET_STEP, .object = mutex};
    build_canceled_ways(walk, waiting, mutex);
    NetPlaceId woken = go_to_new_place(walk, waiting, (NetTransition){.action = NET_WAKE, .object = object});
    build_outcome(walk, woken, take, OUTCOME_OK);
    if (blocking != BLOCKING_TIMED) return;
    NetPlaceId late = go_to_new_place(walk, waiting, (NetTransition){.is_optional = may_be_for_ever});
    build_outcome(walk, late, take, OUTCOME_TIMED_OUT);
}

void build_join_of(Walk *walk, NetPlaceId from, FunctionId function, NodeId node) {
    NetTransitionId id = build_outcome(walk, from, (NetTransition){.action = NET_JOIN}, OUTCOME_OK);
    array_push(&walk->builder->joins, walk->builder->arena, (PendingJoin){id, function, node});
}

static void build_join(Walk *walk) {
    Builder *builder = walk->builder;
    Candidates candidates = build_operand(walk, OPERAND_OBJECT);
    if (candidates.has_unknown || candidates.items.count == 0) {
        build_outside(walk, walk->place);
        return;
    }
    bool chooses = candidates.items.count > 1;
    for (uint32_t i = 0; i < candidates.items.count; i++) {
        const Site *site = points_to_site(builder->points_to, candidates.items.items[i].site);
        NetPlaceId from = chooses ? go_to_new_place(walk, walk->place, (NetTransition){0}) : walk->place;
        if (site->kind != SITE_TASK) {
            build_gap(builder, walk->context, walk->node_id, "a join of something that is no task");
            build_outside(walk, from);
            continue;
        }
        from = build_cancelable(walk, from, never_waits(walk));
        build_impatience(walk, from);
        build_join_of(walk, from, site->function, site->node);
    }
}

static void build_spawns(Walk *walk) {
    Builder *builder = walk->builder;
    FunctionId function = builder->contexts.items[walk->context].function;
    FunctionSet entries = points_to_callees(builder->points_to, function, walk->node_id);
    if (entries.has_unknown || entries.count == 0) {
        build_gap(builder, walk->context, walk->node_id, "a task of unknown function");
        build_outside(walk, walk->place);
    }
    for (uint32_t i = 0; i < entries.count; i++) build_spawn(walk, entries.items[i], walk->place);
}

// Either this call runs the function or another one did. A caller that waits for the running one is not modelled: it
// is stuck only when that one is.
static void build_once(Walk *walk) {
    Builder *builder = walk->builder;
    FunctionSet entries =
        points_to_callees(builder->points_to, builder->contexts.items[walk->context].function, walk->node_id);
    if (entries.has_unknown) build_gap(builder, walk->context, walk->node_id, "a once of unknown function");
    build_outcome(walk, walk->place, (NetTransition){0}, OUTCOME_OK);
    for (uint32_t i = 0; i < entries.count; i++) build_call(walk, entries.items[i], walk->place);
}

static void build_unsupported(Walk *walk, const char *reason) {
    build_gap(walk->builder, walk->context, walk->node_id, reason);
    build_outside(walk, walk->place);
}

static void build_end(Walk *walk, bool of_process) {
    NetTaskId task = walk->builder->contexts.items[walk->context].task;
    NetTransition transition = {.from = walk->place};
    transition.to = build_end_place(walk->builder, task, of_process);
    transition.source = build_source(walk->builder, walk->context, walk->node_id);
    net_add_transition(walk->builder->net, transition);
}

void build_event(Walk *walk) {
    switch (api_of(walk)->event) {
    case EVENT_SPAWN: build_spawns(walk); break;
    case EVENT_JOIN: build_join(walk); break;
    case EVENT_SEND:
    case EVENT_RECEIVE: for_each_object(walk, act_transfer); break;
    case EVENT_SELECT: build_select(walk); break;
    case EVENT_CLOSE: for_each_object(walk, act_close); break;
    case EVENT_LOCK: for_each_object(walk, act_lock); break;
    case EVENT_UNLOCK: for_each_object(walk, act_unlock); break;
    case EVENT_ADD: for_each_object(walk, act_add); break;
    case EVENT_ACQUIRE:
    case EVENT_RELEASE:
    case EVENT_DONE:
    case EVENT_WAIT_GROUP:
    case EVENT_BARRIER:
    case EVENT_SIGNAL:
    case EVENT_BROADCAST: for_each_object(walk, act_count); break;
    case EVENT_WAIT: for_each_object(walk, act_wait); break;
    case EVENT_ONCE: build_once(walk); break;
    case EVENT_TASK_EXIT: build_end(walk, false); break;
    case EVENT_PROCESS_EXIT: build_end(walk, true); break;
    case EVENT_SUSPEND: build_unsupported(walk, "a task that is suspended"); break;
    case EVENT_CANCEL: build_cancel(walk); break;
    default: build_outside(walk, walk->place); break;
    }
}
