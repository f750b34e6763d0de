// SPDX-License-Identifier: MIT
// Forward data flow of the task classes that may be alive: spawns add a class and what it starts, joins take it away.
// Calls act by what is alive after them: (before minus joined) plus started, bottom-up; entries of functions get what
// is alive at their calls, top-down.
#include "link/parallel.h"

#include "link/control_flow.h"
#include "link/counted_loop.h"
#include "link/natural_loop.h"

#include <string.h>

typedef uint64_t Word;

typedef struct Effect {
    Word *started, *joined; // NULL: a call changes nothing
} Effect;

struct Parallel {
    const Program *program;
    const PointsTo *points_to;
    const CallGraph *calls;
    const TaskTree *tasks;
    Arena *arena;
    uint32_t count, words;
    Word **family;   // per class: it and what it starts, and they start …
    Effect *effects; // per function
    Word **entry;    // per function: alive at entry; NULL: nothing
    Word **alive;    // per function with effects: per node, before it
    uint32_t *alive_count;
};

static bool has_bit(const Word *set, uint32_t bit) {
    return set && (set[bit / 64] >> bit % 64 & 1);
}

static void put_bit(Word *set, uint32_t bit) {
    set[bit / 64] |= (Word)1 << bit % 64;
}

static bool add_all(Word *set, const Word *more, uint32_t words) {
    bool is_changed = false;
    for (uint32_t i = 0; more && i < words; i++) {
        is_changed |= (more[i] & ~set[i]) != 0;
        set[i] |= more[i];
    }
    return is_changed;
}

static void take_all(Word *set, const Word *less, uint32_t words) {
    for (uint32_t i = 0; less && i < words; i++) set[i] &= ~less[i];
}

static Word *new_set(const Parallel *parallel) {
    return arena_new_array(parallel->arena, Word, parallel->words);
}

static void find_families(Parallel *parallel) {
    parallel->family = arena_new_array(parallel->arena, Word *, parallel->count);
    for (TaskClassId id = 1; id < parallel->count; id++) put_bit(parallel->family[id] = new_set(parallel), id);
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (TaskClassId id = 1; id < parallel->count; id++) {
            FunctionId starter = task_tree_class(parallel->tasks, id)->spawn.function;
            if (!starter) continue;
            TaskClassList parents = task_tree_runners(parallel->tasks, starter);
            for (uint32_t i = 0; i < parents.count; i++)
                is_changed |= add_all(parallel->family[parents.items[i]], parallel->family[id], parallel->words);
        }
    }
}

static const Api *event_at(const Parallel *parallel, FunctionId function, NodeId node) {
    const Node *at = &program_function(parallel->program, function)->nodes[node];
    return at->kind == NODE_EVENT ? program_api(parallel->program, at->api) : NULL;
}

// ---- one function

// A counting loop that joins what another loop of the function has started.
typedef struct JoinLoop {
    NodeId head;
    const bool *body; // per node
    const Word *over; // classes that are over where the head leaves the loop
} JoinLoop;

typedef struct Flow {
    Parallel *parallel;
    FunctionId id;
    const Function *function;
    ControlFlow *flow;
    Word *before;     // words per node
    Word **joined_at; // per node: classes that are over from there on; NULL mostly
    ARRAY(JoinLoop) join_loops;
    Word *at_exit;
} Flow;

static void add_joined(Flow *flow, NodeId node, const Word *classes) {
    if (!flow->joined_at[node]) flow->joined_at[node] = new_set(flow->parallel);
    add_all(flow->joined_at[node], classes, flow->parallel->words);
}

static bool names_task(const Flow *flow, NodeId join, TaskClassId task) {
    const Api *api = event_at(flow->parallel, flow->id, join);
    SiteId handle = task_tree_class(flow->parallel->tasks, task)->handle;
    if (!api || api->event != EVENT_JOIN || !handle) return false;
    PointeeSet set = points_to_of_operand(flow->parallel->points_to, flow->id, join, OPERAND_OBJECT);
    for (uint32_t i = 0; i < set.count; i++)
        if (set.items[i].site == handle) return true;
    return false;
}

static bool is_only_join(const Flow *flow, NodeId join, TaskClassId task) {
    for (NodeId node = 1; node < flow->function->node_count; node++)
        if (node != join && names_task(flow, node, task)) return false;
    return true;
}

// Whether the loop of joins certainly turns less often than the loop of spawns: for (i = 0; …) and for (i = 1; …).
static bool joins_fewer(const Flow *flow, NodeId join, NodeId spawn, TaskClassId task) {
    const Program *program = flow->parallel->program;
    NodeId spawns = flow->flow->loop_head[spawn], joins = flow->flow->loop_head[join];
    LoopTrip started, joined;
    return spawns && joins && spawns != joins && is_only_join(flow, join, task) &&
           counted_loop_always_passes(flow->flow, spawns, spawn) &&
           counted_loop_trip(program, flow->id, flow->flow, spawns, flow->parallel->arena, &started) &&
           counted_loop_trip(program, flow->id, flow->flow, joins, flow->parallel->arena, &joined) &&
           started.symbol == joined.symbol && joined.constant < started.constant && started.constant >= 0;
}

