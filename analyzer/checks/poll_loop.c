// SPDX-License-Identifier: MIT
#include "checks/poll_loop.h"

#include "checks/names.h"
#include "checks/outcome_walk.h"
#include "explorer/machine.h"
#include "link/control_flow.h"
#include "link/natural_loop.h"

#include <string.h>

// A try form that had nothing, and a timed one whose time was over (Linux); EINTR is what a wait may end with, no poll.
enum { DEEPEST_CALL = 4, TRY_ERROR = 11, TIME_ERROR = 110 };

// A variable that the way round sets, and one that the value set is computed from.
typedef struct Dependence {
    VariableId set, from;
} Dependence;

typedef struct Round {
    const Inspection *inspection;
    Arena *arena; // of one function's search
    CallSite start;
    const bool *in_loop; // per node of the loop's function; NULL within a called one
    uint32_t depth;      // of calls
    bool comes_round, gets_somewhere;
    const Api *poll;
    ARRAY(CallSite) seen; // polls in the loop's own function
    ARRAY(Dependence) dependences;
    VariableId errno_place; // holds the address of errno
} Round;

static const Node *node_of(const Round *round, CallSite site) {
    return &program_function(round->inspection->program, site.function)->nodes[site.node];
}

static bool has_constant(const Program *program, ExprId id, int64_t *value) {
    const Expr *expr = id ? program_expr(program, id) : NULL;
    while (expr && expr->kind == EXPR_CONVERT) expr = program_expr(program, expr->left);
    if (!expr || expr->kind != EXPR_CONSTANT) return false;
    *value = expr->constant;
    return true;
}

static bool has_no_time(const Program *program, const Node *node, const Api *api) {
    int64_t timeout;
    return api->blocking == BLOCKING_TIMED && api->has_try &&
           has_constant(program, event_operand(program, node, OPERAND_TIMEOUT), &timeout) && timeout == api->try_value;
}

// Whether the event asks for something and goes on without it when it is not there.
static bool is_poll(const Program *program, const Node *node, const Api *api) {
    bool never_waits = api->blocking == BLOCKING_NEVER || api->select_has_default || has_no_time(program, node, api);
    switch (api->event) {
    case EVENT_RECEIVE:
    case EVENT_SEND:
    case EVENT_SELECT:
    case EVENT_LOCK:
    case EVENT_ACQUIRE:
    case EVENT_WAIT_GROUP:
    case EVENT_JOIN: return never_waits && !api->serves_all;
    case EVENT_QUERY_CLOSED: return true;
    default: return false;
    }
}

static bool nothing_value(const Api *api, int64_t *value) {
    if (api->event == EVENT_QUERY_CLOSED) return outcome_value(api, OUTCOME_OK, value);
    return outcome_value(api, OUTCOME_WOULD_BLOCK, value) || outcome_value(api, OUTCOME_BUSY, value) ||
           outcome_value(api, OUTCOME_TIMED_OUT, value);
}

// Looking is not getting anywhere, and neither is what leaves no trace; a result may be the time, which passes.
static bool leaves_no_trace(const Program *program, const Node *node, const Api *api) {
    switch (api->event) {
    case EVENT_ATOMIC_LOAD:
    case EVENT_QUERY:
    case EVENT_FENCE: return true;
    case EVENT_HARMLESS:
        if (api_operand(api, OPERAND_ELEMENT).source != SOURCE_NONE) return false;
        return !node->result || program_variable(program, node->result)->type.kind == TYPE_POINTER;
    default: return false;
    }
}

static VariableId root_variable(const Program *program, ExprId address) {
    const Expr *expr = program_expr(program, address);
    while (expr->kind == EXPR_FIELD || expr->kind == EXPR_ELEMENT || expr->kind == EXPR_CONVERT)
        expr = program_expr(program, expr->left);
    return expr->kind == EXPR_VARIABLE_ADDRESS ? expr->reference : 0;
}

static bool is_own_variable(const Program *program, VariableId id) {
    VariableKind kind = id ? program_variable(program, id)->kind : VARIABLE_GLOBAL;
    return kind == VARIABLE_LOCAL || kind == VARIABLE_PARAMETER || kind == VARIABLE_TEMPORARY;
}

static void depend(Round *round, VariableId set, ExprId id) {
    const Expr *expr = program_expr(round->inspection->program, id);
    if (expr->kind == EXPR_LOAD) {
        VariableId from = root_variable(round->inspection->program, expr->left);
        if (from) array_push(&round->dependences, round->arena, (Dependence){set, from});
    }
    if (expr->left) depend(round, set, expr->left);
    if (expr->right) depend(round, set, expr->right);
}

static void enter_store(Round *round, const Node *node) {
    VariableId variable = root_variable(round->inspection->program, node->target);
    if (!is_own_variable(round->inspection->program, variable)) {
        round->gets_somewhere = true;
        return;
    }
    if (node->kind == NODE_ASSIGN) depend(round, variable, node->value);
    if (node->kind != NODE_COPY) return;
    VariableId from = root_variable(round->inspection->program, node->value);
    if (from) array_push(&round->dependences, round->arena, (Dependence){variable, from});
}

