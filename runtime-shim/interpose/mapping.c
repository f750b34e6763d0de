// SPDX-License-Identifier: MIT
// Mappings: what is mapped, or mapped no longer, was never accessed and has no locks in it.
#include "interpose/real.h"
#include "shadow/shadow.h"
#include "sync/sync.h"

#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static void forget_range(const void *start, size_t size) {
    if (!runtime_is_ready() || !size) return;
    shadow_clear((uintptr_t)start, size);
    sync_forget((uintptr_t)start, size);
}

WRAPPER void *mmap(void *place, size_t size, int protection, int flags, int file, off_t offset) {
    void *start = (void *)syscall(SYS_mmap, place, size, protection, flags, file, offset);
    if (start != MAP_FAILED) forget_range(start, size);
    return start;
}

WRAPPER void *mmap64(void *place, size_t size, int protection, int flags, int file, off64_t offset) {
    return mmap(place, size, protection, flags, file, offset);
}

// Forgotten before: afterwards another thread may have mapped the place already.
WRAPPER int munmap(void *start, size_t size) {
    forget_range(start, size);
    return (int)syscall(SYS_munmap, start, size);
}
