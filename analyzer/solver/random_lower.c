// SPDX-License-Identifier: MIT
// Lowers a skeleton to event graphs, each statement before the node that comes after it.
#include "solver/random_program.h"

typedef struct Lowering {
    Program *program;
    Arena *arena;
    FileId file;
    FunctionId function;
    ARRAY(Node) nodes; // of the open function
    ApiId apis[EVENT_KIND_COUNT], select_default, try_lock, lock_shared, lock_write, unlock_either, init_barrier,
        send_to_all;
    VariableId channels[RANDOM_CHANNELS], locks[RANDOM_LOCKS], values[RANDOM_VALUES], group;
    VariableId shared, semaphore, barrier, conditions[RANDOM_CONDITIONS], flag, level;
    FunctionId tasks[RANDOM_TASKS];
    VariableId handles[RANDOM_TASKS];
} Lowering;

static const ValueType pointer_type = {TYPE_POINTER, false, false, 8}, int_type = {TYPE_SIGNED, false, false, 4};

static Place place_of(const Lowering *lowering) {
    return (Place){lowering->file, lowering->nodes.count + 1, 1};
}

static ExprId make_expr(Lowering *lowering, Expr expr) {
    expr.place = place_of(lowering);
    return program_add_expr(lowering->program, expr);
}

static ExprId constant(Lowering *lowering, int64_t value) {
    return make_expr(lowering, (Expr){.kind = EXPR_CONSTANT, .type = int_type, .constant = value});
}

static ExprId address(Lowering *lowering, VariableId variable) {
    return make_expr(lowering, (Expr){.kind = EXPR_VARIABLE_ADDRESS, .type = pointer_type, .reference = variable});
}

static ExprId load(Lowering *lowering, VariableId variable) {
    ValueType type = program_variable(lowering->program, variable)->type;
    ExprId at = address(lowering, variable);
    return make_expr(lowering, (Expr){.kind = EXPR_LOAD, .type = type, .left = at});
}

static ExprId binary(Lowering *lowering, Operator operator_, ExprId left, ExprId right) {
    return make_expr(
        lowering, (Expr){.kind = EXPR_BINARY, .operator_ = operator_, .type = int_type, .left = left, .right = right});
}

static NodeId add_node(Lowering *lowering, Node node) {
    node.place = place_of(lowering);
    array_push(&lowering->nodes, lowering->arena, node);
    return lowering->nodes.count - 1;
}

static VariableId new_variable(Lowering *lowering, const char *name, VariableKind kind, ValueType type, uint64_t size) {
    Variable variable = {.name = name, .kind = kind, .type = type, .type_name = "", .size = size};
    variable.place = place_of(lowering);
    if (kind == VARIABLE_GLOBAL)
        variable.symbol = name;
    else
        variable.function = lowering->function;
    return program_add_variable(lowering->program, variable);
}

static NodeId assign(Lowering *lowering, VariableId variable, ExprId value, NodeId next) {
    ValueType type = program_variable(lowering->program, variable)->type;
    return add_node(
        lowering,
        (Node){.kind = NODE_ASSIGN, .target = address(lowering, variable), .value = value, .type = type, .next = next});
}

static NodeId event(Lowering *lowering, ApiId api, const ExprId *arguments, uint32_t count, VariableId result,
                    NodeId next) {
    Node node = {.kind = NODE_EVENT, .api = api, .argument_count = count, .result = result, .next = next};
    node.arguments = arena_new_array(lowering->arena, ExprId, count);
    for (uint32_t i = 0; i < count; i++) node.arguments[i] = arguments[i];
    node.text = program_api(lowering->program, api)->function;
    return add_node(lowering, node);
}

static NodeId lower_block(Lowering *lowering, const RandomBlock *block, NodeId next);

static NodeId lower_branch(Lowering *lowering, const RandomStatement *statement, NodeId next) {
    NodeId yes = lower_block(lowering, statement->blocks[0], next),
           no = lower_block(lowering, statement->blocks[1], next);
    ExprId value;
    if (statement->object == RANDOM_FLAG)
        value = load(lowering, lowering->flag);
    else if (statement->object)
        value = load(lowering, lowering->values[statement->object - 1]);
    else
        value = make_expr(lowering, (Expr){.kind = EXPR_OPAQUE, .type = int_type, .name = "random"});
    return add_node(lowering, (Node){.kind = NODE_BRANCH, .value = value, .next = yes, .otherwise = no});
}

