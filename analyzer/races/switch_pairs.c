// SPDX-License-Identifier: MIT
#include "races/switch_pairs.h"

#include "link/shared_memory.h"
#include "races/access.h"
#include "races/search.h"
#include "races/switch_calls.h"
#include "races/switch_flow.h"

enum { MOST_PAIRS = 400, MOST_WRITES_OF_OBJECT = 200 };

typedef struct PairSearch {
    RaceSearch *search;
    Arena *arena;
    bool *leads_to_switch; // per function
    bool *comes_back;      // per function: it may, and returns (switch_calls.h)
    bool **may_switch;     // per function, per node; NULL: not asked for yet
    SwitchPairs *pairs;
    ARRAY(SwitchPair) found;
} PairSearch;

static bool is_cooperative(Domain domain) {
    return domain == DOMAIN_COOPERATIVE || domain == DOMAIN_SAME_PROC;
}

static bool has_cooperative_tasks(const TaskTree *tasks) {
    for (TaskClassId task = 1; task < task_tree_count(tasks); task++)
        if (is_cooperative(task_tree_class(tasks, task)->domain)) return true;
    return false;
}

// ---- who lets others run

static bool is_switch(const PairSearch *at, FunctionId function, NodeId id) {
    const Program *program = at->search->program;
    const Node *node = &program_function(program, function)->nodes[id];
    if (node->kind == NODE_EVENT && switch_event_lets_run(program, program_api(program, node->api))) return true;
    bool is_call =
        node->kind == NODE_CALL || (node->kind == NODE_EVENT && program_api(program, node->api)->event == EVENT_ONCE);
    if (!is_call) return false;
    FunctionSet callees = points_to_callees(at->search->points_to, function, id);
    for (uint32_t i = 0; i < callees.count; i++)
        if (at->comes_back[callees.items[i]]) return true;
    return false;
}

static void mark_callers(PairSearch *at, FunctionId id) {
    if (at->leads_to_switch[id]) return;
    at->leads_to_switch[id] = true;
    CallSiteList callers = call_graph_callers(at->search->calls, id);
    for (uint32_t i = 0; i < callers.count; i++) mark_callers(at, callers.items[i].function);
}

static void find_switches(PairSearch *at) {
    const Program *program = at->search->program;
    at->leads_to_switch = arena_new_array(at->arena, bool, program->functions.count);
    at->comes_back = switch_calls_find(program, at->search->points_to, at->search->calls, at->arena);
    at->may_switch = arena_new_array(at->arena, bool *, program->functions.count);
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        for (NodeId node = 1; node < function->node_count; node++)
            if (function->nodes[node].kind == NODE_EVENT &&
                switch_event_lets_run(program, program_api(program, function->nodes[node].api)))
                mark_callers(at, id);
    }
}

static const bool *switches_of(PairSearch *at, FunctionId id) {
    if (at->may_switch[id]) return at->may_switch[id];
    uint32_t count = program_function(at->search->program, id)->node_count;
    bool *marks = at->may_switch[id] = arena_new_array(at->arena, bool, count);
    for (NodeId node = 1; node < count; node++) marks[node] = is_switch(at, id, node);
    return marks;
}

// ---- one object

typedef struct Touches {
    const Touch *items;
    uint32_t count;
} Touches;

static bool overlaps(const Touch *one, const Touch *other) {
    if (one->at.offset < 0 || other->at.offset < 0 || !one->bytes || !other->bytes) return true;
    return one->at.offset < other->at.offset + (int64_t)other->bytes &&
           other->at.offset < one->at.offset + (int64_t)one->bytes;
}

static bool is_write(const PairSearch *at, const Touch *touch) {
    return access_of(at->search, touch)->kind == MEMORY_WRITE;
}

static bool may_come_between(const PairSearch *at, const MemoryAccess *own, const MemoryAccess *other) {
    RaceSearch *search = at->search;
    const TaskList *left = &search->runners[own->function], *right = &search->runners[other->function];
    for (uint32_t i = 0; i < left->list.count; i++)
        for (uint32_t k = 0; k < right->list.count; k++) {
            TaskClassId a = left->list.items[i], b = right->list.items[k];
            if (tasks_share_scheduler(search, a, b) &&
                tasks_may_meet(search, a, place_of_access(own), b, place_of_access(other)))
                return true;
        }
    return false;
}

