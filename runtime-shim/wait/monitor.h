// SPDX-License-Identifier: MIT
// What the watching thread has said already.
#pragma once
#include <stdbool.h>
#include <stdint.h>

bool monitor_was_reported(uint32_t number); // of a task
