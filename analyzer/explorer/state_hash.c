// SPDX-License-Identifier: MIT
// Canonical identity of a state: objects and symbols are renumbered in the order in which they are
// reached from the variables and tasks, so what is garbage, and how things came to be numbered, does not count.
#include "explorer/state.h"

#include <string.h>

typedef ARRAY(uint64_t) Words;

typedef struct Canonical {
    const State *state;
    const Liveness *liveness; // NULL: every local counts
    Arena *arena;
    Words words;
    uint32_t *object_numbers, *symbol_numbers, *task_numbers;
    ObjectId *pending;
    uint32_t object_count, symbol_count, done;
} Canonical;

static void emit(Canonical *canonical, uint64_t word) {
    array_push(&canonical->words, canonical->arena, word);
}

static uint32_t number_object(Canonical *canonical, ObjectId id) {
    if (!id) return 0;
    if (!canonical->object_numbers[id]) {
        canonical->pending[canonical->object_count] = id;
        canonical->object_numbers[id] = ++canonical->object_count;
    }
    return canonical->object_numbers[id];
}

static uint32_t number_symbol(Canonical *canonical, SymbolId id) {
    if (!canonical->symbol_numbers[id]) {
        canonical->symbol_numbers[id] = ++canonical->symbol_count;
        emit(canonical, number_object(canonical, canonical->state->bindings[id]));
        emit(canonical, (uint64_t)canonical->state->fork_counts[id] << 2 | canonical->state->is_guess[id]);
    }
    return canonical->symbol_numbers[id];
}

static void emit_value(Canonical *canonical, Value value) {
    uint32_t reference = value.reference;
    if (value.kind == VALUE_POINTER) reference = number_object(canonical, reference);
    if (value.kind == VALUE_SYMBOL) reference = number_symbol(canonical, reference);
    emit(canonical, (uint64_t)value.kind << 32 | reference);
    emit(canonical, (uint64_t)value.number);
}

static void emit_cells(Canonical *canonical, const Cells *cells) {
    emit(canonical, cells->count);
    for (uint32_t i = 0; i < cells->count; i++) {
        emit(canonical, (uint64_t)cells->items[i].offset);
        emit(canonical, cells->items[i].size);
        emit_value(canonical, cells->items[i].value);
    }
}

static void emit_stream(Canonical *canonical, const Stream *stream) {
    emit(canonical, (uint64_t)stream->count << 1 | stream->is_closed);
    for (uint32_t i = 0; i < stream->count && stream->queue; i++) emit_cells(canonical, &stream->queue[i]);
}

// An ended owner is not the same as none.
static uint32_t owner_number(const Canonical *canonical, TaskId owner) {
    if (!owner) return 0;
    return canonical->task_numbers[owner] ? canonical->task_numbers[owner] : UINT32_MAX;
}

static void emit_readers(Canonical *canonical, const Object *object) {
    for (uint32_t i = 0; object->readers && i < object->depth; i++)
        emit(canonical, owner_number(canonical, object->readers[i]));
}

static void emit_object(Canonical *canonical, const Object *object) {
    if (!object) {
        emit(canonical, 0);
        return;
    }
    emit(canonical, (uint64_t)object->kind << 8 | object->is_zeroed << 1 | object->is_external);
    emit(canonical, (uint64_t)object->variable << 32 | object->node);
    emit(canonical, object->function);
    emit_cells(canonical, &object->cells);
    if (object->kind == OBJECT_NONE) return;
    emit_value(canonical, object->capacity);
    emit(canonical, object->element_size << 2 | (uint64_t)object->recursion);
    emit(canonical, (uint64_t)object->order << 8 | object->is_misused << 6 | object->has_kind << 5 |
                        object->recursion_is_guess << 4 | object->order_is_guess << 3 | object->is_robust << 2 |
                        object->is_detached << 1 | object->is_joined);
    emit_readers(canonical, object);
    emit_stream(canonical, &object->streams[0]);
    emit_stream(canonical, &object->streams[1]);
    emit(canonical, (uint64_t)object->closed_handles << 32 | owner_number(canonical, object->owner));
    emit(canonical, (uint64_t)object->depth << 32 | canonical->task_numbers[object->task]);
    emit(canonical, (uint64_t)object->count << 1 | object->count_is_unknown);
}

static uint32_t parked_before(const State *state, const Task *task) {
    uint32_t before = 0;
    for (TaskId other = 1; other < state->task_count; other++)
        before += state->tasks[other]->status == TASK_PARKED && state->tasks[other]->rank < task->rank;
    return before;
}

