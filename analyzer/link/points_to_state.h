// SPDX-License-Identifier: MIT
// The points-to solver's own state, shared by the points_to_*.c files of this room only; other rooms use
// points_to.h. Blocks are pieces of memory, locations are byte offsets in blocks, cells are constraint variables:
// each has a set of locations. The rules are in README.md.
#pragma once
#include "link/location_set.h"
#include "link/pair_map.h"
#include "link/points_to.h"

typedef uint32_t BlockId, LocationId, CellId, ContextId;

enum {
    LOCATION_NONE = 0,
    LOCATION_UNKNOWN = 1,         // what code outside the program may have made
    MAXIMUM_LOCATIONS = 256,      // per block; above, the block becomes one location
    MAXIMUM_COPIED = 96,          // of these, made because a copy reaches them: copies in a circle may shift for ever
    MAXIMUM_INDEX = 8,            // constant indices below this keep their own element
    MAXIMUM_DEPTH = 2,            // of context: wrapper called by wrapper
    MAXIMUM_WRAPPER_SITES = 2048, // call sites up to which a wrapper is cloned
    MAXIMUM_CLONED_NODES = 16384  // nodes of one wrapper times its call sites
};

// A value during constraint generation: nothing, a cell, or the address of a location.
typedef uint32_t Value;
#define VALUE_ADDRESS 0x80000000u

// Elements of `stride` bytes from `start` to `end`; when some index is not a small constant they are one element.
typedef struct ArrayRule {
    int64_t start, end, stride;
    bool is_merged;
} ArrayRule;

// [from, from + size) of the other block is copied to or from [to, …) of this one.
typedef struct Mirror {
    BlockId other;
    int64_t here, there, size;
} Mirror;

typedef struct Block {
    SiteId site;  // 0 for memory that only copies pass through
    int64_t size; // 0 when not known
    bool is_escaped, is_collapsed;
    bool is_drained;       // whatever is copied here is read (points_to_memory.c)
    uint32_t copied_count; // locations made by copies
    ARRAY(LocationId) locations;
    ARRAY(ArrayRule) arrays;
    ARRAY(Mirror) copied_to, copied_from;
} Block;

typedef struct ExprSet {
    FunctionId function; // 0: not asked
    uint32_t set;        // index in `sets`
} ExprSet;

typedef struct Location {
    BlockId block;
    LocationId merged_into; // 0 when canonical
    int64_t offset;         // -1: anywhere in the block
    CellId cell, address;   // contents; memo of the cell that holds just this location
    LocationId element_base;
    int64_t element_stride;
} Location;

typedef enum ConstraintKind {
    CONSTRAINT_LOAD,          // other ⊇ *this
    CONSTRAINT_STORE,         // *this ⊇ other
    CONSTRAINT_SHIFT,         // other ⊇ this + number
    CONSTRAINT_ELEMENT,       // other ⊇ &this[index] of `number` bytes each
    CONSTRAINT_ANY_ELEMENT,   // other ⊇ &this[?]
    CONSTRAINT_SENT_TO,       // other ⊇ address of what is sent over channel `this`
    CONSTRAINT_RECEIVED_FROM, // other ⊇ address of what is received over channel `this`
    CONSTRAINT_COPY_FROM,     // block `other` ⊇ `number` bytes behind this
    CONSTRAINT_COPY_TO,       // `number` bytes behind this ⊇ block `other`
    CONSTRAINT_CALL,          // binding `other` enters the functions in this
    CONSTRAINT_CALLBACK,      // the function in this, cell `number`, is called with unknown arguments and those of
                              // binding `other`
} ConstraintKind;

typedef struct Constraint {
    ConstraintKind kind;
    uint32_t other, next; // next constraint of the cell
    int32_t index;
    int64_t number;
} Constraint;

typedef struct Cell {
    CellId merged_into;          // 0 when canonical
    LocationSet points, pending; // handled; not yet handled
    uint32_t first_constraint, last_constraint;
    ARRAY(CellId) out;
    uint32_t rank;               // in the order of a wave
    uint32_t set;                // index in `sets`, when asked for
    uint32_t seen_by;            // the last search for a cycle that met it
    bool is_queued, is_escaping; // escaping: what it points to is handed to code outside the program
} Cell;

// A function as entered from one place. The base context (parent 0) stands for all entries that are not cloned.
typedef struct Context {
    FunctionId function;
    ContextId parent;
    NodeId call;
    uint32_t depth;
    BlockId result; // returned value at offset 0
} Context;

