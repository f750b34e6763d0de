// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_blocking_call_in_isr;

// A function that is run in interrupt context, and why that is known.
typedef struct Handler {
    FunctionId function;
    CallContext context;
    CallSite reason;      // the call that registers it, or its own call that only interrupts make
    bool *runs_with_call; // when it says so itself: its nodes on one way with that call; else NULL
} Handler;

// One result for each function that makes such calls, whichever handlers come to it.
typedef struct Search {
    const Inspection *inspection;
    ARRAY(Handler) handlers;
    const Handler *handler;
    const HandlerWalk *walk;
    bool asks_certain;
    bool *is_told;                   // per function
    bool *is_handler;                // per function
    bool *is_interrupt, *is_service; // per function: taken up as such a handler
} Search;

static const Node *node_at(const Inspection *inspection, CallSite site) {
    return &program_function(inspection->program, site.function)->nodes[site.node];
}

// Nodes that a way leads to from `from`, itself included.
static bool *reached_from(const Inspection *inspection, FunctionId id, NodeId from) {
    const Function *function = program_function(inspection->program, id);
    bool *is_reached = arena_new_array(inspection->arena, bool, function->node_count + 1);
    NodeId *stack = arena_new_array(inspection->arena, NodeId, function->node_count + 1);
    uint32_t depth = 0;
    is_reached[from] = true;
    stack[depth++] = from;
    while (depth) {
        const Node *node = &function->nodes[stack[--depth]];
        for (uint32_t i = 0; i < control_flow_way_count(node); i++) {
            NodeId next = control_flow_way(node, i);
            if (!next || is_reached[next]) continue;
            is_reached[next] = true;
            stack[depth++] = next;
        }
    }
    return is_reached;
}

// A wrapper may ask whether it is in an interrupt: only what runs before or after the interrupt's call is in one too.
static bool *runs_with(const Inspection *inspection, FunctionId id, NodeId call) {
    const Function *function = program_function(inspection->program, id);
    bool *is_related = reached_from(inspection, id, call);
    for (NodeId node = 1; node < function->node_count; node++) {
        NodeKind kind = function->nodes[node].kind;
        if (!is_related[node] && (kind == NODE_EVENT || kind == NODE_CALL))
            is_related[node] = reached_from(inspection, id, node)[call];
    }
    return is_related;
}

typedef enum Trouble { TROUBLE_NONE, TROUBLE_WAITS, TROUBLE_FOR_TASKS } Trouble;

// Whether the timeout is a constant that means not to wait, or no constant at all.
static bool may_be_try(const Inspection *inspection, CallSite site, const Api *api) {
    const Node *node = node_at(inspection, site);
    Operand operand = api_operand(api, OPERAND_TIMEOUT);
    ExprId id = event_operand(inspection->program, node, OPERAND_TIMEOUT);
    while (id && program_expr(inspection->program, id)->kind == EXPR_CONVERT)
        id = program_expr(inspection->program, id)->left;
    bool is_constant = id && program_expr(inspection->program, id)->kind == EXPR_CONSTANT;
    if (operand.source == SOURCE_CONSTANT) return api->has_try && operand.constant == api->try_value;
    if (!is_constant) return api->has_try;
    return api->has_try && program_expr(inspection->program, id)->constant == api->try_value;
}

static Trouble trouble_of(const Inspection *inspection, CallContext context, CallSite site) {
    const Api *api = api_at(inspection->program, site);
    if (!api || api->context == CONTEXT_ANY || api->context == CONTEXT_INTERRUPT) return TROUBLE_NONE;
    bool waits = api->blocking == BLOCKING_FOREVER || api->event == EVENT_SLEEP ||
                 (api->blocking == BLOCKING_TIMED && !may_be_try(inspection, site, api));
    if (waits) return TROUBLE_WAITS;
    return context == CONTEXT_INTERRUPT && api->context == CONTEXT_TASK ? TROUBLE_FOR_TASKS : TROUBLE_NONE;
}

static const char *place_words(CallContext context) {
    return context == CONTEXT_SERVICE ? "in the task of all timers" : "in interrupt context";
}

static const char *name_of(const Inspection *inspection, FunctionId id) {
    return program_function(inspection->program, id)->name;
}

