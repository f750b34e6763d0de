// SPDX-License-Identifier: MIT
#include "checks/locked_scan.h"

#include "checks/names.h"
#include "checks/table_scan.h"
#include "races/access.h"

typedef struct Search {
    const Inspection *program;
    const RaceInspection *races;
    const Locksets *locksets;
    FunctionId function; // of the scan
    const ControlFlow *flow;
    const TableScan *scan;
    TaskClassId task;
    Pointee lock;
    const HeldLock *held; // before the loop, by the scan's task
    Arena *scratch;
    LockedScans found;
} Search;

// Short work under the lock in another task.
typedef struct Section {
    TaskClassId task;
    CallSite taken;
} Section;

static const Function *function_of(const Search *search, FunctionId id) {
    return program_function(search->program->program, id);
}

static bool is_lock(const PointeeSet *set, Pointee lock) {
    return set->count == 1 && set->items[0].site == lock.site && set->items[0].offset == lock.offset;
}

static const HeldLock *find_held(const Search *search, TaskClassId task, CallSite site, Pointee lock) {
    HeldLocks held = locksets_with_callers(search->locksets, task, site.function, site.node);
    for (uint32_t i = 0; i < held.must_count; i++) {
        if (held.must[i].is_uncertain || !held.must[i].lock) continue;
        PointeeSet set = term_pointees(search->locksets->terms, held.must[i].lock);
        if (is_lock(&set, lock)) return &held.must[i];
    }
    return NULL;
}

static bool gives_back(const Search *search, CallSite site) {
    const Api *api = api_at(search->program->program, site);
    if (!api || (api->event != EVENT_UNLOCK && api->event != EVENT_WAIT)) return false;
    if (api->event == EVENT_WAIT) return true;
    PointeeSet given = points_to_of_operand(search->program->points_to, site.function, site.node, OPERAND_OBJECT);
    const PointeeSet lock = {.items = &search->lock, .count = 1};
    return given.has_unknown || pointees_meet(&given, &lock);
}

// Functions that the nodes call, and what these call.
static bool *functions_called(const Search *search, FunctionId id, const bool *nodes) {
    bool *is_called = arena_new_array(search->scratch, bool, search->program->program->functions.count);
    for (NodeId node = 1; node < function_of(search, id)->node_count; node++) {
        if (!nodes[node] || function_of(search, id)->nodes[node].kind != NODE_CALL) continue;
        FunctionSet callees = points_to_callees(search->program->points_to, id, node);
        for (uint32_t i = 0; i < callees.count; i++)
            call_graph_mark_reached(search->program->calls, callees.items[i], is_called);
    }
    return is_called;
}

static bool is_held_throughout(const Search *search) {
    uint32_t count = function_of(search, search->function)->node_count;
    for (NodeId node = 1; node < count; node++) {
        CallSite site = {search->function, node};
        if (!search->scan->body[node]) continue;
        if (gives_back(search, site) || !find_held(search, search->task, site, search->lock)) return false;
    }
    const bool *is_called = functions_called(search, search->function, search->scan->body);
    for (FunctionId id = 1; id < search->program->program->functions.count; id++)
        for (NodeId node = 1; is_called[id] && node < function_of(search, id)->node_count; node++)
            if (gives_back(search, (CallSite){id, node})) return false;
    return true;
}

static bool is_on_cycle(const Search *search, CallSite site) {
    return control_flow_leads_to(function_of(search, site.function), site.node, site.node, search->scratch);
}

// A scan that is made once, at the end or for a dump, keeps nobody off for long.
static bool is_repeated(const Search *search) {
    if (task_tree_class(search->races->tasks, search->task)->is_many) return true;
    if (is_on_cycle(search, (CallSite){search->held->site->function, search->held->site->node})) return true;
    CallSiteList path = {0};
    if (!task_tree_path(search->races->tasks, search->task, search->held->site->function, search->scratch, &path))
        return false;
    for (uint32_t i = 0; i < path.count; i++)
        if (is_on_cycle(search, path.items[i])) return true;
    return false;
}

typedef struct Touching {
    const Search *search;
    bool touches;
} Touching;

static void ask_access(void *context, const MemoryAccess *access) {
    Touching *at = context;
    const PointeeSet *visited = &at->search->scan->visited;
    PointeeSet set = points_to_of_expr(at->search->program->points_to, access->function, access->address);
    for (uint32_t i = 0; i < set.count; i++)
        for (uint32_t k = 0; k < visited->count; k++) at->touches |= set.items[i].site == visited->items[k].site;
}

