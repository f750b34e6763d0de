// SPDX-License-Identifier: MIT
// operator new and delete in all their forms: the block is allocated where the program says new, not in the library of
// C++. Their default forms call one another and malloc, and a program may replace each: where it did (or brings an
// allocator of its own), all of ours only forward. Failing is left to the real ones, which throw.
#include "interpose/heap.h"
#include "interpose/real.h"

#include <stdlib.h>

extern const char __start_qtrace_text[] __attribute__((weak, visibility("hidden")));
extern const char __stop_qtrace_text[] __attribute__((weak, visibility("hidden")));

// Itanium C++ ABI: nw new, na new[], dl delete, da delete[]; m the size.
#define NEW_FORMS(FORM)                                                                                                \
    FORM(_Znwm, HEAP_ANY_ALIGNMENT)                                                                                    \
    FORM(_Znam, HEAP_ANY_ALIGNMENT)                                                                                    \
    FORM(_ZnwmRKSt9nothrow_t, HEAP_ANY_ALIGNMENT)                                                                      \
    FORM(_ZnamRKSt9nothrow_t, HEAP_ANY_ALIGNMENT)                                                                      \
    FORM(_ZnwmSt11align_val_t, second)                                                                                 \
    FORM(_ZnamSt11align_val_t, second)                                                                                 \
    FORM(_ZnwmSt11align_val_tRKSt9nothrow_t, second)                                                                   \
    FORM(_ZnamSt11align_val_tRKSt9nothrow_t, second)
#define DELETE_FORMS(FORM)                                                                                             \
    FORM(_ZdlPv)                                                                                                       \
    FORM(_ZdaPv)                                                                                                       \
    FORM(_ZdlPvm)                                                                                                      \
    FORM(_ZdaPvm)                                                                                                      \
    FORM(_ZdlPvRKSt9nothrow_t)                                                                                         \
    FORM(_ZdaPvRKSt9nothrow_t)                                                                                         \
    FORM(_ZdlPvSt11align_val_t)                                                                                        \
    FORM(_ZdaPvSt11align_val_t)                                                                                        \
    FORM(_ZdlPvSt11align_val_tRKSt9nothrow_t)                                                                          \
    FORM(_ZdaPvSt11align_val_tRKSt9nothrow_t)                                                                          \
    FORM(_ZdlPvmSt11align_val_t)                                                                                       \
    FORM(_ZdaPvmSt11align_val_t)

#define DECLARE_NEW(name, alignment) WRAPPER void *name(size_t size, uintptr_t second, uintptr_t third);
#define DECLARE_DELETE(name) WRAPPER void name(void *block, uintptr_t second, uintptr_t third);
NEW_FORMS(DECLARE_NEW)
DELETE_FORMS(DECLARE_DELETE)

#define ADDRESS_OF_NEW(name, alignment) (uintptr_t)&name,
#define ADDRESS_OF_DELETE(name) (uintptr_t)&name,

// Addresses of what the program calls by these names.
static __attribute__((noinline)) bool find_all_ours(void) {
    const uintptr_t addresses[] = {(uintptr_t)&malloc, (uintptr_t)&free,
                                   NEW_FORMS(ADDRESS_OF_NEW) DELETE_FORMS(ADDRESS_OF_DELETE)};
    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++)
        if (addresses[i] - (uintptr_t)__start_qtrace_text >= (size_t)(__stop_qtrace_text - __start_qtrace_text))
            return false;
    return true;
}

static bool are_all_ours(void) {
    static _Atomic signed char answer;
    if (unlikely(!answer)) answer = find_all_ours() ? 1 : -1;
    return answer > 0;
}

#define DEFINE_NEW(name, alignment)                                                                                    \
    void *name(size_t size, uintptr_t second, uintptr_t third) {                                                       \
        void *block = are_all_ours() ? heap_take(size ? size : 1, alignment, CALLER) : NULL;                           \
        return block ? block : REAL(name)(size, second, third);                                                        \
    }
#define DEFINE_DELETE(name)                                                                                            \
    void name(void *block, uintptr_t second, uintptr_t third) {                                                        \
        if (are_all_ours())                                                                                            \
            heap_give(block, CALLER);                                                                                  \
        else                                                                                                           \
            REAL(name)(block, second, third);                                                                          \
    }
NEW_FORMS(DEFINE_NEW)
DELETE_FORMS(DEFINE_DELETE)