static void note_poll(Round *round, CallSite site, const Api *api) {
    round->poll = api;
    if (!round->in_loop) return;
    for (uint32_t i = 0; i < round->seen.count; i++)
        if (round->seen.items[i].node == site.node) return;
    array_push(&round->seen, round->arena, site);
}

static void enter_event(Round *round, CallSite site, const Node *node) {
    const Program *program = round->inspection->program;
    const Api *api = program_api(program, node->api);
    if (api->event == EVENT_HARMLESS && node->result && strstr(api->function, "errno"))
        round->errno_place = node->result;
    if (is_poll(program, node, api))
        note_poll(round, site, api);
    else if (!leaves_no_trace(program, node, api))
        round->gets_somewhere = true;
}

static bool callee_result(Round *round, CallSite site, int64_t *value);

static bool give_result(void *context, CallSite site, int64_t *value) {
    Round *round = context;
    const Program *program = round->inspection->program;
    const Node *node = node_of(round, site);
    if (node->kind == NODE_CALL) return callee_result(round, site, value);
    const Api *api = program_api(program, node->api);
    return is_poll(program, node, api) && nothing_value(api, value);
}

static void enter_node(Round *round, CallSite site) {
    const Node *node = node_of(round, site);
    int64_t value;
    switch (node->kind) {
    case NODE_EVENT: enter_event(round, site, node); break;
    case NODE_CALL: (void)callee_result(round, site, &value); break;
    case NODE_ASSIGN:
    case NODE_COPY:
    case NODE_ZERO: enter_store(round, node); break;
    case NODE_SKIPPED: round->gets_somewhere = true; break;
    default: break;
    }
}

static bool enter(void *context, CallSite site) {
    Round *round = context;
    if (round->gets_somewhere) return false;
    if (round->in_loop && site.node == round->start.node) {
        round->comes_round = true;
        return false;
    }
    if (round->in_loop && !round->in_loop[site.node]) return false;
    enter_node(round, site);
    return !round->gets_somewhere;
}

// What the poll has left in errno.
static bool load_error(void *context, const Expr *load, int64_t *value) {
    const Round *round = context;
    const Program *program = round->inspection->program;
    const Expr *address = program_expr(program, load->left);
    if (address->kind != EXPR_LOAD || !round->poll || !round->errno_place) return false;
    const Expr *holder = program_expr(program, address->left);
    if (holder->kind != EXPR_VARIABLE_ADDRESS || holder->reference != round->errno_place) return false;
    *value = round->poll->blocking == BLOCKING_TIMED ? TIME_ERROR : TRY_ERROR;
    return true;
}

static OutcomeEnd walk_round(Round *round) {
    OutcomeWalk walk = {.program = round->inspection->program,
                        .arena = round->arena,
                        .context = round,
                        .result = give_result,
                        .enter = enter,
                        .load = load_error};
    return outcome_walk(&walk, round->start);
}

static bool walk_callee(Round *round, CallSite site, FunctionId id, int64_t *value) {
    Round inner = {.inspection = round->inspection, .arena = round->arena, .start = {id, 0}, .depth = round->depth + 1};
    if (!program_function(round->inspection->program, id)->is_defined || inner.depth > DEEPEST_CALL) {
        round->gets_somewhere = true;
        return false;
    }
    OutcomeEnd end = walk_round(&inner);
    round->gets_somewhere |= inner.gets_somewhere || end.is_cut;
    if (inner.poll) note_poll(round, site, inner.poll);
    *value = end.value;
    return end.leaves && end.has_value;
}

// What a called function returns when its polls have nothing; its effects count as those of the loop.
static bool callee_result(Round *round, CallSite site, int64_t *value) {
    FunctionSet callees = points_to_callees(round->inspection->points_to, site.function, site.node);
    bool has_value = callees.count == 1 && !callees.has_unknown;
    if (callees.has_unknown || !callees.count) round->gets_somewhere = true;
    for (uint32_t i = 0; i < callees.count && !round->gets_somewhere; i++)
        has_value &= walk_callee(round, site, callees.items[i], value);
    return has_value && !round->gets_somewhere;
}

// Whether something is computed from what it was the last time round: a counter, a back-off, a position.
static bool remembers(const Round *round) {
    uint32_t count = round->dependences.count;
    for (uint32_t i = 0; i < count; i++) {
        bool *is_reached = arena_new_array(round->arena, bool, count);
        is_reached[i] = true;
        for (bool changed = true; changed;) {
            changed = false;
            for (uint32_t j = 0; j < count; j++)
                for (uint32_t k = 0; k < count && is_reached[j]; k++) {
                    if (is_reached[k] || round->dependences.items[k].set != round->dependences.items[j].from) continue;
                    is_reached[k] = changed = true;
                }
        }
        for (uint32_t j = 0; j < count; j++)
            if (is_reached[j] && round->dependences.items[j].from == round->dependences.items[i].set) return true;
    }
    return false;
}

