// SPDX-License-Identifier: MIT
#include "abi/room.h"

void benign_add(uintptr_t address, size_t size) {
    AbiRoom *room = runtime.abi;
    lock_take(&room->lock);
    if (room->benign_count < BENIGN_LIMIT) {
        room->benign[room->benign_count].low = address;
        room->benign[room->benign_count++].high = address + size;
    } else {
        runtime_count(&runtime.counters.dropped);
    }
    lock_release(&room->lock);
}

bool benign_contains(uintptr_t address, size_t size) {
    AbiRoom *room = runtime.abi;
    bool contains = false;
    lock_take(&room->lock);
    for (uint32_t i = 0; i < room->benign_count && !contains; i++)
        contains = address < room->benign[i].high && room->benign[i].low < address + size;
    lock_release(&room->lock);
    return contains;
}