// One join is not enough for tasks that the same function starts in a loop.
static bool joins_all(const Flow *flow, NodeId join, TaskClassId task) {
    CallSite spawn = task_tree_class(flow->parallel->tasks, task)->spawn;
    if (spawn.function != flow->id || !flow->flow->is_on_cycle[spawn.node]) return true;
    return flow->flow->is_on_cycle[join] && !joins_fewer(flow, join, spawn.node, task);
}

static Word *ended_with(Flow *flow, TaskClassId task) {
    Parallel *parallel = flow->parallel;
    Word *over = new_set(parallel);
    add_all(over, parallel->family[task], parallel->words);
    take_all(over, parallel->effects[task_tree_class(parallel->tasks, task)->entry].started, parallel->words);
    put_bit(over, task);
    return over;
}

// The join loop is over when its head is left, however often it went round.
static NodeId head_of_join_loop(const Flow *flow, NodeId join, TaskClassId task) {
    NodeId head = flow->flow->loop_head[join];
    CallSite spawn = task_tree_class(flow->parallel->tasks, task)->spawn;
    bool is_same_loop = head && spawn.function == flow->id && flow->flow->loop_head[spawn.node] == head;
    return is_same_loop ? 0 : head;
}

static void add_join_loop(Flow *flow, NodeId head, TaskClassId task, const Word *over) {
    Arena *arena = flow->parallel->arena;
    CallSite spawn = task_tree_class(flow->parallel->tasks, task)->spawn;
    LoopTrip trip;
    if (spawn.function != flow->id || !flow->flow->is_on_cycle[spawn.node]) return;
    if (!counted_loop_trip(flow->parallel->program, flow->id, flow->flow, head, arena, &trip)) return;
    JoinLoop loop = {head, natural_loop_body(flow->flow, head, arena), over};
    array_push(&flow->join_loops, arena, loop);
}

static void find_join(Flow *flow, NodeId node) {
    Parallel *parallel = flow->parallel;
    for (TaskClassId task = 1; task < parallel->count; task++) {
        if (!names_task(flow, node, task) || !joins_all(flow, node, task)) continue;
        Word *over = ended_with(flow, task);
        add_joined(flow, node, over);
        NodeId head = head_of_join_loop(flow, node, task);
        if (head) add_joined(flow, head, over);
        if (head) add_join_loop(flow, head, task, over);
    }
}

static void apply_spawn(const Flow *flow, NodeId node, Word *set) {
    const Parallel *parallel = flow->parallel;
    for (TaskClassId task = 1; task < parallel->count; task++) {
        CallSite spawn = task_tree_class(parallel->tasks, task)->spawn;
        if (spawn.function == flow->id && spawn.node == node) add_all(set, parallel->family[task], parallel->words);
    }
}

static void apply_calls(const Flow *flow, NodeId node, Word *set) {
    const Parallel *parallel = flow->parallel;
    FunctionSet callees = points_to_callees(parallel->points_to, flow->id, node);
    if (callees.count == 1) take_all(set, parallel->effects[callees.items[0]].joined, parallel->words);
    for (uint32_t i = 0; i < callees.count; i++)
        add_all(set, parallel->effects[callees.items[i]].started, parallel->words);
}

static void apply_node(const Flow *flow, NodeId node, Word *set) {
    const Api *api = event_at(flow->parallel, flow->id, node);
    if (api && api->event == EVENT_SPAWN) apply_spawn(flow, node, set);
    if (flow->function->nodes[node].kind == NODE_CALL || (api && api_runs_functions(api))) apply_calls(flow, node, set);
    take_all(set, flow->joined_at[node], flow->parallel->words);
}

static Word *row(const Flow *flow, NodeId node) {
    return flow->before + (size_t)node * flow->parallel->words;
}

// Who breaks off a loop of joins leaves some of the tasks alive that were so before it.
static bool add_left_alive(const Flow *flow, NodeId from, NodeId to) {
    bool is_changed = false;
    for (uint32_t i = 0; i < flow->join_loops.count; i++) {
        const JoinLoop *loop = &flow->join_loops.items[i];
        if (from == loop->head || !loop->body[from] || loop->body[to]) continue;
        for (uint32_t word = 0; word < flow->parallel->words; word++) {
            Word alive = row(flow, loop->head)[word] & loop->over[word];
            is_changed |= (alive & ~row(flow, to)[word]) != 0;
            row(flow, to)[word] |= alive;
        }
    }
    return is_changed;
}

