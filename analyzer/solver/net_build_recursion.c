// SPDX-License-Identifier: MIT
// A recursive lock whose depth is the same on every way to a place is a plain lock: only the outermost pair takes it
// and gives it back, what lies between are steps. Where depths differ it stays recursive, and little is said of it.
#include "solver/net_build_walk.h"

#include <string.h>

enum { UNSEEN = 255, MOST_DEPTH = 32 };

typedef struct Depths {
    Builder *builder;
    NetIndex index;
    NetObjectId lock;
    uint8_t *at; // by place: how often the task holds the lock there
    ARRAY(NetPlaceId) open;
} Depths;

// The depth after the transition; UNSEEN when it cannot be told.
static uint8_t depth_after(const Depths *depths, const NetTransition *transition) {
    uint8_t depth = depths->at[transition->from];
    if (transition->object != depths->lock) return depth;
    bool is_wait = transition->source.label && !strcmp(transition->source.label, event_kind_name(EVENT_WAIT));
    if (transition->action == NET_LOCK) return depth < MOST_DEPTH ? depth + 1 : UNSEEN;
    bool is_told = transition->action == NET_UNLOCK && depth > 0 && !(is_wait && depth > 1);
    return is_told ? depth - 1 : UNSEEN;
}

static bool follow(Depths *depths) {
    while (depths->open.count) {
        NetPlaceId place = depths->open.items[--depths->open.count];
        NetList leaving = depths->index.leaving[place];
        for (uint32_t i = 0; i < leaving.count; i++) {
            const NetTransition *transition = &depths->builder->net->transitions.items[leaving.items[i]];
            uint8_t after = depth_after(depths, transition), *known = &depths->at[transition->to];
            bool is_end = depths->builder->net->places.items[transition->to].is_process_end;
            if (after == UNSEEN || (*known != UNSEEN && *known != after && !is_end)) return false;
            if (*known != UNSEEN) continue;
            *known = after;
            array_push(&depths->open, depths->builder->arena, transition->to);
        }
    }
    return true;
}

static bool find_depths(Depths *depths) {
    const Net *net = depths->builder->net;
    depths->at = arena_new_array(depths->builder->arena, uint8_t, net->places.count);
    memset(depths->at, UNSEEN, net->places.count);
    for (NetTaskId i = 1; i < net->tasks.count; i++) {
        depths->at[net->tasks.items[i].entry] = 0;
        array_push(&depths->open, depths->builder->arena, net->tasks.items[i].entry);
    }
    return follow(depths);
}

static void drop_inner(Depths *depths) {
    Net *net = depths->builder->net;
    NetList list = depths->index.of_object[depths->lock];
    for (uint32_t i = 0; i < list.count; i++) {
        NetTransition *transition = &net->transitions.items[list.items[i]];
        uint8_t depth = depths->at[transition->from];
        bool is_outer = transition->action == NET_LOCK ? depth == 0 : depth <= 1;
        if (is_outer || depth == UNSEEN) continue;
        transition->action = NET_STEP;
        transition->object = 0;
    }
    net->objects.items[depths->lock].is_recursive = false;
}

void build_resolve_recursion(Builder *builder) {
    Net *net = builder->net;
    for (NetObjectId i = 1; i < net->objects.count; i++) {
        if (!net->objects.items[i].is_recursive || !net->objects.items[i].is_single) continue;
        Depths depths = {.builder = builder, .index = net_index(net, builder->arena), .lock = i};
        if (find_depths(&depths)) drop_inner(&depths);
    }
}
