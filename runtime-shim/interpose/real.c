// SPDX-License-Identifier: MIT
#include "interpose/real.h"

#include "base/memory.h"

#include <string.h>

// A lookup forgets the thread's last error and frees its text, also one that dlerror has returned already: what the
// program has not asked for yet is kept for it.
static void keep_error(void) {
    static char *(*real_dlerror)(void);
    if (unlikely(!real_dlerror)) real_dlerror = (char *(*)(void))dlsym(RTLD_NEXT, "dlerror");
    const char *text = real_dlerror();
    if (!text) return;
    size_t length = strlen(text), room = sizeof task_thread.loader_error - 1;
    if (length > room) length = room;
    memcpy(task_thread.loader_error, text, length);
    task_thread.loader_error[length] = 0;
    task_thread.has_loader_error = true;
}

// Its own lookup would forget an error, too.
static __attribute__((constructor(101))) void find_dlerror(void) {
    keep_error();
}

WRAPPER char *dlerror(void) {
    task_thread.in_runtime++;
    keep_error();
    task_thread.in_runtime--;
    bool has_error = task_thread.has_loader_error;
    task_thread.has_loader_error = false;
    return has_error ? task_thread.loader_error : NULL;
}

void *real_find(const char *name) {
    task_thread.in_runtime++;
    keep_error();
    void *found = dlsym(RTLD_NEXT, name);
    task_thread.in_runtime--;
    if (!found) runtime_fail(name);
    return found;
}

void *real_find_version(const char *name, const char *version) {
    task_thread.in_runtime++;
    keep_error();
    void *found = dlvsym(RTLD_NEXT, name, version);
    task_thread.in_runtime--;
    return found ? found : real_find(name);
}
