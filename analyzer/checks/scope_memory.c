// SPDX-License-Identifier: MIT
#include "checks/scope_memory.h"

#include "explorer/explore.h"

#include <string.h>

// Written as it is: a seal around it names the program that wrote it.
typedef struct Memo {
    Hash question, basis;
    uint64_t work;
    uint32_t states, edges;
    uint8_t verdict, kind; // of the basis
    bool is_spent, is_bounded, is_used;
    uint32_t reason; // in the texts
} Memo;

struct ScopeMemory {
    Arena *arena;
    Memo *slots; // open addressing by question; all zero: free
    uint32_t count, capacity;
    ARRAY(const char *) reasons;
};

static bool is_free(const Memo *memo) {
    return !(memo->question.low | memo->question.high);
}

static Memo *slot_of(const ScopeMemory *memory, Hash question) {
    uint32_t mask = memory->capacity - 1, at = (uint32_t)question.low & mask;
    while (!is_free(&memory->slots[at]) && memcmp(&memory->slots[at].question, &question, sizeof question))
        at = (at + 1) & mask;
    return &memory->slots[at];
}

static Memo *add(ScopeMemory *memory, Hash question) {
    if (memory->count * 2 >= memory->capacity) {
        Memo *old = memory->slots;
        uint32_t capacity = memory->capacity;
        memory->capacity = capacity ? capacity * 2 : 256;
        memory->slots = arena_new_array(memory->arena, Memo, memory->capacity);
        for (uint32_t i = 0; i < capacity; i++)
            if (!is_free(&old[i])) *slot_of(memory, old[i].question) = old[i];
    }
    Memo *memo = slot_of(memory, question);
    memory->count += is_free(memo);
    memo->question = question;
    return memo;
}

static uint32_t number_of(ScopeMemory *memory, const char *reason) {
    for (uint32_t i = 0; i < memory->reasons.count; i++)
        if (!strcmp(memory->reasons.items[i], reason)) return i;
    array_push(&memory->reasons, memory->arena, arena_copy_text(memory->arena, reason));
    return memory->reasons.count - 1;
}

// Reasons, each with its zero, after their number; then the memos.
static bool read_reasons(ScopeMemory *memory, const char **at, const char *end) {
    uint32_t count;
    if ((size_t)(end - *at) < sizeof count) return false;
    memcpy(&count, *at, sizeof count);
    *at += sizeof count;
    for (uint32_t i = 0; i < count; i++) {
        const char *zero = memchr(*at, 0, (size_t)(end - *at));
        if (!zero) return false;
        array_push(&memory->reasons, memory->arena, arena_copy_text(memory->arena, *at));
        *at = zero + 1;
    }
    return (size_t)(end - *at) % sizeof(Memo) == 0;
}

ScopeMemory *scope_memory_read(const void *bytes, size_t size, Arena *arena) {
    ScopeMemory *memory = arena_new(arena, ScopeMemory);
    *memory = (ScopeMemory){.arena = arena};
    const char *at = bytes, *end = at ? at + size : at;
    if (!at || !read_reasons(memory, &at, end)) return memory;
    for (; at < end; at += sizeof(Memo)) {
        Memo memo;
        memcpy(&memo, at, sizeof memo);
        bool is_sound = memo.verdict <= VERDICT_UNVERIFIED && memo.kind < BASIS_COUNT;
        if (is_free(&memo) || !is_sound || memo.reason >= memory->reasons.count) continue;
        memo.is_used = false;
        *add(memory, memo.question) = memo;
    }
    return memory;
}

static Memo *find(const ScopeMemory *memory, Hash question) {
    Memo *memo = memory->capacity ? slot_of(memory, question) : NULL;
    return memo && !is_free(memo) ? memo : NULL;
}

bool scope_memory_knows(const ScopeMemory *memory, Hash question, ScopeBasis *basis) {
    const Memo *memo = find(memory, question);
    if (memo) *basis = (ScopeBasis)memo->kind;
    return memo != NULL;
}

Exploration *scope_memory_find(ScopeMemory *memory, Hash question, Hash basis, Arena *arena) {
    Memo *memo = find(memory, question);
    if (!memo || memcmp(&memo->basis, &basis, sizeof basis)) return NULL;
    memo->is_used = true;
    Exploration *exploration = arena_new(arena, Exploration);
    *exploration = (Exploration){.verdict = (Verdict)memo->verdict,
                                 .reason = memory->reasons.items[memo->reason],
                                 .states = memo->states,
                                 .edges = memo->edges,
                                 .work = memo->work,
                                 .is_spent = memo->is_spent,
                                 .is_bounded = memo->is_bounded};
    return exploration;
}

ScopeBasis scope_memory_basis(const Exploration *exploration) {
    if (exploration->asked.low | exploration->asked.high) return BASIS_NET;
    bool is_whole = !exploration->is_spent && !exploration->is_bounded;
    return exploration->verdict == VERDICT_SAFE_ALL && is_whole ? BASIS_QUESTION : BASIS_ORDER;
}

void scope_memory_keep(ScopeMemory *memory, Hash question, Hash basis, const Exploration *exploration) {
    if (exploration->stuck_count || exploration->misuse_count || exploration->earlier || exploration->disagreement)
        return;
    Memo memo;
    memset(&memo, 0, sizeof memo); // its padding is written too
    memo.question = question;
    memo.basis = basis;
    memo.kind = (uint8_t)scope_memory_basis(exploration);
    memo.work = exploration->work;
    memo.states = exploration->states;
    memo.edges = exploration->edges;
    memo.verdict = (uint8_t)exploration->verdict;
    memo.is_spent = exploration->is_spent;
    memo.is_bounded = exploration->is_bounded;
    memo.is_used = true;
    memo.reason = number_of(memory, exploration->reason ? exploration->reason : "");
    memcpy(add(memory, question), &memo, sizeof memo);
}

static bool is_any_used(const ScopeMemory *memory) {
    for (uint32_t i = 0; i < memory->capacity; i++)
        if (memory->slots[i].is_used) return true;
    return false;
}

void scope_memory_write(const ScopeMemory *memory, Text *out) {
    if (!is_any_used(memory)) return;
    text_append_bytes(out, (const char *)&memory->reasons.count, sizeof memory->reasons.count);
    for (uint32_t i = 0; i < memory->reasons.count; i++)
        text_append_bytes(out, memory->reasons.items[i], strlen(memory->reasons.items[i]) + 1);
    for (uint32_t i = 0; i < memory->capacity; i++)
        if (memory->slots[i].is_used) text_append_bytes(out, (const char *)&memory->slots[i], sizeof(Memo));
}
