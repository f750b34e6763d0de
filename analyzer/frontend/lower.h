// SPDX-License-Identifier: MIT
// What the files of this room share: the state of one extraction, the function under construction,
// and the parts of lowering. Order of dependence: places and types < declarations < expressions <
// graph < values, places in memory, calls < statements < functions. Only this room includes it.
#pragma once
#include "frontend/frontend.h"
#include "frontend/lower_select.h"

// Deeper nesting than this is not followed: the value becomes opaque and is counted.
enum { DEEPEST_NESTING = 1000, DEEPEST_EXPRESSION = 200, LONGEST_TEXT = 80, MOST_INITIALISERS = 65536 };

typedef struct Cursors {
    CXCursor *items;
    uint32_t count;
} Cursors;

// libclang pointers to our ids; open addressing.
typedef struct PointerTable {
    const void **keys;
    uint32_t *values; // 0: empty slot
    uint32_t count, capacity;
} PointerTable;

typedef struct TypeInfo {
    CXType type;     // canonical, without _Atomic
    ValueType value; //
    bool is_bool, is_array, is_variable_array, is_function, is_record;
} TypeInfo;

typedef struct RecordInfo {
    CXCursor *fields; // without unnamed bit-fields
    uint32_t count;
    bool is_union;
} RecordInfo;

typedef enum BuiltinKind {
    BUILTIN_NONE,
    BUILTIN_FIRST_ARGUMENT, // __builtin_expect
    BUILTIN_CONSTANT,       // __builtin_constant_p, __builtin_object_size: what the compiler says, else a default
    BUILTIN_TRAP,           // never goes on
    BUILTIN_NOTHING,        // no effect that is followed: va_start, prefetch
    BUILTIN_PURE,           // a value that is not followed
    BUILTIN_OVERFLOW,       // __builtin_add_overflow
    BUILTIN_COUNT_BITS,     // __builtin_popcount, __builtin_ctz, ffs
    BUILTIN_SETJMP,
    BUILTIN_LONGJMP,
} BuiltinKind;

typedef struct Callee {
    FunctionId function;
    const Api *api; // NULL when no model knows it
    BuiltinKind builtin;
    const char *name; // without __builtin_ and size suffix
} Callee;

// Dimensions of a variable length array, outermost first; values of temporaries, in elements.
typedef struct VariableArray {
    VariableId variable;
    ExprId bytes, row_bytes; // whole size, size of one element of the outermost dimension
} VariableArray;

typedef struct Cleanup {
    VariableId variable;
    CXCursor function;
    Place place;
} Cleanup;

// A block between pthread_cleanup_push and its pop: what the macro keeps the handler and its argument in.
typedef struct CancelBlock {
    VariableId routine, argument;
} CancelBlock;

typedef struct Label {
    const char *name;
    NodeId node;
    uint32_t cleanup_depth; // where it stands
} Label;

typedef struct PendingGoto {
    NodeId from;
    uint32_t label, count; // into the labels; of the cleanups
    Cleanup *cleanups;     // of the scopes around the goto
} PendingGoto;

typedef struct JumpScope {
    struct JumpScope *outer;
    NodeId break_target, continue_target; // 0: not a target for this kind
    uint32_t cleanup_depth;               // outside of its body
} JumpScope;

typedef struct SwitchScope {
    struct SwitchScope *outer;
    ARRAY(SwitchCase) cases;
    NodeId default_target;
    ValueType type; // of the value
} SwitchScope;

typedef struct FunctionBuilder {
    FunctionId id;
    const char *name;
    ARRAY(Node) nodes;
    NodeId current; // whose `next` is still open; 0 when the next node cannot be reached from here
    JumpScope *jumps;
    SwitchScope *switches;
    ARRAY(Label) labels;
    ARRAY(Cleanup) cleanups; // of the scopes that are open
    ARRAY(PendingGoto) gotos;
    ARRAY(CancelBlock) cancels; // that are open
    ARRAY(OpenSelect) selects;
    ARRAY(VariableArray) arrays;
    uint32_t skipped, nesting;
} FunctionBuilder;

typedef struct PendingInitialiser {
    CXCursor declaration;
    VariableId variable;
} PendingInitialiser;

typedef struct ExprFacts {
    uint16_t depth;
    bool can_change; // reads memory other than temporaries, so its value depends on when it is read
} ExprFacts;

typedef struct Lowering {
    Program *program;
    Arena *arena, *scratch; // scratch is emptied after each function
    const ModelSet *models;
    ExtractStatistics *statistics;
    CXTranslationUnit unit;
    const char *main_path, *directory, *working_directory;
    CXFile main_file, prelude_file;
    uint64_t pointer_size;
    Cursors declarations; // of the whole unit
    bool has_call_expression_spawns;

    PointerTable file_ids, type_ids, variable_ids, callee_ids, record_ids;
    ARRAY(const TypeInfo *) types;
    ARRAY(const RecordInfo *) records;
    ARRAY(const Callee *) callees;
    ARRAY(PendingInitialiser) initialisers;
    ARRAY(CXCursor) pending_functions; // inline functions of system headers that something calls
    ARRAY(ExprFacts) facts;            // beside program->exprs
    FunctionBuilder *function;
    Place place; // of the expression being lowered
} Lowering;

