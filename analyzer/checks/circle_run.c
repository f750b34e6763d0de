// SPDX-License-Identifier: MIT
#include "checks/circle_run.h"

#include "checks/names.h"
#include "checks/scope_run.h"
#include "checks/task_flood.h"
#include "explorer/explore.h"
#include "link/passage.h"

enum {
    MOST_OBJECTS = 24,
    ROUNDS = 4,
    STATES_PER_ROUND = 20000,
    WORK_PER_ROUND = 400 * 1000,
};

typedef struct Search {
    const Inspection *inspection;
    const LockCycle *cycle;
    Run *run;
    ScopeMap *map;
    Arena *arena;
    ScopeObjectId objects[MOST_OBJECTS];
    uint32_t object_count;
    bool is_found;
} Search;

static void add_operands(Search *search, CallSite site) {
    scope_add_operands(search->map, site.function, site.node, search->objects, &search->object_count, MOST_OBJECTS);
}

static void add_object(Search *search, ScopeObjectId object) {
    for (uint32_t i = 0; i < search->object_count; i++)
        if (search->objects[i] == object) return;
    if (object && search->object_count < MOST_OBJECTS) search->objects[search->object_count++] = object;
}

static void add_locks(Search *search, const CyclePart *part) {
    for (uint32_t i = 0; i < part->held.count; i++)
        add_object(search, scope_find_object(search->map, part->held.items[i]));
    for (uint32_t i = 0; i < part->acquired.count; i++)
        add_object(search, scope_find_object(search->map, part->acquired.items[i]));
}

static bool waits(const Api *api) {
    switch (api->event) {
    case EVENT_SEND:
    case EVENT_RECEIVE:
    case EVENT_SELECT:
    case EVENT_ACQUIRE:
    case EVENT_WAIT_GROUP:
    case EVENT_WAIT:
    case EVENT_BARRIER:
    case EVENT_JOIN: return api->blocking != BLOCKING_NEVER;
    default: return false;
    }
}

static bool is_inner_lock(const void *context, CallSite site) {
    const SiteChain *end = context;
    return site.function == end->function && site.node == end->node;
}

// What the task may wait for before it comes to its inner lock.
static void add_waits(Search *search, const CyclePart *part) {
    const Inspection *inspection = search->inspection;
    const TaskClass *class = task_tree_class(inspection->locksets->tasks, part->task);
    if (!class->entry) return;
    const TaskFlood *flood = task_flood(inspection, class->entry, is_inner_lock, chain_end(part->site), search->arena);
    FunctionList functions = task_flood_functions(flood);
    for (uint32_t i = 0; i < functions.count; i++) {
        FunctionId id = functions.items[i];
        for (NodeId node = 1; node < program_function(inspection->program, id)->node_count; node++) {
            CallSite site = {id, node};
            const Api *api = api_at(inspection->program, site);
            if (api && waits(api) && task_flood_reaches(flood, site)) add_operands(search, site);
        }
    }
}

static void begin(Search *search) {
    for (uint32_t i = 0; i < search->cycle->count; i++) add_locks(search, &search->cycle->parts[i]);
    for (uint32_t i = 0; i < search->cycle->count; i++) add_waits(search, &search->cycle->parts[i]);
}

// Where anybody may give a lock back, a circle is no end.
static bool have_holders(const Search *search) {
    const Program *program = search->inspection->program;
    for (ApiId id = 1; id < program->apis.count; id++) {
        const Api *api = program_api(program, id);
        bool is_lock = api->object == OBJECT_MUTEX || api->object == OBJECT_READ_WRITE_LOCK;
        if (api->event == EVENT_UNLOCK && is_lock && !api->outcomes[OUTCOME_REFUSED].is_possible) return false;
    }
    return true;
}

static void explore_from(Search *search, FunctionId root, const Relevance *slice, Passage *passage) {
    Run *run = search->run;
    ExploreOptions options = {.state_limit = STATES_PER_ROUND, .work_limit = WORK_PER_ROUND, .passage = passage};
    options.shared = run->shared;
    options.dump = run->options->smt_dump;
    if (options.work_limit > run->work_left_for_circles) options.work_limit = run->work_left_for_circles;
    Exploration *exploration = explore(run->program, run->points_to, slice, root, &options, run->scratch);
    run->statistics->work += exploration->work;
    run->statistics->states += exploration->states;
    run->work_left_for_circles -= exploration->work < options.work_limit ? exploration->work : options.work_limit;
    uint32_t before = run->findings->list.count;
    run_report_all(run, exploration);
    search->is_found |= run->findings->list.count > before;
}

static bool explore_scope(Search *search, const Scope *scope, Passage **passage) {
    Run *run = search->run;
    const Relevance *slice = relevance_compute_scope(scope_run_slicer(run, true), scope);
    *passage = passage_create(search->map, slice, search->arena); // of its own: exploring gives memory back
    for (uint32_t i = 0; i < run->roots.count && !search->is_found && run->work_left_for_circles; i++)
        if (relevance_of_function(slice, run->roots.items[i]))
            explore_from(search, run->roots.items[i], slice, *passage);
    return search->is_found;
}

// Whether there is more to look at.
static bool widen(Search *search, Passage *passage) {
    uint32_t before = search->object_count;
    ObjectList hindrances = passage_hindrances(passage);
    for (uint32_t i = 0; i < hindrances.count; i++) add_object(search, hindrances.items[i]);
    return search->object_count > before;
}

static void look(Search *search) {
    Run *run = search->run;
    bool goes_on = true;
    for (uint32_t round = 0; round < ROUNDS && goes_on && run->work_left_for_circles; round++) {
        run->scratch = arena_create();
        Passage *passage;
        Scope scope = scope_of_objects(search->map, search->objects, search->object_count, run->scratch);
        goes_on = !explore_scope(search, &scope, &passage) && widen(search, passage);
        arena_destroy(run->scratch);
    }
}

bool circle_run_finds(const Inspection *inspection, const LockCycle *cycle) {
    Run *run = inspection->run;
    Search search = {.inspection = inspection, .cycle = cycle, .run = run, .map = scope_run_map(run)};
    if (!have_holders(&search)) return false;
    search.arena = arena_create();
    begin(&search);
    if (search.object_count) look(&search);
    arena_destroy(search.arena);
    return search.is_found;
}
