// SPDX-License-Identifier: MIT
// From what the functions' last passes noted to what is a problem of the whole program.
#include "locksets/analysis.h"

#include <stdlib.h>

static PointeeSet objects_of(LockAnalysis *analysis, const LockProblem *problem) {
    return lock_objects(analysis, problem->lock, problem->second ? problem->second : problem->first);
}

static bool has_callers(const LockAnalysis *analysis, FunctionId function) {
    return call_graph_callers(analysis->calls, function).count != 0;
}

// A variable or single object, or an element of one: not something that came from elsewhere.
static bool is_fixed(const LockAnalysis *analysis, TermId lock) {
    const Term *term = term_at(analysis->terms, lock);
    if (term->is_many) return false;
    while (term->kind == TERM_OFFSET || term->kind == TERM_ELEMENT) term = term_at(analysis->terms, term->left);
    return term->kind == TERM_VARIABLE || term->kind == TERM_SITE;
}

// The lock is taken in exclusive mode somewhere that may be another task.
static bool has_writer(LockAnalysis *analysis, const PointeeSet *lock) {
    for (FunctionId id = 1; id < analysis->program->functions.count; id++) {
        const Function *function = program_function(analysis->program, id);
        for (NodeId node = 1; analysis->is_relevant[id] && node < function->node_count; node++) {
            const Node *at = &function->nodes[node];
            const Api *api = at->kind == NODE_EVENT ? program_api(analysis->program, at->api) : NULL;
            if (!api || api->event != EVENT_LOCK || api->lock_mode != LOCK_EXCLUSIVE) continue;
            PointeeSet set = points_to_of_operand(analysis->points_to, id, node, OPERAND_OBJECT);
            if (set.has_unknown || pointees_meet(&set, lock)) return true;
        }
    }
    return false;
}

static bool is_read_recursion(LockAnalysis *analysis, const LockProblem *problem) {
    PointeeSet lock = objects_of(analysis, problem);
    bool is_fair = problem->order != LOCK_READERS_FIRST || kinds_make_readers_wait(analysis, &lock);
    return is_fair && has_writer(analysis, &lock);
}

// Whether the lock is held where the task is started: its starter hands it over.
static bool is_held_at_spawn(LockAnalysis *analysis, const LockProblem *problem, const PointeeSet *lock) {
    CallSiteList spawners = call_graph_spawners(analysis->calls, problem->function);
    for (uint32_t i = 0; i < spawners.count; i++) {
        const NodeLocks *nodes = analysis->node_locks[spawners.items[i].function];
        const NodeLocks *at = nodes ? &nodes[spawners.items[i].node] : NULL;
        for (uint32_t k = 0; at && k < at->may_count; k++) {
            PointeeSet held = lock_objects(analysis, at->may[k].lock, at->may[k].site);
            if (pointees_meet(&held, lock)) return true;
        }
    }
    return false;
}

// What other tasks give back: a lock that goes along with an object from task to task.
static void find_handed_over(LockAnalysis *analysis) {
    for (uint32_t i = 0; i < analysis->problems.count; i++) {
        const LockProblem *problem = &analysis->problems.items[i];
        if (problem->kind != PROBLEM_UNLOCK_NOT_HELD || has_callers(analysis, problem->function)) continue;
        PointeeSet lock = objects_of(analysis, problem);
        if (is_fixed(analysis, problem->lock) && !is_held_at_spawn(analysis, problem, &lock)) continue;
        array_push(&analysis->handed_over, analysis->arena, lock);
    }
}

static bool is_same_place(const PointeeSet *left, const PointeeSet *right) {
    for (uint32_t i = 0; i < left->count; i++)
        for (uint32_t k = 0; k < right->count; k++)
            if (left->items[i].site == right->items[k].site && left->items[i].offset == right->items[k].offset &&
                left->items[i].offset >= 0)
                return true;
    return false;
}

static bool is_handed_over(LockAnalysis *analysis, const LockProblem *problem) {
    PointeeSet lock = objects_of(analysis, problem);
    for (uint32_t i = 0; i < analysis->handed_over.count; i++)
        if (is_same_place(&lock, &analysis->handed_over.items[i])) return true;
    return false;
}

// Nobody may enter with the lock held.
static bool is_surely_free(LockAnalysis *analysis, const LockProblem *problem) {
    const Function *function = program_function(analysis->program, problem->function);
    if (has_callers(analysis, problem->function)) return false;
    if (points_to_is_callback(analysis->points_to, problem->function)) return false;
    bool is_task = function->is_entry || call_graph_spawners(analysis->calls, problem->function).count;
    return is_task && is_fixed(analysis, problem->lock);
}

static bool ends_task(const LockAnalysis *analysis, FunctionId function) {
    return call_graph_spawners(analysis->calls, function).count && !call_graph_callers(analysis->calls, function).count;
}

