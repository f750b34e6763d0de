// SPDX-License-Identifier: MIT
#include "checks/race_report.h"

#include "checks/catalogue.h"
#include "checks/witness_story.h"

#include <string.h>

// Races of one object between two task entries.
typedef struct RaceGroup {
    ARRAY(uint32_t) members; // indices of misuses, one for each pair of places
} RaceGroup;

typedef struct Reporter {
    Run *run;
    Exploration *exploration;
    ARRAY(RaceGroup) groups;
} Reporter;

const Check *race_check_of(const Run *run, const RaceFact *race) {
    const Check *fallback = NULL;
    CheckContext context = {run->program, run->arena, run->points_to, run->calls};
    for (uint32_t i = 0; i < check_catalogue_count; i++) {
        const Check *check = check_catalogue[i];
        if (!check->accepts_race) continue;
        if (!strcmp(check->rule.id, "data-race"))
            fallback = check;
        else if (check->accepts_race(&context, race))
            return check;
    }
    return fallback;
}

static const Misuse *misuse_at(const Reporter *reporter, uint32_t index) {
    return &reporter->exploration->misuses[index];
}

static const ObjectView *object_of(const Misuse *misuse) {
    return &misuse->after.objects[misuse->violation.object];
}

static bool is_same_place(const RacingAccess *one, const RacingAccess *other) {
    return one->function == other->function && one->node == other->node;
}

static bool is_same_pair(const Race *one, const Race *other) {
    return (is_same_place(&one->first, &other->first) && is_same_place(&one->second, &other->second)) ||
           (is_same_place(&one->first, &other->second) && is_same_place(&one->second, &other->first));
}

static bool shares_place(const Race *one, const Race *other) {
    return is_same_place(&one->first, &other->first) || is_same_place(&one->first, &other->second) ||
           is_same_place(&one->second, &other->first) || is_same_place(&one->second, &other->second);
}

static bool has_same_tasks(const Misuse *one, const Misuse *other) {
    FunctionId a = one->after.tasks[one->violation.task].entry, b = one->after.tasks[one->violation.other].entry;
    FunctionId c = other->after.tasks[other->violation.task].entry,
               d = other->after.tasks[other->violation.other].entry;
    return (a == c && b == d) || (a == d && b == c);
}

static bool is_same_object(const Misuse *one, const Misuse *other) {
    const ObjectView *left = object_of(one), *right = object_of(other);
    if (!one->violation.object || !other->violation.object) return false;
    return left->variable == right->variable && left->made.function == right->made.function &&
           left->made.node == right->made.node;
}

static bool belongs(const Misuse *one, const Misuse *other) {
    const Race *left = &one->violation.race, *right = &other->violation.race;
    if (!has_same_tasks(one, other) || !is_same_object(one, other)) return false;
    return left->second_offset == right->second_offset || shares_place(left, right);
}

static RaceGroup *group_of(Reporter *reporter, const Misuse *misuse) {
    for (uint32_t i = 0; i < reporter->groups.count; i++)
        if (belongs(misuse_at(reporter, reporter->groups.items[i].members.items[0]), misuse))
            return &reporter->groups.items[i];
    array_push(&reporter->groups, reporter->run->scratch, (RaceGroup){0});
    return &reporter->groups.items[reporter->groups.count - 1];
}

// ---- words

const char *race_place_words(const Program *program, Arena *arena, ExprId address) {
    const char *words = address ? expr_text(program, arena, address) : "…";
    if (*words == '&') return words + 1;
    bool is_pointer = address && program_expr(program, address)->kind == EXPR_LOAD;
    return is_pointer ? arena_format(arena, "*%s", words) : words;
}

static ExprId address_of(const Program *program, const RacingAccess *side) {
    if (side->address) return side->address;
    const Node *node = &program_function(program, side->function)->nodes[side->node];
    if (node->kind == NODE_EVENT) return event_operand(program, node, OPERAND_OBJECT);
    return side->is_write ? node->target : 0;
}

