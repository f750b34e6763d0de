// SPDX-License-Identifier: MIT
#include "solver/random_program.h"

typedef struct Lowering {
    Net *net;
    NetTaskId tasks[RANDOM_TASKS];
    NetObjectId channels[RANDOM_CHANNELS], locks[RANDOM_LOCKS], group, shared, semaphore, barrier, condition;
    NetSymbolId values[RANDOM_VALUES];
    NetTaskId task;
} Lowering;

static NetPlaceId new_place(Lowering *lowering) {
    return net_add_place(lowering->net, lowering->task);
}

static void connect(Lowering *lowering, NetPlaceId from, NetPlaceId to, NetAction action, NetObjectId object) {
    net_add_transition(lowering->net, (NetTransition){.from = from, .to = to, .action = action, .object = object});
}

static NetPlaceId lower_block(Lowering *lowering, const RandomBlock *block, NetPlaceId place);

static void lower_channel(Lowering *lowering, RandomKind kind, uint32_t channel, NetPlaceId from, NetPlaceId to) {
    NetObjectId object = lowering->channels[channel];
    connect(lowering, from, to, kind == RANDOM_SEND ? NET_SEND : NET_RECEIVE, object);
    connect(lowering, from, to, kind == RANDOM_SEND ? NET_SEND_CLOSED : NET_RECEIVE_CLOSED, object);
}

static void lower_branch(Lowering *lowering, const RandomStatement *statement, NetPlaceId from, NetPlaceId to) {
    for (uint32_t i = 0; i < 2; i++) {
        NetPlaceId inside = new_place(lowering);
        NetTransitionId id = net_add_transition(lowering->net, (NetTransition){.from = from, .to = inside});
        if (statement->object) {
            NetSymbolId value = lowering->values[statement->object - 1];
            net_add_guard(lowering->net, id, (PathConstraint){value, 0, 0, i ? OPERATOR_EQUAL : OPERATOR_NOT_EQUAL});
        }
        connect(lowering, lower_block(lowering, statement->blocks[i], inside), to, NET_STEP, 0);
    }
}

static void lower_select(Lowering *lowering, const RandomStatement *statement, NetPlaceId from, NetPlaceId to) {
    for (uint32_t i = 0; i < statement->case_count; i++) {
        const RandomCase *chosen = &statement->cases[i];
        NetPlaceId inside = new_place(lowering);
        lower_channel(lowering, chosen->kind, chosen->object, from, inside);
        connect(lowering, lower_block(lowering, chosen->block, inside), to, NET_STEP, 0);
    }
    if (!statement->block_count) return;
    NetPlaceId inside = new_place(lowering);
    connect(lowering, from, inside, NET_DEFAULT, 0);
    connect(lowering, lower_block(lowering, statement->blocks[0], inside), to, NET_STEP, 0);
}

static void lower_loop(Lowering *lowering, const RandomStatement *statement, NetPlaceId from, NetPlaceId to) {
    Net *net = lowering->net;
    NetPlaceId head = new_place(lowering), inside = new_place(lowering);
    connect(lowering, from, head, NET_STEP, 0);
    if (!statement->count) {
        connect(lowering, head, inside, NET_STEP, 0);
        connect(lowering, lower_block(lowering, statement->blocks[0], inside), head, NET_STEP, 0);
        return;
    }
    NetTransitionId in = net_add_transition(net, (NetTransition){.from = head, .to = inside});
    NetTransitionId out = net_add_transition(net, (NetTransition){.from = head, .to = to});
    NetPlace *place = &net->places.items[head];
    place->has_trip = true;
    place->trip = net_constant(statement->count);
    place->body = in;
    place->exit = out;
    connect(lowering, lower_block(lowering, statement->blocks[0], inside), head, NET_STEP, 0);
}

static void lower_simple(Lowering *lowering, const RandomStatement *statement, NetPlaceId from, NetPlaceId to) {
    static const NetAction actions[] = {
        [RANDOM_CLOSE] = NET_CLOSE,
        [RANDOM_LOCK] = NET_LOCK,
        [RANDOM_UNLOCK] = NET_UNLOCK,
        [RANDOM_ADD] = NET_ADD,
        [RANDOM_DONE] = NET_DONE,
        [RANDOM_SPAWN] = NET_SPAWN,
        [RANDOM_WAIT] = NET_WAIT_ZERO,
        [RANDOM_JOIN] = NET_JOIN,
        [RANDOM_LOCK_SHARED] = NET_LOCK_SHARED,
        [RANDOM_LOCK_WRITE] = NET_LOCK,
        [RANDOM_UNLOCK_SHARED] = NET_UNLOCK_SHARED,
        [RANDOM_UNLOCK_WRITE] = NET_UNLOCK,
        [RANDOM_ACQUIRE] = NET_ACQUIRE,
        [RANDOM_RELEASE] = NET_RELEASE,
        [RANDOM_BARRIER] = NET_ARRIVE,
        [RANDOM_SIGNAL] = NET_SIGNAL,
        [RANDOM_BROADCAST] = NET_BROADCAST,
        [RANDOM_KIND_COUNT] = NET_STEP,
    };
    NetTransition transition = {.from = from, .to = to, .action = actions[statement->kind]};
    switch (statement->kind) {
    case RANDOM_CLOSE: transition.object = lowering->channels[statement->object]; break;
    case RANDOM_LOCK:
    case RANDOM_UNLOCK: transition.object = lowering->locks[statement->object]; break;
    case RANDOM_SPAWN:
    case RANDOM_JOIN: transition.task = lowering->tasks[statement->object]; break;
    case RANDOM_LOCK_SHARED:
    case RANDOM_LOCK_WRITE:
    case RANDOM_UNLOCK_SHARED:
    case RANDOM_UNLOCK_WRITE: transition.object = lowering->shared; break;
    case RANDOM_ACQUIRE:
    case RANDOM_RELEASE: transition.object = lowering->semaphore; break;
    case RANDOM_BARRIER: transition.object = lowering->barrier; break;
    case RANDOM_SIGNAL:
    case RANDOM_BROADCAST: transition.object = lowering->condition; break;
    case RANDOM_SET: break;
    default: transition.object = lowering->group; break;
    }
    transition.amount = net_constant(statement->count);
    net_add_transition(lowering->net, transition);
}

