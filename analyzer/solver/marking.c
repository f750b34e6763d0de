// SPDX-License-Identifier: MIT
#include "solver/marking.h"

#include "solver/marking_encode.h"

// Measured: 1 to 2 million units a second in these formulas.
enum { DEFAULT_RESOURCES = 3000000, DEFAULT_RANK_RESOURCES = 7500000, MOST_TRANSITIONS = 4000 };

const char *marking_verdict_name(MarkingVerdict verdict) {
    static const char *const names[] = {"safe-all", "candidate", "unverified"};
    return names[verdict];
}

typedef enum Question { QUESTION_STUCK, QUESTION_RANKED, QUESTION_MISUSE, QUESTION_RANKED_MISUSE } Question;

static const char *const question_texts[] = {
    "can a run get stuck? (marking equations)",
    "can a run get stuck? (marking equations with first-fire ranks)",
    "can a run come to a misuse? (marking equations of a prefix)",
    "can a run come to a misuse? (marking equations of a prefix with first-fire ranks)",
};

static void assert_goal(MarkingEncoder *encoder, NetPlaceId waiting_at) {
    TermList waiting = {0};
    const Net *net = encoder->net;
    for (NetPlaceId i = 1; i < net->places.count; i++)
        if (encoder->may_wait[i] && (!waiting_at || waiting_at == i))
            array_push(&waiting, encoder->arena, encoder->resting[i]);
    z3_assert(encoder->session, marking_is_positive(encoder, marking_sum(encoder, &waiting)));
}

// Some operation is executed more or less often than in the model.
static void exclude(MarkingEncoder *encoder, const MarkingModel *model) {
    TermList others = {0};
    for (NetTransitionId i = 1; i < encoder->net->transitions.count; i++) {
        NetAction action = encoder->net->transitions.items[i].action;
        if (action == NET_STEP || action == NET_DEFAULT || action == NET_TEST) continue;
        array_push(
            &others, encoder->arena,
            z3_compare_constant(encoder->session, OPERATOR_NOT_EQUAL, encoder->executed[i], model->executions[i]));
    }
    z3_assert(encoder->session, z3_or(encoder->session, others.items, others.count));
}

static int64_t value_of(MarkingEncoder *encoder, Term term) {
    int64_t value = 0;
    if (term) z3_session_value(encoder->session, term, &value);
    return value;
}

static int64_t *values_of(MarkingEncoder *encoder, const Term *terms, uint32_t count, Arena *arena) {
    int64_t *values = arena_new_array(arena, int64_t, count);
    for (uint32_t i = 0; i < count; i++) values[i] = value_of(encoder, terms[i]);
    return values;
}

static void read_model(MarkingEncoder *encoder, Arena *arena, MarkingModel *model) {
    const Net *net = encoder->net;
    model->executions = values_of(encoder, encoder->executed, net->transitions.count, arena);
    model->resting = values_of(encoder, encoder->resting, net->places.count, arena);
    model->running = values_of(encoder, encoder->running, net->places.count, arena);
    model->instances = values_of(encoder, encoder->instances, net->tasks.count, arena);
    model->symbols = values_of(encoder, encoder->symbols, net->symbols.count, arena);
}

static void write_dump(MarkingEncoder *encoder, SmtDump *dump, Question question, Z3Answer answer) {
    static const char *const answers[] = {"unsat", "sat", "unknown"};
    Text comment = {0};
    net_print(encoder->net, &comment);
    smt_dump(dump, encoder->net->name, question_texts[question], answers[answer], text_value(&comment),
             z3_session_text(encoder->session));
    text_free(&comment);
}

