// SPDX-License-Identifier: MIT
// Locks that callers hold when a function is entered, in the function's own words: a parameter stands for what was
// passed. Top-down over the call graph, for all callers at once or for those that one class of tasks runs.
#include "locksets/analysis.h"

typedef struct EntryLocks {
    const HeldLock *items;
    uint32_t count;
} EntryLocks;

typedef struct TaskFunctions {
    ARRAY(FunctionId) list;
    bool is_done;
} TaskFunctions;

struct LocksetContexts {
    TaskFunctions *functions; // per task class: what it runs, callers first; 0: everything
    PairMap numbers;          // (task, function) to index of `entered` + 1; none: entered without locks
    ARRAY(EntryLocks) entered;
};

static EntryLocks locks_at_entry(const LockAnalysis *analysis, TaskClassId task, FunctionId function) {
    uint32_t number = pair_map_get(&analysis->contexts->numbers, task, function, 0);
    return number ? analysis->contexts->entered.items[number - 1] : (EntryLocks){0};
}

typedef ARRAY(HeldLock) HeldList;

// ---- what is passed

// What every way to the call passes; 0 where they differ.
void record_arguments(Walk *walk, NodeId id, const LockState *state) {
    const Node *node = &walk->function->nodes[id];
    TermId **known = &walk->analysis->call_arguments[walk->id][id];
    bool is_first = !*known;
    if (is_first) *known = arena_new_array(walk->analysis->arena, TermId, node->argument_count + 1);
    for (uint32_t i = 0; i < node->argument_count; i++) {
        TermId term = term_as_place(walk->pool.terms, evaluate_pointer(walk, state, node->arguments[i]));
        (*known)[i] = is_first || (*known)[i] == term ? term : 0;
    }
}

// ---- in the callee's words

typedef struct CalleeWords {
    const LockAnalysis *analysis;
    const Function *callee;
    TermId *arguments; // of the caller; NULL: parameters stand for nothing
    uint32_t count;
} CalleeWords;

static TermId in_callees_words(void *context, TermId id, bool *is_final) {
    const CalleeWords *words = context;
    const Term *term = term_at(words->analysis->terms, id);
    *is_final = true;
    for (uint32_t i = 0; words->arguments && i < words->count && term->kind != TERM_NUMBER; i++)
        if (words->arguments[i] == id)
            return term_leaf(words->analysis->terms, TERM_ENTRY, words->callee->parameters[i]);
    switch (term->kind) {
    case TERM_NUMBER:
    case TERM_SITE:
    case TERM_FUNCTION: return id;
    case TERM_VARIABLE:
        return program_variable(words->analysis->program, term->reference)->kind == VARIABLE_GLOBAL ? id : 0;
    case TERM_OFFSET:
    case TERM_ELEMENT:
    case TERM_OPERATOR: *is_final = false; return id;
    default: return 0; // locals, and memory that may have changed since the lock was taken
    }
}

static const HeldLock *find_lock(const HeldLock *items, uint32_t count, TermId lock) {
    for (uint32_t i = 0; i < count; i++)
        if (items[i].lock == lock) return &items[i];
    return NULL;
}

static void add_lock(const LockAnalysis *analysis, HeldList *list, HeldLock held) {
    if (held.lock && !find_lock(list->items, list->count, held.lock)) array_push(list, analysis->arena, held);
}

static CalleeWords words_of_call(const LockAnalysis *analysis, CallSite site, FunctionId callee) {
    CalleeWords words = {.analysis = analysis, .callee = program_function(analysis->program, callee)};
    const Function *caller = program_function(analysis->program, site.function);
    const Node *node = &caller->nodes[site.node];
    if (node->kind != NODE_CALL) return words;
    uint32_t most = words.callee->parameter_count;
    words.count = node->argument_count < most ? node->argument_count : most;
    if (analysis->call_arguments[site.function]) {
        words.arguments = analysis->call_arguments[site.function][site.node];
        return words;
    }
    words.arguments = arena_new_array(analysis->arena, TermId, words.count + 1);
    for (uint32_t i = 0; i < words.count; i++) words.arguments[i] = plain_term(analysis, caller, node->arguments[i]);
    return words;
}

// A lock has several names where it is global and passed as well.
static void add_names(CalleeWords words, HeldList *list, HeldLock held) {
    TermTable *terms = words.analysis->terms;
    TermId lock = held.lock;
    held.lock = term_rewrite(terms, lock, in_callees_words, &words);
    add_lock(words.analysis, list, held);
    words.arguments = NULL;
    held.lock = term_rewrite(terms, lock, in_callees_words, &words);
    add_lock(words.analysis, list, held);
}

// ---- what is held