static const char *why(const Inspection *inspection, const Handler *handler) {
    const Api *api = api_at(inspection->program, handler->reason);
    const char *name = api->spelling ? api->spelling : api->function;
    return handler->runs_with_call ? arena_format(inspection->arena, "it calls '%s'", name)
                                   : arena_format(inspection->arena, "given to '%s'", name);
}

static void relate_way(const Search *search, FunctionId function, Finding *finding) {
    const Inspection *inspection = search->inspection;
    const char *reason =
        search->handler->runs_with_call ? "only interrupts make this call" : "and runs because of this";
    RelatedPlace place = {place_of_node(inspection->program, search->handler->reason), reason};
    array_push(&finding->related, inspection->arena, place);
    while (function != search->handler->function) {
        CallSite call = handler_walk_entered_at(search->walk, function);
        const char *text = arena_format(inspection->arena, "'%s' is called here", name_of(inspection, function));
        RelatedPlace step = {place_of_node(inspection->program, call), text};
        array_push(&finding->related, inspection->arena, step);
        function = call.function;
    }
}

typedef struct TroubledCall {
    CallSite site;
    Trouble trouble;
} TroubledCall;

typedef ARRAY(TroubledCall) TroubledCalls;

static const char *trouble_words(Trouble trouble) {
    return trouble == TROUBLE_WAITS ? "may wait there" : "is for tasks only";
}

static const char *message_of(const Search *search, TroubledCall call) {
    const Inspection *inspection = search->inspection;
    const Handler *handler = search->handler;
    FunctionId id = call.site.function;
    const char *through =
        id == handler->function ? "" : arena_format(inspection->arena, " through '%s'", name_of(inspection, id));
    return arena_format(inspection->arena, "'%s' runs %s (%s), and '%s'%s %s.", name_of(inspection, handler->function),
                        place_words(handler->context), why(inspection, handler), node_at(inspection, call.site)->text,
                        through, trouble_words(call.trouble));
}

// What comes behind the first one is mostly its other half: the unlock, the wait on the condition.
static void relate_others(const Search *search, const TroubledCalls *calls, Finding *finding) {
    const Inspection *inspection = search->inspection;
    for (uint32_t i = 1; i < calls->count; i++) {
        const char *words = trouble_words(calls->items[i].trouble);
        RelatedPlace place = {place_of_node(inspection->program, calls->items[i].site),
                              arena_format(inspection->arena, "this call %s too", words)};
        array_push(&finding->related, inspection->arena, place);
    }
}

static void report(const Search *search, const TroubledCalls *calls) {
    const Inspection *inspection = search->inspection;
    CallSite site = calls->items[0].site;
    Finding finding = {.certainty = search->asks_certain ? CERTAINTY_FEASIBLE : CERTAINTY_SUSPECTED,
                       .place = place_of_node(inspection->program, site)};
    finding.message = message_of(search, calls->items[0]);
    array_push(&finding.operations, inspection->arena, inspection_operation(inspection, site));
    array_push(&finding.resources, inspection->arena, name_of(inspection, search->handler->function));
    relate_way(search, site.function, &finding);
    relate_others(search, calls, &finding);
    inspection_report(inspection, &check_blocking_call_in_isr, finding);
}

static void look_into(const Search *search, FunctionId id) {
    const Function *function = program_function(search->inspection->program, id);
    const bool *is_considered = id == search->handler->function ? search->handler->runs_with_call : NULL;
    TroubledCalls calls = {0};
    for (NodeId node = 1; node < function->node_count; node++) {
        CallSite site = {id, node};
        if ((is_considered && !is_considered[node]) || !handler_walk_comes_to(search->walk, site)) continue;
        Trouble trouble = trouble_of(search->inspection, search->handler->context, site);
        if (trouble == TROUBLE_NONE || search->asks_certain != handler_walk_is_certain(search->walk, site)) continue;
        array_push(&calls, search->inspection->arena, ((TroubledCall){site, trouble}));
    }
    if (!calls.count || search->is_told[id]) return;
    search->is_told[id] = true;
    report(search, &calls);
}

static void look_into_handler(Search *search, const Handler *handler) {
    Arena *scratch = arena_create();
    search->handler = handler;
    search->walk = handler_walk(search->inspection, handler->function, search->is_handler, scratch);
    HandlerFunctions functions = handler_walk_functions(search->walk);
    for (uint32_t i = 0; i < functions.count; i++) look_into(search, functions.items[i]);
    arena_destroy(scratch);
}

