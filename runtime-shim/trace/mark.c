// SPDX-License-Identifier: MIT
// What qtrace.h calls. Names were checked there.
#include "qtrace.h"

#include "trace/room.h"

#define EXPORTED __attribute__((visibility("default")))

static uint64_t hash_name(const char *name) {
    uint64_t hash = 14695981039346656037u;
    for (; *name; name++) hash = (hash ^ (unsigned char)*name) * 1099511628211u;
    return hash;
}

// The text's id; a name that was marked before has one. The table lock is held.
static uint32_t find_text(TraceRoom *room, const char *name) {
    uint64_t hash = hash_name(name);
    for (uint32_t i = 0; i < MARK_LIMIT; i++) {
        uint64_t *slot = &room->marks[(hash + i) % MARK_LIMIT];
        if (*slot == hash) return (uint32_t)((hash + i) % MARK_LIMIT) + 1;
        if (*slot) continue;
        uint32_t id = (uint32_t)((hash + i) % MARK_LIMIT) + 1;
        TraceText text = {.id = id};
        if (!trace_table_append(room, QREC_TEXT, &text, sizeof text, name, NULL)) return 0;
        *slot = hash;
        return id;
    }
    trace_drop_record(room);
    return 0;
}

EXPORTED void qtrace_event_mark(const char *name) {
    TraceRoom *room = trace_room();
    if (!runtime_is_ready() || !qtrace_is_name(name)) return;
    Task *task = task_current();
    if (runtime.on_mark) runtime.on_mark(task, name);
    if (!room) return;
    StackId site = trace_place((uintptr_t)__builtin_return_address(0));
    lock_take(&room->table_lock);
    uint32_t text = find_text(room, name);
    lock_release(&room->table_lock);
    trace_event(task, QEV_MARK, 0, text, site);
}

static void append_name(TraceRoom *room, TraceRecordKind kind, uint32_t id, const char *name) {
    TraceText text = {.id = id};
    lock_take(&room->table_lock);
    trace_table_append(room, kind, &text, sizeof text, name, NULL);
    lock_release(&room->table_lock);
}

EXPORTED void qtrace_event_name_task(const char *name) {
    if (!runtime_is_ready() || !qtrace_is_name(name)) return;
    Task *task = task_current();
    task_set_name(task, name);
    TraceRoom *room = trace_room();
    if (!room) return;
    trace_describe_task(room, task);
    append_name(room, QREC_TASK_NAME, trace_task_id(task), name);
}

EXPORTED void qtrace_event_name_object(const void *object, const char *name) {
    TraceRoom *room = trace_room();
    Task *thread = task_thread.thread;
    if (!room || !qtrace_is_name(name) || !thread || !thread->trace || (uintptr_t)object < 2) return;
    uint32_t id = trace_find_object(room, thread->trace, &(TraceEntry){.object = (uintptr_t)object});
    if (id) append_name(room, QREC_OBJECT_NAME, id, name);
}
