// SPDX-License-Identifier: MIT
#include "races/belief.h"

#include "races/search.h"

enum { LEAST_PLACES = 4, LEAST_PERCENT = 75, MOST_PLACES = 64, MOST_NAMES = 16 };

// A place that accesses the memory while others may.
typedef struct Believer {
    const MemoryAccess *access;
    TaskClassId task; // one of those that run it
    uint32_t locks;   // number of the names that all of them hold
    bool is_unlike;   // the tasks differ in what they hold
} Believer;

typedef struct Poll {
    RaceSearch *search;
    Pointee memory;
    Believer places[MOST_PLACES];
    uint32_t count;
    bool is_full;
} Poll;

static bool covers(const Touch *touch, int64_t offset) {
    if (touch->at.offset < 0 || !touch->bytes) return false;
    return touch->at.offset <= offset && offset < touch->at.offset + (int64_t)touch->bytes;
}

static bool meets_another(const Poll *poll, const MemoryAccess *access, TaskClassId task) {
    RaceSearch *search = poll->search;
    for (uint32_t i = search->site_start[poll->memory.site]; i < search->site_start[poll->memory.site + 1]; i++) {
        const MemoryAccess *other = access_of(search, &search->touches.items[i]);
        if (!covers(&search->touches.items[i], poll->memory.offset)) continue;
        if (other->kind == MEMORY_READ && access->kind == MEMORY_READ) continue;
        const TaskList *runners = &search->runners[other->function];
        for (uint32_t k = 0; k < runners->list.count; k++)
            if (tasks_may_meet(search, task, place_of_access(access), runners->list.items[k], place_of_access(other)))
                return true;
    }
    return false;
}

static void add_place(Poll *poll, const MemoryAccess *access, TaskClassId task) {
    uint32_t locks = lock_names_of(poll->search, access, task);
    for (uint32_t i = 0; i < poll->count; i++) {
        Believer *known = &poll->places[i];
        if (known->access->function != access->function || known->access->node != access->node) continue;
        known->is_unlike |= known->locks != locks;
        return;
    }
    poll->is_full |= poll->count == MOST_PLACES;
    if (!poll->is_full) poll->places[poll->count++] = (Believer){access, task, locks, false};
}

static void ask_all(Poll *poll) {
    RaceSearch *search = poll->search;
    for (uint32_t i = search->site_start[poll->memory.site]; i < search->site_start[poll->memory.site + 1]; i++) {
        const Touch *touch = &search->touches.items[i];
        const MemoryAccess *access = access_of(search, touch);
        if (access->kind == MEMORY_FREE || access->is_atomic || !covers(touch, poll->memory.offset)) continue;
        const TaskList *runners = &search->runners[access->function];
        for (uint32_t k = 0; k < runners->list.count && !poll->is_full; k++)
            if (meets_another(poll, access, runners->list.items[k])) add_place(poll, access, runners->list.items[k]);
    }
}

static bool has_name(const Poll *poll, const Believer *place, const LockName *name) {
    const LockNames *names = &poll->search->lock_names.items[place->locks];
    for (uint32_t i = 0; i < names->count; i++) {
        const LockName *other = &names->items[i];
        if (other->is_relative == name->is_relative && other->first == name->first && other->second == name->second)
            return true;
    }
    return false;
}

static uint32_t count_votes(const Poll *poll, const LockName *name) {
    uint32_t votes = 0;
    for (uint32_t i = 0; i < poll->count; i++) votes += has_name(poll, &poll->places[i], name);
    return votes;
}

// The lock that a name is at the place.
static const HeldLock *lock_of(const Poll *poll, const Believer *place, const LockName *name) {
    HeldLocks held = held_locks(poll->search, place->task, place_of_access(place->access));
    for (uint32_t i = 0; i < held.must_count; i++) {
        PointeeSet set = term_pointees(poll->search->locksets->terms, held.must[i].lock);
        bool is_it =
            set.count == 1 && set.items[0].site == name->first && (uint64_t)set.items[0].offset == name->second;
        if (is_it || name->is_relative || held.must_count == 1) return &held.must[i];
    }
    return NULL;
}

static void conclude(const Poll *poll, uint32_t candidate, LockBeliefs *beliefs, Arena *arena) {
    const LockName *best = NULL;
    const Believer *example = NULL;
    uint32_t most = 0;
    for (uint32_t i = 0; i < poll->count; i++) {
        const LockNames *names = &poll->search->lock_names.items[poll->places[i].locks];
        if (poll->places[i].is_unlike) return;
        for (uint32_t k = 0; k < names->count && k < MOST_NAMES; k++) {
            uint32_t votes = count_votes(poll, &names->items[k]);
            if (votes <= most) continue;
            most = votes;
            best = &names->items[k];
            example = &poll->places[i];
        }
    }
    if (!best || most == poll->count || most * 100 < poll->count * LEAST_PERCENT) return;
    LockBelief belief = {.candidate = candidate,
                         .lock = lock_of(poll, example, best),
                         .example = place_of_access(example->access),
                         .held = most,
                         .total = poll->count};
    const MemoryAccess **without = arena_new_array(arena, const MemoryAccess *, poll->count);
    for (uint32_t i = 0; i < poll->count; i++)
        if (!has_name(poll, &poll->places[i], best)) without[belief.without_count++] = poll->places[i].access;
    belief.without = without;
    if (belief.lock) array_push(&beliefs->list, arena, belief);
}

LockBeliefs races_find_beliefs(const Races *races, Arena *arena) {
    LockBeliefs beliefs = {0};
    Pointee last = {0};
    for (uint32_t i = 0; i < races->candidate_count; i++) {
        Pointee memory = races->candidates[i].object;
        if (memory.offset < 0 || (memory.site == last.site && memory.offset == last.offset)) continue;
        last = memory;
        Poll poll = {.search = races->search, .memory = memory};
        ask_all(&poll);
        if (poll.count >= LEAST_PLACES && !poll.is_full) conclude(&poll, i, &beliefs, arena);
    }
    return beliefs;
}
