// SPDX-License-Identifier: MIT
#include "checks/scope_run.h"

#include "checks/id_order.h"
#include "checks/scope_key.h"
#include "checks/scope_memory.h"
#include "checks/seen_slices.h"

#include <string.h>

enum {
    STATES_PER_SCOPE = 20000,
    WORK_PER_SCOPE = 2 * 1000 * 1000,
    MOST_EVENTS = 300, // of a program that is tried as a whole
    MOST_TASKS = 64,
    FEW_EVENTS = 60, // of one that is always asked as a whole, with all there is
    NAMED_SCOPES = 3,
};

typedef struct ScopeRun {
    Run *run;
    const FunctionId *roots;
    uint32_t root_count;
    bool *is_open;    // per root: undecided before this cut
    bool *stays_open; // per root: undecided by the last cut
    uint32_t *parent; // per object: its scope in the cut before; 0 when it is decided
    uint32_t *next_parent;
    uint32_t *parent_size; // per scope of the cut before
    uint32_t *found;       // roots of a scope
    bool *is_asked;        // per object: with what its tasks operate on besides, to the end
    bool is_last;          // nothing is cut after this
    uint32_t undecided;
    const char *reason;
    Text names;
    SeenSlices *seen;           // NULL when nothing is remembered
    const SeenSlice *slice;     // of the scope at hand; NULL when it was not seen
    const Relevance *relevance; // its slice; NULL until needed
    Hash key;                   // names the slice
    FunctionList functions;     // of it, when it was named
} ScopeRun;

ScopeMap *scope_run_map(Run *run) {
    if (!run->scopes) run->scopes = scope_map_build(run->program, run->points_to, run->arena);
    return run->scopes;
}

bool scope_run_is_large(Run *run) {
    const ScopeMap *map = scope_run_map(run);
    return scope_map_event_count(map) > MOST_EVENTS || scope_map_task_count(map) > MOST_TASKS;
}

Relevance *scope_run_slicer(Run *run, bool is_exact) {
    Relevance **slicer = is_exact ? &run->exact_slicer : &run->slicer;
    if (!*slicer) *slicer = relevance_create_slicer(run->program, run->points_to, is_exact, run->arena);
    return *slicer;
}

bool scope_run_acts(Run *run, FunctionId function) {
    return relevance_acts(scope_run_slicer(run, false), function);
}

bool scope_run_is_divisible(Run *run) {
    ScopeMap *map = scope_run_map(run);
    if (scope_map_event_count(map) < FEW_EVENTS) return false;
    return scope_list(map, SCOPE_BY_ORDER, scope_run_slicer(run, false), run->arena).count > 1;
}

static const Relevance *slice(Run *run, bool is_exact, const Scope *scope) {
    return relevance_compute_scope(scope_run_slicer(run, is_exact), scope);
}

static const Relevance *slice_at(ScopeRun *at, const Scope *scope) {
    if (!at->relevance) at->relevance = slice(at->run, false, scope);
    return at->relevance;
}

static void name_slice(ScopeRun *at, const Scope *scope) {
    ScopeKeys *keys = at->run->keys;
    at->slice = at->seen ? seen_slices_find(at->seen, scope) : NULL;
    if (!at->seen) return;
    if (at->slice) {
        const SeenSlice *seen = at->slice;
        at->functions = (FunctionList){seen->functions, seen->function_count};
        at->key = scope_key_of_contest(keys, scope, seen->key, seen->functions, seen->function_count);
    } else {
        at->functions = relevance_functions(slice_at(at, scope));
        Hash key = scope_key_of_slice(keys, at->relevance, at->functions.count);
        at->key = scope_key_of_contest(keys, scope, key, at->functions.items, at->functions.count);
    }
}

static bool takes_part(ScopeRun *at, const Scope *scope, FunctionId root) {
    return at->slice ? seen_slice_has(at->slice, root) : relevance_of_function(slice_at(at, scope), root);
}

