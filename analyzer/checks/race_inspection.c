// SPDX-License-Identifier: MIT
#include "checks/race_inspection.h"

const char *race_inspection_task(const RaceInspection *inspection, TaskClassId task) {
    FunctionId entry = task_tree_class(inspection->tasks, task)->entry;
    return entry ? program_function(inspection->program.program, entry)->name : "a caller";
}
