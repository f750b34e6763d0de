// SPDX-License-Identifier: MIT
// The words that a model.json may use, and the api.h values that they stand for. One table per kind of word, so
// that messages can list what would have been accepted and rules/api-model.schema.json has one thing to agree with.
#pragma once
#include "program/api.h"

typedef enum WordKind {
    WORD_ROLE,          // EventKind
    WORD_OBJECT,        // ObjectKind
    WORD_OPERAND,       // OperandRole
    WORD_BLOCKING,      // Blocking
    WORD_SWITCHING,     // Switching
    WORD_OUTCOME,       // OutcomeKind
    WORD_ELEMENT,       // ElementPassing
    WORD_CAPACITY,      // CapacityKind
    WORD_CLOSE_EFFECT,  // CloseEffect
    WORD_DOMAIN,        // Domain
    WORD_SPAWN_ORDER,   // SpawnOrder
    WORD_SPAWN_STYLE,   // SpawnStyle
    WORD_SELECT_SOURCE, // SelectSource
    WORD_SELECT_PART,
    WORD_SELECT_CHOICE, // SelectChoice
    WORD_LOCK_MODE,     // LockMode
    WORD_RECURSION,     // Recursion
    WORD_LATER_SEND,    // bool: later_send_fails
    WORD_CONTEXT,       // CallContext
    WORD_LOCK_ORDER,    // LockOrder
    WORD_PROPERTY,      // Property
    WORD_KIND_COUNT
} WordKind;

// Puts the value of `text` into `*value`; false when there is no such word.
bool vocabulary_find(WordKind kind, const char *text, int *value);

// The word for a value, as model.json writes it.
const char *vocabulary_word(WordKind kind, int value);

// Every word of a kind, "send, receive, …", for messages. In `arena`.
const char *vocabulary_list(Arena *arena, WordKind kind);
