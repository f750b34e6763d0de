// SPDX-License-Identifier: MIT
#include "graph/builder.h"

#include <stdlib.h>

typedef struct Meeting {
    const GraphBuilder *builder;
    const GraphUse *giver, *taker;
    EventKind giver_kind, taker_kind;
} Meeting;

static bool wakes(CloseEffect effect) {
    return effect != CLOSE_LEAVES;
}

// What a close does depends on whether the channel has a buffer; when that is open, on either.
static bool close_wakes(const GraphBuilder *builder, const GraphObject *object, bool is_receiver) {
    const Api *maker = object_maker(builder, object);
    if (!maker) return true;
    const ChannelRules *rules = &maker->rules;
    bool may_be_empty = object->capacity_state != CAPACITY_KNOWN || object->capacity == 0;
    bool may_be_buffered = object->capacity_state != CAPACITY_KNOWN || object->capacity > 0;
    CloseEffect direct = is_receiver ? rules->blocked_receivers : rules->blocked_senders;
    CloseEffect buffered = is_receiver ? rules->blocked_buffered_receivers : rules->blocked_buffered_senders;
    return (may_be_empty && wakes(direct)) || (may_be_buffered && wakes(buffered));
}

static bool kinds_meet(const Meeting *meeting) {
    EventKind taker = meeting->taker_kind;
    bool is_mutex_of_wait = taker == EVENT_WAIT && meeting->taker->role == OPERAND_MUTEX;
    switch (meeting->giver_kind) {
    case EVENT_SEND: return taker == EVENT_RECEIVE;
    case EVENT_CLOSE: return taker == EVENT_RECEIVE || taker == EVENT_SEND;
    case EVENT_UNLOCK: return taker == EVENT_LOCK || is_mutex_of_wait;
    case EVENT_WAIT: return meeting->giver->role == OPERAND_MUTEX && (taker == EVENT_LOCK || is_mutex_of_wait);
    case EVENT_SIGNAL:
    case EVENT_BROADCAST: return taker == EVENT_WAIT && !is_mutex_of_wait;
    case EVENT_RELEASE: return taker == EVENT_ACQUIRE;
    case EVENT_DONE: return taker == EVENT_WAIT_GROUP;
    case EVENT_BARRIER: return taker == EVENT_BARRIER;
    case EVENT_ONCE: return taker == EVENT_ONCE;
    case EVENT_RESUME: return taker == EVENT_SUSPEND;
    default: return false;
    }
}

// What is sent into one end of a pair comes out of the other.
static bool objects_meet(const Meeting *meeting) {
    const GraphObject *given = &meeting->builder->objects.items[meeting->giver->object];
    const GraphObject *taken = &meeting->builder->objects.items[meeting->taker->object];
    if (meeting->giver_kind == EVENT_CLOSE) {
        if (!close_wakes(meeting->builder, given, meeting->taker_kind == EVENT_RECEIVE)) return false;
        return objects_may_be_same(given, taken) || objects_are_two_ends(given, taken);
    }
    if (given->kind == OBJECT_CHANNEL_PAIR) return objects_are_two_ends(given, taken);
    return objects_may_be_same(given, taken);
}

static bool are_concurrent(const GraphBuilder *builder, const GraphOperation *left, const GraphOperation *right) {
    return left->task != right->task || builder->tasks.items[left->task].is_many;
}

static void meet(GraphBuilder *builder, const GraphUse *giver, const GraphUse *taker) {
    const GraphOperation *gives = &builder->operations.items[giver->operation];
    const GraphOperation *takes = &builder->operations.items[taker->operation];
    Meeting meeting = {builder, giver, taker, gives->kind, takes->kind};
    if (!are_concurrent(builder, gives, takes) || !kinds_meet(&meeting) || !objects_meet(&meeting)) return;
    GraphMeet found = {giver->operation, taker->operation, taker->object};
    array_push(&builder->meets, builder->arena, found);
}

// Uses by site, so that only what may be one object is paired.
static int compare_by_site(const void *left, const void *right) {
    const uint64_t *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

static void meet_at_objects(GraphBuilder *builder) {
    uint32_t count = builder->uses.count;
    uint64_t *order = arena_new_array(builder->arena, uint64_t, count + 1); // site, then index of the use
    for (uint32_t i = 0; i < count; i++)
        order[i] = (uint64_t)builder->objects.items[builder->uses.items[i].object].site << 32 | i;
    if (count) qsort(order, count, sizeof *order, compare_by_site);
    for (uint32_t start = 0, end; start < count; start = end) {
        for (end = start; end < count && order[end] >> 32 == order[start] >> 32;) end++;
        for (uint32_t i = start; i < end; i++)
            for (uint32_t j = start; j < end; j++)
                meet(builder, &builder->uses.items[(uint32_t)order[i]], &builder->uses.items[(uint32_t)order[j]]);
    }
}

// The end of a task lets its joiner go on, and its group's waiter.
static void meet_ends(GraphBuilder *builder) {
    for (uint32_t i = 0; i < builder->uses.count; i++) {
        const GraphUse *use = &builder->uses.items[i];
        const GraphOperation *operation = &builder->operations.items[use->operation];
        bool is_join = operation->kind == EVENT_JOIN;
        if (operation->kind == EVENT_WAIT_GROUP)
            for (uint32_t j = 0; j < builder->uses.count && !is_join; j++)
                is_join = builder->uses.items[j].role == OPERAND_GROUP && builder->uses.items[j].object == use->object;
        GraphMeet found = {0, use->operation, use->object};
        if (is_join) array_push(&builder->meets, builder->arena, found);
    }
}

static int compare_meets(const void *left, const void *right) {
    const GraphMeet *a = left, *b = right;
    if (a->giver != b->giver) return a->giver < b->giver ? -1 : 1;
    if (a->taker != b->taker) return a->taker < b->taker ? -1 : 1;
    return a->object < b->object ? -1 : a->object > b->object;
}

static void sort_meets(GraphBuilder *builder) {
    uint32_t kept = 0;
    if (builder->meets.count) qsort(builder->meets.items, builder->meets.count, sizeof(GraphMeet), compare_meets);
    for (uint32_t i = 0; i < builder->meets.count; i++)
        if (!kept || compare_meets(&builder->meets.items[kept - 1], &builder->meets.items[i]) != 0)
            builder->meets.items[kept++] = builder->meets.items[i];
    builder->meets.count = kept;
}

void build_meets(GraphBuilder *builder) {
    meet_at_objects(builder);
    meet_ends(builder);
    sort_meets(builder);
}
