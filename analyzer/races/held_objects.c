// SPDX-License-Identifier: MIT
// Locks that may be held, as objects: the function's own, and all that callers may hold when they call it, whether
// they have given them back or not.
#include "races/search.h"

#include <stdlib.h>

static int compare(Pointee left, Pointee right) {
    if (left.site != right.site) return left.site < right.site ? -1 : 1;
    return left.offset < right.offset ? -1 : left.offset > right.offset;
}

static uint32_t count_new(const PointeeSet *set, const PointeeSet *more) {
    uint32_t at = 0, count = 0;
    for (uint32_t i = 0; i < more->count; i++) {
        while (at < set->count && compare(set->items[at], more->items[i]) < 0) at++;
        count += at == set->count || compare(set->items[at], more->items[i]) != 0;
    }
    return count;
}

// Merges sorted sets; memory is taken only for what is new.
static void unite(Arena *arena, PointeeSet *set, const PointeeSet *more) {
    set->has_unknown |= more->has_unknown;
    uint32_t added = count_new(set, more);
    if (!added) return;
    Pointee *items = arena_new_array(arena, Pointee, set->count + added);
    uint32_t left = 0, right = 0, count = 0;
    while (left < set->count || right < more->count) {
        int order = left == set->count ? 1 : right == more->count ? -1 : compare(set->items[left], more->items[right]);
        items[count++] = order <= 0 ? set->items[left] : more->items[right];
        left += order <= 0;
        right += order >= 0;
    }
    set->items = items;
    set->count = count;
}

static PointeeSet objects_of(const RaceSearch *search, const HeldLock *held) {
    PointeeSet set = held->lock ? term_pointees(search->locksets->terms, held->lock) : (PointeeSet){0};
    if (set.count || !held->site) {
        set.has_unknown |= !set.count;
        return set;
    }
    const SiteChain *end = chain_end(held->site);
    set = points_to_of_operand(search->points_to, end->function, end->node, OPERAND_OBJECT);
    set.has_unknown |= !set.count;
    return set;
}

static int compare_items(const void *left, const void *right) {
    return compare(*(const Pointee *)left, *(const Pointee *)right);
}

// What may be held there, sorted, in `scratch`.
static PointeeSet objects_held(const RaceSearch *search, const HeldLocks *held, Arena *scratch) {
    ARRAY(Pointee) list = {0};
    PointeeSet all = {0};
    for (uint32_t i = 0; i < held->may_count; i++) {
        PointeeSet set = objects_of(search, &held->may[i]);
        all.has_unknown |= set.has_unknown;
        for (uint32_t k = 0; k < set.count; k++) { // elements of an array may be the same one
            Pointee lock = set.items[k];
            if (lock.offset >= 0) lock.offset = points_to_element_offset(search->points_to, lock);
            array_push(&list, scratch, lock);
        }
    }
    if (list.count) qsort(list.items, list.count, sizeof *list.items, compare_items);
    for (uint32_t i = 0; i < list.count; i++)
        if (!i || compare(list.items[all.count - 1], list.items[i]) != 0) list.items[all.count++] = list.items[i];
    all.items = list.items;
    return all;
}

static const PointeeSet *entered_with(RaceSearch *search, TaskClassId task) {
    if (!search->entered_with)
        search->entered_with = arena_new_array(search->arena, PointeeSet *, task_tree_count(search->tasks) + 1);
    PointeeSet **known = &search->entered_with[task];
    if (*known) return *known;
    *known = arena_new_array(search->arena, PointeeSet, search->program->functions.count + 1);
    FunctionList order = call_graph_bottom_up(search->calls);
    Arena *scratch = arena_create();
    ArenaMark start = arena_mark(scratch);
    for (uint32_t round = 0; round < 2; round++) { // callers before callees; twice for recursion
        for (uint32_t i = order.count; i-- > 0;) {
            PointeeSet *set = &(*known)[order.items[i]];
            CallSiteList callers = call_graph_callers(search->calls, order.items[i]);
            for (uint32_t k = 0; k < callers.count; k++) {
                CallSite site = callers.items[k];
                if (!task_tree_runs(search->tasks, task, site.function)) continue;
                HeldLocks held = locksets_at(search->locksets, site.function, site.node);
                PointeeSet own = objects_held(search, &held, scratch);
                unite(search->arena, set, &own);
                unite(search->arena, set, &(*known)[site.function]);
                arena_rewind(scratch, start);
            }
        }
    }
    arena_destroy(scratch);
    return *known;
}

static PointeeSet may_hold(RaceSearch *search, const RaceSide *side, Arena *scratch) {
    PointeeSet all = entered_with(search, side->task)[side->access->function];
    PointeeSet own = objects_held(search, &side->held, scratch);
    unite(scratch, &all, &own);
    return all;
}

bool sides_may_share_lock(RaceSearch *search, const RaceSide *left, const RaceSide *right) {
    Arena *scratch = arena_create();
    PointeeSet a = may_hold(search, left, scratch), b = may_hold(search, right, scratch);
    bool is_free = (!a.count && !a.has_unknown) || (!b.count && !b.has_unknown);
    bool may_share = !is_free && (a.has_unknown || b.has_unknown || pointees_meet(&a, &b));
    arena_destroy(scratch);
    return may_share;
}
