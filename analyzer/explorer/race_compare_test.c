// SPDX-License-Identifier: MIT
// Races of random small programs, found three ways: by the explorer with its reduction (race_watch.h), without it, and
// by a model that runs every interleaving operation by operation and keeps, for each operation, the set of all that
// happened before it. In the model two accesses of one variable race when neither is in the other's set.
//
// The explorer must find the same pairs of nodes with and without reduction, and no pair that does not race in the
// model. It need not find all of the model's pairs: what a task reads in a race may decide what it does next, and that
// only happens when the two were in this order. It must find the first races: pairs of an interleaving in which the
// pair itself, and all that happened before one of it, is in no other race so far. What happened before the two can
// then be run without them, with the same values, and both are next in one state.
//   race_compare_test [first seed] [programs]
#include "explorer/explore.h"
#include "link/relevance.h"
#include "link/test_program.h"

#include "base/text.h"

#include <stdlib.h>

enum { TASKS = 3, MOST_OPERATIONS = 10, ALL_OPERATIONS = TASKS * MOST_OPERATIONS, PLAIN = 2, ATOMIC = 2, MUTEXES = 2 };
enum { MOST_MODELS = 60000, TABLE = 1 << 17 };

typedef enum Kind {
    READ,
    WRITE,
    TEST,
    STORE,
    LOAD,
    TEST_ATOMIC,
    LOCK,
    UNLOCK,
    SEND,
    RECEIVE,
    ACQUIRE,
    RELEASE,
    START,
    JOIN
} Kind;

typedef struct Operation {
    Kind kind;
    uint32_t object;  // variable, mutex, or task
    uint32_t value;   // that is written
    uint32_t skipped; // operations behind a test that finds zero
} Operation;

typedef struct Script {
    Operation items[MOST_OPERATIONS];
    uint32_t count;
    FunctionId function;
    NodeId nodes[MOST_OPERATIONS];
} Script;

typedef struct Pairs {
    bool has[ALL_OPERATIONS][ALL_OPERATIONS]; // by script and operation, both ways
} Pairs;

typedef struct Case {
    uint64_t seed, random;
    Script scripts[TASKS];
    uint32_t script_of[TASKS], task_count, capacity, permits;
    Pairs all, first, plain, reduced;
} Case;

typedef struct Figures {
    uint32_t programs, skipped, racy, first, all, found, wrong;
} Figures;

// ---- programs

static uint32_t pick(Case *at, uint32_t count) {
    at->random ^= at->random << 13;
    at->random ^= at->random >> 7;
    at->random ^= at->random << 17;
    return (uint32_t)((at->random >> 11) % count);
}

static void add(Script *script, Operation operation) {
    if (script->count < MOST_OPERATIONS) script->items[script->count++] = operation;
}

static Operation random_operation(Case *at) {
    static const Kind kinds[] = {READ,  READ, WRITE, WRITE,   WRITE,   STORE,   LOAD,
                                 STORE, SEND, SEND,  RECEIVE, ACQUIRE, RELEASE, RELEASE};
    Operation operation = {.kind = kinds[pick(at, sizeof kinds / sizeof *kinds)], .object = pick(at, 2)};
    operation.value = pick(at, 4) > 0;
    return operation;
}

static void add_unit(Case *at, Script *script) {
    uint32_t choice = pick(at, 8);
    if (choice == 0 && script->count + 3 <= MOST_OPERATIONS) {
        uint32_t mutex = pick(at, MUTEXES);
        add(script, (Operation){.kind = LOCK, .object = mutex});
        add(script, (Operation){.kind = pick(at, 2) ? WRITE : READ, .object = pick(at, PLAIN), .value = pick(at, 2)});
        add(script, (Operation){.kind = UNLOCK, .object = mutex});
    } else if (choice <= 2 && script->count + 2 <= MOST_OPERATIONS) {
        add(script, (Operation){.kind = pick(at, 2) ? TEST : TEST_ATOMIC, .object = pick(at, 2), .skipped = 1});
        add(script, random_operation(at));
    } else {
        add(script, random_operation(at));
    }
}

static void add_units(Case *at, Script *script, uint32_t most) {
    for (uint32_t i = pick(at, most + 1); i-- > 0;) add_unit(at, script);
}

