// SPDX-License-Identifier: MIT
// Stacks kept for good, each once, known by a number. Frames are return addresses, innermost first; the number 0 is the
// empty stack. Bounded: when it is full new stacks become 0 and are counted as dropped.
#pragma once
#include <stdint.h>

enum { STACK_DEPTH = 256 }; // most frames of any stack: the innermost are kept

typedef uint32_t StackId;

typedef struct Stack {
    uint32_t count;
    uintptr_t frames[STACK_DEPTH];
} Stack;

StackId stack_store_keep(const uintptr_t *frames, uint32_t count);
void stack_store_get(StackId id, Stack *stack);
