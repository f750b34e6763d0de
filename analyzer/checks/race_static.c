// SPDX-License-Identifier: MIT
#include "checks/race_static.h"

#include "checks/lock_story.h"
#include "checks/race_report.h"

#include <string.h>

static Arena *arena_of(const RaceContext *context) {
    return context->run->arena;
}

static RaceParty party_of(const RaceContext *context, const RaceSide *side) {
    const Program *program = context->run->program;
    const MemoryAccess *access = side->access;
    const TaskClass *class = task_tree_class(context->tasks, side->task);
    RaceParty party = {.site = {access->function, access->node}, .entry = class->entry};
    party.runs_in = class->entry ? program_function(program, class->entry)->name : "a caller";
    party.words = race_place_words(program, arena_of(context), access->address);
    party.is_write = access->kind != MEMORY_READ;
    party.is_free = access->kind == MEMORY_FREE;
    party.is_atomic = access->is_atomic;
    party.is_volatile = access->is_volatile;
    return party;
}

static RaceFact fact_of(const RaceContext *context, const RaceCandidate *candidate) {
    const Site *site = points_to_site(context->run->points_to, candidate->object.site);
    const RaceSide *left = &candidate->left, *right = &candidate->right;
    bool is_swapped = left->access->kind == MEMORY_READ && right->access->kind != MEMORY_READ;
    RaceFact fact = {.offset = candidate->object.offset};
    fact.first = party_of(context, is_swapped ? right : left);
    fact.second = party_of(context, is_swapped ? left : right);
    fact.name = fact.first.words;
    if (site->kind == SITE_VARIABLE)
        fact.variable = site->variable;
    else if (site->node)
        fact.made = (CallSite){site->function, site->node};
    if (left->task == right->task && fact.second.entry)
        fact.second.runs_in = arena_format(arena_of(context), "%s#2", fact.second.runs_in);
    return fact;
}

// ---- the story

typedef struct Teller {
    const RaceContext *context;
    Finding *finding;
    uint32_t task;
} Teller;

static void add_step(const Teller *teller, StepKind kind, CallSite site, const char *text, uint32_t depth) {
    Step step = {.kind = kind,
                 .task = teller->task,
                 .place = place_of_node(teller->context->run->program, site),
                 .text = text,
                 .is_essential = kind == STEP_OTHER,
                 .depth = depth};
    array_push(&teller->finding->steps, arena_of(teller->context), step);
}

static Teller begin_task(const RaceContext *context, Finding *finding, const RaceSide *side, const RaceParty *party) {
    const TaskClass *class = task_tree_class(context->tasks, side->task);
    Arena *arena = arena_of(context);
    FindingTask task = {.name = party->runs_in, .label = arena_format(arena, "T%u", finding->tasks.count + 1)};
    if (class->spawn.function) task.spawned = place_of_node(context->run->program, class->spawn);
    array_push(&finding->tasks, arena, task);
    return (Teller){context, finding, finding->tasks.count};
}

static void tell_calls(const Teller *teller, const RaceSide *side, uint32_t *depth) {
    const RaceContext *context = teller->context;
    CallSiteList path = {0};
    *depth = 0;
    if (!task_tree_path(context->tasks, side->task, side->access->function, arena_of(context), &path)) return;
    for (uint32_t i = 0; i < path.count; i++) {
        FunctionId into = i + 1 < path.count ? path.items[i + 1].function : side->access->function;
        const char *name = program_function(context->run->program, into)->name;
        add_step(teller, STEP_CALL, path.items[i], arena_format(arena_of(context), "calls '%s'", name), i);
    }
    *depth = path.count;
}

static void tell_locks(const Teller *teller, const Inspection *words, const RaceSide *side) {
    for (uint32_t i = 0; i < side->held.must_count; i++) {
        const HeldLock *held = &side->held.must[i];
        if (!held->site) continue;
        const SiteChain *end = chain_end(held->site);
        const char *verb = held->mode == LOCK_SHARED ? "read-locks" : "locks";
        add_step(teller, STEP_LOCK, (CallSite){end->function, end->node},
                 arena_format(arena_of(teller->context), "%s '%s'", verb, lock_story_name(words, held->site)), 0);
    }
}

