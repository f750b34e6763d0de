// SPDX-License-Identifier: MIT
// Numbers: an operation that begins when `completed` operations of its side are over has at least that number, and one
// that ends has at most that number plus those that are still under way.
#include "sync/channel.h"

#include "sync/room.h"
#include "trace/trace.h"

typedef struct Carrier { // a clock that is released to and acquired from
    Clock *clock;
    uint32_t generation;
} Carrier;

typedef struct Operation { // under way
    uint32_t next, index;
    Task *task;
    ChannelSide side;
    uint64_t low;
    ChannelValue value;
    Carrier known; // to the task when it began
} Operation;

typedef struct Message { // sent, may still be received
    uint64_t low, high;
    ChannelValue value;
    Carrier known;
} Message;

typedef struct Block { // receives number * size … of a channel with a capacity
    uint64_t number;
    Carrier known;
} Block;

struct Channel {
    Lock lock;
    uint64_t capacity, block_size;
    size_t element_size;
    bool is_vague, is_closed;
    uint64_t completed[2];
    uint32_t under_way; // chain of operations
    uint32_t under_way_count[2];
    Carrier all[2], close;
    uint32_t first, count; // of messages, a ring
    Message messages[CHANNEL_MESSAGES];
    Block blocks[CHANNEL_BLOCKS];
};

static SyncRoom *room(void) {
    return runtime.sync;
}

static void carrier_release(const Task *task, Carrier *carrier) {
    bool is_first = !carrier->clock || carrier->generation != task->generation;
    if (!carrier->clock) carrier->clock = sync_clock_take();
    if (is_first)
        clock_copy(carrier->clock, &task->clock);
    else
        clock_join(carrier->clock, &task->clock);
    carrier->generation = task->generation;
}

static void carrier_join(Carrier *to, const Carrier *from) {
    if (!from->clock) return;
    bool is_first = !to->clock || to->generation != from->generation;
    if (!to->clock) to->clock = sync_clock_take();
    if (is_first)
        clock_copy(to->clock, from->clock);
    else
        clock_join(to->clock, from->clock);
    to->generation = from->generation;
}

static void carrier_acquire(Task *task, const Carrier *carrier) {
    if (carrier->clock && carrier->generation == task->generation) clock_join(&task->clock, carrier->clock);
}

static void carrier_drop(Carrier *carrier) {
    if (carrier->clock) sync_clock_give(carrier->clock);
    *carrier = (Carrier){0};
}

ChannelValue channel_value(const void *bytes, size_t size) {
    ChannelValue value = {.hash = UINT64_C(14695981039346656037)};
    if (!bytes || !size) return value;
    const unsigned char *byte = bytes;
    for (size_t i = 0; i < size && i < CHANNEL_VALUE_BYTES; i++)
        value.hash = (value.hash ^ byte[i]) * UINT64_C(1099511628211);
    value.is_known = true;
    return value;
}

static Operation *operation_at(uint32_t index) {
    return index ? pool_item(&room()->under_way, index) : NULL;
}

static void forget_operation(Channel *channel, Operation **link_of, uint32_t *link) {
    Operation *operation = *link_of;
    *link = operation->next;
    channel->under_way_count[operation->side]--;
    carrier_drop(&operation->known);
    pool_give(&room()->under_way, operation->index);
}

static void empty(Channel *channel) {
    while (channel->under_way) {
        Operation *operation = operation_at(channel->under_way);
        forget_operation(channel, &operation, &channel->under_way);
    }
    for (; channel->count; channel->count--)
        carrier_drop(&channel->messages[channel->first++ % CHANNEL_MESSAGES].known);
    for (int i = 0; i < CHANNEL_BLOCKS; i++) carrier_drop(&channel->blocks[i].known);
    for (int side = 0; side < 2; side++) carrier_drop(&channel->all[side]);
    carrier_drop(&channel->close);
}

void channel_discard(Channel *channel) {
    empty(channel);
    lock_take(&room()->clock_lock);
    *(void **)channel = room()->free_channels;
    room()->free_channels = channel;
    lock_release(&room()->clock_lock);
}

static Channel *channel_take(void) {
    lock_take(&room()->clock_lock);
    Channel *channel = room()->free_channels;
    if (channel) room()->free_channels = *(void **)channel;
    if (!room()->under_way.items) pool_create(&room()->under_way, sizeof(Operation), CHANNEL_UNDER_WAY);
    lock_release(&room()->clock_lock);
    if (!channel) channel = memory_allocate(sizeof *channel);
    *channel = (Channel){.is_vague = true, .block_size = 1};
    return channel;
}

// A channel whose making was not seen is vague: nobody knows how many messages lie in it.
static Channel *channel_at(Task *task, uintptr_t address, uintptr_t counter) {
    SyncObject *object = sync_get(task, address, OBJECT_CHANNEL, counter);
    if (object->channel) return object->channel;
    quick_lock_take(&object->lock);
    if (!object->channel) object->channel = channel_take();
    quick_lock_release(&object->lock);
    return object->channel;
}

