// SPDX-License-Identifier: MIT
// One function: states flow from where ways join to the next such places until nothing changes; a last pass over the
// states that came to stay records what the function does.
#include "locksets/analysis.h"

#include "link/graph_walk.h"

static bool is_joint(const Walk *walk, NodeId node) {
    return node == walk->function->entry ||
           walk->flow->predecessor_start[node + 1] - walk->flow->predecessor_start[node] > 1;
}

void walk_emit(Walk *walk, LockState *state) {
    LockState **end = &walk->results;
    while (*end) end = &(*end)->next;
    state->next = NULL;
    *end = state;
}

// ---- arriving where ways join

typedef struct Renaming {
    TermId from, to;
} Renaming;

static TermId rename_one(void *context, TermId term, bool *is_final) {
    const Renaming *renaming = context;
    (void)is_final;
    return term == renaming->from ? renaming->to : term;
}

static bool is_made_up(const Term *term) {
    return term->kind == TERM_LOAD || term->kind == TERM_RESULT || term->kind == TERM_OPERATOR ||
           term->kind == TERM_OFFSET || term->kind == TERM_ELEMENT || term->kind == TERM_MERGE;
}

static bool is_new_here(const Walk *walk, const StateList *list, uint32_t key, TermId value) {
    for (const LockState *state = list->first; state; state = state->next)
        if (lock_state_value(&walk->pool, state, key) == value) return false;
    return true;
}

static bool reads(const Program *program, ExprId id, VariableId variable) {
    if (!id) return false;
    const Expr *expr = program_expr(program, id);
    if (expr->kind == EXPR_VARIABLE_ADDRESS) return expr->reference == variable;
    return reads(program, expr->left, variable) || reads(program, expr->right, variable);
}

// Variables that are counted up or down: their numbers are not worth a story each.
static void find_counters(Walk *walk) {
    for (NodeId id = 1; id < walk->function->node_count; id++) {
        const Node *node = &walk->function->nodes[id];
        const Expr *target = program_expr(walk->analysis->program, node->target);
        if (node->kind != NODE_ASSIGN || target->kind != EXPR_VARIABLE_ADDRESS) continue;
        if (reads(walk->analysis->program, node->value, target->reference))
            array_push(&walk->counters, walk->analysis->scratch, target->reference);
    }
}

static bool is_counter(const Walk *walk, uint32_t key) {
    for (uint32_t i = 0; i < walk->counters.count; i++)
        if (key == key_of_variable(walk->counters.items[i])) return true;
    return false;
}

// Coming round a loop, what a variable holds anew gets one name for all rounds, in the names of locks as well.
static void generalise_one(Walk *walk, LockState *state, const StateList *list, NodeId head, uint32_t key) {
    TermId value = lock_state_value(&walk->pool, state, key);
    const Term *term = term_at(walk->pool.terms, value);
    bool is_number = term->kind == TERM_NUMBER;
    if (is_number && !is_counter(walk, key) && list->visits < MOST_VISITS / 8) return;
    if ((!is_number && !is_made_up(term)) || !is_new_here(walk, list, key, value)) return;
    TermId merge = term_merge(walk->pool.terms, head, key);
    bool is_variable = !(key & 1);
    if (!is_number && is_variable) {
        Renaming renaming = {value, merge};
        lock_state_rewrite(&walk->pool, state, rename_one, &renaming);
    }
    lock_state_bind(&walk->pool, state, key, merge);
}

static void generalise(Walk *walk, LockState *state, const StateList *list, NodeId head) {
    LockState *before = lock_state_copy(&walk->pool, state);
    for (uint32_t round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < before->bindings.count; i++) {
            uint32_t key = before->bindings.items[i].key;
            bool is_there =
                round == 0 || lock_state_has_binding(state, key); // variables first: they give names to memory
            if ((key & 1) == round && is_there) generalise_one(walk, state, list, head, key);
        }
    }
    lock_state_release(&walk->pool, before);
}

