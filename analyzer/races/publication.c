// SPDX-License-Identifier: MIT
#include "races/publication.h"

#include "races/seen_value.h"
#include "races/ways.h"

enum { MOST_COMPARISONS = 200000 };

// An atomic operation on one piece of shared memory.
typedef struct Operation {
    const MemoryAccess *access;
    Pointee at;
} Operation;

typedef struct Finder {
    RaceSearch *search;
    const Races *races;
    Ways *ways;
    Arena *arena, *scratch;
    ARRAY(Operation) operations;
    Publications found;
    uint32_t work;
} Finder;

static bool is_release(const MemoryAccess *access) {
    return access->order >= ORDER_RELEASE;
}

static bool is_acquire(const MemoryAccess *access) {
    return access->order == ORDER_CONSUME || access->order == ORDER_ACQUIRE || access->order >= ORDER_ACQUIRE_RELEASE;
}

static bool stores(const MemoryAccess *access) {
    return access->kind == MEMORY_WRITE;
}

static bool loads(const MemoryAccess *access) {
    return access->kind == MEMORY_READ || access->is_update;
}

// Whether some operation is too weak at all: most programs have none.
static bool collect_operations(Finder *finder) {
    RaceSearch *search = finder->search;
    bool has_weak = false;
    for (uint32_t i = 0; i < search->touches.count; i++) {
        const Touch *touch = &search->touches.items[i];
        const MemoryAccess *access = access_of(search, touch);
        if (!access->is_atomic) continue;
        array_push(&finder->operations, finder->scratch, (Operation){access, touch->at});
        has_weak |= (stores(access) && !is_release(access)) || (loads(access) && !is_acquire(access));
    }
    return has_weak;
}

static bool is_one_place(Pointee left, Pointee right) {
    return left.site == right.site && left.offset == right.offset;
}

// ---- pairs

static bool may_race(Finder *finder, const RaceSide *write, const RaceSide *read) {
    RaceSearch *search = finder->search;
    if (tasks_share_scheduler(search, write->task, read->task)) return false;
    if (!tasks_may_meet(search, write->task, place_of_access(write->access), read->task, place_of_access(read->access)))
        return false;
    if (lock_names_exclude(search, lock_names_of(search, write->access, write->task),
                           lock_names_of(search, read->access, read->task)))
        return false;
    return !once_orders(search, write->access, write->task, read->access, read->task) &&
           !creation_orders(search, write->access, write->task, read->access, read->task) &&
           !order_may_matter(search, write, read);
}

// A store or load in the chains of the task that performs it, beside the chains of what it publishes.
typedef struct Part {
    const Operation *operation;
    CallChain access, at;
} Part;

typedef struct Parts {
    ARRAY(Part) list;
} Parts;

static void add_parts(Finder *finder, const RaceSide *side, bool is_store, Parts *parts) {
    CallChains of_access, of_operation;
    chains_of(finder->ways, side->task, place_of_access(side->access), &of_access);
    for (uint32_t i = 0; i < finder->operations.count; i++) {
        const Operation *operation = &finder->operations.items[i];
        if (!(is_store ? stores : loads)(operation->access)) continue;
        if (!task_tree_runs(finder->search->tasks, side->task, operation->access->function)) continue;
        chains_of(finder->ways, side->task, place_of_access(operation->access), &of_operation);
        for (uint32_t k = 0; k < of_access.count * of_operation.count; k++) {
            const CallChain *access = &of_access.items[k / of_operation.count];
            const CallChain *at = &of_operation.items[k % of_operation.count];
            if (chain_top(access).function != chain_top(at).function) continue;
            array_push(&parts->list, finder->scratch, (Part){operation, *access, *at});
        }
    }
}

static bool has_release(Finder *finder, const Part *store) {
    return is_release(store->operation->access) ||
           !ways_are_free(finder->ways, &store->access, &store->at, BARRIER_RELEASE_FENCE);
}

