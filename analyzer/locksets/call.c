// SPDX-License-Identifier: MIT
// Calls: the summaries of the functions that may be entered, in the caller's words.
#include "locksets/analysis.h"

typedef struct CalleeView {
    Walk *walk;
    const LockState *before;
    const Function *callee;
    NodeId node;
    TermId result;
} CalleeView;

static TermId argument(const CalleeView *call, VariableId parameter) {
    const Node *node = &call->walk->function->nodes[call->node];
    if (node->kind != NODE_CALL) return 0;
    for (uint32_t i = 0; i < call->callee->parameter_count && i < node->argument_count; i++)
        if (call->callee->parameters[i] == parameter)
            return evaluate_pointer(call->walk, call->before, node->arguments[i]);
    return 0;
}

static TermId in_callers_words(void *context, TermId id, bool *is_final) {
    CalleeView *call = context;
    const Term *term = term_at(call->walk->pool.terms, id);
    *is_final = true;
    switch (term->kind) {
    case TERM_ENTRY: return argument(call, term->reference);
    case TERM_RETURNED: return call->result;
    case TERM_LOAD: {
        TermId address = term_rewrite(call->walk->pool.terms, term->left, in_callers_words, call);
        return address ? lock_state_value(&call->walk->pool, call->before, key_for_address(call->walk, address)) : 0;
    }
    default: *is_final = false; return id;
    }
}

static TermId instantiate(CalleeView *call, TermId term) {
    return term_rewrite(call->walk->pool.terms, term, in_callers_words, call);
}

// A lock of the callee here; when that cannot be said, the objects that the operation at the end may mean.
static TermId instantiate_lock(CalleeView *call, TermId lock, const SiteChain *site) {
    TermId here = instantiate(call, lock);
    if (here) return term_as_place(call->walk->pool.terms, here);
    PointeeSet set = operation_objects(call->walk->analysis, site);
    return term_objects(call->walk->pool.terms, &set);
}

static void free_arguments(CalleeView *call, LockState *state, uint32_t freed) {
    const Node *node = &call->walk->function->nodes[call->node];
    for (uint32_t i = 0; i < node->argument_count && i < 32; i++)
        if (freed >> i & 1)
            lockset_free(call->walk, state, evaluate_value(call->walk, call->before, node->arguments[i]));
}

static bool apply_facts(CalleeView *call, LockState *state, const ExitAlternative *exit) {
    for (uint32_t i = 0; i < exit->facts.count; i++) {
        Fact fact = exit->facts.items[i];
        fact.term = instantiate(call, fact.term);
        if (!lock_state_assume_range(&call->walk->pool, state, fact)) return false;
    }
    return true;
}

static bool apply_result(CalleeView *call, LockState *state, const ExitAlternative *exit) {
    if (!call->result) return true;
    StatePool *pool = &call->walk->pool;
    VariableId result = call->walk->function->nodes[call->node].result;
    TermId returned = exit->returned ? instantiate(call, exit->returned) : 0;
    if (returned) lock_state_bind(pool, state, key_of_variable(result), returned);
    Fact fact = exit->result;
    fact.term = returned ? returned : call->result;
    return lock_state_assume_range(pool, state, fact);
}

static bool apply_effects(CalleeView *call, LockState *state, const ExitAlternative *exit) {
    for (uint32_t round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < exit->effects.count; i++) {
            LockEntry effect = exit->effects.items[i];
            bool is_release = effect.status == LOCK_RELEASED;
            if (is_release != (round == 0)) continue;
            effect.site = chain_make(call->walk->analysis, (CallSite){call->walk->id, call->node}, effect.site);
            effect.lock = instantiate_lock(call, effect.lock, effect.site);
            if (!effect.lock) continue;
            LockUse use = {.lock = effect.lock, .mode = effect.mode, .site = effect.site};
            if (is_release)
                lockset_give(call->walk, state, &use);
            else if (!lockset_keep(call->walk, state, &effect))
                return false;
        }
    }
    return true;
}

static void forget_written(Walk *walk, LockState *state, NodeId node, FunctionId callee) {
    for (uint32_t i = 0; i < walk->keys.count; i++)
        if (field_keys_may_write(walk->analysis->keys, callee, walk->keys.items[i]))
            lock_state_clobber(&walk->pool, state, walk->keys.items[i], node);
}

