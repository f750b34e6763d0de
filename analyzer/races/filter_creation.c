// SPDX-License-Identifier: MIT
// Locks that a task holds while it starts another one (Goblint's creation and descendant locksets). When it keeps the
// lock until the other is over, the other is as good as holding it against everyone but the holder. When it only keeps
// it for a while, a task that it started and that takes the lock comes after what the holder did meanwhile.
#include "link/control_flow.h"
#include "races/history.h"

enum { MOST_CREATION_LOCKS = 8, MOST_LEVELS = 6 };

// `holder` holds the lock, taken at `site`, from before the start of a task until that is over.
typedef struct CreationLock {
    Pointee lock;
    TaskClassId holder;
    const SiteChain *site;
} CreationLock;

typedef struct CreationLocks {
    CreationLock items[MOST_CREATION_LOCKS];
    uint32_t count;
} CreationLocks;

static bool is_same_pointee(Pointee a, Pointee b) {
    return a.site == b.site && a.offset == b.offset;
}

static bool is_single_lock(const RaceSearch *search, const HeldLock *held, Pointee *lock) {
    PointeeSet set = term_pointees(search->locksets->terms, held->lock);
    if (held->is_uncertain || set.count != 1 || set.has_unknown) return false;
    *lock = set.items[0];
    return points_to_is_single(search->points_to, *lock);
}

static const HeldLock *find_held(RaceSearch *search, TaskClassId task, CallSite site, Pointee wanted) {
    HeldLocks held = held_locks(search, task, site);
    Pointee lock;
    for (uint32_t i = 0; i < held.must_count; i++)
        if (is_single_lock(search, &held.must[i], &lock) && is_same_pointee(lock, wanted)) return &held.must[i];
    return NULL;
}

static TaskClassList parents_of(const RaceSearch *search, TaskClassId task) {
    FunctionId starter = task_tree_class(search->tasks, task)->spawn.function;
    return starter ? task_tree_runners(search->tasks, starter) : (TaskClassList){0};
}

// ---- held while the task lives

// Whether every way to a start of the task leads over a start by the holder with the lock held.
static bool is_started_under(RaceSearch *search, TaskClassId task, const CreationLock *lock, uint32_t depth) {
    TaskClassList parents = parents_of(search, task);
    CallSite spawn = task_tree_class(search->tasks, task)->spawn;
    for (uint32_t i = 0; i < parents.count; i++) {
        TaskClassId parent = parents.items[i];
        if (parent == lock->holder) {
            const HeldLock *held = find_held(search, parent, spawn, lock->lock);
            if (!held || held->mode != LOCK_EXCLUSIVE) return false;
        } else if (!depth || parent == task || !is_started_under(search, parent, lock, depth - 1)) {
            return false;
        }
    }
    return parents.count != 0;
}

static bool may_give_back(const RaceSearch *search, CallSite site, Pointee lock) {
    const Node *node = &program_function(search->program, site.function)->nodes[site.node];
    if (node->kind != NODE_EVENT) return false;
    EventKind event = program_api(search->program, node->api)->event;
    if (event != EVENT_UNLOCK && event != EVENT_WAIT) return false;
    OperandRole role = event == EVENT_WAIT ? OPERAND_MUTEX : OPERAND_OBJECT;
    PointeeSet given = points_to_of_operand(search->points_to, site.function, site.node, role);
    PointeeSet wanted = {.items = &lock, .count = 1};
    return given.has_unknown || pointees_meet(&given, &wanted);
}

static bool outlives(const RaceSearch *search, TaskClassId task, const CreationLock *lock) {
    for (FunctionId id = 1; id < search->program->functions.count; id++) {
        const Function *function = program_function(search->program, id);
        if (!function->is_defined || !task_tree_runs(search->tasks, lock->holder, id)) continue;
        for (NodeId node = 1; node < function->node_count; node++)
            if (may_give_back(search, (CallSite){id, node}, lock->lock) &&
                parallel_may_be_alive(search->parallel, task, (CallSite){id, node}))
                return true;
    }
    return false;
}

static void add_locks_of_start(RaceSearch *search, TaskClassId task, TaskClassId holder, CallSite spawn,
                               CreationLocks *locks) {
    HeldLocks held = held_locks(search, holder, spawn);
    for (uint32_t i = 0; i < held.must_count; i++) {
        CreationLock lock = {.holder = holder, .site = held.must[i].site};
        if (!is_single_lock(search, &held.must[i], &lock.lock) || locks->count == MOST_CREATION_LOCKS) continue;
        bool is_kept = is_started_under(search, task, &lock, MOST_LEVELS) && !outlives(search, task, &lock);
        if (is_kept) locks->items[locks->count++] = lock;
    }
}

static void find_creation_locks(RaceSearch *search, TaskClassId task, TaskClassId below, CreationLocks *locks,
                                uint32_t depth) {
    TaskClassList parents = parents_of(search, below);
    for (uint32_t i = 0; i < parents.count; i++) {
        add_locks_of_start(search, task, parents.items[i], task_tree_class(search->tasks, below)->spawn, locks);
        if (depth && parents.items[i] != below) find_creation_locks(search, task, parents.items[i], locks, depth - 1);
    }
}

