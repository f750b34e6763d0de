// SPDX-License-Identifier: MIT
#include "checks/check_run.h"

#include "checks/catalogue.h"
#include "checks/race_run.h"
#include "checks/roots.h"
#include "checks/run.h"
#include "checks/scope_run.h"
#include "checks/switch_run.h"
#include "explorer/ladder.h"
#include "locksets/locksets.h"

#include <string.h>

// Nodes and expressions that the explorer executes in a second on a slow machine: budgets are counted in
// these, so that the same input gives the same answer everywhere.
enum {
    WORK_PER_SECOND = 4 * 1000 * 1000,
    DEFAULT_BUDGET = 20,
    STATES_PER_ROOT = 40000,
    STATES_OF_FIRST_TRY = 10000,
    WORK_PER_ROOT = 6 * 1000 * 1000,
    START_SHARE = 8 // of that work, for what comes before the first operations: its ways multiply, and no state is new
};

const RuleInfo *const *checks_rules(uint32_t *count) {
    *count = check_catalogue_count;
    return check_catalogue_rules;
}

// The check whose the diagnosis is; NULL: nobody's.
static const Check *check_of(const Diagnosis *diagnosis) {
    for (uint32_t i = 0; i < check_catalogue_count; i++)
        if (check_catalogue[i]->accepts && check_catalogue[i]->accepts(diagnosis)) return check_catalogue[i];
    return NULL;
}

static void report_diagnosis(Run *run, Exploration *exploration, Diagnosis *diagnosis) {
    const Check *check = check_of(diagnosis);
    if (check) run_report(run, exploration, check, diagnosis);
}

static void report_stuck(Run *run, Exploration *exploration, const StuckState *stuck) {
    Diagnoses diagnoses = diagnose(run->program, run->points_to, exploration, stuck, run->scratch);
    for (uint32_t i = 0; i < diagnoses.list.count; i++) report_diagnosis(run, exploration, &diagnoses.list.items[i]);
}

static bool is_decided(const Exploration *exploration) {
    return !exploration->is_spent || exploration->verdict == VERDICT_SAFE_ALL;
}

// Stuck states that no check reports (locks alone, servers at rest) leave the question whether there are others.
static void count_verdict(Run *run, const Exploration *exploration, bool is_reported) {
    CheckStatistics *statistics = run->statistics;
    if (is_reported) statistics->bugs++;
    if (is_reported || !is_decided(exploration)) return;
    statistics->undecided_scopes += run->has_suspicion;
    statistics->safe_all += exploration->verdict == VERDICT_SAFE_ALL;
    statistics->safe_bound += exploration->verdict == VERDICT_SAFE_BOUND;
    statistics->unreported += exploration->verdict == VERDICT_BUG;
}

// A misuse that is no check's is no reason to look again, nor to explore the same again in the next run.
static void forget_unclaimed(const Run *run, Exploration *exploration) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < exploration->misuse_count; i++) {
        Diagnosis diagnosis = diagnose_misuse(run->program, &exploration->misuses[i], run->scratch);
        if (check_of(&diagnosis)) exploration->misuses[count++] = exploration->misuses[i];
    }
    exploration->misuse_count = count;
}

static LadderQuestion question_of(const Run *run, FunctionId root, const Relevance *relevance) {
    LadderQuestion question = {.program = run->program,
                               .points_to = run->points_to,
                               .relevance = relevance,
                               .root = root,
                               .scope = program_function(run->program, root)->name};
    question.options.shared = run->shared;
    return question;
}

Hash run_would_ask(Run *run, FunctionId root, const Relevance *relevance) {
    LadderQuestion question = question_of(run, root, relevance);
    return ladder_would_ask(&question, run->scratch);
}

