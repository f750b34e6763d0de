// SPDX-License-Identifier: MIT
#include "races/races.h"

#include "link/shared_memory.h"
#include "races/search.h"

// Whether the code counts on several tasks: it locks, uses atomics, or starts tasks itself.
static bool suggests_tasks(const Program *program) {
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        for (NodeId node = 1; node < function->node_count; node++) {
            if (function->nodes[node].type.is_atomic) return true;
            if (function->nodes[node].kind != NODE_EVENT) continue;
            EventKind event = program_api(program, function->nodes[node].api)->event;
            bool is_atomic = event >= EVENT_ATOMIC_LOAD && event <= EVENT_FENCE;
            if (is_atomic || event == EVENT_LOCK || event == EVENT_ONCE || event == EVENT_SPAWN) return true;
        }
    }
    return false;
}

static bool has_entry(const TaskTree *tasks) {
    for (TaskClassId task = 1; task < task_tree_count(tasks); task++)
        if (task_tree_class(tasks, task)->is_root && task_tree_class(tasks, task)->entry) return true;
    return false;
}

Races *races_build(const Program *program, const PointsTo *points_to, const CallGraph *calls, const TaskTree *tasks,
                   const Parallel *parallel, const Locksets *locksets, Arena *arena) {
    Races *races = arena_new(arena, Races);
    RaceSearch *search = arena_new(arena, RaceSearch);
    *search = (RaceSearch){.program = program,
                           .points_to = points_to,
                           .calls = calls,
                           .tasks = tasks,
                           .parallel = parallel,
                           .locksets = locksets,
                           .arena = arena};
    search->is_shared = shared_memory_find_inside(program, points_to, arena);
    search->assumes_exports = !has_entry(tasks) && suggests_tasks(program);
    search->is_touched = arena_new_array(arena, bool *, program->functions.count + 1);
    races->search = search;
    if (task_tree_count(tasks) <= 2 && !search->assumes_exports) return races; // one task alone
    runners_find(search);
    schedulers_find(search);
    collect_touches(search);
    pair_all(search);
    races->candidates = search->candidates.items;
    races->candidate_count = search->candidates.count;
    races->statistics = search->statistics;
    return races;
}

bool races_touches(const Races *races, FunctionId function, NodeId node) {
    const bool *nodes = races->search->is_touched[function];
    return nodes && nodes[node];
}
