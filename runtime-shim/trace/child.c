// SPDX-License-Identifier: MIT
// A forked child leaves its parent's file alone and has one of its own, made at its first event: a child that only
// starts another program has none.
#include "trace/event.h"
#include "trace/room.h"

#include <sys/syscall.h>

// In a child of a process with several threads any lock may be held for ever: none is taken here.
void trace_leave_parent(void) {
    TraceRoom *room = __atomic_exchange_n(&runtime.trace, NULL, __ATOMIC_ACQ_REL);
    if (!room || !room->file) return;
    raw_unmap(room->file, QTRACE_HEADER_SIZE + (size_t)room->chunk_limit * QTRACE_CHUNK_SIZE);
    raw_close(room->descriptor);
    raw_unmap(room->objects, OBJECT_LIMIT * sizeof *room->objects);
    raw_unmap(room->described_tasks, TASK_BITS / 8);
    raw_unmap(room->described_sites, QTRACE_SITE_LIMIT / 8);
}

void trace_begin_child(void) {
    if (task_thread.thread) task_thread.thread->trace = NULL;
    __atomic_store_n(&runtime.trace, memory_allocate(sizeof(TraceRoom)), __ATOMIC_RELEASE);
}

TraceRoom *trace_open_late(TraceRoom *pending) {
    if (runtime.process != raw_process_id()) return NULL; // functions that run inside fork
    lock_take(&pending->lock);
    TraceRoom *room = __atomic_load_n(&runtime.trace, __ATOMIC_ACQUIRE);
    if (room == pending) {
        room = trace_open();
        __atomic_store_n(&runtime.trace, room, __ATOMIC_RELEASE);
        if (room) trace_event(task_current(), QEV_RUN, 0, (uint32_t)raw_thread_id(), 0);
    }
    lock_release(&pending->lock);
    return room;
}
