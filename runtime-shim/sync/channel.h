// SPDX-License-Identifier: MIT
// What happens before what on a channel (the Go memory model): send i before its receive; receive i before send
// i + capacity; the close before a receive that sees the end. The library keeps first-in first-out order, so counting
// messages is enough; a channel whose counts cannot be followed (cases of a select that did not tell which) falls
// back to one clock for everything, which orders too much and never too little.
#pragma once
#include "sync/sync.h"

enum { CHANNEL_MESSAGES = 1024 }; // messages under way that have a clock each; more share the last

void channel_open(Task *task, uintptr_t address, uint64_t capacity, uintptr_t counter);
void channel_before_send(Task *task, uintptr_t address);    // before the real call
void channel_after_send(Task *task, uintptr_t address);     // it succeeded
void channel_failed_send(Task *task, uintptr_t address);    // it did not (closed, would block, timed out)
void channel_before_receive(Task *task, uintptr_t address); //
void channel_after_receive(Task *task, uintptr_t address);
void channel_failed_receive(Task *task, uintptr_t address);
void channel_close(Task *task, uintptr_t address);     // before the real call
void channel_saw_close(Task *task, uintptr_t address); // after a receive that returned the end
void channel_free(Task *task, uintptr_t address);
