// SPDX-License-Identifier: MIT
// Which objects end up in one scope, which locks are leaves, and what a scope's slice takes in.
#include "link/relevance.h"
#include "link/test_program.h"

static const Api api_take = {.function = "take_lock",
                             .event = EVENT_LOCK,
                             .object = OBJECT_MUTEX,
                             .blocking = BLOCKING_FOREVER,
                             .operands = {[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}}};
static const Api api_give = {.function = "give_lock",
                             .event = EVENT_UNLOCK,
                             .object = OBJECT_MUTEX,
                             .operands = {[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}}};

static const Api api_sleep_on = {
    .function = "sleep_on",
    .event = EVENT_WAIT,
    .object = OBJECT_CONDITION,
    .blocking = BLOCKING_FOREVER,
    .operands = {[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}, [OPERAND_MUTEX] = {SOURCE_ARGUMENT, 1, 0}}};

typedef struct Cut {
    Build b;
    PointsTo *points_to;
    ScopeMap *map;
    Relevance *slicer;
} Cut;

static void cut(Cut *c) {
    c->points_to = points_to_solve(c->b.program, c->b.arena, 1000000);
    c->map = scope_map_build(c->b.program, c->points_to, c->b.arena);
    c->slicer = relevance_create_slicer(c->b.program, c->points_to, false, c->b.arena);
}

static int finish(Cut *c) {
    relevance_release_slicer(c->slicer);
    return build_end(&c->b);
}

static ScopeObjectId object_of(const Cut *c, VariableId variable) {
    for (ScopeObjectId id = 1; id < scope_map_object_count(c->map); id++)
        if (scope_map_object(c->map, id)->site == points_to_site_of_variable(c->points_to, variable)) return id;
    return 0;
}

static const Scope *scope_with(const ScopeList *list, ScopeObjectId object) {
    for (uint32_t i = 0; i < list->count; i++)
        for (uint32_t k = 0; k < list->items[i].count; k++)
            if (list->items[i].items[k] == object) return &list->items[i];
    return NULL;
}

static VariableId mutex(Build *b, const char *name) {
    return variable(b, name, VARIABLE_GLOBAL, type_long, 40);
}

// one: lock a, lock b, unlock both; two: in the same order or crosswise. c is taken alone.
static int test_locks(bool is_crosswise) {
    Cut c = {.b = build_start()};
    Build *b = &c.b;
    VariableId first = mutex(b, "a"), second = mutex(b, "b"), third = mutex(b, "c");
    VariableId order[2][2] = {{first, second}, {is_crosswise ? second : first, is_crosswise ? first : second}};
    FunctionId tasks[2];
    for (uint32_t i = 0; i < 2; i++) {
        tasks[i] = define(b, i ? "two" : "one");
        event(b, api_take, 0, 1, at(b, third), 0, 0);
        event(b, api_give, 0, 1, at(b, third), 0, 0);
        event(b, api_take, 0, 1, at(b, order[i][0]), 0, 0);
        event(b, api_take, 0, 1, at(b, order[i][1]), 0, 0);
        event(b, api_give, 0, 1, at(b, order[i][1]), 0, 0);
        event(b, api_give, 0, 1, at(b, order[i][0]), 0, 0);
        give_back(b, 0);
    }
    FunctionId f = define(b, "main");
    VariableId t = local(b, "t", type_long);
    NodeId spawns[2];
    for (uint32_t i = 0; i < 2; i++) spawns[i] = event(b, api_spawn, 0, 3, at(b, t), code(b, tasks[i]), number(b, 0));
    give_back(b, 0);
    cut(&c);
    CHECK(b, object_of(&c, first) && object_of(&c, second) && object_of(&c, third));
    CHECK(b, scope_map_object(c.map, object_of(&c, third))->is_leaf_lock);
    CHECK(b, scope_map_object(c.map, object_of(&c, first))->is_leaf_lock == !is_crosswise);
    ScopeList list = scope_list(c.map, SCOPE_BY_ORDER, c.slicer, b->arena);
    const Scope *scope = scope_with(&list, object_of(&c, first));
    CHECK(b, (scope != NULL) == is_crosswise);
    CHECK(b, !scope_with(&list, object_of(&c, third)));
    if (!scope) return finish(&c);
    CHECK(b, scope == scope_with(&list, object_of(&c, second)));
    const Relevance *r = relevance_compute_scope(c.slicer, scope);
    CHECK(b, !relevance_of_node(r, tasks[0], 1) && relevance_of_node(r, tasks[0], 3));
    CHECK(b, relevance_next(r, tasks[0], 1) == 3 && relevance_crosses(r, tasks[0], 1));
    CHECK(b, !relevance_crosses(r, tasks[0], 3));
    CHECK(b, relevance_of_node(r, f, spawns[0]) && relevance_of_node(r, f, spawns[1]));
    CHECK(b, !relevance_has_outside(r));
    return finish(&c);
}

