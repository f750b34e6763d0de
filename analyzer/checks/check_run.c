// SPDX-License-Identifier: MIT
#include "checks/check_run.h"

#include "checks/catalogue.h"
#include "checks/roots.h"
#include "checks/witness_story.h"
#include "explorer/ladder.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

// Nodes and expressions that the explorer executes in a second on a slow machine: budgets are counted in
// these, so that the same input gives the same answer everywhere.
enum {
    WORK_PER_SECOND = 4 * 1000 * 1000,
    DEFAULT_BUDGET = 20,
    STATES_PER_ROOT = 40000,
    WORK_PER_ROOT = 6 * 1000 * 1000
};

typedef struct Run {
    const Program *program;
    const PointsTo *points_to;
    const Relevance *relevance, *exact; // exact: NULL until needed
    const CheckOptions *options;
    Arena *arena, *scratch;
    Messages *messages;
    FindingSet *findings;
    CheckStatistics *statistics;
    uint64_t work_left;
    bool has_suspicion; // something of the root at hand could not be decided
} Run;

const RuleInfo *const *checks_rules(uint32_t *count) {
    *count = check_catalogue_count;
    return check_catalogue_rules;
}

static bool is_enabled(const CheckOptions *options, const char *id, Arena *arena) {
    if (!options->check_globs) return true;
    char *globs = arena_copy_text(arena, options->check_globs), *rest = globs;
    bool is_on = *globs == '-';
    for (char *glob = strtok_r(globs, ",", &rest); glob; glob = strtok_r(NULL, ",", &rest)) {
        bool removes = *glob == '-';
        if (!fnmatch(glob + removes, id, 0)) is_on = !removes;
    }
    return is_on;
}

static void add_keys(const Run *run, const Diagnosis *diagnosis, Finding *finding) {
    for (uint32_t i = 0; i < diagnosis->wait_count; i++) {
        const Wait *wait = &diagnosis->waits[i];
        const Function *function = program_function(run->program, wait->site.function);
        const char *operation = arena_format(run->arena, "%s:%s", function->name, event_kind_name(wait->operation));
        array_push(&finding->operations, run->arena, operation);
        if (!wait->object) continue;
        const ObjectView *object = &diagnosis->stuck->objects[wait->object];
        FunctionId owner = object->made.function;
        FindingPlace place = object->variable ? place_of_variable(run->program, object->variable)
                                              : place_of_node(run->program, object->made);
        const char *resource =
            arena_format(run->arena, "%s:%s:%s", place.path, owner ? program_function(run->program, owner)->name : "",
                         name_object(run->program, run->arena, object));
        array_push(&finding->resources, run->arena, resource);
    }
}

static void report(Run *run, Exploration *exploration, const Check *check, const Diagnosis *diagnosis) {
    Witness *witness = explore_witness(exploration, diagnosis->stuck, run->scratch);
    bool is_feasible = witness->feasibility == FEASIBILITY_SATISFIABLE;
    if (witness->feasibility == FEASIBILITY_UNSATISFIABLE) return;
    if (!is_feasible && run->options->profile == PROFILE_DEFAULT) {
        run->has_suspicion = true;
        return;
    }
    Finding finding = {.rule = &check->rule,
                       .level = is_feasible ? check->rule.level : LEVEL_NOTE,
                       .certainty = is_feasible ? CERTAINTY_FEASIBLE : CERTAINTY_SUSPECTED};
    finding.place = place_of_node(run->program, diagnosis->waits[0].site);
    Text message = {0};
    CheckContext context = {run->program, run->arena};
    check->describe(&context, diagnosis, &message);
    finding.message = arena_copy_text(run->arena, text_value(&message));
    text_free(&message);
    StoryRequest request = {run->program, run->points_to, diagnosis->stuck, diagnosis, witness, run->arena};
    story_tell(&request, &finding);
    add_keys(run, diagnosis, &finding);
    if (exploration->is_bounded) finding.bound = exploration->reason;
    findings_add(run->findings, finding);
}

static void report_stuck(Run *run, Exploration *exploration, const StuckState *stuck) {
    Diagnoses diagnoses = diagnose(run->program, run->points_to, exploration, stuck, run->scratch);
    for (uint32_t i = 0; i < diagnoses.list.count; i++) {
        for (uint32_t c = 0; c < check_catalogue_count; c++) {
            const Check *check = check_catalogue[c];
            if (!check->accepts(&diagnoses.list.items[i])) continue;
            if (is_enabled(run->options, check->rule.id, run->scratch))
                report(run, exploration, check, &diagnoses.list.items[i]);
            break;
        }
    }
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
    if (!found->stuck_count || !relevance_assumes(run->relevance)) return found;
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
static void report_all(Run *run, Exploration *exploration) {
    run->has_suspicion = false;
    bool *has_finding = arena_new_array(run->scratch, bool, exploration->stuck_count + 1);
    for (uint32_t i = 0; i < exploration->stuck_count; i++) {
        if (is_told(exploration, i, has_finding)) continue;
        uint32_t before = run->findings->list.count;
        report_stuck(run, exploration, &exploration->stuck[i]);
        has_finding[i] = run->findings->list.count > before;
    }
}

static void explore_root(Run *run, FunctionId root) {
    run->scratch = arena_create();
    Exploration *exploration = make_sure(run, root, decide(run, root, run->relevance));
    uint32_t before = run->findings->list.count;
    report_all(run, exploration);
    count_verdict(run, root, exploration, run->findings->list.count > before);
    run->statistics->roots++;
    arena_destroy(run->scratch);
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
        return STATUS_OK;
    }
    run.relevance = relevance_compute(program, run.points_to, arena);
    Roots roots = roots_find(program, run.points_to, run.relevance, arena);
    statistics->open_objects += roots.open_objects;
    for (uint32_t i = 0; i < roots.functions.count; i++) explore_root(&run, roots.functions.items[i]);
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
