// SPDX-License-Identifier: MIT
// Whether waits may put the one access before the other one in every execution. May-happen-in-parallel analyses remove
// pairs that are ordered (Naumovich, Avrunin, Clarke 1999); here the question is turned round, as a pair is told only
// when waits surely leave it open.
//
// "First before then" needs a wait that the task of `then` may have passed before. It orders the two when what ends it
// comes after `first`, and in every execution only if
//   - `first` does not come again behind that end of the wait: a task that goes round, and does not wait for the other
//     one meanwhile, is at `first` again while the other one is at `then`. This is the producer that never waits for
//     its consumer; a handshake waits both ways;
//   - nothing else ends it for certain that can happen without `first`, unless the wait gathers the ends of several.
// What ends a wait in a third task comes after `first` when that task has passed such a wait, or was started after it.
#include "races/waits.h"

enum { MOST_STARTERS = 4 };

typedef struct Order {
    Waiting *waiting;
    const RaceSide *first, *then;
    bool *has_behind,
        *has_open; // per wait site: something that ends it comes after `first`; surely may come without it
} Order;

// Behind `first` in its own task, and not before it once more.
static bool is_own_place_behind(const Order *order, CallSite place) {
    CallSite access = place_of_access(order->first->access);
    TaskClassId task = order->first->task;
    if (!waiting_may_follow(order->waiting, task, access, place)) return false;
    return !waiting_comes_again(order->waiting, task, place, access, order->then->task);
}

// ---- in other tasks

static bool gathers(const Order *order, const WaitSite *wait, TaskClassId task, CallSite place) {
    if (wait->event == EVENT_WAIT_GROUP || wait->event == EVENT_JOIN || wait->event == EVENT_BARRIER) return true;
    if (wait->event == EVENT_SELECT) return true;
    return waiting_is_loop_before(order->waiting, task, wait->at, place, wait->event != EVENT_WAIT);
}

static bool is_passed_behind(const Order *order, TaskClassId task, CallSite place) {
    Waiting *waiting = order->waiting;
    for (uint32_t i = 0; i < waiting->sites.list.count; i++) {
        const WaitSite *wait = &waiting->sites.list.items[i];
        if (!order->has_behind[i] || !waiting_runs(waiting->search, task, wait->at.function)) continue;
        if (!waiting_may_follow(waiting, task, wait->at, place)) continue;
        if (!order->has_open[i] || gathers(order, wait, task, place)) return true;
    }
    return false;
}

// Started after `first`, and over whenever this comes again.
static bool is_started_by_first(const Order *order, TaskClassId task) {
    const RaceSearch *search = order->waiting->search;
    const TaskClass *class = task_tree_class(search->tasks, task);
    CallSite access = place_of_access(order->first->access);
    if (!class->entry || !waiting_may_follow(order->waiting, order->first->task, access, class->spawn)) return false;
    CallSite start = {class->entry, program_function(search->program, class->entry)->entry};
    return !tasks_may_meet(search, order->first->task, access, task, start);
}

static bool is_start_behind(const Order *order, TaskClassId task, uint32_t levels) {
    const RaceSearch *search = order->waiting->search;
    CallSite spawn = task_tree_class(search->tasks, task)->spawn;
    if (!spawn.function || !levels) return false;
    TaskClassList parents = task_tree_runners(search->tasks, spawn.function);
    for (uint32_t i = 0; i < parents.count; i++) {
        TaskClassId parent = parents.items[i];
        if (parent == task) continue;
        bool is_first = parent == order->first->task;
        if (is_first && is_started_by_first(order, task)) return true;
        if (!is_first && (is_passed_behind(order, parent, spawn) || is_start_behind(order, parent, levels - 1)))
            return true;
    }
    return false;
}

static bool is_place_behind(const Order *order, TaskClassId task, CallSite place) {
    return is_passed_behind(order, task, place) || is_start_behind(order, task, MOST_STARTERS);
}

// ---- what ends waits

static bool ends_behind(const Order *order, const WaitSite *wait) {
    const RaceSearch *search = order->waiting->search;
    for (TaskClassId task = 1; task < task_tree_count(search->tasks); task++) {
        if (!waiting_names_end(order->waiting, wait, task)) continue;
        if (task == order->first->task || is_start_behind(order, task, MOST_STARTERS)) return true;
        for (uint32_t i = 0; i < order->waiting->sites.list.count; i++)
            if (order->has_behind[i] && !order->has_open[i] &&
                waiting_runs(search, task, order->waiting->sites.list.items[i].at.function))
                return true;
    }
    return false;
}

static bool is_run_by_one(const RaceSearch *search, FunctionId function, TaskClassId task) {
    const TaskList *runners = &search->runners[function];
    return runners->list.count == 1 && runners->list.items[0] == task && !task_tree_class(search->tasks, task)->is_many;
}

