// SPDX-License-Identifier: MIT
// Every number of a net is part of its hash; names are not.
#include "solver/net.h"

#include <stdio.h>
#include <string.h>

static int failures;

static void check(bool holds, const char *what) {
    if (holds) return;
    failures++;
    printf("failed: %s\n", what);
}

static Program *make_program(Arena *arena, const char *between) {
    Program *program = program_create(arena);
    program_add_file(program, (SourceFile){.path = "t.c"});
    program_add_function(program, (Function){.name = "first", .symbol = "first"});
    if (between) program_add_function(program, (Function){.name = between, .symbol = between});
    program_add_function(program, (Function){.name = "second", .symbol = "second"});
    return program;
}

static Net *make_net(Arena *arena, FunctionId function) {
    Net *net = net_create(arena, "scope");
    NetTaskId task = net_add_task(net, "task", net_constant(1));
    net->tasks.items[task].entry_function = function;
    NetPlaceId place = net_add_place(net, task);
    net->places.items[place].source = (NetSource){function, 3, "send"};
    NetObjectId object = net_add_object(net, (NetObject){.kind = OBJECT_CHANNEL, .name = "object"});
    NetSymbolId symbol = net_add_symbol(net, "n");
    NetTransition sending = {.from = 1, .to = place, .action = NET_SEND, .object = object};
    sending.source = net->places.items[place].source;
    net_add_guard(net, net_add_transition(net, sending), (PathConstraint){symbol, 0, 4, OPERATOR_EQUAL});
    array_push(&net->assumptions, arena, ((PathConstraint){symbol, 0, 0, OPERATOR_GREATER_EQUAL}));
    array_push(&net->predicates, arena, ((NetPredicate){.place = place, .cell = object}));
    array_push(&net->conversions, arena, ((NetConversion){{symbol, 0}, symbol, -1, 1}));
    net_add_gap(net, sending.source, "a reason");
    return net;
}

static bool is_same(Hash one, Hash other) {
    return one.low == other.low && one.high == other.high;
}

// `part` is a member of `net`, changed for as long as it is looked at.
#define CHECK_PART(part, value)                                                                                        \
    do {                                                                                                               \
        Net *net = make_net(arena, 1);                                                                                 \
        (part) = (value);                                                                                              \
        check(!is_same(net_hash(net, program), before), #part " is part of it");                                       \
    } while (0)

static void test_parts(Arena *arena) {
    const Program *program = make_program(arena, NULL);
    Hash before = net_hash(make_net(arena, 1), program);
    check(is_same(before, net_hash(make_net(arena, 1), program)), "equal nets have equal hashes");
    CHECK_PART(net->tasks.items[1].initial.symbol, 1);
    CHECK_PART(net->tasks.items[1].initial.constant, 2);
    CHECK_PART(net->tasks.items[1].entry, 2);
    CHECK_PART(net->tasks.items[1].entry_function, 2);
    CHECK_PART(net->objects.items[1].kind, OBJECT_MUTEX);
    CHECK_PART(net->objects.items[1].capacity.symbol, 1);
    CHECK_PART(net->objects.items[1].capacity.constant, 1);
    CHECK_PART(net->objects.items[1].is_unbounded, true);
    CHECK_PART(net->objects.items[1].drains, true);
    CHECK_PART(net->objects.items[1].is_recursive, true);
    CHECK_PART(net->objects.items[1].is_binary, true);
    CHECK_PART(net->objects.items[1].prefers_readers, true);
    CHECK_PART(net->objects.items[1].wakes_spuriously, true);
    CHECK_PART(net->objects.items[1].is_single, true);
    CHECK_PART(net->objects.items[1].is_cell, true);
    CHECK_PART(net->objects.items[1].has_value, true);
    CHECK_PART(net->objects.items[1].form, CELL_COUNTED);
    CHECK_PART(net->places.items[2].is_end, true);
    CHECK_PART(net->places.items[2].is_process_end, true);
    CHECK_PART(net->places.items[2].has_trip, true);
    CHECK_PART(net->places.items[2].trip.symbol, 1);
    CHECK_PART(net->places.items[2].trip.constant, 1);
    CHECK_PART(net->places.items[2].body, 1);
    CHECK_PART(net->places.items[2].exit, 1);
    CHECK_PART(net->places.items[2].source.node, 4);
    CHECK_PART(net->places.items[2].source.function, 2);
}

static void test_steps(Arena *arena) {
    const Program *program = make_program(arena, NULL);
    Hash before = net_hash(make_net(arena, 1), program);
    CHECK_PART(net->transitions.items[1].from, 2);
    CHECK_PART(net->transitions.items[1].to, 1);
    CHECK_PART(net->transitions.items[1].action, NET_RECEIVE);
    CHECK_PART(net->transitions.items[1].object, 0);
    CHECK_PART(net->transitions.items[1].task, 1);
    CHECK_PART(net->transitions.items[1].amount.symbol, 1);
    CHECK_PART(net->transitions.items[1].amount.constant, 1);
    CHECK_PART(net->transitions.items[1].comparison, OPERATOR_LESS);
    CHECK_PART(net->transitions.items[1].has_previous, true);
    CHECK_PART(net->transitions.items[1].previous, 1);
    CHECK_PART(net->transitions.items[1].guard_count, 0);
    CHECK_PART(net->transitions.items[1].is_optional, true);
    CHECK_PART(net->transitions.items[1].source.node, 4);
    CHECK_PART(net->guards.items[0].left, 0);
    CHECK_PART(net->guards.items[0].right, 1);
    CHECK_PART(net->guards.items[0].constant, 5);
    CHECK_PART(net->guards.items[0].operator_, OPERATOR_NOT_EQUAL);
    CHECK_PART(net->assumptions.items[0].constant, 1);
    CHECK_PART(net->conversions.items[0].from.constant, 1);
    CHECK_PART(net->conversions.items[0].least, -2);
    CHECK_PART(net->conversions.items[0].most, 2);
    CHECK_PART(net->predicates.items[0].place, 1);
    CHECK_PART(net->predicates.items[0].cell, 0);
    CHECK_PART(net->predicates.items[0].mutex, 1);
    CHECK_PART(net->predicates.items[0].comparison, OPERATOR_LESS);
    CHECK_PART(net->predicates.items[0].amount.symbol, 1);
    CHECK_PART(net->predicates.items[0].amount.constant, 1);
    CHECK_PART(net->predicates.items[0].may_be_woken, true);
    CHECK_PART(net->gaps.count, 0);
    CHECK_PART(net->gaps.items[0].reason, "another");
    CHECK_PART(net->gaps.items[0].source.node, 4);
}

// What is added to the program elsewhere, and where things stand in their files, tells nothing to the engines.
static void test_elsewhere(Arena *arena) {
    Hash before = net_hash(make_net(arena, 2), make_program(arena, NULL));
    Net *moved = make_net(arena, 3);
    check(is_same(before, net_hash(moved, make_program(arena, "more"))), "functions go by their names");
    check(!is_same(before, net_hash(make_net(arena, 2), make_program(arena, "more"))), "and not by their ids");
    moved->name = moved->tasks.items[1].name = moved->objects.items[1].name = "other";
    moved->symbols.items[1].name = moved->places.items[2].source.label = "other";
    check(is_same(before, net_hash(moved, make_program(arena, "more"))), "names are for people");
}

int main(void) {
    Arena *arena = arena_create();
    test_parts(arena);
    test_steps(arena);
    test_elsewhere(arena);
    arena_destroy(arena);
    return failures ? 1 : 0;
}