static Hash question_of(const ScopeRun *at, FunctionId root, const RunLimits *limits) {
    uint64_t work = limits->work < at->run->work_left ? limits->work : at->run->work_left;
    uint64_t numbers[] = {limits->states, work, limits->is_first_try};
    Hash root_key = scope_key_of_function(at->run->keys, root);
    return hash_bytes(hash_bytes(at->key, numbers, sizeof numbers), &root_key, sizeof root_key);
}

static Hash basis_of(const ScopeRun *at, ScopeBasis kind, Hash asked) {
    Run *run = at->run;
    if (kind == BASIS_QUESTION) return (Hash){0};
    if (!run->order) run->order = id_order_create(run->program, run->points_to, run->arena);
    Hash order = id_order_of(run->order, at->functions.items, at->functions.count);
    return kind == BASIS_ORDER ? order : hash_bytes(order, &asked, sizeof asked);
}

static Exploration *recall(ScopeRun *at, FunctionId root, const Scope *scope, Hash question) {
    Run *run = at->run;
    ScopeBasis kind;
    if (!scope_memory_knows(run->options->memory, question, &kind)) return NULL;
    Hash asked = kind == BASIS_NET ? run_would_ask(run, root, slice_at(at, scope)) : (Hash){0};
    return scope_memory_find(run->options->memory, question, basis_of(at, kind, asked), run->scratch);
}

static Exploration *recall_or_decide(ScopeRun *at, FunctionId root, const Scope *scope, RunLimits limits) {
    Run *run = at->run;
    ScopeMemory *memory = run->options->memory;
    if (!memory) return run_decide(run, root, slice_at(at, scope), limits);
    Hash question = question_of(at, root, &limits);
    Exploration *exploration = recall(at, root, scope, question);
    if (exploration) {
        run_charge(run, exploration);
        run->statistics->recalled_scopes++;
        return exploration;
    }
    exploration = run_decide(run, root, slice_at(at, scope), limits);
    Hash basis = basis_of(at, scope_memory_basis(exploration), exploration->asked);
    scope_memory_keep(memory, question, basis, exploration);
    return exploration;
}

// What was found under the assumption that asserts hold is looked for again without it.
static Exploration *explore_scope(ScopeRun *at, FunctionId root, const Scope *scope) {
    Run *run = at->run;
    RunLimits limits = {STATES_PER_SCOPE, WORK_PER_SCOPE, !at->is_last};
    Exploration *found = recall_or_decide(at, root, scope, limits);
    if (!(found->stuck_count || found->misuse_count) || !relevance_assumes(slice_at(at, scope))) return found;
    return run_decide(run, root, slice(run, true, scope), limits);
}

static bool is_decided(const Exploration *exploration) {
    return !exploration->is_spent || exploration->verdict == VERDICT_SAFE_ALL;
}

static void note_undecided(ScopeRun *at, const Scope *scope, const char *reason) {
    if (at->undecided < NAMED_SCOPES)
        text_format(&at->names, "%s%s", at->undecided ? "; " : "", scope_name(scope, at->run->arena));
    at->undecided++;
    at->reason = reason;
}

// Returns whether it was decided.
static bool ask(ScopeRun *at, FunctionId root, const Scope *scope) {
    Run *run = at->run;
    CheckStatistics *statistics = run->statistics;
    if (!takes_part(at, scope, root)) return true;
    statistics->scopes++;
    if (scope->event_count > statistics->largest_scope) statistics->largest_scope = scope->event_count;
    run->scratch = arena_create();
    run->has_suspicion = false;
    Exploration *exploration = explore_scope(at, root, scope);
    uint32_t before = run->findings->list.count;
    run_report_all(run, exploration);
    bool is_reported = run->findings->list.count > before;
    statistics->bugs += is_reported;
    bool is_safe = !is_reported && is_decided(exploration);
    statistics->safe_all += is_safe && exploration->verdict == VERDICT_SAFE_ALL;
    statistics->safe_bound += is_safe && exploration->verdict == VERDICT_SAFE_BOUND;
    statistics->unreported += is_safe && exploration->verdict == VERDICT_BUG;
    if (!is_decided(exploration)) at->reason = arena_copy_text(run->arena, exploration->reason);
    run->is_undecided[root] |= exploration->is_bounded;
    statistics->undecided_scopes += is_safe && run->has_suspicion;
    bool decided = is_decided(exploration);
    arena_destroy(run->scratch);
    return decided;
}