static const CreationLocks *creation_locks(RaceSearch *search, TaskClassId task) {
    if (!search->creation_locks)
        search->creation_locks = arena_new_array(search->arena, CreationLocks *, task_tree_count(search->tasks) + 1);
    CreationLocks **known = &search->creation_locks[task];
    if (*known) return *known;
    *known = arena_new(search->arena, CreationLocks);
    find_creation_locks(search, task, task, *known, MOST_LEVELS);
    return *known;
}

static bool is_kept_apart(RaceSearch *search, TaskClassId left_task, TaskClassId right_task,
                          const MemoryAccess *right) {
    const CreationLocks *left = creation_locks(search, left_task), *others = creation_locks(search, right_task);
    for (uint32_t i = 0; i < left->count; i++) {
        const CreationLock *lock = &left->items[i];
        if (lock->holder != right_task && find_held(search, right_task, place_of_access(right), lock->lock))
            return true;
        for (uint32_t k = 0; k < others->count; k++)
            if (is_same_pointee(lock->lock, others->items[k].lock) && lock->holder != others->items[k].holder)
                return true;
    }
    return false;
}

// ---- held until the other task takes it

static bool reaches(const RaceSearch *search, FunctionId id, NodeId from, NodeId to) {
    const Function *function = program_function(search->program, id);
    Arena *scratch = arena_create();
    bool *is_seen = arena_new_array(scratch, bool, function->node_count + 1);
    NodeId *stack = arena_new_array(scratch, NodeId, function->node_count + 1);
    uint32_t depth = 0;
    for (NodeId at = from; !is_seen[to]; at = stack[--depth]) {
        for (uint32_t i = 0; i < control_flow_way_count(&function->nodes[at]); i++) {
            NodeId next = control_flow_way(&function->nodes[at], i);
            if (!next || is_seen[next]) continue;
            is_seen[next] = true;
            stack[depth++] = next;
        }
        if (!depth) break;
    }
    bool is_reached = is_seen[to];
    arena_destroy(scratch);
    return is_reached;
}

// The child of `holder` that is `task` or its ancestor, when there is one way only.
static TaskClassId child_above(const RaceSearch *search, TaskClassId holder, TaskClassId task) {
    for (uint32_t i = 0; i < MOST_LEVELS; i++) {
        TaskClassList parents = parents_of(search, task);
        if (parents.count != 1) return 0;
        if (parents.items[0] == holder) return task;
        task = parents.items[0];
    }
    return 0;
}

// Whether the lock taken at `site` is not given back between the start of `child` and where it is still held.
static bool is_one_section(RaceSearch *search, TaskClassId holder, TaskClassId child, Pointee lock,
                           const SiteChain *site) {
    CallSite spawn = task_tree_class(search->tasks, child)->spawn;
    const HeldLock *held = find_held(search, holder, spawn, lock);
    if (!held || held->mode != LOCK_EXCLUSIVE || !site || held->site->number != site->number) return false;
    bool is_here = site->function == spawn.function && !site->inner;
    return is_here && !reaches(search, spawn.function, spawn.node, site->node);
}

static bool comes_after_section(RaceSearch *search, TaskClassId holder, Pointee lock, const SiteChain *site,
                                TaskClassId task, CallSite place) {
    TaskClassId child = child_above(search, holder, task);
    ObjectBits bit = history_bit(search, lock);
    if (!child || !bit || task_tree_class(search->tasks, holder)->is_many) return false;
    return (history_since(search, holder, task, place) & bit) && is_one_section(search, holder, child, lock, site);
}

static bool is_in_section_before(RaceSearch *search, const MemoryAccess *left, TaskClassId left_task,
                                 const MemoryAccess *right, TaskClassId right_task) {
    HeldLocks held = held_locks(search, left_task, place_of_access(left));
    Pointee lock;
    for (uint32_t i = 0; i < held.must_count; i++)
        if (is_single_lock(search, &held.must[i], &lock) &&
            comes_after_section(search, left_task, lock, held.must[i].site, right_task, place_of_access(right)))
            return true;
    const CreationLocks *locks = creation_locks(search, left_task);
    for (uint32_t i = 0; i < locks->count; i++)
        if (comes_after_section(search, locks->items[i].holder, locks->items[i].lock, locks->items[i].site, right_task,
                                place_of_access(right)))
            return true;
    return false;
}

bool creation_orders(RaceSearch *search, const MemoryAccess *left, TaskClassId left_task, const MemoryAccess *right,
                     TaskClassId right_task) {
    return is_kept_apart(search, left_task, right_task, right) || is_kept_apart(search, right_task, left_task, left) ||
           is_in_section_before(search, left, left_task, right, right_task) ||
           is_in_section_before(search, right, right_task, left, left_task);
}
