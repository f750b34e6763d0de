// SPDX-License-Identifier: MIT
// What the room keeps for the process: ranges whose races the program called benign, descriptors, which modules are
// instrumented.
#pragma once
#include "base/runtime.h"

#include <stddef.h>

enum { BENIGN_LIMIT = 1024, REPEATED_PLACES = 1024, INSTRUMENTED_LIMIT = 64 };

typedef struct AbiRoom {
    _Atomic uint32_t repeated[REPEATED_PLACES]; // races not printed again, by hash of the place in the code
    struct DescriptorTable *descriptors;        // descriptor.c
    const struct Report *report;                // that is being printed: introspect.c
    struct ManagedHeap *managed;                // managed.c; NULL: none
    _Atomic uint32_t instrumented_count;        // modules that called __tsan_init
    struct {
        uintptr_t low, high;
    } instrumented[INSTRUMENTED_LIMIT];
    Lock lock;
    uint32_t benign_count;
    struct {
        uintptr_t low, high;
    } benign[BENIGN_LIMIT];
} AbiRoom;

void benign_add(uintptr_t address, size_t size);
bool benign_contains(uintptr_t address, size_t size);
void descriptor_initialize(void);
void introspect_initialize(void);
