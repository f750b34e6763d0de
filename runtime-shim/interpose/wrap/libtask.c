// SPDX-License-Identifier: MIT
// libtask starts the program's taskmain in a task of its own, with a call that cannot be seen: taskmain is wrapped.
#include "interpose/start.h"

extern int mainstacksize; // what libtask gives it

extern void __real_taskmain(int count, char **arguments);
__attribute__((visibility("default"))) void __wrap_taskmain(int count, char **arguments);

void __wrap_taskmain(int count, char **arguments) {
    start_main(__builtin_frame_address(0), (size_t)mainstacksize);
    __real_taskmain(count, arguments);
}