static bool reads_volatile(const Program *program, ExprId id, ExprId address) {
    if (!id) return false;
    const Expr *expr = program_expr(program, id);
    if (expr->kind == EXPR_LOAD && expr->left == address) return expr->type.is_volatile;
    return reads_volatile(program, expr->left, address) || reads_volatile(program, expr->right, address);
}

static bool is_volatile(const Program *program, const RacingAccess *side) {
    const Node *node = &program_function(program, side->function)->nodes[side->node];
    if (side->is_write) return node->kind == NODE_ASSIGN && node->type.is_volatile;
    bool found =
        reads_volatile(program, node->value, side->address) || reads_volatile(program, node->target, side->address);
    for (uint32_t i = 0; i < node->argument_count; i++)
        found |= reads_volatile(program, node->arguments[i], side->address);
    return found;
}

static RaceParty party_of(const Run *run, const Misuse *misuse, const RacingAccess *side, TaskId task) {
    const TaskView *view = &misuse->after.tasks[task];
    RaceParty party = {.site = {side->function, side->node}, .task = task, .entry = view->entry};
    party.runs_in = name_task(run->program, run->arena, view);
    party.words = race_place_words(run->program, run->arena, address_of(run->program, side));
    if (strstr(party.words, "…")) party.words = name_object(run->program, run->arena, object_of(misuse));
    party.is_write = side->is_write;
    party.is_atomic = side->is_atomic;
    party.is_free = side->is_free;
    party.is_volatile = is_volatile(run->program, side);
    return party;
}

static RaceFact fact_of(const Run *run, const Misuse *misuse) {
    const Violation *violation = &misuse->violation;
    const ObjectView *object = object_of(misuse);
    RaceFact fact = {.variable = object->variable, .made = object->made, .offset = violation->race.second_offset};
    fact.first = party_of(run, misuse, &violation->race.first, violation->other);
    fact.second = party_of(run, misuse, &violation->race.second, violation->task);
    fact.name = fact.first.words;
    return fact;
}

static void add_access(Run *run, Finding *finding, const RaceParty *party, uint32_t task, bool is_last) {
    const char *what = race_access_words(party, run->arena);
    Step step = {.kind = STEP_OTHER,
                 .task = task,
                 .place = place_of_node(run->program, party->site),
                 .text = is_last ? arena_format(run->arena, "%s: nothing puts the two in order", what) : what,
                 .is_essential = true};
    array_push(&finding->steps, run->arena, step);
}

static uint32_t label_of(const Finding *finding, const char *name) {
    for (uint32_t i = 0; i < finding->tasks.count; i++)
        if (!strcmp(finding->tasks.items[i].name, name)) return i + 1;
    return 1;
}

static bool is_at(const FindingPlace *one, const FindingPlace *other) {
    return one->line == other->line && !strcmp(one->path, other->path);
}

void race_relate(Run *run, Finding *finding, const RaceParty *party) {
    FindingPlace place = place_of_node(run->program, party->site);
    bool is_known = is_at(&place, &finding->place);
    for (uint32_t i = 0; i < finding->related.count; i++) is_known |= is_at(&place, &finding->related.items[i].place);
    if (is_known) return;
    const char *text = arena_format(run->arena, "'%s' %s here", party->runs_in, race_access_words(party, run->arena));
    array_push(&finding->related, run->arena, (RelatedPlace){place, text});
}

const char *race_message(const Run *run, const Check *check, const RaceFact *race) {
    Text message = {0};
    CheckContext context = {run->program, run->arena, run->points_to, run->calls};
    check->describe_race(&context, race, &message);
    const char *kept = arena_copy_text(run->arena, text_value(&message));
    text_free(&message);
    return kept;
}

