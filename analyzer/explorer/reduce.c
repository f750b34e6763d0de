// SPDX-License-Identifier: MIT
#include "explorer/reduce.h"

#include "link/control_flow.h"
#include "link/pair_map.h"

#include <string.h>

enum { MOST_STARTS = 16 };

enum { WORDS = 4, CLASSES = WORDS * 64 };

// Abstract objects that scheduling points operate on, one bit each; sites beyond the last bit share it.
typedef struct Uses {
    uint64_t bits[WORDS];
} Uses;

struct Reduction {
    const Program *program;
    const PointsTo *points_to;
    const Relevance *relevance; // NULL: everything is relevant
    Arena *arena;
    Arena *kept;   // of what is not given back before the end
    Arena *round;  // of one question
    PairMap bits;  // site -> its bit
    PairMap ahead; // function, node -> 1 + index of what is used there or later
    PairMap whole; // function -> 1 + index of what is used in it, with what it calls and starts
    ARRAY(Uses) known;
};

// Tasks that share a scheduler move as one process.
typedef struct Process {
    Uses next, future;
    bool is_living, is_in, has_move;
} Process;

static void unite(Uses *into, const Uses *from) {
    for (uint32_t i = 0; i < WORDS; i++) into->bits[i] |= from->bits[i];
}

static bool meet(const Uses *a, const Uses *b) {
    for (uint32_t i = 0; i < WORDS; i++)
        if (a->bits[i] & b->bits[i]) return true;
    return false;
}

static void use_all(Uses *uses) {
    memset(uses, 0xff, sizeof *uses);
}

// Bits are given out as sites are met; bit 0 is no site's.
static void use_site(Reduction *reduction, Uses *uses, SiteId site) {
    bool is_new;
    uint32_t *known = pair_map_slot(&reduction->bits, reduction->kept, site, 0, &is_new);
    if (is_new) *known = reduction->bits.count < CLASSES - 1 ? reduction->bits.count : CLASSES - 1;
    uint32_t bit = *known;
    uses->bits[bit / 64] |= UINT64_C(1) << (bit % 64);
}

static void use_set(Reduction *reduction, Uses *uses, PointeeSet set) {
    if (set.has_unknown) use_all(uses);
    for (uint32_t i = 0; i < set.count; i++) use_site(reduction, uses, set.items[i].site);
}

static void use_cases(Reduction *reduction, Uses *uses, FunctionId function, const Node *node, const Api *api) {
    if (api->select_source != SELECT_VARIADIC_CHANNELS) {
        use_all(uses);
        return;
    }
    for (uint32_t i = api_operand(api, OPERAND_CASES).index; i < node->argument_count; i++)
        use_set(reduction, uses, points_to_of_expr(reduction->points_to, function, node->arguments[i]));
}

static bool is_executed(const Reduction *reduction, FunctionId function, NodeId id) {
    return !reduction->relevance || relevance_of_node(reduction->relevance, function, id);
}

// In a slice for a scope plain accesses are scheduling points too where something was stepped over before them.
static bool is_scope(const Reduction *reduction) {
    return reduction->relevance && relevance_scope(reduction->relevance);
}

static bool is_own(const Reduction *reduction, ExprId address) {
    const Expr *expr = program_expr(reduction->program, address);
    if (expr->kind != EXPR_VARIABLE_ADDRESS) return false;
    const Variable *variable = program_variable(reduction->program, expr->reference);
    return variable->kind == VARIABLE_TEMPORARY ||
           ((variable->kind == VARIABLE_LOCAL || variable->kind == VARIABLE_PARAMETER) && !variable->is_address_taken);
}

static void use_plain(Reduction *reduction, Uses *uses, FunctionId function, ExprId id) {
    if (!id) return;
    const Expr *expr = program_expr(reduction->program, id);
    bool is_stop = expr->type.is_atomic || expr->type.is_volatile || is_scope(reduction);
    if (expr->kind == EXPR_LOAD && is_stop && !is_own(reduction, expr->left))
        use_set(reduction, uses, points_to_of_expr(reduction->points_to, function, expr->left));
    use_plain(reduction, uses, function, expr->left);
    use_plain(reduction, uses, function, expr->right);
}