typedef struct Argument {
    Value value;
    uint64_t copied_size; // an aggregate passed by value: bytes behind `value`
} Argument;

// A place that enters functions: a call, a spawn, a once.
typedef struct Binding {
    ContextId context;
    NodeId node;
    Argument *arguments;
    uint32_t argument_count;
    BlockId result;       // 0: nobody takes the result
    uint64_t result_size; // of an aggregate
    bool is_call;         // not a spawn: the context may be cloned
    bool is_entered;      // some function fits what the call gives
} Binding;

// A function that the pointer of a call may mean, but that the call does not fit: entered when no other function is.
typedef struct Misfit {
    uint32_t binding;
    FunctionId function;
} Misfit;

// A cell with functions in it was given to a system function, by the call of this binding.
typedef struct Given {
    uint32_t binding;
    CellId cell;
} Given;

typedef struct CallEdge {
    ContextId caller, callee;
    NodeId node;
    bool is_call;
} CallEdge;

// How finely objects and memory are told apart.
typedef struct Limits {
    uint32_t depth;     // of context: wrapper called by wrapper
    uint32_t locations; // per block; above, the block becomes one location
    uint32_t copied;    // of these, made because a copy reaches them: copies in a circle may shift for ever
} Limits;

struct PointsTo {
    const Program *program;
    Limits limits;
    Arena *arena;
    SetPool pool; // of all sets
    uint64_t steps_left;
    bool is_complete, is_closed, has_entry;
    bool is_walking; // somebody may be in the middle of a cell's set
    ARRAY(Site) sites;
    ARRAY(BlockId) block_of_site;
    ARRAY(ContextId) context_of_site; // 0: any
    ARRAY(Block) blocks;
    ARRAY(BlockId) to_drain;
    ARRAY(Location) locations;
    ARRAY(Cell) cells;
    ARRAY(Constraint) constraints;
    ARRAY(Context) contexts;
    ARRAY(Binding) bindings;
    ARRAY(CallEdge) call_edges;
    ARRAY(Misfit) misfits;
    ARRAY(Given) given;
    ARRAY(CellId) queue; // cells with pending locations
    uint32_t queue_head, searches;
    ARRAY(CellId) wave; // a heap: those that come later in the order than the cell that is being handled
    uint32_t wave_rank, passes;
    uint64_t work, next_pass;     // steps since the last search for all cycles; before the next one
    ARRAY(ContextId) to_generate; // in the order of discovery
    uint32_t generated;
    PairMap location_map;   // block, offset -> location
    PairMap site_map;       // context and kind, variable or node -> site
    SiteId *variable_sites; // the same of variables in context 0; 0 none
    uint32_t solved_variables;
    PairMap value_map;        // context above the base, expression -> value + 1
    PairMap context_map;      // caller context and node, function -> context
    PairMap edge_map;         // from, to: 1 seen, 2 also looked at for a cycle
    PairMap derived_map;      // cell, kind and index; number -> cell
    PairMap seen_map;         // mirrors, call edges
    Value *values;            // base contexts: per expression, value + 1; 0 not evaluated
    ContextId *base_contexts; // per function
    uint32_t *wrapper_sites;  // per function: call sites when it is a wrapper that may be cloned, else 0
    bool *is_callback;        // per function: code outside the program may call it
    CellId sink;              // all that flows here escapes
    CellId unknown;           // holds LOCATION_UNKNOWN

    uint32_t *contexts_start; // per function: its contexts in `contexts_by_function`; made after solving
    ContextId *contexts_by_function;
    uint32_t solved_exprs; // how many there were
    ExprSet *set_of_expr;  // per expression, for the function that asked first
    PairMap set_map;       // function, expression -> index in `sets`, for others; memory, operands
    ARRAY(PointeeSet) sets;
    uint32_t **callees_at; // per function, made when asked for, per node: index in `callees`; 0 not asked yet
    ARRAY(FunctionSet) callees;
    struct CallFields *call_fields; // made when first asked for
};