// An object in memory, or a bit-field in a unit of memory.
typedef struct Lvalue {
    ExprId address;
    const TypeInfo *type;
    ValueType access;               // type of the load or store, with _Atomic and volatile
    uint32_t bit_offset, bit_width; // in the unit; width 0: no bit-field
    uint32_t unit_size;             // bytes of the unit
} Lvalue;

// cursors.c
// The type of a declaration or expression. libclang shows a parameter that is written as an array with that
// array type; it is a pointer, and this says so.
CXType cursor_type(CXCursor cursor);
Cursors cursor_children(Lowering *lowering, CXCursor cursor);
Cursors cursor_operands(Lowering *lowering, CXCursor cursor); // children that are expressions
CXCursor cursor_only_operand(Lowering *lowering, CXCursor cursor);
CXCursor cursor_strip(Lowering *lowering, CXCursor cursor); // through parentheses and implicit casts
bool cursor_evaluate(CXCursor cursor, int64_t *value);      // only for integer constant expressions
const char *cursor_name(Lowering *lowering, CXCursor cursor);
uint32_t pointer_table_get(const PointerTable *table, const void *key);
void pointer_table_put(PointerTable *table, Arena *arena, const void *key, uint32_t value);

// source_place.c
Place place_of(Lowering *lowering, CXCursor cursor);
Place place_of_location(Lowering *lowering, CXSourceLocation location);
Place macro_place_of(Lowering *lowering, CXCursor cursor);
const char *source_text(Lowering *lowering, CXCursor cursor, const char *otherwise);
const char *source_path(Lowering *lowering, const char *path); // relative to the working directory when below it
// The text from `cursor` on as spelled, for looking at punctuation; NULL when there is none.
const char *source_spelled(Lowering *lowering, CXSourceLocation location, size_t *length);

// types.c
const RecordInfo *record_info(Lowering *lowering, CXType type);
const TypeInfo *type_info(Lowering *lowering, CXType type);
ValueType value_type(Lowering *lowering, CXType type); // with _Atomic and volatile of `type`
uint64_t type_pointee_size(Lowering *lowering, CXType type);
ValueType type_signed(uint64_t size);
ValueType type_unsigned(uint64_t size);
ValueType type_pointer(const Lowering *lowering);
const char *type_name(Lowering *lowering, CXType type);

// declarations.c
VariableId declared_variable(Lowering *lowering, CXCursor declaration);
FunctionId declared_function(Lowering *lowering, CXCursor declaration);
const Callee *declared_callee(Lowering *lowering, CXCursor declaration, CXCursor call);
VariableId new_temporary(Lowering *lowering, ValueType type, const char *name);

// expressions.c: builders; constants are folded
ExprId expr_constant(Lowering *lowering, int64_t value, ValueType type);
ExprId expr_variable(Lowering *lowering, VariableId variable);
ExprId expr_function(Lowering *lowering, FunctionId function);
ExprId expr_string(Lowering *lowering, const char *text);
ExprId expr_field(Lowering *lowering, ExprId base, int64_t offset, const char *name);
ExprId expr_element(Lowering *lowering, ExprId base, ExprId index, uint64_t size);
ExprId expr_load(Lowering *lowering, ExprId address, ValueType type);
ExprId expr_unary(Lowering *lowering, Operator operator_, ExprId operand, ValueType type);
ExprId expr_binary(Lowering *lowering, Operator operator_, ExprId left, ExprId right, ValueType type);
ExprId expr_convert(Lowering *lowering, ExprId value, ValueType type);
ExprId expr_to_type(Lowering *lowering, ExprId value, const TypeInfo *type); // knows _Bool
ExprId expr_opaque(Lowering *lowering, ValueType type, const char *why);
bool expr_is_constant(const Lowering *lowering, ExprId id, int64_t *value);

// graph.c: the function under construction
NodeId node_add(Lowering *lowering, Node node); // after the current one
NodeId node_label(Lowering *lowering);          // a place to jump to, not yet in the flow
void node_place_label(Lowering *lowering, NodeId label);
void node_jump(Lowering *lowering, NodeId target);
void node_branch(Lowering *lowering, ExprId value, NodeId yes, NodeId no);
void node_assign(Lowering *lowering, ExprId target, ExprId value, ValueType type);
void node_copy(Lowering *lowering, ExprId target, ExprId value, uint64_t size);
void node_skipped(Lowering *lowering, CXCursor cursor, const char *what);
// Keeps a value as it is now while later operands have side effects: `mark` before them, `hold` after.
typedef struct Mark {
    NodeId node;
    uint32_t count;
} Mark;
Mark node_mark(Lowering *lowering);
ExprId node_hold(Lowering *lowering, Mark mark, ExprId value);
ExprId node_save(Lowering *lowering, ExprId value); // into a temporary, here and now
void graph_begin(Lowering *lowering, FunctionBuilder *builder, FunctionId id);
void graph_finish(Lowering *lowering);