static void make_scripts(Case *at) {
    at->task_count = 2 + pick(at, 2);
    at->capacity = pick(at, 3);
    at->permits = pick(at, 2);
    for (uint32_t task = 1; task < at->task_count; task++) {
        at->script_of[task] = task;
        for (uint32_t i = 1 + pick(at, 4); i-- > 0;) add_unit(at, &at->scripts[task]);
    }
    if (at->task_count == 3 && pick(at, 4) == 0) at->script_of[2] = 1;
    Script *first = &at->scripts[0];
    if (pick(at, 2)) add_unit(at, first);
    for (uint32_t task = 1; task < at->task_count; task++) {
        add(first, (Operation){.kind = START, .object = task});
        if (pick(at, 3) == 0) add(first, random_operation(at));
    }
    add_units(at, first, 2);
    for (uint32_t task = 1; task < at->task_count; task++)
        if (pick(at, 2)) add(first, (Operation){.kind = JOIN, .object = task});
    add_units(at, first, 1);
}

// ---- as the explorer sees them

typedef struct Made {
    Build build;
    VariableId variables[PLAIN], atomics[ATOMIC], mutexes[MUTEXES], handles[TASKS], channel, semaphore;
} Made;

static const ValueType type_atomic = {TYPE_SIGNED, true, false, 4};

static Api simple(const char *name, EventKind kind, ObjectKind object) {
    Api api = {.function = name, .event = kind, .object = object, .blocking = BLOCKING_FOREVER};
    if (kind == EVENT_UNLOCK || kind == EVENT_RELEASE || kind == EVENT_INIT) api.blocking = BLOCKING_NEVER;
    api.operands[OPERAND_OBJECT] = (Operand){SOURCE_ARGUMENT, 0, 0};
    if (kind == EVENT_INIT) api.operands[OPERAND_CAPACITY] = (Operand){SOURCE_ARGUMENT, 1, 0};
    api.outcomes[OUTCOME_OK] = (Outcome){true, true, 0};
    return api;
}

static Api blocking(Api api) {
    api.blocking = BLOCKING_FOREVER;
    api.domain = DOMAIN_PREEMPTIVE;
    return api;
}

static VariableId global(Build *b, const char *name, ValueType type) {
    return variable(b, name, VARIABLE_GLOBAL, type, type.size);
}

static NodeId store(Build *b, VariableId target, ValueType type, uint32_t number_stored) {
    return node(b,
                (Node){.kind = NODE_ASSIGN, .target = at(b, target), .value = number(b, number_stored), .type = type});
}

static NodeId add_node(Made *made, const Case *at_case, const Operation *operation) {
    Build *b = &made->build;
    uint32_t object = operation->object;
    VariableId own = local(b, "own", type_int);
    switch (operation->kind) {
    case READ: return assign(b, at(b, own), value(b, made->variables[object]));
    case WRITE: return store(b, made->variables[object], type_int, operation->value);
    case TEST: return branch(b, value(b, made->variables[object]), 0);
    case STORE: return store(b, made->atomics[object], type_atomic, operation->value);
    case LOAD: return assign(b, at(b, own), load(b, at(b, made->atomics[object]), type_atomic));
    case TEST_ATOMIC: return branch(b, load(b, at(b, made->atomics[object]), type_atomic), 0);
    case LOCK: return event(b, simple("take", EVENT_LOCK, OBJECT_MUTEX), 0, 1, at(b, made->mutexes[object]), 0, 0);
    case UNLOCK: return event(b, simple("give", EVENT_UNLOCK, OBJECT_MUTEX), 0, 1, at(b, made->mutexes[object]), 0, 0);
    case SEND: return event(b, blocking(api_send), 0, 2, value(b, made->channel), number(b, 1), 0);
    case RECEIVE: return event(b, blocking(api_receive), 0, 2, value(b, made->channel), at(b, own), 0);
    case ACQUIRE:
        return event(b, simple("acquire", EVENT_ACQUIRE, OBJECT_SEMAPHORE), 0, 1, at(b, made->semaphore), 0, 0);
    case RELEASE:
        return event(b, simple("release", EVENT_RELEASE, OBJECT_SEMAPHORE), 0, 1, at(b, made->semaphore), 0, 0);
    case START:
        return event(b, blocking(api_spawn), 0, 3, at(b, made->handles[object]),
                     code(b, at_case->scripts[at_case->script_of[object]].function), number(b, 0));
    case JOIN: return event(b, blocking(api_join), 0, 2, value(b, made->handles[object]), number(b, 0), 0);
    }
    return 0;
}

