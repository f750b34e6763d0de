// SPDX-License-Identifier: MIT
// The slicer's own state, shared by the relevance_*.c files of this room only. The rules are in README.md.
#pragma once
#include "link/call_graph.h"
#include "link/control_flow.h"
#include "link/pair_map.h"
#include "link/relevance.h"

#define WHOLE_OBJECT ((int64_t)1 << 40)

typedef enum NodeMark {
    MARK_RELEVANT = 1,
    MARK_ELEMENT = 2, // its element is carried
    MARK_RESULT = 4,  // a CALL or EVENT whose result is needed
    MARK_END = 8,     // ends the process abnormally
    MARK_CUT = 16,    // leads to such an end and nowhere else
} NodeMark;

typedef struct Memory {
    uint32_t object; // variable, or site above the variables: clones of a variable are one
    int64_t offset, size;
} Memory;

// A node that writes `size` bytes at `offset` of an object.
typedef struct Writer {
    FunctionId function;
    NodeId node;
    int64_t offset, size;
    bool is_result; // through the variable that takes its result
} Writer;

typedef struct ChannelUse {
    FunctionId function;
    NodeId node;
    SiteId site;
    int64_t handle;
    bool is_send, is_receive;
} ChannelUse;

// Of one function, in a slice for a scope.
typedef struct RelevantNodes {
    ARRAY(NodeId) found; // in the order in which they became relevant
    NodeId *sorted;      // with those that end the process; made when asked for
    uint32_t count;
    bool is_listed;
    uint32_t *places; // in the function's step tree, ascending; made when asked for
} RelevantNodes;

struct Relevance {
    bool is_exact;        // nothing is assumed of checks that end the process
    bool assumes;         // such a check was found
    bool is_spent;        // more memory was looked at than `pieces_left` allowed at first; what is marked is not all
    uint64_t pieces_left; // of memory, to be looked at
    const Program *program;
    const PointsTo *points_to;
    Arena *arena;   // of what all slices share
    Arena *scratch; // of this slice; the same one when there is only one
    CallGraph *calls;
    uint8_t **marks;            // per function, node: NodeMark
    ControlFlow **flows;        // per function, made when needed
    NodeId **next;              // per function, made when asked for
    bool *has_loop;             // per function: a node that is the head of one
    uint32_t *assumption_start; // per function
    NodeId *assumptions;        // branches that have a way to nowhere but an abnormal end
    uint32_t *end_start;        // per function
    NodeId *ends;               // nodes that end the process abnormally
    bool *is_expr_needed;
    bool *is_relevant;   // per function: has a relevant node
    bool *has_effect;    // per function: has one that others can notice
    bool *never_returns; // per function: every way ends the process abnormally
    bool *acts;          // per function: it, or one that it calls, does what concurrency can see
    ARRAY(CallSite) nodes_to_do;
    ARRAY(Memory) memory_to_do;
    ARRAY(FunctionId) effects_to_do;
    PairMap memory_map;     // object and size, offset -> seen
    PairMap set_map;        // many pieces together: their list, skip and size -> seen
    PairMap channel_map;    // site, handle -> seen
    uint32_t *writer_start; // per object
    Writer *writers;
    ARRAY(ChannelUse) channel_uses;
    // slices for scopes (relevance_scope.c)
    const Scope *scope;
    bool is_cooperative;            // some tasks switch at certain calls only
    bool *is_touched, *is_searched; // per function: has state of this slice; was searched for what never returns
    bool *never_goes_on;            // per function: it or what it calls has an endless loop or ends its task
    bool *may_switch;               // per function: it or what it calls may let other tasks run
    bool **crosses;                 // per function, per node; made with `next`
    bool *is_parameter_needed;      // per variable
    RelevantNodes *relevant;        // per function; NULL in a slice of the whole program
    struct StepTree **trees;        // per function, made when needed: of large ones, to step over much at once
    ARRAY(CallSite) elements;       // whose element is carried
    ARRAY(FunctionId) touched;
    ARRAY(ExprId) needed;
    ARRAY(VariableId) needed_parameters;
    PairMap wrapped_map; // wrapper, what is done there -> seen
};

// relevance_slice.c
void relevance_mark_node(Relevance *slice, FunctionId function, NodeId node);
void relevance_mark_effect(Relevance *slice, FunctionId function);
void relevance_mark_result(Relevance *slice, FunctionId function, NodeId node);
void relevance_need(Relevance *slice, FunctionId function, ExprId expr);
void relevance_need_memory(Relevance *slice, Pointee at, int64_t size);
void relevance_need_memory_behind(Relevance *slice, FunctionId function, ExprId address, int64_t skip, int64_t size);
void relevance_work(Relevance *slice); // until nothing is left to do, or the slice is spent
const ControlFlow *relevance_flow(Relevance *slice, FunctionId function);

// relevance_memory.c
void relevance_index_writers(Relevance *slice);
void relevance_match_writers(Relevance *slice, Memory memory);
uint32_t relevance_object(const Relevance *slice, SiteId site);

// relevance_event.c
bool relevance_is_seed(const Relevance *slice, const Node *node);
void relevance_need_operands(Relevance *slice, FunctionId function, NodeId node);
void relevance_need_parameter(Relevance *slice, VariableId parameter);
void relevance_index_channels(Relevance *slice);
void relevance_need_content(Relevance *slice, FunctionId function, NodeId node);
int64_t relevance_operand_constant(const Relevance *slice, const Node *node, OperandRole role, int64_t otherwise);

// relevance_nodes.c
void relevance_note_node(Relevance *slice, FunctionId function, NodeId node); // it is relevant now
void relevance_forget_nodes(Relevance *slice, FunctionId function);           // their marks are taken back

// step_tree.c
void relevance_find_trees(Relevance *slice);
bool relevance_steps_far(Relevance *slice, FunctionId function); // whether the two below answer for the function
NodeId relevance_step_far(Relevance *slice, FunctionId function, NodeId node);
bool relevance_crosses_far(Relevance *slice, FunctionId function, NodeId node);

// relevance_scope.c
void relevance_touch(Relevance *slice, FunctionId function);
bool relevance_is_outside(const Relevance *slice, FunctionId function, const Node *node, NodeId id);
bool relevance_may_switch(const Relevance *slice, FunctionId function, NodeId node);
void relevance_need_called(Relevance *slice, CallSite call); // arguments for parameters that are needed

// relevance.c
Relevance *relevance_writable(const Relevance *relevance);                 // tables are made when first asked for
NodeId relevance_step(Relevance *slice, FunctionId function, NodeId node); // over one that does not matter
Relevance *relevance_prepare(const Program *program, const PointsTo *points_to, bool is_exact, Arena *arena);

// relevance_end.c
bool relevance_keep_endless_in(Relevance *slice, FunctionId function);
bool relevance_keep_assumptions_in(Relevance *slice, FunctionId function);
void relevance_find_ends(Relevance *slice);
void relevance_index_ends(Relevance *slice);       // what of it is the same in every slice
bool relevance_keep_endless(Relevance *slice);     // whether a node was added
bool relevance_keep_assumptions(Relevance *slice); // the same
