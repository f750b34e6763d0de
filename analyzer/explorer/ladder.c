// SPDX-License-Identifier: MIT
#include "explorer/ladder.h"

#include "explorer/guide.h"
#include "explorer/scope_waits.h"
#include "explorer/search.h"

enum {
    MOST_MODELS = 5,
    GUIDED_STATES = 10000,
    GUIDED_WORK = 400 * 1000,
    MOST_TURNS_OF_MODEL = 8, // a loop is followed so often at most
    CONFIRMING_RESOURCES = 2000000
};

typedef struct Ladder {
    const LadderQuestion *question;
    Arena *arena;
    const Net *net;
    Exploration *exploration;
} Ladder;

const char *ladder_disagreement(const LadderOpinions *opinions) {
    const Exploration *exploration = opinions->exploration;
    bool is_stuck = exploration->has_dead_end; // others hang on guesses, or on loops that fairness ends
    if (opinions->marking && opinions->marking->verdict == MARKING_SAFE_ALL) {
        if (is_stuck) return "the explorer reaches a stuck state, and the marking equations have no solution";
        if (opinions->order && opinions->order->verdict == ORDER_STUCK && !opinions->order->is_free)
            return "the order formula has a run, and the marking equations have no solution";
    }
    bool order_is_safe = opinions->order && opinions->order->verdict == ORDER_SAFE && !opinions->order->is_cut;
    if (order_is_safe && is_stuck) return "the explorer reaches a stuck state, and the order formula has no run";
    return NULL;
}

static EventKind event_of(const Ladder *ladder, NetSource source) {
    const Program *program = ladder->question->program;
    if (!source.function || !source.node) return EVENT_HARMLESS;
    const Node *node = &program_function(program, source.function)->nodes[source.node];
    return node->kind == NODE_EVENT ? program_api(program, node->api)->event : EVENT_HARMLESS;
}

typedef ARRAY(GuideStep) GuideSteps;

typedef struct RootValues {
    ARRAY(RootValue) items;
} RootValues;

// The net says a wait on a condition in three transitions; only one stands for its end.
static void add_guide_step(const Ladder *ladder, GuideSteps *steps, NetTransitionId id) {
    const NetTransition *transition = &ladder->net->transitions.items[id];
    EventKind event = event_of(ladder, transition->source);
    bool is_part = event == EVENT_WAIT && (transition->action == NET_LOCK || transition->action == NET_UNLOCK);
    if (event == EVENT_HARMLESS || is_part) return;
    array_push(steps, ladder->arena, (GuideStep){transition->source.function, transition->source.node});
}

// Whether the explorer, led by the steps, comes to a stuck state; then that is the answer.
static bool follow(Ladder *ladder, const Guide *guide, const RootValues *values, const char *reason) {
    const LadderQuestion *question = ladder->question;
    ExploreOptions options = question->options;
    options.state_limit = GUIDED_STATES;
    options.work_limit = GUIDED_WORK;
    options.start_limit = 0;
    options.guide = guide;
    if (values) options.root_values = values->items.items;
    if (values) options.root_value_count = values->items.count;
    Exploration *guided =
        explore(question->program, question->points_to, question->relevance, question->root, &options, ladder->arena);
    ladder->exploration->work += guided->work;
    ladder->exploration->states += guided->states;
    if (!guided->stuck_count) return false;
    guided->work = ladder->exploration->work;
    guided->states = ladder->exploration->states;
    guided->is_spent = ladder->exploration->is_spent;
    guided->is_bounded = true;
    guided->verdict = VERDICT_BUG;
    if (ladder->exploration->misuse_count) guided->earlier = ladder->exploration;
    guided->reason = reason;
    ladder->exploration = guided;
    return true;
}

static bool follow_model(Ladder *ladder, const MarkingModel *model) {
    GuideSteps steps = {0};
    for (NetTransitionId i = 1; i < ladder->net->transitions.count; i++)
        for (int64_t k = 0; k < model->executions[i] && k < MOST_TURNS_OF_MODEL; k++) add_guide_step(ladder, &steps, i);
    Guide guide = {steps.items, steps.count, false};
    return follow(ladder, &guide, NULL, "the budget of states was spent; a solution of the marking equations led here");
}

// The integers that the root is called with, all of this value. False when there are none.
static bool gather_root_values(Ladder *ladder, int64_t value, RootValues *values) {
    const Program *program = ladder->question->program;
    const Function *root = program_function(program, ladder->question->root);
    for (uint32_t i = 0; i < root->parameter_count; i++) {
        TypeKind kind = program_variable(program, root->parameters[i])->type.kind;
        bool is_integer = kind == TYPE_SIGNED || kind == TYPE_UNSIGNED;
        if (is_integer) array_push(&values->items, ladder->arena, (RootValue){root->parameters[i], value});
    }
    return values->items.count > 0;
}

// Loops that depend on what the root is called with were followed a few times only: with a number they have an end.
static bool follow_numbers(Ladder *ladder) {
    for (int value = 1; value <= 2; value++) {
        RootValues values = {0};
        if (!gather_root_values(ladder, value, &values)) return false;
        const char *reason = arena_format(
            ladder->arena, "loops on unknown values are followed a few times; found for argument %d", value);
        if (follow(ladder, NULL, &values, reason)) return true;
    }
    return false;
}

// Looks for each candidate in the program; `first` is the model that there is.
static bool follow_models(Ladder *ladder, const MarkingResult *first) {
    const MarkingModel *seen[MOST_MODELS];
    MarkingResult result = *first;
    for (uint32_t i = 0; i < MOST_MODELS && result.verdict == MARKING_CANDIDATE; i++) {
        MarkingModel *model = arena_new(ladder->arena, MarkingModel);
        *model = result.model;
        if (follow_model(ladder, model)) return true;
        seen[i] = model;
        MarkingQuestion next = {.dump = ladder->question->options.dump, .excluded = seen, .excluded_count = i + 1};
        if (i + 1 < MOST_MODELS) result = marking_decide(ladder->net, &next, ladder->arena);
    }
    return false;
}