static void look_at_wake(const Order *order, const WaitSite *wait, const WaitSite *wake, bool *has_behind,
                         bool *has_open) {
    const RaceSearch *search = order->waiting->search;
    const TaskList *runners = &search->runners[wake->at.function];
    for (uint32_t k = 0; k < runners->list.count; k++) {
        TaskClassId task = runners->list.items[k];
        if (is_run_by_one(search, wait->at.function, task)) continue; // nobody wakes himself
        bool is_behind =
            task == order->first->task ? is_own_place_behind(order, wake->at) : is_place_behind(order, task, wake->at);
        *has_behind |= is_behind;
        *has_open |= !is_behind && waiting_surely_meet(wait, wake);
    }
}

// The least fixed point: nothing is behind `first` but for a reason.
static void find_behind(Order *order) {
    const WaitSites *sites = &order->waiting->sites;
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (uint32_t i = 0; i < sites->list.count; i++) {
            const WaitSite *wait = &sites->list.items[i];
            if (!wait->waits) continue;
            bool has_behind = ends_behind(order, wait), has_open = wait->is_timed;
            for (uint32_t k = 0; k < sites->list.count; k++)
                if (waiting_meet(wait, &sites->list.items[k]))
                    look_at_wake(order, wait, &sites->list.items[k], &has_behind, &has_open);
            is_changed |= has_behind != order->has_behind[i] || has_open != order->has_open[i];
            order->has_behind[i] = has_behind;
            order->has_open[i] = has_open;
        }
    }
}

// What is known of one access and one other task is kept; beyond some of these everything counts as ordered.
static bool order_start(Order *order, Waiting *waiting, const RaceSide *first, const RaceSide *then) {
    enum { MOST_ORDERS = 400 };
    Arena *arena = waiting->search->arena;
    uint32_t count = waiting->sites.list.count;
    const MemoryAccess *access = first->access;
    bool is_new;
    uint32_t *known = pair_map_slot(&waiting->behind_numbers, arena, (uint64_t)access->function << 32 | access->node,
                                    (uint64_t)first->task << 32 | then->task, &is_new);
    if (is_new) *known = waiting->behind.count;
    if (*known >= MOST_ORDERS) return false;
    if (is_new) array_push(&waiting->behind, arena, arena_new_array(arena, bool, 2 * count + 1));
    *order = (Order){.waiting = waiting, .first = first, .then = then};
    order->has_behind = waiting->behind.items[*known];
    order->has_open = order->has_behind + count;
    if (is_new) find_behind(order);
    return true;
}

static bool may_always_come_first(Waiting *waiting, const RaceSide *first, const RaceSide *then) {
    Order order;
    if (!order_start(&order, waiting, first, then)) return true;
    return is_place_behind(&order, then->task, place_of_access(then->access));
}

// Whether the one may have waited on a condition before its access that the other one's task signals.
static bool may_be_let_in(Waiting *waiting, const RaceSide *one, const RaceSide *other) {
    CallSite access = place_of_access(one->access);
    for (uint32_t i = 0; i < waiting->sites.list.count; i++) {
        const WaitSite *wait = &waiting->sites.list.items[i];
        if (wait->event != EVENT_WAIT || !waiting_runs(waiting->search, one->task, wait->at.function)) continue;
        if (!waiting_may_follow(waiting, one->task, wait->at, access)) continue;
        for (uint32_t k = 0; k < waiting->sites.list.count; k++) {
            const WaitSite *wake = &waiting->sites.list.items[k];
            if (waiting_meet(wait, wake) && waiting_runs(waiting->search, other->task, wake->at.function)) return true;
        }
    }
    return false;
}

// A wait on a condition asks first whether there is anything to wait for, and mostly there is not: what keeps two tasks
// apart that let each other in is the state that they test, and no order of waits (Hoare, Monitors, 1974).
static bool may_let_each_other_in(Waiting *waiting, const RaceSide *left, const RaceSide *right) {
    return may_be_let_in(waiting, left, right) && may_be_let_in(waiting, right, left);
}

bool order_may_matter(RaceSearch *search, const RaceSide *left, const RaceSide *right) {
    Waiting *waiting = waiting_of(search);
    return may_let_each_other_in(waiting, left, right) || may_always_come_first(waiting, left, right) ||
           may_always_come_first(waiting, right, left);
}

bool order_tells(RaceSearch *search, const RaceSide *first, const RaceSide *then, TaskClassId task, CallSite place,
                 bool is_now_and_then) {
    Waiting *waiting = waiting_of(search);
    if (task == first->task) {
        Order own = {.waiting = waiting, .first = first, .then = then};
        return is_now_and_then ? waiting_may_follow(waiting, task, place_of_access(first->access), place)
                               : is_own_place_behind(&own, place);
    }
    Order order;
    if (!order_start(&order, waiting, first, then)) return true;
    return is_place_behind(&order, task, place);
}
