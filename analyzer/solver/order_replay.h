// SPDX-License-Identifier: MIT
// Whether a run that the order formula gives can be had step by step, in the plain exploration's terms, and ends stuck.
// For tests: what is asked to be a run must be one.
#pragma once
#include "solver/order.h"

bool order_run_replays(const Net *net, const OrderResult *result, Arena *arena);
