// SPDX-License-Identifier: MIT
#include "checks/table_scan.h"

#include "link/natural_loop.h"
#include "races/access.h"

enum { LARGEST_SMALL_COUNT = 64 };

typedef struct Scanner {
    const Inspection *inspection;
    const Program *program;
    const Function *function;
    FunctionId id;
    const bool *body;
    VariableId position;
    TableScan scan;
} Scanner;

static const Expr *without_conversion(const Program *program, ExprId id) {
    const Expr *expr = program_expr(program, id);
    while (expr->kind == EXPR_CONVERT) expr = program_expr(program, expr->left);
    return expr;
}

// The variable whose value this is, or 0.
static VariableId loaded_variable(const Program *program, ExprId id) {
    const Expr *expr = without_conversion(program, id);
    if (expr->kind != EXPR_LOAD) return 0;
    const Expr *address = program_expr(program, expr->left);
    return address->kind == EXPR_VARIABLE_ADDRESS ? address->reference : 0;
}

static bool mentions(const Program *program, ExprId id, VariableId variable) {
    const Expr *expr = program_expr(program, id);
    if (expr->kind == EXPR_VARIABLE_ADDRESS && expr->reference == variable) return true;
    return (expr->left && mentions(program, expr->left, variable)) ||
           (expr->right && mentions(program, expr->right, variable));
}

static bool has_element(const Program *program, ExprId id) {
    const Expr *expr = program_expr(program, id);
    return expr->kind == EXPR_ELEMENT || (expr->left && has_element(program, expr->left)) ||
           (expr->right && has_element(program, expr->right));
}

static VariableId assigned_variable(const Program *program, const Node *node) {
    if (node->kind == NODE_CALL || node->kind == NODE_EVENT) return node->result;
    if (node->kind != NODE_ASSIGN) return 0;
    const Expr *target = program_expr(program, node->target);
    return target->kind == EXPR_VARIABLE_ADDRESS ? target->reference : 0;
}

static bool is_followed(const Program *program, VariableId id) {
    const Variable *variable = program_variable(program, id);
    return (variable->kind == VARIABLE_LOCAL || variable->kind == VARIABLE_PARAMETER) && !variable->is_address_taken;
}

// The one branch that leaves the loop; 0 when there are several ways out.
static NodeId only_exit(const Scanner *scanner) {
    NodeId exit = 0;
    for (NodeId node = 1; node < scanner->function->node_count; node++) {
        if (!scanner->body[node]) continue;
        for (uint32_t i = 0; i < control_flow_way_count(&scanner->function->nodes[node]); i++) {
            NodeId way = control_flow_way(&scanner->function->nodes[node], i);
            if (way && scanner->body[way]) continue;
            if (exit || scanner->function->nodes[node].kind != NODE_BRANCH) return 0;
            exit = node;
        }
    }
    return exit;
}

typedef enum Advance { ADVANCE_NONE, ADVANCE_COUNTS, ADVANCE_FOLLOWS } Advance;

// A position moves by a number, a pointer to what lies where it points.
static Advance advance_of(const Scanner *scanner, ExprId value, uint32_t depth) {
    const Program *program = scanner->program;
    const Expr *expr = without_conversion(program, value);
    bool adds = expr->kind == EXPR_BINARY && expr->operator_ == OPERATOR_ADD;
    if ((adds || expr->kind == EXPR_ELEMENT) && loaded_variable(program, expr->left) == scanner->position &&
        without_conversion(program, expr->right)->kind == EXPR_CONSTANT)
        return ADVANCE_COUNTS;
    if (expr->kind != EXPR_LOAD) return ADVANCE_NONE;
    VariableId other = loaded_variable(program, value);
    if (!other) return mentions(program, expr->left, scanner->position) ? ADVANCE_FOLLOWS : ADVANCE_NONE;
    for (NodeId node = 1; depth && node < scanner->function->node_count; node++) { // kept before: next = p->next
        const Node *at = &scanner->function->nodes[node];
        if (scanner->body[node] && at->kind == NODE_ASSIGN && assigned_variable(program, at) == other)
            return advance_of(scanner, at->value, depth - 1) == ADVANCE_FOLLOWS ? ADVANCE_FOLLOWS : ADVANCE_NONE;
    }
    return ADVANCE_NONE;
}

// All assignments within the loop are of one kind.
static Advance find_advance(const Scanner *scanner) {
    Advance found = ADVANCE_NONE;
    for (NodeId node = 1; node < scanner->function->node_count; node++) {
        const Node *at = &scanner->function->nodes[node];
        if (!scanner->body[node] || assigned_variable(scanner->program, at) != scanner->position) continue;
        Advance step = at->kind == NODE_ASSIGN ? advance_of(scanner, at->value, 1) : ADVANCE_NONE;
        if (!step || (found && step != found)) return ADVANCE_NONE;
        found = step;
    }
    return found;
}

// Whether a list is followed from its one head.
static bool begins_at_head(const Scanner *scanner) {
    bool has_head = false;
    for (NodeId node = 1; node < scanner->function->node_count; node++) {
        const Node *at = &scanner->function->nodes[node];
        if (scanner->body[node] || assigned_variable(scanner->program, at) != scanner->position) continue;
        if (at->kind != NODE_ASSIGN) return false;
        const Expr *value = without_conversion(scanner->program, at->value);
        if (value->kind == EXPR_CONSTANT) continue;
        if (value->kind != EXPR_LOAD || has_element(scanner->program, at->value)) return false;
        VariableId from = loaded_variable(scanner->program, at->value);
        if (from && is_followed(scanner->program, from)) return false; // some place in the list
        has_head = true;
    }
    return has_head;
}