static void tell_side(const RaceContext *context, Finding *finding, const RaceSide *side, const RaceParty *party,
                      bool is_last) {
    Inspection words = {.program = context->run->program, .arena = arena_of(context)};
    Teller teller = begin_task(context, finding, side, party);
    uint32_t depth;
    tell_calls(&teller, side, &depth);
    tell_locks(&teller, &words, side);
    const char *what = race_access_words(party, arena_of(context));
    if (is_last) what = arena_format(arena_of(context), "%s: nothing puts the two in order", what);
    add_step(&teller, STEP_OTHER, party->site, what, depth);
}

// ---- the finding

static void relate_members(const RaceContext *context, const RaceCandidate *candidate, Finding *finding) {
    for (uint32_t i = 0; i < candidate->member_count; i++) {
        RaceParty party = party_of(context, &candidate->members[i]);
        race_relate(context->run, finding, &party);
    }
}

// A function that others may call at any time, and that neither locks nor calls anything: nobody has the lock for it.
static bool is_plainly_unlocked(const RaceContext *context, const RaceSide *side) {
    const Program *program = context->run->program;
    const Function *function = program_function(program, side->access->function);
    if (!function->is_exported || call_graph_callers(context->run->calls, side->access->function).count) return false;
    for (NodeId id = 1; id < function->node_count; id++) {
        const Node *node = &function->nodes[id];
        bool is_lock = node->kind == NODE_EVENT && (program_api(program, node->api)->event == EVENT_LOCK ||
                                                    program_api(program, node->api)->event == EVENT_UNLOCK);
        if (node->kind == NODE_CALL || is_lock) return false;
    }
    return !side->held.may_count;
}

// That callers come in several tasks is an assumption: only the plainest case is taken for more than suspected.
static bool is_feasible(const RaceContext *context, const RaceCandidate *candidate) {
    if (candidate->verdict != RACE_FEASIBLE || !candidate->is_exported_assumed)
        return candidate->verdict == RACE_FEASIBLE;
    return is_plainly_unlocked(context, &candidate->left) || is_plainly_unlocked(context, &candidate->right);
}

static const char *bound_of(const RaceContext *context, const RaceCandidate *candidate) {
    if (candidate->is_exported_assumed) return "it is assumed that exported functions are called by several tasks";
    if (candidate->verdict == RACE_FEASIBLE) return NULL;
    return arena_format(arena_of(context), "suspected only: %s", race_reason_text(candidate->reason));
}

void race_static_report(const RaceContext *context, const RaceCandidate *candidate) {
    Run *run = context->run;
    bool is_shown = is_feasible(context, candidate);
    if (!is_shown && run->options->profile == PROFILE_DEFAULT) {
        run->has_suspicion = true; // nobody will see it
        run->statistics->hidden++;
        return;
    }
    RaceFact fact = fact_of(context, candidate);
    const Check *check = race_check_of(run, &fact);
    if (!check) return;
    bool is_swapped = candidate->left.access->function != fact.first.site.function ||
                      candidate->left.access->node != fact.first.site.node;
    const RaceSide *first = is_swapped ? &candidate->right : &candidate->left;
    const RaceSide *second = is_swapped ? &candidate->left : &candidate->right;
    Finding finding = {.certainty = is_shown ? CERTAINTY_FEASIBLE : CERTAINTY_SUSPECTED};
    finding.place = place_of_node(run->program, fact.first.site);
    finding.message = race_message(run, check, &fact);
    tell_side(context, &finding, first, &fact.first, false);
    tell_side(context, &finding, second, &fact.second, true);
    race_relate(run, &finding, &fact.second);
    if (is_shown && !candidate->is_exported_assumed) relate_members(context, candidate, &finding);
    finding.bound = bound_of(context, candidate);
    race_add_keys(run, &fact, fact.name, &finding);
    run_add(run, check, finding);
}
