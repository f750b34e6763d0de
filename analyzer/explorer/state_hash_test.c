// SPDX-License-Identifier: MIT
// The identity of states: random states built twice with other numbers for their objects and symbols and with garbage
// between have one hash; every single change of what a program could tell gives another one.
//   state_hash_test [first seed] [rounds]
#include "explorer/state.h"

#include <stdio.h>
#include <stdlib.h>

enum { GLOBALS = 2, HEAP = 5, SYMBOLS = 4, TASKS = 3, FIRST_HEAP = GLOBALS + 1 };

typedef struct Random {
    uint64_t state; // xorshift64* (Vigna 2016)
} Random;

static uint32_t below(Random *random, uint32_t limit) {
    random->state ^= random->state >> 12;
    random->state ^= random->state << 25;
    random->state ^= random->state >> 27;
    return (uint32_t)((random->state * 0x2545f4914f6cdd1du) >> 33) % limit;
}

// Numbers of a state's heap objects and symbols, and how much garbage stands before them.
typedef struct Naming {
    ObjectId object[HEAP];
    SymbolId symbol[SYMBOLS];
    uint32_t garbage;
} Naming;

static Naming naming(Random *random, bool is_plain) {
    Naming names = {.garbage = is_plain ? 0 : 1 + below(random, 3)};
    for (uint32_t i = 0; i < HEAP; i++) names.object[i] = FIRST_HEAP + names.garbage + i;
    for (uint32_t i = 0; i < SYMBOLS; i++) names.symbol[i] = 1 + names.garbage + i;
    for (uint32_t i = 0; !is_plain && i + 1 < HEAP; i++) {
        uint32_t other = i + below(random, HEAP - i);
        ObjectId swapped = names.object[i];
        names.object[i] = names.object[other];
        names.object[other] = swapped;
    }
    for (uint32_t i = 0; !is_plain && i + 1 < SYMBOLS; i++) {
        uint32_t other = i + below(random, SYMBOLS - i);
        SymbolId swapped = names.symbol[i];
        names.symbol[i] = names.symbol[other];
        names.symbol[other] = swapped;
    }
    return names;
}

typedef struct Maker {
    Arena *arena;
    State *state;
    Naming names;
    Random random; // of the contents
} Maker;

static Value symbol(const Maker *maker, uint32_t index, int64_t plus) {
    return (Value){VALUE_SYMBOL, maker->names.symbol[index], plus};
}

static Value pointer(const Maker *maker, uint32_t index, int64_t plus) {
    return value_pointer(maker->names.object[index], plus);
}

static Value any_value(Maker *maker) {
    switch (below(&maker->random, 4)) {
    case 0: return pointer(maker, below(&maker->random, HEAP), below(&maker->random, 3) * 8);
    case 1: return symbol(maker, below(&maker->random, SYMBOLS), below(&maker->random, 3));
    case 2: return (Value){VALUE_FUNCTION, 1 + below(&maker->random, 3), 0};
    default: return value_integer(below(&maker->random, 4));
    }
}

static Cells any_cells(Maker *maker) {
    Cells cells = {0};
    uint32_t count = 1 + below(&maker->random, 3);
    for (uint32_t i = 0; i < count; i++)
        cells_write(&cells, maker->arena, 8 * (int64_t)below(&maker->random, 4), 8, any_value(maker));
    return cells;
}

static void add_garbage(Maker *maker) {
    for (uint32_t i = 0; i < maker->names.garbage; i++) {
        Object object = {.function = 9, .node = 9};
        cells_write(&object.cells, maker->arena, 0, 8, value_integer(i));
        state_add_object(maker->state, maker->arena, object);
        Value unused = state_fresh_symbol(maker->state, maker->arena);
        maker->state->fork_counts[unused.reference] = 1;
    }
}