void channel_open(Task *task, uintptr_t address, uint64_t capacity, size_t element_size, uintptr_t counter) {
    sync_forget(address, 1);
    Channel *channel = channel_at(task, address, counter);
    channel->capacity = capacity;
    channel->element_size = element_size;
    channel->is_vague = false;
    enum { HALF = CHANNEL_BLOCKS / 2 };
    if (trace_is_on()) trace_object(QOBJECT_CHANNEL, address, capacity, "", task_keep_stack(task, counter));
    if (capacity != CHANNEL_UNBOUNDED && capacity > HALF) channel->block_size = (capacity + HALF - 1) / HALF;
}

static Channel *known_channel(uintptr_t address) {
    SyncObject *object = sync_find(address);
    return object ? object->channel : NULL;
}

size_t channel_element_size(uintptr_t address) {
    Channel *channel = known_channel(address);
    return channel ? channel->element_size : 0;
}

bool channel_is_closed(uintptr_t address) {
    Channel *channel = known_channel(address);
    return channel && channel->is_closed;
}

void channel_make_vague(Task *task, uintptr_t address) {
    channel_at(task, address, 0)->is_vague = true;
}

static Channel *begin(Task *task, uintptr_t address) {
    Channel *channel = channel_at(task, address, 0);
    task_lock_clock(task);
    lock_take(&channel->lock);
    return channel;
}

static void end(Task *task, Channel *channel, bool was_release) {
    lock_release(&channel->lock);
    if (was_release) task_next_epoch(task);
    task_unlock_clock(task);
}

void channel_before(Task *task, uintptr_t address, ChannelSide side, ChannelValue value) {
    if (task->ignore_sync) return;
    Channel *channel = begin(task, address);
    uint32_t index = pool_take(&room()->under_way);
    Operation *operation = operation_at(index);
    if (operation) {
        *operation = (Operation){channel->under_way, index, task, side, channel->completed[side], value, {0}};
        carrier_release(task, &operation->known);
        channel->under_way = index;
        channel->under_way_count[side]++;
    } else {
        channel->is_vague = true;
        runtime_count(&runtime.counters.dropped);
    }
    carrier_release(task, &channel->all[side]);
    end(task, channel, true);
}

// Takes the task's operation out of the chain; what it carries goes to the caller. False when there is none.
static bool take_operation(Channel *channel, const Task *task, ChannelSide side, Operation *taken) {
    for (uint32_t *link = &channel->under_way; *link; link = &operation_at(*link)->next) {
        Operation *operation = operation_at(*link);
        if (operation->task != task || operation->side != side) continue;
        *taken = *operation;
        operation->known = (Carrier){0};
        forget_operation(channel, &operation, link);
        return true;
    }
    return false;
}

void channel_failed(Task *task, uintptr_t address, ChannelSide side) {
    if (task->ignore_sync) return;
    Channel *channel = begin(task, address);
    Operation operation;
    if (take_operation(channel, task, side, &operation)) carrier_drop(&operation.known);
    end(task, channel, false);
}

static Message *message_at(Channel *channel, uint32_t position) {
    return &channel->messages[(channel->first + position) % CHANNEL_MESSAGES];
}

// Messages before the lowest receive that is still possible are gone.
static void forget_received(Channel *channel) {
    uint64_t lowest = channel->completed[CHANNEL_RECEIVE];
    for (Operation *each = operation_at(channel->under_way); each; each = operation_at(each->next))
        if (each->side == CHANNEL_RECEIVE && each->low < lowest) lowest = each->low;
    while (channel->count && message_at(channel, 0)->high < lowest) {
        carrier_drop(&message_at(channel, 0)->known);
        channel->first = (channel->first + 1) % CHANNEL_MESSAGES;
        channel->count--;
    }
}

static void keep_message(Channel *channel, const Operation *send, uint64_t high) {
    if (channel->count == CHANNEL_MESSAGES) {
        Message *last = message_at(channel, channel->count - 1);
        last->high = high;
        last->value.is_known = false;
        carrier_join(&last->known, &send->known);
        return;
    }
    Message *message = message_at(channel, channel->count++);
    *message = (Message){.low = send->low, .high = high, .value = send->value, .known = send->known};
}

typedef struct Candidates {
    Task *task;
    uint64_t low, high;
    ChannelValue value;
    uint32_t found;
} Candidates;

static void consider(Candidates *wanted, uint64_t low, uint64_t high, ChannelValue value, const Carrier *known) {
    if (low > wanted->high || high < wanted->low) return;
    if (wanted->value.is_known && value.is_known && value.hash != wanted->value.hash) return;
    wanted->found++;
    carrier_acquire(wanted->task, known);
}