static NodeId lower_loop(Lowering *lowering, const RandomStatement *statement, NodeId next) {
    VariableId counter = new_variable(lowering, "i", VARIABLE_LOCAL, int_type, 4);
    NodeId head = add_node(lowering, (Node){.kind = NODE_NOP, .is_loop_head = true});
    if (!statement->count) {
        NodeId inside = lower_block(lowering, statement->blocks[0], head);
        lowering->nodes.items[head].next = inside;
        return head;
    }
    ExprId more = binary(lowering, OPERATOR_ADD, load(lowering, counter), constant(lowering, 1));
    NodeId body = lower_block(lowering, statement->blocks[0], assign(lowering, counter, more, head));
    ExprId condition = binary(lowering, OPERATOR_LESS, load(lowering, counter), constant(lowering, statement->count));
    NodeId branch =
        add_node(lowering, (Node){.kind = NODE_BRANCH, .value = condition, .next = body, .otherwise = next});
    lowering->nodes.items[head].next = branch;
    return assign(lowering, counter, constant(lowering, 0), head);
}

static ExprId element_of(Lowering *lowering, VariableId array, uint32_t index) {
    ExprId base = address(lowering, array), at = constant(lowering, index);
    return make_expr(lowering,
                     (Expr){.kind = EXPR_ELEMENT, .type = pointer_type, .left = base, .right = at, .constant = 8});
}

// Stores the channels of one direction into an array; the select's results number receives first.
static NodeId fill_array(Lowering *lowering, const RandomStatement *statement, RandomKind kind, VariableId array,
                         NodeId next) {
    uint32_t index = 0;
    for (uint32_t i = 0; i < statement->case_count; i++) {
        if (statement->cases[i].kind != kind) continue;
        ExprId value = load(lowering, lowering->channels[statement->cases[i].object]);
        next = add_node(lowering, (Node){.kind = NODE_ASSIGN,
                                         .target = element_of(lowering, array, index++),
                                         .value = value,
                                         .type = pointer_type,
                                         .next = next});
    }
    return next;
}

static uint32_t count_cases(const RandomStatement *statement, RandomKind kind) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < statement->case_count; i++) count += statement->cases[i].kind == kind;
    return count;
}

static NodeId lower_choices(Lowering *lowering, const RandomStatement *statement, VariableId result, NodeId next) {
    Node node = {.kind = NODE_SWITCH, .value = load(lowering, result), .otherwise = next};
    node.cases = arena_new_array(lowering->arena, SwitchCase, statement->case_count + 1);
    uint32_t receives = 0, sends = count_cases(statement, RANDOM_RECEIVE);
    for (uint32_t i = 0; i < statement->case_count; i++) {
        const RandomCase *chosen = &statement->cases[i];
        int64_t number = chosen->kind == RANDOM_RECEIVE ? receives++ : sends++;
        node.cases[node.case_count++] = (SwitchCase){number, number, lower_block(lowering, chosen->block, next)};
    }
    if (statement->block_count)
        node.cases[node.case_count++] = (SwitchCase){-1, -1, lower_block(lowering, statement->blocks[0], next)};
    return add_node(lowering, node);
}

static NodeId lower_select(Lowering *lowering, const RandomStatement *statement, NodeId next) {
    VariableId result = new_variable(lowering, "", VARIABLE_TEMPORARY, int_type, 4);
    ValueType array_type = {TYPE_AGGREGATE, false, false, 24};
    VariableId receives = new_variable(lowering, "receives", VARIABLE_LOCAL, array_type, 24);
    VariableId sends = new_variable(lowering, "sends", VARIABLE_LOCAL, array_type, 24);
    lowering->program->variables.items[receives].is_address_taken = true;
    lowering->program->variables.items[sends].is_address_taken = true;
    next = lower_choices(lowering, statement, result, next);
    ExprId arguments[4] = {element_of(lowering, receives, 0),
                           constant(lowering, count_cases(statement, RANDOM_RECEIVE)), element_of(lowering, sends, 0),
                           constant(lowering, count_cases(statement, RANDOM_SEND))};
    ApiId api = statement->block_count ? lowering->select_default : lowering->apis[EVENT_SELECT];
    next = event(lowering, api, arguments, 4, result, next);
    next = fill_array(lowering, statement, RANDOM_SEND, sends, next);
    return fill_array(lowering, statement, RANDOM_RECEIVE, receives, next);
}