// Too many alternatives: the last one stands for the rest, with locks that are held or not.
static bool blur(Walk *walk, LockState *last, const LockState *state, NodeId node) {
    bool is_changed = false;
    for (uint32_t i = 0; i < state->locks.count; i++) {
        LockEntry entry = state->locks.items[i];
        const LockEntry *known = lock_state_lock(last, entry.lock);
        if (known && (known->status == LOCK_PERHAPS ||
                      (known->status == entry.status && known->depth == entry.depth && known->mode == entry.mode)))
            continue;
        entry.status = LOCK_PERHAPS;
        entry.depth = 1;
        lock_state_put_lock(&walk->pool, last, entry);
        is_changed = true;
    }
    for (uint32_t i = 0; i < last->locks.count; i++) {
        LockEntry *entry = &last->locks.items[i];
        if (entry->status == LOCK_PERHAPS || lock_state_lock(state, entry->lock)) continue;
        entry->status = LOCK_PERHAPS;
        entry->depth = 1;
        is_changed = true;
    }
    walk->is_bounded = true;
    return lock_state_join(&walk->pool, last, state, node) || is_changed;
}

static void settle(Walk *walk, StateList *list, LockState *state, NodeId node) {
    LockState *last = NULL;
    for (LockState *known = list->first; known; known = known->next) {
        last = known;
        if (!lock_state_has_same_locks(known, state)) continue;
        if (lock_state_join(&walk->pool, known, state, node)) known->is_pending = true;
        lock_state_release(&walk->pool, state);
        return;
    }
    if (list->count == MOST_ALTERNATIVES) {
        if (blur(walk, last, state, node)) last->is_pending = true;
        lock_state_release(&walk->pool, state);
        return;
    }
    state->next = NULL;
    state->is_pending = true;
    if (last)
        last->next = state;
    else
        list->first = state;
    list->count++;
}

static void arrive(Walk *walk, NodeId from, NodeId node, LockState *state) {
    StateList *list = &walk->at[node];
    if (walk->record || list->visits > MOST_VISITS) { // recorded ways end here; endless ones give up
        walk->is_bounded |= !walk->record;
        lock_state_release(&walk->pool, state);
        return;
    }
    list->visits++;
    if (walk->flow->is_on_cycle[node]) lock_state_age_merges(&walk->pool, state, node);
    bool is_back = from && walk->rank[from] >= walk->rank[node];
    if (is_back) generalise(walk, state, list, node);
    settle(walk, list, state, node);
}

// ---- executing

static void leave_function(Walk *walk, NodeId node, LockState *state) {
    const Node *at = &walk->function->nodes[node];
    if (walk->record && at->kind == NODE_RETURN)
        record_exit(walk, node, state, at->value ? evaluate_value(walk, state, at->value) : 0);
    lock_state_release(&walk->pool, state);
}

static void execute_branch(Walk *walk, const Node *node, LockState *state, LockState **otherwise) {
    TermId condition = evaluate_value(walk, state, node->value);
    int known = lock_state_decide(&walk->pool, state, condition);
    *otherwise = NULL;
    if (known != 1) {
        LockState *no = lock_state_copy(&walk->pool, state);
        if (lock_state_assume(&walk->pool, no, condition, false))
            *otherwise = no;
        else
            lock_state_release(&walk->pool, no);
    }
    bool is_possible = known != 0 && lock_state_assume(&walk->pool, state, condition, true);
    if (is_possible)
        walk_emit(walk, state);
    else
        lock_state_release(&walk->pool, state);
}

static void go_on(Walk *walk, NodeId from, NodeId node, LockState *state) {
    state->next = NULL;
    if (!node)
        leave_function(walk, from, state);
    else if (is_joint(walk, node))
        arrive(walk, from, node, state);
    else
        array_push(&walk->ahead, walk->pool.arena, (Ahead){from, node, state});
}

