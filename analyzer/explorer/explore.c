// SPDX-License-Identifier: MIT
#include "explorer/constraint_store.h"
#include "explorer/guide.h"
#include "explorer/lock_circle.h"
#include "explorer/race_watch.h"
#include "explorer/reduce.h"
#include "explorer/search.h"
#include "explorer/share.h"

#include <string.h>

enum { FIRST_TABLE = 1024, ARENA_LIMIT = 256 * 1024 * 1024, TURNS_IN_ORDER = 24, TURNS_DRAWN = 24 };

static uint32_t *slot_of(Search *search, Hash hash) {
    uint32_t at = (uint32_t)hash.low & (search->table_size - 1);
    while (search->table[at]) {
        const Found *found = &search->found.items[search->table[at]];
        if (found->hash.low == hash.low && found->hash.high == hash.high) break;
        at = (at + 1) & (search->table_size - 1);
    }
    return &search->table[at];
}

static void grow_table(Search *search) {
    search->table_size = search->table_size ? search->table_size * 2 : FIRST_TABLE;
    search->table = arena_new_array(search->arena, uint32_t, search->table_size);
    for (uint32_t i = 1; i < search->found.count; i++) *slot_of(search, search->found.items[i].hash) = i;
}

static Transition transition_of(Search *search, Move move) {
    const Machine *machine = &search->machine;
    Transition transition = {move.task, move.is_timeout, (uint8_t)machine->choice_at, NULL};
    transition.choices = arena_new_array(search->arena, uint8_t, machine->choice_at + 1);
    memcpy(transition.choices, machine->choices, machine->choice_at);
    return transition;
}

// Adds the machine's state unless an equal one is known; what it took is given back when it is.
static uint32_t add_state(Search *search, uint32_t parent, Move move, ArenaMark mark) {
    State *state = search->machine.state;
    state->is_exited = search->machine.result == STEP_EXITED;
    ArenaMark before_hash = arena_mark(search->arena);
    Hash hash = state_hash(state, search->liveness, search->arena);
    arena_rewind(search->arena, before_hash);
    uint32_t *slot = slot_of(search, hash);
    if (*slot) {
        arena_rewind(search->arena, mark);
        return *slot;
    }
    Found found = {.hash = hash, .state = state, .parent = parent, .is_exited = state->is_exited};
    found.transition = transition_of(search, move);
    uint32_t id = search->found.count;
    *slot = id;
    array_push(&search->found, search->arena, found);
    if (search->found.count * 2 > search->table_size) grow_table(search);
    return id;
}

bool search_next_choices(Machine *machine) {
    uint32_t count = machine->choice_at;
    while (count && machine->choices[count - 1] + 1 >= machine->options[count - 1]) count--;
    machine->choice_count = count;
    if (!count) return false;
    machine->choices[count - 1]++;
    return true;
}

// Every copy has a stamp of its own: what carries it may be changed in place.
static void begin(Machine *machine, const State *from) {
    machine->state = state_copy(machine->arena, from, ++machine->stamp);
    machine->result = STEP_GOES_ON;
    machine->choice_at = 0;
    machine->is_resuming = false;
}

static bool is_spent(const Search *search) {
    return search->found.count > search->options.state_limit || search->machine.work > search->options.work_limit ||
           arena_size(search->arena) > ARENA_LIMIT;
}

// Where one way is enough: of a step that can go in many, the first ones in order, then as many that are drawn.
static bool next_turn(Search *search) {
    Machine *machine = &search->machine;
    if (!search->options.passage || ++search->turns < TURNS_IN_ORDER) return search_next_choices(machine);
    if (machine->dice) search->dice = machine->dice;
    machine->dice = search->turns < TURNS_IN_ORDER + TURNS_DRAWN ? search->dice : 0;
    machine->choice_count = 0;
    return machine->dice != 0;
}

static bool start_is_spent(const Search *search) {
    return search->options.start_limit && search->machine.work > search->options.start_limit;
}

// The next sequence of choices while there is one and the budget lasts; a spent budget leaves the state open.
static bool goes_on(Search *search, uint32_t from) {
    if (!next_turn(search)) return false;
    if (!is_spent(search) && (from || !start_is_spent(search))) return true;
    search->is_spent = true;
    if (from) search->found.items[from].is_open = true;
    return false;
}

static void step(Search *search, uint32_t from, Move move) {
    if (search->races) race_step_begin(search->races, search->found.items[from].state, move);
    machine_step(&search->machine, move.task, move.is_timeout);
    if (search->races) race_step_end(search->races, move);
}

// Runs one move with every sequence of choices; each result becomes an edge.
static void try_move(Search *search, uint32_t from, Move move) {
    Machine *machine = &search->machine;
    machine->choice_count = 0;
    machine->dice = search->turns = 0;
    do {
        ArenaMark mark = arena_mark(search->arena);
        begin(machine, search->found.items[from].state);
        step(search, from, move);
        if (machine->result == STEP_CUT) {
            search->found.items[from].is_open = true;
            search->cuts[machine->cut]++;
        }
        StepMisuses misuses = misuse_collect(search);
        if (machine->result == STEP_CUT || machine->result == STEP_IMPOSSIBLE) {
            arena_rewind(search->arena, mark);
        } else {
            uint32_t to = add_state(search, from, move, mark);
            array_push(&search->targets, search->arena, to);
        }
        if (misuses.count) {
            Transition transition = transition_of(search, move);
            misuse_keep(search, &misuses, from, &transition);
        }
    } while (goes_on(search, from));
}

