// SPDX-License-Identifier: MIT
#include "checks/lock_story.h"

#include "checks/lock_path.h"
#include "checks/names.h"
#include "checks/section_order.h"

#include <string.h>

typedef struct Teller {
    const Inspection *inspection;
    Finding *finding;
    uint32_t task;         // whose steps are told, 1-based
    const SiteChain *told; // calls up to here are told already
} Teller;

const char *lock_story_name(const Inspection *inspection, const SiteChain *site) {
    site = chain_end(site);
    const Node *node = &program_function(inspection->program, site->function)->nodes[site->node];
    const Api *api = api_at(inspection->program, (CallSite){site->function, site->node});
    OperandRole role = api && api->event == EVENT_WAIT ? OPERAND_MUTEX : OPERAND_OBJECT;
    ExprId operand = api ? event_operand(inspection->program, node, role) : 0;
    const char *text = operand ? expr_text(inspection->program, inspection->arena, operand) : "a lock";
    return *text == '&' ? text + 1 : text;
}

const char *lock_story_class(const Inspection *inspection, TaskClassId task) {
    const TaskClass *class = task_tree_class(inspection->locksets->tasks, task);
    return class->entry ? program_function(inspection->program, class->entry)->name : "a caller";
}

static TaskClassId runner_of(const Inspection *inspection, FunctionId function) {
    TaskClassList runners = task_tree_runners(inspection->locksets->tasks, function);
    for (uint32_t i = 0; i < runners.count; i++)
        if (task_tree_class(inspection->locksets->tasks, runners.items[i])->entry) return runners.items[i];
    return runners.count ? runners.items[0] : 0;
}

const char *lock_story_task(const Inspection *inspection, FunctionId function) {
    TaskClassId task = runner_of(inspection, function);
    bool is_known = task && task_tree_class(inspection->locksets->tasks, task)->entry;
    return is_known ? lock_story_class(inspection, task) : program_function(inspection->program, function)->name;
}

// ---- steps

static void add_step(const Teller *teller, StepKind kind, CallSite site, const char *text, bool is_essential,
                     uint32_t depth) {
    Step step = {.kind = kind,
                 .task = teller->task,
                 .place = place_of_node(teller->inspection->program, site),
                 .text = text,
                 .is_essential = is_essential,
                 .depth = depth};
    array_push(&teller->finding->steps, teller->inspection->arena, step);
}

static const char *callee_name(const Inspection *inspection, const SiteChain *link) {
    return program_function(inspection->program, link->inner->function)->name;
}

static bool starts_like(const SiteChain *chain, const SiteChain *told, uint32_t depth) {
    for (uint32_t i = 0; i <= depth && chain && told; i++, chain = chain->inner, told = told->inner)
        if (chain->function != told->function || chain->node != told->node) return false;
    return chain || told ? chain && told ? true : false : true;
}

// The calls of a chain that the last chain did not tell, then `text` at its end.
static void tell_chain(Teller *teller, const SiteChain *chain, StepKind kind, const char *text) {
    const Inspection *inspection = teller->inspection;
    uint32_t depth = 0;
    for (const SiteChain *link = chain; link->inner; link = link->inner, depth++) {
        if (teller->told && starts_like(chain, teller->told, depth)) continue;
        const char *call = arena_format(inspection->arena, "calls '%s'", callee_name(inspection, link));
        add_step(teller, STEP_CALL, (CallSite){link->function, link->node}, call, false, depth);
    }
    const SiteChain *end = chain_end(chain);
    add_step(teller, kind, (CallSite){end->function, end->node}, text, true, depth);
    teller->told = chain;
}

static const char *lock_words(const Inspection *inspection, const SiteChain *site, LockMode mode, const char *end) {
    const char *verb = mode == LOCK_SHARED ? "read-locks" : "locks";
    return arena_format(inspection->arena, "%s '%s'%s", verb, lock_story_name(inspection, site), end);
}

// ---- tasks

