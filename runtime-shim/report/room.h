// SPDX-License-Identifier: MIT
// What the room keeps for the process. Only files of this folder include it.
#pragma once
#include "base/memory.h"
#include "report/report.h"
#include "report/suppress.h"

enum { REPORT_SEEN = 1 << 14 };

typedef struct ReportRoom {
    Lock lock; // one report at a time
    int descriptor;
    Lock borrow_lock;
    Report report;
    Lock evidence_lock; // one line at a time
    uint32_t printed;
    void (*on_print)(const Report *report);
    uint64_t seen[REPORT_SEEN]; // hashes of stacks and addresses that were reported; open addressing
    SuppressionList suppressions;
    struct {
        Lock lock;
        bool was_tried;
        int to, from; // pipes; from is -1 without a symbolizer
        int process;
    } symbolizer;
} ReportRoom;

static inline ReportRoom *report_room(void) {
    return runtime.report;
}
