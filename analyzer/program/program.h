// SPDX-License-Identifier: MIT
// Event graphs: what the front end makes of C, and what every later room reads. A Program holds
// functions; a function is a control-flow graph of nodes; nodes carry expressions over variables,
// memory and constants. Expressions have no side effects: those are nodes of their own.
//
// Ids are indices into the Program's tables; 0 means none, so slot 0 of every table is unused.
// NodeIds are local to their function. Memory is byte-addressed: an address is an object plus an
// offset, so unions, casts and embedded structs need no special rule.
#pragma once
#include "base/arena.h"
#include "base/array.h"
#include "program/api.h"

#include <stdbool.h>

typedef uint32_t FileId, FunctionId, VariableId, ExprId, NodeId, ApiId;

// 1-based; column counts bytes. Code from a macro has the place of the macro's use.
typedef struct Place {
    FileId file;
    uint32_t line, column;
} Place;

typedef enum TypeKind { TYPE_VOID, TYPE_SIGNED, TYPE_UNSIGNED, TYPE_FLOAT, TYPE_POINTER, TYPE_AGGREGATE } TypeKind;

typedef struct ValueType {
    TypeKind kind;
    bool is_atomic, is_volatile;
    uint64_t size; // bytes
} ValueType;

typedef enum ExprKind {
    EXPR_CONSTANT,         // `constant`
    EXPR_STRING,           // address of a string literal; `name` is its text as written
    EXPR_VARIABLE_ADDRESS, // `reference` is a VariableId
    EXPR_FUNCTION_ADDRESS, // `reference` is a FunctionId
    EXPR_FIELD,            // address `left` plus `constant` bytes; `name` is the field
    EXPR_ELEMENT,          // address `left` plus value `right` times `constant` bytes
    EXPR_LOAD,             // value of `type` at address `left`
    EXPR_UNARY,            // `operator` on `left`
    EXPR_BINARY,           // `operator` on `left`, `right` (no short-circuit: && and || are branches)
    EXPR_CONVERT,          // `left` as `type`
    EXPR_OPAQUE,           // a value that is not followed; `name` says why
} ExprKind;

typedef enum Operator {
    OPERATOR_NONE,
    OPERATOR_ADD,
    OPERATOR_SUBTRACT,
    OPERATOR_MULTIPLY,
    OPERATOR_DIVIDE,
    OPERATOR_REMAINDER,
    OPERATOR_SHIFT_LEFT,
    OPERATOR_SHIFT_RIGHT,
    OPERATOR_AND,
    OPERATOR_OR,
    OPERATOR_XOR,
    OPERATOR_EQUAL,
    OPERATOR_NOT_EQUAL,
    OPERATOR_LESS,
    OPERATOR_LESS_EQUAL,
    OPERATOR_GREATER,
    OPERATOR_GREATER_EQUAL,
    OPERATOR_NEGATE,
    OPERATOR_COMPLEMENT,
    OPERATOR_NOT,
} Operator;

// Pointer plus integer is EXPR_ELEMENT with the pointee's size; a difference of two pointers is
// EXPR_BINARY SUBTRACT of pointer type operands divided by the pointee's size.
typedef struct Expr {
    ExprKind kind;
    Operator operator_;
    ValueType type;     // of the value; addresses have TYPE_POINTER
    ExprId left, right; // always smaller than this expression's own id
    int64_t constant;
    uint32_t reference;
    const char *name;
    Place place;
} Expr;

typedef enum VariableKind {
    VARIABLE_LOCAL,
    VARIABLE_PARAMETER,
    VARIABLE_TEMPORARY, // made by lowering: results of calls, of ?: and && and ||
    VARIABLE_GLOBAL,    // external or file scope
    VARIABLE_STATIC,    // static inside a function
    VARIABLE_THREAD,    // _Thread_local
} VariableKind;

typedef struct Variable {
    const char *name;   // as written; "" for a temporary
    const char *symbol; // linkage identity of globals: the name, or "file.c:name" when static; else NULL
    VariableKind kind;
    FunctionId function; // owner; 0 for file scope
    ValueType type;
    const char *type_name; // "struct conn *"
    uint64_t size;         // bytes of the whole object
    bool is_address_taken;
    bool is_external; // declared here, defined elsewhere
    bool is_exported; // visible to other units
    Place place;
} Variable;

typedef enum NodeKind {
    NODE_NOP,     // joins, labels
    NODE_ASSIGN,  // *target = value, `type` wide
    NODE_COPY,    // *target = *value, `size` bytes (struct assignment)
    NODE_ZERO,    // `size` bytes at target become zero (partial initialiser)
    NODE_CALL,    // result = callee(arguments): not a modelled function
    NODE_EVENT,   // result = api(arguments): a modelled library call
    NODE_BRANCH,  // value != 0 ? next : otherwise
    NODE_SWITCH,  // the case that holds value, else otherwise
    NODE_RETURN,  // value, or 0
    NODE_SKIPPED, // a construct that is not lowered; `text` says which: asm, setjmp, computed goto …
} NodeKind;

