// SPDX-License-Identifier: MIT
// Touches of one object: what is alike becomes one class, classes are paired, and each filter takes its pairs away.
#include "races/history.h"
#include "races/pieces.h"

#include <stdlib.h>

typedef struct Class {
    const Touch *touch; // the first
    TaskClassId task;
    uint32_t locks;
    ARRAY(const Touch *) touches;
} Class;

typedef struct Found {
    RaceCandidate candidate;
    ARRAY(RaceSide) members;
} Found;

typedef struct Pairing {
    RaceSearch *search;
    Arena *scratch;
    PairMap class_numbers, candidate_numbers, added;
    ARRAY(Class) classes;
    ARRAY(Found) found;
    bool has_locks;          // else classes are those without locks
    bool is_full, is_member; // is_member: wide accesses are paired among themselves elsewhere
} Pairing;

// ---- is it worth it

static bool is_shared_by_tasks(RaceSearch *search, const Touch *touches, uint32_t count) {
    TaskClassId first = 0;
    bool is_written = false, is_shared = false;
    for (uint32_t i = 0; i < count; i++) {
        const MemoryAccess *access = access_of(search, &touches[i]);
        const TaskList *runners = &search->runners[access->function];
        is_written |= access->kind != MEMORY_READ;
        for (uint32_t k = 0; k < runners->list.count; k++) {
            TaskClassId task = runners->list.items[k];
            if (!first) first = task;
            is_shared |=
                task != first || tasks_may_meet(search, task, place_of_access(access), task, place_of_access(access));
        }
    }
    return is_written && is_shared;
}

// ---- classes

// A number for the tasks that may be alive at an access, from 1 on.
static uint32_t alive_number(RaceSearch *search, uint32_t access) {
    uint32_t *known = &search->alive_numbers[access];
    if (*known) return *known;
    uint32_t words;
    const uint64_t *alive =
        parallel_alive_at(search->parallel, place_of_access(&search->accesses.items[access]), &words);
    Hash hash = {0};
    if (alive) hash = hash_bytes(hash, alive, words * sizeof *alive);
    bool is_new;
    uint32_t *number = pair_map_slot(&search->alive_sets, search->arena, hash.low, hash.high, &is_new);
    if (is_new) *number = search->alive_sets.count;
    return *known = *number;
}

static void add_to_class(Pairing *pairing, const Touch *touch, TaskClassId task) {
    RaceSearch *search = pairing->search;
    const MemoryAccess *access = access_of(search, touch);
    uint32_t locks = pairing->has_locks ? lock_names_of(search, access, task) : 0;
    uint32_t marks = (uint32_t)access->kind | access->is_atomic << 2 | touch->is_own << 3 | touch->is_exact << 4 |
                     runner_is_sure(search, task, access->function) << 5;
    uint64_t words[] = {(uint64_t)touch->at.offset,         touch->bytes, marks, task, locks,
                        alive_number(search, touch->access)};
    Hash hash = hash_bytes((Hash){0}, words, sizeof words);
    bool is_new;
    uint32_t *number = pair_map_slot(&pairing->class_numbers, pairing->scratch, hash.low, hash.high, &is_new);
    if (is_new && pairing->classes.count == MOST_ACCESS_CLASSES) {
        pairing->is_full = true;
        *number = UINT32_MAX;
    } else if (is_new) {
        *number = pairing->classes.count;
        array_push(&pairing->classes, pairing->scratch, (Class){.touch = touch, .task = task, .locks = locks});
    }
    if (*number < pairing->classes.count) array_push(&pairing->classes.items[*number].touches, pairing->scratch, touch);
}

// ---- filters

static bool ranges_meet(const Touch *a, const Touch *b) {
    if (a->at.offset < 0 || b->at.offset < 0) return true;
    const Touch *low = a->at.offset <= b->at.offset ? a : b, *high = low == a ? b : a;
    return !low->bytes || low->at.offset + (int64_t)low->bytes > high->at.offset;
}

// What needs no locks.
static RaceFilter plain_filter_of(RaceSearch *search, const Class *a, const Class *b) {
    const MemoryAccess *left = access_of(search, a->touch), *right = access_of(search, b->touch);
    bool is_free = left->kind == MEMORY_FREE || right->kind == MEMORY_FREE;
    if (!ranges_meet(a->touch, b->touch)) return FILTER_RANGE;
    if (left->is_atomic && right->is_atomic && !is_free) return FILTER_ATOMIC;
    if (tasks_share_scheduler(search, a->task, b->task)) return FILTER_SCHEDULER;
    if (!tasks_may_meet(search, a->task, place_of_access(left), b->task, place_of_access(right)))
        return FILTER_PARALLEL;
    if (a->touch->is_own && b->touch->is_own) return FILTER_OWN;
    return FILTER_KIND_COUNT;
}

