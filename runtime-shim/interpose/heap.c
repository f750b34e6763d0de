// SPDX-License-Identifier: MIT
// malloc and its kin around glibc's own (__libc_malloc …, which are found before the linker is done).
#include "interpose/heap.h"

#include "base/libc.h"
#include "base/memory.h"
#include "interpose/real.h"
#include "report/report.h"
#include "shadow/heap.h"
#include "shadow/shadow.h"
#include "sync/sync.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

// glibc's own, also where the program brings others of these names.
typedef struct LibcHeap {
    void *(*malloc)(size_t size);
    void *(*calloc)(size_t count, size_t size);
    void *(*realloc)(void *block, size_t size);
    void *(*memalign)(size_t alignment, size_t size);
    void (*free)(void *block);
} LibcHeap;

// The first call comes before there are threads; a later one would find the same.
static __attribute__((noinline, cold)) void find_heap(LibcHeap *heap) {
    heap->calloc = (void *(*)(size_t, size_t))libc_find("__libc_calloc");
    heap->realloc = (void *(*)(void *, size_t))libc_find("__libc_realloc");
    heap->memalign = (void *(*)(size_t, size_t))libc_find("__libc_memalign");
    heap->free = (void (*)(void *))libc_find("__libc_free");
    heap->malloc = (void *(*)(size_t))libc_find("__libc_malloc");
    if (!heap->malloc || !heap->calloc || !heap->realloc || !heap->memalign || !heap->free)
        runtime_fail("the C library is not glibc");
}

static inline const LibcHeap *libc_heap(void) {
    static LibcHeap heap;
    if (unlikely(!heap.malloc)) find_heap(&heap);
    return &heap;
}

// glibc keeps it in the word before the block: bit 1 of the chunk's size.
static bool is_mapped_alone(const void *block) {
    return ((const size_t *)block)[-1] & 2;
}

// The program may bring another allocator's (jemalloc), which knows nothing of these blocks.
WRAPPER size_t malloc_usable_size(void *block) {
    if (!block) return 0;
    size_t chunk = ((const size_t *)block)[-1] & ~(size_t)7;
    return chunk - (is_mapped_alone(block) ? 2 : 1) * sizeof(size_t);
}

static Task *heap_task(void) {
    if (unlikely(!task_thread.thread || task_thread.in_runtime)) return NULL;
    return task_current();
}

// Anything in a handler that interrupted malloc, or a program that holds its lock, may wait for ever.
static __attribute__((noinline)) void report_unsafe(Task *task, uintptr_t counter) {
    if (!runtime.options.report_signal_unsafe) return;
    int error = errno;
    Report *report = report_borrow();
    report_start(report, REPORT_SIGNAL, "signal-unsafe call inside of a signal", 0);
    report_add_stack(report, task_keep_stack(task, counter));
    report_finish(report);
    report_give_back();
    errno = error;
}

// What the runtime or a thread without a task yet allocates (an error's text) may be given to the program, and what
// they free another block may come to lie in: nothing is known of it, not what was freed there before either.
static void *note_block_of_nobody(void *block) {
    if (block && runtime_is_ready()) heap_forget((uintptr_t)block, malloc_usable_size(block));
    return block;
}

static void *note_block(void *block, size_t size, uintptr_t counter) {
    Task *task = block ? heap_task() : NULL;
    if (!task) return note_block_of_nobody(block);
    if (unlikely(task_thread.in_signal)) report_unsafe(task, counter);
    heap_allocated(task, (uintptr_t)block, size, malloc_usable_size(block), counter);
    return block;
}

// A free is a write of the whole block by the program; before the real one, which hands it to others.
static void note_free(void *block, uintptr_t counter) {
    Task *task = heap_task();
    if (!task) {
        note_block_of_nobody(block);
        return;
    }
    if (unlikely(task_thread.in_signal)) report_unsafe(task, counter);
    size_t usable = malloc_usable_size(block);
    access_freed(task, (uintptr_t)block, usable, counter);
    heap_freed(task, (uintptr_t)block, usable);
    // A large block goes back to the kernel, and anything (a library, a stack) may be mapped there next.
    if (task->ignore_state || is_mapped_alone(block)) shadow_clear((uintptr_t)block, usable);
    sync_forget((uintptr_t)block, usable);
}

void *heap_take(size_t size, size_t alignment, uintptr_t counter) {
    return note_block(alignment ? libc_heap()->memalign(alignment, size) : libc_heap()->malloc(size), size, counter);
}

void heap_give(void *block, uintptr_t counter) {
    if (!block) return;
    note_free(block, counter);
    libc_heap()->free(block);
}

WRAPPER void *malloc(size_t size) {
    return note_block(libc_heap()->malloc(size), size, CALLER);
}

WRAPPER void *calloc(size_t count, size_t size) {
    return note_block(libc_heap()->calloc(count, size), count * size, CALLER);
}

WRAPPER void free(void *block) {
    heap_give(block, CALLER);
}

WRAPPER void *realloc(void *block, size_t size) {
    if (!block) return note_block(libc_heap()->malloc(size), size, CALLER);
    if (!heap_task()) {
        note_block_of_nobody(block);
        return note_block_of_nobody(libc_heap()->realloc(block, size));
    }
    if (size == 0) {
        free(block);
        return NULL;
    }
    // Never in place: the old block counts as freed, whoever still uses it is wrong.
    void *fresh = note_block(libc_heap()->malloc(size), size, CALLER);
    if (!fresh) return NULL;
    size_t usable = malloc_usable_size(block);
    memcpy(fresh, block, usable < size ? usable : size);
    heap_give(block, CALLER);
    return fresh;
}

WRAPPER void *reallocarray(void *block, size_t count, size_t size) {
    size_t bytes;
    if (!__builtin_mul_overflow(count, size, &bytes)) return realloc(block, bytes);
    errno = ENOMEM;
    return NULL;
}

WRAPPER void *memalign(size_t alignment, size_t size) {
    return note_block(libc_heap()->memalign(alignment, size), size, CALLER);
}

WRAPPER void *aligned_alloc(size_t alignment, size_t size) {
    return note_block(libc_heap()->memalign(alignment, size), size, CALLER);
}

WRAPPER void *valloc(size_t size) {
    return note_block(libc_heap()->memalign(4096, size), size, CALLER);
}

WRAPPER void *pvalloc(size_t size) {
    size_t whole = (size + 4095) & ~(size_t)4095;
    if (whole < size) whole = SIZE_MAX;
    return note_block(libc_heap()->memalign(4096, whole), whole, CALLER);
}

WRAPPER int posix_memalign(void **block, size_t alignment, size_t size) {
    if (alignment < sizeof(void *) || (alignment & (alignment - 1))) return EINVAL;
    void *fresh = note_block(libc_heap()->memalign(alignment, size), size, CALLER);
    if (!fresh) return ENOMEM;
    *block = fresh;
    return 0;
}
