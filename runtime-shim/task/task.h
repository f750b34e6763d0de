// SPDX-License-Identifier: MIT
// Tasks: threads and coroutines, and which of them is running. A task is known by the stack it runs on: each has one
// region of addresses (a thread's own stack, a coroutine's), registered when it starts. The thread-local `current` is
// what ran last here; it is trusted while the stack pointer lies in its region and looked up otherwise, so schedulers
// in user space need no hooks.
//
// Clocks: whatever changes a task's clock stands between task_lock_clock and task_unlock_clock, by the thread that runs
// it. Everything else in the record belongs to the running task alone unless it says otherwise.
#pragma once
#include "base/runtime.h"
#include "clock/clock.h"
#include "task/history.h"

#include <signal.h>
#include <stddef.h>

enum { HELD_LOCKS = 64, TASK_NAME_SIZE = 32, TASK_LIMIT = 1 << 20, RECENT_RACES = 16, TASK_ROOMS = 5 };

typedef enum TaskKind { TASK_THREAD, TASK_COROUTINE, TASK_FIBER } TaskKind;

typedef enum TaskState {
    TASK_CREATED, // its creator knows it, it has not run yet
    TASK_RUNNING, // has started (it may be blocked: wait/ knows)
    TASK_ENDED,   // its clock is kept until it was joined or detached
    TASK_GONE,    // record may be used again
} TaskState;

typedef struct HeldLock {
    uintptr_t object; // its address
    uint32_t number;  // of the object, "M12"
    StackId stack;    // where it was taken
    uint32_t count;   // how often, recursive locks
    bool is_shared;
} HeldLock;

typedef struct Task {
    // what each memory access reads, kept together
    uint32_t cell;         // slot and epoch, in place for a shadow cell
    uint32_t ignore_state; // not zero: accesses are not checked (sum of the counts below, and of depth)
    uintptr_t stack_low;   // region: stack_low .. stack_low + stack_size
    size_t stack_size;
    History history;
    uintptr_t *call_top;    // shadow call stack: next free entry
    uintptr_t *calls;       // its start; HISTORY_SHADOW_STACK entries
    uint32_t evicted_cells; // counted here, not in the process: no shared cache line
    uint32_t calls_beyond;  // entered beyond the end of the call stack
    size_t region_size;     // what stack_size is, unless it is 0 to make the next access take a slot

    QuickLock clock_lock;
    uint16_t slot; // SLOT_NONE while it has none
    Epoch epoch;
    uint32_t generation; // of clocks that `clock` belongs to
    Clock clock;
    Clock *release_fence, *acquire_fence;          // of atomic_thread_fence; NULL until one was used
    uint32_t fence_generation, acquire_generation; // of clocks that these belong to

    uint32_t depth;                                    // nested interposed calls; see interpose_enter
    uint32_t ignore_reads, ignore_writes, ignore_sync; // Annotate…; counts
    StackId ignore_stack;                              // where the last of them was begun
    uint32_t number;                                   // unique in the process: main is 0, "T3"
    uint32_t index;                                    // of this record
    TaskKind kind;
    _Atomic TaskState state;
    bool slot_is_spent;                      // no epoch of its slot is left: the next lock of its clock finds another
    bool is_detached, is_joined, is_foreign; // foreign: started where we did not see it
    uint32_t creator;                        // number of the task that created it
    StackId creation_stack;                  //
    int thread_id;                           // of the kernel; of a coroutine: of the thread it runs on
    uint64_t handle;                         // the library's name for it: pthread_t, coroutine handle
    const char *library;                     // of the call that created it: "pthread", "neco"
    char name[TASK_NAME_SIZE];               // "" or what was given by pthread_setname_np and the like

    uint32_t held_count;
    HeldLock held[HELD_LOCKS];

    uint64_t recent_races[RECENT_RACES]; // keys of what was reported
    struct Task *resumed_by;             // fiber: what ran here before
    struct WaitRecord *wait;             // wait/: what it waits for; NULL while it runs
    struct TraceRing *trace;             // trace/: ring of the thread it runs on
    struct JumpBlock *jumps;             // where setjmp was called: jump.c
    void *rooms[TASK_ROOMS];             // for interpose/ and steer/: theirs to define
    struct Task *next_gone;
} Task;

enum { PENDING_SIGNALS = 8 };
#define SIGNAL_WAITS (UINT32_C(1) << 31) // in ignore_state: look at pending_signals

// A signal that arrived inside the runtime.
typedef struct TaskSignal {
    int number;
    siginfo_t information;
} TaskSignal;

// The thread-locals of the runtime, all of them.
typedef struct TaskThread {
    Task *current;            // what ran last on this thread; NULL: `left` gave it away, nobody was seen since
    Task *left;               // see task_give_way
    bool is_leaving;          // `left` runs on for a moment
    Task *thread;             // the thread's own task
    int in_runtime;           // inside the runtime: signals are deferred, nothing is checked
    uint32_t pending_signals; // put off: interpose/signals.c runs their handlers when the runtime is left
    uint32_t in_signal;       // handlers of signals that run, without those of faults
    TaskSignal signals[PENDING_SIGNALS];
    bool has_loader_error;  // see interpose/real.c
    char loader_error[512]; // what dlerror returned, or will return
} TaskThread;