// The integer that the node stores, when it is one.
static bool stores_constant(const Program *program, const MemoryAccess *access, int64_t *constant) {
    const Node *node = &program_function(program, access->function)->nodes[access->node];
    ExprId id = node->kind == NODE_ASSIGN ? node->value : 0;
    while (id && program_expr(program, id)->kind == EXPR_CONVERT) id = program_expr(program, id)->left;
    if (!id || program_expr(program, id)->kind != EXPR_CONSTANT) return false;
    *constant = program_expr(program, id)->constant;
    return true;
}

// A flag that is only ever set one way while the tasks run: who sets it twice does no harm.
static bool is_one_way(const PairSearch *at, Touches touches, const Touch *act) {
    const Program *program = at->search->program;
    const MemoryAccess *own = access_of(at->search, act);
    int64_t constant, other;
    if (!stores_constant(program, own, &constant)) return false;
    for (uint32_t i = 0; i < touches.count; i++) {
        const Touch *touch = &touches.items[i];
        const MemoryAccess *access = access_of(at->search, touch);
        if (!is_write(at, touch) || !overlaps(touch, act) || !may_come_between(at, own, access)) continue;
        if (!stores_constant(program, access, &other) || other != constant) return false;
    }
    return true;
}

// Each task has a variable of its own in its own call.
static bool is_each_its_own(const PairSearch *at, const Touch *one, const Touch *other) {
    return one->is_own && other->is_own &&
           access_of(at->search, one)->function == access_of(at->search, other)->function;
}

static const Touch *find_other(const PairSearch *at, Touches touches, const Touch *read) {
    for (uint32_t i = 0; i < touches.count; i++)
        if (is_write(at, &touches.items[i]) && overlaps(&touches.items[i], read) &&
            !is_each_its_own(at, &touches.items[i], read) &&
            may_come_between(at, access_of(at->search, read), access_of(at->search, &touches.items[i])))
            return &touches.items[i];
    return NULL;
}

static void add_pair(PairSearch *at, SwitchPair pair) {
    for (uint32_t i = 0; i < at->found.count; i++) {
        const SwitchPair *known = &at->found.items[i];
        if (known->function == pair.function && known->read == pair.read && known->act == pair.act &&
            known->address == pair.address && known->check == pair.check)
            return;
    }
    if (at->found.count < MOST_PAIRS) array_push(&at->found, at->arena, pair);
}

static void relate(PairSearch *at, const SwitchFlow *flow, Touches touches, const Touch *read, const Touch *other,
                   const Touch *act) {
    const MemoryAccess *from = access_of(at->search, read), *to = access_of(at->search, act);
    const MemoryAccess *by = access_of(at->search, other);
    SwitchPair pair = {.function = from->function,
                       .read = from->node,
                       .act = to->node,
                       .address = from->address,
                       .other = {by->function, by->node},
                       .object = read->at,
                       .is_exact = read->is_exact && act->is_exact && other->is_exact};
    if (switch_flow_carries(flow, pair.read, pair.address, pair.act, &pair.between)) add_pair(at, pair);
    bool is_guard = switch_flow_guards(flow, pair.read, pair.act, &pair.way, &pair.between);
    if (!is_guard || is_one_way(at, touches, act)) return;
    pair.check = pair.read;
    add_pair(at, pair);
}

// All touches of one function stand together.
static void pair_in_function(PairSearch *at, Touches touches, Touches own) {
    FunctionId id = access_of(at->search, &own.items[0])->function;
    if (!at->leads_to_switch[id]) return;
    Arena *scratch = arena_create();
    bool *writes = arena_new_array(scratch, bool, program_function(at->search->program, id)->node_count);
    for (uint32_t i = 0; i < own.count; i++)
        writes[access_of(at->search, &own.items[i])->node] |= is_write(at, &own.items[i]);
    for (uint32_t i = 0; i < own.count; i++) {
        const Touch *read = &own.items[i];
        const Touch *other = access_of(at->search, read)->kind == MEMORY_READ ? find_other(at, touches, read) : NULL;
        SwitchFlow flow = {at->search->program, id, switches_of(at, id), writes, scratch};
        for (uint32_t k = 0; other && k < own.count; k++)
            if (is_write(at, &own.items[k]) && overlaps(read, &own.items[k]))
                relate(at, &flow, touches, read, other, &own.items[k]);
    }
    arena_destroy(scratch);
}