typedef struct FlowWork {
    NodeId *stack;
    uint32_t depth;
    bool *is_seen, *is_waiting; // per node
} FlowWork;

static void push(FlowWork *work, NodeId node) {
    work->is_seen[node] = true;
    if (work->is_waiting[node]) return;
    work->is_waiting[node] = true;
    work->stack[work->depth++] = node;
}

// What is alive before a loop of joins matters where it is broken off.
static void push_loop(const Flow *flow, FlowWork *work, NodeId head) {
    for (uint32_t i = 0; i < flow->join_loops.count; i++)
        for (NodeId node = 1; flow->join_loops.items[i].head == head && node < flow->function->node_count; node++)
            if (flow->join_loops.items[i].body[node] && work->is_seen[node]) push(work, node);
}

static void flow_on(const Flow *flow, FlowWork *work, NodeId node, const Word *after) {
    NodeList next = control_flow_list(flow->flow->successor_start, flow->flow->successors, node);
    for (uint32_t i = 0; i < next.count; i++) {
        NodeId to = next.items[i];
        bool is_return = !to && flow->function->nodes[node].kind == NODE_RETURN;
        if (is_return) add_all(flow->at_exit, after, flow->parallel->words);
        if (!to) continue;
        bool is_changed = add_all(row(flow, to), after, flow->parallel->words) || !work->is_seen[to];
        is_changed |= add_left_alive(flow, node, to);
        if (!is_changed) continue;
        push(work, to);
        push_loop(flow, work, to);
    }
}

// Alive before each node, from what is alive at entry.
static void flow_run(Flow *flow, const Word *entry) {
    const Parallel *parallel = flow->parallel;
    uint32_t words = parallel->words;
    memset(flow->before, 0, (size_t)flow->function->node_count * words * sizeof(Word));
    memset(flow->at_exit, 0, words * sizeof(Word));
    uint32_t count = flow->function->node_count + 1;
    FlowWork work = {.stack = arena_new_array(parallel->arena, NodeId, count),
                     .is_seen = arena_new_array(parallel->arena, bool, count),
                     .is_waiting = arena_new_array(parallel->arena, bool, count)};
    Word *after = new_set(parallel);
    add_all(row(flow, flow->function->entry), entry, words);
    push(&work, flow->function->entry);
    while (work.depth) {
        NodeId node = work.stack[--work.depth];
        work.is_waiting[node] = false;
        memcpy(after, row(flow, node), words * sizeof(Word));
        apply_node(flow, node, after);
        flow_on(flow, &work, node, after);
    }
}

static bool flow_start(Flow *flow, Parallel *parallel, FunctionId id) {
    const Function *function = program_function(parallel->program, id);
    *flow = (Flow){.parallel = parallel, .id = id, .function = function};
    bool is_of_interest = false;
    for (NodeId node = 1; node < function->node_count; node++) {
        const Api *api = event_at(parallel, id, node);
        is_of_interest |= api && (api->event == EVENT_SPAWN || api->event == EVENT_JOIN);
    }
    FunctionList callees = call_graph_callees(parallel->calls, id);
    for (uint32_t i = 0; i < callees.count; i++) is_of_interest |= parallel->effects[callees.items[i]].started != NULL;
    if (!is_of_interest || !function->is_defined) return false;
    flow->flow = control_flow_build(function, NULL, parallel->arena);
    flow->before = arena_new_array(parallel->arena, Word, (size_t)function->node_count * parallel->words);
    flow->joined_at = arena_new_array(parallel->arena, Word *, function->node_count + 1);
    flow->at_exit = new_set(parallel);
    for (NodeId node = 1; node < function->node_count; node++) {
        const Api *api = event_at(parallel, id, node);
        if (api && api->event == EVENT_JOIN) find_join(flow, node);
    }
    return true;
}

static void find_effect(Parallel *parallel, FunctionId id) {
    Flow flow;
    if (!flow_start(&flow, parallel, id)) return;
    Word *everything = new_set(parallel), *joined = new_set(parallel), *started = new_set(parallel);
    memset(everything, 0xff, parallel->words * sizeof(Word));
    flow_run(&flow, everything);
    add_all(joined, everything, parallel->words);
    take_all(joined, flow.at_exit, parallel->words);
    flow_run(&flow, NULL);
    add_all(started, flow.at_exit, parallel->words);
    parallel->effects[id] = (Effect){started, joined};
}

// ---- top-down

