// SPDX-License-Identifier: MIT
// Graphs of small programs made by hand: what must be in them, and what must not.
#include "graph/graph_draw.h"
#include "link/test_program.h"

#include <stdlib.h>

enum { PLENTY = 1000000 };

static const Api api_unlock = {.function = "unlock",
                               .event = EVENT_UNLOCK,
                               .object = OBJECT_MUTEX,
                               .operands = {[OPERAND_OBJECT] = {SOURCE_ARGUMENT, 0, 0}}};
static const Api api_select = {.function = "select",
                               .event = EVENT_SELECT,
                               .object = OBJECT_CHANNEL,
                               .blocking = BLOCKING_TIMED,
                               .has_forever = true,
                               .forever_value = -1,
                               .has_try = true,
                               .select_source = SELECT_RECORD_ARRAY,
                               .select_record = {.size = 16, .channel_offset = 8, .send_code = 1, .receive_code = 2},
                               .operands = {[OPERAND_CASES] = {SOURCE_POINTEE, 0, 0},
                                            [OPERAND_COUNT] = {SOURCE_ARGUMENT, 1, 0},
                                            [OPERAND_TIMEOUT] = {SOURCE_ARGUMENT, 2, 0}}};

static CommunicationGraph *graph_of(Build *b) {
    return graph_build(b->program, points_to_solve(b->program, b->arena, PLENTY), b->arena);
}

// The first operation of this kind in a task of this name, or 0.
static GraphOperationId operation(const CommunicationGraph *graph, const char *task, EventKind kind) {
    for (GraphOperationId id = 1; id < graph->rows.operation_count; id++)
        if (graph->rows.operations[id].kind == kind &&
            strcmp(graph->rows.tasks[graph->rows.operations[id].task].name, task) == 0)
            return id;
    return 0;
}

static GraphTaskId task_named(const CommunicationGraph *graph, const char *name) {
    for (GraphTaskId id = 1; id < graph->rows.task_count; id++)
        if (strcmp(graph->rows.tasks[id].name, name) == 0) return id;
    return 0;
}

static GraphObjectId object_named(const CommunicationGraph *graph, const char *name) {
    for (GraphObjectId id = 1; id < graph->rows.object_count; id++)
        if (strcmp(graph->rows.objects[id].name, name) == 0) return id;
    return 0;
}

static bool uses(const CommunicationGraph *graph, GraphOperationId operation_id, GraphObjectId object) {
    for (uint32_t i = 0; i < graph->rows.use_count; i++)
        if (graph->rows.uses[i].operation == operation_id && graph->rows.uses[i].object == object) return true;
    return false;
}

static bool meet(const CommunicationGraph *graph, GraphOperationId giver, GraphOperationId taker) {
    for (uint32_t i = 0; i < graph->rows.meet_count; i++)
        if (graph->rows.meets[i].giver == giver && graph->rows.meets[i].taker == taker) return true;
    return false;
}

static VariableId channel(Build *b, const char *name, int64_t capacity) {
    VariableId made = variable(b, "", VARIABLE_TEMPORARY, type_pointer, 8);
    VariableId handle = local(b, name, type_pointer);
    event(b, api_channel, made, 1, number(b, capacity), 0, 0);
    assign(b, at(b, handle), value(b, made));
    return handle;
}

static void start(Build *b, FunctionId entry, VariableId thread, ExprId argument) {
    event(b, api_spawn, 0, 3, at(b, thread), code(b, entry), argument);
}

// worker receives from its argument for ever; main sends to it, joins it, and locks what nobody else does.
static void build_pair(Build *b, bool is_looping) {
    FunctionId worker = define(b, "worker");
    VariableId from = parameter(b, "from", type_pointer), taken = local(b, "taken", type_pointer);
    event(b, api_receive, 0, 2, value(b, from), at(b, taken), 0);
    give_back(b, 0);
    define(b, "unused");
    event(b, api_send, 0, 2, number(b, 0), number(b, 0), 0);
    give_back(b, 0);
    define(b, "main");
    VariableId results = channel(b, "results", 3), lock = variable(b, "lock", VARIABLE_LOCAL, type_long, 40);
    VariableId thread = local(b, "thread", type_long), count = local(b, "count", type_int);
    NodeId head = opened(b)->node_count;
    start(b, worker, thread, value(b, results));
    if (is_looping) branch(b, value(b, count), head);
    event(b, api_lock, 0, 1, at(b, lock), 0, 0);
    event(b, api_send, 0, 2, value(b, results), number(b, 1), 0);
    event(b, api_unlock, 0, 1, at(b, lock), 0, 0);
    event(b, api_join, 0, 2, value(b, thread), number(b, 0), 0);
    give_back(b, 0);
    event(b, api_send, 0, 2, value(b, results), number(b, 1), 0); // nothing leads here
    if (is_looping) node_at(b, head + 1)->is_loop_head = true;
}