static RaceFilter filter_of(RaceSearch *search, const Class *a, const Class *b) {
    const MemoryAccess *left = access_of(search, a->touch), *right = access_of(search, b->touch);
    RaceFilter plain = plain_filter_of(search, a, b);
    if (plain != FILTER_KIND_COUNT) return plain;
    if (lock_names_exclude(search, a->locks, b->locks)) return FILTER_LOCK;
    if (once_orders(search, left, a->task, right, b->task)) return FILTER_ONCE;
    if (creation_orders(search, left, a->task, right, b->task)) return FILTER_CREATION;
    return FILTER_KIND_COUNT;
}

// ---- what stays

static RaceSide side_of(RaceSearch *search, const Class *class, const Touch *touch) {
    const MemoryAccess *access = access_of(search, touch);
    return (RaceSide){access, class->task, held_locks(search, class->task, place_of_access(access))};
}

static void mark_touched(RaceSearch *search, const MemoryAccess *access) {
    bool **nodes = &search->is_touched[access->function];
    uint32_t count = program_function(search->program, access->function)->node_count;
    if (!*nodes) *nodes = arena_new_array(search->arena, bool, count);
    (*nodes)[access->node] = true;
}

static void add_members(Pairing *pairing, uint32_t found, uint32_t class) {
    bool is_new;
    pair_map_slot(&pairing->added, pairing->scratch, found, class, &is_new);
    const Class *from = &pairing->classes.items[class];
    for (uint32_t i = 0; is_new && i < from->touches.count; i++) {
        const Touch *touch = from->touches.items[i];
        mark_touched(pairing->search, access_of(pairing->search, touch));
        if (pairing->found.items[found].members.count == MOST_MEMBERS) continue;
        RaceSide side = side_of(pairing->search, from, touch);
        array_push(&pairing->found.items[found].members, pairing->scratch, side);
    }
}

static uint32_t find_candidate(Pairing *pairing, const Class *a, const Class *b) {
    int64_t offset = a->touch->at.offset > b->touch->at.offset ? a->touch->at.offset : b->touch->at.offset;
    uint64_t tasks = a->task < b->task ? (uint64_t)a->task << 32 | b->task : (uint64_t)b->task << 32 | a->task;
    bool is_new;
    uint32_t *number = pair_map_slot(&pairing->candidate_numbers, pairing->scratch, (uint64_t)offset, tasks, &is_new);
    if (!is_new) return *number;
    *number = pairing->found.count;
    Found found = {.candidate.object = {a->touch->at.site, offset}};
    array_push(&pairing->found, pairing->scratch, found);
    return pairing->found.count - 1;
}

enum { MOST_TRIES = 8 };

// The less is left to speak against a pair, the later it comes here.
static uint32_t rank_of(RaceReason reason) {
    static const uint32_t ranks[REASON_KIND_COUNT] = {
        [REASON_NONE] = 8,     [REASON_WAIT] = 7, [REASON_GUARD] = 6,    [REASON_LOCK] = 5,
        [REASON_EXPORTED] = 4, [REASON_CALL] = 3, [REASON_CALLBACK] = 2, [REASON_OBJECT] = 1,
    };
    return ranks[reason];
}

// The most certain pair, of those the first.
static void judge(Pairing *pairing, RaceCandidate *candidate, const Class *a, const Class *b) {
    RaceSearch *search = pairing->search;
    if (candidate->verdict == RACE_FEASIBLE) return;
    for (uint32_t i = 0; i < a->touches.count && i < MOST_TRIES; i++) {
        for (uint32_t k = 0; k < b->touches.count && k < MOST_TRIES; k++) {
            const Touch *x = a->touches.items[i], *y = b->touches.items[k];
            RaceSide left = side_of(search, a, x), right = side_of(search, b, y);
            RaceReason reason = verdict_reason(search, x, &left, y, &right);
            bool is_first = !candidate->left.access;
            if (!is_first && rank_of(reason) <= rank_of(candidate->reason)) continue;
            candidate->left = left;
            candidate->right = right;
            candidate->reason = reason;
            candidate->verdict = reason == REASON_NONE ? RACE_FEASIBLE : RACE_POSSIBLE;
            bool is_export =
                !task_tree_class(search->tasks, a->task)->entry || !task_tree_class(search->tasks, b->task)->entry;
            candidate->is_exported_assumed = is_export;
            if (reason == REASON_NONE) return;
        }
    }
}

static bool is_pair(const Pairing *pairing, const Class *a, const Class *b) {
    bool is_read = access_of(pairing->search, a->touch)->kind == MEMORY_READ &&
                   access_of(pairing->search, b->touch)->kind == MEMORY_READ;
    return !is_read && !(pairing->is_member && piece_is_wide(a->touch) && piece_is_wide(b->touch));
}

static void pair_classes(Pairing *pairing) {
    RaceSearch *search = pairing->search;
    for (uint32_t i = 0; i < pairing->classes.count; i++) {
        for (uint32_t k = i; k < pairing->classes.count; k++) {
            const Class *a = &pairing->classes.items[i], *b = &pairing->classes.items[k];
            if (!is_pair(pairing, a, b)) continue;
            search->statistics.pairs++;
            RaceFilter filter = filter_of(search, a, b);
            if (filter != FILTER_KIND_COUNT) {
                search->statistics.disposed[filter]++;
                continue;
            }
            uint32_t found = find_candidate(pairing, a, b);
            judge(pairing, &pairing->found.items[found].candidate, a, b);
            add_members(pairing, found, i);
            add_members(pairing, found, k);
        }
    }
}

