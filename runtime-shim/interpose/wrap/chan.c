// SPDX-License-Identifier: MIT
// tylertreat/chan: a double does not come in a register that the generated wrappers pass on; its bits do.
#include "interpose/call.h"

#include <string.h>

extern const InterposedFunction interposed_chan_send_double;

extern int __real_chan_send_double(void *channel, double value) __attribute__((weak));
__attribute__((visibility("default"))) int __wrap_chan_send_double(void *channel, double value);

static uintptr_t send_bits(uintptr_t channel, uint64_t bits) {
    double value;
    memcpy(&value, &bits, sizeof value);
    return (uintptr_t)__real_chan_send_double((void *)channel, value);
}

int __wrap_chan_send_double(void *channel, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    uintptr_t arguments[INTERPOSED_ARGUMENTS] = {(uintptr_t)channel, bits};
    return (int)interpose_call(&interposed_chan_send_double, (void *)send_bits, arguments,
                               (uintptr_t)__builtin_return_address(0));
}