// Two locks that main takes one after the other and never gives back, and a task each that waits for one.
static int test_apart(void) {
    Cut c = {.b = build_start()};
    Build *b = &c.b;
    VariableId locks[2] = {mutex(b, "a"), mutex(b, "b")};
    FunctionId tasks[2];
    for (uint32_t i = 0; i < 2; i++) {
        tasks[i] = define(b, i ? "two" : "one");
        event(b, api_take, 0, 1, at(b, locks[i]), 0, 0);
        give_back(b, 0);
    }
    FunctionId f = define(b, "main");
    VariableId t = local(b, "t", type_long);
    NodeId spawns[2];
    for (uint32_t i = 0; i < 2; i++) spawns[i] = event(b, api_spawn, 0, 3, at(b, t), code(b, tasks[i]), number(b, 0));
    for (uint32_t i = 0; i < 2; i++) event(b, api_take, 0, 1, at(b, locks[i]), 0, 0);
    give_back(b, 0);
    cut(&c);
    ScopeList list = scope_list(c.map, SCOPE_BY_ORDER, c.slicer, b->arena);
    const Scope *one = scope_with(&list, object_of(&c, locks[0])), *two = scope_with(&list, object_of(&c, locks[1]));
    CHECK(b, one && two && one != two);
    if (!one || !two) return finish(&c);
    CHECK(b, scope_of_event(one, tasks[0], 1) == SCOPE_INSIDE && scope_of_event(two, tasks[0], 1) == SCOPE_OUTSIDE);
    const Relevance *r = relevance_compute_scope(c.slicer, one);
    CHECK(b, relevance_of_node(r, f, spawns[0]) && !relevance_of_node(r, f, spawns[1]));
    CHECK(b, relevance_of_function(r, tasks[0]) && !relevance_of_function(r, tasks[1]));
    r = relevance_compute_scope(c.slicer, two);
    CHECK(b, !relevance_of_node(r, f, spawns[0]) && relevance_of_node(r, f, spawns[1]));
    CHECK(b, !relevance_of_function(r, tasks[0]) && relevance_of_function(r, tasks[1]));
    uint32_t found[2];
    CHECK(b, scope_roots(c.map, one, &f, 1, found) == 1 && scope_roots(c.map, one, &tasks[1], 1, found) == 0);
    return finish(&c);
}