// lower_value.c
ExprId lower_value(Lowering *lowering, CXCursor cursor);
void lower_effect(Lowering *lowering, CXCursor cursor); // for its side effects only
ExprId lower_cast(Lowering *lowering, ExprId value, CXType from, CXType to);
// The address of the object that an aggregate value lies in.
ExprId aggregate_address(Lowering *lowering, ExprId value);

// lower_place.c
Lvalue lower_lvalue(Lowering *lowering, CXCursor cursor);
bool is_lvalue(Lowering *lowering, CXCursor cursor);
ExprId lvalue_load(Lowering *lowering, Lvalue lvalue);
Lvalue lvalue_bit_field(Lowering *lowering, ExprId base, CXCursor field, CXType type, int64_t bits, const char *name);
void lvalue_store(Lowering *lowering, Lvalue lvalue, ExprId value);
ExprId lvalue_address(Lowering *lowering, Lvalue lvalue); // as a value: the object escapes
ExprId lower_size(Lowering *lowering, CXCursor cursor);   // sizeof and the like
const VariableArray *variable_array(const Lowering *lowering, VariableId variable);

// lower_operator.c
ExprId lower_unary(Lowering *lowering, CXCursor cursor, bool is_used);
ExprId lower_binary(Lowering *lowering, CXCursor cursor, bool is_used);
ExprId lower_compound_assignment(Lowering *lowering, CXCursor cursor, bool is_used);

// lower_condition.c
void lower_condition(Lowering *lowering, CXCursor cursor, NodeId yes, NodeId no);
ExprId lower_logical(Lowering *lowering, CXCursor cursor);
ExprId lower_conditional(Lowering *lowering, CXCursor cursor, bool is_used);
ExprId lower_elvis(Lowering *lowering, CXCursor cursor, Cursors operands); // a ?: b

// lower_call.c, lower_builtin.c, lower_spawn.c
ExprId lower_call(Lowering *lowering, CXCursor cursor, bool is_used);
ExprId lower_builtin(Lowering *lowering, CXCursor cursor, const Callee *callee, Cursors operands);
CXCursor called_declaration(Lowering *lowering, CXCursor callee);
ExprId *lower_arguments(Lowering *lowering, const CXCursor *arguments, uint32_t count);
bool lower_spawn_region(Lowering *lowering, CXCursor region, bool is_used, ExprId *handle);
ExprId lower_atomic_update(Lowering *lowering, CXCursor cursor, Lvalue place, Operator operator_, ExprId operand,
                           bool is_new);

// lower_initialiser.c
void lower_initialiser(Lowering *lowering, ExprId target, CXType type, CXCursor initialiser);
void lower_static_initialisers(Lowering *lowering);

// lower_statement.c, lower_loop.c
void lower_statement(Lowering *lowering, CXCursor cursor);
ExprId lower_statement_expression(Lowering *lowering, CXCursor cursor, bool is_used);
void lower_variable(Lowering *lowering, CXCursor declaration);
void lower_loop(Lowering *lowering, CXCursor cursor);
void lower_switch(Lowering *lowering, CXCursor cursor);
void lower_case(Lowering *lowering, Cursors children);

// lower_cleanup.c: cleanup attributes; depths count open cleanups
void cleanup_declare(Lowering *lowering, CXCursor declaration, VariableId variable);
void cleanup_run(Lowering *lowering, uint32_t depth);   // of what lies above `depth`
void cleanup_leave(Lowering *lowering, uint32_t depth); // the scope ends here
void cleanup_goto(Lowering *lowering, uint32_t label);
void cleanup_finish_gotos(Lowering *lowering);
void cancel_block_note(Lowering *lowering, const char *called); // opens and closes blocks
void cancel_blocks_run(Lowering *lowering, Place place);        // the task ends here

// lower_unit.c
void lower_unit(Lowering *lowering);
void lower_function(Lowering *lowering, CXCursor definition);

// flags.c: the caller's flags without those that clang refuses or that write files, then ours.
typedef struct Flags {
    const char **items;
    uint32_t count;
} Flags;
Flags flags_for_clang(Arena *arena, const ParseRequest *request);

// prelude.c: makes atomic builtins appear as calls of declared functions.
const char *prelude_path(void);
const char *prelude_text(Arena *arena);
