// SPDX-License-Identifier: MIT
#include "checks/switch_run.h"

#include "checks/catalogue.h"
#include "checks/race_report.h"
#include "checks/scope_run.h"
#include "checks/spawn_roots.h"
#include "explorer/stale_watch.h"
#include "link/relevance.h"
#include "races/switch_pairs.h"

#include <string.h>

enum { STATES_PER_ROOT = 20000, WORK_PER_ROOT = 4 * 1000 * 1000 };

typedef struct SwitchRun {
    Run *run;
    const Check *check;
    const SwitchPairs *pairs;
    StaleQuestion question;
    uint8_t **visited;       // per function (NULL: not), per node: was executed by some exploration
    bool is_cut, is_bounded; // some exploration did not come to its end; not beyond some turns of loops
} SwitchRun;

const Check *switch_run_check(void) {
    for (uint32_t i = 0; i < check_catalogue_count; i++)
        if (!strcmp(check_catalogue[i]->rule.id, "atomicity-across-switch")) return check_catalogue[i];
    return NULL;
}

static bool starts_cooperative_tasks(const Program *program) {
    for (ApiId id = 1; id < program->apis.count; id++) {
        const Api *api = program_api(program, id);
        if (api->event == EVENT_SPAWN && (api->domain == DOMAIN_COOPERATIVE || api->domain == DOMAIN_SAME_PROC))
            return true;
    }
    return false;
}

static void prepare(SwitchRun *at) {
    Arena *arena = at->run->arena;
    StalePair *pairs = arena_new_array(arena, StalePair, at->pairs->count);
    for (uint32_t i = 0; i < at->pairs->count; i++) {
        const SwitchPair *pair = &at->pairs->items[i];
        pairs[i] = (StalePair){pair->function, pair->read, pair->act, pair->address, pair->check, pair->way};
    }
    at->question = (StaleQuestion){.program = at->run->program, .pairs = pairs, .count = at->pairs->count};
    at->question.writers = (const uint8_t *const *)at->pairs->writers;
    stale_prepare(&at->question, arena);
}

// Nobody else asks what was not about these pairs.
static void report(SwitchRun *at, Exploration *exploration) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < exploration->misuse_count; i++)
        if (exploration->misuses[i].violation.kind == VIOLATION_STALE_WRITE)
            exploration->misuses[count++] = exploration->misuses[i];
    exploration->misuse_count = count;
    run_report_all(at->run, exploration);
}

static void note_visited(SwitchRun *at, const Exploration *exploration) {
    for (uint32_t i = 0; i < at->pairs->count; i++) {
        FunctionId id = at->pairs->items[i].function;
        const uint8_t *completed = exploration->completed[id];
        if (!completed) continue;
        uint32_t count = program_function(at->run->program, id)->node_count;
        if (!at->visited[id]) at->visited[id] = arena_new_array(at->run->arena, uint8_t, count);
        for (NodeId node = 1; node < count; node++) at->visited[id][node] |= completed[node];
    }
}

static void explore_from(SwitchRun *at, FunctionId root, const Relevance *relevance) {
    Run *run = at->run;
    run->scratch = arena_create();
    ExploreOptions options = {.state_limit = STATES_PER_ROOT, .work_limit = WORK_PER_ROOT, .reduce = true};
    if (options.work_limit > run->work_left) options.work_limit = run->work_left;
    options.dump = run->options->smt_dump;
    options.shared = run->shared;
    options.stale = &at->question;
    Exploration *exploration = explore(run->program, run->points_to, relevance, root, &options, run->scratch);
    run_charge(run, exploration);
    at->is_cut |= exploration->is_spent;
    at->is_bounded |= exploration->is_bounded;
    note_visited(at, exploration);
    report(at, exploration);
    arena_destroy(run->scratch);
}

static void explore_roots(SwitchRun *at) {
    Run *run = at->run;
    FunctionList roots = spawn_roots_find(run);
    const Relevance *relevance =
        relevance_compute_with(run->program, run->points_to, (const uint8_t *const *)at->pairs->nodes, run->arena);
    at->is_cut = !relevance;
    if (!relevance) return;
    for (uint32_t i = 0; i < roots.count; i++) explore_from(at, roots.items[i], relevance);
}

// ---- what is not decided

static bool is_decided(const SwitchRun *at, const SwitchPair *pair) {
    if (at->is_cut) return false;
    const uint8_t *visited = at->visited[pair->function];
    return !at->is_bounded || (visited && visited[pair->act]);
}

static void add_step(const SwitchRun *at, Finding *finding, uint32_t task, CallSite site, const char *text) {
    Step step = {.kind = STEP_OTHER,
                 .task = task,
                 .place = place_of_node(at->run->program, site),
                 .text = text,
                 .is_essential = true};
    array_push(&finding->steps, at->run->arena, step);
}

static void suspect(const SwitchRun *at, const SwitchPair *pair) {
    Run *run = at->run;
    const char *words = race_place_words(run->program, run->arena, pair->address);
    const char *own = program_function(run->program, pair->function)->name;
    const char *other = program_function(run->program, pair->other.function)->name;
    CallSite act = {pair->function, pair->act};
    Finding finding = {.certainty = CERTAINTY_SUSPECTED, .place = place_of_node(run->program, act)};
    finding.message = arena_format(run->arena,
                                   "'%s' may write to '%s' by what it read before other tasks ran, and '%s' "
                                   "may have written it since.",
                                   own, words, other);
    finding.bound = "suspected only: the program was not explored to its end";
    array_push(&finding.tasks, run->arena, (FindingTask){.name = own, .label = "T1"});
    array_push(&finding.tasks, run->arena, (FindingTask){.name = other, .label = "T2"});
    add_step(at, &finding, 1, (CallSite){pair->function, pair->read}, arena_format(run->arena, "reads '%s'", words));
    add_step(at, &finding, 1, (CallSite){pair->function, pair->between}, "lets other tasks run");
    add_step(at, &finding, 2, pair->other, arena_format(run->arena, "writes '%s'", words));
    add_step(at, &finding, 1, act, arena_format(run->arena, "writes '%s'", words));
    Inspection texts = {.program = run->program, .arena = run->arena};
    array_push(&finding.operations, run->arena, inspection_operation(&texts, act));
    array_push(&finding.resources, run->arena, words);
    run_add(run, at->check, finding);
}

void switch_run(Run *run) {
    SwitchRun at = {.run = run, .check = switch_run_check()};
    if (!at.check || !run_enables(run, at.check) || !starts_cooperative_tasks(run->program)) return;
    const TaskTree *tasks = task_tree_build(run->program, run->points_to, run->calls, run->arena);
    at.pairs = switch_pairs_find(run->program, run->points_to, run->calls, tasks, run->arena);
    if (!at.pairs->count) return;
    at.visited = arena_new_array(run->arena, uint8_t *, run->program->functions.count);
    prepare(&at);
    at.is_cut = scope_run_is_large(run);
    if (!at.is_cut) explore_roots(&at);
    Inspection told = {.program = run->program, .run = run};
    for (uint32_t i = 0; i < at.pairs->count; i++) {
        const SwitchPair *pair = &at.pairs->items[i];
        CallSite act = {pair->function, pair->act};
        if (pair->is_exact && !is_decided(&at, pair) && !inspection_is_told(&told, act)) suspect(&at, pair);
    }
}