static bool has_acquire(Finder *finder, const Part *load) {
    return is_acquire(load->operation->access) ||
           !ways_are_free(finder->ways, &load->at, &load->access, BARRIER_ACQUIRE_FENCE);
}

// Something else than atomics that the writer does on all ways before the store, and the reader on all behind the load.
static bool is_ordered_between(Finder *finder, const Part *store, const Part *load) {
    return !ways_are_free(finder->ways, &store->access, &store->at, BARRIER_GIVES) &&
           !ways_are_free(finder->ways, &load->at, &load->access, BARRIER_TAKES);
}

// Whether some atomic of the two tasks may order the write before the read.
static bool is_synchronised(Finder *finder, const Parts *out, const Parts *in) {
    for (uint32_t i = 0; i < out->list.count; i++) {
        const Part *store = &out->list.items[i];
        if (!ways_are_free(finder->ways, &store->access, &store->at, BARRIER_NONE)) continue;
        for (uint32_t k = 0; k < in->list.count; k++) {
            const Part *load = &in->list.items[k];
            finder->work++;
            if (!is_one_place(store->operation->at, load->operation->at)) continue;
            if (!ways_are_free(finder->ways, &load->at, &load->access, BARRIER_NONE)) continue;
            if (has_release(finder, store) && has_acquire(finder, load)) return true;
        }
    }
    return false;
}

// ---- one object for certain

static bool others_are_alive(const Finder *finder, TaskClassId task, const Site *site) {
    if (!site->function) return false;
    return parallel_may_be_alive(finder->search->parallel, task, (CallSite){site->function, site->node});
}

// Memory that is there before the second of the two tasks: no task hands it over to the other one while both run.
static bool is_old(const Finder *finder, SiteId id, const RaceSide *write, const RaceSide *read) {
    const Site *site = points_to_site(finder->search->points_to, id);
    if (site->kind == SITE_VARIABLE) return true;
    return site->is_single &&
           (!others_are_alive(finder, write->task, site) || !others_are_alive(finder, read->task, site));
}

static ExprId stored_value(const Program *program, const MemoryAccess *store) {
    const Node *node = &program_function(program, store->function)->nodes[store->node];
    return node->kind == NODE_ASSIGN ? node->value : event_operand(program, node, OPERAND_DELTA);
}

static bool publishes_memory(const Finder *finder, const MemoryAccess *store, SiteId memory) {
    ExprId value = stored_value(finder->search->program, store);
    PointeeSet set = value ? points_to_of_expr(finder->search->points_to, store->function, value) : (PointeeSet){0};
    for (uint32_t i = 0; i < set.count; i++)
        if (set.items[i].site == memory) return true;
    return false;
}

static bool is_sure(const Finder *finder, const RaceSide *side) {
    RaceSearch *search = finder->search;
    return task_tree_class(search->tasks, side->task)->entry &&
           !runner_is_callback(search, side->task, side->access->function) &&
           runner_is_sure(search, side->task, side->access->function);
}

// ---- a publication

typedef struct Pair {
    Pointee memory;
    RaceSide write, read;
} Pair;

static bool is_known(const Finder *finder, CallSite store, CallSite load) {
    for (uint32_t i = 0; i < finder->found.list.count; i++) {
        const Publication *known = &finder->found.list.items[i];
        if (known->store.function == store.function && known->store.node == store.node &&
            known->load.function == load.function && known->load.node == load.node)
            return true;
    }
    return false;
}

static bool is_seen(Finder *finder, const Pair *pair, const Part *store, const Part *load, bool *is_pointer) {
    SeenValue seen = {.search = finder->search,
                      .ways = finder->ways,
                      .load = &load->at,
                      .read = &load->access,
                      .address = pair->read.access->address};
    Seen how = seen_value_decides(&seen, stored_value(finder->search->program, store->operation->access));
    *is_pointer = how == SEEN_LEADS_THERE && publishes_memory(finder, store->operation->access, pair->memory.site);
    return *is_pointer || (how != SEEN_NOT && is_old(finder, pair->memory.site, &pair->write, &pair->read) &&
                           is_old(finder, store->operation->at.site, &pair->write, &pair->read));
}