// What was sent with the numbers low … high happens before what the receiver does next.
static bool acquire_messages(Task *task, Channel *channel, uint64_t low, uint64_t high, ChannelValue value) {
    Candidates wanted = {task, low, high, value, 0};
    for (uint32_t i = 0; i < channel->count; i++) {
        Message *message = message_at(channel, i);
        consider(&wanted, message->low, message->high, message->value, &message->known);
    }
    for (Operation *each = operation_at(channel->under_way); each; each = operation_at(each->next))
        if (each->side == CHANNEL_SEND && each->task != task)
            consider(&wanted, each->low, UINT64_MAX, each->value, &each->known);
    return wanted.found > 0;
}

static Block *block_of(Channel *channel, uint64_t number) {
    return &channel->blocks[number % CHANNEL_BLOCKS];
}

static void keep_receive(Channel *channel, const Operation *receive, uint64_t high) {
    for (uint64_t number = receive->low / channel->block_size; number <= high / channel->block_size; number++) {
        Block *block = block_of(channel, number);
        if (block->number > number) continue;
        if (block->number < number) carrier_drop(&block->known);
        block->number = number;
        carrier_join(&block->known, &receive->known);
    }
}

// The receives that made room for the sends low … high happen before what the sender does next.
static void acquire_room(Task *task, Channel *channel, uint64_t low, uint64_t high) {
    if (channel->capacity > high) return;
    uint64_t last = high - channel->capacity;
    uint64_t first = low > channel->capacity ? low - channel->capacity : 0;
    for (uint64_t number = first / channel->block_size; number <= last / channel->block_size; number++) {
        Block *block = block_of(channel, number);
        if (block->number > number) carrier_acquire(task, &channel->all[CHANNEL_RECEIVE]);
        if (block->number == number) carrier_acquire(task, &block->known);
    }
    for (Operation *each = operation_at(channel->under_way); each; each = operation_at(each->next))
        if (each->side == CHANNEL_RECEIVE && each->task != task && each->low <= last)
            carrier_acquire(task, &each->known);
}

static void after_send(Task *task, Channel *channel, Operation *send, uint64_t high) {
    if (!channel->is_vague) {
        acquire_room(task, channel, send->low, high);
        keep_message(channel, send, high);
        send->known = (Carrier){0};
        forget_received(channel);
    } else if (channel->capacity != CHANNEL_UNBOUNDED) {
        carrier_acquire(task, &channel->all[CHANNEL_RECEIVE]);
    }
}

static void after_receive(Task *task, Channel *channel, Operation *receive, uint64_t high, ChannelValue value) {
    if (!channel->is_vague && !acquire_messages(task, channel, receive->low, high, value)) channel->is_vague = true;
    if (channel->is_vague) carrier_acquire(task, &channel->all[CHANNEL_SEND]);
    if (channel->is_vague || channel->capacity == CHANNEL_UNBOUNDED) return;
    keep_receive(channel, receive, high);
}

ChannelMoment channel_after(Task *task, uintptr_t address, ChannelSide side, ChannelValue value) {
    if (task->ignore_sync) return (ChannelMoment){0};
    Channel *channel = begin(task, address);
    Operation operation = {.low = channel->completed[side]};
    take_operation(channel, task, side, &operation);
    uint64_t high = channel->completed[side] + channel->under_way_count[side];
    if (side == CHANNEL_SEND)
        after_send(task, channel, &operation, high);
    else
        after_receive(task, channel, &operation, high, value);
    carrier_drop(&operation.known);
    channel->completed[side]++;
    if (side == CHANNEL_RECEIVE) forget_received(channel);
    uint64_t sent = channel->completed[CHANNEL_SEND], received = channel->completed[CHANNEL_RECEIVE];
    ChannelMoment moment = {channel->is_vague ? 0 : channel->completed[side], sent > received ? sent - received : 0};
    end(task, channel, false);
    return moment;
}

void channel_close(Task *task, uintptr_t address) {
    if (task->ignore_sync) return;
    Channel *channel = begin(task, address);
    channel->is_closed = true;
    carrier_release(task, &channel->close);
    end(task, channel, true);
}

void channel_saw_close(Task *task, uintptr_t address) {
    if (task->ignore_sync) return;
    Channel *channel = begin(task, address);
    carrier_acquire(task, &channel->close);
    end(task, channel, false);
}

bool channel_is_followed(uintptr_t address) {
    const Channel *channel = known_channel(address);
    return channel && !channel->is_vague;
}

bool channel_may_go_on(uintptr_t address, ChannelSide side) {
    Channel *channel = known_channel(address);
    if (!channel || channel->is_vague) return false; // its counts say nothing
    uint64_t sent = channel->completed[CHANNEL_SEND], received = channel->completed[CHANNEL_RECEIVE];
    if (channel->is_closed && side == CHANNEL_RECEIVE) return true;
    if (channel->under_way_count[!side]) return true; // they have met
    if (side == CHANNEL_RECEIVE) return sent > received;
    return channel->capacity == CHANNEL_UNBOUNDED || received + channel->capacity > sent;
}

void channel_free(Task *task, uintptr_t address) {
    (void)task;
    sync_forget(address, 1);
}