// take(m): locks its parameter; called for a in one task and for b in another.
static int test_wrapper(void) {
    Cut c = {.b = build_start()};
    Build *b = &c.b;
    VariableId locks[2] = {mutex(b, "a"), mutex(b, "b")};
    FunctionId take = define(b, "take");
    VariableId p = parameter(b, "m", type_pointer);
    event(b, api_take, 0, 1, value(b, p), 0, 0);
    give_back(b, 0);
    FunctionId tasks[2];
    for (uint32_t i = 0; i < 2; i++) {
        tasks[i] = define(b, i ? "two" : "one");
        call(b, take, 0, 1, at(b, locks[i]), 0);
        call(b, take, 0, 1, at(b, locks[i]), 0);
        give_back(b, 0);
    }
    define(b, "main");
    VariableId t = local(b, "t", type_long);
    for (uint32_t i = 0; i < 2; i++) event(b, api_spawn, 0, 3, at(b, t), code(b, tasks[i]), number(b, 0));
    give_back(b, 0);
    cut(&c);
    ScopeList list = scope_list(c.map, SCOPE_BY_ORDER, c.slicer, b->arena);
    const Scope *one = scope_with(&list, object_of(&c, locks[0])), *two = scope_with(&list, object_of(&c, locks[1]));
    CHECK(b, one && two && one != two);
    if (!one || !two) return finish(&c);
    CHECK(b, one->event_count == 2);
    CHECK(b, scope_of_event(one, tasks[0], 1) == SCOPE_INSIDE && scope_of_event(one, tasks[1], 1) == SCOPE_OUTSIDE);
    CHECK(b, scope_of_event(one, take, 1) == SCOPE_UNSURE);
    CHECK(b, scope_of_variable(one, locks[0], 0) == SCOPE_INSIDE);
    CHECK(b, scope_of_variable(one, locks[1], 0) == SCOPE_OUTSIDE);
    const Relevance *r = relevance_compute_scope(c.slicer, one);
    CHECK(b, relevance_of_node(r, tasks[0], 1) && relevance_of_node(r, take, 1));
    CHECK(b, !relevance_of_node(r, tasks[1], 1));
    return finish(&c);
}

// A wait for a condition gives its lock back, so the lock comes free; another lock that is held meanwhile does not.
static int test_condition(bool holds_other) {
    Cut c = {.b = build_start()};
    Build *b = &c.b;
    VariableId lock = mutex(b, "m"), other = mutex(b, "o"), condition = mutex(b, "c");
    FunctionId sleeper = define(b, "sleeper");
    if (holds_other) event(b, api_take, 0, 1, at(b, other), 0, 0);
    event(b, api_take, 0, 1, at(b, lock), 0, 0);
    event(b, api_sleep_on, 0, 2, at(b, condition), at(b, lock), 0);
    event(b, api_give, 0, 1, at(b, lock), 0, 0);
    if (holds_other) event(b, api_give, 0, 1, at(b, other), 0, 0);
    give_back(b, 0);
    define(b, "main");
    VariableId t = local(b, "t", type_long);
    event(b, api_spawn, 0, 3, at(b, t), code(b, sleeper), number(b, 0));
    event(b, api_take, 0, 1, at(b, other), 0, 0);
    event(b, api_give, 0, 1, at(b, other), 0, 0);
    give_back(b, 0);
    cut(&c);
    CHECK(b, !scope_map_object(c.map, object_of(&c, lock))->is_leaf_lock);
    CHECK(b, scope_map_object(c.map, object_of(&c, lock))->comes_free);
    CHECK(b, !scope_map_object(c.map, object_of(&c, condition))->comes_free);
    CHECK(b, scope_map_object(c.map, object_of(&c, other))->comes_free == !holds_other);
    return finish(&c);
}

