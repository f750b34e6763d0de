// SPDX-License-Identifier: MIT
#include "program/api.h"

const char *event_kind_name(EventKind kind) {
    static const char *const names[EVENT_KIND_COUNT] = {
        [EVENT_HARMLESS] = "harmless",
        [EVENT_SPAWN] = "spawn",
        [EVENT_JOIN] = "join",
        [EVENT_DETACH] = "detach",
        [EVENT_MAKE] = "make",
        [EVENT_INIT] = "init",
        [EVENT_SEND] = "send",
        [EVENT_RECEIVE] = "receive",
        [EVENT_SELECT] = "select",
        [EVENT_SELECT_FETCH] = "select_fetch",
        [EVENT_CLOSE] = "close",
        [EVENT_QUERY_CLOSED] = "query_closed",
        [EVENT_QUERY] = "query",
        [EVENT_FREE] = "free",
        [EVENT_LOCK] = "lock",
        [EVENT_UNLOCK] = "unlock",
        [EVENT_WAIT] = "wait",
        [EVENT_SIGNAL] = "signal",
        [EVENT_BROADCAST] = "broadcast",
        [EVENT_ACQUIRE] = "acquire",
        [EVENT_RELEASE] = "release",
        [EVENT_ADD] = "add",
        [EVENT_DONE] = "done",
        [EVENT_WAIT_GROUP] = "wait_group",
        [EVENT_BARRIER] = "barrier",
        [EVENT_ONCE] = "once",
        [EVENT_SLEEP] = "sleep",
        [EVENT_YIELD] = "yield",
        [EVENT_IO] = "io",
        [EVENT_SUSPEND] = "suspend",
        [EVENT_RESUME] = "resume",
        [EVENT_CANCEL] = "cancel",
        [EVENT_TASK_EXIT] = "task_exit",
        [EVENT_PROCESS_EXIT] = "process_exit",
        [EVENT_ALLOCATE] = "allocate",
        [EVENT_FREE_MEMORY] = "free_memory",
        [EVENT_COPY_MEMORY] = "copy_memory",
        [EVENT_FILL_MEMORY] = "fill_memory",
        [EVENT_ATOMIC_LOAD] = "atomic_load",
        [EVENT_ATOMIC_STORE] = "atomic_store",
        [EVENT_ATOMIC_UPDATE] = "atomic_update",
        [EVENT_ATOMIC_EXCHANGE] = "atomic_exchange",
        [EVENT_ATOMIC_COMPARE_EXCHANGE] = "atomic_compare_exchange",
        [EVENT_FENCE] = "fence",
        [EVENT_ATTRIBUTE] = "attribute",
    };
    return kind < EVENT_KIND_COUNT ? names[kind] : "unknown";
}

const char *object_kind_name(ObjectKind kind) {
    static const char *const names[OBJECT_KIND_COUNT] = {
        [OBJECT_NONE] = "none",
        [OBJECT_CHANNEL] = "channel",
        [OBJECT_CHANNEL_PAIR] = "channel_pair",
        [OBJECT_MUTEX] = "mutex",
        [OBJECT_READ_WRITE_LOCK] = "read_write_lock",
        [OBJECT_CONDITION] = "condition",
        [OBJECT_SEMAPHORE] = "semaphore",
        [OBJECT_WAIT_GROUP] = "wait_group",
        [OBJECT_BARRIER] = "barrier",
        [OBJECT_ONCE] = "once",
        [OBJECT_TASK] = "task",
    };
    return kind < OBJECT_KIND_COUNT ? names[kind] : "unknown";
}

bool api_runs_functions(const Api *api) {
    if (api->event == EVENT_ONCE) return true;
    return api->event == EVENT_IO && api->operands[OPERAND_FUNCTION].source == SOURCE_POINTEE;
}
