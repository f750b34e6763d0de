// SPDX-License-Identifier: MIT
#include "trace/waits.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static int compare_stacks(const RecordedSite *a, const RecordedSite *b) {
    if (a->count != b->count) return a->count < b->count ? -1 : 1;
    for (uint32_t i = 0; i < a->count; i++)
        if (a->addresses[i] != b->addresses[i]) return a->addresses[i] < b->addresses[i] ? -1 : 1;
    return 0;
}

typedef struct SortedWait { // a blocked slice and what it is grouped by
    const Slice *slice;
    uint32_t mark;
    const RecordedSite *site;
} SortedWait;

static int compare_keys(const SortedWait *a, const SortedWait *b) {
    if (a->slice->wait != b->slice->wait) return a->slice->wait < b->slice->wait ? -1 : 1;
    if (a->slice->object != b->slice->object) return a->slice->object < b->slice->object ? -1 : 1;
    if (a->mark != b->mark) return a->mark < b->mark ? -1 : 1;
    return compare_stacks(a->site, b->site);
}

static int compare_waits(const void *left, const void *right) {
    const SortedWait *a = left, *b = right;
    int order = compare_keys(a, b);
    return order ? order : a->slice < b->slice ? -1 : a->slice > b->slice;
}

static int compare_groups(const void *left, const void *right) {
    const WaitGroup *a = left, *b = right;
    if (a->total != b->total) return a->total > b->total ? -1 : 1;
    if (a->wait != b->wait) return a->wait < b->wait ? -1 : 1;
    if (a->object != b->object) return a->object < b->object ? -1 : 1;
    if (a->mark != b->mark) return a->mark < b->mark ? -1 : 1;
    return a->site < b->site ? -1 : a->site > b->site;
}

static void add_to_group(WaitGroup *group, const Slice *slice) {
    int64_t length = slice->end - slice->start;
    group->count++;
    group->total += (uint64_t)length;
    if (length > group->longest) group->longest = length;
    if (!slice->is_open) return;
    if (!group->open_count++ || length > group->oldest_open) {
        group->oldest_open = length;
        group->first_open = slice->task;
    }
}

void waits_group(const States *states, bool by_mark, WaitGroups *groups) {
    Arena *arena = states->recording->arena;
    ARRAY(SortedWait) waits = {0};
    for (uint32_t i = 0; i < states->slices.count; i++) {
        const Slice *slice = &states->slices.items[i];
        if (slice->state == SLICE_BLOCKED)
            array_push(&waits, arena,
                       (SortedWait){slice, by_mark ? slice->mark : 0, &states->recording->sites.items[slice->site]});
    }
    if (!waits.count) return;
    qsort(waits.items, waits.count, sizeof *waits.items, compare_waits);
    for (uint32_t i = 0; i < waits.count; i++) {
        const Slice *slice = waits.items[i].slice;
        if (!i || compare_keys(&waits.items[i - 1], &waits.items[i]))
            array_push(
                groups, arena,
                (WaitGroup){
                    .wait = slice->wait, .object = slice->object, .site = slice->site, .mark = waits.items[i].mark});
        add_to_group(&groups->items[groups->count - 1], slice);
    }
    qsort(groups->items, groups->count, sizeof *groups->items, compare_groups);
}

uint32_t waits_blocker(const States *states, const Slice *slice) {
    if (slice->wait == QWAIT_JOIN) return slice->awaited;
    if (slice->wait != QWAIT_LOCK && slice->wait != QWAIT_LOCK_SHARED) return 0;
    for (uint32_t i = 0; i < states->holds.count; i++) {
        const Hold *hold = &states->holds.items[i];
        if (hold->is_open && hold->object == slice->object) return hold->task;
    }
    return 0;
}

void waits_find_circles(const States *states, TaskCircles *circles) {
    Arena *arena = states->recording->arena;
    uint32_t count = states->recording->tasks.count;
    uint32_t *next = arena_new_array(arena, uint32_t, count), *round = arena_new_array(arena, uint32_t, count);
    for (uint32_t i = 0; i < states->slices.count; i++) {
        const Slice *slice = &states->slices.items[i];
        if (slice->is_open && slice->state == SLICE_BLOCKED) next[slice->task] = waits_blocker(states, slice);
    }
    for (uint32_t start = 1; start < count; start++) {
        uint32_t at = start;
        for (; at && !round[at]; at = next[at]) round[at] = start;
        if (!at || round[at] != start) continue; // ends somewhere, or leads into a circle that is known
        TaskCircle circle = {0};
        uint32_t lowest = at;
        for (uint32_t task = next[at]; task != at; task = next[task])
            if (task < lowest) lowest = task;
        uint32_t task = lowest;
        do {
            array_push(&circle, arena, task);
            task = next[task];
        } while (task != lowest);
        array_push(circles, arena, circle);
    }
}

// What is known of a channel at the end.
static const ChannelPoint *last_point(const States *states, uint32_t object) {
    const ChannelPoint *last = NULL;
    for (uint32_t i = 0; i < states->points.count; i++)
        if (states->points.items[i].object == object) last = &states->points.items[i];
    return last;
}

const char *waits_reason(const States *states, const Slice *slice) {
    const RecordedObject *object = &states->recording->objects.items[slice->object];
    const ChannelPoint *point = last_point(states, slice->object);
    if (object->kind != QOBJECT_CHANNEL || !point) return "";
    if (slice->wait == QWAIT_SEND && object->capacity == 0) return "unbuffered, and nobody receives";
    if (slice->wait == QWAIT_SEND && point->fill >= object->capacity)
        return arena_format(states->recording->arena, "its buffer is full (%" PRIu32 " of %" PRIu64 ")", point->fill,
                            object->capacity);
    if (slice->wait == QWAIT_RECEIVE && object->capacity == 0) return "unbuffered, and nobody sends";
    if (slice->wait == QWAIT_RECEIVE && point->fill == 0) return "its buffer is empty";
    return "";
}