// Objects are reached one from the next and from the variables; the first is a channel, the second a lock.
static Object heap_object(Maker *maker, uint32_t index) {
    Object object = {.function = 1, .node = 2 + index, .cells = any_cells(maker)};
    if (index + 1 < HEAP) cells_write(&object.cells, maker->arena, 64, 8, pointer(maker, index + 1, 0));
    cells_write(&object.cells, maker->arena, 72, 8, symbol(maker, index % SYMBOLS, 0));
    if (index == 0) {
        object.kind = OBJECT_CHANNEL;
        object.capacity = value_integer(2);
        object.streams[0] = (Stream){.count = 1, .queue = arena_new_array(maker->arena, Cells, 1)};
        object.streams[0].queue[0] = any_cells(maker);
    }
    if (index == 1) object.kind = OBJECT_MUTEX;
    return object;
}

static void add_objects(Maker *maker) {
    State *state = maker->state;
    for (uint32_t i = 0; i < GLOBALS; i++) {
        Object *global = arena_new(maker->arena, Object);
        *global = (Object){.stamp = state->stamp, .variable = 1 + i, .is_zeroed = true, .cells = any_cells(maker)};
        cells_write(&global->cells, maker->arena, 80, 8, pointer(maker, 0, 0));
        state->objects[1 + i] = global;
    }
    add_garbage(maker);
    for (uint32_t i = 0; i < HEAP; i++) state_add_object(state, maker->arena, (Object){0});
    for (uint32_t i = 0; i < SYMBOLS; i++) state_fresh_symbol(state, maker->arena);
    for (uint32_t i = 0; i < HEAP; i++) *state->objects[maker->names.object[i]] = heap_object(maker, i);
    state->bindings[maker->names.symbol[0]] = maker->names.object[below(&maker->random, HEAP)];
}

static void add_task(Maker *maker, uint32_t index) {
    Task task = {.status = index ? TASK_PARKED : TASK_READY, .entry = 1 + index, .group = 1, .rank = 10 * index};
    task.frames = arena_new_array(maker->arena, Frame, 1);
    task.frame_count = 1;
    task.frames[0] = (Frame){.function = 1 + index, .node = 3, .local_count = 1};
    task.frames[0].locals = arena_new_array(maker->arena, Local, 1);
    task.frames[0].locals[0] = (Local){5 + index, maker->names.object[2 + index]};
    task.object = maker->names.object[2];
    task.cases = arena_new_array(maker->arena, WaitCase, 1);
    task.case_count = index ? 1 : 0;
    task.cases[0] = (WaitCase){.object = maker->names.object[0], .is_send = true, .element = any_value(maker)};
    task.fetched_element = any_cells(maker);
    state_add_task(maker->state, maker->arena, task);
}

static void constrain(Maker *maker, PathConstraint constraint) {
    State *state = maker->state;
    PathConstraint *longer = arena_new_array(maker->arena, PathConstraint, state->constraint_count + 1);
    for (uint32_t i = 0; i < state->constraint_count; i++) longer[i] = state->constraints[i];
    longer[state->constraint_count++] = constraint;
    state->constraints = longer;
}

static void add_conditions(Maker *maker) {
    State *state = maker->state;
    const SymbolId *symbols = maker->names.symbol;
    constrain(maker, (PathConstraint){symbols[0], symbols[1], 3, OPERATOR_LESS});
    constrain(maker, (PathConstraint){symbols[1], 0, 7, OPERATOR_NOT_EQUAL});
    Value doubled = state_sum_symbol(state, maker->arena, (SymbolSum){.left = symbols[0], .left_factor = 2});
    cells_write(&state->objects[1]->cells, maker->arena, 88, 8, doubled);
}

static Maker make(uint64_t seed, bool is_plain, Arena *arena) {
    Random naming_random = {seed * 31 + 7};
    Maker maker = {arena, state_create(arena, FIRST_HEAP), naming(&naming_random, is_plain), {seed * 77 + 5}};
    state_add_group(maker.state, arena);
    add_objects(&maker);
    for (uint32_t i = 0; i < TASKS; i++) add_task(&maker, i);
    state_add_task(maker.state, arena, (Task){.status = TASK_ENDED});
    maker.state->groups[1].current = 1;
    state_enqueue(maker.state, arena, 1, 2);
    state_enqueue(maker.state, arena, 1, 3);
    maker.state->objects[maker.names.object[1]]->owner = 2;
    add_conditions(&maker);
    return maker;
}

