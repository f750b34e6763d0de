// SPDX-License-Identifier: MIT
// Who waits for ever beside tasks that run for ever, as the plain search of a net sees it.
#include "solver/net_oracle.h"

#include <stdio.h>

enum { NO_SYMBOLS = 1 };

// A task that waits at the condition while the cell is 0, awake now and then for no reason. The other runs for ever,
// and on each turn it does `action`, if any.
static bool leaks(NetAction action, bool is_optional) {
    Arena *arena = arena_create();
    Net *net = net_create(arena, "test");
    NetObjectId condition = net_add_object(
        net, (NetObject){.kind = OBJECT_CONDITION, .name = "c", .is_single = true, .wakes_spuriously = true});
    NetObjectId cell =
        net_add_object(net, (NetObject){.name = "flag", .is_single = true, .is_cell = true, .has_value = true});
    NetTaskId waiter = net_add_task(net, "waiter", net_constant(1));
    NetPlaceId asks = net->tasks.items[waiter].entry, waits = net_add_place(net, waiter);
    NetPlaceId ended = net_add_place(net, waiter);
    net->places.items[ended].is_end = true;
    NetTransition test = {.from = asks, .to = waits, .action = NET_TEST, .object = cell};
    test.comparison = OPERATOR_EQUAL;
    net_add_transition(net, test);
    test.comparison = OPERATOR_NOT_EQUAL;
    test.to = ended;
    net_add_transition(net, test);
    net_add_transition(net, (NetTransition){.from = waits, .to = asks, .action = NET_WAKE, .object = condition});
    NetTaskId runner = net_add_task(net, "runner", net_constant(1));
    NetPlaceId head = net->tasks.items[runner].entry, body = net_add_place(net, runner);
    net_add_transition(net, (NetTransition){.from = head, .to = body, .action = NET_STEP});
    if (is_optional) { // a way to it that nobody has to go
        net_add_transition(net, (NetTransition){.from = body, .to = head, .action = NET_STEP});
        NetPlaceId rare = net_add_place(net, runner);
        net_add_transition(net, (NetTransition){.from = body, .to = rare, .action = NET_STEP, .is_optional = true});
        body = rare;
    }
    NetTransition turn = {.from = body, .to = head, .action = action};
    if (action == NET_STORE) turn.object = cell, turn.amount = net_constant(1);
    if (action == NET_SIGNAL || action == NET_BROADCAST) turn.object = condition;
    net_add_transition(net, turn);
    const int64_t symbols[NO_SYMBOLS] = {0};
    NetOracle oracle = net_explore(net, symbols, 1000, arena);
    bool result = oracle.is_complete && oracle.leaks;
    arena_destroy(arena);
    return result;
}

int main(void) {
    static const struct {
        const char *name;
        NetAction action;
        bool is_optional, leaks;
    } cases[] = {
        {"nobody tells: that wakeups may come out of nothing is no help", NET_STEP, false, true},
        {"the flag is set, but who waits is not told", NET_STORE, false, true},
        {"signals that come for ever", NET_SIGNAL, false, false},
        {"broadcasts that come for ever", NET_BROADCAST, false, false},
        {"signals that may never come", NET_SIGNAL, true, true},
    };
    int failures = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (leaks(cases[i].action, cases[i].is_optional) == cases[i].leaks) continue;
        printf("%s: waits for ever should be %d\n", cases[i].name, cases[i].leaks);
        failures++;
    }
    return failures != 0;
}