Exploration *run_decide(Run *run, FunctionId root, const Relevance *relevance, RunLimits limits) {
    LadderQuestion question = question_of(run, root, relevance);
    question.options = (ExploreOptions){.state_limit = limits.states, .work_limit = limits.work, .reduce = true};
    question.options.start_limit = limits.work / START_SHARE;
    question.options.dump = run->options->smt_dump;
    question.asks_all = run->options->smt_dump != NULL; // who looks at the questions wants all of them
    question.options.shared = run->shared;
    question.is_first_try = limits.is_first_try;
    if (question.options.work_limit > run->work_left) question.options.work_limit = run->work_left;
    Exploration *exploration = ladder_decide(&question, run->scratch);
    if (exploration->disagreement) {
        message_add(run->messages, SEVERITY_ERROR, NULL, 0, "internal error: the engines disagree on '%s': %s",
                    question.scope, exploration->disagreement);
        run->is_contradicted = true;
    }
    run_charge(run, exploration);
    forget_unclaimed(run, exploration);
    if (exploration->earlier) forget_unclaimed(run, exploration->earlier);
    if (exploration->earlier && !exploration->earlier->misuse_count) exploration->earlier = NULL;
    return exploration;
}

void run_charge(Run *run, const Exploration *exploration) {
    run->work_left -= exploration->work < run->work_left ? exploration->work : run->work_left;
    run->statistics->work += exploration->work;
    run->statistics->states += exploration->states;
}

static const RunLimits whole_limits = {STATES_PER_ROOT, WORK_PER_ROOT, false};

static const Relevance *whole(Run *run) {
    if (!run->relevance) run->relevance = relevance_compute(run->program, run->points_to, run->arena);
    return run->relevance;
}

// What was found under the assumption that asserts hold is looked for again without it.
static Exploration *make_sure(Run *run, FunctionId root, Exploration *found) {
    if (!(found->stuck_count || found->misuse_count) || !relevance_assumes(whole(run))) return found;
    if (!run->exact) run->exact = relevance_compute_exact(run->program, run->points_to, run->arena);
    return run_decide(run, root, run->exact, whole_limits);
}

static bool is_told(const Exploration *exploration, uint32_t index, const bool *has_finding) {
    for (uint32_t i = 0; i < index; i++)
        if (has_finding[i] && !memcmp(&exploration->stuck[i].kind, &exploration->stuck[index].kind, sizeof(Hash)))
            return true;
    return false;
}

// Of each kind the first that is feasible.
static void report_all_stuck(Run *run, Exploration *exploration) {
    bool *has_finding = arena_new_array(run->scratch, bool, exploration->stuck_count + 1);
    for (uint32_t i = 0; i < exploration->stuck_count; i++) {
        if (is_told(exploration, i, has_finding)) continue;
        uint32_t before = run->findings->list.count;
        report_stuck(run, exploration, &exploration->stuck[i]);
        has_finding[i] = run->findings->list.count > before;
    }
}

static bool is_same_misuse(const Violation *one, const Violation *other) {
    return one->kind == other->kind && one->function == other->function && one->node == other->node;
}

static CallSite made_at(const Misuse *misuse) {
    return misuse->after.objects[misuse->violation.object].made;
}

// A channel that is closed too early meets the send under way and sends to come: the first tells it all.
static bool is_part_of_close(const Exploration *exploration, const Misuse *misuse) {
    if (misuse->violation.kind != VIOLATION_SEND_ON_CLOSED) return false;
    CallSite made = made_at(misuse);
    for (uint32_t i = 0; i < exploration->misuse_count; i++) {
        const Misuse *other = &exploration->misuses[i];
        if (other->violation.kind != VIOLATION_CLOSE_WHILE_SENDING) continue;
        CallSite at = made_at(other);
        if (at.function == made.function && at.node == made.node) return true;
    }
    return false;
}

static void report_misuses(Run *run, Exploration *exploration) {
    bool *has_finding = arena_new_array(run->scratch, bool, exploration->misuse_count + 1);
    for (uint32_t i = 0; i < exploration->misuse_count; i++) {
        const Misuse *misuse = &exploration->misuses[i];
        bool told = is_part_of_close(exploration, misuse);
        for (uint32_t j = 0; j < i; j++)
            told |= has_finding[j] && is_same_misuse(&exploration->misuses[j].violation, &misuse->violation);
        if (told) continue;
        uint32_t before = run->findings->list.count;
        Diagnosis diagnosis = diagnose_misuse(run->program, misuse, run->scratch);
        report_diagnosis(run, exploration, &diagnosis);
        has_finding[i] = run->findings->list.count > before;
    }
}

