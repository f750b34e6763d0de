// SPDX-License-Identifier: MIT
#include "interpose/real.h"

#include "base/memory.h"

void *real_find(const char *name) {
    task_thread.in_runtime++;
    void *found = dlsym(RTLD_NEXT, name);
    task_thread.in_runtime--;
    if (!found) runtime_fail(name);
    return found;
}

void *real_find_version(const char *name, const char *version) {
    task_thread.in_runtime++;
    void *found = dlvsym(RTLD_NEXT, name, version);
    task_thread.in_runtime--;
    return found ? found : real_find(name);
}
