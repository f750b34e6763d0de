// SPDX-License-Identifier: MIT
// One interposed function as data, printed from rules/models/*/model.json by interpose/generate/, and the one call
// that all generated wrappers make. All these functions take and return integers and pointers only; results are
// compared in the width of an int unless the operand is a pointer.
#pragma once
#include "program/api.h"

#include <stdint.h>

typedef struct InterposedOperand {
    uint8_t source; // OperandSource
    uint8_t index;
    int32_t constant;
} InterposedOperand;

typedef struct InterposedOutcome {
    bool is_possible, has_value;
    int32_t value;
} InterposedOutcome;

// What one entry of a model says. A function has several entries when its meaning depends on an argument's value or on
// which of two libraries with the same names is linked.
typedef struct InterposedCall {
    const char *library, *function;
    bool (*is_present)(void);              // NULL: the function's name tells that it is this library's
    uint8_t event, object, blocking;       // EventKind, ObjectKind, Blocking
    uint8_t capacity, element;             // CapacityKind, ElementPassing
    uint8_t select_source;                 // SelectSource
    uint8_t lock_mode, recursion;          // LockMode, Recursion
    uint8_t domain;                        // Domain
    uint8_t number_bytes;                  // its objects are numbers of this size, not addresses; 0: addresses
    bool closes_one_direction, interrupts; // EVENT_CLOSE
    bool serves_all, drops_reference;      // EVENT_SEND, EVENT_FREE
    bool select_has_default;               // EVENT_SELECT; the case comes back as its index
    uint8_t spawn_style;                   // SpawnStyle
    bool waits_for_all_outside;            // EVENT_SPAWN
    uint8_t kind_count, kinds[4];          // of locks: Recursion by the value of OPERAND_ATTRIBUTE
    bool has_condition;
    uint8_t condition_argument;
    bool has_forever, has_try;
    int64_t condition_value, forever_value, try_value;
    InterposedOperand operands[OPERAND_ROLE_COUNT];
    InterposedOutcome outcomes[OUTCOME_KIND_COUNT];
    SelectRecord record;
} InterposedCall;

typedef struct InterposedFunction {
    const char *name;
    uint32_t argument_count; // at least 6
    uint32_t call_count;
    const InterposedCall *calls; // those with a condition first
} InterposedFunction;

enum { INTERPOSED_ARGUMENTS = 9 };

// Makes the real call and tells the runtime what it meant. `counter`: the wrapper's return address.
uintptr_t interpose_call(const InterposedFunction *function, void *real, uintptr_t *arguments, uintptr_t counter);

// The real call alone.
uintptr_t interpose_forward(void *real, const uintptr_t *arguments, uint32_t count);

void *interpose_find(const char *name); // the next definition of a shared library

// Which of the libraries that are compiled into programs is there, by functions only it has.
bool interpose_has_chan(void);
bool interpose_has_libtask(void);
bool interpose_has_plan9(void);
bool interpose_has_plan9_channels(void);
