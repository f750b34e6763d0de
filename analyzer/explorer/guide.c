// SPDX-License-Identifier: MIT
#include "explorer/guide.h"

#include <string.h>

enum { EXCESS_COST = 2, MOST_KINDS = 512, LOOK_AHEAD = 6, STATES_OF_A_STEP = 100000 };

// An operation of the guide and how often it is done.
typedef struct Kind {
    GuideStep step;
    uint16_t wanted;
} Kind;

// How far a state has come: what it did of each kind, and up to where in order.
typedef struct Progress {
    uint16_t *done; // by kind
    uint32_t in_order;
    int32_t score;
} Progress;

typedef struct Run {
    Search *search;
    const Guide *guide;
    Kind *kinds;
    uint32_t kind_count;
    uint32_t *kind_of;        // by step of the guide
    ARRAY(Progress) progress; // by state
    ARRAY(uint32_t) heap;     // states to be expanded, best first
    bool *is_expanded;        // by state
} Run;

static uint32_t find_kind(const Run *run, GuideStep step) {
    for (uint32_t i = 0; i < run->kind_count; i++)
        if (run->kinds[i].step.function == step.function && run->kinds[i].step.node == step.node) return i;
    return UINT32_MAX;
}

// Only these are seen to complete; a spawn is part of the step before it.
static bool is_stop(const Run *run, GuideStep step) {
    const Machine *machine = &run->search->machine;
    const Node *node = machine_node(machine, step.function, step.node);
    return node->kind == NODE_EVENT && event_is_stop(machine, node, program_api(machine->program, node->api));
}

static void gather_kinds(Run *run) {
    run->kinds = arena_new_array(run->search->arena, Kind, MOST_KINDS);
    run->kind_of = arena_new_array(run->search->arena, uint32_t, run->guide->count);
    for (uint32_t i = 0; i < run->guide->count; i++) {
        uint32_t kind = find_kind(run, run->guide->steps[i]);
        if (kind == UINT32_MAX && run->kind_count < MOST_KINDS && is_stop(run, run->guide->steps[i])) {
            kind = run->kind_count++;
            run->kinds[kind].step = run->guide->steps[i];
        }
        run->kind_of[i] = kind;
        if (kind != UINT32_MAX && run->kinds[kind].wanted < UINT16_MAX) run->kinds[kind].wanted++;
    }
}

// Waiters for these try again when they are woken; others have been served.
static bool tries_again(EventKind event) {
    switch (event) {
    case EVENT_LOCK:
    case EVENT_ACQUIRE:
    case EVENT_JOIN:
    case EVENT_CLOSE:
    case EVENT_CANCEL:
    case EVENT_WAIT: return true;
    default: return false;
    }
}

// Whether the task has completed the operation that it stood at.
static bool has_completed(const Run *run, const Task *before, const Task *after, bool is_mover) {
    if (before == after || before->status == TASK_ENDED || !before->frame_count) return false;
    const Frame *was = task_frame(before);
    if (after->status == TASK_ENDED || !after->frame_count || after->frame_count != before->frame_count) return true;
    const Frame *is = task_frame(after);
    if (is->function != was->function || is->node != was->node) return true;
    if (after->status == TASK_PARKED) return false;
    if (is_mover) return true;
    if (before->status != TASK_PARKED) return false;
    const Node *node = machine_node(&run->search->machine, was->function, was->node);
    return node->kind == NODE_EVENT && !tries_again(program_api(run->search->machine.program, node->api)->event);
}

// Takes the operation into account: wanted and not yet done often enough, or one too many.
static void count_step(const Run *run, Progress *progress, GuideStep step) {
    uint32_t kind = find_kind(run, step);
    if (kind == UINT32_MAX) {
        progress->score -= EXCESS_COST;
        return;
    }
    bool is_wanted = progress->done[kind]++ < run->kinds[kind].wanted;
    progress->score += is_wanted ? 1 : -EXCESS_COST;
    for (uint32_t i = progress->in_order; i < run->guide->count && i < progress->in_order + LOOK_AHEAD; i++) {
        if (!run->guide->is_ordered || run->kind_of[i] != kind) continue;
        progress->in_order = i + 1;
        progress->score++;
        return;
    }
}