// One formula: built, asked, dumped, and its model read when `model` is wanted.
static Z3Answer ask(const Net *net, const MarkingQuestion *question, Question kind, Arena *arena, MarkingModel *model) {
    bool is_misuse = kind == QUESTION_MISUSE || kind == QUESTION_RANKED_MISUSE;
    bool is_ranked = kind == QUESTION_RANKED || kind == QUESTION_RANKED_MISUSE;
    uint32_t plain = question->resource_limit ? question->resource_limit : DEFAULT_RESOURCES;
    uint32_t ranked = question->rank_resource_limit ? question->rank_resource_limit : DEFAULT_RANK_RESOURCES;
    Arena *scratch = arena_create();
    Z3Session *session = z3_session_open();
    MarkingEncoder encoder = marking_encoder_create(session, net, is_misuse ? MARKING_MISUSE : MARKING_FINAL, scratch);
    marking_encode_flow(&encoder);
    marking_encode_objects(&encoder);
    marking_encode_recurrence(&encoder);
    marking_encode_cells(&encoder);
    if (is_ranked) marking_encode_ranks(&encoder);
    if (is_misuse)
        z3_assert(session, z3_or(session, encoder.misuses.items, encoder.misuses.count));
    else
        assert_goal(&encoder, question->waiting_at);
    for (uint32_t i = 0; i < question->excluded_count; i++) exclude(&encoder, question->excluded[i]);
    Z3Answer answer = z3_session_check(session, is_ranked ? ranked : plain);
    if (answer == Z3_ANSWER_SATISFIABLE && model) read_model(&encoder, arena, model);
    if (question->dump) write_dump(&encoder, question->dump, kind, answer);
    z3_session_close(session);
    arena_destroy(scratch);
    return answer;
}

static bool has_misuse(const Net *net) {
    for (NetTransitionId i = 1; i < net->transitions.count; i++) {
        NetAction action = net->transitions.items[i].action;
        if (action == NET_UNLOCK || action == NET_UNLOCK_SHARED || action == NET_DONE || action == NET_ADD) return true;
    }
    return false;
}

static MarkingResult unverified(const char *reason, NetSource source) {
    return (MarkingResult){.verdict = MARKING_UNVERIFIED, .reason = reason, .source = source};
}

// A proof that no run gets stuck also needs that none ends at a misuse, and that the net says everything.
static MarkingResult confirm_safe(const Net *net, const MarkingQuestion *question, bool used_ranks, Arena *arena) {
    if (question->excluded_count) return unverified("no other model", (NetSource){0});
    if (net->gaps.count) return unverified(net->gaps.items[0].reason, net->gaps.items[0].source);
    for (NetTransitionId i = 1; i < net->transitions.count; i++) {
        const NetTransition *transition = &net->transitions.items[i];
        const NetObject *object = &net->objects.items[transition->object];
        if (transition->object && !object->is_single)
            return unverified(arena_format(arena, "imprecise object %s", object->name), transition->source);
    }
    if (has_misuse(net)) {
        Z3Answer answer = ask(net, question, QUESTION_MISUSE, arena, NULL);
        if (answer == Z3_ANSWER_SATISFIABLE && !question->skip_ranks)
            answer = ask(net, question, QUESTION_RANKED_MISUSE, arena, NULL);
        if (answer == Z3_ANSWER_SATISFIABLE)
            return unverified("a lock may be unlocked while free, or a wait group fall below zero", (NetSource){0});
        if (answer == Z3_ANSWER_UNKNOWN) return unverified("resource limit", (NetSource){0});
    }
    return (MarkingResult){.verdict = MARKING_SAFE_ALL, .used_ranks = used_ranks};
}

MarkingResult marking_decide(const Net *net, const MarkingQuestion *question, Arena *arena) {
    if (net->transitions.count > MOST_TRANSITIONS) return unverified("too big", (NetSource){0});
    MarkingResult result = {.verdict = MARKING_CANDIDATE};
    Z3Answer answer = ask(net, question, QUESTION_STUCK, arena, &result.model);
    if (answer == Z3_ANSWER_UNKNOWN) return unverified("resource limit", (NetSource){0});
    if (answer == Z3_ANSWER_UNSATISFIABLE) return confirm_safe(net, question, false, arena);
    if (question->skip_ranks) return result;
    MarkingModel ranked = {0};
    answer = ask(net, question, QUESTION_RANKED, arena, &ranked);
    if (answer == Z3_ANSWER_UNSATISFIABLE) return confirm_safe(net, question, true, arena);
    if (answer == Z3_ANSWER_SATISFIABLE) {
        result.used_ranks = true;
        result.model = ranked;
    }
    return result;
}
