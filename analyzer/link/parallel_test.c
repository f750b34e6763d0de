// SPDX-License-Identifier: MIT
// Task classes and what may run at the same time: before the first spawn, between, after the join, siblings, many.
#include "link/parallel.h"
#include "link/test_program.h"

typedef struct Tasks {
    TaskTree *tree;
    Parallel *parallel;
} Tasks;

static Tasks build_tasks(Build *b) {
    PointsTo *points_to = points_to_solve(b->program, b->arena, 1000000);
    CallGraph *calls = call_graph_build(b->program, points_to, b->arena);
    TaskTree *tree = task_tree_build(b->program, points_to, calls, b->arena);
    return (Tasks){tree, parallel_build(b->program, points_to, calls, tree, b->arena)};
}

static FunctionId worker(Build *b, const char *name) {
    FunctionId id = define(b, name);
    event(b, api_print, 0, 1, number(b, 0), 0, 0);
    give_back(b, number(b, 0));
    return id;
}

static NodeId start(Build *b, FunctionId function, VariableId handle) {
    return event(b, api_spawn, 0, 3, at(b, handle), code(b, function), number(b, 0));
}

static NodeId join(Build *b, VariableId handle) {
    return event(b, api_join, 0, 2, value(b, handle), number(b, 0), 0);
}

// print; spawn one; print; join one; spawn two; print
static int test_main_and_siblings(void) {
    Build b = build_start();
    FunctionId one = worker(&b, "one"), two = worker(&b, "two"), main_id = define(&b, "main");
    VariableId s = local(&b, "s", type_pointer), t = local(&b, "t", type_pointer);
    NodeId before = event(&b, api_print, 0, 1, number(&b, 0), 0, 0);
    start(&b, one, s);
    NodeId between = event(&b, api_print, 0, 1, number(&b, 0), 0, 0);
    join(&b, s);
    start(&b, two, t);
    NodeId after = event(&b, api_print, 0, 1, number(&b, 0), 0, 0);
    give_back(&b, number(&b, 0));
    Tasks tasks = build_tasks(&b);
    CHECK(&b, task_tree_count(tasks.tree) == 4); // slot 0, main, one, two
    TaskClassId run = 1, first = 2, second = 3;
    CHECK(&b, task_tree_class(tasks.tree, first)->entry == one && task_tree_class(tasks.tree, first)->is_joined);
    CHECK(&b, !task_tree_class(tasks.tree, first)->is_many && !task_tree_class(tasks.tree, second)->is_joined);
    CallSite in_one = {one, 1}, in_two = {two, 1};
    CHECK(&b, !parallel_may_happen(tasks.parallel, run, (CallSite){main_id, before}, first, in_one));
    CHECK(&b, parallel_may_happen(tasks.parallel, run, (CallSite){main_id, between}, first, in_one));
    CHECK(&b, !parallel_may_happen(tasks.parallel, run, (CallSite){main_id, after}, first, in_one));
    CHECK(&b, parallel_may_happen(tasks.parallel, second, in_two, run, (CallSite){main_id, after}));
    CHECK(&b, !parallel_may_happen(tasks.parallel, first, in_one, second, in_two)); // joined before the other starts
    CHECK(&b, !parallel_may_happen(tasks.parallel, first, in_one, first, in_one));
    return build_end(&b);
}

// while (n) spawn; while (m) join; print
static int test_loops(bool is_joined) {
    Build b = build_start();
    FunctionId one = worker(&b, "one"), main_id = define(&b, "main");
    VariableId s = local(&b, "s", type_pointer), n = parameter(&b, "n", type_int), m = parameter(&b, "m", type_int);
    branch(&b, value(&b, n), 4);
    start(&b, one, s);
    node(&b, (Node){.kind = NODE_NOP, .next = 1});
    branch(&b, value(&b, m), 7); // 4
    if (is_joined)
        join(&b, s);
    else
        node(&b, (Node){.kind = NODE_NOP});
    node(&b, (Node){.kind = NODE_NOP, .next = 4});
    NodeId after = event(&b, api_print, 0, 1, number(&b, 0), 0, 0); // 7
    give_back(&b, number(&b, 0));
    Tasks tasks = build_tasks(&b);
    CallSite in_one = {one, 1};
    CHECK(&b, task_tree_class(tasks.tree, 2)->is_many);
    CHECK(&b, parallel_may_happen(tasks.parallel, 2, in_one, 2, in_one));
    CHECK(&b, parallel_may_happen(tasks.parallel, 1, (CallSite){main_id, after}, 2, in_one) == !is_joined);
    return build_end(&b);
}

// A helper starts the task and another one waits for it.
static int test_helpers(void) {
    Build b = build_start();
    FunctionId one = worker(&b, "one");
    VariableId handle = variable(&b, "handle", VARIABLE_GLOBAL, type_pointer, 8);
    FunctionId begin = define(&b, "begin");
    start(&b, one, handle);
    give_back(&b, 0);
    FunctionId end = define(&b, "end");
    join(&b, handle);
    give_back(&b, 0);
    FunctionId main_id = define(&b, "main");
    NodeId before = call(&b, begin, 0, 0, 0, 0);
    NodeId between = call(&b, end, 0, 0, 0, 0);
    NodeId after = give_back(&b, number(&b, 0));
    Tasks tasks = build_tasks(&b);
    CHECK(&b, !parallel_may_be_alive(tasks.parallel, 2, (CallSite){main_id, before}));
    CHECK(&b, parallel_may_be_alive(tasks.parallel, 2, (CallSite){main_id, between}));
    CHECK(&b, !parallel_may_be_alive(tasks.parallel, 2, (CallSite){main_id, after}));
    CallSiteList path;
    CHECK(&b, task_tree_path(tasks.tree, 1, begin, b.arena, &path) && path.count == 1 && path.items[0].node == before);
    CHECK(&b, !task_tree_path(tasks.tree, 2, begin, b.arena, &path));
    return build_end(&b);
}

// Two functions call the helper that starts the task; main calls one of them, or both.
static int test_callers_that_never_run(bool calls_both) {
    Build b = build_start();
    FunctionId one = worker(&b, "one"), begin = define(&b, "begin");
    start(&b, one, local(&b, "handle", type_pointer));
    give_back(&b, 0);
    FunctionId other = define(&b, "other");
    call(&b, begin, 0, 0, 0, 0);
    give_back(&b, 0);
    define(&b, "main");
    call(&b, begin, 0, 0, 0, 0);
    if (calls_both) call(&b, other, 0, 0, 0, 0);
    give_back(&b, number(&b, 0));
    Tasks tasks = build_tasks(&b);
    CHECK(&b, task_tree_class(tasks.tree, 2)->entry == one);
    CHECK(&b, task_tree_class(tasks.tree, 2)->is_many == calls_both);
    return build_end(&b);
}

int main(void) {
    int failures = test_main_and_siblings() + test_loops(true) + test_loops(false) + test_helpers();
    failures += test_callers_that_never_run(false) + test_callers_that_never_run(true);
    return failures != 0;
}
