// SPDX-License-Identifier: MIT
// The functions behind the wrappers: the next definition after ours.
#pragma once
#include "abi/access.h"
#include "base/runtime.h"
#include "task/task.h"

#include <dlfcn.h>

#define WRAPPER __attribute__((visibility("default")))
#define CALLER ((uintptr_t)__builtin_return_address(0))

void *real_find(const char *name);                              // ends the process when there is none
void *real_find_version(const char *name, const char *version); // falls back to any version

// REAL(pthread_join)(thread, result): looked up once, kept in a variable of the calling function.
#define REAL(function)                                                                                                 \
    (*(__typeof__(&function))({                                                                                        \
        static void *real_function;                                                                                    \
        if (unlikely(!real_function)) real_function = real_find(#function);                                            \
        real_function;                                                                                                 \
    }))
#define REAL_VERSION(function, version)                                                                                \
    (*(__typeof__(&function))({                                                                                        \
        static void *real_function;                                                                                    \
        if (unlikely(!real_function)) real_function = real_find_version(#function, version);                           \
        real_function;                                                                                                 \
    }))
