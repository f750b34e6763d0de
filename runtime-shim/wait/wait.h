// SPDX-License-Identifier: MIT
// Who waits for what. The wrappers say wait_begin before a real call that may block and wait_end after it; from these
// records a thread of the runtime's own, which sleeps nearly always, finds tasks that nobody can wake any more, and the
// end of the process finds those left behind. A lock whose try form was refused first, a join and a channel operation
// are worth a record; an uncontended lock is not.
//
// Reports are certain or not made: a task that runs, waits with a timeout, for the outside or in a call that is not
// known here may wake others; so may signal handlers and other processes.
#pragma once
#include "program/api.h"
#include "task/task.h"

enum { WAIT_OBJECTS = 8 };

typedef struct WaitRecord {
    uint8_t event;                   // EventKind: lock, wait, acquire, send, receive, select, join, barrier, …
    uint8_t kind;                    // ObjectKind
    bool is_timed;                   // ends by itself
    bool is_external;                // the outside can end it: files, sockets, signals, sleep, resume by a callback
    bool is_shared;                  // asks for a lock to read
    bool has_more;                   // a select of more objects than fit
    bool is_sure;                    // the try form was refused: it blocks now, so its stack is worth taking
    uint8_t object_count;            //
    uint32_t target;                 // number + 1 of the task that is joined; 0: none, or not known
    uintptr_t objects[WAIT_OBJECTS]; // addresses
    uintptr_t mutex;                 // of a condition wait: given back meanwhile
    uintptr_t counter;               // where the call returns to
    uint64_t since;                  // set by wait_begin: raw_nanoseconds
    StackId stack;                   // set by wait_begin; 0: not known
} WaitRecord;

// Copies the record. No lock, no allocation but for the first wait of all, which starts the watching thread.
void wait_begin(Task *task, const WaitRecord *record);
// `succeeded`: it was served, it did not fail or time out. Also when the thread is cancelled inside the call.
void wait_end(Task *task, bool succeeded);

// The function a new task begins with: only the program's own are leaks.
void wait_note_entry(const Task *task, const void *function);

// A function of the program calls exit: its frames and those of its callers begin at `frame`.
void wait_note_exit(const Task *task, uintptr_t frame);

// Handlers of signals wake nobody in this program: its library takes locks in every call, and so none can be made
// there.
void wait_ignore_signals(void);

// At exit, before report_end, in the task that ends the process: tasks left behind, threads never joined, the dump if
// it is asked for. Once; not in children made by fork, where the records of other tasks are old. `yield` lets
// coroutines of this thread run that were woken and have not run yet: without it (NULL) only those count as left behind
// that wait for a lock, a join or a channel whose counts say so.
void wait_at_exit(Task *task, void (*yield)(void));
