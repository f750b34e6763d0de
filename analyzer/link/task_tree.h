// SPDX-License-Identifier: MIT
// Who runs what: task classes (an entry function and the place that starts it), who starts whom, how many of each
// there may be, and which functions each of them runs. See DESIGN section 2.
#pragma once
#include "link/call_graph.h"

typedef uint32_t TaskClassId; // 0: none

typedef struct TaskClass {
    FunctionId entry;
    CallSite spawn; // the SPAWN node; function 0 for roots: main, and code that other code calls in no known task
    bool is_many;   // more than one at a time: started in a loop, by several instances or in a function called often
    bool is_root;   // runs from the start: main. Without any entry function: one class for all exported functions
    bool is_joined; // some join names it
    Domain domain;  // how it is scheduled
    SiteId handle;  // the task object; 0 when unknown or several
} TaskClass;

typedef struct TaskTree TaskTree;

enum { MOST_TASK_CLASSES = 4096 };

TaskTree *task_tree_build(const Program *program, const PointsTo *points_to, const CallGraph *calls, Arena *arena);

uint32_t task_tree_count(const TaskTree *tree); // including slot 0
const TaskClass *task_tree_class(const TaskTree *tree, TaskClassId id);

// The classes that run a function; sorted. Those of `spawn.function` are the parents of a class.
typedef struct TaskClassList {
    const TaskClassId *items;
    uint32_t count;
} TaskClassList;
TaskClassList task_tree_runners(const TaskTree *tree, FunctionId function);
bool task_tree_runs(const TaskTree *tree, TaskClassId task, FunctionId function);

// A shortest way of calls from the task's entry to the function: the call sites in order. False when there is none.
bool task_tree_path(const TaskTree *tree, TaskClassId task, FunctionId function, Arena *arena, CallSiteList *path);
