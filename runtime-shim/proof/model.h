// SPDX-License-Identifier: MIT
// The plain meaning of happens-before, for the test of the detector: every event is a node, every rule an edge, and
// "before" is looked up in the transitive closure as rows of bits. No epochs, no cells, nothing shared with the rooms
// tested.
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum { MODEL_EVENTS = 192, MODEL_WORDS = MODEL_EVENTS / 64, MODEL_TASKS = 8, MODEL_OBJECTS = 6, MODEL_BYTES = 32 };

typedef struct ModelEvent {
    int task;
    uint64_t before[MODEL_WORDS]; // events that happen before this one, itself included
    bool is_access, is_write, is_atomic;
    int first, last; // bytes accessed: first .. last - 1
} ModelEvent;

typedef uint64_t ModelSet[MODEL_WORDS];

typedef struct Model {
    int event_count;
    ModelEvent events[MODEL_EVENTS];
    ModelSet now[MODEL_TASKS];           // events before the task's next
    ModelSet fence_release[MODEL_TASKS]; // what its last release fence covered
    ModelSet fence_acquire[MODEL_TASKS]; // what relaxed loads since its last acquire fence saw
    bool has_fence[MODEL_TASKS], takes_all[MODEL_TASKS];
    ModelSet carried[MODEL_OBJECTS]; // by a lock, or by an atomic's value
    ModelSet readers[MODEL_OBJECTS]; // by unlocks of readers
    int head[MODEL_OBJECTS];         // task whose store heads the release sequence; -1: several or none
} Model;

void model_start(Model *model);
int model_event(Model *model, int task); // the next event of the task; MODEL_EVENTS when there is no room

void model_spawn(Model *model, int parent, int child);
void model_join(Model *model, int parent, int child);
void model_lock(Model *model, int task, int object, bool is_shared);
void model_unlock(Model *model, int task, int object, bool is_shared);
// Orders as in <stdatomic.h>.
void model_load(Model *model, int task, int object, int order);
void model_store(Model *model, int task, int object, int order);
void model_update(Model *model, int task, int object, int order);
void model_fence(Model *model, int task, int order);

// The access; then whether some earlier access races with it, by comparing it with each of them.
int model_access(Model *model, int task, int first, int last, bool is_write, bool is_atomic);
bool model_races(const Model *model, int event, int other);
bool model_has_race(const Model *model, int event);