static NodeId lower_spawn(Lowering *lowering, uint32_t task, NodeId next) {
    ExprId entry = make_expr(
        lowering, (Expr){.kind = EXPR_FUNCTION_ADDRESS, .type = pointer_type, .reference = lowering->tasks[task]});
    VariableId result = new_variable(lowering, "", VARIABLE_TEMPORARY, pointer_type, 8);
    next = assign(lowering, lowering->handles[task], load(lowering, result), next);
    return event(lowering, lowering->apis[EVENT_SPAWN], &entry, 1, result, next);
}

static NodeId lower_try(Lowering *lowering, const RandomStatement *statement, NodeId next) {
    VariableId result = new_variable(lowering, "", VARIABLE_TEMPORARY, int_type, 4);
    Node branch = {.kind = NODE_BRANCH, .value = load(lowering, result)};
    branch.next = lower_block(lowering, statement->blocks[1], next); // not 0: busy
    branch.otherwise = lower_block(lowering, statement->blocks[0], next);
    ExprId lock = address(lowering, lowering->locks[statement->object]);
    return event(lowering, lowering->try_lock, &lock, 1, result, add_node(lowering, branch));
}

static NodeId lower_await(Lowering *lowering, uint32_t condition, NodeId next) {
    ExprId arguments[2] = {address(lowering, lowering->conditions[condition]), address(lowering, lowering->locks[0])};
    return event(lowering, lowering->apis[EVENT_WAIT], arguments, 2, 0, next);
}

static NodeId lower_await_until(Lowering *lowering, uint32_t condition, ExprId enough, NodeId next) {
    NodeId head = add_node(lowering, (Node){.kind = NODE_NOP, .is_loop_head = true});
    Node branch = {.kind = NODE_BRANCH, .value = enough, .next = next};
    branch.otherwise = lower_await(lowering, condition, head);
    NodeId asking = add_node(lowering, branch);
    lowering->nodes.items[head].next = asking;
    return head;
}

static NodeId lower_count(Lowering *lowering, Operator operator_, NodeId next) {
    ExprId value = binary(lowering, operator_, load(lowering, lowering->level), constant(lowering, 1));
    return assign(lowering, lowering->level, value, next);
}

static NodeId lower_await_level(Lowering *lowering, uint32_t condition, uint32_t unwanted, NodeId next) {
    ExprId value = load(lowering, lowering->level);
    ExprId enough = binary(lowering, OPERATOR_NOT_EQUAL, value, constant(lowering, unwanted));
    return lower_await_until(lowering, condition, enough, next);
}

// One call on one object; 0 when the statement is something else.
static NodeId lower_call(Lowering *lowering, const RandomStatement *statement, NodeId next) {
    ApiId api = 0;
    VariableId object = 0;
    switch (statement->kind) {
    case RANDOM_LOCK_SHARED: api = lowering->lock_shared, object = lowering->shared; break;
    case RANDOM_LOCK_WRITE: api = lowering->lock_write, object = lowering->shared; break;
    case RANDOM_UNLOCK_SHARED:
    case RANDOM_UNLOCK_WRITE: api = lowering->unlock_either, object = lowering->shared; break;
    case RANDOM_ACQUIRE: api = lowering->apis[EVENT_ACQUIRE], object = lowering->semaphore; break;
    case RANDOM_RELEASE: api = lowering->apis[EVENT_RELEASE], object = lowering->semaphore; break;
    case RANDOM_BARRIER: api = lowering->apis[EVENT_BARRIER], object = lowering->barrier; break;
    case RANDOM_SIGNAL: api = lowering->apis[EVENT_SIGNAL], object = lowering->conditions[statement->object]; break;
    case RANDOM_BROADCAST:
        api = lowering->apis[EVENT_BROADCAST], object = lowering->conditions[statement->object];
        break;
    default: return 0;
    }
    ExprId operand = address(lowering, object);
    return event(lowering, api, &operand, 1, 0, next);
}

