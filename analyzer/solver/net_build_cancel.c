// SPDX-License-Identifier: MIT
// Tasks that are ended from outside, and handles that close more than a channel. Each task type that may be canceled
// has a flag, a channel that a cancel closes and from which nothing is ever sent: what waits at a call that can be
// canceled waits for the flag too. The flag stays, as the library's does, or the task ends with it. A bundle is a wait
// group: every start in it adds one, every end takes one away, and its close is a cancel of all and a wait.
#include "solver/net_build_walk.h"

static bool can_be_canceled(const Api *api) {
    return api->outcomes[OUTCOME_CANCELED].is_possible;
}

static bool names_task(const NetShared *shared, FunctionId function, NodeId node) {
    PointeeSet set = points_to_of_operand(shared->points_to, function, node, OPERAND_OBJECT);
    for (uint32_t i = 0; i < set.count; i++) {
        const Site *site = points_to_site(shared->points_to, set.items[i].site);
        if (site->kind == SITE_TASK) return true;
        if (site->kind != SITE_OBJECT) continue;
        const Node *maker = &program_function(shared->program, site->function)->nodes[site->node];
        bool is_made = maker->kind == NODE_EVENT;
        if (is_made && program_api(shared->program, maker->api)->object == OBJECT_WAIT_GROUP) return true;
    }
    return false;
}

static bool is_about_canceling(const Api *api) {
    if (api_operand(api, OPERAND_OBJECT).source != SOURCE_NONE) return false;
    return api->property >= PROPERTY_CANCEL_DISABLED && api->property <= PROPERTY_CLEANUP;
}

static void note_node(NetShared *shared, FunctionId function, NodeId node) {
    const Node *at = &program_function(shared->program, function)->nodes[node];
    if (at->kind != NODE_EVENT) return;
    const Api *api = program_api(shared->program, at->api);
    CancelRules *rules = &shared->cancel;
    if (api->event == EVENT_CANCEL && api->ends_task) rules->ends = true;
    if (api->event == EVENT_CANCEL && !api->ends_task) rules->tells = true;
    if (api->event == EVENT_CLOSE && names_task(shared, function, node)) rules->tells = true;
    if (api->event == EVENT_CLOSE && api->interrupts) rules->interrupts = true;
    if (api->event == EVENT_SEND && api->serves_all) rules->serves_all = true;
    if (api->event == EVENT_ATTRIBUTE && is_about_canceling(api)) rules->is_changed = true;
}

void build_find_cancels(NetShared *shared) {
    for (FunctionId i = 1; i < shared->program->functions.count; i++)
        for (NodeId node = 1; node < program_function(shared->program, i)->node_count; node++)
            note_node(shared, i, node);
}

bool build_may_be_canceled(const Builder *builder, const Api *api) {
    return can_be_canceled(api) && (builder->shared->cancel.ends || builder->shared->cancel.tells);
}

static NetTaskId task_of(const Walk *walk) {
    return walk->builder->contexts.items[walk->context].task;
}

static NetObjectId new_flag(Builder *builder, const char *name) {
    NetObject flag = {.kind = OBJECT_CHANNEL, .name = name, .drains = true, .is_single = true};
    array_push(&builder->object_keys, builder->arena, (ObjectKey){.kind = OBJECT_NONE, .stream = UINT8_MAX});
    array_push(&builder->object_is_made, builder->arena, true);
    return net_add_object(builder->net, flag);
}

static NetObjectId flag_of_task(Builder *builder, NetTaskId task) {
    TaskFacts *facts = &builder->task_facts.items[task];
    if (!facts->flag) {
        const char *name = builder->net->tasks.items[task].name;
        facts->flag = new_flag(builder, arena_format(builder->arena, "cancel of %s", name));
    }
    return facts->flag;
}