static void fill_function(Made *made, const Case *at_case, Script *script) {
    made->build.function = script->function;
    for (uint32_t i = 0; i < script->count; i++) script->nodes[i] = add_node(made, at_case, &script->items[i]);
    NodeId end = give_back(&made->build, number(&made->build, 0));
    for (uint32_t i = 0; i < script->count; i++) {
        uint32_t behind = i + 1 + script->items[i].skipped;
        if (script->items[i].skipped)
            node_at(&made->build, script->nodes[i])->otherwise = behind < script->count ? script->nodes[behind] : end;
    }
}

static const uint8_t *const *mark_accesses(const Case *at, const Program *program, Arena *arena) {
    const uint8_t **marks = arena_new_array(arena, const uint8_t *, program->functions.count);
    for (uint32_t s = 0; s < at->task_count; s++) {
        const Script *script = &at->scripts[s];
        if (!script->count) continue;
        uint8_t *nodes = arena_new_array(arena, uint8_t, program_function(program, script->function)->node_count);
        for (uint32_t i = 0; i < script->count; i++)
            nodes[script->nodes[i]] =
                script->items[i].kind == READ || script->items[i].kind == WRITE || script->items[i].kind == TEST;
        marks[script->function] = nodes;
    }
    return marks;
}

static uint32_t number_of(const Case *at, FunctionId function, NodeId id) {
    for (uint32_t s = 0; s < at->task_count; s++)
        for (uint32_t i = 0; i < at->scripts[s].count; i++)
            if (at->scripts[s].function == function && at->scripts[s].nodes[i] == id) return s * MOST_OPERATIONS + i;
    return 0;
}

static void set_pair(Pairs *pairs, uint32_t a, uint32_t b) {
    pairs->has[a][b] = pairs->has[b][a] = true;
}

// False when it did not come to its end.
static bool explore_races(const Case *at, Made *made, bool reduce, Pairs *pairs) {
    Arena *arena = made->build.arena;
    const Program *program = made->build.program;
    PointsTo *points_to = points_to_solve(program, arena, 10000000);
    const uint8_t *const *marks = mark_accesses(at, program, arena);
    const Relevance *relevance = at->seed % 2 ? relevance_compute_with(program, points_to, marks, arena) : NULL;
    ExploreOptions options = {.state_limit = 60000, .work_limit = 8000000, .reduce = reduce, .candidates = marks};
    Exploration *exploration = explore(program, points_to, relevance, at->scripts[0].function, &options, arena);
    for (uint32_t i = 0; i < exploration->misuse_count; i++) {
        const Violation *violation = &exploration->misuses[i].violation;
        if (violation->kind != VIOLATION_RACE) continue;
        set_pair(pairs, number_of(at, violation->race.first.function, violation->race.first.node),
                 number_of(at, violation->race.second.function, violation->race.second.node));
    }
    return !exploration->is_spent && !exploration->is_bounded;
}

static Made make_program(Case *at_case) {
    Made made = {.build = build_start()};
    Build *b = &made.build;
    static const char *const names[] = {"one", "two", "three"};
    for (uint32_t i = 0; i < PLAIN; i++) made.variables[i] = global(b, i ? "y" : "x", type_int);
    for (uint32_t i = 0; i < ATOMIC; i++) made.atomics[i] = global(b, i ? "g" : "f", type_atomic);
    for (uint32_t i = 0; i < MUTEXES; i++)
        made.mutexes[i] = global(b, i ? "n" : "m", (ValueType){TYPE_AGGREGATE, false, false, 40});
    for (uint32_t i = 1; i < TASKS; i++) made.handles[i] = global(b, names[i], type_pointer);
    made.channel = global(b, "channel", type_pointer);
    made.semaphore = global(b, "permits", (ValueType){TYPE_AGGREGATE, false, false, 32});
    for (uint32_t s = 1; s < at_case->task_count; s++) at_case->scripts[s].function = define(b, names[s]);
    at_case->scripts[0].function = define(b, "main");
    VariableId result = local(b, "made", type_pointer);
    event(b, api_channel, result, 1, number(b, at_case->capacity), 0, 0);
    assign(b, at(b, made.channel), value(b, result));
    event(b, simple("set", EVENT_INIT, OBJECT_SEMAPHORE), 0, 2, at(b, made.semaphore), number(b, at_case->permits), 0);
    for (uint32_t s = 0; s < at_case->task_count; s++) fill_function(&made, at_case, &at_case->scripts[s]);
    return made;
}