static NodeId lower_statement(Lowering *lowering, const RandomStatement *statement, NodeId next) {
    static const EventKind kinds[] = {
        [RANDOM_SEND] = EVENT_SEND,     [RANDOM_RECEIVE] = EVENT_RECEIVE, [RANDOM_CLOSE] = EVENT_CLOSE,
        [RANDOM_LOCK] = EVENT_LOCK,     [RANDOM_UNLOCK] = EVENT_UNLOCK,   [RANDOM_ADD] = EVENT_ADD,
        [RANDOM_DONE] = EVENT_DONE,     [RANDOM_WAIT] = EVENT_WAIT_GROUP, [RANDOM_JOIN] = EVENT_JOIN,
        [RANDOM_CANCEL] = EVENT_CANCEL,
    };
    ExprId arguments[2] = {0};
    uint32_t count = 1;
    NodeId call = lower_call(lowering, statement, next);
    if (call) return call;
    switch (statement->kind) {
    case RANDOM_TRY: return lower_try(lowering, statement, next);
    case RANDOM_AWAIT: return lower_await(lowering, 0, next);
    case RANDOM_AWAIT_FLAG: return lower_await_until(lowering, 0, load(lowering, lowering->flag), next);
    case RANDOM_AWAIT_SOME: return lower_await_level(lowering, 0, 0, next);
    case RANDOM_AWAIT_ROOM: return lower_await_level(lowering, 1, statement->count, next);
    case RANDOM_COUNT_UP: return lower_count(lowering, OPERATOR_ADD, next);
    case RANDOM_COUNT_DOWN: return lower_count(lowering, OPERATOR_SUBTRACT, next);
    case RANDOM_CLEAR: return assign(lowering, lowering->flag, constant(lowering, 0), next);
    case RANDOM_SET: return assign(lowering, lowering->flag, constant(lowering, 1), next);
    case RANDOM_BRANCH: return lower_branch(lowering, statement, next);
    case RANDOM_LOOP: return lower_loop(lowering, statement, next);
    case RANDOM_SELECT: return lower_select(lowering, statement, next);
    case RANDOM_SPAWN: return lower_spawn(lowering, statement->object, next);
    case RANDOM_SEND_TO_ALL:
        arguments[0] = load(lowering, lowering->channels[statement->object]);
        return event(lowering, lowering->send_to_all, arguments, 1, 0, next);
    case RANDOM_SEND:
    case RANDOM_RECEIVE:
    case RANDOM_CLOSE: arguments[0] = load(lowering, lowering->channels[statement->object]); break;
    case RANDOM_LOCK:
    case RANDOM_UNLOCK: arguments[0] = address(lowering, lowering->locks[statement->object]); break;
    case RANDOM_CANCEL:
    case RANDOM_JOIN: arguments[0] = load(lowering, lowering->handles[statement->object]); break;
    case RANDOM_ADD:
        arguments[count++] = constant(lowering, statement->count);
        arguments[0] = address(lowering, lowering->group);
        break;
    default: arguments[0] = address(lowering, lowering->group); break;
    }
    return event(lowering, lowering->apis[kinds[statement->kind]], arguments, count, 0, next);
}

static NodeId lower_block(Lowering *lowering, const RandomBlock *block, NodeId next) {
    for (uint32_t i = block->statements.count; i-- > 0;)
        next = lower_statement(lowering, &block->statements.items[i], next);
    return next;
}

static Operand argument(uint32_t index) {
    return (Operand){SOURCE_ARGUMENT, index, 0};
}

static void add_api(Lowering *lowering, const char *name, EventKind kind, ObjectKind object, Blocking blocking) {
    Api api = {.library = "random", .function = name, .event = kind, .object = object, .blocking = blocking};
    api.operands[OPERAND_OBJECT] = argument(0);
    api.outcomes[OUTCOME_OK] = (Outcome){true, true, 0};
    bool is_transfer = kind == EVENT_SEND || kind == EVENT_RECEIVE;
    if (is_transfer) api.outcomes[OUTCOME_CLOSED] = (Outcome){true, true, -1};
    if (kind == EVENT_ADD) api.operands[OPERAND_DELTA] = argument(1);
    lowering->apis[kind] = program_add_api(lowering->program, &api);
}

static ApiId add_lock(Lowering *lowering, const char *name, EventKind event, ObjectKind object, LockMode mode,
                      Blocking blocking) {
    Api api = {.library = "random", .function = name, .event = event, .object = object, .blocking = blocking};
    api.operands[OPERAND_OBJECT] = argument(0);
    api.lock_mode = mode;
    api.outcomes[OUTCOME_OK] = (Outcome){true, true, 0};
    if (event == EVENT_LOCK && blocking == BLOCKING_NEVER) api.outcomes[OUTCOME_BUSY] = (Outcome){true, true, 1};
    return program_add_api(lowering->program, &api);
}

