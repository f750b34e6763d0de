// SPDX-License-Identifier: MIT
// A thread that libc knows nothing of: not counted when the last thread of the program ends, not stopped by its
// cancellation or signals, not there after fork. It has thread-local storage of its own, zeroed, and a copy of its
// creator's thread descriptor. It may call what needs no more than that: no malloc, no stdio, no pthread functions.
#pragma once

int clone_thread(int (*function)(void *), void *argument); // its thread id; negative: refused
