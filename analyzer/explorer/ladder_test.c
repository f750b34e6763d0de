// SPDX-License-Identifier: MIT
// What happens when engines cannot both be right, and that they are compared at all: the program gets stuck, and the
// net that is given beside it does not.
#include "explorer/ladder.h"
#include "solver/net_build.h"
#include "solver/random_program.h"

#include <stdio.h>
#include <string.h>

static int failures;

static void expect(bool holds, const char *what) {
    if (holds) return;
    printf("failed: %s\n", what);
    failures++;
}

static void test_opinions(void) {
    Exploration stuck = {.verdict = VERDICT_BUG, .stuck_count = 1, .has_dead_end = true};
    Exploration running = {.verdict = VERDICT_BUG, .stuck_count = 1};
    Exploration safe = {.verdict = VERDICT_SAFE_BOUND};
    MarkingResult proof = {.verdict = MARKING_SAFE_ALL}, candidate = {.verdict = MARKING_CANDIDATE};
    OrderResult order_safe = {.verdict = ORDER_SAFE}, order_cut = {.verdict = ORDER_SAFE, .is_cut = true};
    OrderResult order_stuck = {.verdict = ORDER_STUCK};
    expect(ladder_disagreement(&(LadderOpinions){&stuck, &proof, NULL}) != NULL, "a proof against a stuck state");
    expect(!ladder_disagreement(&(LadderOpinions){&running, &proof, NULL}), "loops that fairness ends");
    expect(ladder_disagreement(&(LadderOpinions){&safe, &proof, &order_stuck}) != NULL, "a proof against a run");
    expect(ladder_disagreement(&(LadderOpinions){&stuck, NULL, &order_safe}) != NULL, "no run against a stuck state");
    expect(!ladder_disagreement(&(LadderOpinions){&running, NULL, &order_safe}), "the order formula sees no leaks");
    expect(!ladder_disagreement(&(LadderOpinions){&stuck, NULL, &order_cut}), "beyond the bound");
    expect(!ladder_disagreement(&(LadderOpinions){&stuck, &candidate, &order_stuck}), "all find it");
    expect(!ladder_disagreement(&(LadderOpinions){&safe, &candidate, &order_safe}), "a candidate may be nothing");
    expect(!ladder_disagreement(&(LadderOpinions){&safe, &proof, &order_safe}), "all prove it");
}

typedef struct Subject {
    const Program *program;
    PointsTo *points_to;
    FunctionId root;
} Subject;

static Subject subject_of(uint64_t seed, Arena *arena) {
    RandomSkeleton *skeleton = random_skeleton(seed, (RandomOptions){.has_more = true}, arena);
    Subject subject = {.program = random_program(skeleton, arena)};
    subject.points_to = points_to_solve(subject.program, arena, 10000000);
    subject.root = program_find_function(subject.program, "main");
    return subject;
}

static LadderQuestion question_of(const Subject *subject) {
    LadderQuestion question = {.program = subject->program, .points_to = subject->points_to, .root = subject->root};
    question.scope = "test";
    question.options = (ExploreOptions){.state_limit = 20000, .work_limit = 4000000, .reduce = true};
    question.asks_all = true;
    return question;
}

// A net with one task that only ends.
static Net *harmless_net(Arena *arena) {
    Net *net = net_create(arena, "harmless");
    NetTaskId task = net_add_task(net, "main", net_constant(1));
    NetPlaceId end = net_add_place(net, task);
    net->places.items[end].is_end = true;
    net_add_transition(net, (NetTransition){.from = net->tasks.items[task].entry, .to = end});
    return net;
}

static void test_comparison(void) {
    uint32_t stuck = 0, noticed = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        Arena *arena = arena_create();
        Subject subject = subject_of(seed, arena);
        LadderQuestion question = question_of(&subject);
        Exploration *right = ladder_decide(&question, arena);
        expect(right->disagreement == NULL, "engines agree on the program's own net");
        question.net = harmless_net(arena);
        Exploration *wrong = ladder_decide(&question, arena);
        stuck += right->has_dead_end;
        noticed += wrong->disagreement != NULL;
        expect((wrong->disagreement != NULL) == right->has_dead_end, "a net that lost the stuck state is noticed");
        arena_destroy(arena);
    }
    expect(stuck > 0 && noticed == stuck, "some programs get stuck");
}