// ---- as the model sees them

// Sets of operations: bit task * MOST_OPERATIONS + index.
typedef struct Model {
    uint32_t past[TASKS]; // what happened before each task's next operation
    uint32_t done, before[ALL_OPERATIONS];
    uint32_t locked[MUTEXES], released, stored[ATOMIC], sent[MOST_OPERATIONS], received[MOST_OPERATIONS];
    uint8_t at[TASKS], is_started[TASKS], owner[MUTEXES], plain[PLAIN], atomic[ATOMIC];
    uint8_t permits, sent_count, received_count, padding[5];
} Model;

typedef struct Walk {
    Case *at;
    ARRAY(Model) models;
    uint32_t *table;
    Arena *arena;
    bool is_spent;
} Walk;

static void reach(Walk *walk, const Model *model) {
    uint64_t hash = 14695981039346656037u;
    const unsigned char *bytes = (const unsigned char *)model;
    for (size_t i = 0; i < sizeof *model; i++) hash = (hash ^ bytes[i]) * 1099511628211u;
    uint32_t slot = (uint32_t)(hash >> 20) & (TABLE - 1);
    while (walk->table[slot] && memcmp(&walk->models.items[walk->table[slot] - 1], model, sizeof *model))
        slot = (slot + 1) & (TABLE - 1);
    if (walk->table[slot]) return;
    if (walk->models.count == MOST_MODELS) {
        walk->is_spent = true;
        return;
    }
    array_push(&walk->models, walk->arena, *model);
    walk->table[slot] = walk->models.count;
}

static const Script *script_of(const Case *at, uint32_t task) {
    return &at->scripts[at->script_of[task]];
}

static const Operation *operation_of(const Case *at, uint32_t id) {
    return &script_of(at, id / MOST_OPERATIONS)->items[id % MOST_OPERATIONS];
}

static uint32_t place_of(const Case *at, uint32_t id) {
    return at->script_of[id / MOST_OPERATIONS] * MOST_OPERATIONS + id % MOST_OPERATIONS;
}

static bool is_access(const Operation *operation) {
    return operation->kind == READ || operation->kind == WRITE || operation->kind == TEST;
}

static bool races(const Case *at, const Model *model, uint32_t a, uint32_t b) {
    const Operation *one = operation_of(at, a), *other = operation_of(at, b);
    bool is_pair = is_access(one) && is_access(other) && one->object == other->object &&
                   (one->kind == WRITE || other->kind == WRITE) && a / MOST_OPERATIONS != b / MOST_OPERATIONS;
    return is_pair && !(model->before[b] >> a & 1) && !(model->before[a] >> b & 1);
}

// Whether nothing of the pair and of what happened before one of it is in another race so far.
static bool is_first(const Case *at, const Model *model, uint32_t one, uint32_t other) {
    uint32_t set = model->before[one] | model->before[other] | UINT32_C(1) << one | UINT32_C(1) << other;
    for (uint32_t a = 0; a < ALL_OPERATIONS; a++)
        for (uint32_t b = 0; (set >> a & 1) && b < ALL_OPERATIONS; b++) {
            bool is_pair = (a == one && b == other) || (a == other && b == one);
            if ((model->done >> b & 1) && !is_pair && races(at, model, a, b)) return false;
        }
    return true;
}

static void note_races(Case *at, const Model *model, uint32_t id) {
    for (uint32_t other = 0; other < ALL_OPERATIONS; other++) {
        if (other == id || !(model->done >> other & 1) || !races(at, model, id, other)) continue;
        set_pair(&at->all, place_of(at, id), place_of(at, other));
        if (is_first(at, model, id, other)) set_pair(&at->first, place_of(at, id), place_of(at, other));
    }
}

