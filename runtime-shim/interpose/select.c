// SPDX-License-Identifier: MIT
// Selects: every case is under way until the result tells which one happened. And the channels of libdill: two handles,
// each the end of two opposite streams.
#include "interpose/real.h"
#include "interpose/rule.h"
#include "sync/handle.h"

#include <errno.h>

// What the address that stands for a handle of libdill holds.
typedef struct PairEnd {
    uintptr_t in, out; // streams; 0: the handle is a coroutine's or a bundle's
} PairEnd;

uintptr_t pair_stream(uintptr_t handle, ChannelSide side) {
    const PairEnd *end = (const PairEnd *)handle;
    uintptr_t stream = side == CHANNEL_SEND ? end->out : end->in;
    return stream ? stream : handle;
}

void pair_make(const CallUnderWay *call, const int32_t *handles) {
    const InterposedMoment *moment = &call->moment;
    PairEnd *ends[2];
    for (int i = 0; i < 2; i++) ends[i] = (PairEnd *)object_address(moment->row, (uint32_t)handles[i]);
    for (int i = 0; i < 2; i++) {
        uintptr_t stream = handle_address("libdill stream", (uint32_t)handles[i]);
        channel_open(moment->task, stream, 0, 0, moment->counter);
        ends[i]->in = ends[1 - i]->out = stream;
    }
}

void pair_close(Task *task, uintptr_t handle, bool is_whole) {
    PairEnd *end = (PairEnd *)handle;
    if (!end->out) return;
    channel_close(task, end->out);
    if (!is_whole) return;
    channel_close(task, end->in);
    *end = (PairEnd){0};
}

void pair_rename(uintptr_t from, uintptr_t to) {
    PairEnd *old = (PairEnd *)from, *new = (PairEnd *)to;
    *new = *old;
    *old = (PairEnd){0};
}

static void add_case(CallUnderWay *call, uintptr_t channel, ChannelSide side, uintptr_t element, uint32_t index) {
    if (!channel) return;
    if (call->moment.case_count == CASE_LIMIT) {
        channel_make_vague(call->moment.task, channel);
        return;
    }
    call->select[call->moment.case_count++] = (SelectCase){channel, side, element, index};
}

static uint64_t read_field(uintptr_t record, uint32_t offset, bool is_narrow) {
    const char *field = (const char *)record + offset;
    return is_narrow ? *(const uint32_t *)field : *(const uint64_t *)field;
}

static void read_record(CallUnderWay *call, uintptr_t at, int32_t operation, uint32_t index) {
    const InterposedCall *row = call->moment.row;
    const SelectRecord *record = &row->record;
    if (operation != record->send_code && operation != record->receive_code) return;
    ChannelSide side = operation == record->send_code ? CHANNEL_SEND : CHANNEL_RECEIVE;
    uintptr_t channel = read_field(at, record->channel_offset, row->number_bytes);
    if (row->number_bytes) channel = pair_stream(object_address(row, channel), side);
    add_case(call, channel, side, read_field(at, record->element_offset, false), index);
}

static void read_records(CallUnderWay *call) {
    const InterposedCall *row = call->moment.row;
    const SelectRecord *record = &row->record;
    bool is_counted = row->select_source == SELECT_RECORD_ARRAY;
    uint32_t count = is_counted ? (uint32_t)operand_value(call, OPERAND_COUNT) : UINT32_MAX;
    uintptr_t at = operand_value(call, OPERAND_CASES);
    for (uint32_t i = 0; i < count; i++, at += record->size) {
        int32_t operation = (int32_t)read_field(at, record->operation_offset, true);
        if (record->has_end && operation == record->end_code) return;
        if (record->has_end_default && operation == record->end_default_code) {
            call->moment.may_wait = false;
            return;
        }
        read_record(call, at, operation, i);
    }
}

static void read_arrays(CallUnderWay *call) {
    const InterposedCall *row = call->moment.row;
    const uintptr_t *channels = (const uintptr_t *)operand_value(call, OPERAND_CASES);
    uint32_t count = (uint32_t)operand_value(call, OPERAND_COUNT);
    uintptr_t element = operand_value(call, OPERAND_ELEMENT);
    for (uint32_t i = 0; i < count; i++) add_case(call, channels[i], CHANNEL_RECEIVE, element, i);
    if (!has_operand(row, OPERAND_SEND_CASES)) return;
    const uintptr_t *sends = (const uintptr_t *)operand_value(call, OPERAND_SEND_CASES);
    const uintptr_t *elements = (const uintptr_t *)operand_value(call, OPERAND_SEND_ELEMENTS);
    uint32_t send_count = (uint32_t)operand_value(call, OPERAND_SEND_COUNT);
    for (uint32_t i = 0; i < send_count; i++) add_case(call, sends[i], CHANNEL_SEND, elements[i], count + i);
}

void select_before(CallUnderWay *call) {
    InterposedMoment *moment = &call->moment;
    switch (moment->row->select_source) {
    case SELECT_CHANNEL_ARRAY: read_arrays(call); break;
    case SELECT_RECORD_ARRAY:
    case SELECT_RECORD_SENTINEL: read_records(call); break;
    default: break; // the cases are there already
    }
    moment->cases = call->select;
    for (uint32_t i = 0; i < moment->case_count; i++) {
        const SelectCase *each = &call->select[i];
        ChannelValue value = {0};
        if (each->side == CHANNEL_SEND) value = element_value(call, each->channel, each->element, false);
        channel_before(moment->task, each->channel, each->side, value);
    }
}

static void case_happened(CallUnderWay *call, const SelectCase *each) {
    InterposedMoment *moment = &call->moment;
    bool is_received = each->side == CHANNEL_RECEIVE;
    if (moment->row->number_bytes && call->error == EPIPE) {
        moment->outcome = OUTCOME_CLOSED;
        channel_failed(moment->task, each->channel, each->side);
        channel_saw_close(moment->task, each->channel);
        return;
    }
    element_access(call, each->channel, each->element, is_received);
    ChannelValue value = element_value(call, each->channel, each->element, is_received);
    bool is_closed = is_received && channel_is_closed(each->channel);
    moment->channel = channel_after(moment->task, each->channel, each->side, value);
    if (is_closed) channel_saw_close(moment->task, each->channel);
}

void select_after(CallUnderWay *call) {
    InterposedMoment *moment = &call->moment;
    bool has_result = call->is_over && (int32_t)call->result >= 0;
    for (uint32_t i = 0; i < moment->case_count; i++) {
        const SelectCase *each = &call->select[i];
        bool is_chosen = has_result && moment->chosen < 0 && each->index == (uint32_t)call->result;
        if (is_chosen) {
            moment->chosen = (int)i;
            moment->object = each->channel;
            case_happened(call, each);
        } else {
            channel_failed(moment->task, each->channel, each->side);
        }
    }
}