static ApiId add_init(Lowering *lowering, const char *name, ObjectKind object) {
    Api api = {.library = "random", .function = name, .event = EVENT_INIT, .object = object};
    api.operands[OPERAND_OBJECT] = argument(0);
    api.operands[OPERAND_CAPACITY] = argument(1);
    api.outcomes[OUTCOME_OK] = (Outcome){true, true, 0};
    return program_add_api(lowering->program, &api);
}

static void add_more_apis(Lowering *lowering) {
    ObjectKind either = OBJECT_READ_WRITE_LOCK;
    lowering->try_lock = add_lock(lowering, "try", EVENT_LOCK, OBJECT_MUTEX, LOCK_EXCLUSIVE, BLOCKING_NEVER);
    lowering->lock_shared = add_lock(lowering, "read", EVENT_LOCK, either, LOCK_SHARED, BLOCKING_FOREVER);
    lowering->lock_write = add_lock(lowering, "write", EVENT_LOCK, either, LOCK_EXCLUSIVE, BLOCKING_FOREVER);
    lowering->unlock_either = add_lock(lowering, "leave", EVENT_UNLOCK, either, LOCK_EXCLUSIVE, BLOCKING_NEVER);
    lowering->apis[EVENT_INIT] = add_init(lowering, "set_permits", OBJECT_SEMAPHORE);
    lowering->init_barrier = add_init(lowering, "set_barrier", OBJECT_BARRIER);
    add_api(lowering, "acquire", EVENT_ACQUIRE, OBJECT_SEMAPHORE, BLOCKING_FOREVER);
    add_api(lowering, "release", EVENT_RELEASE, OBJECT_SEMAPHORE, BLOCKING_NEVER);
    add_api(lowering, "meet", EVENT_BARRIER, OBJECT_BARRIER, BLOCKING_FOREVER);
    add_api(lowering, "signal", EVENT_SIGNAL, OBJECT_CONDITION, BLOCKING_NEVER);
    add_api(lowering, "broadcast", EVENT_BROADCAST, OBJECT_CONDITION, BLOCKING_NEVER);
    Api await = {.library = "random", .function = "await", .event = EVENT_WAIT, .object = OBJECT_CONDITION};
    await.blocking = BLOCKING_FOREVER;
    await.operands[OPERAND_OBJECT] = argument(0);
    await.operands[OPERAND_MUTEX] = argument(1);
    await.outcomes[OUTCOME_OK] = (Outcome){true, true, 0};
    lowering->apis[EVENT_WAIT] = program_add_api(lowering->program, &await);
}

static ApiId add_select(Lowering *lowering, const char *name, bool has_default) {
    Api api = {.library = "random", .function = name, .event = EVENT_SELECT, .object = OBJECT_CHANNEL};
    api.blocking = has_default ? BLOCKING_NEVER : BLOCKING_FOREVER;
    api.select_source = SELECT_CHANNEL_ARRAY;
    api.select_has_default = has_default;
    api.operands[OPERAND_CASES] = argument(0);
    api.operands[OPERAND_COUNT] = argument(1);
    api.operands[OPERAND_SEND_CASES] = argument(2);
    api.operands[OPERAND_SEND_COUNT] = argument(3);
    api.outcomes[OUTCOME_OK] = (Outcome){true, false, 0};
    if (has_default) api.outcomes[OUTCOME_WOULD_BLOCK] = (Outcome){true, true, -1};
    return program_add_api(lowering->program, &api);
}

