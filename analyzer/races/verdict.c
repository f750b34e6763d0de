// SPDX-License-Identifier: MIT
// Whether anything is left that could order the two accesses or keep them apart.
#include "races/search.h"

static const char *const reason_texts[REASON_KIND_COUNT] = {
    [REASON_NONE] = "",
    [REASON_OBJECT] = "the pointers may mean different objects",
    [REASON_CALL] = "reached only over calls that may mean many functions",
    [REASON_CALLBACK] = "run by code outside, in a task that is not known",
    [REASON_LOCK] = "the locks held may be the same one",
    [REASON_WAIT] = "one task waits for what the other does",
    [REASON_GUARD] = "what other tasks write decides about the access",
    [REASON_EXPORTED] = "nothing here says that the library's functions are called at the same time",
};

const char *race_reason_text(RaceReason reason) {
    return reason_texts[reason];
}

static bool is_held_unlike(const RaceSide *left, const RaceSide *right) {
    return (left->held.must_count != 0) != (right->held.must_count != 0);
}

// Of a library's function it is not known when it is called. One side that takes a lock and one that does not say that
// they are meant to run at the same time.
static bool is_exported_alone(const RaceSearch *search, const RaceSide *left, const RaceSide *right) {
    bool is_export =
        !task_tree_class(search->tasks, left->task)->entry || !task_tree_class(search->tasks, right->task)->entry;
    return is_export && !is_held_unlike(left, right);
}

// ---- one object for certain

// What is put into a local variable, when that happens once; a parameter, when the function leaves it as it was passed.
static ExprId only_value(const Program *program, FunctionId id, VariableId variable, bool *is_kept) {
    const Function *function = program_function(program, id);
    uint32_t count = 0;
    ExprId value = 0;
    for (NodeId node = 1; node < function->node_count; node++) {
        const Node *at = &function->nodes[node];
        const Expr *target = at->target ? program_expr(program, at->target) : NULL;
        bool is_set = target && target->kind == EXPR_VARIABLE_ADDRESS && target->reference == variable;
        count += is_set || at->result == variable;
        if (is_set && at->kind == NODE_ASSIGN) value = at->value;
    }
    *is_kept = !count && !program_variable(program, variable)->is_address_taken;
    return count == 1 ? value : 0;
}

typedef struct Meaning {
    RaceSearch *search;
    TaskClassId task;
} Meaning;

static bool means_one(const Meaning *meaning, FunctionId function, ExprId id, uint32_t depth);

static bool is_passed_one(const Meaning *meaning, FunctionId id, VariableId parameter, uint32_t depth) {
    RaceSearch *search = meaning->search;
    const Function *function = program_function(search->program, id);
    const TaskClass *class = task_tree_class(search->tasks, meaning->task);
    uint32_t index = 0;
    while (index < function->parameter_count && function->parameters[index] != parameter) index++;
    if (class->entry == id && class->spawn.function) {
        const Node *spawn = &program_function(search->program, class->spawn.function)->nodes[class->spawn.node];
        ExprId argument = event_spawn_argument(search->program, spawn, index);
        TaskClassList parents = task_tree_runners(search->tasks, class->spawn.function);
        Meaning above = {search, parents.count ? parents.items[0] : 0};
        if (argument && parents.count && means_one(&above, class->spawn.function, argument, depth)) return true;
    }
    CallSiteList callers = call_graph_callers(search->calls, id);
    for (uint32_t i = 0; i < callers.count; i++) {
        CallSite site = callers.items[i];
        const Node *call = &program_function(search->program, site.function)->nodes[site.node];
        bool is_sure = call->kind == NODE_CALL && index < call->argument_count &&
                       runner_is_sure(search, meaning->task, site.function);
        if (is_sure && means_one(meaning, site.function, call->arguments[index], depth)) return true;
    }
    return false;
}

static bool is_variable_one(const Meaning *meaning, FunctionId function, VariableId id, uint32_t depth) {
    const Program *program = meaning->search->program;
    const Variable *variable = program_variable(program, id);
    if (variable->kind == VARIABLE_GLOBAL || variable->kind == VARIABLE_STATIC) return true;
    bool is_kept;
    ExprId value = only_value(program, function, id, &is_kept);
    if (variable->kind == VARIABLE_PARAMETER) return is_kept && is_passed_one(meaning, function, id, depth);
    return value && !variable->is_address_taken && means_one(meaning, function, value, depth);
}

// A pointer that the points-to sets know one object for may still be null on the way that matters: followed back to
// where the object is named. What lies in memory is believed.
static bool means_one(const Meaning *meaning, FunctionId function, ExprId id, uint32_t depth) {
    const Program *program = meaning->search->program;
    const Expr *expr = program_expr(program, id);
    while (expr->kind == EXPR_FIELD || expr->kind == EXPR_ELEMENT || expr->kind == EXPR_CONVERT)
        expr = program_expr(program, expr->left);
    if (expr->kind == EXPR_VARIABLE_ADDRESS) return true;
    if (expr->kind != EXPR_LOAD || !depth) return false;
    const Expr *address = program_expr(program, expr->left);
    if (address->kind != EXPR_VARIABLE_ADDRESS) return true;
    return is_variable_one(meaning, function, address->reference, depth - 1);
}

static bool is_certain(RaceSearch *search, const Touch *touch, const RaceSide *side) {
    enum { MOST_STEPS = 6 };
    Meaning meaning = {search, side->task};
    return touch->is_exact && means_one(&meaning, side->access->function, side->access->address, MOST_STEPS);
}

RaceReason verdict_reason(RaceSearch *search, const Touch *left_touch, const RaceSide *left, const Touch *right_touch,
                          const RaceSide *right) {
    FunctionId one = left->access->function, other = right->access->function;
    if (!left_touch->is_exact || !right_touch->is_exact) return REASON_OBJECT;
    if (runner_is_callback(search, left->task, one) || runner_is_callback(search, right->task, other))
        return REASON_CALLBACK;
    if (!runner_is_sure(search, left->task, one) || !runner_is_sure(search, right->task, other)) return REASON_CALL;
    if (!is_certain(search, left_touch, left) || !is_certain(search, right_touch, right)) return REASON_OBJECT;
    if (is_exported_alone(search, left, right)) return REASON_EXPORTED;
    if (sides_may_share_lock(search, left, right)) return REASON_LOCK;
    if (is_guarded(search, left, right) || is_guarded(search, right, left)) return REASON_GUARD;
    if (order_may_matter(search, left, right)) return REASON_WAIT;
    return REASON_NONE;
}