// One task waits where nobody sends, behind a branch: on a parameter, which is followed, or on what is not (`guesses`).
static Subject blocked_subject(bool guesses, Arena *arena) {
    Subject subject = subject_of(1, arena);
    Program *program = arena_new(arena, Program);
    *program = *subject.program;
    Function *main_function = &program->functions.items[subject.root];
    ValueType number = {TYPE_SIGNED, false, false, 4};
    ApiId api = 0;
    for (ApiId i = 1; i < program->apis.count; i++)
        if (program->apis.items[i].event == EVENT_ACQUIRE) api = i;
    VariableId permits = 0;
    for (VariableId i = 1; i < program->variables.count; i++)
        if (!strcmp(program->variables.items[i].name, "permits")) permits = i;
    ValueType pointer = {TYPE_POINTER, false, false, 8};
    ExprId at = program_add_expr(program, (Expr){.kind = EXPR_VARIABLE_ADDRESS, .type = pointer, .reference = permits});
    Expr asked = {.kind = EXPR_OPAQUE, .type = number, .name = "test"};
    if (!guesses) {
        Expr parameter = {.kind = EXPR_VARIABLE_ADDRESS, .type = pointer, .reference = main_function->parameters[0]};
        asked = (Expr){.kind = EXPR_LOAD, .type = number, .left = program_add_expr(program, parameter)};
    }
    Node *nodes = arena_new_array(arena, Node, 4);
    nodes[1] = (Node){.kind = NODE_BRANCH, .value = program_add_expr(program, asked), .next = 2, .otherwise = 3};
    nodes[2] = (Node){.kind = NODE_EVENT, .api = api, .argument_count = 1, .next = 3, .text = "acquire"};
    nodes[2].arguments = arena_new_array(arena, ExprId, 1);
    nodes[2].arguments[0] = at;
    nodes[3] = (Node){.kind = NODE_RETURN};
    main_function->nodes = nodes;
    main_function->node_count = 4;
    main_function->entry = 1;
    subject.program = program;
    subject.points_to = points_to_solve(program, arena, 10000000);
    return subject;
}

// A proof wins over what hangs on a guess, and over nothing else.
static void test_guesses(void) {
    for (int guesses = 0; guesses < 2; guesses++) {
        Arena *arena = arena_create();
        Subject subject = blocked_subject(guesses, arena);
        LadderQuestion question = question_of(&subject);
        question.asks_all = false;
        Exploration *own = ladder_decide(&question, arena);
        expect(own->verdict == VERDICT_BUG && own->has_dead_end != guesses, "stuck, by a guess or not");
        question.net = harmless_net(arena);
        Exploration *proved = ladder_decide(&question, arena);
        expect((proved->verdict == VERDICT_SAFE_ALL) == guesses, "a proof answers what was guessed");
        expect((proved->stuck_count == 0) == guesses, "and nothing of it is told");
        arena_destroy(arena);
    }
}

typedef struct Chain {
    Operator operator_;
    uint32_t length;
    bool uses_early; // the ways that leave the chain release the semaphore
} Chain;

// main compares its parameter with one constant after the other; who gets to the end waits for ever.
static Exploration *explore_chain(Chain chain, Arena *arena) {
    Subject subject = blocked_subject(false, arena);
    Program *program = arena_new(arena, Program);
    *program = *subject.program;
    Function *main_function = &program->functions.items[subject.root];
    Node acquire = main_function->nodes[2], branch = main_function->nodes[1], release = acquire;
    for (ApiId i = 1; i < program->apis.count; i++)
        if (program->apis.items[i].event == EVENT_RELEASE) release.api = i;
    NodeId end = chain.length + 3, early = chain.uses_early ? chain.length + 2 : end;
    Node *nodes = arena_new_array(arena, Node, end + 1);
    for (NodeId i = 1; i <= chain.length; i++) {
        ExprId constant = program_add_expr(program, (Expr){.kind = EXPR_CONSTANT, .constant = i});
        Expr same = {.kind = EXPR_BINARY, .operator_ = chain.operator_, .left = branch.value, .right = constant};
        bool leaves_if_same = chain.operator_ == OPERATOR_EQUAL;
        nodes[i] = (Node){.kind = NODE_BRANCH, .value = program_add_expr(program, same)};
        nodes[i].next = leaves_if_same ? early : i + 1;
        nodes[i].otherwise = leaves_if_same ? i + 1 : early;
    }
    acquire.next = release.next = end;
    nodes[chain.length + 1] = acquire;
    nodes[chain.length + 2] = release;
    nodes[end] = (Node){.kind = NODE_RETURN};
    main_function->nodes = nodes;
    main_function->node_count = end + 1;
    subject.points_to = points_to_solve(program, arena, 10000000);
    ExploreOptions options = {.state_limit = 1000, .work_limit = 100000, .reduce = true};
    return explore(program, subject.points_to, NULL, subject.root, &options, arena);
}

