// SPDX-License-Identifier: MIT
#include "explorer/stale_watch.h"

#include "link/control_flow.h"

#include <string.h>

static void mark_leading(const Function *function, NodeId act, bool *leads) {
    leads[act] = true;
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (NodeId id = function->node_count; --id > 0;) {
            bool is_leading = leads[id];
            const Node *node = &function->nodes[id];
            for (uint32_t i = 0; !is_leading && i < control_flow_way_count(node); i++)
                is_leading = control_flow_way(node, i) && leads[control_flow_way(node, i)];
            is_changed |= is_leading != leads[id];
            leads[id] = is_leading;
        }
    }
}

void stale_prepare(StaleQuestion *question, Arena *arena) {
    uint32_t functions = question->program->functions.count;
    question->first = arena_new_array(arena, uint32_t, functions + 1);
    question->leads = arena_new_array(arena, const bool *, question->count + 1);
    for (uint32_t i = 0; i < question->count; i++) {
        const StalePair *pair = &question->pairs[i];
        const Function *function = program_function(question->program, pair->function);
        bool *leads = arena_new_array(arena, bool, function->node_count);
        mark_leading(function, pair->act, leads);
        question->leads[i] = leads;
        question->first[pair->function + 1]++;
    }
    for (FunctionId id = 0; id < functions; id++) question->first[id + 1] += question->first[id];
}

// ---- what a call has read

static bool is_hit(const StaleRead *read, Value address, uint64_t size) {
    return read->object == address.reference && read->offset < address.number + (int64_t)size &&
           address.number < read->offset + (int64_t)read->size;
}

static void set_reads(Machine *machine, TaskId id, uint32_t depth, const StaleRead *reads, uint32_t count) {
    Task *task = state_edit_task(machine->state, machine->arena, id);
    StaleRead *kept = arena_new_array(machine->arena, StaleRead, count + 1);
    if (count) memcpy(kept, reads, count * sizeof *reads);
    task->frames[depth].reads = kept;
    task->frames[depth].read_count = count;
}

static StaleRead *copy_reads(Machine *machine, const Frame *frame) {
    StaleRead *reads = arena_new_array(machine->arena, StaleRead, frame->read_count + 1);
    if (frame->read_count) memcpy(reads, frame->reads, frame->read_count * sizeof *reads);
    return reads;
}

static void trace(Machine *machine, Value address) {
    const Frame *frame = task_frame(state_task(machine->state, machine->task));
    machine_trace(machine, (TraceStep){.kind = TRACE_ACCESS,
                                       .task = machine->task,
                                       .function = frame->function,
                                       .node = frame->node,
                                       .object = address.reference});
}

static void take_read(Machine *machine, uint32_t pair, Value address, uint64_t size) {
    const Task *task = state_task(machine->state, machine->task);
    const Frame *frame = task_frame(task);
    StaleRead *reads = copy_reads(machine, frame);
    uint32_t count = 0;
    while (count < frame->read_count && reads[count].pair != pair) count++;
    reads[count] = (StaleRead){.pair = pair, .object = address.reference, .offset = address.number, .size = size};
    set_reads(machine, machine->task, task->frame_count - 1, reads,
              count < frame->read_count ? frame->read_count : count + 1);
}

static void note_read(Machine *machine, Value address, uint64_t size) {
    const StaleQuestion *question = machine->stale;
    const Frame frame = *task_frame(state_task(machine->state, machine->task));
    for (uint32_t i = question->first[frame.function]; i < question->first[frame.function + 1]; i++) {
        const StalePair *pair = &question->pairs[i];
        if (pair->read != frame.node || pair->address != machine->loads_from) continue;
        take_read(machine, i, address, size);
        trace(machine, address);
    }
}

// ---- writes

static Value contents(const Machine *machine, const StaleRead *read) {
    const Object *object = state_object(machine->state, read->object);
    Value value = {0};
    if (!cells_read(&object->cells, read->offset, read->size, &value) && object->is_zeroed) return value_integer(0);
    return value;
}

static void note_other(Machine *machine, TaskId id, uint32_t depth, Value address, uint64_t size) {
    const Frame *frame = &state_task(machine->state, id)->frames[depth];
    StaleRead *reads = copy_reads(machine, frame);
    const Frame *writer = task_frame(state_task(machine->state, machine->task));
    bool is_changed = false;
    for (uint32_t i = 0; i < frame->read_count; i++) {
        if (!is_hit(&reads[i], address, size)) continue;
        if (!reads[i].writer) reads[i].value = contents(machine, &reads[i]);
        reads[i].writer = machine->task;
        reads[i].function = writer->function;
        reads[i].node = writer->node;
        is_changed = true;
    }
    if (!is_changed) return;
    set_reads(machine, id, depth, reads, frame->read_count);
    trace(machine, address);
}

