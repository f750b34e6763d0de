// SPDX-License-Identifier: MIT
// What a task reaches from its entry, over calls, without passing certain nodes. A call is passed when some callee can
// return; calls are not told apart by their callers.
#pragma once
#include "checks/inspection.h"

typedef bool (*TaskFloodStop)(const void *context, CallSite site);

typedef struct TaskFlood TaskFlood;

// Lives in `arena`. Stops are reached, but nothing behind them is.
TaskFlood *task_flood(const Inspection *inspection, FunctionId entry, TaskFloodStop is_stop, const void *context,
                      Arena *arena);
bool task_flood_reaches(const TaskFlood *flood, CallSite site);
FunctionList task_flood_functions(const TaskFlood *flood); // that it enters, each once