typedef struct SwitchCase {
    int64_t low, high; // equal except for GNU ranges
    NodeId next;
} SwitchCase;

typedef struct Node {
    NodeKind kind;
    Place place;
    Place macro_place; // where inside a macro's definition the code stands; file 0 when it does not
    NodeId next;       // 0 after RETURN and calls that never return
    NodeId otherwise;  // BRANCH: when false; SWITCH: default
    ExprId target, value;
    ValueType type;    // ASSIGN
    uint64_t size;     // COPY, ZERO
    ApiId api;         // EVENT
    ExprId callee;     // CALL; EVENT that spawns a call expression: the task's function
    ExprId *arguments; // CALL, EVENT: values in source order
    uint32_t argument_count;
    VariableId result; // CALL, EVENT: temporary that takes the returned value; 0 when unused or void
    SwitchCase *cases;
    uint32_t case_count;
    bool is_loop_head; // target of a back edge
    const char *text;  // CALL, EVENT: the call as written, one line, at most 80 bytes; SKIPPED: the construct
} Node;

typedef struct Function {
    const char *name;
    const char *symbol; // linkage identity, as for variables
    Place place, end;
    ValueType result_type;
    bool is_defined, is_exported, is_noreturn, is_variadic, is_address_taken;
    bool is_system;      // declared in a system header
    bool is_entry;       // main, or what a library calls as the program's entry (threadmain)
    bool is_initialiser; // synthetic: runs the initialisers of file-scope variables before the entry
    VariableId *parameters;
    uint32_t parameter_count;
    Node *nodes;         // nodes[0] unused
    uint32_t node_count; // including slot 0
    NodeId entry;
    uint32_t skipped_count; // NODE_SKIPPED nodes and opaque expressions in it
} Function;

typedef struct SourceFile {
    const char *path; // as given, or relative to the working directory when below it
    bool is_system;
} SourceFile;

typedef struct Program {
    Arena *arena;
    ARRAY(SourceFile) files;
    ARRAY(Function) functions;
    ARRAY(Variable) variables;
    ARRAY(Expr) exprs;
    ARRAY(Api) apis;    // those that the program uses
    bool is_incomplete; // files that may belong to it could not be read: what it does not define may be anything
} Program;

// An empty program whose tables have their unused slot 0. Everything lives in `arena`.
Program *program_create(Arena *arena);

static inline const Expr *program_expr(const Program *program, ExprId id) {
    return &program->exprs.items[id];
}
static inline const Function *program_function(const Program *program, FunctionId id) {
    return &program->functions.items[id];
}
static inline const Variable *program_variable(const Program *program, VariableId id) {
    return &program->variables.items[id];
}
static inline const Api *program_api(const Program *program, ApiId id) {
    return &program->apis.items[id];
}
static inline const char *program_path(const Program *program, Place place) {
    return program->files.items[place.file].path;
}

// The expression that plays `role` in an event node: an argument's value, or for SOURCE_POINTEE the
// address that the argument holds. 0 when the event has no such operand (or it is the result or a constant).
ExprId event_operand(const Program *program, const Node *event, OperandRole role);

// What a spawn of style call or call expression gives to the parameter at `position` of the task's function, or 0.
ExprId event_spawn_argument(const Program *program, const Node *event, uint32_t position);

// Whether a timeout is the value that a model names; -1 also means the largest value of an unsigned type
// (portMAX_DELAY).
bool event_timeout_is(const Program *program, const Node *event, int64_t timeout, int64_t named);

// Whether the event's timeout can be a value with a meaning of its own (for ever, try). A sum is a deadline that
// was computed, as now() + 10; it is taken for an ordinary one.
bool event_timeout_is_telling(const Program *program, const Node *event);

// The id of the function with this symbol, or 0.
FunctionId program_find_function(const Program *program, const char *symbol);

// Builders; each returns the new id.
FileId program_add_file(Program *program, SourceFile file);
FunctionId program_add_function(Program *program, Function function);
VariableId program_add_variable(Program *program, Variable variable);
ExprId program_add_expr(Program *program, Expr expr);
ApiId program_add_api(Program *program, const Api *api); // one entry per library and function

// An access path in C's words: "s->buf", "w[i].t"; what cannot be named is "…". In `arena`.
const char *expr_text(const Program *program, Arena *arena, ExprId id);

// A readable listing of every function, stable between runs; for tests and --dump.
struct Text;
void program_print(const Program *program, struct Text *out);