extern _Thread_local TaskThread task_thread __attribute__((tls_model("initial-exec")));

// Makes the record of the main thread the current task. Called once, early, on the main thread.
void task_initialize(void);

void task_switch_off(void); // this thread is not followed any more

Task *task_find_current(void); // the slow half of task_current; adopts a thread that was started unseen

// For functions of the runtime that call the program's (entry of a thread, of a coroutine): stacks are printed without
// them.
#define TASK_TRAMPOLINE __attribute__((noinline, section("qtrace_trampoline")))

// The task that runs here. Never NULL once the runtime is ready.
static inline Task *task_current(void) {
    Task *task = task_thread.current;
    if (likely(task && (uintptr_t)__builtin_frame_address(0) - task->stack_low < task->stack_size)) return task;
    return task_find_current();
}

// A new task, created by `creator` (NULL: nobody known) in a call that returns to the top of its call stack or to
// `counter` (0: none). What `creator` did so far happens before everything the new task does.
Task *task_create(Task *creator, TaskKind kind, const char *library, uintptr_t counter);

void task_abandon(Task *task); // the call that was to start it failed

// The new task runs for the first time on the calling thread, its stack being [low, low + size): it becomes current.
// Shadow memory of the region is not touched here: see shadow_clear.
void task_start(Task *task, uintptr_t low, size_t size);

// Its last action. The region is free; the record stays until joined or detached.
void task_end(Task *task);

void task_join(Task *joiner, Task *joined); // everything it did happens before; the record may be used again
void task_detach(Task *task);

// The region of a coroutine became known only after it was created (or changed): replaces the one it had.
void task_set_region(Task *task, uintptr_t low, size_t size);
void task_make_current(Task *task); // a scheduler's hook says so (fibers)

// A coroutine whose stack is known before it runs: it becomes current when code runs on that stack.
void task_prepare(Task *task, uintptr_t low, size_t size);

// `now` goes on where `last` gave up the thread. Coroutines of one thread run one at a time, so what `last` did happens
// before what `now` does: two tasks of one scheduler cannot race on memory (option order_coroutines).
void task_follow(Task *last, Task *now);
void task_switch(Task *now); // it goes on here: current, and after what ran here last

// `task` lets others of this thread go on, who need not come by the runtime first: nobody is current until the next
// entry point looks at its stack. `is_leaving`: what runs on the stack of `task` until another was seen does not count;
// it says task_switch when it goes on.
void task_give_way(Task *task, bool is_leaving);

Task *task_by_handle(const char *library, uint64_t handle); // latest that is not gone; NULL when unknown
Task *task_by_number(uint32_t number);                      // NULL when the record was used again
Task *task_by_stack(uintptr_t address);                     // whose stack it lies in; NULL when unknown
Task *task_by_index(uint32_t index);                        // 1 .. task_record_count(); may be gone
uint32_t task_record_count(void);
void task_set_name(Task *task, const char *name);

// For every task that is created, running or ended; the registry is locked meanwhile.
void task_for_each(void (*visit)(Task *task, void *context), void *context);

// Clocks. task_lock_clock gives the task a slot if it has none; after a release the caller says task_next_epoch.
void task_lock_clock(Task *task);
void task_unlock_clock(Task *task);
void task_next_epoch(Task *task);
void task_acquire_all(Task *task); // what all tasks did so far happens before what this one does next

// Call stack: function entries and exits of instrumented code, pushed by abi/ and by the wrappers.
void task_enter_function(Task *task, uintptr_t return_address);
void task_leave_function(Task *task);
void task_get_stack(const Task *task, uintptr_t counter, Stack *stack); // counter (0: none) is the innermost frame
StackId task_keep_stack(const Task *task, uintptr_t counter);

// Ignoring: counts that nest.
void task_ignore_begin(Task *task, bool reads, bool writes, bool sync);
void task_ignore_end(Task *task, bool reads, bool writes, bool sync);

// Signals that arrive inside the runtime are put off. task_put_off makes the thread's next access or call notice.
void task_put_off(int number, const siginfo_t *information);
void task_deliver_signals(void); // runs their handlers, unless this is still inside
void task_on_delivery(void (*run)(const TaskSignal *signal));

// Interposed calls nest (a library calls another that is caught, too): true for the outermost, which is the one that
// counts. Accesses of instrumented code inside the call are the library's own and not checked meanwhile.
static inline bool task_enter_call(Task *task) {
    if (unlikely(task_thread.pending_signals)) task_deliver_signals();
    task->ignore_state++;
    return task->depth++ == 0;
}
static inline void task_leave_call(Task *task) {
    task->ignore_state--;
    task->depth--;
}
// Callbacks of the program that a library call runs (once, bsearch) count again: between these two.
static inline uint32_t task_pause_call(Task *task) {
    uint32_t depth = task->depth;
    task->ignore_state -= depth;
    task->depth = 0;
    return depth;
}
static inline void task_resume_call(Task *task, uint32_t depth) {
    task->ignore_state += depth;
    task->depth = depth;
}

// Held locks, innermost last.
void task_hold(Task *task, uintptr_t object, uint32_t number, bool is_shared, StackId stack);
bool task_unhold(Task *task, uintptr_t object); // false: it was not held
HeldLock *task_held(Task *task, uintptr_t object);