static int test_pair(void) {
    Build b = build_start();
    build_pair(&b, false);
    CommunicationGraph *graph = graph_of(&b);
    GraphTaskId main_task = task_named(graph, "main"), worker = task_named(graph, "worker");
    CHECK(&b, graph->rows.task_count == 3 && main_task == 1 && worker == 2);
    CHECK(&b, graph->rows.tasks[1].origin == TASK_ENTRY && graph->rows.tasks[2].origin == TASK_SPAWNED);
    CHECK(&b, !graph->rows.tasks[worker].is_many);
    CHECK(&b, graph->rows.spawn_count == 1 && graph->rows.spawns[0].spawned == worker);
    GraphObjectId results = object_named(graph, "results"), lock = object_named(graph, "lock");
    CHECK(&b, results && lock && object_named(graph, "thread"));
    CHECK(&b, graph->rows.objects[results].kind == OBJECT_CHANNEL && graph->rows.objects[results].is_single);
    CHECK(&b, graph->rows.objects[results].capacity_state == CAPACITY_KNOWN);
    CHECK(&b, graph->rows.objects[results].capacity == 3);
    CHECK(&b, graph->rows.objects[lock].kind == OBJECT_MUTEX);
    GraphOperationId send = operation(graph, "main", EVENT_SEND), receive = operation(graph, "worker", EVENT_RECEIVE);
    CHECK(&b, uses(graph, send, results) && uses(graph, receive, results) && !uses(graph, send, lock));
    CHECK(&b, meet(graph, send, receive) && !meet(graph, receive, send));
    CHECK(&b, meet(graph, 0, operation(graph, "main", EVENT_JOIN)));
    // One main cannot wait for its own unlock.
    CHECK(&b, !meet(graph, operation(graph, "main", EVENT_UNLOCK), operation(graph, "main", EVENT_LOCK)));
    uint32_t sends = 0;
    for (GraphOperationId id = 1; id < graph->rows.operation_count; id++)
        sends += graph->rows.operations[id].kind == EVENT_SEND;
    CHECK(&b, sends == 1); // neither the one behind the return nor the one in `unused`
    CHECK(&b, graph->scope_count == 2 && graph->scopes[1].task_count == 2);
    return build_end(&b);
}

static int test_many(void) {
    Build b = build_start();
    build_pair(&b, true);
    CommunicationGraph *graph = graph_of(&b);
    GraphTaskId worker = task_named(graph, "worker");
    CHECK(&b, graph->rows.tasks[worker].is_many);
    GraphOperationId receive = operation(graph, "worker", EVENT_RECEIVE);
    CHECK(&b, graph_are_concurrent(graph, receive, receive));
    GraphOperationId send = operation(graph, "main", EVENT_SEND);
    CHECK(&b, !graph_are_concurrent(graph, send, send) && graph_are_concurrent(graph, send, receive));
    return build_end(&b);
}

// Two pairs that have nothing to do with each other, made by a main that only starts them.
static int test_scopes(void) {
    Build b = build_start();
    FunctionId sender = define(&b, "sender");
    VariableId to = parameter(&b, "to", type_pointer);
    event(&b, api_send, 0, 2, value(&b, to), number(&b, 1), 0);
    give_back(&b, 0);
    FunctionId receiver = define(&b, "receiver");
    VariableId from = parameter(&b, "from", type_pointer), taken = local(&b, "taken", type_pointer);
    event(&b, api_receive, 0, 2, value(&b, from), at(&b, taken), 0);
    give_back(&b, 0);
    FunctionId lone = define(&b, "lone");
    VariableId lock = variable(&b, "lock", VARIABLE_LOCAL, type_long, 40);
    event(&b, api_lock, 0, 1, at(&b, lock), 0, 0);
    give_back(&b, 0);
    define(&b, "main");
    VariableId thread = local(&b, "thread", type_long), ch = channel(&b, "ch", 0);
    start(&b, sender, thread, value(&b, ch));
    start(&b, receiver, thread, value(&b, ch));
    start(&b, lone, thread, number(&b, 0));
    give_back(&b, 0);
    CommunicationGraph *graph = graph_of(&b);
    const GraphTask *tasks = graph->rows.tasks;
    CHECK(&b, graph->scope_count == 3);
    CHECK(&b, tasks[task_named(graph, "main")].scope == 0); // it only makes and starts
    CHECK(&b, tasks[task_named(graph, "sender")].scope == 1 && tasks[task_named(graph, "receiver")].scope == 1);
    CHECK(&b, tasks[task_named(graph, "lone")].scope == 2);
    CHECK(&b, graph->scopes[1].object_count == 1 && graph->scopes[1].operation_count == 2);
    CHECK(&b, graph->rows.objects[graph->scopes[1].objects[0]].capacity == 0);
    return build_end(&b);
}

