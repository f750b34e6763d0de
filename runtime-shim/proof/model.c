// SPDX-License-Identifier: MIT
#include "proof/model.h"

#include <string.h>

static void set_add(ModelSet to, const ModelSet from) {
    for (int i = 0; i < MODEL_WORDS; i++) to[i] |= from[i];
}

static void set_copy(ModelSet to, const ModelSet from) {
    memcpy(to, from, sizeof(ModelSet));
}

static void set_clear(ModelSet set) {
    memset(set, 0, sizeof(ModelSet));
}

static bool acquires(int order) {
    return order == 1 || order == 2 || order == 4 || order == 5;
}

static bool releases(int order) {
    return order >= 3;
}

void model_start(Model *model) {
    memset(model, 0, sizeof *model);
    for (int i = 0; i < MODEL_OBJECTS; i++) model->head[i] = -1;
}

int model_event(Model *model, int task) {
    if (model->event_count == MODEL_EVENTS) return MODEL_EVENTS;
    int event = model->event_count++;
    model->now[task][event / 64] |= UINT64_C(1) << event % 64;
    model->events[event].task = task;
    set_copy(model->events[event].before, model->now[task]);
    return event;
}

void model_spawn(Model *model, int parent, int child) {
    set_copy(model->now[child], model->now[parent]);
}

void model_join(Model *model, int parent, int child) {
    set_add(model->now[parent], model->now[child]);
}

void model_lock(Model *model, int task, int object, bool is_shared) {
    set_add(model->now[task], model->carried[object]);
    if (!is_shared) set_add(model->now[task], model->readers[object]);
}

void model_unlock(Model *model, int task, int object, bool is_shared) {
    set_add(is_shared ? model->readers[object] : model->carried[object], model->now[task]);
}

static void read_value(Model *model, int task, int object, int order) {
    set_add(acquires(order) ? model->now[task] : model->fence_acquire[task], model->carried[object]);
}

void model_load(Model *model, int task, int object, int order) {
    read_value(model, task, object, order);
}

// C17 5.1.2.4: a release sequence is the head, later stores of the same task, and read-modify-writes of any.
void model_store(Model *model, int task, int object, int order) {
    if (model->head[object] != task) set_clear(model->carried[object]);
    if (releases(order)) {
        set_copy(model->carried[object], model->now[task]);
        model->head[object] = task;
    } else if (model->has_fence[task]) {
        set_add(model->carried[object], model->fence_release[task]);
        model->head[object] = task;
    } else if (model->head[object] != task) {
        model->head[object] = -1;
    }
}

void model_update(Model *model, int task, int object, int order) {
    ModelSet now;
    read_value(model, task, object, order);
    set_copy(now, model->now[task]);
    if (releases(order)) {
        set_add(model->carried[object], now);
        model->head[object] = -1;
    } else if (model->has_fence[task]) {
        set_add(model->carried[object], model->fence_release[task]);
    }
}

void model_fence(Model *model, int task, int order) {
    if (acquires(order)) set_add(model->now[task], model->fence_acquire[task]);
    if (!releases(order)) return;
    set_copy(model->fence_release[task], model->now[task]);
    model->has_fence[task] = true;
}

int model_access(Model *model, int task, int first, int last, bool is_write, bool is_atomic) {
    int event = model_event(model, task);
    if (event == MODEL_EVENTS) return event;
    ModelEvent *access = &model->events[event];
    access->is_access = true;
    access->is_write = is_write;
    access->is_atomic = is_atomic;
    access->first = first;
    access->last = last;
    return event;
}

bool model_races(const Model *model, int event, int other) {
    const ModelEvent *one = &model->events[event], *two = &model->events[other];
    bool overlaps = one->first < two->last && two->first < one->last;
    bool may_conflict = (one->is_write || two->is_write) && !(one->is_atomic && two->is_atomic);
    return one->is_access && two->is_access && overlaps && may_conflict && !(one->before[other / 64] >> other % 64 & 1);
}

bool model_has_race(const Model *model, int event) {
    for (int other = 0; other < event; other++)
        if (model_races(model, event, other)) return true;
    return false;
}