static Hash hash_of(const State *state) {
    Arena *scratch = arena_create();
    Hash hash = state_hash(state, NULL, scratch);
    arena_destroy(scratch);
    return hash;
}

static bool equal(Hash a, Hash b) {
    return a.low == b.low && a.high == b.high;
}

// One change each; the name says what of.
#define CHANGES(X)                                                                                                     \
    X("a cell's value", global->cells.items[0].value = value_integer(99))                                              \
    X("a cell's place", global->cells.items[global->cells.count - 1].offset += 8)                                      \
    X("a cell's size", global->cells.items[0].size = 4)                                                                \
    X("another pointer", global->cells.items[global->cells.count - 2].value = pointer(maker, 3, 0))                    \
    X("zeroed", global->is_zeroed = false)                                                                             \
    X("external", global->is_external = true)                                                                          \
    X("a heap object's cell", maker->state->objects[maker->names.object[4]]->cells.items[0].value = value_integer(99)) \
    X("where an object was made", channel->node++)                                                                     \
    X("capacity", channel->capacity = value_integer(3))                                                                \
    X("closed", channel->streams[0].is_closed = true)                                                                  \
    X("closed, the other direction", channel->streams[1].is_closed = true)                                             \
    X("closed handles", channel->closed_handles = 1)                                                                   \
    X("fill", channel->streams[0].count = 0)                                                                           \
    X("a buffered element", channel->streams[0].queue[0].items[0].value = value_integer(99))                           \
    X("kind", channel->kind = OBJECT_CHANNEL_PAIR)                                                                     \
    X("element size", channel->element_size = 4)                                                                       \
    X("owner", mutex->owner = 3)                                                                                       \
    X("no owner", mutex->owner = 0)                                                                                    \
    X("depth", mutex->depth = 1)                                                                                       \
    X("recursion", mutex->recursion++)                                                                                 \
    X("order", mutex->order++)                                                                                         \
    X("kind settled", mutex->has_kind = true)                                                                          \
    X("robust", mutex->is_robust = true)                                                                               \
    X("detached", mutex->is_detached = true)                                                                           \
    X("joined", mutex->is_joined = true)                                                                               \
    X("guessed kind", mutex->recursion_is_guess = true)                                                                \
    X("guessed order", mutex->order_is_guess = true)                                                                   \
    X("who reads", mutex->owner = 0; mutex->readers = (TaskId[]){2, 3})                                                \
    X("count", mutex->count = 1)                                                                                       \
    X("unknown count", mutex->count_is_unknown = true)                                                                 \
    X("a task's place", task->frames[0].node++)                                                                        \
    X("a task's function", task->frames[0].function++)                                                                 \
    X("the result's place", task->frames[0].result = 3)                                                                \
    X("a local variable", task->frames[0].locals[0].object = maker->names.object[0])                                   \
    X("status", task->status = TASK_READY)                                                                             \
    X("ended", task->status = TASK_ENDED)                                                                              \
    X("at a stop", task->is_at_stop = true)                                                                            \
    X("in a section", task->is_in_section = true)                                                                      \
    X("asleep", task->sleeps = 5)                                                                                      \
    X("cancel ends it", task->cancel_ends = true)                                                                      \
    X("cancel disabled", task->cancel_is_disabled = true)                                                              \
    X("cancel at any time", task->cancel_is_asynchronous = true)                                                       \
    X("cancel told", task->cancel_is_inline = true)                                                                    \
    X("cleanup", task->has_cleanup = 1)                                                                                \
    X("canceled", task->is_canceled = true)                                                                            \
    X("timed", task->is_timed = true)                                                                                  \
    X("outside wait", task->is_external_wait = true)                                                                   \
    X("waits for its group", task->is_waiting_for_group = true)                                                        \
    X("phase", task->phase = WAIT_REACQUIRE)                                                                           \
    X("who was parked first", task->rank = 30)                                                                         \
    X("handle", task->object = maker->names.object[3])                                                                 \
    X("bundle", task->bundle = maker->names.object[3])                                                                 \
    X("last spawned", task->last_spawned = maker->names.object[3])                                                     \
    X("group", task->group = 0)                                                                                        \
    X("waits for", task->cases[0].object = maker->names.object[1])                                                     \
    X("direction", task->cases[0].stream = 1)                                                                          \
    X("waits to receive", task->cases[0].is_send = false)                                                              \
    X("sends", task->cases[0].element = value_integer(99))                                                             \
    X("what its select returns", task->cases[0].index = 1)                                                             \
    X("waits for nothing", task->case_count = 0)                                                                       \
    X("fetched", task->fetched++)                                                                                      \
    X("fetched element", task->fetched_element.items[0].value = value_integer(99))                                     \
    X("current task", maker->state->groups[1].current = 3)                                                             \
    X("order of the ready", maker->state->groups[1].queue[0] = 3; maker->state->groups[1].queue[1] = 2)                \
    X("who is ready", maker->state->groups[1].queue_count = 1)                                                         \
    X("exited", maker->state->is_exited = true)                                                                        \
    X("what a symbol points to", maker->state->bindings[maker->names.symbol[1]] = maker->names.object[1])              \
    X("splits on a symbol", maker->state->fork_counts[maker->names.symbol[1]]++)                                       \
    X("a constraint's bound", maker->state->constraints[0].constant++)                                                 \
    X("a constraint's operator", maker->state->constraints[0].operator_ = OPERATOR_EQUAL)                              \
    X("a constraint's side", maker->state->constraints[0].right = maker->names.symbol[2])                              \
    X("one constraint less", maker->state->constraints++; maker->state->constraint_count--)                            \
    X("a factor", maker->state->sums[0].left_factor++)