static void use_event(Reduction *reduction, Uses *uses, FunctionId function, NodeId id) {
    const Node *node = &program_function(reduction->program, function)->nodes[id];
    const Api *api = program_api(reduction->program, node->api);
    switch (api->event) {
    case EVENT_HARMLESS:
    case EVENT_ALLOCATE:
    case EVENT_FREE_MEMORY:
    case EVENT_COPY_MEMORY:
    case EVENT_FILL_MEMORY:
    case EVENT_MAKE:
    case EVENT_SPAWN: return;
    case EVENT_CANCEL:
    case EVENT_PROCESS_EXIT: use_all(uses); return;
    case EVENT_JOIN:
        if (api->blocking != BLOCKING_FOREVER) use_all(uses); // sees whether the task has ended yet
        break;
    case EVENT_SELECT: use_cases(reduction, uses, function, node, api); return;
    default: break;
    }
    static const OperandRole roles[] = {OPERAND_OBJECT, OPERAND_MUTEX};
    for (uint32_t i = 0; i < 2; i++)
        if (api_operand(api, roles[i]).source != SOURCE_NONE)
            use_set(reduction, uses, points_to_of_operand(reduction->points_to, function, id, roles[i]));
}

static FunctionSet callees_of(Reduction *reduction, FunctionId function, NodeId id) {
    const Node *node = &program_function(reduction->program, function)->nodes[id];
    if (!is_executed(reduction, function, id)) return (FunctionSet){0};
    bool calls = node->kind == NODE_CALL;
    if (node->kind == NODE_EVENT) {
        EventKind event = program_api(reduction->program, node->api)->event;
        calls = event == EVENT_SPAWN || event == EVENT_ONCE;
    }
    return calls ? points_to_callees(reduction->points_to, function, id) : (FunctionSet){0};
}

static void use_node_itself(Reduction *reduction, Uses *uses, FunctionId function, NodeId id) {
    const Node *node = &program_function(reduction->program, function)->nodes[id];
    if (!is_executed(reduction, function, id)) return;
    if (node->kind == NODE_EVENT) {
        use_event(reduction, uses, function, id);
        return;
    }
    use_plain(reduction, uses, function, node->value);
    use_plain(reduction, uses, function, node->target);
    for (uint32_t i = 0; node->kind == NODE_CALL && i < node->argument_count; i++)
        use_plain(reduction, uses, function, node->arguments[i]);
    bool is_stop = node->type.is_atomic || node->type.is_volatile || is_scope(reduction);
    if (node->kind == NODE_ASSIGN && is_stop && !is_own(reduction, node->target))
        use_set(reduction, uses, points_to_of_expr(reduction->points_to, function, node->target));
}

static void gather_function(Reduction *reduction, Uses *uses, FunctionId id, PairMap *entered);

static void gather_node(Reduction *reduction, Uses *uses, FunctionId id, NodeId node, PairMap *entered) {
    use_node_itself(reduction, uses, id, node);
    FunctionSet set = callees_of(reduction, id, node);
    for (uint32_t i = 0; i < set.count; i++) gather_function(reduction, uses, set.items[i], entered);
}

// Depth first over calls and spawns, each function once, so that recursion needs no fixpoint.
static void gather_function(Reduction *reduction, Uses *uses, FunctionId id, PairMap *entered) {
    const Function *function = program_function(reduction->program, id);
    bool is_new;
    if (!function->is_defined) return;
    pair_map_slot(entered, reduction->arena, id, 0, &is_new);
    if (!is_new) return;
    if (is_scope(reduction)) {
        NodeList nodes = relevance_nodes(reduction->relevance, id);
        for (uint32_t i = 0; i < nodes.count; i++) gather_node(reduction, uses, id, nodes.items[i], entered);
        return;
    }
    for (NodeId node = 1; node < function->node_count; node++) gather_node(reduction, uses, id, node, entered);
}