static bool has_ended(const Case *at, const Model *model, uint32_t task) {
    return model->is_started[task] && model->at[task] >= script_of(at, task)->count;
}

static const Operation *next_of(const Case *at, const Model *model, uint32_t task) {
    if (!model->is_started[task] || has_ended(at, model, task)) return NULL;
    return &script_of(at, task)->items[model->at[task]];
}

static bool can_step(const Case *at, const Model *model, const Operation *operation) {
    switch (operation->kind) {
    case LOCK: return !model->owner[operation->object];
    case SEND: return (uint32_t)(model->sent_count - model->received_count) < at->capacity;
    case RECEIVE: return at->capacity && model->sent_count > model->received_count;
    case ACQUIRE: return model->permits > 0;
    case JOIN: return has_ended(at, model, operation->object);
    default: return true;
    }
}

// Marks the task's next operation as done and goes behind it.
static uint32_t pass(Case *at, Model *model, uint32_t task, uint32_t skipped) {
    uint32_t id = task * MOST_OPERATIONS + model->at[task];
    model->before[id] = model->past[task];
    model->done |= UINT32_C(1) << id;
    model->past[task] |= UINT32_C(1) << id;
    if (is_access(operation_of(at, id))) note_races(at, model, id);
    uint32_t next = model->at[task] + 1u + skipped;
    uint32_t count = script_of(at, task)->count;
    model->at[task] = (uint8_t)(next < count ? next : count);
    return model->past[task];
}

// What the operation knows of others before it happens.
static uint32_t learn(const Case *at, const Model *model, const Operation *operation) {
    switch (operation->kind) {
    case LOCK: return model->locked[operation->object];
    case LOAD:
    case STORE:
    case TEST_ATOMIC: return operation->kind == STORE ? 0 : model->stored[operation->object];
    case SEND: return model->sent_count >= at->capacity ? model->received[model->sent_count - at->capacity] : 0;
    case RECEIVE: return model->sent[model->received_count];
    case ACQUIRE: return model->released;
    case JOIN: return model->past[operation->object];
    default: return 0;
    }
}

static void act(Model *model, uint32_t task, const Operation *operation, uint32_t past) {
    switch (operation->kind) {
    case WRITE: model->plain[operation->object] = (uint8_t)operation->value; break;
    case STORE:
        model->atomic[operation->object] = (uint8_t)operation->value;
        model->stored[operation->object] |= past;
        break;
    case LOCK: model->owner[operation->object] = (uint8_t)(task + 1); break;
    case UNLOCK:
        model->owner[operation->object] = 0;
        model->locked[operation->object] |= past;
        break;
    case SEND: model->sent[model->sent_count++] = past; break;
    case RECEIVE: model->received[model->received_count++] = past; break;
    case ACQUIRE: model->permits--; break;
    case RELEASE:
        model->permits++;
        model->released |= past;
        break;
    case START:
        model->is_started[operation->object] = 1;
        model->past[operation->object] = past;
        break;
    default: break;
    }
}

static void step(Walk *walk, Model model, uint32_t task) {
    const Operation *operation = next_of(walk->at, &model, task);
    if (!operation || !can_step(walk->at, &model, operation)) return;
    bool is_zero = (operation->kind == TEST && !model.plain[operation->object]) ||
                   (operation->kind == TEST_ATOMIC && !model.atomic[operation->object]);
    model.past[task] |= learn(walk->at, &model, operation);
    uint32_t past = pass(walk->at, &model, task, is_zero ? operation->skipped : 0);
    act(&model, task, operation, past);
    reach(walk, &model);
}

static void meet(Walk *walk, Model model, uint32_t sender, uint32_t receiver) {
    const Operation *one = next_of(walk->at, &model, sender), *other = next_of(walk->at, &model, receiver);
    if (walk->at->capacity || !one || !other || one->kind != SEND || other->kind != RECEIVE) return;
    uint32_t past = pass(walk->at, &model, sender, 0) | pass(walk->at, &model, receiver, 0);
    model.past[sender] = model.past[receiver] = past;
    reach(walk, &model);
}

