// SPDX-License-Identifier: MIT
// Inclusion-based (Andersen), field-sensitive, flow-insensitive points-to over one Program, with the
// call graph built on the fly. Abstract objects are variables, functions, and allocation or make sites,
// cloned one call deep for wrappers that return their own allocation. Fields are byte offsets; an array is one element
// except for constant indices below 8. See docs in link/README.md for the constraint rules.
#pragma once
#include "base/hash.h"
#include "program/program.h"

typedef uint32_t SiteId; // abstract object; 0 is "unknown": anything that code outside the program may have made

typedef enum SiteKind {
    SITE_UNKNOWN,
    SITE_VARIABLE, // memory of a variable
    SITE_FUNCTION,
    SITE_HEAP,   // EVENT_ALLOCATE node
    SITE_OBJECT, // EVENT_MAKE node: channel, wait group, … made by the library
    SITE_TASK,   // EVENT_SPAWN node
    SITE_STRING,
} SiteKind;

typedef struct Site {
    SiteKind kind;
    VariableId variable; // SITE_VARIABLE
    FunctionId function; // SITE_FUNCTION: itself; HEAP, OBJECT, TASK: the function of the node
    NodeId node;
    FunctionId caller; // one level of context for wrappers: the call site that made it, 0 when not cloned
    NodeId call;
    FunctionId outer_caller; // when that caller is itself a cloned wrapper: the call site that entered it, else 0
    NodeId outer_call;
    bool is_single;  // stands for at most one object in a run: not in a loop, not in recursion
    bool is_escaped; // code outside the program may reach it
} Site;

typedef struct Pointee {
    SiteId site;
    int64_t offset; // bytes; -1 for any
} Pointee;

typedef struct PointeeSet {
    const Pointee *items; // sorted by site, offset
    uint32_t count;
    bool has_unknown; // may also point to something outside the program
} PointeeSet;

typedef struct PointsTo PointsTo;

// Everything lives in `arena`. `node_budget` bounds the work; when it is spent the result is still
// usable and points_to_is_complete says no.
PointsTo *points_to_solve(const Program *program, Arena *arena, uint64_t step_budget);
bool points_to_is_complete(const PointsTo *points_to);

uint32_t points_to_site_count(const PointsTo *points_to); // including slot 0
const Site *points_to_site(const PointsTo *points_to, SiteId site);
const char *points_to_site_name(const PointsTo *points_to, Arena *arena,
                                SiteId site); // "chan_init at a.c:12", "c.stop"

// What the value of `expr` may point to, within function `function`.
PointeeSet points_to_of_expr(const PointsTo *points_to, FunctionId function, ExprId expr);

// The objects (channels, locks, tasks …) that the operand in `role` of an event node may denote. In-place objects
// (a pthread_mutex_t) are the memory they lie in: site plus offset.
PointeeSet points_to_of_operand(const PointsTo *points_to, FunctionId function, NodeId node, OperandRole role);

// Functions that a CALL node, or the FUNCTION operand of a spawn or once, may enter; sorted ids.
typedef struct FunctionSet {
    const FunctionId *items;
    uint32_t count;
    bool has_unknown; // also functions outside the program
} FunctionSet;
FunctionSet points_to_callees(const PointsTo *points_to, FunctionId function, NodeId node);

// Objects and memory by hand, for rooms that follow values themselves. The site of a variable outside clones, 0 when
// the solver never met it.
SiteId points_to_site_of_variable(const PointsTo *points_to, VariableId variable);

// The site that a MAKE, ALLOCATE or SPAWN node made when its function was entered from `caller` at `call`
// (0, 0: not cloned). 0 when there is none, or several because the caller is cloned itself: then ask with its entry
// too.
SiteId points_to_site_of_node(const PointsTo *points_to, FunctionId function, NodeId node, FunctionId caller,
                              NodeId call);
SiteId points_to_site_of_inner_node(const PointsTo *points_to, FunctionId function, NodeId node, FunctionId caller,
                                    NodeId call, FunctionId outer_caller, NodeId outer_call);

// What a pointer that lies in this memory may point to; at offset -1, any pointer in all of it.
PointeeSet points_to_of_memory(const PointsTo *points_to, Pointee memory);

// Whether the pointee is one piece of memory in a run: its site is single and it is no element of an array that is
// indexed by variables.
bool points_to_is_single(const PointsTo *points_to, Pointee pointee);

// The offset under which sets name this byte: elements of an array that is indexed by variables are its first one,
// also behind the known end of the array.
int64_t points_to_element_offset(const PointsTo *points_to, Pointee pointee);

// Adds to the hash all that the two answers above hang on for the offsets of this site.
Hash points_to_hash_arrays(const PointsTo *points_to, SiteId site, Hash hash);

// A unit is closed when it defines an entry function and takes or gives no address from or to functions and
// variables of other units, modelled libraries and system headers aside.
bool points_to_unit_is_closed(const PointsTo *points_to);

// Whether the function's address was given to code outside the program, which may call it at any time (a signal
// handler, a comparison for qsort). Exported functions of units that are not closed are roots, not callbacks.
bool points_to_is_callback(const PointsTo *points_to, FunctionId function);

// Whether the function is reached from a root at all; points-to sets of other functions are empty and unknown.
bool points_to_is_reached(const PointsTo *points_to, FunctionId function);
