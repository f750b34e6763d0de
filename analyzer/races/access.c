// SPDX-License-Identifier: MIT
#include "races/access.h"

typedef struct Visitor {
    const Program *program;
    MemoryAccess access; // function and node
    AccessVisit visit;
    void *context;
} Visitor;

VariableId access_variable(const Program *program, ExprId address) {
    const Expr *expr = program_expr(program, address);
    while (expr->kind == EXPR_FIELD || expr->kind == EXPR_ELEMENT || expr->kind == EXPR_CONVERT)
        expr = program_expr(program, expr->left);
    return expr->kind == EXPR_VARIABLE_ADDRESS ? expr->reference : 0;
}

static bool is_private(const Program *program, ExprId address) {
    VariableId id = access_variable(program, address);
    if (!id) return false;
    const Variable *variable = program_variable(program, id);
    if (variable->kind == VARIABLE_GLOBAL || variable->kind == VARIABLE_STATIC) return false;
    return variable->kind == VARIABLE_THREAD || !variable->is_address_taken;
}

static void touch(const Visitor *visitor, MemoryAccess access) {
    if (!access.address || is_private(visitor->program, access.address)) return;
    access.function = visitor->access.function;
    access.node = visitor->access.node;
    visitor->visit(visitor->context, &access);
}

static void read_expr(const Visitor *visitor, ExprId id) {
    if (!id) return;
    const Expr *expr = program_expr(visitor->program, id);
    read_expr(visitor, expr->left);
    read_expr(visitor, expr->right);
    if (expr->kind != EXPR_LOAD) return;
    touch(visitor, (MemoryAccess){.address = expr->left,
                                  .bytes = expr->type.size,
                                  .kind = MEMORY_READ,
                                  .is_atomic = expr->type.is_atomic,
                                  .is_volatile = expr->type.is_volatile,
                                  .order = ORDER_SEQUENTIAL});
}

static uint64_t constant_of(const Program *program, const Node *node, OperandRole role, uint64_t otherwise) {
    Operand operand = api_operand(program_api(program, node->api), role);
    if (operand.source == SOURCE_CONSTANT) return (uint64_t)operand.constant;
    ExprId id = event_operand(program, node, role);
    const Expr *expr = id ? program_expr(program, id) : NULL;
    while (expr && expr->kind == EXPR_CONVERT) expr = program_expr(program, expr->left);
    return expr && expr->kind == EXPR_CONSTANT ? (uint64_t)expr->constant : otherwise;
}

// Of an element whose size the call does not say: a variable that is named is meant as a whole, else the first byte.
static uint64_t element_size(const Program *program, const Node *node, ExprId address) {
    const Expr *expr = program_expr(program, address);
    uint64_t named = expr->kind == EXPR_VARIABLE_ADDRESS ? program_variable(program, expr->reference)->size : 1;
    return constant_of(program, node, OPERAND_SIZE, named);
}

static void touch_element(const Visitor *visitor, const Node *node, AccessKind kind) {
    const Program *program = visitor->program;
    const Api *api = program_api(program, node->api);
    Operand operand = api_operand(api, OPERAND_ELEMENT);
    uint32_t end = operand.source == SOURCE_VARIADIC ? node->argument_count : operand.index + 1;
    if (operand.source == SOURCE_NONE || operand.source == SOURCE_RESULT) return;
    for (uint32_t i = operand.index; i < end && i < node->argument_count; i++) {
        ExprId address = node->arguments[i];
        touch(visitor, (MemoryAccess){.address = address, .bytes = element_size(program, node, address), .kind = kind});
    }
}

static void touch_atomic(const Visitor *visitor, const Node *node, EventKind event) {
    const Program *program = visitor->program;
    uint64_t bytes = constant_of(program, node, OPERAND_SIZE, 1);
    uint64_t order = constant_of(program, node, OPERAND_ORDER, ORDER_SEQUENTIAL);
    touch(visitor, (MemoryAccess){.address = event_operand(program, node, OPERAND_OBJECT),
                                  .bytes = bytes,
                                  .kind = event == EVENT_ATOMIC_LOAD ? MEMORY_READ : MEMORY_WRITE,
                                  .is_atomic = true,
                                  .is_update = event != EVENT_ATOMIC_LOAD && event != EVENT_ATOMIC_STORE,
                                  .order = order > ORDER_SEQUENTIAL ? ORDER_SEQUENTIAL : (MemoryOrder)order});
    ExprId expected = event_operand(program, node, OPERAND_EXPECTED);
    touch(visitor, (MemoryAccess){.address = expected, .bytes = bytes, .kind = MEMORY_READ});
    touch(visitor, (MemoryAccess){.address = expected, .bytes = bytes, .kind = MEMORY_WRITE});
}