static Finding tell(Run *run, const Check *check, const Misuse *misuse, const RaceFact *fact, const Witness *witness) {
    Finding finding = {.certainty = witness->feasibility == FEASIBILITY_SATISFIABLE && !misuse->violation.is_guess
                                        ? CERTAINTY_FEASIBLE
                                        : CERTAINTY_SUSPECTED};
    finding.message = race_message(run, check, fact);
    finding.place = place_of_node(run->program, fact->first.site);
    Diagnosis diagnosis = diagnose_misuse(run->program, misuse, run->scratch);
    StoryRequest request = {run->program, run->points_to, &misuse->after, &diagnosis, witness, run->arena};
    story_tell(&request, &finding);
    finding.related.count = 0;
    add_access(run, &finding, &fact->first, label_of(&finding, fact->first.runs_in), false);
    add_access(run, &finding, &fact->second, label_of(&finding, fact->second.runs_in), true);
    race_relate(run, &finding, &fact->second);
    return finding;
}

void race_add_keys(const Run *run, const RaceFact *race, const char *object, Finding *finding) {
    Inspection words = {.program = run->program, .arena = run->arena};
    CallSite made = race->made.function ? race->made : race->first.site;
    const char *resource = inspection_resource(&words, made, race->variable, object);
    array_push(&finding->resources, run->arena, arena_format(run->arena, "%s+%lld", resource, (long long)race->offset));
    array_push(&finding->operations, run->arena, race->first.runs_in);
    array_push(&finding->operations, run->arena, race->second.runs_in);
}

static const char *name_of(const Run *run, const Misuse *misuse, const RaceFact *race) {
    return misuse->violation.object ? name_object(run->program, run->arena, object_of(misuse)) : race->name;
}

static bool is_shown(const Reporter *reporter, const RaceGroup *group, uint32_t index, const bool *shown) {
    const Misuse *misuse = misuse_at(reporter, group->members.items[index]);
    for (uint32_t i = 0; i < index; i++)
        if (shown[i] &&
            is_same_pair(&misuse_at(reporter, group->members.items[i])->violation.race, &misuse->violation.race))
            return true;
    return false;
}

// The first member that can be shown makes the finding; the places of the others are added to it.
static void report_group(Reporter *reporter, const RaceGroup *group) {
    Run *run = reporter->run;
    const Check *check = NULL;
    Finding finding = {0};
    bool *shown = arena_new_array(run->scratch, bool, group->members.count + 1);
    for (uint32_t i = 0; i < group->members.count; i++) {
        const Misuse *misuse = misuse_at(reporter, group->members.items[i]);
        if (is_shown(reporter, group, i, shown)) continue;
        Witness *witness = explore_witness(reporter->exploration, &misuse->after, run->scratch);
        if (witness->feasibility == FEASIBILITY_UNSATISFIABLE) continue;
        RaceFact fact = fact_of(run, misuse);
        const Check *of = race_check_of(run, &fact);
        if (!of) continue;
        Finding one = tell(run, of, misuse, &fact, witness);
        shown[i] = one.certainty == CERTAINTY_FEASIBLE;
        if (!check || one.certainty > finding.certainty) {
            check = of;
            finding = one;
            race_add_keys(run, &fact, name_of(run, misuse, &fact), &finding);
        } else if (one.certainty == finding.certainty) {
            race_relate(run, &finding, &fact.first);
            race_relate(run, &finding, &fact.second);
        }
    }
    if (!check) return;
    if (reporter->exploration->is_bounded) finding.bound = arena_copy_text(run->arena, reporter->exploration->reason);
    run_add(run, check, finding);
}

void race_report_all(Run *run, Exploration *exploration) {
    Reporter reporter = {.run = run, .exploration = exploration};
    for (uint32_t i = 0; i < exploration->misuse_count; i++) {
        if (exploration->misuses[i].violation.kind != VIOLATION_RACE) continue;
        RaceGroup *group = group_of(&reporter, &exploration->misuses[i]);
        array_push(&group->members, run->scratch, i);
    }
    for (uint32_t i = 0; i < reporter.groups.count; i++) report_group(&reporter, &reporter.groups.items[i]);
}
