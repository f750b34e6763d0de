// SPDX-License-Identifier: MIT
#include "wait/describe.h"

#include "sync/sync.h"

#include <string.h>

static const char *kind_name(uint8_t kind) {
    static const char *const names[OBJECT_KIND_COUNT] = {[OBJECT_NONE] = "object",
                                                         [OBJECT_CHANNEL] = "channel",
                                                         [OBJECT_CHANNEL_PAIR] = "channel",
                                                         [OBJECT_MUTEX] = "mutex",
                                                         [OBJECT_READ_WRITE_LOCK] = "read-write lock",
                                                         [OBJECT_CONDITION] = "condition",
                                                         [OBJECT_SEMAPHORE] = "semaphore",
                                                         [OBJECT_WAIT_GROUP] = "wait group",
                                                         [OBJECT_BARRIER] = "barrier",
                                                         [OBJECT_ONCE] = "once",
                                                         [OBJECT_TASK] = "task"};
    return kind < OBJECT_KIND_COUNT ? names[kind] : "object";
}

static const char *verb(uint8_t event) {
    switch (event) {
    case EVENT_SEND: return "waits to send to";
    case EVENT_RECEIVE: return "waits to receive from";
    case EVENT_SELECT: return "waits in a select of";
    case EVENT_WAIT: return "waits on";
    case EVENT_BARRIER: return "waits at";
    default: return "waits for";
    }
}

static void describe_holder(const Snapshot *snapshot, uint32_t index, uintptr_t address, char *text, size_t size) {
    char name[64];
    const SyncObject *object = sync_find(address);
    if (object && object->owner == snapshot->rows[index].number + 1)
        print_into(text, size, ", which it holds itself");
    else if (object && object->owner)
        print_into(text, size, ", held by %s", report_name_holder(object->owner - 1, name));
    else if (object && object->count)
        print_into(text, size, ", held by readers");
}

void describe_wait(const Snapshot *snapshot, uint32_t index, char *text, size_t size) {
    const WaitRecord *record = &snapshot->rows[index].record;
    char name[64];
    text[0] = 0;
    if (!snapshot->rows[index].is_waiting) {
        print_into(text, size, "runs");
        return;
    }
    if (record->event == EVENT_JOIN && record->target) {
        print_into(text, size, "waits for the end of %s", report_name_holder(record->target - 1, name));
        return;
    }
    if (record->event == EVENT_SLEEP || record->event == EVENT_IO || !record->object_count) {
        print_into(text, size,
                   record->event == EVENT_SLEEP   ? "sleeps"
                   : record->event == EVENT_IO    ? "waits for the outside"
                   : record->event == EVENT_SPAWN ? "waits for the tasks it has started"
                                                  : "is suspended");
        return;
    }
    size_t used = print_into(text, size, "%s %s", verb(record->event), kind_name(record->kind));
    for (uint32_t i = 0; i < record->object_count && used + 40 < size; i++) {
        const SyncObject *object = sync_find(record->objects[i]);
        used += print_into(text + used, size - used, i ? "," : "");
        if (object && (record->kind == OBJECT_MUTEX || record->kind == OBJECT_READ_WRITE_LOCK))
            used += print_into(text + used, size - used, " M%u", object->number);
        used += print_into(text + used, size - used, " (%p)", (void *)record->objects[i]);
    }
    if (record->event == EVENT_LOCK)
        describe_holder(snapshot, index, record->objects[0], text + used, size - used);
    else if (record->is_timed)
        print_into(text + used, size - used, " or a time");
}

StackId describe_stack(const Snapshot *snapshot, uint32_t index) {
    const SnapshotRow *row = &snapshot->rows[index];
    if (row->is_waiting && row->record.stack) return row->record.stack;
    if (!row->task->calls) return 0;
    const uintptr_t *top = row->task->call_top; // inside a call of the models: it is on the stack already
    bool is_there = top > row->task->calls && top[-1] == row->record.counter;
    return task_keep_stack(row->task, row->is_waiting && !is_there ? row->record.counter : 0);
}

bool describe_is_alike(const Snapshot *snapshot, uint32_t left, uint32_t right) {
    const SnapshotRow *a = &snapshot->rows[left], *b = &snapshot->rows[right];
    if (a->is_waiting != b->is_waiting || describe_stack(snapshot, left) != describe_stack(snapshot, right))
        return false;
    if (!a->is_waiting) return true;
    return a->record.event == b->record.event && a->record.counter == b->record.counter &&
           a->record.objects[0] == b->record.objects[0] && a->record.target == b->record.target;
}

static void add_lock_stacks(Report *report, const Snapshot *snapshot, uint32_t index) {
    const WaitRecord *record = &snapshot->rows[index].record;
    char name[64];
    if (record->event != EVENT_LOCK) return;
    const SyncObject *object = sync_find(record->objects[0]);
    for (uint32_t i = 0, printed = 0; object && i < snapshot->count && printed < 3; i++) {
        const HeldLock *held = snapshot_held(snapshot, i, object->address);
        if (!held) continue;
        printed++;
        report_add(report, held->stack,
                   "  %s M%u was taken by %s at:", record->kind == OBJECT_MUTEX ? "Mutex" : "Read-write lock",
                   object->number, report_name_holder(snapshot->rows[i].number, name));
        report_add_task(report, snapshot->rows[i].task);
    }
}

static void add_wait(Report *report, const Snapshot *snapshot, uint32_t index, uint32_t alike) {
    char name[64], wait[120], more[32] = "";
    describe_wait(snapshot, index, wait, sizeof wait);
    report_name_holder(snapshot->rows[index].number, name);
    name[0] = (char)(name[0] - 'a' + 'A');
    if (alike > 1) print_into(more, sizeof more, " (and %u more alike)", alike - 1);
    report_add(report, describe_stack(snapshot, index), "  %s%s %s at:", name, more, wait);
    report_mark_site(report);
    report_add_task(report, snapshot->rows[index].task);
    add_lock_stacks(report, snapshot, index);
}

static void add_cycle(Report *report, Snapshot *snapshot, uint32_t start) {
    uint32_t path[8];
    char text[REPORT_TITLE_SIZE];
    uint32_t length = wait_graph_cycle(&snapshot->graph, start, path, 8);
    if (!length) return;
    size_t used = print_into(text, sizeof text, "  Each waits for the next: ");
    for (uint32_t i = 0; i <= length; i++) {
        uint32_t number = snapshot->rows[path[i % length]].number;
        used += number ? print_into(text + used, sizeof text - used, "T%u", number)
                       : print_into(text + used, sizeof text - used, "main thread");
        if (i < length) used += print_into(text + used, sizeof text - used, " => ");
    }
    report_add_line(report, "%s", text);
}

void describe_group(Report *report, Snapshot *snapshot, const uint32_t *indices, uint32_t count) {
    uint32_t shown = 0;
    if (count) add_cycle(report, snapshot, indices[0]);
    for (uint32_t i = 0; i < count && shown < DESCRIBED_TASKS; i++) {
        uint32_t alike = 1;
        bool is_known = false;
        for (uint32_t k = 0; k < i && !is_known; k++) is_known = describe_is_alike(snapshot, indices[k], indices[i]);
        if (is_known) continue;
        for (uint32_t k = i + 1; k < count; k++) alike += describe_is_alike(snapshot, indices[k], indices[i]);
        add_wait(report, snapshot, indices[i], alike);
        shown++;
    }
}