// A handle that the call stores behind its argument: pthread_create(&t, …), posix_memalign(&p, …).
static void touch_handle(const Visitor *visitor, const Node *node, const Api *api) {
    if (api_operand(api, OPERAND_OBJECT).source != SOURCE_POINTEE) return;
    ExprId address = event_operand(visitor->program, node, OPERAND_OBJECT);
    touch(visitor, (MemoryAccess){.address = address, .bytes = sizeof(void *), .kind = MEMORY_WRITE});
}

static void touch_memory(const Visitor *visitor, const Node *node, AccessKind kind, uint64_t bytes) {
    ExprId address = event_operand(visitor->program, node, OPERAND_OBJECT);
    touch(visitor, (MemoryAccess){.address = address, .bytes = bytes, .kind = kind});
}

static void visit_event(const Visitor *visitor, const Node *node) {
    const Program *program = visitor->program;
    const Api *api = program_api(program, node->api);
    switch (api->event) {
    case EVENT_ATOMIC_LOAD:
    case EVENT_ATOMIC_STORE:
    case EVENT_ATOMIC_UPDATE:
    case EVENT_ATOMIC_EXCHANGE:
    case EVENT_ATOMIC_COMPARE_EXCHANGE: touch_atomic(visitor, node, api->event); break;
    case EVENT_COPY_MEMORY:
        touch_element(visitor, node, MEMORY_READ);
        touch_memory(visitor, node, MEMORY_WRITE, constant_of(program, node, OPERAND_SIZE, 1));
        break;
    case EVENT_FILL_MEMORY:
        touch_memory(visitor, node, MEMORY_WRITE, constant_of(program, node, OPERAND_SIZE, 1));
        break;
    case EVENT_FREE_MEMORY: touch_memory(visitor, node, MEMORY_FREE, 0); break;
    case EVENT_ALLOCATE:
        touch_element(visitor, node, MEMORY_READ);
        touch_handle(visitor, node, api);
        break;
    case EVENT_SPAWN: touch_handle(visitor, node, api); break;
    case EVENT_SEND:
        if (api->element == ELEMENT_COPIED) touch_element(visitor, node, MEMORY_READ);
        break;
    case EVENT_RECEIVE:
    case EVENT_SELECT_FETCH:
    case EVENT_JOIN:
    case EVENT_HARMLESS:
    case EVENT_IO:
    case EVENT_QUERY: touch_element(visitor, node, MEMORY_WRITE); break;
    default: break;
    }
}

static void visit_write(const Visitor *visitor, const Node *node) {
    bool is_assign = node->kind == NODE_ASSIGN;
    touch(visitor, (MemoryAccess){.address = node->target,
                                  .bytes = is_assign ? node->type.size : node->size,
                                  .kind = MEMORY_WRITE,
                                  .is_atomic = is_assign && node->type.is_atomic,
                                  .is_volatile = is_assign && node->type.is_volatile,
                                  .order = ORDER_SEQUENTIAL});
}

void access_visit(const Program *program, FunctionId function, NodeId id, AccessVisit visit, void *context) {
    Visitor visitor = {program, {.function = function, .node = id}, visit, context};
    const Node *node = &program_function(program, function)->nodes[id];
    read_expr(&visitor, node->value);
    read_expr(&visitor, node->target);
    read_expr(&visitor, node->callee);
    for (uint32_t i = 0; i < node->argument_count; i++) read_expr(&visitor, node->arguments[i]);
    switch (node->kind) {
    case NODE_COPY:
        touch(&visitor, (MemoryAccess){.address = node->value, .bytes = node->size, .kind = MEMORY_READ});
        visit_write(&visitor, node);
        break;
    case NODE_ASSIGN:
    case NODE_ZERO: visit_write(&visitor, node); break;
    case NODE_EVENT: visit_event(&visitor, node); break;
    default: break;
    }
}
