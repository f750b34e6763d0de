// SPDX-License-Identifier: MIT
// Final components of the state graph (Tarjan 1972, without recursion) and the tasks that are parked in
// all of their states.
#include "solver/search.h"
#include "solver/service_loop.h"

enum { MOST_STUCK_STATES = 64 };

typedef struct Components {
    uint32_t *index, *low, *component; // per state; component 0 while unassigned
    uint32_t *stack, *work, *at_edge;
    uint32_t stack_count, next_index, count;
} Components;

static uint32_t edge_target(const Search *search, uint32_t state, uint32_t edge) {
    return search->targets.items[search->found.items[state].first_edge + edge];
}

static void close_component(Components *components, uint32_t root) {
    components->count++;
    uint32_t state;
    do {
        state = components->stack[--components->stack_count];
        components->component[state] = components->count;
    } while (state != root);
}

static void open_state(Components *components, uint32_t state) {
    components->index[state] = components->low[state] = ++components->next_index;
    components->stack[components->stack_count++] = state;
    components->at_edge[state] = 0;
}

static void visit(const Search *search, Components *components, uint32_t root) {
    uint32_t depth = 0;
    open_state(components, root);
    components->work[depth++] = root;
    while (depth) {
        uint32_t state = components->work[depth - 1];
        if (components->at_edge[state] < search->found.items[state].edge_count) {
            uint32_t target = edge_target(search, state, components->at_edge[state]++);
            if (!components->index[target]) {
                open_state(components, target);
                components->work[depth++] = target;
            } else if (!components->component[target] && components->index[target] < components->low[state]) {
                components->low[state] = components->index[target];
            }
            continue;
        }
        if (components->low[state] == components->index[state]) close_component(components, state);
        if (--depth && components->low[state] < components->low[components->work[depth - 1]])
            components->low[components->work[depth - 1]] = components->low[state];
    }
}

static Components *find_components(const Search *search) {
    Components *components = arena_new(search->arena, Components);
    uint32_t count = search->found.count;
    components->index = arena_new_array(search->arena, uint32_t, count);
    components->low = arena_new_array(search->arena, uint32_t, count);
    components->component = arena_new_array(search->arena, uint32_t, count);
    components->stack = arena_new_array(search->arena, uint32_t, count);
    components->work = arena_new_array(search->arena, uint32_t, count);
    components->at_edge = arena_new_array(search->arena, uint32_t, count);
    for (uint32_t state = 1; state < count; state++)
        if (!components->index[state]) visit(search, components, state);
    return components;
}

// A component is final when nothing leaves it, no path out of it was cut and the process has not ended.
static bool *find_final(const Search *search, const Components *components) {
    bool *is_final = arena_new_array(search->arena, bool, components->count + 1);
    for (uint32_t i = 1; i <= components->count; i++) is_final[i] = true;
    for (uint32_t state = 1; state < search->found.count; state++) {
        const Found *found = &search->found.items[state];
        uint32_t own = components->component[state];
        if (found->is_open || found->is_exited) is_final[own] = false;
        for (uint32_t edge = 0; edge < found->edge_count; edge++)
            if (components->component[edge_target(search, state, edge)] != own) is_final[own] = false;
    }
    return is_final;
}

static bool waits_inside(const State *state, const Task *task) {
    if (task->status != TASK_PARKED || task->is_timed || task->is_external_wait) return false;
    for (uint32_t i = 0; i < task->case_count; i++)
        if (task->cases[i].object && state_object(state, task->cases[i].object)->is_external) return false;
    return true;
}

static uint32_t live_index(const State *state, TaskId id) {
    uint32_t index = 0;
    for (TaskId other = 1; other < id; other++) index += state_task(state, other)->status != TASK_ENDED;
    return index;
}

static TaskId task_at(const State *state, uint32_t index) {
    for (TaskId id = 1; id < state->task_count; id++)
        if (state_task(state, id)->status != TASK_ENDED && index-- == 0) return id;
    return 0;
}

