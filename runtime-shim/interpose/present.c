// SPDX-License-Identifier: MIT
// Libraries whose names (lock, chan_init) other programs use for something else: they are there when functions are that
// only they have. The linker resolves __real_NAME to NAME where it is told to wrap it.
#include "interpose/call.h"

#define WEAK __attribute__((weak))

extern char has_chan_close __asm__("__real_chan_is_closed") WEAK;
extern char has_chan_buffer __asm__("__real_chan_recv_buf") WEAK;
extern char has_chan_select __asm__("__real_chan_select") WEAK;
extern char has_task_create __asm__("__real_taskcreate") WEAK;
extern char has_task_exit __asm__("__real_taskexit") WEAK;
extern char has_task_yield __asm__("__real_taskyield") WEAK;
extern char has_thread_create __asm__("__real_threadcreate") WEAK;
extern char has_proc_create __asm__("__real_proccreate") WEAK;

bool interpose_has_chan(void) {
    return &has_chan_close && &has_chan_buffer && &has_chan_select;
}

bool interpose_has_libtask(void) {
    return &has_task_create && &has_task_exit && &has_task_yield;
}

bool interpose_has_plan9(void) {
    return &has_thread_create && &has_proc_create;
}

// libtask's channels and locks are those of plan9.
bool interpose_has_plan9_channels(void) {
    return interpose_has_plan9() || interpose_has_libtask();
}