static bool run_model(Case *at, Arena *arena) {
    Walk walk = {.at = at, .arena = arena, .table = arena_new_array(arena, uint32_t, TABLE)};
    Model model;
    memset(&model, 0, sizeof model);
    model.is_started[0] = 1;
    model.permits = (uint8_t)at->permits;
    reach(&walk, &model);
    for (uint32_t i = 0; i < walk.models.count; i++)
        for (uint32_t task = 0; task < at->task_count; task++) {
            step(&walk, walk.models.items[i], task);
            for (uint32_t other = 0; other < at->task_count; other++)
                if (other != task) meet(&walk, walk.models.items[i], task, other);
        }
    return !walk.is_spent;
}

// ---- comparing

static uint32_t count_pairs(const Pairs *pairs) {
    uint32_t count = 0;
    for (uint32_t a = 0; a < ALL_OPERATIONS; a++)
        for (uint32_t b = 0; b <= a; b++) count += pairs->has[a][b];
    return count;
}

static bool is_within(const Pairs *small, const Pairs *large, uint32_t pair[2]) {
    for (uint32_t a = 0; a < ALL_OPERATIONS; a++)
        for (uint32_t b = 0; b <= a; b++)
            if (small->has[a][b] && !large->has[a][b]) {
                pair[0] = a;
                pair[1] = b;
                return false;
            }
    return true;
}

static void complain(const Case *at, Made *made, Figures *figures, const char *what, const uint32_t pair[2]) {
    if (figures->wrong++ > 2) return;
    Text text = {0};
    program_print(made->build.program, &text);
    printf("seed %llu: %s: script %u operation %u and script %u operation %u\n%s\n", (unsigned long long)at->seed, what,
           (unsigned)pair[0] / MOST_OPERATIONS, (unsigned)pair[0] % MOST_OPERATIONS,
           (unsigned)pair[1] / MOST_OPERATIONS, (unsigned)pair[1] % MOST_OPERATIONS, text_value(&text));
    text_free(&text);
}

static void compare(uint64_t seed, Figures *figures) {
    Case *at = calloc(1, sizeof *at);
    if (!at) abort();
    at->seed = seed;
    at->random = seed * 0x9E3779B97F4A7C15u + 1;
    for (int i = 0; i < 8; i++) pick(at, 2);
    make_scripts(at);
    Made made = make_program(at);
    uint32_t pair[2] = {0};
    figures->programs++;
    bool is_whole = explore_races(at, &made, false, &at->plain) && explore_races(at, &made, true, &at->reduced) &&
                    run_model(at, made.build.arena);
    if (is_whole) {
        figures->racy += count_pairs(&at->all) > 0;
        figures->all += count_pairs(&at->all);
        figures->first += count_pairs(&at->first);
        figures->found += count_pairs(&at->reduced);
        if (!is_within(&at->plain, &at->reduced, pair))
            complain(at, &made, figures, "the reduction loses a race", pair);
        if (!is_within(&at->reduced, &at->plain, pair))
            complain(at, &made, figures, "the reduction invents a race", pair);
        if (!is_within(&at->reduced, &at->all, pair)) complain(at, &made, figures, "this is no race", pair);
        if (!is_within(&at->first, &at->reduced, pair)) complain(at, &made, figures, "a first race is lost", pair);
    } else {
        figures->skipped++;
    }
    build_end(&made.build);
    free(at);
}

int main(int argument_count, char **arguments) {
    uint64_t first = argument_count > 1 ? strtoull(arguments[1], NULL, 10) : 1;
    uint64_t programs = argument_count > 2 ? strtoull(arguments[2], NULL, 10) : 5000;
    Figures figures = {0};
    for (uint64_t seed = first; seed < first + programs; seed++) compare(seed, &figures);
    printf("programs %u, not compared %u, with races %u; pairs that race %u, first races %u, found %u; wrong %u\n",
           (unsigned)figures.programs, (unsigned)figures.skipped, (unsigned)figures.racy, (unsigned)figures.all,
           (unsigned)figures.first, (unsigned)figures.found, (unsigned)figures.wrong);
    return figures.wrong || figures.racy * 10 < figures.programs || figures.skipped * 10 > figures.programs;
}
