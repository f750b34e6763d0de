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

int main(void) {
    int failures = test(SHAPE_ONCE, true);
    failures += test(SHAPE_ROUND, false);
    failures += test(SHAPE_HANDSHAKE, true);
    failures += test(SHAPE_OTHER, false);
    return failures != 0;
}