static uint32_t asleep_before(const State *state, const Task *task) {
    uint32_t before = 0;
    for (TaskId other = 1; other < state->task_count; other++)
        before += state->tasks[other]->sleeps && state->tasks[other]->sleep_rank < task->sleep_rank;
    return before;
}

static bool is_live(const Canonical *canonical, const Frame *frame, VariableId variable) {
    return !canonical->liveness || !liveness_is_dead(canonical->liveness, frame->function, frame->node, variable);
}

static uint32_t live_count(const Canonical *canonical, const Frame *frame) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < frame->local_count; i++) count += is_live(canonical, frame, frame->locals[i].variable);
    return count;
}

static void emit_reads(Canonical *canonical, const Frame *frame) {
    for (uint32_t i = 0; i < frame->read_count; i++) {
        const StaleRead *read = &frame->reads[i];
        emit(canonical, (uint64_t)read->pair << 32 | number_object(canonical, read->object));
        emit(canonical, (uint64_t)read->offset << 1 | (read->writer != 0));
        if (read->writer) emit_value(canonical, read->value);
    }
}

static void emit_frame(Canonical *canonical, const Frame *frame) {
    emit(canonical, (uint64_t)frame->function << 32 | frame->node);
    emit(canonical, (uint64_t)frame->result << 32 | (uint64_t)frame->is_held_up << 31 | live_count(canonical, frame));
    if (frame->read_count) emit_reads(canonical, frame);
    for (uint32_t i = 0; i < frame->local_count; i++) {
        if (!is_live(canonical, frame, frame->locals[i].variable)) continue;
        emit(canonical, (uint64_t)frame->locals[i].variable << 32 | number_object(canonical, frame->locals[i].object));
    }
}

static void emit_task(Canonical *canonical, const Task *task) {
    emit(canonical, (uint64_t)task->entry << 32 | task->group);
    emit(canonical, (uint64_t)task->status << 8 | task->is_at_stop | task->is_canceled << 1 | task->is_timed << 2 |
                        task->is_external_wait << 3 | task->is_waiting_for_group << 4 | (uint64_t)task->phase << 5 |
                        (uint64_t)task->has_crossed << 7);
    emit(canonical, (uint64_t)task->has_cleanup << 5 | (uint64_t)task->is_in_section << 4 | task->cancel_ends |
                        task->cancel_is_disabled << 1 | task->cancel_is_asynchronous << 2 |
                        task->cancel_is_inline << 3);
    emit(canonical, task->status == TASK_PARKED ? parked_before(canonical->state, task) : 0);
    if (task->sleeps) emit(canonical, (uint64_t)task->sleeps << 8 | asleep_before(canonical->state, task));
    emit(canonical, (uint64_t)number_object(canonical, task->object) << 32 | number_object(canonical, task->bundle));
    emit(canonical, number_object(canonical, task->last_spawned));
    for (uint32_t i = 0; i < task->frame_count; i++) emit_frame(canonical, &task->frames[i]);
    emit(canonical, task->case_count);
    for (uint32_t i = 0; i < task->case_count; i++) {
        const WaitCase *wait = &task->cases[i];
        emit(canonical, (uint64_t)number_object(canonical, wait->object) << 8 | wait->stream << 1 | wait->is_send);
        emit(canonical, wait->index);
        emit_value(canonical, wait->element);
    }
    emit(canonical, task->fetched);
    emit_cells(canonical, &task->fetched_element);
}

static void emit_tasks(Canonical *canonical) {
    const State *state = canonical->state;
    uint32_t live = 0;
    for (TaskId id = 1; id < state->task_count; id++)
        if (state->tasks[id]->status != TASK_ENDED) canonical->task_numbers[id] = ++live;
    for (TaskId id = 1; id < state->task_count; id++)
        if (state->tasks[id]->status != TASK_ENDED) emit_task(canonical, state->tasks[id]);
    for (uint32_t group = 1; group < state->group_count; group++) {
        emit(canonical,
             (uint64_t)canonical->task_numbers[state->groups[group].current] << 32 | state->groups[group].queue_count);
        for (uint32_t i = 0; i < state->groups[group].queue_count; i++)
            emit(canonical, canonical->task_numbers[state->groups[group].queue[i]]);
    }
}

