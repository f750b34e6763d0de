// SPDX-License-Identifier: MIT
#include "explorer/lock_circle.h"

#include "explorer/lock.h"
#include "explorer/stuck_view.h"

// The lock that the task waits for and cannot get but from its holders; NULL none.
static const Object *wanted(const Search *search, const State *state, TaskId id) {
    const Task *task = state_task(state, id);
    bool waits = task->status == TASK_PARKED && !task->is_timed && !task->is_external_wait && task->case_count == 1;
    if (!waits || !task->cases[0].object) return NULL;
    const Frame *frame = task_frame(task);
    const Node *node = machine_node(&search->machine, frame->function, frame->node);
    const Api *api = node->kind == NODE_EVENT ? program_api(search->machine.program, node->api) : NULL;
    if (!api || api->event != EVENT_LOCK) return NULL;
    const Object *lock = state_object(state, task->cases[0].object);
    bool is_behind_writer = api->lock_mode == LOCK_SHARED && !lock->owner;
    return lock->is_external || !lock->depth || is_behind_writer ? NULL : lock;
}

// Some other task that holds the lock and waits for one itself, of those marked; 0 none.
static TaskId waiting_holder(const Object *lock, TaskId id, const bool *is_waiting) {
    if (lock->owner) return lock->owner != id && is_waiting[lock->owner] ? lock->owner : 0;
    for (uint32_t i = 0; i < lock->depth; i++)
        if (lock->readers[i] != id && is_waiting[lock->readers[i]]) return lock->readers[i];
    return 0;
}

// Leaves those marked that wait for one another, or for one who does.
static bool *find_waiting(const Search *search, const State *state, Arena *arena) {
    bool *is_waiting = arena_new_array(arena, bool, state->task_count + 1);
    for (TaskId id = 1; id < state->task_count; id++) is_waiting[id] = wanted(search, state, id) != NULL;
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (TaskId id = 1; id < state->task_count; id++) {
            if (!is_waiting[id] || waiting_holder(wanted(search, state, id), id, is_waiting)) continue;
            is_waiting[id] = false;
            is_changed = true;
        }
    }
    return is_waiting;
}

// A task of a circle, 0 when there is none.
static TaskId find_circle(const Search *search, const State *state, const bool *is_waiting) {
    TaskId at = 0;
    for (TaskId id = 1; id < state->task_count && !at; id++) at = is_waiting[id] ? id : 0;
    for (uint32_t i = 0; at && i < state->task_count; i++)
        at = waiting_holder(wanted(search, state, at), at, is_waiting);
    return at;
}

static bool has_circle(Search *search, uint32_t state) {
    const State *at = search->found.items[state].state;
    if (at->is_exited) return false;
    ArenaMark mark = arena_mark(search->arena);
    bool is_found = find_circle(search, at, find_waiting(search, at, search->arena)) != 0;
    arena_rewind(search->arena, mark);
    return is_found;
}

static void view(Search *search, uint32_t state, Exploration *exploration) {
    const State *at = search->found.items[state].state;
    StuckState *stuck = exploration->stuck = arena_new(search->arena, StuckState);
    exploration->stuck_count = 1;
    *stuck = (StuckState){.task_count = at->task_count, .state = state};
    stuck->tasks = arena_new_array(search->arena, TaskView, at->task_count);
    for (TaskId id = 1; id < at->task_count; id++) stuck_view_task(search, at, id, &stuck->tasks[id]);
    const bool *is_waiting = find_waiting(search, at, search->arena);
    TaskId first = find_circle(search, at, is_waiting), id = first;
    do {
        stuck->tasks[id].is_stuck = true;
        id = waiting_holder(wanted(search, at, id), id, is_waiting);
    } while (id != first);
    stuck_view_objects(search, at, stuck);
    stuck_view_reaches(search, at, stuck);
}

void lock_circle_search(Search *search, Exploration *exploration) {
    uint32_t looked_at = 1;
    for (uint32_t id = 1;; id++) {
        for (; looked_at < search->found.count; looked_at++) {
            if (!has_circle(search, looked_at)) continue;
            view(search, looked_at, exploration);
            return;
        }
        search->is_spent |= search_is_spent(search);
        if (id >= search->found.count || search->is_spent) return;
        search_expand(search, id);
    }
}