static bool is_lost(LockAnalysis *analysis, const NodeLocks *at, const HeldLock *held) {
    for (uint32_t i = 0; i < at->lost_count; i++) {
        bool is_same = at->lost[i].lock == held->lock;
        if (is_same || locks_may_be_same(analysis, held->lock, held->site, at->lost[i].lock, at->lost[i].site))
            return true;
    }
    return false;
}

static HeldList held_at(LockAnalysis *analysis, TaskClassId task, CallSite site) {
    HeldList list = {0};
    const NodeLocks *nodes = analysis->node_locks[site.function];
    const NodeLocks *at = nodes ? &nodes[site.node] : &(NodeLocks){0};
    for (uint32_t i = 0; i < at->must_count; i++) add_lock(analysis, &list, at->must[i]);
    EntryLocks entry = locks_at_entry(analysis, task, site.function);
    for (uint32_t i = 0; i < entry.count; i++) {
        HeldLock held = entry.items[i];
        if (!is_lost(analysis, at, &held)) add_lock(analysis, &list, held);
    }
    return list;
}

static HeldList held_for_callee(LockAnalysis *analysis, TaskClassId task, CallSite site, FunctionId callee) {
    HeldList list = {0}, held = held_at(analysis, task, site);
    CalleeWords words = words_of_call(analysis, site, callee);
    for (uint32_t i = 0; i < held.count; i++)
        if (!held.items[i].is_uncertain) add_names(words, &list, held.items[i]);
    return list;
}

static void keep_common(HeldList *list, const HeldList *other) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        HeldLock held = list->items[i];
        const HeldLock *also = find_lock(other->items, other->count, held.lock);
        if (!also) continue;
        if (also->mode == LOCK_SHARED) held.mode = LOCK_SHARED;
        list->items[kept++] = held;
    }
    list->count = kept;
}

// Code enters here that holds nothing, or of which nothing is known.
static bool is_start(const LockAnalysis *analysis, TaskClassId task, FunctionId id) {
    const Function *function = program_function(analysis->program, id);
    if (points_to_is_callback(analysis->points_to, id)) return true;
    if (!task) return function->is_entry || call_graph_spawners(analysis->calls, id).count;
    const TaskClass *class = task_tree_class(analysis->tasks, task);
    return class->entry ? class->entry == id : function->is_exported;
}

static EntryLocks find_entry(LockAnalysis *analysis, TaskClassId task, FunctionId id) {
    if (is_start(analysis, task, id)) return (EntryLocks){0};
    CallSiteList callers = call_graph_callers(analysis->calls, id);
    HeldList all = {0};
    bool is_first = true;
    for (uint32_t i = 0; i < callers.count && (is_first || all.count); i++) {
        if (task && !task_tree_runs(analysis->tasks, task, callers.items[i].function)) continue;
        HeldList held = held_for_callee(analysis, task, callers.items[i], id);
        if (is_first)
            all = held;
        else
            keep_common(&all, &held);
        is_first = false;
    }
    return (EntryLocks){all.items, all.count};
}

static void begin_contexts(LockAnalysis *analysis) {
    struct LocksetContexts *contexts = analysis->contexts = arena_new(analysis->arena, struct LocksetContexts);
    contexts->functions = arena_new_array(analysis->arena, TaskFunctions, task_tree_count(analysis->tasks) + 1);
    FunctionList order = call_graph_bottom_up(analysis->calls);
    for (uint32_t i = order.count; i-- > 0;) {
        array_push(&contexts->functions[0].list, analysis->arena, order.items[i]);
        TaskClassList tasks = task_tree_runners(analysis->tasks, order.items[i]);
        for (uint32_t k = 0; k < tasks.count; k++)
            array_push(&contexts->functions[tasks.items[k]].list, analysis->arena, order.items[i]);
    }
}

// In recursion, callers that come later hold nothing.
static void find_entries(LockAnalysis *analysis, TaskClassId task) {
    if (!analysis->contexts) begin_contexts(analysis);
    struct LocksetContexts *contexts = analysis->contexts;
    TaskFunctions *functions = &contexts->functions[task];
    if (functions->is_done) return;
    functions->is_done = true;
    for (uint32_t i = 0; i < functions->list.count; i++) {
        FunctionId id = functions->list.items[i];
        EntryLocks found = find_entry(analysis, task, id);
        if (!found.count) continue;
        array_push(&contexts->entered, analysis->arena, found);
        *pair_map_slot(&contexts->numbers, analysis->arena, task, id, NULL) = contexts->entered.count;
    }
}

HeldLocks locksets_with_callers(const Locksets *locksets, TaskClassId task, FunctionId function, NodeId node) {
    find_entries(locksets->analysis, task);
    HeldList list = held_at(locksets->analysis, task, (CallSite){function, node});
    HeldLocks own = locksets_at(locksets, function, node);
    return (HeldLocks){.must = list.items, .may = own.may, .must_count = list.count, .may_count = own.may_count};
}