static void forget_called(Walk *walk, LockState *state, NodeId node) {
    FunctionSet callees = points_to_callees(walk->analysis->points_to, walk->id, node);
    bool is_seen = callees.count && !callees.has_unknown;
    for (uint32_t i = 0; i < callees.count && i < MOST_CALLEES; i++) {
        const Function *callee = program_function(walk->analysis->program, callees.items[i]);
        is_seen &= callee->is_defined || callee->is_system;
        forget_written(walk, state, node, callees.items[i]);
    }
    forget_filled(walk, state, node);
    for (uint32_t i = 0; !is_seen && i < state->locks.count; i++)
        state->locks.items[i].is_uncertain |= term_at(walk->pool.terms, state->locks.items[i].lock)->has_load;
}

// States with the same locks become one, so that a call yields few.
static void collect(Walk *walk, LockState **list, LockState *state, NodeId node) {
    for (LockState *known = *list; known; known = known->next) {
        if (!lock_state_has_same_locks(known, state)) continue;
        lock_state_join(&walk->pool, known, state, node);
        lock_state_release(&walk->pool, state);
        return;
    }
    state->next = *list;
    *list = state;
}

static void apply_exit(CalleeView *call, const ExitAlternative *exit, uint32_t freed, LockState **list) {
    Walk *walk = call->walk;
    LockState *state = lock_state_copy(&walk->pool, call->before);
    bool is_possible = apply_facts(call, state, exit) && apply_effects(call, state, exit);
    if (is_possible) {
        free_arguments(call, state, freed);
        forget_called(walk, state, call->node);
        is_possible = apply_result(call, state, exit);
    }
    if (is_possible)
        collect(walk, list, state, call->node);
    else
        lock_state_release(&walk->pool, state);
}

static TermId instantiate_any_lock(void *context, TermId lock, const SiteChain *site) {
    return instantiate_lock(context, lock, site);
}

static TermId instantiate_value(void *context, TermId value) {
    return instantiate(context, value);
}

static void apply_callee(CalleeView *call, FunctionId id, LockState **list) {
    LockAnalysis *analysis = call->walk->analysis;
    const Summary *summary = &analysis->summaries[id];
    call->callee = program_function(analysis->program, id);
    Instantiation into = {instantiate_any_lock, instantiate_value, call};
    if (call->walk->record) record_call(call->walk, call->before, call->node, summary, &into);
    for (uint32_t i = 0; i < summary->exits.count; i++)
        apply_exit(call, &summary->exits.items[i], summary->freed_parameters, list);
}

// A lock that the call gives back on one way and leaves on another, by something that is not followed, is held or not.
static void doubt_some(LockState *list, const LockState *before) {
    for (uint32_t i = 0; i < before->locks.count; i++) {
        TermId lock = before->locks.items[i].lock;
        bool is_gone = false;
        for (const LockState *state = list; state; state = state->next) is_gone |= !lock_state_lock(state, lock);
        for (LockState *state = list; is_gone && state; state = state->next) {
            LockEntry *entry = lock_state_lock(state, lock);
            if (entry) entry->is_uncertain = true;
        }
    }
}

static void emit_all(Walk *walk, LockState *list) {
    while (list) {
        LockState *next = list->next;
        list->next = NULL;
        walk_emit(walk, list);
        list = next;
    }
}

void execute_call(Walk *walk, NodeId node, LockState *state) {
    LockAnalysis *analysis = walk->analysis;
    FunctionSet callees = points_to_callees(analysis->points_to, walk->id, node);
    VariableId result = walk->function->nodes[node].result;
    CalleeView call = {.walk = walk, .before = state, .node = node};
    if (result) call.result = term_result(walk->pool.terms, node, 0);
    LockState *list = NULL;
    // What a call through a pointer does that may mean many functions is not told: it may well mean another.
    bool is_vague = callees.count > MOST_MEANT;
    bool may_do_nothing =
        callees.has_unknown || !callees.count || is_vague || walk->function->nodes[node].kind == NODE_EVENT;
    for (uint32_t i = 0; i < callees.count && !is_vague; i++) {
        if (analysis->is_relevant[callees.items[i]])
            apply_callee(&call, callees.items[i], &list);
        else
            may_do_nothing = true;
    }
    if (may_do_nothing) {
        LockState *after = lock_state_copy(&walk->pool, state);
        forget_called(walk, after, node);
        collect(walk, &list, after, node);
    }
    doubt_some(list, state);
    lock_state_release(&walk->pool, state);
    emit_all(walk, list);
}
