// SPDX-License-Identifier: MIT
#include "checks/race_run.h"

#include "checks/catalogue.h"
#include "checks/race_report.h"
#include "checks/race_static.h"
#include "checks/scope_run.h"
#include "checks/spawn_roots.h"
#include "link/relevance.h"

enum { STATES_PER_ROOT = 20000, WORK_PER_ROOT = 4 * 1000 * 1000, INPUT_SHARE = 4 };

typedef struct RaceRun {
    Run *run;
    const Races *races;
    const uint8_t *const *nodes; // per function (NULL: none), per node: an access of some candidate
    uint8_t **visited;           // per function (NULL: not), per node: was executed by some exploration
    bool is_cut;                 // some exploration did not come to its end
    bool is_bounded;             // or not beyond some turns of loops
    bool is_explored;            // there was one
    bool *is_in_loop;            // per function: event loops run it, or what calls it; no exploration goes there
} RaceRun;

static const uint8_t *const *mark_nodes(const Run *run, const Races *races) {
    const Program *program = run->program;
    const uint8_t **nodes = arena_new_array(run->arena, const uint8_t *, program->functions.count);
    for (FunctionId id = 1; id < program->functions.count; id++) {
        uint32_t count = program_function(program, id)->node_count;
        uint8_t *marks = NULL;
        for (NodeId node = 1; node < count; node++) {
            if (!races_touches(races, id, node)) continue;
            if (!marks) nodes[id] = marks = arena_new_array(run->arena, uint8_t, count);
            marks[node] = 1;
        }
    }
    return nodes;
}

static void note_visited(RaceRun *at, const Exploration *exploration) {
    for (FunctionId id = 1; id < at->run->program->functions.count; id++) {
        const uint8_t *completed = exploration->completed[id];
        if (!at->nodes[id] || !completed) continue;
        uint32_t count = program_function(at->run->program, id)->node_count;
        if (!at->visited[id]) at->visited[id] = arena_new_array(at->run->arena, uint8_t, count);
        for (NodeId node = 1; node < count; node++) at->visited[id][node] |= completed[node];
    }
}

static Exploration *explore_with(RaceRun *at, FunctionId root, const Relevance *relevance, const int64_t *input) {
    Run *run = at->run;
    ExploreOptions options = {.state_limit = STATES_PER_ROOT, .work_limit = WORK_PER_ROOT, .reduce = true};
    if (input) {
        options.state_limit /= INPUT_SHARE;
        options.work_limit /= INPUT_SHARE;
    }
    if (options.work_limit > run->work_left) options.work_limit = run->work_left;
    options.dump = run->options->smt_dump;
    options.shared = run->shared;
    options.candidates = at->nodes;
    options.input = input;
    Exploration *exploration = explore(run->program, run->points_to, relevance, root, &options, run->scratch);
    run_charge(run, exploration);
    race_report_all(run, exploration);
    return exploration;
}

static bool shows_race(const Exploration *exploration) {
    for (uint32_t i = 0; i < exploration->misuse_count; i++) {
        const Violation *violation = &exploration->misuses[i].violation;
        if (violation->kind == VIOLATION_RACE && !violation->is_guess) return true;
    }
    return false;
}

// How many tasks, elements or turns there are is often read from outside. Whatever happens with some of these numbers
// is an execution of the program: a few small ones are tried where it was not followed to its end with all of them.
static void try_inputs(RaceRun *at, FunctionId root, const Relevance *relevance) {
    static const int64_t inputs[] = {2, 3, 4};
    for (uint32_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        at->run->scratch = arena_create();
        bool is_shown = shows_race(explore_with(at, root, relevance, &inputs[i]));
        arena_destroy(at->run->scratch);
        if (is_shown) return;
    }
}

static void explore_from(RaceRun *at, FunctionId root, const Relevance *relevance) {
    at->run->scratch = arena_create();
    Exploration *exploration = explore_with(at, root, relevance, NULL);
    note_visited(at, exploration);
    at->is_explored = true;
    at->is_cut |= exploration->is_spent;
    at->is_bounded |= exploration->is_bounded;
    bool is_open = exploration->is_bounded && exploration->has_input;
    arena_destroy(at->run->scratch);
    if (is_open) try_inputs(at, root, relevance);
}

static void explore_roots(RaceRun *at) {
    const Run *run = at->run;
    FunctionList roots = spawn_roots_find(run);
    const Relevance *relevance = relevance_compute_with(run->program, run->points_to, at->nodes, run->arena);
    at->is_cut = !relevance;
    if (!relevance) return;
    for (uint32_t i = 0; i < roots.count; i++) explore_from(at, roots.items[i], relevance);
}