static void add_handler(Search *search, const Handler *handler) {
    bool *is_seen = handler->context == CONTEXT_SERVICE ? search->is_service : search->is_interrupt;
    if (is_seen[handler->function] && !handler->runs_with_call) return;
    is_seen[handler->function] |= !handler->runs_with_call;
    search->is_handler[handler->function] = true;
    array_push(&search->handlers, search->inspection->arena, *handler);
}

static bool names_function(const Program *program, ExprId id, FunctionId function) {
    if (!id) return false;
    const Expr *expr = program_expr(program, id);
    if (expr->kind == EXPR_FUNCTION_ADDRESS) return expr->reference == function;
    return names_function(program, expr->left, function) || names_function(program, expr->right, function);
}

// Where pointers are not followed well, what may be registered is half the program: then only what is named beside it.
static bool is_surely_registered(const Inspection *inspection, CallSite site, uint32_t count, FunctionId handler) {
    enum { MOST_HANDLERS = 8 };
    const Function *function = program_function(inspection->program, site.function);
    bool is_named = count <= MOST_HANDLERS;
    for (NodeId id = 1; id < function->node_count && !is_named; id++) {
        const Node *node = &function->nodes[id];
        bool is_call = node->kind == NODE_CALL || node->kind == NODE_EVENT;
        is_named = node->kind == NODE_ASSIGN && names_function(inspection->program, node->value, handler);
        for (uint32_t i = 0; is_call && i < node->argument_count; i++)
            is_named |= names_function(inspection->program, node->arguments[i], handler);
    }
    return is_named;
}

static void add_registered(Search *search, CallSite site, const Api *api) {
    const Inspection *inspection = search->inspection;
    FunctionSet handlers = points_to_callees(inspection->points_to, site.function, site.node);
    for (uint32_t i = 0; i < handlers.count; i++) {
        Handler handler = {.function = handlers.items[i], .context = api->registers_for, .reason = site};
        if (program_function(inspection->program, handler.function)->is_defined &&
            is_surely_registered(inspection, site, handlers.count, handler.function))
            add_handler(search, &handler);
    }
}

static void find_handlers(Search *search, CallSite site, bool *is_handler) {
    const Api *api = api_at(search->inspection->program, site);
    if (!api) return;
    if (api->registers_for == CONTEXT_INTERRUPT || api->registers_for == CONTEXT_SERVICE)
        add_registered(search, site, api);
    if (api->context != CONTEXT_INTERRUPT || *is_handler) return;
    *is_handler = true;
    Handler handler = {.function = site.function, .context = CONTEXT_INTERRUPT, .reason = site};
    handler.runs_with_call = runs_with(search->inspection, site.function, site.node);
    add_handler(search, &handler);
}

static void inspect(const Inspection *inspection) {
    uint32_t count = inspection->program->functions.count;
    Search search = {.inspection = inspection};
    search.is_told = arena_new_array(inspection->arena, bool, count);
    search.is_handler = arena_new_array(inspection->arena, bool, count);
    search.is_interrupt = arena_new_array(inspection->arena, bool, count);
    search.is_service = arena_new_array(inspection->arena, bool, count);
    for (FunctionId id = 1; id < count; id++) {
        const Function *function = program_function(inspection->program, id);
        if (!points_to_is_reached(inspection->points_to, id) || function->is_system) continue;
        bool is_handler = false;
        for (NodeId node = 1; node < function->node_count; node++)
            find_handlers(&search, (CallSite){id, node}, &is_handler);
    }
    for (int round = 0; round < 2; round++) { // the certain ones first
        search.asks_certain = round == 0;
        for (uint32_t i = 0; i < search.handlers.count; i++) look_into_handler(&search, &search.handlers.items[i]);
    }
}

static const char *const tags[] = {"misuse", "lock", "interrupt"};

const Check check_blocking_call_in_isr = {
    .rule = {.id = CHECK_ID,
             .name = "BlockingCallInIsr",
             .short_text = CHECK_SUMMARY,
             .full_text =
                 "An interrupt or signal handler runs on top of whatever it interrupted. When it waits, what it "
                 "waits for may be held by the very code that it keeps from running; a call that only tasks "
                 "may make finds the library's state half changed.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 828, // signal handler with functionality that is not asynchronous-safe
             .level = LEVEL_WARNING,
             .precision = "high"},
    .inspect = inspect,
};