// Memory: points_to_memory.c
BlockId points_to_add_block(PointsTo *state, SiteId site, int64_t size);
LocationId points_to_location(PointsTo *state, BlockId block, int64_t offset); // canonical; NONE out of bounds
LocationId points_to_canonical(const PointsTo *state, LocationId location);
LocationId points_to_shift(PointsTo *state, LocationId location, int64_t bytes);
LocationId points_to_element(PointsTo *state, LocationId location, int64_t stride, int64_t index);
LocationId points_to_any_element(PointsTo *state, LocationId location, int64_t stride);
LocationId points_to_channel_content(PointsTo *state, LocationId channel, bool is_receive);
void points_to_mirror(PointsTo *state, LocationId from, LocationId to, int64_t size);
void points_to_escape(PointsTo *state, BlockId block);
void points_to_escape_location(PointsTo *state, LocationId location);
bool points_to_holds_values(const PointsTo *state, BlockId block); // not a function, string, task

// Cells: points_to_cell.c
CellId points_to_add_cell(PointsTo *state);
CellId points_to_find(const PointsTo *state, CellId cell);
void points_to_add(PointsTo *state, CellId cell, LocationId location);
void points_to_add_edge(PointsTo *state, CellId from, CellId to);
void points_to_merge_cells(PointsTo *state, CellId kept, CellId other);
void points_to_constrain(PointsTo *state, CellId cell, Constraint constraint);
// The cell of what the constraint makes of this cell's pointees; equal derivations share one cell (value numbering).
CellId points_to_derive(PointsTo *state, CellId cell, Constraint constraint);
void points_to_let_escape(PointsTo *state, CellId cell); // whatever it points to, now and later
void points_to_spend(PointsTo *state, uint64_t steps);   // of the budget
void points_to_propagate(PointsTo *state);               // until nothing is pending or the budget is spent
// Which cell comes next: points_to_order.c
void points_to_enqueue(PointsTo *state, CellId cell);
CellId points_to_take(PointsTo *state); // 0 when none is pending

CellId points_to_address_cell(PointsTo *state, LocationId location);
CellId points_to_cell_of(PointsTo *state, Value value); // 0 for no value
void points_to_flow(PointsTo *state, Value from, CellId to);
void points_to_store(PointsTo *state, Value address, Value value);
Value points_to_load(PointsTo *state, Value address);
void points_to_copy(PointsTo *state, Value to, Value from, int64_t size);

// One constraint for one location of its cell: points_to_apply.c
void points_to_apply(PointsTo *state, Constraint constraint, LocationId location);

// Sites and contexts: points_to_context.c
SiteId points_to_add_site(PointsTo *state, Site site, ContextId context, int64_t size);
BlockId points_to_variable_block(PointsTo *state, ContextId context, VariableId variable);
BlockId points_to_function_block(PointsTo *state, FunctionId function);
BlockId points_to_node_block(PointsTo *state, ContextId context, NodeId node, SiteKind kind, int64_t size);
ContextId points_to_base_context(PointsTo *state, FunctionId function);
void points_to_enter(PointsTo *state, uint32_t binding, FunctionId function);
void points_to_enter_fitting(PointsTo *state, uint32_t binding, FunctionId function); // through a pointer
void points_to_await_callback(PointsTo *state, uint32_t binding, CellId cell);
bool points_to_enter_awaited(PointsTo *state); // what had to wait until all else is known; false when nothing is left
bool points_to_fits(PointsTo *state, const Node *call, FunctionId callee);
void points_to_enter_unknown(PointsTo *state, uint32_t binding); // some function outside the program
void points_to_enter_root(PointsTo *state, FunctionId function); // from outside: unknown arguments
void points_to_call_back(PointsTo *state, uint32_t binding, FunctionId function);
LocationId points_to_result_location(PointsTo *state, ContextId context, VariableId result); // NONE for 0
bool points_to_carries(ValueType type); // whether such a value may hold an address or a handle

// Constraint generation: points_to_expr.c, points_to_node.c, points_to_event.c
Value points_to_value(PointsTo *state, ContextId context, ExprId expr);
Value points_to_moved_pointer(PointsTo *state, ContextId context, ExprId target, ExprId value);
Argument points_to_argument(PointsTo *state, ContextId context, ExprId expr);
void points_to_generate(PointsTo *state, ContextId context);
void points_to_generate_event(PointsTo *state, ContextId context, NodeId node);
uint32_t points_to_add_binding(PointsTo *state, Binding binding);
void points_to_bind(PointsTo *state, uint32_t binding, Value callee);

// Before and after: points_to_wrapper.c, points_to_closed.c, points_to_single.c
void points_to_find_wrappers(PointsTo *state);
bool points_to_find_closed(const Program *program);
bool points_to_is_interrupt_code(const Program *program, FunctionId id);
void points_to_open_callbacks(PointsTo *state);
void points_to_mark_single(PointsTo *state);
