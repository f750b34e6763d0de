// SPDX-License-Identifier: MIT
// Who is stuck: the tasks that are parked in every state of a final component.
#include "explorer/components.h"
#include "explorer/stuck_view.h"

enum { MOST_STUCK_STATES = 96, STATES_OF_A_KIND = 3 };

static bool waits_inside(const State *state, const Task *task) {
    if (task->status != TASK_PARKED || task->is_timed || task->is_external_wait) return false;
    for (uint32_t i = 0; i < task->case_count; i++)
        if (task->cases[i].object && state_object(state, task->cases[i].object)->is_external) return false;
    return true;
}

static uint32_t live_index(const State *state, TaskId id) {
    uint32_t index = 0;
    for (TaskId other = 1; other < id; other++) index += state_task(state, other)->status != TASK_ENDED;
    return index;
}

static TaskId task_at(const State *state, uint32_t index) {
    for (TaskId id = 1; id < state->task_count; id++)
        if (state_task(state, id)->status != TASK_ENDED && index-- == 0) return id;
    return 0;
}

// The same task in another state of the component: tasks keep their order while they live.
static bool stands_there_too(const State *state, const State *other, TaskId id) {
    const Task *task = state_task(state, id);
    TaskId twin = task_at(other, live_index(state, id));
    if (!twin) return false;
    const Task *same = state_task(other, twin);
    if (same->entry != task->entry || !waits_inside(other, same) || same->frame_count != task->frame_count)
        return false;
    const Frame *a = task_frame(task), *b = task_frame(same);
    return a->function == b->function && a->node == b->node;
}

static bool is_stuck(const Search *search, const Components *components, uint32_t state, TaskId id) {
    const State *at = search->found.items[state].state;
    if (!waits_inside(at, state_task(at, id))) return false;
    for (uint32_t other = 1; other < search->found.count; other++)
        if (components->component[other] == components->component[state] &&
            !stands_there_too(at, search->found.items[other].state, id))
            return false;
    return true;
}

static bool view_state(const Search *search, const Components *components, uint32_t state, StuckState *stuck) {
    const State *at = search->found.items[state].state;
    *stuck = (StuckState){.task_count = at->task_count, .state = state};
    stuck->tasks = arena_new_array(search->arena, TaskView, at->task_count);
    bool found = false;
    for (TaskId id = 1; id < at->task_count; id++) {
        stuck_view_task(search, at, id, &stuck->tasks[id]);
        if (!is_stuck(search, components, state, id)) continue;
        stuck->tasks[id].is_stuck = true;
        found |= !stuck->tasks[id].runs_scheduler;
        stuck->tasks[id].is_idle = stuck_is_idle(search, at, id);
    }
    if (found) stuck_view_objects(search, at, stuck);
    return found;
}

// Which operations are blocked, whatever the order of the tasks.
static Hash signature(const StuckState *stuck) {
    Hash sum = {0};
    for (TaskId id = 1; id < stuck->task_count; id++) {
        const TaskView *view = &stuck->tasks[id];
        if (!view->is_stuck) continue;
        uint32_t words[] = {view->entry, view->stack[view->depth - 1].function, view->stack[view->depth - 1].node};
        Hash one = hash_bytes((Hash){0}, words, sizeof words);
        sum.low += one.low;
        sum.high += one.high;
    }
    return sum;
}

// A task may also go round for ever: it alone is left, and only its own timeouts move it on.
static bool polls(const Search *search, const State *state, TaskId id) {
    const Task *task = state_task(state, id);
    if (task->status != TASK_PARKED || !task->is_timed || !task->case_count) return false;
    for (uint32_t i = 0; i < task->case_count; i++)
        if (!task->cases[i].object || state_object(state, task->cases[i].object)->is_external) return false;
    const Frame *top = task_frame(task);
    const uint8_t *completed = search->machine.completed[top->function];
    return completed && (completed[top->node] & ENDED_BY_CLOSE) != 0; // elsewhere a close ended the same loop
}

static TaskId only_poller(const Search *search, const Components *components, uint32_t state) {
    const State *at = search->found.items[state].state;
    TaskId poller = 0;
    for (TaskId id = 1; id < at->task_count; id++) {
        if (state_task(at, id)->status == TASK_ENDED || is_stuck(search, components, state, id)) continue;
        if (poller || !polls(search, at, id)) return 0;
        poller = id;
    }
    return poller;
}

