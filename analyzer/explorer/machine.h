// SPDX-License-Identifier: MIT
// The abstract machine: executes event graphs on a State. One step performs one scheduling point of
// one task and everything that follows from it up to the next scheduling points. Where a step can go
// several ways (an unknown comparison, which waiter is served, who runs next) it asks
// machine_choose; the explorer enumerates the choices by running the step again.
#pragma once
#include "explorer/state.h"
#include "explorer/violation.h"
#include "link/points_to.h"
#include "link/relevance.h"

enum { MACHINE_CHOICES = 48 };

// How an event has ended in some execution; several may be.
enum Ending { ENDED_WELL = 1, ENDED_BY_CLOSE = 2, ENDED_WITH_NOTHING = 4 };

typedef enum StepResult {
    STEP_GOES_ON,
    STEP_IMPOSSIBLE, // the choices contradict the path condition
    STEP_CUT,        // a bound was reached: what lies behind is not known
    STEP_EXITED,     // the process has ended
} StepResult;

// Why a path was not followed on. Only the first is a bound on a loop; the others leave the question open.
typedef enum CutReason {
    CUT_LOOP,    // comparisons of one unknown value, as a loop makes them, a few times each
    CUT_CASES,   // comparisons of one unknown value with many constants
    CUT_CHOICES, // too many ways to go in one step
    CUT_DEPTH,   // calls in calls
    CUT_WORK,    // too long a way without a scheduling point
    CUT_UNKNOWN, // a jump or a cancel of nobody knows what
    CUT_REASON_COUNT
} CutReason;

// What happened, in order; filled only while a witness is replayed.
typedef enum TraceKind {
    TRACE_SPAWN,
    TRACE_MAKE,
    TRACE_COMPLETE,
    TRACE_PARK,
    TRACE_TIMEOUT,
    TRACE_BRANCH,
    TRACE_END,
    TRACE_EVENT,
    TRACE_ACCESS,      // memory that stale_watch.h asks about is read or written
    TRACE_UNSIGNALLED, // a condition wait ends though nobody signals
} TraceKind;

typedef struct TraceStep {
    TraceKind kind;
    TaskId task;
    FunctionId function;
    NodeId node;
    uint32_t depth;  // call depth in the task
    ObjectId object; // 0 none
    uint8_t stream;
    OutcomeKind outcome; // COMPLETE
    TaskId partner;      // COMPLETE by handing over to or from a parked task; SPAWN: the child
    FunctionId partner_function;
    NodeId partner_node;
    uint32_t fill_before, fill_after; // of a buffered channel
    bool is_true;                     // BRANCH
    bool is_send;                     // COMPLETE
} TraceStep;

typedef struct Trace {
    Arena *arena;
    ARRAY(TraceStep) steps;
} Trace;

// A value tried for a parameter of the root.
typedef struct RootValue {
    VariableId parameter;
    int64_t value;
} RootValue;

typedef struct Machine {
    const Program *program;
    const PointsTo *points_to;
    const Relevance *relevance;        // NULL: everything is relevant
    struct Passage *passage;           // not NULL: only ways that surely can be gone, as link/passage.h says
    const uint32_t *global_slots;      // per variable: its object in every state, 0 none
    struct ExploreShared *shared;      // tables that explorations have in common
    const struct EscapeTable *escapes; // which sites code outside the program may reach
    Arena *arena;
    State *state; // being changed
    TaskId task;  // running
    StepResult result;
    CutReason cut; // of a result STEP_CUT
    uint8_t choices[MACHINE_CHOICES], options[MACHINE_CHOICES];
    uint32_t choice_count, choice_at;
    uint64_t dice;               // not 0: what is chosen first is drawn by it
    uint64_t stamp;              // of the last state that was begun
    uint64_t work;               // nodes executed so far
    bool unit_is_open;           // other units may use its global variables
    const uint8_t *reads_atomic; // per expression: it loads an atomic or volatile object
    NodeId call;                 // the node that the next machine_enter is for; 0 for none
    bool is_resuming;            // the next node is a scheduling point that may now be passed
    uint8_t **completed;         // per function, per node: how an event ended somewhere, as Ending
    Trace *trace;
    const uint8_t *const *candidates;  // per function (NULL: none), per node: asked about by race_watch.h; or NULL
    const struct StaleQuestion *stale; // takes reads and writes besides (stale_watch.h); NULL: nobody asks
    ExprId loads_from;                 // address expression of the load that is being evaluated
    struct AccessLog *log;             // takes what the step touches at candidates (access.h); NULL: nobody asks
    Violations violations;             // that the step under way has committed
    const RootValue *root_values;      // for search_enter_root
    uint32_t root_value_count;
    const int64_t *input; // of ExploreOptions
    bool has_input;       // there was some
} Machine;

