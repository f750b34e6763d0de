// SPDX-License-Identifier: MIT
// Two words: 1 in the highest bit and the stack (26 bits); the task's number (23 bits, bit 31 clear) and how many bytes
// the block has beyond what was asked for (8 bits).
#include "shadow/heap.h"

#include "shadow/shadow.h"
#include "task/calls.h"

enum { STACK_BITS = 26, SLACK_BITS = 8, LOOK_BACK = 1 << 26 };

void heap_allocated(Task *task, uintptr_t start, size_t size, size_t usable, uintptr_t counter) {
    StackId stack = task_keep_stack(task, counter);
    size_t slack = usable - size;
    if (usable < size || slack > 255) slack = 0;
    Meta *meta = meta_of(start);
    meta[0].block = 1u << 31 | (stack & ((1u << STACK_BITS) - 1));
    meta[1].block = ((task->number & 0x7fffff) << SLACK_BITS) | (uint32_t)slack;
    if (task->ignore_state) { // within a library's call, or where the program says so
        shadow_clear(start, usable);
        return;
    }
    history_far_access(task, counter, start, usable, 0);
    shadow_set_written(start, usable, task->cell);
}

size_t heap_freed(Task *task, uintptr_t start, size_t usable) {
    Meta *meta = meta_of(start);
    size_t size = meta[0].block >> 31 ? usable - (meta[1].block & 255) : 0;
    meta[0].block = meta[1].block = 0;
    shadow_set_freed(start, usable, task->cell);
    return size;
}

void heap_forget(uintptr_t start, size_t usable) {
    Meta *meta = meta_of(start);
    meta[0].block = meta[1].block = 0;
    shadow_clear(start, usable);
}

bool heap_find(uintptr_t address, HeapBlock *block, size_t (*usable_size)(void *)) {
    return heap_find_within(address, LOOK_BACK, block, usable_size);
}

bool heap_find_within(uintptr_t address, size_t bytes, HeapBlock *block, size_t (*usable_size)(void *)) {
    uintptr_t lowest = address > bytes ? address - bytes : 0;
    for (uintptr_t at = address & ~(uintptr_t)15; at >= lowest && at; at -= 16) {
        const Meta *meta = meta_of(at);
        if (!(meta[0].block >> 31)) continue;
        size_t usable = usable_size((void *)at);
        if (address - at >= usable) return false;
        *block = (HeapBlock){at, usable - (meta[1].block & 255), meta[0].block & ((1u << STACK_BITS) - 1),
                             meta[1].block >> SLACK_BITS};
        return true;
    }
    return false;
}