// Whether any root leaves it open.
static bool ask_all(ScopeRun *at, const Scope *scope) {
    Run *run = at->run;
    uint32_t count = scope_roots(scope_run_map(run), scope, at->roots, at->root_count, at->found);
    bool is_open = false, is_named = false;
    at->relevance = NULL;
    for (uint32_t i = 0; i < count; i++) {
        if (!at->is_open[at->found[i]]) continue;
        if (!run->work_left) {
            at->stays_open[at->found[i]] = is_open = true;
            at->reason = "the budget of the run was spent";
            continue;
        }
        if (!is_named) name_slice(at, scope);
        is_named = true;
        if (ask(at, at->roots[at->found[i]], scope)) continue;
        at->stays_open[at->found[i]] = is_open = true;
    }
    return is_open;
}

static bool keep_open(ScopeRun *at, const Scope *scope) {
    uint32_t count = scope_roots(scope_run_map(at->run), scope, at->roots, at->root_count, at->found);
    for (uint32_t i = 0; i < count; i++) at->stays_open[at->found[i]] |= at->is_open[at->found[i]];
    return true;
}

// Objects that wait for one another cannot be proved safe apart: what is left out is taken to be ready, and may be what
// everybody waits for. Only what is found there counts.
static bool is_torn(const ScopeRun *at, const Scope *scope) {
    return at->is_last && scope->count < at->parent_size[at->parent[scope->items[0]]];
}

// A cut that leaves a scope as it was cannot decide it, but in the end it is asked with all there is; one that is too
// large still is cut again.
static bool is_worth_asking(const ScopeRun *at, const Scope *scope) {
    bool is_small = scope->event_count <= MOST_EVENTS && scope->task_count <= MOST_TASKS;
    if (scope->count >= at->parent_size[at->parent[scope->items[0]]]) return at->is_last && is_small;
    return at->is_last || is_small;
}

static bool has_torn(const ScopeRun *at, const Scope *scope) {
    for (uint32_t i = 0; i < scope->count; i++)
        if (at->parent[scope->items[i]] && at->parent_size[at->parent[scope->items[i]]] > 1) return true;
    return false;
}

// Looks for what goes wrong among the objects of a task before they are looked at alone. It proves nothing, and what it
// finds hangs on what was left out: that is for profiles which show it.
static void search_by_task(ScopeRun *at) {
    Run *run = at->run;
    ScopeList list = scope_list(scope_run_map(run), SCOPE_BY_TASK, scope_run_slicer(run, false), run->arena);
    for (uint32_t i = 0; i < list.count; i++) {
        const Scope *scope = &list.items[i];
        bool is_small = scope->event_count <= MOST_EVENTS && scope->task_count <= MOST_TASKS;
        if (scope->count < 2 || !is_small || !has_torn(at, scope) || ask_all(at, scope)) continue;
        for (uint32_t k = 0; k < scope->count; k++) at->is_asked[scope->items[k]] = true;
    }
}

// Whether it stays open.
static bool ask_or_keep(ScopeRun *at, const Scope *scope) {
    if (scope_is_harmless(scope)) return false;
    bool was_asked = is_torn(at, scope) && at->is_asked[scope->items[0]];
    bool is_open = was_asked ? false : is_worth_asking(at, scope) ? ask_all(at, scope) : keep_open(at, scope);
    if (is_open || !is_torn(at, scope)) return is_open;
    at->reason = "more objects wait for one another than can be explored together";
    return keep_open(at, scope);
}

