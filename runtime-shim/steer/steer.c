// SPDX-License-Identifier: MIT
#include "steer/steer.h"

#include "report/evidence.h"
#include "steer/room.h"

#include <fcntl.h>
#include <string.h>

enum { PLAN_LIMIT = 1 << 16 };

static const uint64_t TIME_OF_ALL_HOLDS = 20000000000; // nanoseconds, of a process

static uint32_t part_of(const Task *task) {
    return (uint32_t)(uintptr_t)task->rooms[PART_ROOM];
}

static size_t read_plan(const char *path, char *text) {
    int file = raw_open(path, O_RDONLY, 0);
    size_t used = 0;
    long got = file < 0 ? 0 : 1;
    while (got > 0 && used < PLAN_LIMIT - 1) {
        got = raw_read(file, text + used, PLAN_LIMIT - 1 - used);
        if (got > 0) used += (size_t)got;
    }
    if (file >= 0) raw_close(file);
    text[used] = 0;
    return used;
}

static void steer_mark(Task *task, const char *name);

// A plan that cannot be used is told and ignored.
static __attribute__((constructor(103))) void steer_initialize(void) {
    const char *path = runtime.options.steer;
    if (!runtime_is_ready() || !path[0]) return;
    char *text = memory_allocate(PLAN_LIMIT);
    SteerRoom *room = memory_allocate(sizeof *room);
    size_t length = read_plan(path, text);
    const char *problem = length ? plan_parse(room, text, length) : "it cannot be read, or is empty";
    Printer printer;
    if (problem) {
        printer_start(&printer, report_descriptor());
        print_format(&printer, "qtrace: the plan %s is not used: %s\n", path, problem);
        printer_flush(&printer);
        return;
    }
    room->left = TIME_OF_ALL_HOLDS;
    runtime.steer = room;
    runtime.on_mark = steer_mark;
    if (!evidence_open(&printer, "start")) return;
    evidence_number(&printer, "steps", room->step_count);
    evidence_close(&printer);
}

static void note_seen(SteerRoom *room, uint32_t site) {
    Printer printer;
    if (atomic_exchange_explicit(&room->sites[site].is_seen, 1, memory_order_relaxed)) return;
    if (!evidence_open(&printer, "seen")) return;
    evidence_number(&printer, "site", site);
    evidence_close(&printer);
}

static void note_step(const Task *task, uint32_t step, const char *kind) {
    Printer printer;
    if (!evidence_open(&printer, kind)) return;
    evidence_number(&printer, "step", step + 1);
    evidence_number(&printer, "task", task->number);
    evidence_close(&printer);
}

bool part_may_be(SteerRoom *room, const Task *task, uint32_t part) {
    uint32_t spawn_site = room->parts[part].spawn_site;
    if (!spawn_site) return true;
    if (spawn_site == STEER_MAIN) return task->number == 0;
    Stack stack;
    stack_store_get(task->creation_stack, &stack);
    return stack.count && site_of_counter(room, stack.frames[0]) == spawn_site;
}

// The first step of the part that is still to come.
static uint32_t next_step(const SteerRoom *room, uint32_t part) {
    for (uint32_t i = 0; i < room->step_count; i++)
        if (room->steps[i].part == part && atomic_load(&room->steps[i].state) == STEP_PENDING) return i;
    return UINT32_MAX;
}

static uint32_t choose_part(SteerRoom *room, const Task *task, uint32_t site) {
    uint32_t fitting[STEER_PARTS], count = 0;
    for (uint32_t part = 1; part <= room->part_count; part++) {
        uint32_t step = next_step(room, part);
        if (step != UINT32_MAX && room->steps[step].site == site && !room->parts[part].task &&
            part_may_be(room, task, part))
            fitting[count++] = part;
    }
    return count ? fitting[room->seed % count] : 0;
}

// The task's step at this site. Steps of its part before it that it did not come by are skipped: the witness may take
// a way that differs where it does not matter, and leaves repetitions out.
static uint32_t choose_step(SteerRoom *room, Task *task, uint32_t site) {
    uint32_t part = part_of(task);
    if (!part) {
        part = choose_part(room, task, site);
        if (!part) return UINT32_MAX;
        task->rooms[PART_ROOM] = (void *)(uintptr_t)part;
        room->parts[part].index = task->index;
        room->parts[part].task = task->number + 1;
    }
    uint32_t found = UINT32_MAX;
    for (uint32_t i = 0; i < room->step_count && found == UINT32_MAX; i++)
        if (room->steps[i].part == part && room->steps[i].site == site && room->steps[i].state == STEP_PENDING)
            found = i;
    if (found == UINT32_MAX) return found;
    for (uint32_t i = 0; i < found; i++)
        if (room->steps[i].part == part && room->steps[i].state == STEP_PENDING) room->steps[i].state = STEP_SKIPPED;
    room->steps[found].state = STEP_HELD;
    return found;
}

static void arrive_at(SteerRoom *room, Task *task, uint32_t site) {
    note_seen(room, site);
    lock_take(&room->lock);
    uint32_t step = choose_step(room, task, site);
    lock_release(&room->lock);
    if (step == UINT32_MAX) return;
    hold_before_step(room, task, step);
    note_step(task, step, "entered");
    room->steps[step].entered = raw_nanoseconds();
    atomic_store(&room->steps[step].state, STEP_ENTERED);
    task->rooms[STEP_ROOM] = (void *)(uintptr_t)(step + 1);
}

void steer_arrive(Task *task, uintptr_t counter) {
    SteerRoom *room = steer_room();
    task_thread.in_runtime++;
    steer_pass(task);
    uint32_t site = site_of_counter(room, counter);
    if (site) arrive_at(room, task, site);
    if (room->has_timeouts && !task->rooms[STEP_ROOM]) hold_for_timeout(room, task);
    task_thread.in_runtime--;
}

// A qtrace_mark.
static void steer_mark(Task *task, const char *name) {
    SteerRoom *room = steer_room();
    task_thread.in_runtime++;
    steer_pass(task);
    uint32_t site = site_of_mark(room, name);
    if (site) arrive_at(room, task, site);
    steer_pass(task);
    task_thread.in_runtime--;
}

void steer_pass(Task *task) {
    uint32_t step = (uint32_t)(uintptr_t)task->rooms[STEP_ROOM];
    if (!step) return;
    task->rooms[STEP_ROOM] = NULL;
    note_step(task, step - 1, "passed");
    atomic_store(&steer_room()->steps[step - 1].state, STEP_PASSED);
}