// The nodes that hold what was taken there; false when the work is no short one on what the scan visits.
static bool is_short_section(const Search *search, TaskClassId task, CallSite taken) {
    const Function *function = function_of(search, taken.function);
    const ControlFlow *flow = control_flow_build(function, NULL, search->scratch);
    bool *is_inside = arena_new_array(search->scratch, bool, function->node_count);
    Touching at = {.search = search};
    for (NodeId node = 1; node < function->node_count; node++) {
        const HeldLock *held = find_held(search, task, (CallSite){taken.function, node}, search->lock);
        if (!held || chain_end(held->site)->function != taken.function || chain_end(held->site)->node != taken.node)
            continue;
        if (flow->loop_head[node] != flow->loop_head[taken.node]) return false;
        is_inside[node] = true;
        access_visit(search->program->program, taken.function, node, ask_access, &at);
    }
    const bool *is_called = functions_called(search, taken.function, is_inside);
    for (FunctionId id = 1; id < search->program->program->functions.count; id++)
        for (NodeId node = 1; is_called[id] && node < function_of(search, id)->node_count; node++) {
            if (function_of(search, id)->nodes[node].is_loop_head) return false;
            access_visit(search->program->program, id, node, ask_access, &at);
        }
    return at.touches;
}

static bool waits_for_scan(const Search *search, TaskClassId task, CallSite taken) {
    bool is_other = task != search->task || task_tree_class(search->races->tasks, task)->is_many;
    CallSite scan = {search->function, search->scan->exit};
    return is_other && parallel_may_happen(search->races->parallel, search->task, scan, task, taken) &&
           is_short_section(search, task, taken);
}

static bool takes_lock(const Search *search, CallSite site) {
    const Api *api = api_at(search->program->program, site);
    if (!api || api->event != EVENT_LOCK || api->blocking == BLOCKING_NEVER) return false;
    if (api->lock_mode == LOCK_SHARED && search->held->mode == LOCK_SHARED) return false;
    PointeeSet set = points_to_of_operand(search->program->points_to, site.function, site.node, OPERAND_OBJECT);
    return !set.has_unknown && is_lock(&set, search->lock);
}

static bool find_section(const Search *search, Section *section) {
    for (FunctionId id = 1; id < search->program->program->functions.count; id++)
        for (NodeId node = 1; node < function_of(search, id)->node_count; node++) {
            if (!takes_lock(search, (CallSite){id, node})) continue;
            TaskClassList runners = task_tree_runners(search->races->tasks, id);
            for (uint32_t i = 0; i < runners.count; i++) {
                *section = (Section){runners.items[i], {id, node}};
                if (waits_for_scan(search, section->task, section->taken)) return true;
            }
        }
    return false;
}

// One lock of one scan, which some task holds all the time.
static bool ask_lock(Search *search, const HeldLock *held) {
    PointeeSet set = term_pointees(search->locksets->terms, held->lock);
    if (held->is_uncertain || set.count != 1 || set.has_unknown) return false;
    search->lock = set.items[0];
    search->held = held;
    Section section;
    if (!points_to_is_single(search->program->points_to, search->lock)) return false;
    if (!is_repeated(search) || !is_held_throughout(search) || !find_section(search, &section)) return false;
    const SiteChain *end = chain_end(held->site);
    LockedScan scan = {.scan = {search->function, search->scan->exit},
                       .table = search->scan->table,
                       .held = {end->function, end->node},
                       .taken = section.taken,
                       .task = section.task};
    array_push(&search->found.list, search->program->arena, scan);
    return true;
}

static void ask_scan(Search *search) {
    TaskClassList runners = task_tree_runners(search->races->tasks, search->function);
    for (uint32_t i = 0; i < runners.count; i++) {
        search->task = runners.items[i];
        HeldLocks held = locksets_with_callers(search->locksets, search->task, search->function, search->scan->exit);
        for (uint32_t k = 0; k < held.must_count; k++)
            if (held.must[k].lock && held.must[k].site && ask_lock(search, &held.must[k])) return;
    }
}

static void ask_function(Search *search) {
    Arena *arena = arena_create();
    search->scratch = arena;
    search->flow = control_flow_build(function_of(search, search->function), NULL, arena);
    TableScans scans = table_scans_of(search->program, search->function, search->flow, arena);
    for (uint32_t i = 0; i < scans.list.count; i++) {
        search->scan = &scans.list.items[i];
        ask_scan(search);
    }
    arena_destroy(arena);
}

static bool has_loop(const Function *function) {
    for (NodeId node = 1; node < function->node_count; node++)
        if (function->nodes[node].is_loop_head) return true;
    return false;
}

LockedScans locked_scans_find(const RaceInspection *inspection) {
    const Inspection *program = &inspection->program;
    Search search = {.program = program, .races = inspection, .locksets = program->locksets};
    for (search.function = 1; search.function < program->program->functions.count; search.function++)
        if (points_to_is_reached(program->points_to, search.function) &&
            has_loop(function_of(&search, search.function)))
            ask_function(&search);
    return search.found;
}
