// SPDX-License-Identifier: MIT
// Names and labels are for people: the engines see numbers.
#include "solver/net.h"

// Whoever gives one of these a member more puts it below too.
_Static_assert(sizeof(void *) != 8 ||
                   sizeof(NetTask) + sizeof(NetPlace) + sizeof(NetTransition) + sizeof(NetObject) == 224,
               "all members are hashed");
_Static_assert(sizeof(void *) != 8 ||
                   sizeof(NetConversion) + sizeof(NetPredicate) + sizeof(NetExclusion) + sizeof(Net) == 280,
               "all members are hashed");

typedef struct Hasher {
    const Program *program;
    Hash hash;
} Hasher;

static void put(Hasher *hasher, const uint64_t *numbers, size_t size) {
    hasher->hash = hash_bytes(hasher->hash, numbers, size);
}

// By name: ids hang on the rest of the program.
static void put_function(Hasher *hasher, FunctionId id) {
    uint64_t is_any[] = {id != 0};
    put(hasher, is_any, sizeof is_any);
    if (!id) return;
    const Function *function = program_function(hasher->program, id);
    hasher->hash = hash_text(hasher->hash, function->symbol ? function->symbol : "");
    hasher->hash = hash_text(hasher->hash, function->name);
    hasher->hash = hash_text(hasher->hash, program_path(hasher->program, function->place));
}

static void put_source(Hasher *hasher, NetSource source) {
    uint64_t numbers[] = {source.node};
    put(hasher, numbers, sizeof numbers);
    put_function(hasher, source.function);
}

static void put_task(Hasher *hasher, const NetTask *task) {
    uint64_t numbers[] = {task->initial.symbol, (uint64_t)task->initial.constant, task->entry};
    put(hasher, numbers, sizeof numbers);
    put_function(hasher, task->entry_function);
}

static void put_object(Hasher *hasher, const NetObject *object) {
    uint64_t numbers[] = {object->kind,         object->capacity.symbol, (uint64_t)object->capacity.constant,
                          object->is_unbounded, object->drains,          object->is_recursive,
                          object->is_binary,    object->prefers_readers, object->wakes_spuriously,
                          object->is_single,    object->is_cell,         object->has_value,
                          object->form};
    put(hasher, numbers, sizeof numbers);
}

static void put_place(Hasher *hasher, const NetPlace *place) {
    uint64_t numbers[] = {place->task,           place->is_end,      place->has_trip,
                          place->is_process_end, place->trip.symbol, (uint64_t)place->trip.constant,
                          place->body,           place->exit};
    put(hasher, numbers, sizeof numbers);
    put_source(hasher, place->source);
}

static void put_transition(Hasher *hasher, const NetTransition *transition) {
    uint64_t numbers[] = {transition->from,
                          transition->to,
                          transition->action,
                          transition->object,
                          transition->task,
                          transition->amount.symbol,
                          (uint64_t)transition->amount.constant,
                          transition->comparison,
                          transition->has_previous,
                          (uint64_t)transition->previous,
                          transition->first_guard,
                          transition->guard_count,
                          transition->is_optional};
    put(hasher, numbers, sizeof numbers);
    put_source(hasher, transition->source);
}

static void put_constraint(Hasher *hasher, const PathConstraint *constraint) {
    uint64_t numbers[] = {constraint->left, constraint->right, (uint64_t)constraint->constant, constraint->operator_};
    put(hasher, numbers, sizeof numbers);
}

static void put_conversion(Hasher *hasher, const NetConversion *conversion) {
    uint64_t numbers[] = {conversion->from.symbol, (uint64_t)conversion->from.constant, conversion->to,
                          (uint64_t)conversion->least, (uint64_t)conversion->most};
    put(hasher, numbers, sizeof numbers);
}

static void put_predicate(Hasher *hasher, const NetPredicate *predicate) {
    uint64_t numbers[] = {predicate->place,       predicate->cell,          predicate->mutex,
                          predicate->comparison,  predicate->amount.symbol, (uint64_t)predicate->amount.constant,
                          predicate->may_be_woken};
    put(hasher, numbers, sizeof numbers);
}

static void put_gap(Hasher *hasher, const NetGap *gap) {
    hasher->hash = hash_text(hasher->hash, gap->reason);
    put_source(hasher, gap->source);
}

Hash net_hash(const Net *net, const Program *program) {
    Hasher hasher = {.program = program};
    uint64_t counts[] = {net->tasks.count,      net->places.count,     net->transitions.count, net->objects.count,
                         net->symbols.count,    net->guards.count,     net->assumptions.count, net->conversions.count,
                         net->predicates.count, net->exclusions.count, net->gaps.count};
    put(&hasher, counts, sizeof counts);
    for (uint32_t i = 1; i < net->tasks.count; i++) put_task(&hasher, &net->tasks.items[i]);
    for (uint32_t i = 1; i < net->places.count; i++) put_place(&hasher, &net->places.items[i]);
    for (uint32_t i = 1; i < net->transitions.count; i++) put_transition(&hasher, &net->transitions.items[i]);
    for (uint32_t i = 1; i < net->objects.count; i++) put_object(&hasher, &net->objects.items[i]);
    for (uint32_t i = 0; i < net->guards.count; i++) put_constraint(&hasher, &net->guards.items[i]);
    for (uint32_t i = 0; i < net->assumptions.count; i++) put_constraint(&hasher, &net->assumptions.items[i]);
    for (uint32_t i = 0; i < net->conversions.count; i++) put_conversion(&hasher, &net->conversions.items[i]);
    for (uint32_t i = 0; i < net->predicates.count; i++) put_predicate(&hasher, &net->predicates.items[i]);
    for (uint32_t i = 0; i < net->exclusions.count; i++) {
        uint64_t numbers[] = {net->exclusions.items[i].in, net->exclusions.items[i].out};
        put(&hasher, numbers, sizeof numbers);
    }
    for (uint32_t i = 0; i < net->gaps.count; i++) put_gap(&hasher, &net->gaps.items[i]);
    return hasher.hash;
}