static bool follow_run(Ladder *ladder, const OrderResult *order) {
    GuideSteps steps = {0};
    for (uint32_t i = 0; i < order->run.count; i++) add_guide_step(ladder, &steps, order->run.items[i].transition);
    Guide guide = {steps.items, steps.count, true};
    return follow(ladder, &guide, NULL, "the budget of states was spent; a run of the order formula led here");
}

static OrderResult ask_order(Ladder *ladder, bool is_last_word) {
    OrderQuestion question = {.dump = ladder->question->options.dump};
    if (!is_last_word) question.resource_limit = CONFIRMING_RESOURCES;
    return order_decide(ladder->net, &question, ladder->arena);
}

static void settle(Ladder *ladder, Verdict verdict, const char *reason) {
    ladder->exploration->verdict = verdict;
    ladder->exploration->reason = reason;
}

static void settle_bound(Ladder *ladder) {
    settle(ladder, VERDICT_SAFE_BOUND, "proved by the order formula for loops of two turns");
    ladder->exploration->is_spent = false; // it has answered for the rest
}

// What the marking equations leave open. Where the explorer has visited all that it does not cut, there is nothing
// to look for any more; the order formula may still prove it.
static void decide_candidate(Ladder *ladder, const MarkingResult *marking) {
    bool was_spent = ladder->exploration->is_spent;
    if (follow_numbers(ladder) || (was_spent && follow_models(ladder, marking))) return;
    OrderResult order = ask_order(ladder, was_spent);
    if (order.verdict == ORDER_SAFE && !order.is_cut)
        settle(ladder, VERDICT_SAFE_ALL, "proved by the order formula");
    else if (order.verdict == ORDER_SAFE && was_spent)
        settle_bound(ladder);
    else if (was_spent && order.verdict == ORDER_STUCK && follow_run(ladder, &order))
        return;
    else if (was_spent)
        settle(ladder, VERDICT_CANDIDATE, "the budget of states was spent, and the marking equations have a solution");
}

static void compare_all(Ladder *ladder) {
    MarkingQuestion question = {.dump = ladder->question->options.dump};
    MarkingResult marking = marking_decide(ladder->net, &question, ladder->arena);
    OrderResult order = ask_order(ladder, false);
    LadderOpinions opinions = {ladder->exploration, &marking, &order};
    ladder->exploration->disagreement = ladder_disagreement(&opinions);
}

static void ask_solver(Ladder *ladder) {
    MarkingQuestion question = {.dump = ladder->question->options.dump};
    MarkingResult marking = marking_decide(ladder->net, &question, ladder->arena);
    if (marking.verdict == MARKING_SAFE_ALL)
        settle(ladder, VERDICT_SAFE_ALL, "proved for all counts by the marking equations");
    else if (marking.verdict == MARKING_CANDIDATE && !ladder->question->is_first_try)
        decide_candidate(ladder, &marking);
}

// A slice for one scope is about what waits in any case.
static bool may_wait(const LadderQuestion *question, Arena *arena) {
    if (question->relevance && relevance_scope(question->relevance)) return true;
    return scope_may_wait(question->program, question->points_to, question->root, arena);
}

// Whether every stuck state was reached by taking something for granted that was not followed.
static bool hangs_on_guesses(const Exploration *exploration) {
    for (uint32_t i = 0; i < exploration->stuck_count; i++)
        if (!exploration->search->found.items[exploration->stuck[i].state].state->is_guessing) return false;
    return exploration->stuck_count > 0;
}

// The net leaves open whatever is guessed: what it proves holds for every answer.
static void doubt_guesses(Ladder *ladder) {
    MarkingQuestion question = {.dump = ladder->question->options.dump};
    if (marking_decide(ladder->net, &question, ladder->arena).verdict != MARKING_SAFE_ALL) return;
    settle(ladder, VERDICT_SAFE_ALL, "proved for all counts, and all that was guessed, by the marking equations");
    ladder->exploration->stuck_count = 0;
}

Exploration *ladder_decide(const LadderQuestion *question, Arena *arena) {
    Ladder ladder = {.question = question, .arena = arena, .net = question->net};
    ladder.exploration =
        explore(question->program, question->points_to, question->relevance, question->root, &question->options, arena);
    bool is_whole = ladder.exploration->verdict == VERDICT_SAFE_BOUND && !ladder.exploration->is_bounded;
    bool is_bug = ladder.exploration->verdict == VERDICT_BUG; // more may be undecided: is_spent says
    bool is_doubtful = is_bug && hangs_on_guesses(ladder.exploration);
    if (is_whole) ladder.exploration->verdict = VERDICT_SAFE_ALL;
    if ((is_whole || (is_bug && !is_doubtful)) && !question->asks_all) return ladder.exploration;
    if (!is_bug && !may_wait(question, arena)) {
        settle(&ladder, VERDICT_SAFE_ALL, "nothing in it waits");
        return ladder.exploration;
    }
    if (question->relevance && relevance_has_outside(question->relevance))
        return ladder.exploration; // nets know nothing of such operations
    if (!ladder.net) ladder.net = ladder_net(question, arena);
    ladder.exploration->asked = net_hash(ladder.net, question->program);
    if (question->asks_all) compare_all(&ladder);
    if (!is_whole && !is_bug) ask_solver(&ladder);
    if (is_doubtful) doubt_guesses(&ladder);
    return ladder.exploration;
}
