// SPDX-License-Identifier: MIT
// The promised views, on a unit and a graph made by hand: main sends on a channel to a task that it joins, both touch
// a counter.
#include "facts/graph_rows.h"
#include "facts/store.h"

#include <stdio.h>
#include <string.h>

static int failures;

static void expect(bool condition, const char *what) {
    if (condition) return;
    fprintf(stderr, "views_test: failed: %s\n", what);
    failures++;
}

static const ValueType type_int = {TYPE_SIGNED, false, false, 4}, type_pointer = {TYPE_POINTER, false, false, 8};

static ExprId address(Program *program, VariableId variable) {
    return program_add_expr(program,
                            (Expr){.kind = EXPR_VARIABLE_ADDRESS, .reference = variable, .type = type_pointer});
}

static ExprId load(Program *program, ExprId from, ValueType type) {
    return program_add_expr(program, (Expr){.kind = EXPR_LOAD, .left = from, .type = type});
}

// worker: counter = s->part.buf[i]; local = 1; *p = local; with `s`, `i`, `p` private, `counter` global.
static Program *make_program(Arena *arena) {
    Program *program = program_create(arena);
    program_add_file(program, (SourceFile){.path = "a.c"});
    VariableId counter = program_add_variable(program, (Variable){.name = "counter", .kind = VARIABLE_GLOBAL});
    VariableId s = program_add_variable(program, (Variable){.name = "s", .kind = VARIABLE_LOCAL});
    VariableId i = program_add_variable(program, (Variable){.name = "i", .kind = VARIABLE_LOCAL});
    VariableId p = program_add_variable(program, (Variable){.name = "p", .kind = VARIABLE_PARAMETER});
    VariableId local = program_add_variable(program, (Variable){.name = "local", .kind = VARIABLE_LOCAL});
    ExprId part = program_add_expr(
        program, (Expr){.kind = EXPR_FIELD, .left = load(program, address(program, s), type_pointer), .name = "part"});
    ExprId buffer = program_add_expr(program, (Expr){.kind = EXPR_FIELD, .left = part, .name = "buf"});
    ExprId index = load(program, address(program, i), type_int);
    ExprId element = program_add_expr(
        program, (Expr){.kind = EXPR_ELEMENT, .left = buffer, .right = index, .constant = 4, .type = type_pointer});
    Node *nodes = arena_new_array(arena, Node, 5);
    nodes[1] = (Node){.kind = NODE_ASSIGN,
                      .place = {1, 5, 2},
                      .next = 2,
                      .target = address(program, counter),
                      .value = load(program, element, type_int),
                      .type = type_int};
    nodes[2] = (Node){.kind = NODE_ASSIGN,
                      .place = {1, 6, 2},
                      .next = 3,
                      .target = address(program, local),
                      .value = program_add_expr(program, (Expr){.kind = EXPR_CONSTANT, .constant = 1}),
                      .type = type_int};
    nodes[3] = (Node){.kind = NODE_ASSIGN,
                      .place = {1, 7, 2},
                      .next = 4,
                      .target = load(program, address(program, p), type_pointer),
                      .value = load(program, address(program, local), type_int),
                      .type = type_int};
    nodes[4] = (Node){.kind = NODE_RETURN, .place = {1, 8, 1}};
    program_add_function(program, (Function){.name = "worker", .nodes = nodes, .node_count = 5, .entry = 1});
    program_add_function(program, (Function){.name = "main"});
    return program;
}

static const GraphTask tasks[] = {
    {0},
    {.name = "main", .origin = TASK_ENTRY, .entry = 2, .place = {1, 20, 5}, .scope = 1},
    {.name = "worker",
     .origin = TASK_SPAWNED,
     .entry = 1,
     .spawn_function = 2,
     .spawn_node = 9,
     .place = {1, 21, 3},
     .is_many = true,
     .domain = DOMAIN_PREEMPTIVE,
     .scope = 1},
};
static const GraphObject objects[] = {
    {0},
    {.name = "results",
     .kind = OBJECT_CHANNEL,
     .place = {1, 3, 1},
     .capacity_state = CAPACITY_KNOWN,
     .capacity = 3,
     .is_single = true,
     .scope = 1},
    {.name = "queue", .kind = OBJECT_CHANNEL, .capacity_state = CAPACITY_WITHOUT_BOUND, .scope = 1},
    {.name = "thread", .kind = OBJECT_TASK, .function = 2, .node = 9, .scope = 1},
};
static const GraphOperation operations[] = {
    {0},
    {.task = 1,
     .function = 2,
     .node = 1,
     .kind = EVENT_SEND,
     .blocking = BLOCKING_FOREVER,
     .place = {1, 22, 1},
     .text = "send(results, 1)"},
    {.task = 2, .function = 1, .node = 2, .kind = EVENT_RECEIVE, .is_case = true, .blocking = BLOCKING_TIMED},
    {.task = 1, .function = 2, .node = 3, .kind = EVENT_SEND, .blocking = BLOCKING_FOREVER},
    {.task = 1, .function = 2, .node = 4, .kind = EVENT_JOIN, .blocking = BLOCKING_FOREVER},
    {.task = 2, .function = 1, .node = 5, .kind = EVENT_RECEIVE, .blocking = BLOCKING_NEVER},
};
static const GraphUse uses[] = {{1, OPERAND_OBJECT, 1}, {2, OPERAND_CASES, 1},  {2, OPERAND_CASES, 2},
                                {3, OPERAND_OBJECT, 2}, {4, OPERAND_OBJECT, 3}, {5, OPERAND_OBJECT, 1}};
