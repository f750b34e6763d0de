// SPDX-License-Identifier: MIT
#define _DEFAULT_SOURCE // madvise and anonymous mappings are in no version of POSIX that libc calls by its number
#include "base/large_pages.h"

#include <stdint.h>
#include <sys/mman.h>

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

#ifdef __SANITIZE_ADDRESS__
enum { ARE_USED = 0 };
#else
enum { ARE_USED = 1 };
#endif

void *large_pages_allocate(size_t size) {
    if (!ARE_USED) return NULL;
    char *start = mmap(NULL, size + LARGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED) return NULL;
    size_t before = (size_t)(-(uintptr_t)start & (LARGE_PAGE - 1));
    if (before) munmap(start, before);
    munmap(start + before + size, LARGE_PAGE - before);
    madvise(start + before, size, MADV_HUGEPAGE);
    return start + before;
}

void large_pages_free(void *memory, size_t size) {
    munmap(memory, size);
}