static void give_to_callees(Parallel *parallel, FunctionId id, const Flow *flow) {
    const Function *function = program_function(parallel->program, id);
    for (NodeId node = 1; node < function->node_count; node++) {
        const Word *before = flow ? row(flow, node) : parallel->entry[id];
        const Api *api = event_at(parallel, id, node);
        bool is_call = function->nodes[node].kind == NODE_CALL || (api && api_runs_functions(api));
        if (!is_call || !before) continue;
        FunctionSet callees = points_to_callees(parallel->points_to, id, node);
        for (uint32_t i = 0; i < callees.count; i++) {
            Word **entry = &parallel->entry[callees.items[i]];
            if (!*entry) *entry = new_set(parallel);
            add_all(*entry, before, parallel->words);
        }
    }
}

static void find_alive(Parallel *parallel, FunctionId id) {
    Flow flow;
    if (!parallel->effects[id].started || !flow_start(&flow, parallel, id)) {
        if (parallel->entry[id]) give_to_callees(parallel, id, NULL);
        return;
    }
    flow_run(&flow, parallel->entry[id]);
    parallel->alive[id] = flow.before;
    give_to_callees(parallel, id, &flow);
}

Parallel *parallel_build(const Program *program, const PointsTo *points_to, const CallGraph *calls,
                         const TaskTree *tasks, Arena *arena) {
    Parallel *parallel = arena_new(arena, Parallel);
    *parallel = (Parallel){.program = program, .points_to = points_to, .calls = calls, .tasks = tasks, .arena = arena};
    parallel->count = task_tree_count(tasks);
    parallel->words = parallel->count / 64 + 1;
    find_families(parallel);
    parallel->effects = arena_new_array(arena, Effect, program->functions.count + 1);
    parallel->entry = arena_new_array(arena, Word *, program->functions.count + 1);
    parallel->alive = arena_new_array(arena, Word *, program->functions.count + 1);
    FunctionList order = call_graph_bottom_up(calls);
    for (uint32_t i = 0; i < order.count; i++) find_effect(parallel, order.items[i]);
    for (uint32_t i = order.count; i-- > 0;) find_alive(parallel, order.items[i]);
    return parallel;
}

static bool starts(const Parallel *parallel, TaskClassId ancestor, TaskClassId task) {
    return has_bit(parallel->family[ancestor], task);
}

const uint64_t *parallel_alive_at(const Parallel *parallel, CallSite site, uint32_t *words) {
    const Word *alive = parallel->alive[site.function];
    *words = parallel->words;
    return alive ? alive + (size_t)site.node * parallel->words : parallel->entry[site.function];
}

bool parallel_leaves_alive(const Parallel *parallel, FunctionId function, TaskClassId task) {
    return has_bit(parallel->effects[function].started, task);
}

bool parallel_may_be_alive(const Parallel *parallel, TaskClassId task, CallSite site) {
    const Word *alive = parallel->alive[site.function];
    if (alive) return has_bit(alive + (size_t)site.node * parallel->words, task);
    return has_bit(parallel->entry[site.function], task);
}

static bool may_happen(const Parallel *parallel, TaskClassId left, CallSite left_site, TaskClassId right,
                       CallSite right_site, uint32_t depth);

// Whether `other` may be at its place when `task` is started. Several instances of a starter are not in order.
static bool may_be_at_start(const Parallel *parallel, TaskClassId task, TaskClassId other, CallSite other_site,
                            uint32_t depth) {
    CallSite spawn = task_tree_class(parallel->tasks, task)->spawn;
    TaskClassList parents = task_tree_runners(parallel->tasks, spawn.function);
    for (uint32_t i = 0; i < parents.count; i++)
        if (parents.items[i] != task && may_happen(parallel, other, other_site, parents.items[i], spawn, depth))
            return true;
    return false;
}

static bool may_happen(const Parallel *parallel, TaskClassId left, CallSite left_site, TaskClassId right,
                       CallSite right_site, uint32_t depth) {
    const TaskClass *a = task_tree_class(parallel->tasks, left), *b = task_tree_class(parallel->tasks, right);
    if (left == right) return a->is_many;
    bool is_above = starts(parallel, left, right), is_below = starts(parallel, right, left);
    if (is_above && is_below) return true;
    if (is_above) return a->is_many || parallel_may_be_alive(parallel, right, left_site);
    if (is_below) return b->is_many || parallel_may_be_alive(parallel, left, right_site);
    if (!a->spawn.function || !b->spawn.function || !depth) return true;
    // Neither started the other: whoever is started later finds the other one alive, or it is over.
    return may_be_at_start(parallel, left, right, right_site, depth - 1) ||
           may_be_at_start(parallel, right, left, left_site, depth - 1);
}

bool parallel_may_happen(const Parallel *parallel, TaskClassId left, CallSite left_site, TaskClassId right,
                         CallSite right_site) {
    enum { MOST_STARTERS = 6 };
    return may_happen(parallel, left, left_site, right, right_site, MOST_STARTERS);
}