static void cut(ScopeRun *at, ScopeOrder order) {
    Run *run = at->run;
    ScopeMap *map = scope_run_map(run);
    ScopeList list = scope_list(map, order, scope_run_slicer(run, false), run->arena);
    uint32_t *sizes = arena_new_array(run->arena, uint32_t, list.count + 2);
    memset(at->next_parent, 0, scope_map_object_count(map) * sizeof *at->next_parent);
    for (uint32_t i = 0; i < list.count; i++) {
        const Scope *scope = &list.items[i];
        if (!at->parent[scope->items[0]]) continue;
        bool is_open = ask_or_keep(at, scope);
        if (!is_open) continue;
        sizes[scope->number] = scope->count;
        for (uint32_t k = 0; k < scope->count; k++) at->next_parent[scope->items[k]] = scope->number;
        if (at->is_last) note_undecided(at, scope, at->reason);
    }
    uint32_t *swap = at->parent;
    at->parent = at->next_parent;
    at->next_parent = swap;
    at->parent_size = sizes;
}

static void tell_undecided(ScopeRun *at, FunctionId root) {
    Run *run = at->run;
    const Function *function = program_function(run->program, root);
    message_add(run->messages, SEVERITY_NOTE, program_path(run->program, function->place), function->place.line,
                "undecided: what starts at '%s' was not explored to the end for %u scopes (%s)%s%s", function->name,
                at->undecided, text_value(&at->names), at->reason ? "; " : "", at->reason ? at->reason : "");
}

static void look_on(ScopeRun *at) {
    Run *run = at->run;
    if (!run->options->memory) return;
    if (!run->keys)
        run->keys = scope_keys_create(run->program, run->points_to, run->shared, scope_run_map(run), run->arena);
    at->seen = seen_slices_create(run->keys, scope_run_map(run), run->arena);
}

// Everything is one scope at first, and undecided.
static void begin(ScopeRun *at, bool *is_undecided) {
    Run *run = at->run;
    look_on(at);
    uint32_t objects = scope_map_object_count(scope_run_map(run));
    at->is_open = is_undecided;
    at->stays_open = arena_new_array(run->arena, bool, at->root_count + 1);
    at->found = arena_new_array(run->arena, uint32_t, at->root_count + 1);
    at->parent = arena_new_array(run->arena, uint32_t, objects + 1);
    at->next_parent = arena_new_array(run->arena, uint32_t, objects + 1);
    at->is_asked = arena_new_array(run->arena, bool, objects + 1);
    at->parent_size = arena_new_array(run->arena, uint32_t, 2);
    at->parent_size[1] = objects;
    for (uint32_t i = 0; i < objects; i++) at->parent[i] = 1;
}

void scope_run(Run *run, const FunctionId *roots, uint32_t count, bool *is_undecided) {
    ScopeRun at = {.run = run, .roots = roots, .root_count = count};
    begin(&at, is_undecided);
    static const ScopeOrder orders[] = {SCOPE_BY_ORDER, SCOPE_BY_WAITS, SCOPE_BY_OBJECT};
    for (uint32_t i = 0; i < 3; i++) {
        memset(at.stays_open, 0, count * sizeof(bool));
        at.is_last = i == 2;
        if (at.is_last && run->options->profile != PROFILE_DEFAULT) search_by_task(&at);
        cut(&at, orders[i]);
    }
    for (uint32_t i = 0; i < count; i++) {
        is_undecided[i] = at.stays_open[i];
        run->is_undecided[roots[i]] |= at.stays_open[i];
        if (at.stays_open[i]) tell_undecided(&at, roots[i]);
    }
    run->statistics->undecided_scopes += at.undecided;
    text_free(&at.names);
}