// A variable of the function that only ever is a small number.
static bool is_small_variable(const Scanner *scanner, VariableId variable) {
    if (!variable || program_variable(scanner->program, variable)->kind == VARIABLE_PARAMETER) return false;
    if (!is_followed(scanner->program, variable)) return false;
    for (NodeId node = 1; node < scanner->function->node_count; node++) {
        const Node *at = &scanner->function->nodes[node];
        if (assigned_variable(scanner->program, at) != variable) continue;
        const Expr *value = at->kind == NODE_ASSIGN ? without_conversion(scanner->program, at->value) : NULL;
        if (!value || value->kind != EXPR_CONSTANT || value->constant > LARGEST_SMALL_COUNT) return false;
    }
    return true;
}

static bool is_large_bound(const Scanner *scanner, ExprId id) {
    const Expr *bound = without_conversion(scanner->program, id);
    if (bound->kind == EXPR_CONSTANT) return bound->constant > LARGEST_SMALL_COUNT;
    return bound->kind == EXPR_LOAD && !mentions(scanner->program, id, scanner->position) &&
           !is_small_variable(scanner, loaded_variable(scanner->program, id));
}

static bool is_comparison(const Expr *expr) {
    return expr->kind == EXPR_BINARY && expr->operator_ >= OPERATOR_EQUAL && expr->operator_ <= OPERATOR_GREATER_EQUAL;
}

// The memory of an array that cannot have many elements, whatever its bound is.
static bool is_small_array(const Scanner *scanner, const Expr *element) {
    const Expr *base = program_expr(scanner->program, element->left);
    if (base->kind != EXPR_VARIABLE_ADDRESS || element->constant <= 0) return false;
    uint64_t size = program_variable(scanner->program, base->reference)->size;
    return size && size / (uint64_t)element->constant <= LARGEST_SMALL_COUNT;
}

// The element that the position stands for within an address, or NULL.
static const Expr *element_at_position(const Scanner *scanner, ExprId id) {
    const Expr *expr = program_expr(scanner->program, id);
    if (expr->kind == EXPR_ELEMENT && loaded_variable(scanner->program, expr->right) == scanner->position) return expr;
    const Expr *found = expr->left ? element_at_position(scanner, expr->left) : NULL;
    return found || !expr->right ? found : element_at_position(scanner, expr->right);
}

static void visit(void *context, const MemoryAccess *access) {
    Scanner *scanner = context;
    if (scanner->scan.table || access_variable(scanner->program, access->address) == scanner->position) return;
    if (!mentions(scanner->program, access->address, scanner->position)) return;
    const Expr *element = element_at_position(scanner, access->address);
    const Expr *address = program_expr(scanner->program, access->address);
    if (element && is_small_array(scanner, element)) return;
    bool is_integer = program_variable(scanner->program, scanner->position)->type.kind != TYPE_POINTER;
    if (is_integer && (!element || address->kind == EXPR_LOAD)) return;
    scanner->scan.visited = points_to_of_expr(scanner->inspection->points_to, scanner->id, access->address);
    scanner->scan.table = access->address;
}

static void find_table(Scanner *scanner) {
    for (NodeId node = 1; node < scanner->function->node_count; node++)
        if (scanner->body[node]) access_visit(scanner->program, scanner->id, node, visit, scanner);
}

// The position that the branch tests, with a step and a bound that make the loop a scan.
static bool is_position(Scanner *scanner, VariableId variable, ExprId bound) {
    if (!variable || !is_followed(scanner->program, variable)) return false;
    scanner->position = variable;
    Advance step = find_advance(scanner);
    if (step == ADVANCE_FOLLOWS) return begins_at_head(scanner);
    return step == ADVANCE_COUNTS && bound && is_large_bound(scanner, bound);
}

static bool is_scan(Scanner *scanner, NodeId exit) {
    const Expr *test = without_conversion(scanner->program, scanner->function->nodes[exit].value);
    bool is_found;
    if (is_comparison(test))
        is_found = is_position(scanner, loaded_variable(scanner->program, test->left), test->right) ||
                   is_position(scanner, loaded_variable(scanner->program, test->right), test->left);
    else
        is_found = is_position(scanner, loaded_variable(scanner->program, scanner->function->nodes[exit].value), 0);
    if (is_found) find_table(scanner);
    return scanner->scan.table && scanner->scan.visited.count;
}

// Loops of one function nest or are apart: of nested scans the outermost stays.
static void keep(TableScans *scans, TableScan scan, Arena *arena) {
    for (uint32_t i = 0; i < scans->list.count; i++) {
        TableScan *other = &scans->list.items[i];
        if (other->body[scan.exit]) return;
        if (!scan.body[other->exit]) continue;
        *other = scan;
        return;
    }
    array_push(&scans->list, arena, scan);
}

TableScans table_scans_of(const Inspection *inspection, FunctionId id, const ControlFlow *flow, Arena *arena) {
    const Function *function = program_function(inspection->program, id);
    TableScans scans = {0};
    for (NodeId head = 1; head < function->node_count; head++) {
        if (!flow->is_reachable[head] || flow->loop_head[head] != head) continue;
        Scanner scanner = {.inspection = inspection,
                           .program = inspection->program,
                           .function = function,
                           .id = id,
                           .body = natural_loop_body(flow, head, arena)};
        NodeId exit = only_exit(&scanner);
        if (!exit || !is_scan(&scanner, exit)) continue;
        scanner.scan.exit = exit;
        scanner.scan.body = scanner.body;
        keep(&scans, scanner.scan, arena);
    }
    return scans;
}