static const GraphSpawn spawns[] = {{1, 2}};
static const GraphMeet meets[] = {{0, 4, 3}, {1, 2, 1}, {1, 5, 1}, {3, 2, 2}};
static const GraphRows rows = {tasks, objects, operations, uses, spawns, meets, 3, 4, 6, 6, 1, 4};

// The first column of every row, in order, with a comma after each.
static const char *ask(Facts *facts, Arena *arena, const char *sql) {
    sqlite3_stmt *statement = NULL;
    Messages messages = {.arena = arena};
    const char *all = "";
    if (facts_prepare(facts, sql, &messages, &statement) != STATUS_OK) return messages.list.items[0].text;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const unsigned char *text = sqlite3_column_text(statement, 0);
        all = arena_format(arena, "%s%s,", all, text ? (const char *)text : "NULL");
    }
    sqlite3_finalize(statement);
    return all;
}

static void expect_answer(Facts *facts, Arena *arena, const char *sql, const char *expected) {
    const char *answer = ask(facts, arena, sql);
    if (strcmp(answer, expected) == 0) return;
    fprintf(stderr, "views_test: %s\n  is       %s\n  expected %s\n", sql, answer, expected);
    failures++;
}

static void test_graph_views(Facts *facts, Arena *arena) {
    expect_answer(facts, arena, "SELECT name || origin || multiplicity || domain || line FROM tasks ORDER BY id",
                  "mainentryonenone20,workerspawnedmanypreemptive21,");
    expect_answer(facts, arena, "SELECT spawned_in FROM tasks ORDER BY id", "NULL,main,");
    expect_answer(facts, arena, "SELECT name || capacity FROM channels ORDER BY id", "results3,queueunbounded,");
    expect_answer(facts, arena, "SELECT id || task || kind || object || is_case FROM operations ORDER BY id, object",
                  "1mainsendresults0,2workerreceivequeue1,2workerreceiveresults1,3mainsendqueue0,4mainjointhread0,"
                  "5workerreceiveresults0,");
    // A sender waits only where there is a bound; a receive that never blocks waits for nobody; a join for its task.
    expect_answer(facts, arena,
                  "SELECT operation || '>' || for_operation || for_task || object FROM waits_for ORDER BY 1",
                  "1>2workerresults,1>5workerresults,2>1mainresults,2>3mainqueue,4>0workerthread,");
}

static void test_accesses(Facts *facts, Arena *arena) {
    expect_answer(facts, arena, "SELECT kind || path || size || line FROM accesses ORDER BY 1",
                  "reads->part.buf[]45,writecounter45,writep[]47,");
}

static void test_replacement(Facts *facts, Arena *arena, const Program *program, int64_t unit) {
    Messages messages = {.arena = arena};
    expect(facts_write_graph(facts, unit, &rows, &messages) == STATUS_OK, "the graph is written again");
    expect_answer(facts, arena, "SELECT count(*) FROM operations", "6,");
    expect(facts_write_unit(facts, "a.c", program, &messages, &unit) == STATUS_OK, "the unit is written again");
    expect_answer(facts, arena, "SELECT count(*) FROM operations", "0,");
    expect(facts_write_graph(facts, 99, &rows, &messages) == STATUS_BAD_INPUT, "no graph without its unit");
    expect_answer(facts, arena, "SELECT count(*) FROM graph_tasks", "0,");
}

int main(void) {
    Arena *arena = arena_create();
    Messages messages = {.arena = arena};
    Facts *facts = NULL;
    int64_t unit = 0;
    Program *program = make_program(arena);
    expect(facts_open(arena, ":memory:", &messages, &facts) == STATUS_OK, "opens");
    expect(facts_write_unit(facts, "a.c", program, &messages, &unit) == STATUS_OK, "writes the unit");
    expect(facts_write_graph(facts, unit, &rows, &messages) == STATUS_OK, "writes the graph");
    messages_print(&messages, 0);
    test_graph_views(facts, arena);
    test_accesses(facts, arena);
    test_replacement(facts, arena, program, unit);
    facts_close(facts);
    arena_destroy(arena);
    return failures != 0;
}