static uint32_t add_task(const Inspection *inspection, Finding *finding, TaskClassId task, FunctionId function) {
    const TaskClass *class = task ? task_tree_class(inspection->locksets->tasks, task) : NULL;
    FindingTask entry = {.name = program_function(inspection->program, function)->name,
                         .label = arena_format(inspection->arena, "T%u", finding->tasks.count + 1)};
    if (class && class->entry) entry.name = program_function(inspection->program, class->entry)->name;
    if (class && class->spawn.function) {
        entry.spawned = place_of_node(inspection->program, class->spawn);
        RelatedPlace place = {entry.spawned, arena_format(inspection->arena, "'%s' is started here", entry.name)};
        array_push(&finding->related, inspection->arena, place);
    }
    for (uint32_t i = 0; i < finding->tasks.count; i++)
        if (!strcmp(finding->tasks.items[i].name, entry.name))
            entry.name = arena_format(inspection->arena, "%s#%u", entry.name, finding->tasks.count + 1);
    array_push(&finding->tasks, inspection->arena, entry);
    return finding->tasks.count;
}

static void add_key(const Inspection *inspection, Finding *finding, const SiteChain *site) {
    const SiteChain *end = chain_end(site);
    array_push(&finding->operations, inspection->arena,
               inspection_operation(inspection, (CallSite){end->function, end->node}));
}

static void add_resource(const Inspection *inspection, Finding *finding, PointeeSet lock, const SiteChain *site) {
    const char *name = lock_story_name(inspection, site);
    const Site *object = lock.count ? points_to_site(inspection->points_to, lock.items[0].site) : NULL;
    const SiteChain *end = chain_end(site);
    CallSite made = {end->function, end->node};
    if (object && object->kind == SITE_VARIABLE)
        array_push(&finding->resources, inspection->arena,
                   inspection_resource(inspection, (CallSite){0}, object->variable, name));
    else
        array_push(&finding->resources, inspection->arena, inspection_resource(inspection, made, 0, name));
}

// ---- findings

static void relate(const Inspection *inspection, Finding *finding, CallSite site, const char *text) {
    RelatedPlace place = {place_of_node(inspection->program, site), text};
    array_push(&finding->related, inspection->arena, place);
}

static const char *end_of_second(LockProblemKind kind) {
    switch (kind) {
    case PROBLEM_DOUBLE_LOCK: return " and waits for ever";
    case PROBLEM_READ_RECURSION: return " and waits behind a writer";
    default: return "";
    }
}

static void tell_problem(Teller *teller, const LockProblem *problem) {
    const Inspection *inspection = teller->inspection;
    bool is_unlock = problem->kind == PROBLEM_UNLOCK_NOT_HELD || problem->kind == PROBLEM_DOUBLE_UNLOCK;
    const char *unlocks = "unlocks '%s'";
    if (problem->first && is_unlock)
        tell_chain(teller, problem->first, STEP_UNLOCK,
                   arena_format(inspection->arena, unlocks, lock_story_name(inspection, problem->first)));
    else if (problem->first)
        tell_chain(teller, problem->first, STEP_LOCK, lock_words(inspection, problem->first, problem->first_mode, ""));
    if (problem->second && is_unlock)
        tell_chain(teller, problem->second, STEP_UNLOCK,
                   arena_format(inspection->arena, "unlocks '%s', which it does not hold",
                                lock_story_name(inspection, problem->second)));
    else if (problem->kind == PROBLEM_BLOCKED_HOLDING)
        tell_chain(teller, problem->second, STEP_WAIT,
                   arena_format(inspection->arena, "waits here with '%s' locked",
                                lock_story_name(inspection, problem->first)));
    else if (problem->second && problem->kind != PROBLEM_WAIT_UNGUARDED)
        tell_chain(teller, problem->second, STEP_LOCK,
                   lock_words(inspection, problem->second, problem->second_mode, end_of_second(problem->kind)));
    if (!problem->exit) return;
    const char *text = problem->kind == PROBLEM_HELD_AT_TASK_END ? "ends with it locked" : "leaves with it locked";
    add_step(teller, STEP_END, (CallSite){problem->function, problem->exit}, text, true, 0);
}