static NetPlaceId next_place(Walk *walk, NetPlaceId from, NetTransition transition, NetTransitionId *id) {
    NetSource source = build_source(walk->builder, walk->context, walk->node_id);
    NetPlaceId to = net_add_place(walk->builder->net, task_of(walk));
    walk->builder->net->places.items[to].source = source;
    transition.from = from;
    transition.to = to;
    transition.source = source;
    *id = net_add_transition(walk->builder->net, transition);
    return to;
}

static void note_told(Walk *walk, NetTransitionId id) {
    array_push(&walk->builder->told, walk->builder->arena, id);
}

// Whether it is sure to be told is settled when all cancels are known.
void build_canceled_ways(Walk *walk, NetPlaceId from, NetObjectId mutex) {
    Builder *builder = walk->builder;
    const Api *api = program_api(builder->program, walk->node->api);
    NetTaskId task = task_of(walk);
    if (!build_may_be_canceled(builder, api) || !builder->task_keys.items[task].spawner) return;
    NetTransition told = {.action = NET_RECEIVE_CLOSED, .object = flag_of_task(builder, task), .is_optional = true};
    NetTransition taking = {.action = mutex ? NET_LOCK : NET_STEP, .object = mutex};
    bool is_wait = api->event == EVENT_WAIT;
    NetTransitionId id;
    if (builder->shared->cancel.ends) {
        NetPlaceId at = is_wait ? next_place(walk, from, told, &id) : from;
        NetTransition ending = is_wait ? taking : told;
        ending.from = at;
        ending.to = build_end_place(builder, task, false);
        ending.source = build_source(builder, walk->context, walk->node_id);
        NetTransitionId last = net_add_transition(builder->net, ending);
        note_told(walk, is_wait ? id : last);
    }
    if (builder->shared->cancel.tells) {
        NetPlaceId at = is_wait ? next_place(walk, from, told, &id) : from;
        NetTransitionId last = build_outcome(walk, at, is_wait ? taking : told, OUTCOME_CANCELED);
        note_told(walk, is_wait ? id : last);
    }
}

// A call that never waits is canceled before it looks.
NetPlaceId build_cancelable(Walk *walk, NetPlaceId from, bool never_waits) {
    const Api *api = program_api(walk->builder->program, walk->node->api);
    bool is_canceled = build_may_be_canceled(walk->builder, api);
    if (!is_canceled || !walk->builder->task_keys.items[task_of(walk)].spawner) return from;
    build_canceled_ways(walk, from, 0);
    if (!never_waits) return from;
    NetTransitionId id;
    NetPlaceId next = next_place(walk, from, (NetTransition){0}, &id);
    array_push(&walk->builder->untold, walk->builder->arena, id);
    return next;
}

static void cancel_gap(Walk *walk) {
    if (walk->builder->shared->cancel.is_changed)
        build_gap(walk->builder, walk->context, walk->node_id,
                  "cancellation where tasks say themselves how they are canceled, or clean up");
}

static void note_cancel(Walk *walk, NetTransitionId id, PendingCancel cancel) {
    cancel.transition = id;
    array_push(&walk->builder->cancels, walk->builder->arena, cancel);
}

void build_cancel_task(Walk *walk, NetPlaceId from, SiteId task) {
    const Site *site = points_to_site(walk->builder->points_to, task);
    PendingCancel cancel = {.function = site->function, .node = site->node};
    NetTransition closing = {.action = NET_CLOSE};
    cancel_gap(walk);
    if (program_api(walk->builder->program, walk->node->api)->event == EVENT_CANCEL) {
        note_cancel(walk, build_outcome(walk, from, closing, OUTCOME_OK), cancel);
        return;
    }
    NetTransitionId id;
    NetPlaceId canceled = next_place(walk, from, closing, &id);
    note_cancel(walk, id, cancel);
    build_join_of(walk, canceled, site->function, site->node);
}

void build_cancel_group(Walk *walk, NetPlaceId from, NetObjectId group) {
    cancel_gap(walk);
    NetTransitionId id;
    NetPlaceId canceled = next_place(walk, from, (NetTransition){.action = NET_CLOSE}, &id);
    note_cancel(walk, id, (PendingCancel){.group = group});
    build_outcome(walk, canceled, (NetTransition){.action = NET_WAIT_ZERO, .object = group}, OUTCOME_OK);
}

