// SPDX-License-Identifier: MIT
// What the room keeps for the process. Only files of this folder include it.
#pragma once
#include "base/memory.h"
#include "steer/steer.h"

enum {
    STEER_SITES = 128,
    STEER_RANGES = 1024,
    STEER_STEPS = 128,
    STEER_PARTS = 64, // tasks of the plan
    STEER_NAME = 64,
    STEER_SEEN_ROWS = 1 << 12,
    STEER_MAIN = STEER_SITES, // as the spawn site of a part
};

enum { PART_ROOM = 2, STEP_ROOM = 3 }; // of Task.rooms: its part; its step + 1, or STEP_FROZEN
#define STEP_FROZEN ((void *)UINTPTR_MAX)

typedef enum StepState { STEP_PENDING, STEP_HELD, STEP_ENTERED, STEP_PASSED, STEP_SKIPPED } StepState;

typedef struct SteerStep {
    uint16_t part, site;
    bool stays_blocked, is_timeout;
    _Atomic uint32_t state; // StepState
    uint64_t entered;       // when its task went into the call
} SteerStep;

typedef struct SteerPart {
    uint16_t spawn_site;   // 0: any task
    _Atomic uint32_t task; // number + 1 of the task that took it
    uint32_t index;        // of that task's record
} SteerPart;

typedef struct SteerRange {
    uint16_t site;
    uintptr_t low, high;
    uint16_t path; // offset into `text` of the module's path
} SteerRange;

typedef struct SteerSite {
    char mark[STEER_NAME]; // "": a call
    _Atomic uint32_t is_seen;
} SteerSite;

typedef struct SteerRoom {
    Lock lock;                           // guards who takes which part and step
    uint64_t hold, patience, seed, left; // nanoseconds; `left` of all holds of the process
    bool has_timeouts;
    uint32_t range_count, step_count, part_count, site_count;
    SteerSite sites[STEER_SITES];
    SteerRange ranges[STEER_RANGES];
    SteerPart parts[STEER_PARTS + 1]; // from 1
    SteerStep steps[STEER_STEPS];
    _Atomic uint64_t known[STEER_SEEN_ROWS]; // return address << 8 | site: places that were looked up
    size_t text_length;
    char *text; // of the plan
} SteerRoom;

static inline SteerRoom *steer_room(void) {
    return runtime.steer;
}

// Fills the room from the plan's text, which it cuts up. NULL, or what is wrong.
const char *plan_parse(SteerRoom *room, char *text, size_t length);

uint32_t site_of_counter(SteerRoom *room, uintptr_t counter); // 0: none
uint32_t site_of_mark(const SteerRoom *room, const char *name);

// Whether tasks of the part may be this one: by where they are started.
bool part_may_be(SteerRoom *room, const Task *task, uint32_t part);

// Holds the task before its step until it may go.
void hold_before_step(SteerRoom *room, Task *task, uint32_t step);

// A timed wait is to end by its time: meanwhile nobody else may come and serve it.
void hold_for_timeout(SteerRoom *room, Task *task);
