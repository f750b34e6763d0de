// SPDX-License-Identifier: MIT
// Time from a counter of constant rate where the processor has one, read without a system call in a few nanoseconds.
#include "trace/room.h"

#if defined(__x86_64__)
#include <cpuid.h>

static bool has_counter(void) {
    enum { POWER_LEAF = (int)0x80000007, INVARIANT = 1 << 8 };
    unsigned a, b, c, d = 0;
    return __get_cpuid((unsigned)POWER_LEAF, &a, &b, &c, &d) && d & INVARIANT;
}
#else
static bool has_counter(void) {
    return true;
}
#endif

TraceMoment trace_moment(uint32_t clock) {
    uint64_t before = trace_ticks(clock), nanoseconds = raw_nanoseconds(), after = trace_ticks(clock);
    if (clock == QTRACE_CLOCK_NANOSECONDS) return (TraceMoment){nanoseconds, nanoseconds};
    return (TraceMoment){before + (after - before) / 2, nanoseconds};
}

uint32_t trace_start_clock(TraceMoment *start, uint64_t *ticks_per_second) {
    enum { LOOK = 200000 }; // nanoseconds: enough for a first estimate
    uint32_t clock = has_counter() ? QTRACE_CLOCK_TICKS : QTRACE_CLOCK_NANOSECONDS;
    TraceMoment now;
    *start = trace_moment(clock);
    do now = trace_moment(clock);
    while (now.nanoseconds - start->nanoseconds < LOOK);
    *ticks_per_second = (now.ticks - start->ticks) * 1000000000 / (now.nanoseconds - start->nanoseconds);
    return clock;
}
