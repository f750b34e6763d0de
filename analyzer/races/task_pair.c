// SPDX-License-Identifier: MIT
// Whether two tasks may run at the same time: of one class, under one cooperative scheduler, by starts and joins.
#include "races/search.h"

static const TaskClass *class_of(const RaceSearch *search, TaskClassId task) {
    return task_tree_class(search->tasks, task);
}

static bool add_scheduler(RaceSearch *search, TaskClassId task, TaskClassId scheduler) {
    TaskList *list = &search->schedulers[task];
    for (uint32_t i = 0; i < list->list.count; i++)
        if (list->list.items[i] == scheduler) return false;
    array_push(&list->list, search->arena, scheduler);
    return true;
}

// A cooperative task runs on the thread of the one that started it.
static bool inherit_schedulers(RaceSearch *search, TaskClassId task) {
    bool is_changed = false;
    TaskClassList parents = task_tree_runners(search->tasks, class_of(search, task)->spawn.function);
    for (uint32_t i = 0; i < parents.count; i++) {
        const TaskList *above = &search->schedulers[parents.items[i]];
        for (uint32_t k = 0; k < above->list.count; k++)
            is_changed |= add_scheduler(search, task, above->list.items[k]);
    }
    return is_changed;
}

static bool is_cooperative(const TaskClass *class) {
    return class->spawn.function && (class->domain == DOMAIN_COOPERATIVE || class->domain == DOMAIN_SAME_PROC);
}

void schedulers_find(RaceSearch *search) {
    uint32_t count = task_tree_count(search->tasks);
    search->schedulers = arena_new_array(search->arena, TaskList, count + 1);
    for (TaskClassId task = 1; task < count; task++)
        if (!is_cooperative(class_of(search, task))) add_scheduler(search, task, task);
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (TaskClassId task = 1; task < count; task++)
            if (is_cooperative(class_of(search, task))) is_changed |= inherit_schedulers(search, task);
    }
}

// Several threads of one class each have a scheduler of their own.
static bool is_many_threads(const RaceSearch *search, TaskClassId scheduler) {
    return class_of(search, scheduler)->is_many || (search->assumes_exports && !class_of(search, scheduler)->entry);
}

bool tasks_share_scheduler(const RaceSearch *search, TaskClassId left, TaskClassId right) {
    bool is_one = is_cooperative(class_of(search, left)) || is_cooperative(class_of(search, right));
    if (!is_one) return false;
    const TaskList *a = &search->schedulers[left], *b = &search->schedulers[right];
    if (a->list.count != 1 || b->list.count != 1) return false;
    return a->list.items[0] == b->list.items[0] && !is_many_threads(search, a->list.items[0]);
}

// Of a class that is started again and again, each time after the one before is over, two never run together.
static bool may_have_two(const RaceSearch *search, TaskClassId task) {
    const TaskClass *class = class_of(search, task);
    if (!class->entry) return search->assumes_exports;
    if (!class->is_many || !class->spawn.function) return class->is_many;
    TaskClassList parents = task_tree_runners(search->tasks, class->spawn.function);
    if (parents.count != 1 || class_of(search, parents.items[0])->is_many) return true;
    return parallel_may_be_alive(search->parallel, task, class->spawn);
}

// A library's function that starts no such task itself may be called while one lives that another function has left.
static bool may_meet_left_alive(const RaceSearch *search, TaskClassId root, CallSite site, TaskClassId task) {
    const TaskClass *class = class_of(search, root);
    if (class->entry || !search->assumes_exports) return false;
    bool is_starter = parallel_leaves_alive(search->parallel, site.function, task);
    for (FunctionId id = 1; !is_starter && id < search->program->functions.count; id++) {
        const Function *function = program_function(search->program, id);
        if (function->is_defined && function->is_exported && parallel_leaves_alive(search->parallel, id, task))
            return true;
    }
    return false;
}

bool tasks_may_meet(const RaceSearch *search, TaskClassId left, CallSite left_site, TaskClassId right,
                    CallSite right_site) {
    if (left == right) return may_have_two(search, left);
    return parallel_may_happen(search->parallel, left, left_site, right, right_site) ||
           may_meet_left_alive(search, left, left_site, right) || may_meet_left_alive(search, right, right_site, left);
}