uint32_t search_moves(const State *state, Arena *arena, Move **moves) {
    *moves = arena_new_array(arena, Move, state->task_count);
    uint32_t count = 0;
    for (TaskId id = 1; id < state->task_count; id++) {
        const Task *task = state_task(state, id);
        TaskId current = task->group ? state->groups[task->group].current : 0;
        bool may_step = task->status == TASK_READY && task->is_at_stop && (!task->group || current == id);
        bool may_time_out = task->status == TASK_PARKED && (task->is_timed || task->is_external_wait) && !current;
        if (may_step || may_time_out) (*moves)[count++] = (Move){id, may_time_out};
    }
    return count;
}

// Whether a move led to a state that was known already: then others must not be put off again and again.
static bool closes_cycle(const Search *search, uint32_t first_edge, uint32_t known) {
    for (uint32_t i = first_edge; i < search->targets.count; i++)
        if (search->targets.items[i] < known) return true;
    return false;
}

static void expand(Search *search, Reduction *reduction, uint32_t id) {
    uint32_t first_edge = search->targets.count, known = search->found.count;
    search->found.items[id].first_edge = first_edge;
    if (!search->found.items[id].is_exited) {
        Move *moves;
        uint32_t count = search_moves(search->found.items[id].state, search->arena, &moves);
        uint32_t chosen = count;
        if (reduction) chosen = reduction_choose(reduction, search->found.items[id].state, moves, count);
        for (uint32_t i = 0; i < chosen; i++) try_move(search, id, moves[i]);
        bool is_fruitless = search->targets.count == first_edge || closes_cycle(search, first_edge, known);
        for (uint32_t i = chosen; is_fruitless && i < count; i++) try_move(search, id, moves[i]);
        if (search->races) race_state_end(search->races, id);
    }
    search->found.items[id].edge_count = search->targets.count - first_edge;
}

void search_expand(Search *search, uint32_t id) {
    expand(search, NULL, id);
}

bool search_is_spent(const Search *search) {
    return is_spent(search);
}

static void run(Search *search, Reduction *reduction) {
    bool has_begun = !search->is_spent;
    for (uint32_t id = 1; id < search->found.count; id++) {
        if (!has_begun || is_spent(search)) {
            for (; id < search->found.count; id++) search->found.items[id].is_open = true;
            search->is_spent = true;
            return;
        }
        expand(search, reduction, id);
    }
}

static Search *create(const Program *program, const PointsTo *points_to, const Relevance *relevance,
                      const ExploreOptions *options, Arena *arena) {
    Search *search = arena_new(arena, Search);
    search->arena = arena;
    search->options = *options;
    search->dice = 0x9e3779b97f4a7c15;
    array_push(&search->found, arena, (Found){0});
    array_push(&search->targets, arena, 0);
    grow_table(search);
    Machine *machine = &search->machine;
    *machine = (Machine){.program = program, .points_to = points_to, .relevance = relevance, .arena = arena};
    machine->root_values = options->root_values;
    machine->candidates = options->candidates;
    machine->stale = options->stale;
    machine->input = options->input;
    machine->root_value_count = options->root_value_count;
    machine->passage = options->passage;
    machine->shared = options->shared ? options->shared : explore_share(program, points_to, arena);
    machine->escapes = machine->shared->escapes;
    machine->unit_is_open = points_to && !points_to_unit_is_closed(points_to);
    machine->reads_atomic = machine->shared->reads_atomic;
    search->liveness = share_liveness(machine->shared, relevance);
    machine->completed = share_completed(machine->shared, relevance, arena);
    return search;
}

// argc is not negative (C17 5.1.2.2.1).
static void bound_argument_count(Machine *machine, const Function *entry) {
    if (!entry->is_entry || !entry->parameter_count) return;
    VariableId count = entry->parameters[0];
    if (program_variable(machine->program, count)->type.kind != TYPE_SIGNED) return;
    Value symbol = state_fresh_symbol(machine->state, machine->arena);
    PathConstraint constraint = {symbol.reference, 0, 0, OPERATOR_GREATER_EQUAL};
    constraints_add(machine->state, machine->arena, constraint);
    Value address = value_pointer(machine_variable(machine, count), 0);
    machine_store(machine, address, program_variable(machine->program, count)->size, symbol);
}

static void set_root_values(Machine *machine) {
    for (uint32_t i = 0; i < machine->root_value_count; i++) {
        VariableId parameter = machine->root_values[i].parameter;
        Value address = value_pointer(machine_variable(machine, parameter), 0);
        machine_store(machine, address, program_variable(machine->program, parameter)->size,
                      value_integer(machine->root_values[i].value));
    }
}

