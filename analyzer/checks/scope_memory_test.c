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

static const Hash a = {1, 2}, b = {3, 4}, c = {5, 6}, d = {11, 12}, program = {7, 8}, other = {9, 10};

static Exploration safe(Verdict verdict, bool is_spent) {
    return (Exploration){
        .verdict = verdict, .reason = "because", .states = 11, .edges = 12, .work = 13, .is_spent = is_spent};
}

static Text fill(Arena *arena) {
    ScopeMemory *memory = scope_memory_read(NULL, 0, program, arena);
    Exploration explored = safe(VERDICT_SAFE_ALL, false), solved = safe(VERDICT_CANDIDATE, true), stuck = explored;
    stuck.stuck_count = 1;
    Exploration doubted = explored; // found on guesses, which the solver proved wrong
    doubted.was_asked_on = true;
    scope_memory_keep(memory, d, &doubted);
    scope_memory_keep(memory, a, &explored);
    scope_memory_keep(memory, b, &solved);
    scope_memory_keep(memory, c, &stuck);
    Text bytes = {0};
    scope_memory_write(memory, &bytes);
    return bytes;
}

static void test_kept(const Text *bytes, Arena *arena) {
    ScopeMemory *memory = scope_memory_read(bytes->bytes, bytes->length, program, arena);
    const Exploration *found = scope_memory_find(memory, a, arena);
    check(found && found->states == 11 && found->edges == 12 && found->work == 13, "counts are kept");
    check(found && !strcmp(found->reason, "because") && found->verdict == VERDICT_SAFE_ALL, "so is the verdict");
    found = scope_memory_find(memory, b, arena);
    check(found && found->is_spent && found->verdict == VERDICT_CANDIDATE, "what the solver said is kept");
    check(!scope_memory_find(memory, c, arena), "what was found is explored again");
}

static void test_other_program(const Text *bytes, Arena *arena) {
    ScopeMemory *memory = scope_memory_read(bytes->bytes, bytes->length, other, arena);
    check(scope_memory_find(memory, a, arena) != NULL, "what the explorer visited holds in another program");
    check(!scope_memory_find(memory, b, arena), "what the solver said does not");
    check(!scope_memory_find(memory, d, arena), "nor what it proved after the explorer had found something");
    Text again = {0};
    scope_memory_write(memory, &again);
    check(again.length > 0 && again.length < bytes->length, "what nobody asked for is dropped");
    text_free(&again);
}

static void test_cut(const Text *bytes, Arena *arena) {
    for (size_t size = 0; size < bytes->length; size++) {
        ScopeMemory *memory = scope_memory_read(bytes->bytes, size, program, arena);
        bool has_all = scope_memory_find(memory, a, arena) && scope_memory_find(memory, b, arena) &&
                       scope_memory_find(memory, d, arena);
        check(!has_all, "bytes that were cut hold less");
    }
}

int main(void) {
    Arena *arena = arena_create();
    Text bytes = fill(arena);
    test_kept(&bytes, arena);
    test_other_program(&bytes, arena);
    test_cut(&bytes, arena);
    text_free(&bytes);
    arena_destroy(arena);
    return failures ? 1 : 0;
}