// The state of a final component in which its only living task polls, or 0.
static uint32_t polling_state(const Search *search, const Components *components, uint32_t component) {
    for (uint32_t state = 1; state < search->found.count; state++)
        if (components->component[state] == component && only_poller(search, components, state)) return state;
    return 0;
}

static bool view_poller(const Search *search, const Components *components, uint32_t component, StuckState *stuck) {
    uint32_t state = polling_state(search, components, component);
    if (!state) return false;
    view_state(search, components, state, stuck);
    TaskView *poller = &stuck->tasks[only_poller(search, components, state)];
    poller->is_stuck = poller->polls_for_ever = true;
    stuck_view_objects(search, search->found.items[state].state, stuck);
    return true;
}

typedef ARRAY(uint32_t) FinalStates;

static bool stands_at(const State *state, CallSite site) {
    for (TaskId id = 1; id < state->task_count; id++) {
        const Task *task = state_task(state, id);
        if (task->status == TASK_ENDED || !(task->status == TASK_PARKED || task->is_at_stop)) continue;
        const Frame *top = task_frame(task);
        if (top->function == site.function && top->node == site.node) return true;
    }
    return false;
}

// Marks what lies ahead of the states in which somebody stands at the operation.
static bool *ahead_of(const Search *search, CallSite site) {
    bool *is_ahead = arena_new_array(search->arena, bool, search->found.count);
    uint32_t *stack = arena_new_array(search->arena, uint32_t, search->found.count);
    uint32_t depth = 0;
    for (uint32_t state = 1; state < search->found.count; state++)
        if (stands_at(search->found.items[state].state, site)) is_ahead[stack[depth++] = state] = true;
    while (depth) {
        const Found *found = &search->found.items[stack[--depth]];
        for (uint32_t edge = 0; edge < found->edge_count; edge++) {
            uint32_t target = search->targets.items[found->first_edge + edge];
            if (is_ahead[target]) continue;
            is_ahead[stack[depth++] = target] = true;
        }
    }
    return is_ahead;
}

static bool some_execution_leaves(const Search *search, const FinalStates *finals, CallSite site) {
    bool *is_ahead = ahead_of(search, site);
    for (uint32_t i = 0; i < finals->count; i++)
        if (is_ahead[finals->items[i]] && !stands_at(search->found.items[finals->items[i]].state, site)) return true;
    return false;
}

static void find_left(Search *search, Exploration *exploration, const FinalStates *finals) {
    for (uint32_t i = 0; i < exploration->stuck_count; i++) {
        StuckState *stuck = &exploration->stuck[i];
        for (TaskId id = 1; id < stuck->task_count; id++) {
            TaskView *view = &stuck->tasks[id];
            if (view->is_stuck)
                view->others_go_on = some_execution_leaves(search, finals, view->stack[view->depth - 1]);
        }
    }
}

// A few of each kind are kept: what one way of getting there leaves open, another may decide.
static bool is_wanted_kind(const Exploration *exploration, Hash kind) {
    uint32_t known = 0;
    for (uint32_t i = 0; i < exploration->stuck_count; i++)
        known += exploration->stuck[i].kind.low == kind.low && exploration->stuck[i].kind.high == kind.high;
    return known < STATES_OF_A_KIND;
}

void search_find_stuck(Search *search, Exploration *exploration) {
    Components *components = components_find(search);
    bool *is_final = components_find_final(search, components);
    bool *is_done = arena_new_array(search->arena, bool, components->count + 1);
    FinalStates finals = {0};
    exploration->stuck = arena_new_array(search->arena, StuckState, MOST_STUCK_STATES);
    for (uint32_t state = 1; state < search->found.count; state++) {
        uint32_t component = components->component[state];
        if (search->found.items[state].is_exited) array_push(&finals, search->arena, state);
        if (!is_final[component] || is_done[component]) continue;
        is_done[component] = true; // states are numbered breadth first: this one is the nearest of its component
        array_push(&finals, search->arena, state);
        if (exploration->stuck_count == MOST_STUCK_STATES) continue;
        StuckState *stuck = &exploration->stuck[exploration->stuck_count];
        bool has_stuck = view_state(search, components, state, stuck);
        if (!has_stuck && search->found.items[state].edge_count)
            has_stuck = view_poller(search, components, component, stuck);
        if (!has_stuck) continue;
        stuck->kind = signature(stuck);
        if (!is_wanted_kind(exploration, stuck->kind)) continue;
        stuck_view_reaches(search, search->found.items[stuck->state].state, stuck);
        exploration->stuck_count++;
    }
    find_left(search, exploration, &finals);
}