// Whether every task that the library of this event starts takes turns with the others.
static bool is_cooperative(const Program *program, const char *library) {
    bool has_tasks = false;
    for (ApiId id = 1; id < program->apis.count; id++) {
        const Api *api = program_api(program, id);
        if (api->event != EVENT_SPAWN || strcmp(api->library, library) != 0) continue;
        if (api->domain != DOMAIN_COOPERATIVE) return false;
        has_tasks = true;
    }
    return has_tasks;
}

static void sort_polls(Round *round) {
    CallSite *items = round->seen.items;
    for (uint32_t i = 1; i < round->seen.count; i++)
        for (uint32_t j = i; j > 0 && items[j].node < items[j - 1].node; j--) {
            CallSite other = items[j];
            items[j] = items[j - 1];
            items[j - 1] = other;
        }
}

// Where every execution is known and none finds nothing there, as when all is there before the loop begins.
static bool never_finds_nothing(const Inspection *inspection, CallSite poll) {
    const Node *node = &program_function(inspection->program, poll.function)->nodes[poll.node];
    const uint8_t *endings = inspection->endings[poll.function];
    if (node->kind != NODE_EVENT || !endings || !inspection->is_decided[poll.function]) return false;
    bool is_question = program_api(inspection->program, node->api)->event == EVENT_QUERY_CLOSED;
    return !(endings[poll.node] & (is_question ? ENDED_WELL : ENDED_WITH_NOTHING));
}

static bool goes_round(const Inspection *inspection, CallSite start, const bool *in_loop, Arena *scratch,
                       PollLoop *loop) {
    Round round = {.inspection = inspection, .arena = scratch, .start = start, .in_loop = in_loop};
    enter_node(&round, start);
    if (round.gets_somewhere || !round.poll) return false;
    OutcomeEnd end = walk_round(&round);
    if (end.is_cut || !round.comes_round || round.gets_somewhere || remembers(&round)) return false;
    for (uint32_t i = 0; i < round.seen.count; i++)
        if (never_finds_nothing(inspection, round.seen.items[i])) return false;
    sort_polls(&round);
    CallSite *polls = arena_new_array(inspection->arena, CallSite, round.seen.count);
    memcpy(polls, round.seen.items, round.seen.count * sizeof *polls);
    *loop = (PollLoop){polls, round.seen.count, round.poll, is_cooperative(inspection->program, round.poll->library)};
    return true;
}

static bool is_known_loop(const PollLoops *loops, NodeId poll) {
    for (uint32_t i = 0; i < loops->list.count; i++)
        for (uint32_t j = 0; j < loops->list.items[i].poll_count; j++)
            if (loops->list.items[i].polls[j].node == poll) return true;
    return false;
}

static void find_in_loop(const Inspection *inspection, FunctionId id, const bool *in_loop, Arena *scratch,
                         PollLoops *loops) {
    const Function *function = program_function(inspection->program, id);
    for (NodeId node = 1; node < function->node_count; node++) {
        PollLoop loop;
        NodeKind kind = function->nodes[node].kind;
        if (!in_loop[node] || (kind != NODE_EVENT && kind != NODE_CALL) || is_known_loop(loops, node)) continue;
        if (goes_round(inspection, (CallSite){id, node}, in_loop, scratch, &loop))
            array_push(&loops->list, inspection->arena, loop);
    }
}

static bool polls_itself(const Program *program, const Function *function) {
    for (NodeId id = 1; id < function->node_count; id++) {
        const Node *node = &function->nodes[id];
        if (node->kind == NODE_EVENT && is_poll(program, node, program_api(program, node->api))) return true;
    }
    return false;
}

bool *poll_loops_pollers(const Inspection *inspection) {
    uint32_t count = inspection->program->functions.count, depth = 0;
    bool *polls = arena_new_array(inspection->arena, bool, count);
    FunctionId *stack = arena_new_array(inspection->arena, FunctionId, count);
    for (FunctionId id = 1; id < count; id++)
        if (polls_itself(inspection->program, program_function(inspection->program, id)))
            polls[stack[depth++] = id] = true;
    while (depth) {
        CallSiteList callers = call_graph_callers(inspection->calls, stack[--depth]);
        for (uint32_t i = 0; i < callers.count; i++)
            if (!polls[callers.items[i].function]) polls[stack[depth++] = callers.items[i].function] = true;
    }
    return polls;
}

PollLoops poll_loops_of(const Inspection *inspection, FunctionId id) {
    const Function *function = program_function(inspection->program, id);
    PollLoops loops = {0};
    Arena *scratch = arena_create();
    const ControlFlow *flow = control_flow_build(function, NULL, scratch);
    for (NodeId head = 1; head < function->node_count; head++)
        if (flow->is_reachable[head] && flow->loop_head[head] == head)
            find_in_loop(inspection, id, natural_loop_body(flow, head, scratch), scratch, &loops);
    arena_destroy(scratch);
    return loops;
}