static uint32_t keep_uses(Reduction *reduction, Uses uses) {
    array_push(&reduction->known, reduction->kept, uses);
    return reduction->known.count;
}

static Uses uses_of_function(Reduction *reduction, FunctionId id) {
    uint32_t known = pair_map_get(&reduction->whole, id, 0, 0);
    if (known) return reduction->known.items[known - 1];
    ArenaMark mark = arena_mark(reduction->arena);
    Uses uses = {0};
    PairMap entered = {0};
    gather_function(reduction, &uses, id, &entered);
    arena_rewind(reduction->arena, mark);
    *pair_map_slot(&reduction->whole, reduction->kept, id, 0, NULL) = keep_uses(reduction, uses);
    return uses;
}

static Uses uses_of_node(Reduction *reduction, FunctionId function, NodeId id) {
    Uses uses = {0};
    use_node_itself(reduction, &uses, function, id);
    FunctionSet set = callees_of(reduction, function, id);
    for (uint32_t i = 0; i < set.count; i++) {
        Uses of_callee = uses_of_function(reduction, set.items[i]);
        unite(&uses, &of_callee);
    }
    return uses;
}

// The same from one relevant node to the next; what is not relevant uses nothing.
static Uses flood_relevant(Reduction *reduction, FunctionId id, NodeId start) {
    const Function *function = program_function(reduction->program, id);
    ArenaMark mark = arena_mark(reduction->arena);
    PairMap seen = {0};
    ARRAY(NodeId) stack = {0};
    Uses uses = {0};
    array_push(&stack, reduction->arena, relevance_next(reduction->relevance, id, start));
    while (stack.count) {
        NodeId at = stack.items[--stack.count];
        bool is_new = at != 0;
        if (at) pair_map_slot(&seen, reduction->arena, at, 0, &is_new);
        if (!is_new) continue;
        Uses own = uses_of_node(reduction, id, at);
        unite(&uses, &own);
        for (uint32_t i = 0; i < control_flow_way_count(&function->nodes[at]); i++) {
            NodeId way = control_flow_way(&function->nodes[at], i);
            array_push(&stack, reduction->arena, relevance_next(reduction->relevance, id, way));
        }
    }
    arena_rewind(reduction->arena, mark);
    return uses;
}

static Uses flood(Reduction *reduction, FunctionId id, NodeId start) {
    const Function *function = program_function(reduction->program, id);
    ArenaMark mark = arena_mark(reduction->arena);
    bool *is_seen = arena_new_array(reduction->arena, bool, function->node_count);
    NodeId *stack = arena_new_array(reduction->arena, NodeId, function->node_count + 1);
    uint32_t depth = 0;
    Uses uses = {0};
    stack[depth++] = start;
    is_seen[start] = true;
    while (depth) {
        NodeId at = stack[--depth];
        Uses own = uses_of_node(reduction, id, at);
        unite(&uses, &own);
        for (uint32_t i = 0; i < control_flow_way_count(&function->nodes[at]); i++) {
            NodeId next = control_flow_way(&function->nodes[at], i);
            if (!next || is_seen[next]) continue;
            is_seen[next] = true;
            stack[depth++] = next;
        }
    }
    arena_rewind(reduction->arena, mark);
    return uses;
}

static Uses uses_ahead(Reduction *reduction, FunctionId function, NodeId node) {
    uint32_t known = pair_map_get(&reduction->ahead, function, node, 0);
    if (known) return reduction->known.items[known - 1];
    bool is_direct = is_scope(reduction) && relevance_is_reached_directly(reduction->relevance, function);
    Uses uses = is_direct ? flood_relevant(reduction, function, node) : flood(reduction, function, node);
    *pair_map_slot(&reduction->ahead, reduction->kept, function, node, NULL) = keep_uses(reduction, uses);
    return uses;
}

Reduction *reduction_create(const Program *program, const PointsTo *points_to, const Relevance *relevance,
                            Arena *arena) {
    Reduction *reduction = arena_new(arena, Reduction);
    *reduction = (Reduction){.program = program,
                             .points_to = points_to,
                             .relevance = relevance,
                             .arena = arena_create(),
                             .kept = arena_create(),
                             .round = arena_create()};
    return reduction;
}

