// SPDX-License-Identifier: MIT
#include "explorer/reduce.h"

#include "explorer/uses.h"

#include <string.h>

enum { MOST_STARTS = 16 };

struct Reduction {
    UsesTable *uses;
    Arena *round; // of one question
};

// Tasks that share a scheduler move as one process.
typedef struct Process {
    Uses next, future;
    uint32_t awaited; // process that has to end first, whatever the others do; 0 none
    bool may_end;     // with its next step
    bool is_living, is_in, is_united, has_move;
} Process;

Reduction *reduction_create(struct ExploreShared *shared, const Relevance *relevance, Arena *arena) {
    Reduction *reduction = arena_new(arena, Reduction);
    *reduction = (Reduction){.uses = uses_create(shared, relevance, arena), .round = arena_create()};
    return reduction;
}

void reduction_destroy(Reduction *reduction) {
    uses_destroy(reduction->uses);
    arena_destroy(reduction->round);
}

static uint32_t process_of(const State *state, TaskId id) {
    uint32_t group = state_task(state, id)->group;
    return group ? state->task_count + group : id;
}

// What the task does next: its operation, and local work up to its next scheduling point or its end.
static void add_next(Reduction *reduction, const Task *task, Process *process) {
    UsesTail tail = {.leaves = true};
    uint32_t depth = task->frame_count;
    const Frame *top = task_frame(task);
    if (top->node && (task->status == TASK_PARKED || task->is_at_stop)) {
        Uses own = uses_of_node(reduction->uses, top->function, top->node);
        uses_unite(&process->next, &own);
        tail = uses_behind(reduction->uses, top->function, top->node);
        uses_unite(&process->next, &tail.uses);
        depth--;
    }
    for (; depth && tail.leaves; depth--) {
        const Frame *frame = &task->frames[depth - 1];
        if (!frame->node) continue;
        tail = uses_until_stop(reduction->uses, frame->function, frame->node);
        uses_unite(&process->next, &tail.uses);
    }
    process->may_end |= tail.leaves || task->is_canceled;
}

// Whom a task parked at a join waits for; within a scheduler it is anybody.
static void add_awaited(const State *state, const Task *task, Process *process) {
    if (task->is_waiting_for_group) process->awaited = state->task_count + task->cases[0].index;
    if (task->status != TASK_PARKED || !task->case_count || !task->cases[0].object) return;
    if (task->is_timed || task->is_external_wait) return;
    const Object *object = state_object(state, task->cases[0].object);
    if (object->kind != OBJECT_TASK) return;
    if (task->group)
        uses_take_all(&process->next);
    else
        process->awaited = process_of(state, object->task);
}

static void add_task(Reduction *reduction, const State *state, const Task *task, Process *process) {
    for (uint32_t i = 0; i < task->frame_count; i++) {
        if (!task->frames[i].node) continue;
        Uses ahead = uses_ahead(reduction->uses, task->frames[i].function, task->frames[i].node);
        uses_unite(&process->future, &ahead);
    }
    add_next(reduction, task, process);
    add_awaited(state, task, process);
    if (task->bundle || task->is_waiting_for_group) uses_take_all(&process->future);
}

// Those that live; a long run leaves many that have ended.
typedef struct Processes {
    Process *items;
    uint32_t *living;
    uint32_t living_count;
} Processes;

// One that waits for the end of another does nothing before, and then perhaps within the same step.
static bool is_held(const Process *items, const Process *process) {
    return process->awaited && !(items[process->awaited].is_in && items[process->awaited].may_end);
}

// Whether the process, or whom it waits for, is new in the set or adds to what is done next.
static bool take_in(Process *items, Process *process, Uses *next) {
    bool is_hit = uses_conflict(&process->future, next) || (process->awaited && !is_held(items, process));
    if (!process->is_in && !is_hit) return false;
    bool is_changed = !process->is_in;
    process->is_in = true;
    if (process->awaited && !items[process->awaited].is_in) items[process->awaited].is_in = is_changed = true;
    if (process->is_united || is_held(items, process)) return is_changed;
    uses_unite(next, &process->next);
    process->is_united = true;
    return true;
}

// Adds every process whose future conflicts with what the chosen ones do next.
static uint32_t close_over(const Processes *processes, uint32_t start) {
    Process *items = processes->items;
    for (uint32_t i = 0; i < processes->living_count; i++)
        items[processes->living[i]].is_in = items[processes->living[i]].is_united = false;
    Uses next = {0};
    items[start].is_in = true;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < processes->living_count; i++)
            changed |= take_in(items, &items[processes->living[i]], &next);
    }
    uint32_t moving = 0;
    for (uint32_t i = 0; i < processes->living_count; i++) {
        const Process *process = &items[processes->living[i]];
        moving += process->is_in && process->has_move;
    }
    return moving;
}

static uint32_t bring_forward(const State *state, const Processes *processes, Move *moves, uint32_t count) {
    uint32_t chosen = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!processes->items[process_of(state, moves[i].task)].is_in) continue;
        Move move = moves[i];
        memmove(moves + chosen + 1, moves + chosen, (i - chosen) * sizeof *moves);
        moves[chosen++] = move;
    }
    return chosen;
}

static Processes gather_processes(Reduction *reduction, const State *state, const Move *moves, uint32_t count) {
    uint32_t most = state->task_count + state->group_count;
    Processes processes = {arena_new_array(reduction->round, Process, most),
                           arena_new_array(reduction->round, uint32_t, most), 0};
    for (TaskId id = 1; id < state->task_count; id++) {
        if (state_task(state, id)->status == TASK_ENDED) continue;
        uint32_t index = process_of(state, id);
        if (!processes.items[index].is_living) processes.living[processes.living_count++] = index;
        processes.items[index].is_living = true;
        add_task(reduction, state, state_task(state, id), &processes.items[index]);
    }
    for (uint32_t i = 0; i < count; i++) processes.items[process_of(state, moves[i].task)].has_move = true;
    return processes;
}

uint32_t reduction_choose(Reduction *reduction, const State *state, Move *moves, uint32_t count) {
    if (count < 2) return count;
    ArenaMark mark = arena_mark(reduction->round);
    Processes processes = gather_processes(reduction, state, moves, count);
    uint32_t best = 0, least = UINT32_MAX;
    // Any start gives a persistent set; a search for the smallest of very many costs more than it saves.
    for (uint32_t i = 0; i < count && i < MOST_STARTS && least > 1; i++) {
        uint32_t start = process_of(state, moves[i].task);
        uint32_t moving = close_over(&processes, start);
        if (moving >= least) continue;
        least = moving;
        best = start;
    }
    close_over(&processes, best);
    uint32_t chosen = bring_forward(state, &processes, moves, count);
    arena_rewind(reduction->round, mark);
    return chosen;
}