// Initialisers run first, on the first task's own stack.
void search_enter_root(Machine *machine, FunctionId root) {
    TaskId first = state_add_task(machine->state, machine->arena, (Task){.entry = root});
    machine->violations = (Violations){0};
    machine->task = first;
    machine_enter(machine, root, NULL, 0, 0);
    bound_argument_count(machine, program_function(machine->program, root));
    set_root_values(machine);
    const ExploreShared *shared = machine->shared;
    for (uint32_t i = 0; i < shared->initialisers.count; i++) {
        FunctionId id = shared->initialisers.items[i];
        if (!machine->relevance || relevance_of_function(machine->relevance, id))
            machine_enter(machine, id, NULL, 0, 0);
    }
    machine_settle(machine);
}

// Some task lives, and stands at a first operation.
static void note_start(Search *search, uint32_t id) {
    const State *state = search->found.items[id].state;
    for (TaskId task = 1; task < state->task_count && !state->is_exited; task++)
        search->has_started |= state_task(state, task)->status != TASK_ENDED;
}

static void start(Search *search, FunctionId root) {
    Machine *machine = &search->machine;
    uint32_t slots;
    machine->global_slots = share_slots(machine->shared, machine->relevance, &slots);
    State *empty = state_create(search->arena, slots);
    search->empty = empty;
    search->root = root;
    machine->choice_count = 0;
    machine->dice = search->turns = 0;
    do {
        ArenaMark mark = arena_mark(search->arena);
        begin(machine, empty);
        search_enter_root(machine, root);
        search->cuts[machine->cut] += machine->result == STEP_CUT;
        StepMisuses misuses = misuse_collect(search);
        if (machine->result == STEP_CUT || machine->result == STEP_IMPOSSIBLE)
            arena_rewind(search->arena, mark);
        else
            note_start(search, add_state(search, 0, (Move){0}, mark));
        if (misuses.count) {
            Transition transition = transition_of(search, (Move){0});
            misuse_keep(search, &misuses, 0, &transition);
        }
    } while (goes_on(search, 0));
}

// A loop that was followed a few times is a bound; anything else that was cut leaves the question open.
static void conclude(const Search *search, Exploration *exploration) {
    static const char *const reasons[] = {
        [CUT_LOOP] = "loops on unknown values were followed a few times only",
        [CUT_CASES] = "one unknown value is compared with too many constants",
        [CUT_CHOICES] = "one step can go in too many ways",
        [CUT_DEPTH] = "calls are nested too deeply",
        [CUT_WORK] = "the way from one scheduling point to the next is too long",
        [CUT_UNKNOWN] = "a jump or a cancel was not followed",
    };
    exploration->states = search->found.count - 1;
    exploration->edges = search->targets.count - 1;
    exploration->work = search->machine.work;
    exploration->has_input = search->machine.has_input;
    exploration->is_spent = search->is_spent;
    exploration->is_bounded = search->is_spent;
    exploration->reason = "every state was visited";
    for (uint32_t i = 0; i < CUT_REASON_COUNT; i++) {
        if (!search->cuts[i]) continue;
        exploration->is_bounded = true;
        exploration->is_spent |= i != CUT_LOOP;
        exploration->reason = reasons[i];
    }
    if (exploration->is_bounded && !search->has_started) {
        exploration->is_spent = true;
        exploration->reason = "what comes before the first operation was not followed to its end";
    }
    if (search->is_spent) exploration->reason = "the budget of states was spent";
    if (search->options.input && exploration->has_input) {
        exploration->is_bounded = true;
        exploration->reason = arena_format(search->arena, "an execution in which numbers from outside are %lld",
                                           (long long)*search->options.input);
    }
    exploration->verdict = exploration->stuck_count ? VERDICT_BUG
                           : exploration->is_spent  ? VERDICT_UNVERIFIED
                                                    : VERDICT_SAFE_BOUND;
}

Exploration *explore(const Program *program, const PointsTo *points_to, const Relevance *relevance, FunctionId root,
                     const ExploreOptions *options, Arena *arena) {
    Search *search = create(program, points_to, relevance, options, arena);
    Exploration *exploration = arena_new(arena, Exploration);
    exploration->search = search;
    exploration->completed = search->machine.completed;
    if (options->candidates) search->races = race_watch_create(search);
    start(search, root);
    if (options->passage) {
        lock_circle_search(search, exploration);
        conclude(search, exploration);
        exploration->is_bounded &= !exploration->stuck_count; // what was left out says nothing about what was found
        return exploration;
    }
    Reduction *reduction = NULL;
    if (options->reduce && !options->guide) reduction = reduction_create(search->machine.shared, relevance, arena);
    if (options->guide)
        guide_run(search, options->guide);
    else
        run(search, reduction);
    if (reduction) reduction_destroy(reduction);
    if (search->races)
        race_watch_destroy(search->races);
    else if (!options->stale)
        search_find_stuck(search, exploration);
    search_view_misuses(search, exploration);
    for (uint32_t i = 0; i < exploration->stuck_count; i++) {
        const Found *found = &search->found.items[exploration->stuck[i].state];
        exploration->has_dead_end |= !found->edge_count && !found->state->is_guessing;
    }
    conclude(search, exploration);
    return exploration;
}