// The same task in another state of the component: tasks keep their order while they live.
static bool stands_there_too(const State *state, const State *other, TaskId id) {
    const Task *task = state_task(state, id);
    TaskId twin = task_at(other, live_index(state, id));
    if (!twin) return false;
    const Task *same = state_task(other, twin);
    if (same->entry != task->entry || !waits_inside(other, same) || same->frame_count != task->frame_count)
        return false;
    const Frame *a = task_frame(task), *b = task_frame(same);
    return a->function == b->function && a->node == b->node;
}

static bool is_stuck(const Search *search, const Components *components, uint32_t state, TaskId id) {
    const State *at = search->found.items[state].state;
    if (!waits_inside(at, state_task(at, id))) return false;
    for (uint32_t other = 1; other < search->found.count; other++)
        if (components->component[other] == components->component[state] &&
            !stands_there_too(at, search->found.items[other].state, id))
            return false;
    return true;
}

static bool holds_lock(const State *state, TaskId id) {
    for (ObjectId object = 1; object < state->object_count; object++) {
        const Object *at = state_object(state, object);
        if (at && (at->kind == OBJECT_MUTEX || at->kind == OBJECT_READ_WRITE_LOCK) && at->owner == id) return true;
    }
    return false;
}

// A server at rest: it has received before, holds nothing and would go on serving.
static bool is_idle(const Search *search, const State *state, TaskId id) {
    const Task *task = state_task(state, id);
    const Program *program = search->machine.program;
    const Frame *top = task_frame(task);
    const Node *node = machine_node(&search->machine, top->function, top->node);
    EventKind event = node->kind == NODE_EVENT ? program_api(program, node->api)->event : EVENT_HARMLESS;
    if (event != EVENT_RECEIVE && event != EVENT_SELECT && event != EVENT_WAIT && event != EVENT_ACQUIRE) return false;
    if (!search->machine.completed[top->function][top->node] || holds_lock(state, id)) return false;
    for (uint32_t i = 0; i < task->frame_count; i++)
        if (node_is_in_service_loop(program, task->frames[i].function, task->frames[i].node, search->arena))
            return true;
    return false;
}

static void view_task(const Search *search, const State *state, TaskId id, TaskView *view) {
    const Task *task = state_task(state, id);
    *view = (TaskView){.task = id,
                       .entry = task->entry,
                       .spawner = task->spawner,
                       .spawned = {task->spawn_function, task->spawn_node},
                       .has_ended = task->status == TASK_ENDED,
                       .depth = task->frame_count};
    view->stack = arena_new_array(search->arena, CallSite, task->frame_count + 1);
    for (uint32_t i = 0; i < task->frame_count; i++)
        view->stack[i] = (CallSite){task->frames[i].function, task->frames[i].node};
    view->waits = task->cases;
    view->wait_count = task->status == TASK_PARKED ? task->case_count : 0;
}

static void view_objects(const Search *search, const State *state, StuckState *stuck) {
    stuck->object_count = state->object_count;
    stuck->objects = arena_new_array(search->arena, ObjectView, state->object_count);
    for (ObjectId id = 1; id < state->object_count; id++) {
        const Object *object = state_object(state, id);
        if (!object) continue;
        stuck->objects[id] = (ObjectView){.kind = object->kind,
                                          .variable = object->variable,
                                          .made = {object->function, object->node},
                                          .capacity = object->capacity,
                                          .owner = object->owner};
        for (uint32_t i = 0; i < 2; i++) {
            stuck->objects[id].fill[i] = object->streams[i].count;
            stuck->objects[id].is_closed[i] = object->streams[i].is_closed;
        }
    }
}

