// SPDX-License-Identifier: MIT
// What the room keeps for the process: ranges whose races the program called benign.
#pragma once
#include "base/runtime.h"

#include <stddef.h>

enum { BENIGN_LIMIT = 1024 };

typedef struct AbiRoom {
    Lock lock;
    uint32_t benign_count;
    struct {
        uintptr_t low, high;
    } benign[BENIGN_LIMIT];
} AbiRoom;

void benign_add(uintptr_t address, size_t size);
bool benign_contains(uintptr_t address, size_t size);