// What was cut before anything began was not looked at; cases of a switch are no turns of a loop.
static void test_cut_start(void) {
    Arena *arena = arena_create();
    Exploration *cut = explore_chain((Chain){OPERATOR_NOT_EQUAL, 6, false}, arena);
    expect(cut->verdict == VERDICT_UNVERIFIED && cut->is_spent, "every way to the first operation was cut");
    Exploration *begun = explore_chain((Chain){OPERATOR_NOT_EQUAL, 6, true}, arena);
    expect(begun->verdict == VERDICT_SAFE_BOUND && begun->is_bounded, "some way was followed to its end");
    expect(explore_chain((Chain){OPERATOR_EQUAL, 20, true}, arena)->verdict == VERDICT_BUG, "behind the last case");
    Exploration *many = explore_chain((Chain){OPERATOR_EQUAL, 60, true}, arena);
    expect(many->verdict == VERDICT_UNVERIFIED, "cases that were not followed are no bound on a loop");
    arena_destroy(arena);
}

// main goes either way at each of `count` branches, then waits for ever.
static Exploration *explore_branches(uint32_t count, uint64_t start_limit, Arena *arena) {
    Subject subject = blocked_subject(true, arena);
    Function *main_function = &((Program *)subject.program)->functions.items[subject.root];
    Node acquire = main_function->nodes[2], branch = main_function->nodes[1];
    Node *nodes = arena_new_array(arena, Node, count + 3);
    for (NodeId i = 1; i <= count; i++) {
        nodes[i] = branch;
        nodes[i].next = nodes[i].otherwise = i + 1;
    }
    acquire.next = count + 2;
    nodes[count + 1] = acquire;
    nodes[count + 2] = (Node){.kind = NODE_RETURN};
    main_function->nodes = nodes;
    main_function->node_count = count + 3;
    subject.points_to = points_to_solve(subject.program, arena, 10000000);
    ExploreOptions options = {.state_limit = 1000, .work_limit = 1000000, .start_limit = start_limit, .reduce = true};
    return explore(subject.program, subject.points_to, NULL, subject.root, &options, arena);
}

// What goes more ways than it pays to follow before anything begins is given up, and said to be.
static void test_start_limit(void) {
    Arena *arena = arena_create();
    Exploration *given_up = explore_branches(12, 2000, arena);
    expect(given_up->verdict == VERDICT_UNVERIFIED && given_up->is_spent, "a start that takes too long is left open");
    expect(given_up->work < 3000, "and costs no more");
    expect(explore_branches(4, 2000, arena)->verdict == VERDICT_BUG, "a short one is followed");
    expect(explore_branches(12, 0, arena)->verdict == VERDICT_BUG, "as is a long one without a limit");
    arena_destroy(arena);
}

// With next to no states of its own, the explorer finds what the solver leads it to; with all of them it finds the
// same.
static void test_guidance(void) {
    uint32_t stuck = 0, led = 0, invented = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        Arena *arena = arena_create();
        Subject subject = subject_of(seed, arena);
        LadderQuestion question = question_of(&subject);
        question.asks_all = false;
        Exploration *whole = ladder_decide(&question, arena);
        question.options.state_limit = 4;
        Exploration *guided = ladder_decide(&question, arena);
        stuck += whole->verdict == VERDICT_BUG;
        led += whole->verdict == VERDICT_BUG && guided->verdict == VERDICT_BUG;
        invented += whole->verdict != VERDICT_BUG && guided->verdict == VERDICT_BUG;
        expect(whole->verdict != VERDICT_BUG || guided->verdict != VERDICT_SAFE_ALL, "no proof of what gets stuck");
        arena_destroy(arena);
    }
    printf("led to a stuck state %u of %u\n", (unsigned)led, (unsigned)stuck);
    expect(invented == 0, "nothing is found that is not there");
    expect(led * 10 >= stuck * 9, "nine of ten are found along a model");
}

int main(void) {
    test_opinions();
    test_comparison();
    test_guesses();
    test_cut_start();
    test_start_limit();
    test_guidance();
    return failures != 0;
}