// both(m, n): locks its parameters one after the other. What it is called with belongs together when another task
// takes them in the other order, though no function names both orders.
static int test_wrapper_of_two(bool is_crosswise) {
    Cut c = {.b = build_start()};
    Build *b = &c.b;
    VariableId first = mutex(b, "a"), second = mutex(b, "b");
    FunctionId functions[2];
    for (uint32_t i = 0; i < 2; i++) {
        functions[i] = define(b, i ? "crosswise" : "both");
        VariableId m = parameter(b, "m", type_pointer), n = parameter(b, "n", type_pointer);
        bool turns = i && is_crosswise;
        event(b, api_take, 0, 1, value(b, turns ? n : m), 0, 0);
        event(b, api_take, 0, 1, value(b, turns ? m : n), 0, 0);
        event(b, api_give, 0, 1, value(b, turns ? m : n), 0, 0);
        event(b, api_give, 0, 1, value(b, turns ? n : m), 0, 0);
        give_back(b, 0);
    }
    FunctionId tasks[2];
    for (uint32_t i = 0; i < 2; i++) {
        tasks[i] = define(b, i ? "two" : "one");
        call(b, functions[i], 0, 2, at(b, first), at(b, second));
        give_back(b, 0);
    }
    define(b, "main");
    VariableId t = local(b, "t", type_long);
    for (uint32_t i = 0; i < 2; i++) event(b, api_spawn, 0, 3, at(b, t), code(b, tasks[i]), number(b, 0));
    give_back(b, 0);
    cut(&c);
    CHECK(b, scope_map_object(c.map, object_of(&c, first))->comes_free == !is_crosswise);
    if (!is_crosswise) return finish(&c);
    ScopeList list = scope_list(c.map, SCOPE_BY_WAITS, c.slicer, b->arena);
    const Scope *scope = scope_with(&list, object_of(&c, first));
    CHECK(b, scope && scope == scope_with(&list, object_of(&c, second)));
    return finish(&c);
}

// push(m): takes its parameter and gives it back, or gives it back once more than that.
static int test_paired(bool gives_twice) {
    Cut c = {.b = build_start()};
    Build *b = &c.b;
    VariableId lock = mutex(b, "a");
    FunctionId push = define(b, "push");
    VariableId m = parameter(b, "m", type_pointer), n = local(b, "n", type_int);
    event(b, api_take, 0, 1, value(b, m), 0, 0);
    event(b, api_give, 0, 1, value(b, m), 0, 0);
    NodeId test = branch(b, value(b, n), 0);
    if (gives_twice) event(b, api_give, 0, 1, value(b, m), 0, 0);
    node_at(b, test)->otherwise = give_back(b, 0);
    FunctionId task = define(b, "task");
    call(b, push, 0, 1, at(b, lock), 0);
    call(b, push, 0, 1, at(b, lock), 0);
    give_back(b, 0);
    define(b, "main");
    VariableId t = local(b, "t", type_long);
    event(b, api_spawn, 0, 3, at(b, t), code(b, task), number(b, 0));
    call(b, push, 0, 1, at(b, lock), 0);
    give_back(b, 0);
    cut(&c);
    CHECK(b, scope_map_object(c.map, object_of(&c, lock))->comes_free);
    ScopeList list = scope_list(c.map, SCOPE_BY_ORDER, c.slicer, b->arena);
    const Scope *scope = scope_with(&list, object_of(&c, lock));
    CHECK(b, scope && scope_is_harmless(scope) == !gives_twice);
    return finish(&c);
}

// main joins a handle that lies where a pointer to memory may lie too, which has a lock: no task is memory.
static int test_handle(void) {
    Cut c = {.b = build_start()};
    Build *b = &c.b;
    FunctionId task = define(b, "task");
    give_back(b, 0);
    FunctionId f = define(b, "main");
    VariableId t = local(b, "t", type_long), memory = local(b, "memory", type_pointer);
    event(b, api_allocate, memory, 1, number(b, 64), 0, 0);
    event(b, api_take, 0, 1, value(b, memory), 0, 0);
    event(b, api_give, 0, 1, value(b, memory), 0, 0);
    NodeId take = event(b, api_take, 0, 1, value(b, memory), 0, 0);
    event(b, api_spawn, 0, 3, at(b, t), code(b, task), number(b, 0));
    assign(b, at(b, t), value(b, memory));
    NodeId join = event(b, api_join, 0, 2, value(b, t), number(b, 0), 0);
    give_back(b, 0);
    cut(&c);
    ScopeObjectId joined[4] = {0}, taken[4] = {0};
    uint32_t joined_count = 0, taken_count = 0;
    scope_add_operands(c.map, f, join, joined, &joined_count, 4);
    scope_add_operands(c.map, f, take, taken, &taken_count, 4);
    CHECK(b, joined_count == 1 && taken_count == 1 && joined[0] != taken[0]);
    return finish(&c);
}