// The numbers that the type can hold.
static Fact range_of(TermId term, ValueType type) {
    Fact fact = {.term = term, .low = INT64_MIN, .high = INT64_MAX};
    if (type.size > 4 || !type.size || (type.kind != TYPE_SIGNED && type.kind != TYPE_UNSIGNED)) return fact;
    int64_t values = (int64_t)1 << type.size * 8;
    fact.low = type.kind == TYPE_UNSIGNED ? 0 : -values / 2;
    fact.high = fact.low + values - 1;
    return fact;
}

// None of the cases. Each round takes those away that stand at a bound, so that cases in a row go in any order.
static bool assume_none(Walk *walk, LockState *state, const Node *node, TermId value) {
    ValueType type = program_expr(walk->analysis->program, node->value)->type;
    bool is_possible = lock_state_assume_range(&walk->pool, state, range_of(value, type));
    for (uint32_t round = 0; is_possible && round < node->case_count && round < 16; round++) {
        for (uint32_t i = 0; is_possible && i < node->case_count; i++) {
            Fact other = {.term = value, .low = INT64_MIN, .high = INT64_MAX, .has_except = true};
            other.except = node->cases[i].low;
            if (node->cases[i].low == node->cases[i].high)
                is_possible = lock_state_assume_range(&walk->pool, state, other);
        }
    }
    return is_possible;
}

static void execute_switch(Walk *walk, NodeId id, LockState *state) {
    const Node *node = &walk->function->nodes[id];
    TermId value = evaluate_value(walk, state, node->value);
    for (uint32_t i = 0; i < node->case_count; i++) {
        const SwitchCase *one = &node->cases[i];
        LockState *taken = lock_state_copy(&walk->pool, state);
        if (lock_state_assume_range(&walk->pool, taken, (Fact){.term = value, .low = one->low, .high = one->high}))
            go_on(walk, id, one->next, taken);
        else
            lock_state_release(&walk->pool, taken);
    }
    if (assume_none(walk, state, node, value))
        go_on(walk, id, node->otherwise, state);
    else
        lock_state_release(&walk->pool, state);
}

static void execute_assign(Walk *walk, const Node *node, NodeId id, LockState *state) {
    TermId value = evaluate_value(walk, state, node->value);
    store_value(walk, state, id, evaluate_value(walk, state, node->target), value);
    walk_emit(walk, state);
}

static void execute_plain(Walk *walk, NodeId id, LockState *state) {
    const Node *node = &walk->function->nodes[id];
    switch (node->kind) {
    case NODE_ASSIGN: execute_assign(walk, node, id, state); break;
    case NODE_CALL: execute_call(walk, id, state); break;
    case NODE_EVENT: execute_event(walk, id, state); break;
    case NODE_COPY:
    case NODE_ZERO:
        forget_local(walk, state, id, evaluate_value(walk, state, node->target));
        walk_emit(walk, state);
        break;
    default: walk_emit(walk, state); break;
    }
}

static bool is_possible(Walk *walk, const Node *node, LockState *state) {
    if (!assume_dereferenced(walk, state, node->value) || !assume_dereferenced(walk, state, node->target)) return false;
    for (uint32_t i = 0; i < node->argument_count; i++)
        if (!assume_dereferenced(walk, state, node->arguments[i])) return false;
    bool is_write = node->kind == NODE_ASSIGN || node->kind == NODE_COPY || node->kind == NODE_ZERO;
    return !is_write || assume_pointer(walk, state, node->target);
}

static void step(Walk *walk, Ahead ahead) {
    NodeId id = ahead.node;
    const Node *node = &walk->function->nodes[id];
    walk->results = NULL;
    if (walk->flow->is_on_cycle[id] && node->kind != NODE_BRANCH && node->kind != NODE_NOP)
        lock_state_age_node(&walk->pool, ahead.state, id);
    if (walk->record) record_node(walk, id, ahead.state);
    if (!is_possible(walk, node, ahead.state)) {
        lock_state_release(&walk->pool, ahead.state);
        return;
    }
    if (node->kind == NODE_SWITCH) {
        execute_switch(walk, id, ahead.state);
        return;
    }
    LockState *otherwise = NULL;
    if (node->kind == NODE_BRANCH)
        execute_branch(walk, node, ahead.state, &otherwise);
    else if (node->kind == NODE_RETURN)
        leave_function(walk, id, ahead.state);
    else
        execute_plain(walk, id, ahead.state);
    while (walk->results) {
        LockState *state = walk->results;
        walk->results = state->next;
        go_on(walk, id, node->next, state);
    }
    if (otherwise) go_on(walk, id, node->otherwise, otherwise);
}