// case 0 sends on `out`, case 1 receives from `in`; the code of case 2 is not known, so it does both.
static int test_select(void) {
    Build b = build_start();
    define(&b, "main");
    VariableId out = channel(&b, "out", 0), in = channel(&b, "in", 0), both = channel(&b, "both", 0);
    VariableId cases = variable(&b, "cases", VARIABLE_LOCAL, type_long, 48), any = local(&b, "any", type_int);
    VariableId handles[] = {out, in, both};
    for (int i = 0; i < 3; i++) {
        ExprId record = element(&b, at(&b, cases), number(&b, i), 16);
        assign(&b, field(&b, record, 0), i < 2 ? number(&b, i + 1) : value(&b, any));
        assign(&b, field(&b, record, 8), value(&b, handles[i]));
    }
    event(&b, api_select, 0, 3, at(&b, cases), number(&b, 3), number(&b, -1));
    give_back(&b, 0);
    CommunicationGraph *graph = graph_of(&b);
    GraphOperationId send = operation(graph, "main", EVENT_SEND), receive = operation(graph, "main", EVENT_RECEIVE);
    CHECK(&b, send && receive && graph->rows.operations[send].is_case);
    CHECK(&b, graph->rows.operations[send].blocking == BLOCKING_FOREVER); // the timeout says so
    CHECK(&b, uses(graph, send, object_named(graph, "out")) && !uses(graph, send, object_named(graph, "in")));
    CHECK(&b, uses(graph, receive, object_named(graph, "in")) && !uses(graph, receive, object_named(graph, "out")));
    CHECK(&b, uses(graph, send, object_named(graph, "both")) && uses(graph, receive, object_named(graph, "both")));
    return build_end(&b);
}

// What goes into one end of a pair comes out of the other only.
static int test_channel_pair(void) {
    Build b = build_start();
    Api send_pair = api_send, receive_pair = api_receive;
    send_pair.object = receive_pair.object = OBJECT_CHANNEL_PAIR;
    FunctionId worker = define(&b, "worker");
    VariableId from = parameter(&b, "from", type_long), taken = local(&b, "taken", type_pointer);
    event(&b, receive_pair, 0, 2, value(&b, from), at(&b, taken), 0);
    give_back(&b, 0);
    define(&b, "main");
    VariableId ch = variable(&b, "ch", VARIABLE_LOCAL, type_long, 8), thread = local(&b, "thread", type_long);
    ValueType handle = {TYPE_SIGNED, false, false, 4};
    event(&b, api_pair, 0, 1, at(&b, ch), 0, 0);
    start(&b, worker, thread, load(&b, field(&b, at(&b, ch), 4), handle));
    NodeId good = event(&b, send_pair, 0, 2, load(&b, at(&b, ch), handle), number(&b, 1), 0);
    NodeId bad = event(&b, send_pair, 0, 2, load(&b, field(&b, at(&b, ch), 4), handle), number(&b, 1), 0);
    give_back(&b, 0);
    CommunicationGraph *graph = graph_of(&b);
    GraphOperationId receive = operation(graph, "worker", EVENT_RECEIVE);
    CHECK(&b, receive && object_named(graph, "ch[0]") && object_named(graph, "ch[1]"));
    for (GraphOperationId id = 1; id < graph->rows.operation_count; id++) {
        if (graph->rows.operations[id].node == good && graph->rows.operations[id].kind == EVENT_SEND)
            CHECK(&b, meet(graph, id, receive));
        if (graph->rows.operations[id].node == bad && graph->rows.operations[id].kind == EVENT_SEND)
            CHECK(&b, !meet(graph, id, receive));
    }
    return build_end(&b);
}

