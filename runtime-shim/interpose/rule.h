// SPDX-License-Identifier: MIT
// A call while it is under way, for the files of this room that know what its events mean.
#pragma once
#include "base/memory.h"
#include "interpose/hooks.h"

enum { CASE_LIMIT = 32 }; // cases of a select that are looked at; the channels of others become vague

typedef struct SelectCase {
    uintptr_t channel; // 0: left out
    ChannelSide side;
    uintptr_t element; // where the element is or goes to; of a send of a pointer: itself
    uint32_t index;    // in the program's list
} SelectCase;

typedef struct CallUnderWay {
    InterposedMoment moment;
    uintptr_t *arguments;
    uintptr_t result;
    int error;              // errno after the call
    uint32_t lock_count;    // how often the mutex of a condition wait was held
    uintptr_t *call_top;    // of the task's call stack
    uintptr_t context[4];   // of a once or a start while it runs
    bool is_over;           // the real call has returned
    SelectCase *select;     // room for CASE_LIMIT
    bool is_select_unclear; // more cases than that
} CallUnderWay;

typedef struct InterposeRoom {
    int (*yield)(void); // lets other coroutines of this thread run; NULL: not known
    uint32_t hook_count;
    InterposeHook hooks[HOOK_LIMIT];
    size_t mill_stack_size; // given to goprepare; 0: the default
    Lock lock;
    Pool starts;                // start.c
    Pool items;                 // by_hand.c
    _Atomic uint32_t procs;     // of plan9 that were started
    struct SignalRoom *signals; // signals.c
} InterposeRoom;

InterposeRoom *interpose_room(void);

static inline bool has_operand(const InterposedCall *row, OperandRole role) {
    return row->operands[role].source != SOURCE_NONE;
}

uintptr_t operand_value(const CallUnderWay *call, OperandRole role);  // of a result: after the call only
uintptr_t object_address(const InterposedCall *row, uintptr_t value); // what stands for it
ChannelValue element_value(const CallUnderWay *call, uintptr_t channel, uintptr_t element, bool is_received);
void element_access(const CallUnderWay *call, uintptr_t channel, uintptr_t element, bool is_received);

// The stream that a handle of libdill sends to or receives from; 0: the handle is none of a channel.
uintptr_t pair_stream(uintptr_t handle, ChannelSide side);
void pair_make(const CallUnderWay *call, const int32_t *handles);
void pair_close(Task *task, uintptr_t handle, bool is_whole);
void pair_rename(uintptr_t from, uintptr_t to);

void select_before(CallUnderWay *call);
void select_after(CallUnderWay *call);

// Libraries (libdill, libmill) that go on with another coroutine where it left off in the program, not in a call.
bool start_is_silent(const InterposedCall *row);

// `start_before` replaces the function and its argument by a trampoline where the library has stacks of its own.
void start_before(CallUnderWay *call);
void start_after(CallUnderWay *call);
void start_end(Task *task); // the running coroutine ends

void once_before(CallUnderWay *call);
void once_after(CallUnderWay *call);

// Tasks of one plan9 proc run one at a time: what one does before a call happens before what another does after one.
void proc_before(const CallUnderWay *call);
void proc_after(const CallUnderWay *call);

void wait_before_task_exit(Task *task, const InterposedCall *row); // where that ends the process, too