static bool is_missing(LockAnalysis *analysis, const LockProblem *problem) {
    if (analysis->is_kept_on_purpose[problem->function]) return false;
    return !problem->is_told || has_callers(analysis, problem->function);
}

// On every way to the place. Held on some only, it hangs on conditions, and those may go together in ways that are not
// followed: an unlock and a lock that one flag governs.
static bool is_held_always(const LockAnalysis *analysis, const LockProblem *problem) {
    const NodeLocks *nodes = analysis->node_locks[problem->function];
    const NodeLocks *here = nodes && problem->second ? &nodes[problem->second->node] : NULL;
    for (uint32_t i = 0; here && i < here->must_count; i++)
        if (here->must[i].lock == problem->lock) return true;
    return false;
}

static bool is_problem(LockAnalysis *analysis, const LockProblem *problem) {
    if (chain_is_vague(analysis, problem->first) || chain_is_vague(analysis, problem->second)) return false;
    if (is_handed_over(analysis, problem)) return false;
    PointeeSet lock = objects_of(analysis, problem);
    switch (problem->kind) {
    case PROBLEM_DOUBLE_LOCK: return is_held_always(analysis, problem) && !kinds_may_recurse(analysis, &lock);
    case PROBLEM_READ_RECURSION: return is_read_recursion(analysis, problem);
    case PROBLEM_UNLOCK_MISSING: return is_missing(analysis, problem);
    case PROBLEM_UNLOCK_NOT_HELD: return is_surely_free(analysis, problem);
    case PROBLEM_HELD_AT_TASK_END: return ends_task(analysis, problem->function);
    default: return true;
    }
}

static uint32_t end_number(const LockProblem *problem) {
    const SiteChain *site = problem->second ? problem->second : problem->first;
    return site ? chain_end(site)->number : 0;
}

static uint32_t length_of(const LockProblem *problem) {
    uint32_t length = 0;
    for (const SiteChain *site = problem->second ? problem->second : problem->first; site; site = site->inner) length++;
    return length;
}

static int compare_problems(const void *left, const void *right) {
    const LockProblem *a = left, *b = right;
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    if (end_number(a) != end_number(b)) return end_number(a) < end_number(b) ? -1 : 1;
    if (length_of(a) != length_of(b)) return length_of(a) < length_of(b) ? -1 : 1;
    if (a->function != b->function) return a->function < b->function ? -1 : 1;
    if (a->lock != b->lock) return a->lock < b->lock ? -1 : 1;
    return a->exit < b->exit ? -1 : a->exit > b->exit;
}

// One result a wrong operation, told from the function nearest to it; ways out count each.
static bool is_repeated(const LockProblem *one, const LockProblem *next) {
    return one->kind == next->kind && end_number(one) == end_number(next) &&
           (one->kind != PROBLEM_UNLOCK_MISSING || (one->function == next->function && one->exit == next->exit));
}

// An unlock that nobody's lock precedes is told once, whether something was given back before or not.
// The path that runs into the lock again is the same mistake as the one that leaves the function with it.
static bool is_same_mistake(const LockProblem *again, const LockProblem *missing) {
    bool is_same_unlock = again->kind == PROBLEM_UNLOCK_NOT_HELD && missing->kind == PROBLEM_DOUBLE_UNLOCK &&
                          chain_end(again->second) == chain_end(missing->second);
    if (is_same_unlock) return true;
    return again->kind == PROBLEM_DOUBLE_LOCK && missing->kind == PROBLEM_UNLOCK_MISSING &&
           again->function == missing->function && again->first == missing->first;
}

static void drop_consequences(LockAnalysis *analysis) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < analysis->problems.count; i++) {
        bool is_told = false;
        for (uint32_t k = 0; k < analysis->problems.count && !is_told; k++)
            is_told = is_same_mistake(&analysis->problems.items[k], &analysis->problems.items[i]);
        if (!is_told) analysis->problems.items[kept++] = analysis->problems.items[i];
    }
    analysis->problems.count = kept;
}

void problems_select(LockAnalysis *analysis) {
    find_handed_over(analysis);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < analysis->problems.count; i++)
        if (is_problem(analysis, &analysis->problems.items[i]))
            analysis->problems.items[kept++] = analysis->problems.items[i];
    if (kept > 1) qsort(analysis->problems.items, kept, sizeof(LockProblem), compare_problems);
    analysis->problems.count = 0;
    for (uint32_t i = 0; i < kept; i++) {
        const LockProblem *problem = &analysis->problems.items[i];
        uint32_t count = analysis->problems.count;
        if (!count || !is_repeated(&analysis->problems.items[count - 1], problem))
            analysis->problems.items[analysis->problems.count++] = *problem;
    }
    drop_consequences(analysis);
    analysis->result->problems = analysis->problems.items;
    analysis->result->problem_count = analysis->problems.count;
}