static void follow(Run *run, uint32_t state) {
    const Found *found = &run->search->found.items[state];
    Progress *progress = &run->progress.items[state];
    *progress = (Progress){.done = arena_new_array(run->search->arena, uint16_t, run->kind_count + 1)};
    if (!found->parent) return;
    const Progress *before = &run->progress.items[found->parent];
    progress->in_order = before->in_order;
    progress->score = before->score;
    memcpy(progress->done, before->done, run->kind_count * sizeof *before->done);
    const State *was = run->search->found.items[found->parent].state, *is = found->state;
    TaskId mover = found->transition.task;
    for (uint32_t i = 0; i < was->task_count; i++) { // the mover first: others go on through it
        TaskId id = i == 0 ? mover : i;
        if ((i && id == mover) || !has_completed(run, state_task(was, id), state_task(is, id), id == mover)) continue;
        const Frame *at = task_frame(state_task(was, id));
        count_step(run, progress, (GuideStep){at->function, at->node});
    }
}

// The better score; among equals the one found last, so that the search goes deep.
static bool is_better(const Run *run, uint32_t left, uint32_t right) {
    int32_t a = run->progress.items[left].score, b = run->progress.items[right].score;
    return a != b ? a > b : left > right;
}

static void swap(uint32_t *items, uint32_t a, uint32_t b) {
    uint32_t swapped = items[a];
    items[a] = items[b];
    items[b] = swapped;
}

static void push(Run *run, uint32_t state) {
    array_push(&run->heap, run->search->arena, state);
    uint32_t *items = run->heap.items;
    for (uint32_t at = run->heap.count - 1; at && is_better(run, items[at], items[(at - 1) / 2]); at = (at - 1) / 2)
        swap(items, at, (at - 1) / 2);
}

static uint32_t pop(Run *run) {
    uint32_t *items = run->heap.items, best = items[0], count = --run->heap.count;
    items[0] = items[count];
    for (uint32_t at = 0;;) {
        uint32_t left = 2 * at + 1, right = left + 1, top = at;
        if (left < count && is_better(run, items[left], items[top])) top = left;
        if (right < count && is_better(run, items[right], items[top])) top = right;
        if (top == at) return best;
        swap(items, at, top);
        at = top;
    }
}

static void take_new(Run *run, uint32_t first) {
    Search *search = run->search;
    for (uint32_t state = first; state < search->found.count; state++) {
        array_push(&run->progress, search->arena, (Progress){0});
        follow(run, state);
        search->found.items[state].is_open = true; // until it is expanded
        push(run, state);
    }
}

// Nothing leaves the state, and somebody waits in it for another task.
static bool is_dead(const Search *search, uint32_t id) {
    const Found *found = &search->found.items[id];
    if (found->edge_count || found->is_open || found->is_exited) return false;
    for (TaskId task = 1; task < found->state->task_count; task++)
        if (state_task(found->state, task)->status == TASK_PARKED) return true;
    return false;
}

static void open_state(Run *run, uint32_t state) {
    uint32_t known = run->search->found.count;
    run->search->found.items[state].is_open = false;
    search_expand(run->search, state);
    run->is_expanded[state] = true;
    take_new(run, known);
}

static uint32_t best_of_new(const Run *run, uint32_t first) {
    uint32_t best = 0;
    for (uint32_t state = first; state < run->search->found.count; state++)
        if (!best || is_better(run, state, best)) best = state;
    return best;
}

// Down from a state, each time to the best of what is new, until nothing is. Whether a dead end was found.
static bool descend(Run *run, uint32_t state) {
    while (state && !search_is_spent(run->search)) {
        uint32_t known = run->search->found.count;
        open_state(run, state);
        if (is_dead(run->search, state)) return true;
        state = best_of_new(run, known);
    }
    return false;
}

void guide_run(Search *search, const Guide *guide) {
    Run run = {.search = search, .guide = guide};
    run.is_expanded = arena_new_array(search->arena, bool, search->options.state_limit + STATES_OF_A_STEP);
    gather_kinds(&run);
    array_push(&run.progress, search->arena, (Progress){0});
    take_new(&run, 1);
    bool is_done = false;
    while (run.heap.count && !is_done && !search_is_spent(search)) {
        uint32_t state = pop(&run);
        if (!run.is_expanded[state]) is_done = descend(&run, state);
    }
    for (uint32_t state = 1; state < search->found.count; state++) search->is_spent |= !run.is_expanded[state];
}