static bool look_at_parts(Finder *finder, const Pair *pair, const Part *store, const Part *load, Publication *found) {
    finder->work++;
    if (!is_one_place(store->operation->at, load->operation->at)) return false;
    const MemoryAccess *out = store->operation->access, *in = load->operation->access;
    if (is_release(out) && is_acquire(in)) return false;
    CallSite written = chain_top(&store->access), read = chain_top(&load->access);
    if (!ways_dominate(finder->ways, written.function, written.node, chain_top(&store->at).node)) return false;
    bool is_same_node = load->at.count == 1 && load->access.count == 1 && chain_top(&load->at).node == read.node;
    if (!is_same_node && !ways_dominate(finder->ways, read.function, chain_top(&load->at).node, read.node))
        return false;
    CallSite store_site = place_of_access(out), load_site = place_of_access(in);
    if (!tasks_may_meet(finder->search, pair->write.task, store_site, pair->read.task, load_site)) return false;
    bool has_out = has_release(finder, store), has_in = !is_same_node && has_acquire(finder, load);
    if (is_same_node) has_in = is_acquire(in);
    if ((has_out && has_in) || is_ordered_between(finder, store, load)) return false;
    bool is_pointer;
    if (!is_seen(finder, pair, store, load, &is_pointer)) return false;
    *found = (Publication){.write = pair->write,
                           .read = pair->read,
                           .store = store_site,
                           .load = load_site,
                           .shared = out->address,
                           .is_store_weak = !has_out,
                           .is_load_weak = !has_in,
                           .is_pointer = is_pointer,
                           .is_certain = is_sure(finder, &pair->write) && is_sure(finder, &pair->read)};
    return true;
}

static void look_at_pair(Finder *finder, const Pair *pair, const Parts *out, const Parts *in) {
    for (uint32_t i = 0; i < out->list.count; i++) {
        for (uint32_t k = 0; k < in->list.count && finder->work < MOST_COMPARISONS; k++) {
            Publication found;
            if (!look_at_parts(finder, pair, &out->list.items[i], &in->list.items[k], &found)) continue;
            if (is_known(finder, found.store, found.load) || is_synchronised(finder, out, in)) return;
            array_push(&finder->found.list, finder->arena, found);
            return;
        }
    }
}

static void look_at_candidate(Finder *finder, const RaceCandidate *candidate) {
    for (uint32_t i = 0; i < candidate->member_count; i++) {
        const RaceSide *write = &candidate->members[i];
        if (write->access->kind != MEMORY_WRITE || write->access->is_atomic) continue;
        Parts out = {0};
        add_parts(finder, write, true, &out);
        for (uint32_t k = 0; out.list.count && k < candidate->member_count; k++) {
            const RaceSide *read = &candidate->members[k];
            if (read->access->kind != MEMORY_READ || read->access->is_atomic) continue;
            if (finder->work >= MOST_COMPARISONS || !may_race(finder, write, read)) continue;
            Parts in = {0};
            add_parts(finder, read, false, &in);
            Pair pair = {candidate->object, *write, *read};
            look_at_pair(finder, &pair, &out, &in);
        }
    }
}

Publications races_find_publications(const Races *races, Arena *arena) {
    Finder finder = {.search = races->search, .races = races, .arena = arena, .scratch = arena_create()};
    if (races->candidate_count && collect_operations(&finder)) {
        finder.ways = ways_create(finder.search, finder.scratch);
        for (uint32_t i = 0; i < races->candidate_count; i++) look_at_candidate(&finder, &races->candidates[i]);
    }
    arena_destroy(finder.scratch);
    return finder.found;
}