static bool view_state(const Search *search, const Components *components, uint32_t state, StuckState *stuck) {
    const State *at = search->found.items[state].state;
    *stuck = (StuckState){.task_count = at->task_count, .state = state};
    stuck->tasks = arena_new_array(search->arena, TaskView, at->task_count);
    bool found = false;
    for (TaskId id = 1; id < at->task_count; id++) {
        view_task(search, at, id, &stuck->tasks[id]);
        if (!is_stuck(search, components, state, id)) continue;
        stuck->tasks[id].is_stuck = found = true;
        stuck->tasks[id].is_idle = is_idle(search, at, id);
    }
    if (found) view_objects(search, at, stuck);
    return found;
}

// Which operations are blocked, whatever the order of the tasks: one stuck state of a kind is enough.
static Hash signature(const StuckState *stuck) {
    Hash sum = {0};
    for (TaskId id = 1; id < stuck->task_count; id++) {
        const TaskView *view = &stuck->tasks[id];
        if (!view->is_stuck) continue;
        uint32_t words[] = {view->entry, view->stack[view->depth - 1].function, view->stack[view->depth - 1].node};
        Hash one = hash_bytes((Hash){0}, words, sizeof words);
        sum.low += one.low;
        sum.high += one.high;
    }
    return sum;
}

// Every operation at which nobody is stuck in this final state has been left by all who came to it.
static void mark_left(const Search *search, Exploration *exploration, const StuckState *stuck) {
    const Program *program = search->machine.program;
    ARRAY(CallSite) standing = {0};
    for (TaskId id = 1; stuck && id < stuck->task_count; id++)
        if (stuck->tasks[id].is_stuck)
            array_push(&standing, search->arena, stuck->tasks[id].stack[stuck->tasks[id].depth - 1]);
    for (FunctionId function = 1; function < program->functions.count; function++) {
        uint32_t count = program_function(program, function)->node_count;
        for (NodeId node = 1; node < count; node++) {
            if (!exploration->completed[function][node]) continue;
            bool is_left = true;
            for (uint32_t i = 0; i < standing.count; i++)
                is_left &= standing.items[i].function != function || standing.items[i].node != node;
            exploration->is_left[function][node] |= is_left;
        }
    }
}

static bool is_new_kind(Hash *seen, const Exploration *exploration, Hash hash) {
    for (uint32_t i = 0; i < exploration->stuck_count; i++)
        if (seen[i].low == hash.low && seen[i].high == hash.high) return false;
    seen[exploration->stuck_count] = hash;
    return true;
}

static void make_left_table(const Search *search, Exploration *exploration) {
    const Program *program = search->machine.program;
    exploration->is_left = arena_new_array(search->arena, uint8_t *, program->functions.count);
    for (FunctionId id = 1; id < program->functions.count; id++)
        exploration->is_left[id] =
            arena_new_array(search->arena, uint8_t, program_function(program, id)->node_count + 1);
}

void search_find_stuck(Search *search, Exploration *exploration) {
    Components *components = find_components(search);
    bool *is_final = find_final(search, components);
    bool *is_done = arena_new_array(search->arena, bool, components->count + 1);
    Hash seen[MOST_STUCK_STATES];
    make_left_table(search, exploration);
    exploration->stuck = arena_new_array(search->arena, StuckState, MOST_STUCK_STATES);
    for (uint32_t state = 1; state < search->found.count; state++) {
        uint32_t component = components->component[state];
        if (search->found.items[state].is_exited) mark_left(search, exploration, NULL);
        if (!is_final[component] || is_done[component] || exploration->stuck_count == MOST_STUCK_STATES) continue;
        is_done[component] = true; // states are numbered breadth first: this one is the nearest of its component
        StuckState *stuck = &exploration->stuck[exploration->stuck_count];
        bool has_stuck = view_state(search, components, state, stuck);
        mark_left(search, exploration, has_stuck ? stuck : NULL);
        if (has_stuck && is_new_kind(seen, exploration, signature(stuck))) exploration->stuck_count++;
    }
}