// 0 … count-1; the explorer tries them all.
uint32_t machine_choose(Machine *machine, uint32_t count);

static inline Task *machine_task(Machine *machine) {
    return state_edit_task(machine->state, machine->arena, machine->task);
}
static inline Frame *machine_frame(Machine *machine) {
    return task_frame(machine_task(machine));
}

void machine_cut(Machine *machine, CutReason reason);

const Node *machine_node(const Machine *machine, FunctionId function, NodeId node);
void machine_trace(Machine *machine, TraceStep step);
void machine_completed(Machine *machine, FunctionId function, NodeId node, OutcomeKind outcome);

// Notes a misuse by the machine's task at the node where it stands.
void machine_violation(Machine *machine, ViolationKind kind, ObjectId object, TaskId other);
// Whether the program looks at what the call returns at which the task stands: then a failure is no misuse.
bool machine_is_asked(const Machine *machine, TaskId task);

// evaluate.c
Value evaluate(Machine *machine, ExprId expr);
// Whether the value is not zero; splits on it when that is open.
bool evaluate_truth(Machine *machine, Value value);
Value machine_load(Machine *machine, Value address, ValueType type);
void machine_store(Machine *machine, Value address, uint64_t size, Value value);
// Other code has written `size` bytes there (0: from there to the end of the object): integers are no longer known,
// pointers are taken to stay.
void machine_forget(Machine *machine, Value address, uint64_t size);
void machine_copy(Machine *machine, Value target, Value source, uint64_t size);
Cells machine_read_cells(Machine *machine, Value address, uint64_t size);
void machine_write_cells(Machine *machine, Value address, const Cells *cells, uint64_t size);
// A pointer with an object behind it, or VALUE_UNKNOWN; makes one up for a symbol.
Value machine_dereference(Machine *machine, Value address);
ObjectId machine_variable(Machine *machine, VariableId variable);
Value evaluate_compare(Machine *machine, Operator operator_, Value left, Value right);

// derive.c: `operator_` (arithmetic) on integers of which at least one is unknown.
Value derive_value(Machine *machine, Operator operator_, Value left, Value right);

// run_local.c: runs the machine's task up to its next scheduling point, park or end.
void machine_run_local(Machine *machine);
void machine_enter(Machine *machine, FunctionId function, const Value *arguments, uint32_t count, VariableId result);
void machine_advance(Machine *machine, NodeId next);
// What a call of code outside returns: unknown, or the input that is tried.
Value machine_outside_value(Machine *machine, const Node *node);
// Stores what an event returns and goes on to its next node.
void machine_finish_event(Machine *machine, TaskId task, OutcomeKind outcome, Value value);
void machine_end_task(Machine *machine, TaskId task);
void machine_set_result(Machine *machine, TaskId task, Value value);

// events: perform the event node that the machine's task stands at.
void event_execute(Machine *machine, const Node *node, const Api *api);
// scope_event.c: whether the event is none of the scope's business, and what it does then.
bool machine_is_outside(Machine *machine, const Node *node, const Api *api);
void outside_event(Machine *machine, const Node *node, const Api *api);
// The task goes on behind `from`: remembers that it steps over something at which others may run.
void machine_note_crossing(Machine *machine, FunctionId function, NodeId from);
// Whether the task lets others run before this node because it has stepped over such a place.
bool machine_stops_behind_crossing(Machine *machine, const Node *node);
bool event_is_stop(const Machine *machine, const Node *node, const Api *api);
void channel_event(Machine *machine, const Node *node, const Api *api);
void select_event(Machine *machine, const Node *node, const Api *api);
void counter_event(Machine *machine, const Node *node, const Api *api);
void join_event(Machine *machine, const Node *node, const Api *api);
void cancel_event(Machine *machine, const Node *node, const Api *api);
void attribute_event(Machine *machine, const Node *node, const Api *api);
void free_event(Machine *machine, const Node *node, const Api *api);
void lock_event(Machine *machine, const Node *node, const Api *api);
void condition_event(Machine *machine, const Node *node, const Api *api);
void task_event(Machine *machine, const Node *node, const Api *api);
void memory_event(Machine *machine, const Node *node, const Api *api);
void make_event(Machine *machine, const Node *node, const Api *api);