static bool was_visited(const RaceRun *at, const RaceSide *side) {
    const uint8_t *visited = at->visited[side->access->function];
    return visited && visited[side->access->node];
}

// Tasks that other code makes, of callers, handlers and callbacks, are in no exploration.
static bool is_started(const RaceRun *at, const RaceSide *side) {
    const TaskClass *class = task_tree_class(at->run->tasks, side->task);
    return class->spawn.function || (class->entry && program_function(at->run->program, class->entry)->is_entry);
}

static bool *find_event_code(const Run *run) {
    const Program *program = run->program;
    bool *is_reached = arena_new_array(run->arena, bool, program->functions.count + 1);
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        for (NodeId node = 1; node < function->node_count; node++) {
            if (function->nodes[node].kind != NODE_EVENT) continue;
            const Api *api = program_api(program, function->nodes[node].api);
            if (api->event != EVENT_IO || !api_runs_functions(api)) continue;
            FunctionSet callees = points_to_callees(run->points_to, id, node);
            for (uint32_t i = 0; i < callees.count; i++)
                call_graph_mark_reached(run->calls, callees.items[i], is_reached);
        }
    }
    return is_reached;
}

// An exploration that came to its end has the last word; with loops cut short, on what it has seen.
static bool is_decided(const RaceRun *at, const RaceCandidate *candidate) {
    if (at->is_cut || !at->is_explored) return false;
    if (!is_started(at, &candidate->left) || !is_started(at, &candidate->right)) return false;
    if (at->is_in_loop[candidate->left.access->function] || at->is_in_loop[candidate->right.access->function])
        return false;
    return !at->is_bounded || (was_visited(at, &candidate->left) && was_visited(at, &candidate->right));
}

static bool is_told_at(const RaceRun *at, const RaceSide *side) {
    Inspection inspection = {.program = at->run->program, .run = at->run};
    return inspection_is_told(&inspection, (CallSite){side->access->function, side->access->node});
}

static bool is_told(const RaceRun *at, const RaceCandidate *candidate) {
    return is_told_at(at, &candidate->left) || is_told_at(at, &candidate->right);
}

static void report_candidates(RaceRun *at, const TaskTree *tasks, const Locksets *locksets) {
    Run *run = at->run;
    at->nodes = mark_nodes(run, at->races);
    at->visited = arena_new_array(run->arena, uint8_t *, run->program->functions.count);
    at->is_in_loop = find_event_code(run);
    at->is_cut = scope_run_is_large(run);
    if (!at->is_cut) explore_roots(at);
    RaceContext context = {run, locksets, tasks};
    for (uint32_t i = 0; i < at->races->candidate_count; i++) {
        const RaceCandidate *candidate = &at->races->candidates[i];
        if (!is_decided(at, candidate) && !is_told(at, candidate)) race_static_report(&context, candidate);
    }
}

static bool is_apart(const RaceRun *at, const RaceCandidate *candidate) {
    bool is_apart = is_decided(at, candidate);
    for (uint32_t i = 0; is_apart && i < candidate->member_count; i++)
        is_apart = !is_told_at(at, &candidate->members[i]);
    return is_apart;
}

static void inspect_all(const RaceRun *at, const TaskTree *tasks, const Parallel *parallel, const Locksets *locksets) {
    Run *run = at->run;
    bool *apart = arena_new_array(run->arena, bool, at->races->candidate_count + 1);
    for (uint32_t i = 0; i < at->races->candidate_count; i++) apart[i] = is_apart(at, &at->races->candidates[i]);
    RaceInspection inspection = {.program = {.program = run->program,
                                             .points_to = run->points_to,
                                             .calls = run->calls,
                                             .arena = run->arena,
                                             .endings = run->endings,
                                             .locksets = locksets,
                                             .run = run},
                                 .races = at->races,
                                 .tasks = tasks,
                                 .parallel = parallel,
                                 .is_apart = apart};
    for (uint32_t i = 0; i < check_catalogue_count; i++) {
        const Check *check = check_catalogue[i];
        if (check->inspect_races) check->inspect_races(&inspection);
    }
}

void race_run(Run *run, const TaskTree *tasks, const Locksets *locksets) {
    const Races *races =
        races_build(run->program, run->points_to, run->calls, tasks, locksets->parallel, locksets, run->arena);
    RaceRun at = {.run = run, .races = races};
    if (races->candidate_count) report_candidates(&at, tasks, locksets);
    inspect_all(&at, tasks, locksets->parallel, locksets);
}
