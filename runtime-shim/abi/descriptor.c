// SPDX-License-Identifier: MIT
// One record for each descriptor, in chunks made when they are needed. The record's first bytes stand for the
// descriptor: uses read them, closing writes them, and so the rules for memory find the race.
#include "abi/descriptor.h"

#include "abi/access.h"
#include "abi/room.h"
#include "base/memory.h"
#include "sync/sync.h"

enum { CHUNKS = 1024, CHUNK_RECORDS = 1024, PLACE_SIZE = 8, ORDER_SIZE = 16, ORDER_LIMIT = 1 << 20 };

typedef struct Descriptor {
    uint64_t place;
    uint32_t order; // index of an Order, 0: none
    uint32_t creator;
    StackId stack;
    bool is_known, is_closed;
    char apart[40];
} Descriptor;

// Stands for an order: what is known by its address. Counted by the descriptors that share it.
typedef struct Order {
    _Atomic uint32_t users;
    char apart[12];
} Order;

struct DescriptorTable {
    Descriptor *chunks[CHUNKS];
    Pool orders;
    uint32_t files, sockets, all;
    uint64_t connecting[2]; // an address
    Lock lock;
};

static struct DescriptorTable *table(void) {
    AbiRoom *room = runtime.abi;
    return room->descriptors;
}

static Order *order_at(uint32_t index) {
    return pool_item(&table()->orders, index);
}

static uint32_t order_make(void) {
    uint32_t index = pool_take(&table()->orders);
    if (index) order_at(index)->users = 1;
    return index;
}

void descriptor_initialize(void) {
    AbiRoom *room = runtime.abi;
    room->descriptors = memory_allocate(sizeof *room->descriptors);
    pool_create(&table()->orders, sizeof(Order), ORDER_LIMIT);
    table()->files = order_make();
    table()->sockets = order_make();
    table()->all = order_make();
}

static Descriptor *descriptor_at(int number) {
    if (number < 0 || number >= CHUNKS * CHUNK_RECORDS || !runtime_is_ready() || task_thread.in_runtime) return NULL;
    Descriptor **chunk = &table()->chunks[number / CHUNK_RECORDS];
    Descriptor *records = __atomic_load_n(chunk, __ATOMIC_ACQUIRE);
    if (unlikely(!records)) {
        lock_take(&table()->lock);
        if (!*chunk) __atomic_store_n(chunk, memory_allocate(CHUNK_RECORDS * sizeof **chunk), __ATOMIC_RELEASE);
        records = *chunk;
        lock_release(&table()->lock);
    }
    return &records[number % CHUNK_RECORDS];
}

static uintptr_t order_address(uint32_t index) {
    return (uintptr_t)order_at(index);
}

static void order_drop(uint32_t index) {
    if (!index || atomic_fetch_sub(&order_at(index)->users, 1) > 1) return;
    sync_forget(order_address(index), ORDER_SIZE);
    pool_give(&table()->orders, index);
}

static uint32_t order_share(uint32_t index) {
    if (index) atomic_fetch_add(&order_at(index)->users, 1);
    return index;
}

// A fresh reference to what `order` means under the option io_sync.
static uint32_t order_choose(DescriptorOrder order) {
    if (runtime.options.io_sync == 0 || order == DESCRIPTOR_NO_ORDER) return 0;
    if (runtime.options.io_sync >= 2) return order_share(table()->all);
    if (order == DESCRIPTOR_OWN) return order_make();
    return order_share(order == DESCRIPTOR_FILES ? table()->files : table()->sockets);
}

static void touch(const Descriptor *descriptor, bool is_write, uintptr_t counter) {
    access_range((uintptr_t)&descriptor->place, PLACE_SIZE, is_write, counter);
}

static void begin(Task *task, Descriptor *descriptor, uint32_t order, bool is_written, uintptr_t counter) {
    uint32_t before = descriptor->order;
    descriptor->order = order;
    descriptor->creator = task->number;
    descriptor->stack = task_keep_stack(task, counter);
    descriptor->is_known = true;
    descriptor->is_closed = false;
    order_drop(before);
    if (!is_written) { // dup2: a use from now on, not an opening that others must be ordered after
        touch(descriptor, false, counter);
        return;
    }
    shadow_clear((uintptr_t)&descriptor->place, PLACE_SIZE);
    touch(descriptor, true, counter);
}

void descriptor_open(Task *task, int number, DescriptorOrder order, uintptr_t counter) {
    Descriptor *descriptor = descriptor_at(number);
    if (descriptor) begin(task, descriptor, order_choose(order), true, counter);
}

void descriptor_open_pair(Task *task, const int numbers[2], DescriptorOrder order, uintptr_t counter) {
    uint32_t shared = order_choose(order);
    for (int i = 0; i < 2; i++) {
        Descriptor *descriptor = descriptor_at(numbers[i]);
        if (descriptor) begin(task, descriptor, order_share(shared), true, counter);
    }
    order_drop(shared);
}

void descriptor_close(Task *task, int number, bool is_checked, uintptr_t counter) {
    Descriptor *descriptor = descriptor_at(number);
    if (!descriptor) return;
    uint32_t order = descriptor->order;
    StackId stack = task_keep_stack(task, counter);
    touch(descriptor, is_checked, counter);
    // Descriptors can be opened by calls that are not seen: uses from here on say nothing about this closing.
    shadow_clear((uintptr_t)&descriptor->place, PLACE_SIZE);
    descriptor->order = 0;
    descriptor->creator = task->number;
    descriptor->stack = stack;
    descriptor->is_closed = true;
    order_drop(order);
}

void descriptor_copy(Task *task, int from, int to, bool is_checked, uintptr_t counter) {
    Descriptor *original = descriptor_at(from), *copy = descriptor_at(to);
    if (!original || !copy || original == copy) return;
    touch(original, false, counter);
    uint32_t order = order_share(original->order);
    descriptor_close(task, to, is_checked, counter);
    begin(task, copy, order, is_checked, counter);
}

void descriptor_use(int number, uintptr_t counter) {
    const Descriptor *descriptor = descriptor_at(number);
    if (descriptor) touch(descriptor, false, counter);
}

void descriptor_acquire(Task *task, int number, uintptr_t counter) {
    const Descriptor *descriptor = descriptor_at(number);
    if (!descriptor) return;
    touch(descriptor, false, counter);
    if (descriptor->order) sync_acquire(task, order_address(descriptor->order));
}

void descriptor_release(Task *task, int number, uintptr_t counter) {
    const Descriptor *descriptor = descriptor_at(number);
    if (!descriptor) return;
    touch(descriptor, false, counter);
    if (descriptor->order) sync_release(task, order_address(descriptor->order));
}

void descriptor_connecting(Task *task) {
    if (runtime.options.io_sync) sync_release(task, (uintptr_t)table()->connecting);
}

void descriptor_accepted(Task *task) {
    if (runtime.options.io_sync) sync_acquire(task, (uintptr_t)table()->connecting);
}

bool descriptor_find(uintptr_t address, DescriptorPlace *place) {
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
        const Descriptor *records = __atomic_load_n(&table()->chunks[chunk], __ATOMIC_ACQUIRE);
        size_t index = (address - (uintptr_t)records) / sizeof *records;
        if (!records || index >= CHUNK_RECORDS) continue;
        if (!records[index].is_known && !records[index].is_closed) return false;
        *place = (DescriptorPlace){chunk * CHUNK_RECORDS + (int)index, records[index].creator, records[index].stack,
                                   records[index].is_closed};
        return true;
    }
    return false;
}