// Without an entry, the exported functions that nothing else calls stand for the library's callers.
static int test_library(void) {
    Build b = build_start();
    VariableId lock = variable(&b, "lock", VARIABLE_GLOBAL, type_long, 40);
    const char *const names[] = {"inner", "outer", "silent", "hidden"};
    for (int i = 0; i < 4; i++) {
        define(&b, names[i]);
        opened(&b)->is_exported = i != 3;
        if (i == 1) call(&b, program_find_function(b.program, "inner"), 0, 0, 0, 0);
        if (i != 1 && i != 2) event(&b, api_lock, 0, 1, at(&b, lock), 0, 0);
        give_back(&b, 0);
    }
    CommunicationGraph *graph = graph_of(&b);
    CHECK(&b, graph->rows.task_count == 2 && task_named(graph, "outer") == 1);
    CHECK(&b, graph->rows.tasks[1].origin == TASK_EXPORTED && graph->functions[1].count == 2);
    CHECK(&b, operation(graph, "outer", EVENT_LOCK));
    return build_end(&b);
}

static char *drawn(const CommunicationGraph *graph, void (*write)(const CommunicationGraph *, FILE *)) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out) abort();
    write(graph, out);
    fclose(out);
    return text;
}

// Names from the source may hold anything; equal programs are drawn alike.
static int test_drawing(void) {
    char *dots[2], *objects[2];
    int failures = 0;
    for (int i = 0; i < 2; i++) {
        Build b = build_start();
        if (i) arena_allocate(b.arena, 4711); // other addresses must not show
        build_pair(&b, false);
        b.program->files.items[1].path = "dir/odd\"na\\me\x80.c";
        CommunicationGraph *graph = graph_of(&b);
        dots[i] = drawn(graph, graph_write_dot);
        objects[i] = drawn(graph, graph_write_json);
        CHECK(&b, !strstr(dots[i], "(null)"));
        CHECK(&b, strstr(dots[i], "odd\\\"na\\\\me") && strstr(dots[i], "capacity 3") && strstr(dots[i], "spawns"));
        CHECK(&b, strstr(objects[i], "odd\\\"na\\\\me\\ufffd.c") && strstr(objects[i], "\"capacity\": 3"));
        failures += build_end(&b);
    }
    failures += strcmp(dots[0], dots[1]) != 0 || strcmp(objects[0], objects[1]) != 0;
    for (int i = 0; i < 2; i++) {
        free(dots[i]);
        free(objects[i]);
    }
    return failures;
}

// With `dot` there is a drawing, without it a message that says what to do.
static int test_svg(void) {
    Build b = build_start();
    build_pair(&b, false);
    CommunicationGraph *graph = graph_of(&b);
    Messages messages = {.arena = b.arena};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    Status status = graph_write_svg(graph, out, &messages);
    fflush(out);
    bool has_drawing = status == STATUS_OK && size > 500 && strstr(text, "<svg") && strstr(text, "results");
    bool has_words = status == STATUS_USAGE && messages.list.count == 1;
    CHECK(&b, has_drawing || has_words);
    const char *path = getenv("PATH");
    char *kept = arena_copy_text(b.arena, path ? path : "");
    setenv("PATH", "/nowhere", 1);
    CHECK(&b, graph_write_svg(graph, out, &messages) == STATUS_USAGE);
    CHECK(&b, messages.list.count && strstr(messages.list.items[messages.list.count - 1].text, "Graphviz"));
    setenv("PATH", kept, 1);
    fclose(out);
    free(text);
    return build_end(&b);
}

static int test_store(void) {
    Build b = build_start();
    build_pair(&b, false);
    CommunicationGraph *graph = graph_of(&b);
    Messages messages = {.arena = b.arena};
    Facts *facts = NULL;
    int64_t unit = 0;
    CHECK(&b, facts_open(b.arena, ":memory:", &messages, &facts) == STATUS_OK);
    CHECK(&b, facts_write_unit(facts, "t.c", b.program, &messages, &unit) == STATUS_OK);
    CHECK(&b, graph_store(graph, facts, unit, &messages) == STATUS_OK);
    CHECK(&b, messages.list.count == 0);
    facts_close(facts);
    return build_end(&b);
}

int main(void) {
    int failures = test_pair() + test_many() + test_scopes() + test_select() + test_channel_pair() + test_library();
    failures += test_drawing() + test_svg() + test_store();
    return failures != 0;
}