// A condition wait ends with the outcome that was noted for it; its task holds the mutex again.
void condition_return(Machine *machine, TaskId task, const Api *api);
// Whether the wait at which the task stands is in a loop that tests again before the mutex is released.
bool wait_is_in_loop(Machine *machine, const Task *task);
// What was set of an attribute object; VALUE_UNKNOWN when that is not known.
Value attribute_read(Machine *machine, Value attribute, Property property);
// A canceled task reaches a call at which a cancel can take effect: it ends or the call says so. False when it goes on.
bool cancel_takes_effect(Machine *machine, const Api *api);
// Gives everybody in the wait group's line leave to go on, whatever is added afterwards.
void counter_release_waiters(Machine *machine, ObjectId group);

// Ends the event of the machine's task with this outcome and the value that the model gives it.
void event_finish(Machine *machine, const Api *api, OutcomeKind outcome);
Value event_outcome_value(const Api *api, OutcomeKind outcome);
// What the call fills (fgets, scanf, read) is no longer known.
void event_forget_filled(Machine *machine, const Node *node, const Api *api);
// Ends an event on something unknown or shared with the outside: any outcome that the call can have.
void event_finish_outside(Machine *machine, const Node *node, const Api *api);

// Parks the machine's task at its event.
void machine_park(Machine *machine, const Api *api, WaitCase *cases, uint32_t case_count);
void machine_park_on(Machine *machine, const Api *api, ObjectId object);
// A parked task goes on: with this outcome, behind its event.
void machine_wake(Machine *machine, TaskId task, OutcomeKind outcome, Value value);
// A parked task stands at its event again and tries once more.
void machine_retry(Machine *machine, TaskId task);
// Whether a task parked at a lock, join, semaphore … could proceed now.
bool machine_can_proceed(Machine *machine, TaskId task);

// The synchronisation object that an operand names; made in place at first use. 0 when it cannot be told.
ObjectId machine_operand_object(Machine *machine, const Node *node, const Api *api, OperandRole role, ObjectKind kind);
// The offset of the memory that the cell is about: also of one that remembers what lies there.
int64_t machine_cell_place(const Cell *cell);
Value machine_operand_value(Machine *machine, const Node *node, const Api *api, OperandRole role);
// How long the event may block, as its timeout operand says.
// The handle of a task that is joined or cancelled; it may lie behind the operand (k_thread_join).
Value machine_task_handle(Machine *machine, const Node *node, const Api *api);
Blocking machine_blocking(Machine *machine, const Node *node, const Api *api);
// Whether code outside the program may reach the variable, or what the node makes when called from `caller`.
bool machine_variable_escapes(const Machine *machine, VariableId variable);
// One of this program alone that only its initialiser writes: code from elsewhere does not change it.
bool machine_variable_is_settled(const Machine *machine, VariableId id);
bool machine_site_escapes(const Machine *machine, FunctionId function, NodeId node, FunctionId caller);
struct EscapeTable *escape_table_create(Arena *arena, const Program *program, const PointsTo *points_to);

// schedule.c: one step of `task`: its scheduling point, or the end of its timed wait.
void machine_step(Machine *machine, TaskId task, bool is_timeout);
// Per expression of the program, whether evaluating it reads an atomic or volatile object.
uint8_t *machine_find_atomic_reads(Arena *arena, const Program *program);
// After a step, lets every task that only has local work to do run, and picks the next
// task of each scheduler whose current one has stopped.
void machine_settle(Machine *machine);
// sleep.c: the machine's task comes to a sleep; a task's sleep is over.
void sleep_begin(Machine *machine, const Node *node, const Api *api);
void sleep_end(Machine *machine, TaskId task);
void machine_switch(Machine *machine, const Api *api, bool woke_someone);