void reduction_destroy(Reduction *reduction) {
    arena_destroy(reduction->arena);
    arena_destroy(reduction->kept);
    arena_destroy(reduction->round);
}

static void add_task(Reduction *reduction, const State *state, const Task *task, Process *process) {
    for (uint32_t i = 0; i < task->frame_count; i++) {
        if (!task->frames[i].node) continue;
        Uses ahead = uses_ahead(reduction, task->frames[i].function, task->frames[i].node);
        unite(&process->future, &ahead);
    }
    const Frame *top = task_frame(task);
    bool is_next = top->node && (task->status == TASK_PARKED || task->is_at_stop);
    if (is_next) {
        Uses next = uses_of_node(reduction, top->function, top->node);
        unite(&process->next, &next);
    }
    if (task->bundle || task->is_waiting_for_group) use_all(&process->future);
    (void)state;
}

static uint32_t process_of(const State *state, TaskId id) {
    uint32_t group = state_task(state, id)->group;
    return group ? state->task_count + group : id;
}

// Those that live; a long run leaves many that have ended.
typedef struct Processes {
    Process *items;
    uint32_t *living;
    uint32_t living_count;
} Processes;

// Adds every process whose future conflicts with what the chosen ones do next.
static uint32_t close_over(const Processes *processes, uint32_t start) {
    for (uint32_t i = 0; i < processes->living_count; i++) processes->items[processes->living[i]].is_in = false;
    Process *items = processes->items;
    Uses next = items[start].next;
    items[start].is_in = true;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < processes->living_count; i++) {
            Process *process = &items[processes->living[i]];
            if (process->is_in || !meet(&process->future, &next)) continue;
            process->is_in = changed = true;
            unite(&next, &process->next);
        }
    }
    uint32_t moving = 0;
    for (uint32_t i = 0; i < processes->living_count; i++) {
        const Process *process = &items[processes->living[i]];
        moving += process->is_in && process->has_move;
    }
    return moving;
}

static uint32_t bring_forward(const State *state, const Processes *processes, Move *moves, uint32_t count) {
    uint32_t chosen = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!processes->items[process_of(state, moves[i].task)].is_in) continue;
        Move move = moves[i];
        memmove(moves + chosen + 1, moves + chosen, (i - chosen) * sizeof *moves);
        moves[chosen++] = move;
    }
    return chosen;
}

static Processes gather_processes(Reduction *reduction, const State *state, const Move *moves, uint32_t count) {
    uint32_t most = state->task_count + state->group_count;
    Processes processes = {arena_new_array(reduction->round, Process, most),
                           arena_new_array(reduction->round, uint32_t, most), 0};
    for (TaskId id = 1; id < state->task_count; id++) {
        if (state_task(state, id)->status == TASK_ENDED) continue;
        uint32_t index = process_of(state, id);
        if (!processes.items[index].is_living) processes.living[processes.living_count++] = index;
        processes.items[index].is_living = true;
        add_task(reduction, state, state_task(state, id), &processes.items[index]);
    }
    for (uint32_t i = 0; i < count; i++) processes.items[process_of(state, moves[i].task)].has_move = true;
    return processes;
}

uint32_t reduction_choose(Reduction *reduction, const State *state, Move *moves, uint32_t count) {
    if (count < 2) return count;
    ArenaMark mark = arena_mark(reduction->round);
    Processes processes = gather_processes(reduction, state, moves, count);
    uint32_t best = 0, least = UINT32_MAX;
    // Any start gives a persistent set; a search for the smallest of very many costs more than it saves.
    for (uint32_t i = 0; i < count && i < MOST_STARTS && least > 1; i++) {
        uint32_t start = process_of(state, moves[i].task);
        uint32_t moving = close_over(&processes, start);
        if (moving >= least) continue;
        least = moving;
        best = start;
    }
    close_over(&processes, best);
    uint32_t chosen = bring_forward(state, &processes, moves, count);
    arena_rewind(reduction->round, mark);
    return chosen;
}
