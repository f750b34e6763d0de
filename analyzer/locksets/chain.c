// SPDX-License-Identifier: MIT
// Places inside calls, and what the locks there may be.
#include "locksets/analysis.h"

static uint32_t chain_length(const SiteChain *chain) {
    uint32_t length = 0;
    for (; chain; chain = chain->inner) length++;
    return length;
}

const SiteChain *chain_make(LockAnalysis *analysis, CallSite site, const SiteChain *inner) {
    if (chain_length(inner) >= MOST_CHAIN) return inner;
    uint64_t first = (uint64_t)site.function << 32 | site.node;
    bool is_new;
    uint32_t *slot =
        pair_map_slot(&analysis->chain_numbers, analysis->arena, first, inner ? inner->number : 0, &is_new);
    if (!is_new) return analysis->chains.list.items[*slot - 1];
    SiteChain *chain = arena_new(analysis->arena, SiteChain);
    *slot = analysis->chains.list.count + 1;
    *chain = (SiteChain){site.function, site.node, inner, *slot};
    array_push(&analysis->chains.list, analysis->arena, chain);
    return chain;
}

const SiteChain *chain_end(const SiteChain *chain) {
    while (chain->inner) chain = chain->inner;
    return chain;
}

bool chain_is_vague(const LockAnalysis *analysis, const SiteChain *chain) {
    for (; chain && chain->inner; chain = chain->inner)
        if (points_to_callees(analysis->points_to, chain->function, chain->node).count > MOST_MEANT) return true;
    return false;
}

PointeeSet operation_objects(const LockAnalysis *analysis, const SiteChain *site) {
    site = chain_end(site);
    const Node *node = &program_function(analysis->program, site->function)->nodes[site->node];
    if (node->kind != NODE_EVENT) return (PointeeSet){.has_unknown = true};
    bool is_wait = program_api(analysis->program, node->api)->event == EVENT_WAIT;
    return points_to_of_operand(analysis->points_to, site->function, site->node,
                                is_wait ? OPERAND_MUTEX : OPERAND_OBJECT);
}

PointeeSet lock_objects(LockAnalysis *analysis, TermId lock, const SiteChain *site) {
    PointeeSet set = term_pointees(analysis->terms, lock);
    if (!set.has_unknown && set.count) return set;
    PointeeSet known = operation_objects(analysis, site);
    return known.count || !set.count ? known : set;
}

TermId lock_for_callers(LockAnalysis *analysis, TermId lock, const SiteChain *site) {
    if (term_at(analysis->terms, lock)->is_portable) return lock;
    PointeeSet set = lock_objects(analysis, lock, site);
    return term_objects(analysis->terms, &set);
}

bool pointees_meet(const PointeeSet *left, const PointeeSet *right) {
    for (uint32_t i = 0; i < left->count; i++) {
        for (uint32_t k = 0; k < right->count; k++) {
            Pointee a = left->items[i], b = right->items[k];
            if (a.site == b.site && (a.offset == b.offset || a.offset < 0 || b.offset < 0)) return true;
        }
    }
    return false;
}

// Whether the name says the very place: m[3], but not m[i].
static bool is_fixed(const TermTable *terms, TermId id) {
    const Term *term = term_at(terms, id);
    while (term->kind == TERM_OFFSET) term = term_at(terms, term->left);
    return term->kind == TERM_VARIABLE || term->kind == TERM_SITE;
}

// All elements of an array as the one that stands for them.
static PointeeSet as_elements(const LockAnalysis *analysis, PointeeSet set) {
    Pointee *items = arena_new_array(analysis->arena, Pointee, set.count + 1);
    for (uint32_t i = 0; i < set.count; i++) {
        items[i] = set.items[i];
        if (items[i].offset >= 0) items[i].offset = points_to_element_offset(analysis->points_to, items[i]);
    }
    set.items = items;
    return set;
}

bool locks_may_be_same(LockAnalysis *analysis, TermId left, const SiteChain *left_site, TermId right,
                       const SiteChain *right_site) {
    PointeeSet a = lock_objects(analysis, left, left_site), b = lock_objects(analysis, right, right_site);
    bool is_numbered = is_fixed(analysis->terms, left) && is_fixed(analysis->terms, right);
    if (!is_numbered) {
        a = as_elements(analysis, a);
        b = as_elements(analysis, b);
    }
    if (!a.has_unknown && !b.has_unknown) return pointees_meet(&a, &b);
    // Of objects that nobody knows, the same member must be meant.
    const Term *one = term_at(analysis->terms, left), *other = term_at(analysis->terms, right);
    bool is_member = one->kind == TERM_OFFSET && other->kind == TERM_OFFSET;
    return !is_member || one->constant == other->constant;
}

static void add_term_keys(const LockAnalysis *analysis, TermId id, KeyList *keys) {
    if (!id) return;
    const Term *term = term_at(analysis->terms, id);
    if (!term->has_load) return;
    const Term *address = term_at(analysis->terms, term->left);
    if (term->kind == TERM_LOAD && address->kind == TERM_OFFSET && address->reference)
        array_push(&keys->list, analysis->arena, address->reference);
    uint32_t key = address->kind == TERM_VARIABLE ? field_key_of_variable(analysis->keys, address->reference) : 0;
    if (term->kind == TERM_LOAD && key) array_push(&keys->list, analysis->arena, key);
    add_term_keys(analysis, term->left, keys);
    add_term_keys(analysis, term->right, keys);
}

static void add_summary_keys(const LockAnalysis *analysis, Summary *summary) {
    for (uint32_t i = 0; i < summary->acquisitions.count; i++) {
        const Acquisition *acquisition = &summary->acquisitions.items[i];
        add_term_keys(analysis, acquisition->lock, &summary->loaded);
        for (uint32_t k = 0; k < acquisition->conditions.count; k++)
            add_term_keys(analysis, acquisition->conditions.items[k].term, &summary->loaded);
    }
    for (uint32_t i = 0; i < summary->exits.count; i++) {
        const ExitAlternative *exit = &summary->exits.items[i];
        for (uint32_t k = 0; k < exit->effects.count; k++)
            add_term_keys(analysis, exit->effects.items[k].lock, &summary->loaded);
        for (uint32_t k = 0; k < exit->facts.count; k++)
            add_term_keys(analysis, exit->facts.items[k].term, &summary->loaded);
    }
}

// The keys of memory that the callees' summaries load.
KeyList summary_loaded_keys(LockAnalysis *analysis, FunctionId function) {
    KeyList keys = {0};
    FunctionList callees = call_graph_callees(analysis->calls, function);
    for (uint32_t i = 0; i < callees.count; i++) {
        Summary *callee = &analysis->summaries[callees.items[i]];
        if (callee->is_done && !callee->loaded.list.count) add_summary_keys(analysis, callee);
        for (uint32_t k = 0; k < callee->loaded.list.count; k++)
            array_push(&keys.list, analysis->scratch, callee->loaded.list.items[k]);
    }
    return keys;
}