void run_report_all(Run *run, Exploration *exploration) {
    report_all_stuck(run, exploration);
    report_misuses(run, exploration);
    if (exploration->earlier) report_misuses(run, exploration->earlier);
}

// Returns whether it was explored to the end.
static void keep_endings(Run *run, const Exploration *exploration) {
    for (FunctionId id = 1; id < run->program->functions.count; id++) {
        const uint8_t *endings = exploration->completed[id];
        uint32_t count = program_function(run->program, id)->node_count;
        if (!endings) continue;
        if (!run->endings[id]) run->endings[id] = arena_new_array(run->arena, uint8_t, count);
        for (NodeId node = 1; node < count; node++) run->endings[id][node] |= endings[node];
    }
}

static bool explore_root(Run *run, FunctionId root, RunLimits limits) {
    run->scratch = arena_create();
    run->has_suspicion = false;
    Exploration *exploration = make_sure(run, root, run_decide(run, root, whole(run), limits));
    uint32_t before = run->findings->list.count;
    run_report_all(run, exploration);
    keep_endings(run, exploration);
    run->is_undecided[root] = exploration->is_bounded;
    count_verdict(run, exploration, run->findings->list.count > before);
    bool decided = is_decided(exploration);
    arena_destroy(run->scratch);
    return decided;
}

// Large programs are not explored as a whole: there the whole is sliced only for roots that do nothing themselves.
static bool is_relevant(Run *run, FunctionId root) {
    if (!run->relevance && scope_run_is_large(run) && scope_run_acts(run, root)) return true;
    return relevance_of_function(whole(run), root);
}

static void keep_relevant(Run *run, Roots *roots) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < roots->functions.count; i++) {
        FunctionId id = roots->functions.items[i];
        bool is_starting = roots->starts_alone && program_function(run->program, id)->is_entry;
        if (is_starting || is_relevant(run, id)) roots->functions.items[count++] = id;
    }
    roots->functions.count = count;
}

// First as a whole, each root; then, what is too large for that, in scopes.
static void explore_roots(Run *run, const Roots *roots) {
    uint32_t count = roots->functions.count, open = 0;
    if (!count) return;
    bool *is_open = arena_new_array(run->arena, bool, count + 1), is_large = scope_run_is_large(run);
    RunLimits limits = whole_limits;
    limits.is_first_try = !is_large && scope_run_is_divisible(run);
    if (limits.is_first_try) limits.states = STATES_OF_FIRST_TRY;
    for (uint32_t i = 0; i < count; i++) {
        run->is_explored[roots->functions.items[i]] = true;
        run->statistics->roots++;
        is_open[i] = is_large || !explore_root(run, roots->functions.items[i], limits);
        open += is_open[i];
    }
    if (open) scope_run(run, roots->functions.items, count, is_open);
}

static Locksets *locksets_of(Run *run) {
    if (!run->tasks) run->tasks = task_tree_build(run->program, run->points_to, run->calls, run->arena);
    if (!run->locksets)
        run->locksets = locksets_build(run->program, run->points_to, run->calls, run->tasks, run->arena);
    return run->locksets;
}

// What was explored to the end is known better from there.
static const Locksets *find_locksets(Run *run, const bool *is_decided) {
    if (!locksets_are_needed(run->program, run->points_to, run->calls, is_decided, run->arena))
        return arena_new(run->arena, Locksets);
    locksets_find_problems(locksets_of(run));
    return run->locksets;
}

static void inspect(Run *run) {
    call_graph_spread(run->calls, run->is_explored, run->arena);
    call_graph_spread(run->calls, run->is_undecided, run->arena);
    bool *is_decided = arena_new_array(run->arena, bool, run->program->functions.count);
    for (FunctionId id = 1; id < run->program->functions.count; id++)
        is_decided[id] = run->is_explored[id] && !run->is_undecided[id];
    Inspection inspection = {.program = run->program,
                             .points_to = run->points_to,
                             .calls = run->calls,
                             .arena = run->arena,
                             .is_decided = is_decided,
                             .endings = run->endings,
                             .locksets = find_locksets(run, is_decided),
                             .run = run};
    for (uint32_t i = 0; i < check_catalogue_count; i++) {
        const Check *check = check_catalogue[i];
        if (check->inspect) check->inspect(&inspection);
    }
}

