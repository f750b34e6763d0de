// SPDX-License-Identifier: MIT
#include "checks/scope_memory.h"

#include "explorer/explore.h"

#include <stdio.h>
#include <string.h>

static int failures;

static void check(bool holds, const char *what) {
    if (holds) return;
    failures++;
    printf("failed: %s\n", what);
}

static const Hash a = {1, 2}, b = {3, 4}, c = {5, 6}, d = {11, 12}, none, order = {7, 8}, net = {9, 10};

static Exploration safe(Verdict verdict, bool is_spent) {
    return (Exploration){
        .verdict = verdict, .reason = "because", .states = 11, .edges = 12, .work = 13, .is_spent = is_spent};
}

static Text fill(Arena *arena) {
    ScopeMemory *memory = scope_memory_read(NULL, 0, arena);
    Exploration explored = safe(VERDICT_SAFE_ALL, false), spent = safe(VERDICT_UNVERIFIED, true), stuck = explored;
    stuck.stuck_count = 1;
    Exploration doubted = explored; // found on guesses, which the solver proved wrong
    doubted.asked = (Hash){1, 1};
    scope_memory_keep(memory, d, net, &doubted);
    scope_memory_keep(memory, a, none, &explored);
    scope_memory_keep(memory, b, order, &spent);
    scope_memory_keep(memory, c, none, &stuck);
    Text bytes = {0};
    scope_memory_write(memory, &bytes);
    return bytes;
}

static void test_basis(void) {
    Exploration exploration = safe(VERDICT_SAFE_ALL, false);
    check(scope_memory_basis(&exploration) == BASIS_QUESTION, "what was visited whole hangs on the question");
    exploration.is_bounded = true;
    check(scope_memory_basis(&exploration) == BASIS_ORDER, "what was cut hangs on the order");
    exploration.is_bounded = false;
    exploration.verdict = VERDICT_SAFE_BOUND;
    check(scope_memory_basis(&exploration) == BASIS_ORDER, "what is open hangs on the order");
    exploration = safe(VERDICT_SAFE_ALL, true);
    check(scope_memory_basis(&exploration) == BASIS_ORDER, "a spent budget hangs on the order");
    exploration = safe(VERDICT_SAFE_ALL, false);
    exploration.asked.high = 1;
    check(scope_memory_basis(&exploration) == BASIS_NET, "what the solver said hangs on what it was asked");
}

static bool is_known_for(const ScopeMemory *memory, Hash question, ScopeBasis kind) {
    ScopeBasis known;
    return scope_memory_knows(memory, question, &known) && known == kind;
}

static void test_kept(const Text *bytes, Arena *arena) {
    ScopeMemory *memory = scope_memory_read(bytes->bytes, bytes->length, arena);
    check(is_known_for(memory, a, BASIS_QUESTION) && is_known_for(memory, b, BASIS_ORDER), "bases are kept");
    check(is_known_for(memory, d, BASIS_NET), "the solver's too");
    const Exploration *found = scope_memory_find(memory, a, none, arena);
    check(found && found->states == 11 && found->edges == 12 && found->work == 13, "counts are kept");
    check(found && !strcmp(found->reason, "because") && found->verdict == VERDICT_SAFE_ALL, "so is the verdict");
    found = scope_memory_find(memory, b, order, arena);
    check(found && found->is_spent && found->verdict == VERDICT_UNVERIFIED, "what was left open is kept");
    check(scope_memory_find(memory, d, net, arena) != NULL, "what the solver said is kept");
    ScopeBasis kind;
    check(!scope_memory_knows(memory, c, &kind), "what was found is explored again");
}

static void test_other_basis(const Text *bytes, Arena *arena) {
    ScopeMemory *memory = scope_memory_read(bytes->bytes, bytes->length, arena);
    check(!scope_memory_find(memory, b, net, arena), "what was cut is no answer in another order");
    check(!scope_memory_find(memory, d, order, arena), "what the solver said is none when it is asked otherwise");
    check(scope_memory_find(memory, a, none, arena) != NULL, "what was visited whole is");
    Text again = {0};
    scope_memory_write(memory, &again);
    check(again.length > 0 && again.length < bytes->length, "what nobody asked for is dropped");
    text_free(&again);
}

static void test_replaced(Arena *arena) {
    ScopeMemory *memory = scope_memory_read(NULL, 0, arena);
    Exploration spent = safe(VERDICT_UNVERIFIED, true);
    scope_memory_keep(memory, a, order, &spent);
    scope_memory_keep(memory, a, net, &spent);
    check(!scope_memory_find(memory, a, order, arena), "an answer makes room");
    check(scope_memory_find(memory, a, net, arena) != NULL, "for the one for another basis");
}

static void test_cut(const Text *bytes, Arena *arena) {
    for (size_t size = 0; size < bytes->length; size++) {
        ScopeMemory *memory = scope_memory_read(bytes->bytes, size, arena);
        bool has_all = scope_memory_find(memory, a, none, arena) && scope_memory_find(memory, b, order, arena) &&
                       scope_memory_find(memory, d, net, arena);
        check(!has_all, "bytes that were cut hold less");
    }
}

int main(void) {
    Arena *arena = arena_create();
    Text bytes = fill(arena);
    test_basis();
    test_kept(&bytes, arena);
    test_other_basis(&bytes, arena);
    test_replaced(arena);
    test_cut(&bytes, arena);
    text_free(&bytes);
    arena_destroy(arena);
    return failures ? 1 : 0;
}