void build_cancel(Walk *walk) {
    Candidates candidates = build_operand(walk, OPERAND_OBJECT);
    NetPlaceId place = build_cancelable(walk, walk->place, false);
    bool is_known = candidates.items.count && !candidates.has_unknown;
    for (uint32_t i = 0; i < candidates.items.count; i++)
        is_known &= points_to_site(walk->builder->points_to, candidates.items.items[i].site)->kind == SITE_TASK;
    if (!is_known) {
        build_gap(walk->builder, walk->context, walk->node_id, "a cancel of an unknown task");
        build_outcome(walk, place, (NetTransition){0}, OUTCOME_OK);
        return;
    }
    for (uint32_t i = 0; i < candidates.items.count; i++) {
        NetTransitionId id;
        NetPlaceId from = place;
        if (candidates.items.count > 1) from = next_place(walk, place, (NetTransition){0}, &id);
        build_cancel_task(walk, from, candidates.items.items[i].site);
    }
}

// The handle's own direction is what its holder sends on.
void build_close_pair(Walk *walk, NetPlaceId from, NetObjectId object) {
    Builder *builder = walk->builder;
    ObjectKey key = builder->object_keys.items[object];
    const Api *api = program_api(builder->program, walk->node->api);
    const ChannelRules *rules = build_rules(builder, object);
    NetObjectId streams[2];
    for (uint8_t i = 0; i < 2; i++)
        streams[i] = build_object(builder, (Pointee){key.site, key.offset}, OBJECT_CHANNEL_PAIR, i);
    uint8_t half = !key.stream;
    OutcomeKind done = OUTCOME_OK;
    NetTransition closing = {.action = NET_CLOSE, .object = streams[half]};
    if (api->outcomes[OUTCOME_CLOSED].is_possible) build_outcome(walk, from, (NetTransition){0}, OUTCOME_CLOSED);
    if (api->closes_one_direction) {
        build_outcome(walk, from, closing, done);
        return;
    }
    // The other handle is closed already, where that matters, or not: then this is not the last.
    if (!rules || rules->close_needs_both) build_outcome(walk, from, (NetTransition){0}, done);
    NetTransitionId id;
    NetPlaceId one = next_place(walk, from, closing, &id);
    build_outcome(walk, one, (NetTransition){.action = NET_CLOSE, .object = streams[!half]}, done);
}

// The bundle that a new task joins; 0 for none.
NetObjectId build_group(Walk *walk) {
    Builder *builder = walk->builder;
    const Api *api = program_api(builder->program, walk->node->api);
    if (api_operand(api, OPERAND_GROUP).source == SOURCE_NONE) return 0;
    Candidates groups = build_operand(walk, OPERAND_GROUP);
    if (!groups.items.count && !groups.has_unknown) return 0;
    if (groups.items.count != 1 || groups.has_unknown) {
        build_gap(builder, walk->context, walk->node_id, "a task of an unknown group");
        return 0;
    }
    return build_object(builder, groups.items.items[0], OBJECT_WAIT_GROUP, 0);
}

NetPlaceId build_group_add(Walk *walk, NetPlaceId from, NetObjectId group) {
    NetTransitionId id;
    NetTransition adding = {.action = NET_ADD, .object = group, .amount = net_constant(1)};
    return group ? next_place(walk, from, adding, &id) : from;
}

// Where several tasks may be meant, each is a way of its own.
static void copy_transition(Builder *builder, NetTransitionId id, NetObjectId flag) {
    NetTransition copy = builder->net->transitions.items[id];
    copy.object = flag;
    net_add_transition(builder->net, copy);
}

static bool is_meant(const Builder *builder, const PendingCancel *cancel, NetTaskId task) {
    const TaskKey *key = &builder->task_keys.items[task];
    if (!key->spawner) return false;
    if (cancel->group) return builder->task_facts.items[task].group == cancel->group;
    return key->function == cancel->function && key->node == cancel->node;
}

