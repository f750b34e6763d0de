// SPDX-License-Identifier: MIT
// Explicit states: runs the program from its roots over all schedules and all choices that
// cannot be decided, breadth first, and finds the tasks that stay blocked for ever: a task is stuck when
// some final component of the state graph (a strongly connected component that nothing leaves) has it
// parked in every state. A final component of one state is the classical stuck state; a larger one is
// others going round while it waits. Breadth first makes each witness as short as can be.
#pragma once
#include "base/hash.h"
#include "base/status.h"
#include "explorer/machine.h"
#include "link/call_graph.h"

// What all explorations of one program have in common; made once where there are many.
typedef struct ExploreShared ExploreShared;
ExploreShared *explore_share(const Program *program, const PointsTo *points_to, Arena *arena);

typedef struct ExploreOptions {
    uint32_t state_limit;         // distinct states
    uint64_t work_limit;          // nodes and expressions executed; the deterministic measure of time
    uint64_t start_limit;         // the same before the first operations: what goes so many ways that this is not
                                  // enough is given up; 0: none of its own
    struct SmtDump *dump;         // takes the solver's questions; NULL: nobody
    ExploreShared *shared;        // NULL: made for this exploration alone
    bool reduce;                  // partial-order reduction; off only to test it
    const RootValue *root_values; // parameters of the root that have these values; others are open
    uint32_t root_value_count;
    const int64_t *input;    // what comes from outside before the first task is started has this value; NULL: is open
    struct Passage *passage; // looks for a circle of locks alone (lock_circle.h); NULL: for all
    const uint8_t *const *candidates;  // per function (NULL: none), per node: accesses that may race (race_watch.h)
    const struct StaleQuestion *stale; // writes of what others have written meanwhile (stale_watch.h); NULL: no matter
    const struct Guide *guide;         // goes along these operations first (guide.h); NULL: breadth first
} ExploreOptions;

// Five answers, as every engine gives them.
typedef enum Verdict {
    VERDICT_SAFE_ALL,   // proved for every loop count, instance count and capacity
    VERDICT_SAFE_BOUND, // nothing within the bound
    VERDICT_BUG,        // with a witness
    VERDICT_CANDIDATE,  // perhaps: no witness was found
    VERDICT_UNVERIFIED, // not decided; the reason says why
} Verdict;

// A task as it is in a stuck state (or in its witness).
typedef struct TaskView {
    TaskId task;
    FunctionId entry;
    uint32_t number;  // 1 for the first task with this entry, 2 for the second …
    CallSite spawned; // function 0 for the first task
    TaskId spawner;
    bool is_stuck; // parked for ever
    bool has_ended;
    bool is_idle;        // parked at the head of an endless loop that it has gone through: a server at rest
    bool polls_for_ever; // runs on, but only through its own timeouts
    bool others_go_on;   // in some execution somebody comes to the same operation and nobody is left standing there
    CallSite *stack;     // outermost first; the last one is where it stands, the others where they go on
    NodeId *calls;       // per entry of the stack: the call that entered the next one; the last one's own node
    uint32_t depth;
    bool runs_scheduler; // waits only for the tasks of the scheduler that it runs (neco_start in main)
    bool *reaches;       // per object: its variables lead there
    ObjectId bundle;     // wait group that its end counts down; 0 none
    WaitCase *waits;     // objects it waits for
    uint32_t wait_count;
} TaskView;

typedef struct ObjectView {
    ObjectKind kind;
    VariableId variable; // memory that it lies in, or
    const char *member;  // field of that memory; NULL none
    CallSite made;
    CallSite made_for; // the call of the function that made it; function 0 none
    Value capacity;
    uint32_t fill[2];
    bool is_closed[2];
    TaskId owner;
    const TaskId *readers; // of a read-write lock, one for each hold
    uint32_t reader_count;
    TaskId task;        // of a task's handle
    const Cells *cells; // what lies in it, as long as the exploration lives; NULL after a misuse
    bool is_zeroed;     // what is not in the cells is zero; else unknown
} ObjectView;

typedef struct StuckState {
    TaskView *tasks; // indexed by TaskId; slot 0 unused
    uint32_t task_count;
    ObjectView *objects; // indexed by ObjectId
    uint32_t object_count;
    Hash kind;                     // equal for states in which the same operations are blocked
    uint32_t state;                // for explore_witness
    const struct Transition *then; // a step from there; NULL: none
} StuckState;

// What a step does against the rules of a primitive, and the state right after it.
typedef struct Misuse {
    Violation violation;
    StuckState after;
} Misuse;

typedef struct Exploration {
    Verdict verdict;
    const char *reason; // SAFE_BOUND: which bound; UNVERIFIED: why
    uint32_t states, edges;
    uint64_t work;            // nodes and expressions executed
    bool is_spent;            // the budget ended, or a path that matters was cut, before every state was visited
    bool is_bounded;          // some path was cut
    bool has_input;           // integers come from outside before the first task is started
    bool has_dead_end;        // a stuck state that nothing leaves, reached without a guess
    Hash asked;               // names what the solver was asked besides (ladder.h); zero: nobody was
    const char *disagreement; // between engines (ladder.h); NULL: none
    StuckState *stuck;
    uint32_t stuck_count;
    Misuse *misuses; // in order of finding; a few of each kind and place
    uint32_t misuse_count;
    uint8_t **completed; // per function (NULL: not in the slice), per node: how this event ended somewhere, as Ending
    struct Exploration *earlier; // of the same root, with misuses of its own; NULL: none
    struct Search *search;
} Exploration;

// Explores from `root` (its parameters unknown; initialisers run before it). Everything lives in `arena`.
Exploration *explore(const Program *program, const PointsTo *points_to, const Relevance *relevance, FunctionId root,
                     const ExploreOptions *options, Arena *arena);

typedef struct Witness {
    Trace trace;
    Feasibility feasibility; // whether Z3 says that the branches can be taken together
} Witness;

// The shortest way to a stuck state or through a misuse, replayed and its path condition decided by Z3.
Witness *explore_witness(Exploration *exploration, const StuckState *stuck, Arena *arena);