static bool is_of_last_stages(const Check *check) {
    return check->accepts_race || check->inspect_races || check == switch_run_check();
}

// Locks of all functions are asked for here, those that were explored to the end included.
static void look_for_races(Run *run) {
    bool is_wanted = false;
    for (uint32_t i = 0; i < check_catalogue_count; i++)
        is_wanted |= is_of_last_stages(check_catalogue[i]) && run_enables(run, check_catalogue[i]);
    if (!is_wanted) return;
    const Locksets *locksets = locksets_of(run);
    race_run(run, run->tasks, locksets);
}

Status checks_run(const Program *program, const CheckOptions *options, Arena *arena, Messages *messages,
                  FindingSet *findings, CheckStatistics *statistics) {
    Run run = {.program = program,
               .options = options,
               .arena = arena,
               .messages = messages,
               .findings = findings,
               .statistics = statistics};
    run.work_left = (uint64_t)(options->budget ? options->budget : DEFAULT_BUDGET) * WORK_PER_SECOND;
    run.work_left_for_circles = run.work_left / 4;
    run.points_to = points_to_solve(program, arena, run.work_left);
    if (!points_to_is_complete(run.points_to)) {
        statistics->undecided_scopes++;
        message_add(messages, SEVERITY_NOTE, NULL, 0,
                    "undecided: following pointers took more than the budget; nothing was explored");
        return STATUS_BUDGET;
    }
    run.calls = call_graph_build(program, run.points_to, arena);
    run.endings = arena_new_array(arena, uint8_t *, program->functions.count);
    run.is_explored = arena_new_array(arena, bool, program->functions.count);
    run.is_undecided = arena_new_array(arena, bool, program->functions.count);
    Roots roots = roots_find(program, run.points_to, run.calls, arena);
    statistics->open_objects += roots.open_objects;
    keep_relevant(&run, &roots);
    run.roots = (FunctionList){roots.functions.items, roots.functions.count};
    run.shared = explore_share(program, run.points_to, arena);
    explore_roots(&run, &roots);
    inspect(&run);
    look_for_races(&run);
    switch_run(&run);
    run_keep_enabled(&run);
    relevance_release_slicer(run.slicer);
    relevance_release_slicer(run.exact_slicer);
    return run.is_contradicted ? STATUS_INTERNAL : STATUS_OK;
}

void checks_add_statistics(CheckStatistics *sum, const CheckStatistics *more) {
    sum->roots += more->roots;
    sum->safe_all += more->safe_all;
    sum->safe_bound += more->safe_bound;
    sum->bugs += more->bugs;
    sum->candidates += more->candidates;
    sum->scopes += more->scopes;
    sum->recalled_scopes += more->recalled_scopes;
    if (more->largest_scope > sum->largest_scope) sum->largest_scope = more->largest_scope;
    sum->unreported += more->unreported;
    sum->undecided_scopes += more->undecided_scopes;
    sum->hidden += more->hidden;
    sum->open_objects += more->open_objects;
    sum->states += more->states;
    sum->work += more->work;
}

void checks_print_statistics(const CheckStatistics *statistics, FILE *out) {
    fprintf(out, "entry points explored %u\nsafe for all counts %u\nsafe up to a bound %u\nwith findings %u\n",
            statistics->roots, statistics->safe_all, statistics->safe_bound, statistics->bugs);
    fprintf(out, "scopes explored %u\nscopes known from the cache %u\nlargest scope %u\n", statistics->scopes,
            statistics->recalled_scopes, statistics->largest_scope);
    fprintf(out, "stuck in ways that no check reports %u\n", statistics->unreported);
    fprintf(out, "candidates %u\nundecided %u\nsuspicions not shown %u\n", statistics->candidates,
            statistics->undecided_scopes, statistics->hidden);
    fprintf(out, "channels open to other code %u\nstates %llu\nwork %llu\n", statistics->open_objects,
            (unsigned long long)statistics->states, (unsigned long long)statistics->work);
}
