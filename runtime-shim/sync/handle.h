// SPDX-License-Identifier: MIT
// Objects that a library knows by numbers (handles of libdill, ids of coroutines, message queues): each gets an address
// of its own that stands for it in everything that is known by address.
#pragma once
#include "sync/sync.h"

// The same for the same library and number; `library` is compared by its text. Never given back.
uintptr_t handle_address(const char *library, uint64_t number);