static void pair_of_object(PairSearch *at, Touches touches) {
    uint32_t writes = 0;
    for (uint32_t i = 0; i < touches.count; i++) writes += is_write(at, &touches.items[i]);
    if (!writes || writes > MOST_WRITES_OF_OBJECT) return;
    uint32_t before = at->found.count;
    for (uint32_t i = 0, end; i < touches.count; i = end) {
        FunctionId function = access_of(at->search, &touches.items[i])->function;
        for (end = i; end < touches.count && access_of(at->search, &touches.items[end])->function == function;) end++;
        pair_in_function(at, touches, (Touches){touches.items + i, end - i});
    }
    if (at->found.count == before) return;
    for (uint32_t i = 0; i < touches.count; i++) {
        const MemoryAccess *access = access_of(at->search, &touches.items[i]);
        if (!is_write(at, &touches.items[i])) continue;
        uint8_t **marks = &at->pairs->writers[access->function];
        if (!*marks)
            *marks = arena_new_array(at->arena, uint8_t,
                                     program_function(at->search->program, access->function)->node_count);
        (*marks)[access->node] = 1;
    }
}

// ---- all of them

static void mark_nodes(PairSearch *at) {
    const Program *program = at->search->program;
    uint8_t **nodes = at->pairs->nodes = arena_new_array(at->arena, uint8_t *, program->functions.count);
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const uint8_t *writers = at->pairs->writers[id];
        if (!at->leads_to_switch[id] && !writers) continue;
        uint32_t count = program_function(program, id)->node_count;
        nodes[id] = arena_new_array(at->arena, uint8_t, count);
        for (NodeId node = 1; node < count; node++) {
            const Node *event = &program_function(program, id)->nodes[node];
            bool lets_run =
                event->kind == NODE_EVENT && switch_event_lets_run(program, program_api(program, event->api));
            nodes[id][node] = lets_run || (writers && writers[node]);
        }
    }
    for (uint32_t i = 0; i < at->found.count; i++) {
        const SwitchPair *pair = &at->found.items[i];
        nodes[pair->function][pair->read] = nodes[pair->function][pair->act] = 1;
    }
}

static void sort_by_function(PairSearch *at) {
    uint32_t count = at->found.count, filled = 0;
    SwitchPair *sorted = arena_new_array(at->arena, SwitchPair, count + 1);
    for (FunctionId id = 1; filled < count; id++)
        for (uint32_t i = 0; i < count; i++)
            if (at->found.items[i].function == id) sorted[filled++] = at->found.items[i];
    at->pairs->items = sorted;
    at->pairs->count = count;
}

SwitchPairs *switch_pairs_find(const Program *program, const PointsTo *points_to, const CallGraph *calls,
                               const TaskTree *tasks, Arena *arena) {
    SwitchPairs *pairs = arena_new(arena, SwitchPairs);
    if (!has_cooperative_tasks(tasks)) return pairs;
    RaceSearch *search = arena_new(arena, RaceSearch);
    *search = (RaceSearch){.program = program,
                           .points_to = points_to,
                           .calls = calls,
                           .tasks = tasks,
                           .parallel = parallel_build(program, points_to, calls, tasks, arena),
                           .arena = arena};
    search->is_shared = shared_memory_find(program, points_to, arena);
    runners_find(search);
    schedulers_find(search);
    collect_touches(search);
    PairSearch at = {.search = search, .arena = arena, .pairs = pairs};
    pairs->writers = arena_new_array(arena, uint8_t *, program->functions.count);
    find_switches(&at);
    for (SiteId site = 1; site < points_to_site_count(points_to); site++) {
        Touches touches = {search->touches.items + search->site_start[site],
                           search->site_start[site + 1] - search->site_start[site]};
        if (touches.count) pair_of_object(&at, touches);
    }
    if (!at.found.count) return pairs;
    sort_by_function(&at);
    mark_nodes(&at);
    return pairs;
}
