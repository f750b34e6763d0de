// SPDX-License-Identifier: MIT
// Modelled calls: what they do to locks, and where tasks wait.
#include "locksets/analysis.h"

static const Node *node_of(const Walk *walk, NodeId node) {
    return &walk->function->nodes[node];
}

static Blocking blocking_of(Walk *walk, const LockState *state, NodeId node, const Api *api) {
    if (api->blocking != BLOCKING_TIMED || (!api->has_forever && !api->has_try)) return api->blocking;
    ExprId timeout = event_operand(walk->analysis->program, node_of(walk, node), OPERAND_TIMEOUT);
    const Term *term = term_at(walk->pool.terms, evaluate_value(walk, state, timeout));
    if (term->kind != TERM_NUMBER) return BLOCKING_TIMED;
    if (api->has_forever && term->constant == api->forever_value) return BLOCKING_FOREVER;
    if (api->has_try && term->constant == api->try_value) return BLOCKING_NEVER;
    return BLOCKING_TIMED;
}

static LockUse use_at(Walk *walk, const LockState *state, NodeId node, const Api *api) {
    return (LockUse){.lock = evaluate_lock(walk, state, node, OPERAND_OBJECT),
                     .object = api->object,
                     .mode = api->lock_mode,
                     .blocks = blocking_of(walk, state, node, api) == BLOCKING_FOREVER,
                     .recursion = api->recursion,
                     .order = api->lock_order,
                     .site = chain_make(walk->analysis, (CallSite){walk->id, node}, NULL)};
}

// The result is `outcome`'s value; for all failures at once, anything but that of success.
static bool assume_outcome(Walk *walk, LockState *state, NodeId node, const Api *api, bool is_ok) {
    VariableId result = node_of(walk, node)->result;
    const Outcome *ok = &api->outcomes[OUTCOME_OK];
    if (!result || !ok->has_value) return true;
    uint32_t key = key_of_variable(result);
    if (is_ok) {
        lock_state_bind(&walk->pool, state, key, term_number(walk->pool.terms, ok->value));
        return true;
    }
    Fact fact = {.term = lock_state_value(&walk->pool, state, key), .low = INT64_MIN, .high = INT64_MAX};
    fact.has_except = true;
    fact.except = ok->value;
    return lock_state_assume_range(&walk->pool, state, fact);
}

static bool may_fail(Walk *walk, const LockState *state, NodeId node, const Api *api) {
    if (blocking_of(walk, state, node, api) != BLOCKING_FOREVER) return true;
    return node_of(walk, node)->result && api->outcomes[OUTCOME_CANCELED].is_possible;
}

// What is locked is there.
static void assume_object(Walk *walk, LockState *state, NodeId node) {
    ExprId operand = event_operand(walk->analysis->program, node_of(walk, node), OPERAND_OBJECT);
    Fact fact = {.term = evaluate_value(walk, state, operand), .low = INT64_MIN, .high = INT64_MAX};
    fact.has_except = true;
    lock_state_assume_range(&walk->pool, state, fact);
}

static void execute_lock(Walk *walk, NodeId node, const Api *api, LockState *state) {
    assume_object(walk, state, node);
    LockUse use = use_at(walk, state, node, api);
    if (may_fail(walk, state, node, api)) {
        LockState *failed = lock_state_copy(&walk->pool, state);
        if (assume_outcome(walk, failed, node, api, false))
            walk_emit(walk, failed);
        else
            lock_state_release(&walk->pool, failed);
    }
    if (use.lock && !lockset_take(walk, state, &use)) {
        lock_state_release(&walk->pool, state);
        return;
    }
    assume_outcome(walk, state, node, api, true);
    walk_emit(walk, state);
}

static void execute_unlock(Walk *walk, NodeId node, const Api *api, LockState *state) {
    LockUse use = use_at(walk, state, node, api);
    if (use.lock) lockset_give(walk, state, &use);
    assume_outcome(walk, state, node, api, true);
    walk_emit(walk, state);
}

static bool may_wait(EventKind event) {
    switch (event) {
    case EVENT_SEND:
    case EVENT_RECEIVE:
    case EVENT_SELECT:
    case EVENT_JOIN:
    case EVENT_WAIT:
    case EVENT_ACQUIRE:
    case EVENT_WAIT_GROUP:
    case EVENT_BARRIER:
    case EVENT_SUSPEND: return true;
    default: return false;
    }
}

// Others run meanwhile: what this function knew of shared memory may have changed.
static void let_others_run(Walk *walk, LockState *state, NodeId node) {
    for (uint32_t i = 0; i < walk->keys.count; i++) lock_state_clobber(&walk->pool, state, walk->keys.items[i], node);
}

void execute_event(Walk *walk, NodeId node, LockState *state) {
    const Api *api = program_api(walk->analysis->program, node_of(walk, node)->api);
    if (api->event == EVENT_ONCE) {
        execute_call(walk, node, state);
        return;
    }
    forget_filled(walk, state, node);
    if (api->event == EVENT_LOCK) {
        execute_lock(walk, node, api, state);
    } else if (api->event == EVENT_UNLOCK) {
        execute_unlock(walk, node, api, state);
    } else if (api->event == EVENT_PROCESS_EXIT) {
        lock_state_release(&walk->pool, state);
    } else if (api->event == EVENT_TASK_EXIT) {
        if (walk->record) record_task_end(walk, node, state);
        lock_state_release(&walk->pool, state);
    } else if (api->event == EVENT_FREE_MEMORY) {
        ExprId object = event_operand(walk->analysis->program, node_of(walk, node), OPERAND_OBJECT);
        lockset_free(walk, state, evaluate_value(walk, state, object));
        walk_emit(walk, state);
    } else {
        bool lets_run = may_wait(api->event) || api->event == EVENT_SLEEP || api->event == EVENT_YIELD;
        if (lets_run) let_others_run(walk, state, node);
        walk_emit(walk, state);
    }
}