Finding lock_story_of_problem(const Inspection *inspection, const LockProblem *problem) {
    Finding finding = {.certainty = lock_path_certainty(inspection, problem)};
    const SiteChain *main_site = chain_end(problem->exit ? problem->first : problem->second);
    finding.place = place_of_node(inspection->program, (CallSite){main_site->function, main_site->node});
    Teller teller = {.inspection = inspection, .finding = &finding};
    teller.task = add_task(inspection, &finding, runner_of(inspection, problem->function), problem->function);
    tell_problem(&teller, problem);
    if (problem->other) {
        const SiteChain *end = chain_end(problem->other);
        const char *text =
            problem->other_task ? "who would end the wait locks it here" : "another way gives it back here";
        relate(inspection, &finding, (CallSite){end->function, end->node}, text);
    }
    add_key(inspection, &finding, main_site);
    PointeeSet lock = problem->lock ? term_pointees(inspection->locksets->terms, problem->lock) : (PointeeSet){0};
    add_resource(inspection, &finding, lock, main_site);
    return finding;
}

static void tell_part(const Inspection *inspection, Finding *finding, const CyclePart *part, Teller *teller,
                      bool is_wait) {
    if (is_wait)
        tell_chain(teller, part->site, STEP_LOCK,
                   lock_words(inspection, part->site, part->acquired_mode, " and waits for ever"));
    else
        tell_chain(teller, part->held_site, STEP_LOCK, lock_words(inspection, part->held_site, part->held_mode, ""));
    if (!is_wait) return;
    finding->steps.items[finding->steps.count - 1].state =
        arena_format(inspection->arena, "holds {%s}", lock_story_name(inspection, part->held_site));
}

Finding lock_story_of_cycle(const Inspection *inspection, const LockCycle *cycle) {
    Finding finding = {.certainty = CERTAINTY_FEASIBLE};
    if (section_order_may_part(inspection, cycle)) finding.certainty = CERTAINTY_SUSPECTED;
    const SiteChain *first = chain_end(cycle->parts[0].site);
    finding.place = place_of_node(inspection->program, (CallSite){first->function, first->node});
    Teller *tellers = arena_new_array(inspection->arena, Teller, cycle->count);
    for (uint32_t i = 0; i < cycle->count; i++) {
        const CyclePart *part = &cycle->parts[i];
        tellers[i] = (Teller){.inspection = inspection, .finding = &finding};
        tellers[i].task = add_task(inspection, &finding, part->task, part->function);
        tell_part(inspection, &finding, part, &tellers[i], false);
    }
    for (uint32_t i = 0; i < cycle->count; i++) {
        tell_part(inspection, &finding, &cycle->parts[i], &tellers[i], true);
        add_key(inspection, &finding, cycle->parts[i].site);
        add_resource(inspection, &finding, cycle->parts[i].acquired, cycle->parts[i].site);
    }
    return finding;
}

bool lock_story_is_told(const Inspection *inspection, const LockProblem *problem) {
    const SiteChain *site = chain_end(problem->exit ? problem->first : problem->second);
    bool is_explored = problem->kind != PROBLEM_WAIT_UNGUARDED && inspection->is_decided[problem->function];
    return is_explored || inspection_is_told(inspection, (CallSite){site->function, site->node});
}

bool lock_story_is_cycle_told(const Inspection *inspection, const LockCycle *cycle) {
    bool is_decided = true;
    for (uint32_t i = 0; i < cycle->count; i++) {
        const SiteChain *site = chain_end(cycle->parts[i].site);
        if (inspection_is_told(inspection, (CallSite){site->function, site->node})) return true;
        is_decided &= inspection->is_decided[cycle->parts[i].function];
    }
    return is_decided;
}

void lock_story_report(const Inspection *inspection, const struct Check *check, LockProblemKind kind,
                       LockProblemDescribe describe) {
    const Locksets *locksets = inspection->locksets;
    for (uint32_t i = 0; locksets && i < locksets->problem_count; i++) {
        const LockProblem *problem = &locksets->problems[i];
        if (problem->kind != kind || lock_story_is_told(inspection, problem)) continue;
        Finding finding = lock_story_of_problem(inspection, problem);
        finding.message = describe(inspection, problem);
        if (finding.message) inspection_report(inspection, check, finding);
    }
}