static int compare_sides(const void *left, const void *right) {
    const RaceSide *a = left, *b = right;
    if (a->access != b->access) return a->access < b->access ? -1 : 1; // one array, in program order
    return a->task < b->task ? -1 : a->task > b->task;
}

static int compare_found(const void *left, const void *right) {
    const RaceCandidate *a = &((const Found *)left)->candidate, *b = &((const Found *)right)->candidate;
    if (a->object.offset != b->object.offset) return a->object.offset < b->object.offset ? -1 : 1;
    if (a->left.access != b->left.access) return a->left.access < b->left.access ? -1 : 1;
    if (a->left.task != b->left.task) return a->left.task < b->left.task ? -1 : 1;
    return a->right.task < b->right.task ? -1 : a->right.task > b->right.task;
}

static void keep_found(Pairing *pairing) {
    RaceSearch *search = pairing->search;
    if (pairing->found.count) qsort(pairing->found.items, pairing->found.count, sizeof(Found), compare_found);
    for (uint32_t i = 0; i < pairing->found.count; i++) {
        Found *found = &pairing->found.items[i];
        qsort(found->members.items, found->members.count, sizeof(RaceSide), compare_sides);
        RaceSide *members = arena_new_array(search->arena, RaceSide, found->members.count);
        uint32_t count = 0;
        for (uint32_t k = 0; k < found->members.count; k++)
            if (!count || compare_sides(&members[count - 1], &found->members.items[k]))
                members[count++] = found->members.items[k];
        found->candidate.members = members;
        found->candidate.member_count = count;
        array_push(&search->candidates, search->arena, found->candidate);
    }
}

static void add_classes(Pairing *pairing, const Touch *touches, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        const TaskList *runners = &pairing->search->runners[access_of(pairing->search, &touches[i])->function];
        for (uint32_t k = 0; k < runners->list.count; k++) add_to_class(pairing, &touches[i], runners->list.items[k]);
    }
}

// Most pieces are disposed of without a look at locks: then there are no classes.
static void drop_plain(Pairing *pairing) {
    RaceSearch *search = pairing->search;
    bool is_left = pairing->is_full;
    RaceStatistics before = search->statistics;
    for (uint32_t i = 0; i < pairing->classes.count && !is_left; i++) {
        for (uint32_t k = i; k < pairing->classes.count && !is_left; k++) {
            const Class *a = &pairing->classes.items[i], *b = &pairing->classes.items[k];
            if (!is_pair(pairing, a, b)) continue;
            search->statistics.pairs++;
            RaceFilter filter = plain_filter_of(search, a, b);
            is_left = filter == FILTER_KIND_COUNT;
            if (!is_left) search->statistics.disposed[filter]++;
        }
    }
    pairing->classes.count = 0;
    pairing->class_numbers = (PairMap){0};
    pairing->has_locks = is_left;
    if (is_left) search->statistics = before;
}

static void pair_piece(RaceSearch *search, Arena *scratch, const Touch *touches, uint32_t count, const Piece *piece) {
    ArenaMark mark = arena_mark(scratch);
    Pairing pairing = {.search = search, .scratch = scratch, .is_member = piece != NULL};
    Touch *chosen = arena_new_array(scratch, Touch, count + 1);
    uint32_t chosen_count = 0;
    for (uint32_t i = 0; i < count; i++)
        if (piece_holds(&touches[i], piece)) chosen[chosen_count++] = touches[i];
    bool is_shared = is_shared_by_tasks(search, chosen, chosen_count);
    if (is_shared) add_classes(&pairing, chosen, chosen_count);
    if (is_shared) drop_plain(&pairing);
    pairing.is_full = false;
    if (pairing.has_locks) add_classes(&pairing, chosen, chosen_count);
    search->statistics.objects += is_shared;
    search->statistics.undecided += pairing.is_full;
    pair_classes(&pairing);
    keep_found(&pairing);
    arena_rewind(scratch, mark);
}

static void pair_site(RaceSearch *search, Arena *scratch, const Touch *touches, uint32_t count) {
    if (!is_shared_by_tasks(search, touches, count)) return;
    ArenaMark mark = arena_mark(scratch);
    Pieces pieces = pieces_find(touches, count, scratch);
    pair_piece(search, scratch, touches, count, NULL);
    for (uint32_t i = 0; i < pieces.list.count; i++) pair_piece(search, scratch, touches, count, &pieces.list.items[i]);
    arena_rewind(scratch, mark);
}

void pair_all(RaceSearch *search) {
    Arena *scratch = arena_create();
    search->alive_numbers = arena_new_array(search->arena, uint32_t, search->accesses.count + 1);
    for (SiteId site = 1; site < points_to_site_count(search->points_to); site++) {
        uint32_t first = search->site_start[site];
        pair_site(search, scratch, search->touches.items + first, search->site_start[site + 1] - first);
    }
    arena_destroy(scratch);
}