static void add_apis(Lowering *lowering) {
    ChannelRules rules = {.is_closable = true, .drains = true, .later_send_fails = true, .select_sees_close = true};
    rules.blocked_receivers = rules.blocked_senders = CLOSE_FAILS;
    rules.blocked_buffered_receivers = rules.blocked_buffered_senders = CLOSE_FAILS;
    Api make = {
        .library = "random", .function = "channel", .event = EVENT_MAKE, .object = OBJECT_CHANNEL, .rules = rules};
    make.operands[OPERAND_OBJECT].source = SOURCE_RESULT;
    make.operands[OPERAND_CAPACITY] = argument(0);
    lowering->apis[EVENT_MAKE] = program_add_api(lowering->program, &make);
    Api spawn = {.library = "random", .function = "start", .event = EVENT_SPAWN, .object = OBJECT_TASK};
    spawn.operands[OPERAND_OBJECT].source = SOURCE_RESULT;
    spawn.operands[OPERAND_FUNCTION] = argument(0);
    spawn.domain = DOMAIN_PREEMPTIVE;
    spawn.outcomes[OUTCOME_OK] = (Outcome){true, false, 0};
    lowering->apis[EVENT_SPAWN] = program_add_api(lowering->program, &spawn);
    add_api(lowering, "send", EVENT_SEND, OBJECT_CHANNEL, BLOCKING_FOREVER);
    add_api(lowering, "receive", EVENT_RECEIVE, OBJECT_CHANNEL, BLOCKING_FOREVER);
    add_api(lowering, "close", EVENT_CLOSE, OBJECT_CHANNEL, BLOCKING_NEVER);
    add_api(lowering, "lock", EVENT_LOCK, OBJECT_MUTEX, BLOCKING_FOREVER);
    add_api(lowering, "unlock", EVENT_UNLOCK, OBJECT_MUTEX, BLOCKING_NEVER);
    add_api(lowering, "add", EVENT_ADD, OBJECT_WAIT_GROUP, BLOCKING_NEVER);
    add_api(lowering, "done", EVENT_DONE, OBJECT_WAIT_GROUP, BLOCKING_NEVER);
    add_api(lowering, "wait", EVENT_WAIT_GROUP, OBJECT_WAIT_GROUP, BLOCKING_FOREVER);
    add_api(lowering, "join", EVENT_JOIN, OBJECT_TASK, BLOCKING_FOREVER);
    lowering->apis[EVENT_SELECT] = add_select(lowering, "select", false);
    lowering->select_default = add_select(lowering, "select_now", true);
}

static void add_send_to_all(Lowering *lowering) {
    Api api = *program_api(lowering->program, lowering->apis[EVENT_SEND]);
    api.function = "send_to_all";
    api.blocking = BLOCKING_NEVER;
    api.serves_all = true;
    lowering->send_to_all = program_add_api(lowering->program, &api);
}

