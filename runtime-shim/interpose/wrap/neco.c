// SPDX-License-Identifier: MIT
// Functions of neco with any number of arguments: they become the form that takes an array.
#include "interpose/call.h"
#include "interpose/start.h"

#include <stdarg.h>

enum { MOST = 64 };

#define WRAPPER __attribute__((visibility("default")))
#define CALLER ((uintptr_t)__builtin_return_address(0))
#define GATHER(last, count)                                                                                            \
    uintptr_t gathered[MOST];                                                                                          \
    va_list list;                                                                                                      \
    va_start(list, last);                                                                                              \
    for (int i = 0; i < (count) && i < MOST; i++) gathered[i] = va_arg(list, uintptr_t);                               \
    va_end(list)

extern char __real_neco_startv, __real_neco_gen_startv, __real_neco_chan_selectv, __real_neco_chan_selectv_dl,
    __real_neco_chan_tryselectv;
extern const InterposedFunction interposed_neco_startv, interposed_neco_gen_startv, interposed_neco_chan_selectv,
    interposed_neco_chan_selectv_dl, interposed_neco_chan_tryselectv;

WRAPPER int __wrap_neco_start(uintptr_t function, int count, ...);
WRAPPER int __wrap_neco_gen_start(uintptr_t generator, uintptr_t size, uintptr_t function, int count, ...);
WRAPPER int __wrap_neco_chan_select(int count, ...);
WRAPPER int __wrap_neco_chan_select_dl(int64_t deadline, int count, ...);
WRAPPER int __wrap_neco_chan_tryselect(int count, ...);

extern int __real_neco_yield(void);

int __wrap_neco_start(uintptr_t function, int count, ...) {
    interpose_yield_with(__real_neco_yield);
    GATHER(count, count);
    uintptr_t arguments[INTERPOSED_ARGUMENTS] = {function, (uintptr_t)count, (uintptr_t)gathered};
    return (int)interpose_call(&interposed_neco_startv, &__real_neco_startv, arguments, CALLER);
}

int __wrap_neco_gen_start(uintptr_t generator, uintptr_t size, uintptr_t function, int count, ...) {
    GATHER(count, count);
    uintptr_t arguments[INTERPOSED_ARGUMENTS] = {generator, size, function, (uintptr_t)count, (uintptr_t)gathered};
    return (int)interpose_call(&interposed_neco_gen_startv, &__real_neco_gen_startv, arguments, CALLER);
}

int __wrap_neco_chan_select(int count, ...) {
    GATHER(count, count);
    uintptr_t arguments[INTERPOSED_ARGUMENTS] = {(uintptr_t)count, (uintptr_t)gathered};
    return (int)interpose_call(&interposed_neco_chan_selectv, &__real_neco_chan_selectv, arguments, CALLER);
}

int __wrap_neco_chan_select_dl(int64_t deadline, int count, ...) {
    GATHER(count, count);
    uintptr_t arguments[INTERPOSED_ARGUMENTS] = {(uintptr_t)count, (uintptr_t)gathered, (uintptr_t)deadline};
    return (int)interpose_call(&interposed_neco_chan_selectv_dl, &__real_neco_chan_selectv_dl, arguments, CALLER);
}

int __wrap_neco_chan_tryselect(int count, ...) {
    GATHER(count, count);
    uintptr_t arguments[INTERPOSED_ARGUMENTS] = {(uintptr_t)count, (uintptr_t)gathered};
    return (int)interpose_call(&interposed_neco_chan_tryselectv, &__real_neco_chan_tryselectv, arguments, CALLER);
}
