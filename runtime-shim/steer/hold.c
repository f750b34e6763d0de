// SPDX-License-Identifier: MIT
// The holds. A held task looks a few thousand times a second whether it may go: plans are small, runs short.
#include "report/evidence.h"
#include "steer/room.h"
#include "sync/sync.h"
#include "wait/wait.h"

enum {
    SLICE = 300000,           // nanoseconds between two looks
    BLOCKED_AFTER = 10000000, // a call that is to stay blocked and has not come back after this time waits
    SETTLED_LOOKS = 8,        // so many looks in a row everybody else must wait before it is believed
};

typedef enum HoldEnd { HOLD_GOES_ON, HOLD_IN_ORDER, HOLD_TIME_OVER, HOLD_OTHERS_WAIT } HoldEnd;

typedef struct Others {
    const SteerRoom *room;
    const Task *self;
    uint32_t own_step;
    bool has_running, has_timed; // somebody runs; somebody waits for a time or the outside
    bool has_earlier_held;       // somebody is held before an earlier step: it is let go first
} Others;

static bool waits_for_good(const Task *task) {
    const WaitRecord *record = task->wait;
    return record && !record->is_timed && !record->is_external;
}

static uint32_t held_step_of(const SteerRoom *room, const Task *task) {
    for (uint32_t i = 0; i < room->step_count; i++)
        if (room->steps[i].state == STEP_HELD && room->parts[room->steps[i].part].task == task->number + 1) return i;
    return UINT32_MAX;
}

static void look_at(Task *task, void *context) {
    Others *others = context;
    TaskState state = atomic_load(&task->state);
    if (task == others->self || (state != TASK_CREATED && state != TASK_RUNNING)) return;
    if (task->rooms[STEP_ROOM] == STEP_FROZEN) return;
    uint32_t step = held_step_of(others->room, task);
    if (step != UINT32_MAX) {
        others->has_earlier_held |= step < others->own_step;
        return;
    }
    if (waits_for_good(task)) return;
    if (task->wait)
        others->has_timed = true;
    else
        others->has_running = true;
}

// A step keeps later ones waiting while it can still come.
static bool is_open(const SteerRoom *room, const SteerStep *step) {
    uint32_t state = atomic_load(&step->state), owner = room->parts[step->part].task;
    if (state == STEP_PASSED || state == STEP_SKIPPED) return false;
    const Task *task = owner ? task_by_number(owner - 1) : NULL;
    if (owner && (!task || atomic_load(&task->state) >= TASK_ENDED)) return false;
    if (state != STEP_ENTERED || !step->stays_blocked) return true;
    return !waits_for_good(task) && raw_nanoseconds() - step->entered < BLOCKED_AFTER;
}

static uint32_t first_open(const SteerRoom *room, uint32_t before) {
    for (uint32_t i = 0; i < before; i++)
        if (is_open(room, &room->steps[i])) return i;
    return UINT32_MAX;
}

typedef struct Prevention {
    const char *how; // NULL: nothing is known to prevent it
    uintptr_t waiting;
    StackId waiting_stack, held_stack;
} Prevention;

typedef struct PreventionSearch {
    SteerRoom *room;
    Task *self;
    uint32_t part;
    Prevention found;
} PreventionSearch;

// The task that should be first waits for one that is held back because of it: the program's own order.
static void look_for_prevention(Task *task, void *context) {
    PreventionSearch *search = context;
    uint32_t owner = search->room->parts[search->part].task;
    const WaitRecord *record = task->wait;
    bool is_first = owner ? owner == task->number + 1 : part_may_be(search->room, task, search->part);
    if (!is_first || !record || task == search->self || search->found.how) return;
    if (record->event == EVENT_JOIN && record->target == search->self->number + 1)
        search->found = (Prevention){"join", record->counter, record->stack, 0};
    const HeldLock *held = record->event == EVENT_LOCK ? task_held(search->self, record->objects[0]) : NULL;
    if (held) search->found = (Prevention){"lock", record->counter, record->stack, held->stack};
}