static void emit_constraints(Canonical *canonical) {
    for (uint32_t i = 0; i < canonical->state->constraint_count; i++) {
        const PathConstraint *constraint = &canonical->state->constraints[i];
        if (!canonical->symbol_numbers[constraint->left]) continue;
        if (constraint->right && !canonical->symbol_numbers[constraint->right]) continue;
        emit(canonical, (uint64_t)canonical->symbol_numbers[constraint->left] << 32 |
                            (constraint->right ? canonical->symbol_numbers[constraint->right] : 0));
        emit(canonical, (uint64_t)constraint->constant);
        emit(canonical, constraint->operator_);
    }
}

static void emit_sums(Canonical *canonical) {
    for (uint32_t i = 0; i < canonical->state->sum_count; i++) {
        const SymbolSum *sum = &canonical->state->sums[i];
        if (!canonical->symbol_numbers[sum->symbol]) continue;
        emit(canonical, number_symbol(canonical, sum->symbol));
        emit(canonical, sum->left ? number_symbol(canonical, sum->left) : 0);
        emit(canonical, sum->right ? number_symbol(canonical, sum->right) : 0);
        emit(canonical, (uint64_t)sum->left_factor);
        emit(canonical, (uint64_t)sum->right_factor);
        emit(canonical, (uint64_t)sum->constant);
        emit(canonical, sum->operator_);
        emit(canonical, (uint64_t)sum->left_number);
        emit(canonical, (uint64_t)sum->right_number);
    }
}

static bool is_numbered(const Canonical *canonical, SymbolId id) {
    return id && canonical->symbol_numbers[id];
}

// Per symbol.
static const uint32_t *count_constraints(const Canonical *canonical) {
    const State *state = canonical->state;
    uint32_t *counts = arena_new_array(canonical->arena, uint32_t, state->symbol_count + 1);
    for (uint32_t i = 0; i < state->constraint_count; i++) {
        SymbolId left = state->constraints[i].left, right = state->constraints[i].right;
        counts[left]++;
        if (right != left) counts[right]++;
    }
    return counts;
}

static bool number_when(Canonical *canonical, SymbolId id, bool is_wanted) {
    if (!id || !is_wanted || is_numbered(canonical, id)) return false;
    emit(canonical, number_symbol(canonical, id));
    return true;
}

// A symbol that nothing holds any more still counts when it ties one that something holds to a bound or to another.
static bool number_ties(Canonical *canonical, const uint32_t *constraints_on) {
    const State *state = canonical->state;
    bool changed = false;
    for (uint32_t i = 0; i < state->constraint_count; i++) {
        SymbolId left = state->constraints[i].left, right = state->constraints[i].right;
        if (!left || !right) continue;
        changed |= number_when(canonical, left, is_numbered(canonical, right) && constraints_on[left] > 1);
        changed |= number_when(canonical, right, is_numbered(canonical, left) && constraints_on[right] > 1);
    }
    for (uint32_t i = 0; i < state->sum_count; i++) {
        const SymbolSum *sum = &state->sums[i];
        bool has_live =
            (!sum->left || is_numbered(canonical, sum->left)) && (!sum->right || is_numbered(canonical, sum->right));
        changed |= number_when(canonical, sum->symbol, has_live && constraints_on[sum->symbol] > 0);
    }
    return changed;
}

Hash state_hash(const State *state, const Liveness *liveness, Arena *scratch) {
    Canonical canonical = {.state = state, .liveness = liveness, .arena = scratch};
    canonical.object_numbers = arena_new_array(scratch, uint32_t, state->object_count + 1);
    canonical.pending = arena_new_array(scratch, ObjectId, state->object_count + 1);
    canonical.symbol_numbers = arena_new_array(scratch, uint32_t, state->symbol_count + 1);
    canonical.task_numbers = arena_new_array(scratch, uint32_t, state->task_count + 1);
    emit(&canonical, (uint64_t)state->is_exited << 1 | state->is_guessing);
    emit_tasks(&canonical);
    for (ObjectId id = 1; id < state->object_count; id++) {
        const Object *object = state->objects[id];
        if (object && object->variable && object->kind == OBJECT_NONE && object->function == 0)
            emit(&canonical, (uint64_t)object->variable << 32 | number_object(&canonical, id));
    }
    for (; canonical.done < canonical.object_count; canonical.done++)
        emit_object(&canonical, state->objects[canonical.pending[canonical.done]]);
    const uint32_t *constraints_on = count_constraints(&canonical);
    while (number_ties(&canonical, constraints_on)) continue;
    emit_sums(&canonical);
    emit_constraints(&canonical);
    return hash_bytes((Hash){0}, canonical.words.items, canonical.words.count * sizeof(uint64_t));
}