static void follow(Walk *walk, NodeId node, const LockState *state) {
    array_push(&walk->ahead, walk->pool.arena, (Ahead){0, node, lock_state_copy(&walk->pool, state)});
    while (walk->ahead.count) {
        Ahead ahead = walk->ahead.items[--walk->ahead.count];
        if (++walk->steps > walk->step_limit) {
            walk->is_bounded = true;
            lock_state_release(&walk->pool, ahead.state);
            continue;
        }
        step(walk, ahead);
    }
}

static bool follow_pending(Walk *walk, NodeId node) {
    bool was_pending = false;
    for (LockState *state = walk->at[node].first; state; state = state->next) {
        if (!state->is_pending) continue;
        state->is_pending = false;
        was_pending = true;
        follow(walk, node, state);
    }
    return was_pending;
}

static void rank_nodes(Walk *walk) {
    Graph graph = {walk->flow->node_count, walk->flow->successor_start, walk->flow->successors};
    Arena *arena = walk->analysis->scratch;
    walk->order = graph_reverse_postorder(&graph, walk->function->entry, arena, &walk->order_count);
    walk->rank = arena_new_array(arena, uint32_t, walk->flow->node_count + 1);
    for (uint32_t i = 0; i < walk->order_count; i++) walk->rank[walk->order[i]] = i + 1;
}

static void find_states(Walk *walk) {
    arrive(walk, 0, walk->function->entry, lock_state_create(&walk->pool));
    bool is_changed = true;
    while (is_changed) {
        is_changed = false;
        for (uint32_t i = 0; i < walk->order_count; i++)
            if (walk->order[i]) is_changed |= follow_pending(walk, walk->order[i]);
    }
}

static void record_states(Walk *walk, Recorder *recorder) {
    walk->record = recorder;
    walk->first_problem = walk->analysis->problems.count;
    walk->step_limit = UINT64_MAX;
    for (uint32_t i = 0; i < walk->order_count; i++) {
        NodeId node = walk->order[i];
        for (LockState *state = node ? walk->at[node].first : NULL; state; state = state->next)
            follow(walk, node, state);
    }
}

void walk_function(LockAnalysis *analysis, FunctionId id) {
    const Function *function = program_function(analysis->program, id);
    Walk walk = {.analysis = analysis, .id = id, .function = function};
    analysis->scratch = arena_create();
    walk.flow = control_flow_build(function, NULL, analysis->scratch);
    walk.keys = field_keys_tracked(analysis->keys, id, summary_loaded_keys(analysis, id), analysis->scratch);
    walk.pool = (StatePool){
        .arena = analysis->scratch, .terms = analysis->terms, .all_keys = analysis->keys, .keys = &walk.keys};
    walk.at = arena_new_array(analysis->scratch, StateList, function->node_count + 1);
    walk.step_limit = (uint64_t)STEPS_PER_NODE * function->node_count + 1000;
    rank_nodes(&walk);
    find_counters(&walk);
    find_states(&walk);
    Summary summary = {.is_done = true};
    Recorder recorder = {.summary = &summary};
    recorder.is_given_held = arena_new_array(analysis->scratch, bool, function->node_count + 1);
    recorder.first_at = arena_new_array(analysis->scratch, LockState *, function->node_count + 1);
    analysis->call_arguments[id] = arena_new_array(analysis->arena, TermId *, function->node_count + 1);
    record_states(&walk, &recorder);
    record_finish(&walk);
    analysis->summaries[id] = summary;
    arena_destroy(analysis->scratch);
}