// All flags of a group are closed, one after the other: of a task by its handle, one of those that may be meant.
static void resolve_cancel(Builder *builder, const PendingCancel *cancel) {
    Net *net = builder->net;
    NetTransitionId last = cancel->transition;
    bool has_any = false;
    for (NetTaskId task = 1; task < builder->task_keys.count; task++) {
        NetObjectId flag = builder->task_facts.items[task].flag;
        if (!flag || !is_meant(builder, cancel, task)) continue;
        if (!has_any) {
            net->transitions.items[last].object = flag;
        } else if (!cancel->group) {
            copy_transition(builder, last, flag);
        } else {
            NetTransition after = net->transitions.items[last];
            NetPlaceId between = net_add_place(net, net->places.items[after.from].task);
            net->transitions.items[last].to = between;
            last = net_add_transition(
                net, (NetTransition){
                         .from = between, .to = after.to, .action = NET_CLOSE, .object = flag, .source = after.source});
        }
        has_any = true;
    }
    if (!has_any) net->transitions.items[last].action = NET_STEP;
}

typedef struct Reach {
    const Net *net;
    NetIndex index;
    bool *is_seen; // by place
} Reach;

static bool may_spawn_after(Reach *reach, NetPlaceId place, NetTaskId task) {
    if (reach->is_seen[place]) return false;
    reach->is_seen[place] = true;
    NetList leaving = reach->index.leaving[place];
    for (uint32_t i = 0; i < leaving.count; i++) {
        const NetTransition *transition = &reach->net->transitions.items[leaving.items[i]];
        if (transition->action == NET_SPAWN && transition->task == task) return true;
        if (may_spawn_after(reach, transition->to, task)) return true;
    }
    return false;
}

// Whether every instance of the task that there ever is has been started by the canceling task, before the cancel.
static bool covers_all(Builder *builder, NetIndex index, const PendingCancel *cancel, NetTaskId task) {
    const Net *net = builder->net;
    NetPlaceId from = net->transitions.items[cancel->transition].from;
    NetTaskId canceling = net->places.items[from].task;
    if (canceling == task || !builder->task_facts.items[canceling].is_once) return false;
    if (!cancel->group) return builder->task_facts.items[task].is_once;
    if (!net->objects.items[cancel->group].is_single) return false;
    NetList list = index.of_task[task];
    for (uint32_t i = 0; i < list.count; i++) {
        const NetTransition *transition = &net->transitions.items[list.items[i]];
        if (transition->action == NET_SPAWN && net->places.items[transition->from].task != canceling) return false;
    }
    Reach reach = {net, index, arena_new_array(builder->arena, bool, net->places.count)};
    return !may_spawn_after(&reach, net->transitions.items[cancel->transition].to, task);
}

static bool is_sure(Builder *builder, NetIndex index, NetTaskId task) {
    for (uint32_t i = 0; i < builder->cancels.count; i++) {
        const PendingCancel *cancel = &builder->cancels.items[i];
        if (is_meant(builder, cancel, task) && !covers_all(builder, index, cancel, task)) return false;
    }
    return true;
}

void build_resolve_cancels(Builder *builder) {
    Net *net = builder->net;
    for (uint32_t i = 0; i < builder->cancels.count; i++) resolve_cancel(builder, &builder->cancels.items[i]);
    NetIndex index = net_index(net, builder->arena);
    for (uint32_t i = 0; i < builder->told.count; i++) {
        NetTransition *told = &net->transitions.items[builder->told.items[i]];
        told->is_optional = !is_sure(builder, index, net->places.items[told->from].task);
    }
    for (uint32_t i = 0; i < builder->untold.count; i++) {
        NetTransition *untold = &net->transitions.items[builder->untold.items[i]];
        if (is_sure(builder, index, net->places.items[untold->from].task)) untold->action = NET_DEFAULT;
    }
}