static NodeId pad(Build *b, uint32_t count) {
    NodeId first = event(b, api_print, 0, 0, 0, 0, 0);
    for (uint32_t i = 1; i < count; i++) event(b, api_print, 0, 0, 0, 0, 0);
    return first;
}

// Two tasks that take a and b crosswise, far apart in functions so large that what does not matter is not walked over.
static int test_far(void) {
    Cut c = {.b = build_start()};
    Build *b = &c.b;
    VariableId locks[2] = {mutex(b, "a"), mutex(b, "b")}, aside = mutex(b, "c");
    FunctionId tasks[2];
    NodeId begin = 0, arm = 0, middle = 0, end = 0, takes[2] = {0};
    for (uint32_t i = 0; i < 2; i++) {
        tasks[i] = define(b, i ? "two" : "one");
        VariableId n = local(b, "n", type_int);
        begin = pad(b, 100);
        NodeId test = branch(b, value(b, n), 0);
        arm = pad(b, 70);
        node_at(b, test)->otherwise = arm + 35; // into the middle of the arm
        takes[0] = event(b, api_take, 0, 1, at(b, locks[i]), 0, 0);
        middle = pad(b, 80);
        event(b, api_take, 0, 1, at(b, aside), 0, 0);
        event(b, api_give, 0, 1, at(b, aside), 0, 0);
        takes[1] = event(b, api_take, 0, 1, at(b, locks[!i]), 0, 0);
        end = pad(b, 5);
        event(b, api_give, 0, 1, at(b, locks[0]), 0, 0);
        event(b, api_give, 0, 1, at(b, locks[1]), 0, 0);
        give_back(b, 0);
    }
    define(b, "main");
    VariableId t = local(b, "t", type_long);
    for (uint32_t i = 0; i < 2; i++) event(b, api_spawn, 0, 3, at(b, t), code(b, tasks[i]), number(b, 0));
    give_back(b, 0);
    cut(&c);
    ScopeList list = scope_list(c.map, SCOPE_BY_ORDER, c.slicer, b->arena);
    const Scope *scope = scope_with(&list, object_of(&c, locks[0]));
    CHECK(b, scope != NULL);
    for (uint32_t turn = 0; scope && turn < 2; turn++) { // what one slice leaves behind does not disturb the next
        const Relevance *r = relevance_compute_scope(c.slicer, scope);
        CHECK(b, relevance_next(r, tasks[1], begin) == takes[0] && relevance_next(r, tasks[1], arm) == takes[0]);
        CHECK(b,
              relevance_next(r, tasks[1], arm + 50) == takes[0] && relevance_next(r, tasks[1], takes[0]) == takes[0]);
        CHECK(b, relevance_next(r, tasks[1], middle) == takes[1]);
        CHECK(b, relevance_crosses(r, tasks[1], middle) && !relevance_crosses(r, tasks[1], takes[0]));
        CHECK(b, !relevance_crosses(r, tasks[1], arm) && !relevance_crosses(r, tasks[1], end));
        NodeList nodes = relevance_nodes(r, tasks[1]);
        CHECK(b, nodes.count == 4 && nodes.items[0] == takes[0] && nodes.items[1] == takes[1]);
        CHECK(b, relevance_is_reached_directly(r, tasks[1]));
    }
    return finish(&c);
}

int main(void) {
    int failures = test_locks(true) + test_locks(false) + test_apart() + test_wrapper() + test_far();
    failures += test_handle() + test_paired(false) + test_paired(true);
    failures += test_condition(false) + test_condition(true) + test_wrapper_of_two(false) + test_wrapper_of_two(true);
    return failures ? 1 : 0;
}