// Makes the change with this number and returns its name; NULL when there is none with this number.
static const char *apply(Maker *maker, int wanted) {
    Object *global = maker->state->objects[1];
    Object *channel = maker->state->objects[maker->names.object[0]],
           *mutex = maker->state->objects[maker->names.object[1]];
    Task *task = maker->state->tasks[2];
    int number = 0;
#define X(name, ...)                                                                                                   \
    if (number++ == wanted) {                                                                                          \
        __VA_ARGS__;                                                                                                   \
        return name;                                                                                                   \
    }
    CHANGES(X)
#undef X
    return NULL;
}

static int check_change(uint64_t seed, int number, Hash before, bool *is_last) {
    Arena *arena = arena_create();
    Maker maker = make(seed, true, arena);
    const char *name = apply(&maker, number);
    *is_last = !name;
    int failures = name && equal(hash_of(maker.state), before);
    if (failures) printf("seed %llu: the hash does not tell: %s\n", (unsigned long long)seed, name);
    arena_destroy(arena);
    return failures;
}

static int run(uint64_t seed) {
    Arena *arena = arena_create();
    Maker plain = make(seed, true, arena), renamed = make(seed, false, arena);
    Hash hash = hash_of(plain.state);
    int failures = !equal(hash, hash_of(renamed.state));
    if (failures) printf("seed %llu: other numbers and garbage give another hash\n", (unsigned long long)seed);
    failures += !equal(hash, hash_of(state_copy(arena, renamed.state, 5)));
    bool is_last = false;
    for (int number = 0; !is_last; number++) failures += check_change(seed, number, hash, &is_last);
    arena_destroy(arena);
    return failures;
}

int main(int count, char **arguments) {
    uint64_t first = count > 1 ? strtoull(arguments[1], NULL, 10) : 1;
    uint64_t rounds = count > 2 ? strtoull(arguments[2], NULL, 10) : 200;
    int failures = 0;
    for (uint64_t seed = first; seed < first + rounds; seed++) failures += run(seed);
    printf("%llu states, %d differences\n", (unsigned long long)rounds, failures);
    return failures != 0;
}
