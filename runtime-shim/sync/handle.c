// SPDX-License-Identifier: MIT
#include "sync/handle.h"

#include "sync/room.h"

typedef struct Handle {
    struct Handle *next;
    uint64_t key;
    char cell[16] __attribute__((aligned(16))); // its address is what is handed out
} Handle;

struct HandleTable {
    Lock lock;
    Handle *buckets[HANDLE_BUCKETS];
};

static uint64_t key_of(const char *library, uint64_t number) {
    uint64_t key = UINT64_C(14695981039346656037);
    for (; *library; library++) key = (key ^ (unsigned char)*library) * UINT64_C(1099511628211);
    for (int i = 0; i < 8; i++) key = (key ^ (number >> 8 * i & 255)) * UINT64_C(1099511628211);
    return key;
}

static struct HandleTable *table(void) {
    SyncRoom *room = runtime.sync;
    lock_take(&room->clock_lock);
    if (!room->handles) room->handles = memory_allocate(sizeof(struct HandleTable));
    lock_release(&room->clock_lock);
    return room->handles;
}

uintptr_t handle_address(const char *library, uint64_t number) {
    uint64_t key = key_of(library, number);
    struct HandleTable *all = table();
    lock_take(&all->lock);
    Handle **bucket = &all->buckets[key >> 48 & (HANDLE_BUCKETS - 1)];
    Handle *handle = *bucket;
    while (handle && handle->key != key) handle = handle->next;
    if (!handle) {
        handle = memory_allocate(sizeof *handle);
        *handle = (Handle){.next = *bucket, .key = key};
        *bucket = handle;
    }
    lock_release(&all->lock);
    return (uintptr_t)handle->cell;
}
