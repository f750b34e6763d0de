// SPDX-License-Identifier: MIT
// Waits that put one access before the other in every execution, and such that leave it open.
#include "races/test_races.h"

static const Api api_acquire = {.function = "acquire",
                                .event = EVENT_ACQUIRE,
                                .object = OBJECT_SEMAPHORE,
                                .blocking = BLOCKING_FOREVER,
                                .operands = {[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}}};
static const Api api_release = {.function = "release",
                                .event = EVENT_RELEASE,
                                .object = OBJECT_SEMAPHORE,
                                .operands = {[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}}};

static const Api api_wait = {
    .function = "wait",
    .event = EVENT_WAIT,
    .object = OBJECT_CONDITION,
    .blocking = BLOCKING_FOREVER,
    .operands = {[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}, [OPERAND_MUTEX] = {SOURCE_ARGUMENT, 1, 0}}};
static const Api api_broadcast = {.function = "broadcast",
                                  .event = EVENT_BROADCAST,
                                  .object = OBJECT_CONDITION,
                                  .operands = {[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}}};

typedef enum Shape { SHAPE_ONCE, SHAPE_ROUND, SHAPE_HANDSHAKE, SHAPE_OTHER } Shape;

static RaceReason reason_of(const Races *races) {
    return races->candidate_count == 1 ? races->candidates[0].reason : REASON_KIND_COUNT;
}

// worker writes and releases; main acquires and reads. ROUND: the worker does so for ever. HANDSHAKE: it waits for main
// in each round. OTHER: a third task releases too.
static int test(Shape shape, bool is_ordered) {
    Build b = build_start();
    VariableId data = global(&b, "data"), full = mutex(&b, "full"), empty = mutex(&b, "empty");
    FunctionId worker = define(&b, "worker");
    NodeId first = write(&b, data);
    NodeId last = event(&b, api_release, 0, 1, at(&b, full), 0, 0);
    if (shape == SHAPE_HANDSHAKE) last = event(&b, api_acquire, 0, 1, at(&b, empty), 0, 0);
    if (shape == SHAPE_ROUND || shape == SHAPE_HANDSHAKE) node_at(&b, last)->next = first;
    give_back(&b, number(&b, 0));
    FunctionId other = define(&b, "other");
    event(&b, api_release, 0, 1, at(&b, full), 0, 0);
    give_back(&b, number(&b, 0));
    define(&b, "main");
    start(&b, worker, local(&b, "t", type_pointer));
    if (shape == SHAPE_OTHER) start(&b, other, local(&b, "o", type_pointer));
    event(&b, api_acquire, 0, 1, at(&b, full), 0, 0);
    read(&b, data);
    if (shape == SHAPE_HANDSHAKE) event(&b, api_release, 0, 1, at(&b, empty), 0, 0);
    give_back(&b, number(&b, 0));
    RaceReason reason = reason_of(find_races(&b));
    if (reason != (is_ordered ? REASON_WAIT : REASON_NONE)) printf("shape %d: reason %d\n", shape, reason);
    CHECK(&b, reason == (is_ordered ? REASON_WAIT : REASON_NONE));
    return build_end(&b);
}

// Two workers write in turn: each waits on the condition while it is not its turn and then wakes the other one. Or main
// alone wakes them, which lets both in.
static int test_turns(bool is_mutual) {
    Build b = build_start();
    VariableId data = global(&b, "data"), turn = global(&b, "turn");
    VariableId changed = mutex(&b, "changed"), lock = mutex(&b, "lock");
    FunctionId worker = define(&b, "worker");
    NodeId first = take(&b, lock);
    branch(&b, value(&b, turn), first + 3);
    event(&b, api_wait, 0, 2, at(&b, changed), at(&b, lock), 0);
    give(&b, lock);
    NodeId last = write(&b, data);
    if (is_mutual) last = event(&b, api_broadcast, 0, 1, at(&b, changed), 0, 0);
    node_at(&b, last)->next = first;
    define(&b, "main");
    start(&b, worker, local(&b, "s", type_pointer));
    start(&b, worker, local(&b, "t", type_pointer));
    event(&b, api_broadcast, 0, 1, at(&b, changed), 0, 0);
    give_back(&b, number(&b, 0));
    Races *races = find_races(&b);
    CHECK(&b, races->candidate_count == 1);
    CHECK(&b, reason_of(races) == (is_mutual ? REASON_WAIT : REASON_NONE));
    return build_end(&b);
}

// One function starts the tasks of two callers; main waits for both ends, or for one, or for none, before it reads.
static int test_joins_of_starter(int joins) {
    Build b = build_start();
    VariableId data = global(&b, "data");
    FunctionId worker = define(&b, "worker");
    write(&b, data);
    give_back(&b, number(&b, 0));
    FunctionId begin = define(&b, "begin");
    VariableId handle = parameter(&b, "handle", type_pointer);
    event(&b, api_spawn, 0, 3, value(&b, handle), code(&b, worker), number(&b, 0));
    give_back(&b, number(&b, 0));
    define(&b, "main");
    VariableId handles[] = {local(&b, "s", type_pointer), local(&b, "t", type_pointer)};
    for (int i = 0; i < 2; i++) call(&b, begin, 0, 1, at(&b, handles[i]), 0);
    for (int i = 0; i < joins; i++) wait_for(&b, handles[i]);
    read(&b, data);
    give_back(&b, number(&b, 0));
    Races *races = find_races(&b);
    for (uint32_t i = 0; i < races->candidate_count; i++) {
        const RaceCandidate *candidate = &races->candidates[i];
        if (candidate->left.task == candidate->right.task) continue; // the workers among themselves
        CHECK(&b, candidate->reason == (joins ? REASON_WAIT : REASON_NONE));
    }
    return build_end(&b);
}

int main(void) {
    int failures = test(SHAPE_ONCE, true);
    failures += test(SHAPE_ROUND, false);
    failures += test(SHAPE_HANDSHAKE, true);
    failures += test(SHAPE_OTHER, false);
    failures += test_turns(true) + test_turns(false);
    for (int joins = 0; joins <= 2; joins++) failures += test_joins_of_starter(joins);
    return failures != 0;
}