static Prevention prevention_of(SteerRoom *room, Task *self, uint32_t open) {
    PreventionSearch search = {.room = room, .self = self, .part = room->steps[open].part};
    task_for_each(look_for_prevention, &search);
    return search.found;
}

static void note_hold(SteerRoom *room, Task *task, uint32_t step, HoldEnd end, uint64_t time) {
    static const char *const words[] = {"", "order", "time", "others-wait"};
    Printer printer;
    uint32_t open = first_open(room, step);
    if (!evidence_open(&printer, "hold")) return;
    evidence_number(&printer, "step", step + 1);
    evidence_number(&printer, "task", task->number);
    evidence_number(&printer, "ms", (long)(time / 1000000));
    evidence_text(&printer, "end", words[end]);
    if (end != HOLD_IN_ORDER && open != UINT32_MAX) {
        evidence_number(&printer, "open", open + 1);
        Prevention prevention = prevention_of(room, task, open);
        if (prevention.how) {
            evidence_text(&printer, "prevented", prevention.how);
            evidence_place(&printer, "waiting", prevention.waiting);
            evidence_frames(&printer, "holding", prevention.held_stack);
        }
    }
    evidence_close(&printer);
}

static HoldEnd look(const SteerRoom *room, const Task *task, uint32_t step, uint64_t time, uint32_t *settled,
                    bool is_for_time) {
    if (first_open(room, step) == UINT32_MAX) return HOLD_IN_ORDER;
    Others others = {.room = room, .self = task, .own_step = step};
    task_for_each(look_at, &others);
    bool is_stuck = !others.has_running && !others.has_timed;
    *settled = is_stuck ? *settled + 1 : 0;
    if (*settled >= SETTLED_LOOKS && !others.has_earlier_held) return HOLD_OTHERS_WAIT;
    uint64_t limit = is_for_time || (others.has_timed && !others.has_running) ? room->patience : room->hold;
    return time > limit && !others.has_earlier_held ? HOLD_TIME_OVER : HOLD_GOES_ON;
}

static void spend(SteerRoom *room, uint64_t time) {
    lock_take(&room->lock);
    room->left -= time < room->left ? time : room->left;
    lock_release(&room->lock);
}

void hold_before_step(SteerRoom *room, Task *task, uint32_t step) {
    uint64_t start = raw_nanoseconds(), time = 0;
    uint32_t settled = 0;
    HoldEnd end = first_open(room, step) == UINT32_MAX ? HOLD_IN_ORDER : HOLD_GOES_ON;
    if (end == HOLD_IN_ORDER || task->kind != TASK_THREAD) return;
    while (end == HOLD_GOES_ON) {
        raw_sleep(SLICE);
        time = raw_nanoseconds() - start;
        end = look(room, task, step, time, &settled, false);
        if (end == HOLD_GOES_ON && time > room->left) end = HOLD_TIME_OVER;
    }
    spend(room, time);
    note_hold(room, task, step, end, time);
}

// The timeout that is to come next, unless the task itself is to wait for it.
static uint32_t next_timeout(const SteerRoom *room, const Task *task) {
    uint32_t open = first_open(room, room->step_count);
    if (open == UINT32_MAX || !room->steps[open].is_timeout) return UINT32_MAX;
    uint32_t owner = room->parts[room->steps[open].part].task;
    return owner && owner != task->number + 1 ? open : UINT32_MAX;
}

void hold_for_timeout(SteerRoom *room, Task *task) {
    uint64_t start = raw_nanoseconds(), time = 0;
    uint32_t settled = 0, open = next_timeout(room, task);
    if (open == UINT32_MAX || task->kind != TASK_THREAD) return;
    task->rooms[STEP_ROOM] = STEP_FROZEN;
    for (HoldEnd end = HOLD_GOES_ON; end == HOLD_GOES_ON && time <= room->left;) {
        raw_sleep(SLICE);
        time = raw_nanoseconds() - start;
        end = next_timeout(room, task) == open ? look(room, task, open + 1, time, &settled, true) : HOLD_IN_ORDER;
    }
    task->rooms[STEP_ROOM] = NULL;
    spend(room, time);
}