// Cancels, and what they end: everything that waits but locks, meetings and joins.
static void add_cancel(Lowering *lowering, bool ends_task) {
    static const EventKind kinds[] = {EVENT_SEND,       EVENT_RECEIVE, EVENT_SELECT,
                                      EVENT_WAIT_GROUP, EVENT_ACQUIRE, EVENT_WAIT};
    for (uint32_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (lowering->apis[kinds[i]])
            lowering->program->apis.items[lowering->apis[kinds[i]]].outcomes[OUTCOME_CANCELED] =
                (Outcome){true, true, -2};
    lowering->program->apis.items[lowering->select_default].outcomes[OUTCOME_CANCELED] = (Outcome){true, true, -2};
    add_api(lowering, "cancel", EVENT_CANCEL, OBJECT_TASK, BLOCKING_NEVER);
    lowering->program->apis.items[lowering->apis[EVENT_CANCEL]].ends_task = ends_task;
}

static NodeId make_channels(Lowering *lowering, const RandomSkeleton *skeleton, NodeId next) {
    for (uint32_t i = 0; i < skeleton->channel_count; i++) {
        VariableId result = new_variable(lowering, "", VARIABLE_TEMPORARY, pointer_type, 8);
        next = assign(lowering, lowering->channels[i], load(lowering, result), next);
        ExprId capacity = constant(lowering, skeleton->capacities[i]);
        next = event(lowering, lowering->apis[EVENT_MAKE], &capacity, 1, result, next);
    }
    for (uint32_t i = 0; i < RANDOM_VALUES; i++) {
        const Function *main_function = program_function(lowering->program, lowering->function);
        next = assign(lowering, lowering->values[i], load(lowering, main_function->parameters[i]), next);
    }
    return next;
}

static NodeId init(Lowering *lowering, ApiId api, VariableId object, uint32_t count, NodeId next) {
    ExprId arguments[2] = {address(lowering, object), constant(lowering, count)};
    return event(lowering, api, arguments, 2, 0, next);
}

static void lower_task(Lowering *lowering, const RandomSkeleton *skeleton, uint32_t task) {
    lowering->function = lowering->tasks[task];
    lowering->nodes.count = 0;
    lowering->nodes.items = NULL;
    lowering->nodes.capacity = 0;
    array_push(&lowering->nodes, lowering->arena, (Node){0});
    NodeId next = add_node(lowering, (Node){.kind = NODE_RETURN});
    next = lower_block(lowering, skeleton->bodies[task], next);
    if (task == 0) next = make_channels(lowering, skeleton, next);
    if (task == 0 && lowering->semaphore) {
        next = init(lowering, lowering->apis[EVENT_INIT], lowering->semaphore, skeleton->permits, next);
        next = init(lowering, lowering->init_barrier, lowering->barrier, skeleton->barrier_size, next);
    }
    Function *function = &lowering->program->functions.items[lowering->function];
    function->nodes = lowering->nodes.items;
    function->node_count = lowering->nodes.count;
    function->entry = next;
}

static void declare_tasks(Lowering *lowering, const RandomSkeleton *skeleton) {
    for (uint32_t i = 0; i < skeleton->task_count; i++) {
        const char *name = i ? arena_format(lowering->arena, "task%u", (unsigned)i) : "main";
        Function function = {.name = name, .symbol = name, .is_defined = true, .is_entry = i == 0};
        function.is_exported = i == 0;
        function.place = (Place){lowering->file, 1, 1};
        lowering->tasks[i] = program_add_function(lowering->program, function);
    }
    lowering->function = lowering->tasks[0];
    VariableId *parameters = arena_new_array(lowering->arena, VariableId, RANDOM_VALUES);
    for (uint32_t i = 0; i < RANDOM_VALUES; i++)
        parameters[i] = new_variable(lowering, i ? "w" : "v", VARIABLE_PARAMETER, int_type, 4);
    Function *main_function = &lowering->program->functions.items[lowering->tasks[0]];
    main_function->parameters = parameters;
    main_function->parameter_count = RANDOM_VALUES;
    for (uint32_t i = 1; i < skeleton->task_count; i++)
        lowering->handles[i] = new_variable(lowering, "handle", VARIABLE_LOCAL, pointer_type, 8);
}

Program *random_program(const RandomSkeleton *skeleton, Arena *arena) {
    Lowering lowering = {.program = program_create(arena), .arena = arena};
    lowering.file = program_add_file(lowering.program, (SourceFile){.path = "random.c"});
    ValueType lock_type = {TYPE_AGGREGATE, false, false, 40};
    add_apis(&lowering);
    for (uint32_t i = 0; i < skeleton->channel_count; i++)
        lowering.channels[i] =
            new_variable(&lowering, arena_format(arena, "c%u", (unsigned)i), VARIABLE_GLOBAL, pointer_type, 8);
    for (uint32_t i = 0; i < skeleton->lock_count; i++) {
        lowering.locks[i] =
            new_variable(&lowering, arena_format(arena, "m%u", (unsigned)i), VARIABLE_GLOBAL, lock_type, 40);
        lowering.program->variables.items[lowering.locks[i]].is_address_taken = true;
    }
    for (uint32_t i = 0; i < RANDOM_VALUES; i++)
        lowering.values[i] =
            new_variable(&lowering, arena_format(arena, "v%u", (unsigned)i), VARIABLE_GLOBAL, int_type, 4);
    lowering.group = new_variable(&lowering, "g", VARIABLE_GLOBAL, lock_type, 40);
    lowering.program->variables.items[lowering.group].is_address_taken = true;
    if (skeleton->has_more) {
        VariableId *objects[] = {&lowering.shared, &lowering.semaphore, &lowering.barrier, &lowering.conditions[0],
                                 &lowering.conditions[1]};
        static const char *const names[] = {"rw", "permits", "barrier", "condition", "room"};
        add_more_apis(&lowering);
        for (uint32_t i = 0; i < sizeof objects / sizeof *objects; i++) {
            *objects[i] = new_variable(&lowering, names[i], VARIABLE_GLOBAL, lock_type, 40);
            lowering.program->variables.items[*objects[i]].is_address_taken = true;
        }
        lowering.flag = new_variable(&lowering, "flag", VARIABLE_GLOBAL, int_type, 4);
        lowering.level = new_variable(&lowering, "level", VARIABLE_GLOBAL, int_type, 4);
    }
    if (skeleton->has_sends_to_all) add_send_to_all(&lowering);
    if (skeleton->has_cancel) add_cancel(&lowering, skeleton->cancel_ends);
    declare_tasks(&lowering, skeleton);
    for (uint32_t i = 0; i < skeleton->task_count; i++) lower_task(&lowering, skeleton, i);
    return lowering.program;
}