static void lower_try(Lowering *lowering, const RandomStatement *statement, NetPlaceId from, NetPlaceId to) {
    NetPlaceId with = new_place(lowering), without = new_place(lowering);
    connect(lowering, from, with, NET_LOCK, lowering->locks[statement->object]);
    connect(lowering, from, without, NET_DEFAULT, 0);
    connect(lowering, lower_block(lowering, statement->blocks[0], with), to, NET_STEP, 0);
    connect(lowering, lower_block(lowering, statement->blocks[1], without), to, NET_STEP, 0);
}

// Gives the lock back, waits, takes it again.
static void lower_await(Lowering *lowering, NetPlaceId from, NetPlaceId to) {
    NetPlaceId waiting = new_place(lowering), woken = new_place(lowering);
    connect(lowering, from, waiting, NET_UNLOCK, lowering->locks[0]);
    connect(lowering, waiting, woken, NET_WAKE, lowering->condition);
    connect(lowering, woken, to, NET_LOCK, lowering->locks[0]);
}

// The flag is not part of the net: it may be seen set or not.
static void lower_await_flag(Lowering *lowering, NetPlaceId from, NetPlaceId to) {
    NetPlaceId head = new_place(lowering), inside = new_place(lowering);
    connect(lowering, from, head, NET_STEP, 0);
    connect(lowering, head, to, NET_STEP, 0);
    connect(lowering, head, inside, NET_STEP, 0);
    lower_await(lowering, inside, head);
}

static NetPlaceId lower_statement(Lowering *lowering, const RandomStatement *statement, NetPlaceId from) {
    NetPlaceId to = new_place(lowering);
    switch (statement->kind) {
    case RANDOM_SEND:
    case RANDOM_RECEIVE: lower_channel(lowering, statement->kind, statement->object, from, to); break;
    case RANDOM_BRANCH: lower_branch(lowering, statement, from, to); break;
    case RANDOM_LOOP: lower_loop(lowering, statement, from, to); break;
    case RANDOM_SELECT: lower_select(lowering, statement, from, to); break;
    case RANDOM_TRY: lower_try(lowering, statement, from, to); break;
    case RANDOM_AWAIT: lower_await(lowering, from, to); break;
    case RANDOM_AWAIT_FLAG: lower_await_flag(lowering, from, to); break;
    default: lower_simple(lowering, statement, from, to); break;
    }
    return to;
}

static NetPlaceId lower_block(Lowering *lowering, const RandomBlock *block, NetPlaceId place) {
    for (uint32_t i = 0; i < block->statements.count; i++)
        place = lower_statement(lowering, &block->statements.items[i], place);
    return place;
}

static NetObjectId new_object(Lowering *lowering, ObjectKind kind, const char *name, uint32_t number,
                              uint32_t capacity) {
    NetObject object = {.kind = kind,
                        .name = arena_format(lowering->net->arena, "%s%u", name, (unsigned)number),
                        .capacity = net_constant(capacity),
                        .drains = true,
                        .is_single = true};
    return net_add_object(lowering->net, object);
}

Net *random_net(const RandomSkeleton *skeleton, Arena *arena) {
    Lowering lowering = {.net = net_create(arena, "random")};
    for (uint32_t i = 0; i < skeleton->channel_count; i++)
        lowering.channels[i] = new_object(&lowering, OBJECT_CHANNEL, "c", i, skeleton->capacities[i]);
    for (uint32_t i = 0; i < skeleton->lock_count; i++)
        lowering.locks[i] = new_object(&lowering, OBJECT_MUTEX, "m", i, 0);
    lowering.group = new_object(&lowering, OBJECT_WAIT_GROUP, "g", 0, 0);
    lowering.shared = new_object(&lowering, OBJECT_READ_WRITE_LOCK, "w", 0, 0);
    lowering.semaphore = new_object(&lowering, OBJECT_SEMAPHORE, "s", 0, skeleton->permits);
    lowering.barrier = new_object(&lowering, OBJECT_BARRIER, "b", 0, skeleton->barrier_size);
    lowering.condition = new_object(&lowering, OBJECT_CONDITION, "q", 0, 0);
    for (uint32_t i = 0; i < RANDOM_VALUES; i++) lowering.values[i] = net_add_symbol(lowering.net, i ? "v1" : "v0");
    for (uint32_t i = 0; i < skeleton->task_count; i++)
        lowering.tasks[i] = net_add_task(lowering.net, arena_format(arena, "T%u", (unsigned)i), net_constant(i == 0));
    for (uint32_t i = 0; i < skeleton->task_count; i++) {
        lowering.task = lowering.tasks[i];
        NetPlaceId end = lower_block(&lowering, skeleton->bodies[i], lowering.net->tasks.items[lowering.task].entry);
        lowering.net->places.items[end].is_end = true;
    }
    return lowering.net;
}