static void note_others(Machine *machine, Value address, uint64_t size) {
    uint32_t group = state_task(machine->state, machine->task)->group;
    for (TaskId id = 1; id < machine->state->task_count; id++) {
        const Task *task = state_task(machine->state, id);
        if (id == machine->task || task->group != group) continue;
        for (uint32_t depth = 0; depth < task->frame_count; depth++)
            if (task->frames[depth].read_count) note_other(machine, id, depth, address, size);
    }
}

// The check is made once more, as if the task stood there now.
static bool would_pass(Machine *machine, const StalePair *pair) {
    const StaleQuestion *question = machine->stale;
    struct AccessLog *log = machine->log;
    machine->stale = NULL;
    machine->log = NULL;
    Value value = evaluate(machine, machine_node(machine, pair->function, pair->check)->value);
    bool is_true = evaluate_truth(machine, value);
    machine->stale = question;
    machine->log = log;
    return is_true == pair->way;
}

static void judge(Machine *machine, const StaleRead *read, Value address) {
    const StalePair *pair = &machine->stale->pairs[read->pair];
    Value now = contents(machine, read);
    if (now.kind != VALUE_UNKNOWN && value_equal(now, read->value)) return;
    if (pair->check && would_pass(machine, pair)) return;
    machine_violation(machine, VIOLATION_STALE_WRITE, read->object, read->writer);
    Violation *violation = &machine->violations.items[machine->violations.count - 1];
    violation->stale = (StaleUse){pair->read, pair->check, pair->address, read->function, read->node};
    trace(machine, address);
}

static void note_own(Machine *machine, Value address, uint64_t size) {
    const Frame frame = *task_frame(state_task(machine->state, machine->task));
    for (uint32_t i = 0; i < frame.read_count; i++) {
        const StaleRead *read = &frame.reads[i];
        bool is_act = machine->stale->pairs[read->pair].act == frame.node;
        if (is_act && read->writer && is_hit(read, address, size)) judge(machine, read, address);
    }
    const Task *task = state_task(machine->state, machine->task);
    for (uint32_t depth = 0; depth < task->frame_count; depth++) {
        const Frame *at = &task->frames[depth];
        StaleRead *kept = copy_reads(machine, at);
        uint32_t count = 0;
        for (uint32_t i = 0; i < at->read_count; i++)
            if (!is_hit(&at->reads[i], address, size)) kept[count++] = at->reads[i];
        if (count == at->read_count) continue;
        set_reads(machine, machine->task, depth, kept, count);
        task = state_task(machine->state, machine->task);
    }
}

static bool is_writer(const StaleQuestion *question, const Frame *frame) {
    return question->writers[frame->function] && question->writers[frame->function][frame->node];
}

void stale_note(Machine *machine, Value address, uint64_t size, bool is_write) {
    const Task *task = state_task(machine->state, machine->task);
    if (address.kind != VALUE_POINTER || !task->group || !task->frame_count) return;
    const Frame *frame = task_frame(task);
    if (is_write && machine->completed && machine->completed[frame->function])
        machine->completed[frame->function][frame->node] |= ENDED_WELL;
    if (!is_write) {
        note_read(machine, address, size);
    } else if (is_writer(machine->stale, frame)) {
        note_own(machine, address, size);
        note_others(machine, address, size);
    }
}

void stale_forget(Machine *machine) {
    for (TaskId id = 1; id < machine->state->task_count; id++) {
        const Task *task = state_task(machine->state, id);
        for (uint32_t depth = 0; depth < task->frame_count; depth++) {
            const Frame *frame = &task->frames[depth];
            if (!frame->read_count) continue;
            StaleRead *kept = copy_reads(machine, frame);
            uint32_t count = 0;
            for (uint32_t i = 0; i < frame->read_count; i++)
                if (frame->node && machine->stale->leads[frame->reads[i].pair][frame->node])
                    kept[count++] = frame->reads[i];
            if (count == frame->read_count) continue;
            set_reads(machine, id, depth, kept, count);
            task = state_task(machine->state, id);
        }
    }
}
