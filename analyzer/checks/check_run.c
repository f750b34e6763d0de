// SPDX-License-Identifier: MIT
#include "checks/check_run.h"

#include "checks/catalogue.h"
#include "checks/roots.h"
#include "checks/run.h"
#include "explorer/ladder.h"

#include <string.h>

// Nodes and expressions that the explorer executes in a second on a slow machine: budgets are counted in
// these, so that the same input gives the same answer everywhere.
enum {
    WORK_PER_SECOND = 4 * 1000 * 1000,
    DEFAULT_BUDGET = 20,
    STATES_PER_ROOT = 40000,
    WORK_PER_ROOT = 6 * 1000 * 1000
};

const RuleInfo *const *checks_rules(uint32_t *count) {
    *count = check_catalogue_count;
    return check_catalogue_rules;
}

static void report_diagnosis(Run *run, Exploration *exploration, Diagnosis *diagnosis) {
    for (uint32_t i = 0; i < check_catalogue_count; i++) {
        const Check *check = check_catalogue[i];
        if (!check->accepts || !check->accepts(diagnosis)) continue;
        if (run_enables(run, check)) run_report(run, exploration, check, diagnosis);
        return;
    }
}

static void report_stuck(Run *run, Exploration *exploration, const StuckState *stuck) {
    Diagnoses diagnoses = diagnose(run->program, run->points_to, exploration, stuck, run->scratch);
    for (uint32_t i = 0; i < diagnoses.list.count; i++) report_diagnosis(run, exploration, &diagnoses.list.items[i]);
}

// Stuck states that no check reports (locks alone, servers at rest) leave the question whether there are others.
static void count_verdict(Run *run, FunctionId root, const Exploration *exploration, bool is_reported) {
    CheckStatistics *statistics = run->statistics;
    if (is_reported) statistics->bugs++;
    if (exploration->is_spent && exploration->verdict != VERDICT_SAFE_ALL) {
        const Function *function = program_function(run->program, root);
        statistics->undecided_scopes++;
        statistics->candidates += exploration->verdict == VERDICT_CANDIDATE;
        message_add(run->messages, SEVERITY_NOTE, program_path(run->program, function->place), function->place.line,
                    "undecided: what starts at '%s' was not explored to the end; %s", function->name,
                    exploration->reason);
    } else if (!is_reported) {
        statistics->undecided_scopes += run->has_suspicion;
        statistics->safe_all += exploration->verdict == VERDICT_SAFE_ALL;
        statistics->safe_bound += exploration->verdict == VERDICT_SAFE_BOUND;
        statistics->unreported += exploration->verdict == VERDICT_BUG;
    }
}

static Exploration *decide(Run *run, FunctionId root, const Relevance *relevance) {
    LadderQuestion question = {.program = run->program,
                               .points_to = run->points_to,
                               .relevance = relevance,
                               .root = root,
                               .scope = program_function(run->program, root)->name};
    question.options = (ExploreOptions){.state_limit = STATES_PER_ROOT, .work_limit = WORK_PER_ROOT, .reduce = true};
    question.options.dump = run->options->smt_dump;
    if (question.options.work_limit > run->work_left) question.options.work_limit = run->work_left;
    Exploration *exploration = ladder_decide(&question, run->scratch);
    run->work_left -= exploration->work < run->work_left ? exploration->work : run->work_left;
    run->statistics->work += exploration->work;
    run->statistics->states += exploration->states;
    return exploration;
}

// What was found under the assumption that asserts hold is looked for again without it.
static Exploration *make_sure(Run *run, FunctionId root, Exploration *found) {
    if (!(found->stuck_count || found->misuse_count) || !relevance_assumes(run->relevance)) return found;
    if (!run->exact) run->exact = relevance_compute_exact(run->program, run->points_to, run->arena);
    return decide(run, root, run->exact);
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

static void report_misuses(Run *run, Exploration *exploration) {
    bool *has_finding = arena_new_array(run->scratch, bool, exploration->misuse_count + 1);
    for (uint32_t i = 0; i < exploration->misuse_count; i++) {
        const Misuse *misuse = &exploration->misuses[i];
        bool told = false;
        for (uint32_t j = 0; j < i; j++)
            told |= has_finding[j] && is_same_misuse(&exploration->misuses[j].violation, &misuse->violation);
        if (told) continue;
        uint32_t before = run->findings->list.count;
        Diagnosis diagnosis = diagnose_misuse(run->program, misuse, run->scratch);
        report_diagnosis(run, exploration, &diagnosis);
        has_finding[i] = run->findings->list.count > before;
    }
}

static void explore_root(Run *run, FunctionId root) {
    run->scratch = arena_create();
    run->has_suspicion = false;
    Exploration *exploration = make_sure(run, root, decide(run, root, run->relevance));
    uint32_t before = run->findings->list.count;
    report_all_stuck(run, exploration);
    report_misuses(run, exploration);
    run->is_explored[root] = true;
    run->is_undecided[root] = exploration->is_bounded;
    count_verdict(run, root, exploration, run->findings->list.count > before);
    run->statistics->roots++;
    arena_destroy(run->scratch);
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
                             .run = run};
    for (uint32_t i = 0; i < check_catalogue_count; i++) {
        const Check *check = check_catalogue[i];
        if (check->inspect && run_enables(run, check)) check->inspect(&inspection);
    }
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
    run.points_to = points_to_solve(program, arena, run.work_left);
    if (!points_to_is_complete(run.points_to)) {
        statistics->undecided_scopes++;
        message_add(messages, SEVERITY_NOTE, NULL, 0,
                    "undecided: following pointers took more than the budget; nothing was explored");
        return STATUS_BUDGET;
    }
    run.relevance = relevance_compute(program, run.points_to, arena);
    run.calls = call_graph_build(program, run.points_to, arena);
    run.is_explored = arena_new_array(arena, bool, program->functions.count);
    run.is_undecided = arena_new_array(arena, bool, program->functions.count);
    Roots roots = roots_find(program, run.points_to, run.calls, run.relevance, arena);
    statistics->open_objects += roots.open_objects;
    for (uint32_t i = 0; i < roots.functions.count; i++) explore_root(&run, roots.functions.items[i]);
    inspect(&run);
    return STATUS_OK;
}

void checks_print_statistics(const CheckStatistics *statistics, FILE *out) {
    fprintf(out, "entry points explored %u\nsafe for all counts %u\nsafe up to a bound %u\nwith findings %u\n",
            statistics->roots, statistics->safe_all, statistics->safe_bound, statistics->bugs);
    fprintf(out, "stuck in ways that no check reports %u\n", statistics->unreported);
    fprintf(out, "candidates %u\nundecided %u\nchannels open to other code %u\nstates %llu\nwork %llu\n",
            statistics->candidates, statistics->undecided_scopes, statistics->open_objects,
            (unsigned long long)statistics->states, (unsigned long long)statistics->work);
}
