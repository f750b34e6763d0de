// SPDX-License-Identifier: MIT
// Scans of whole tables (table_scan.h) that a task makes again and again under one lock, while another task takes the
// lock for work on the same memory that has no loop.
#pragma once
#include "checks/race_inspection.h"

typedef struct LockedScan {
    CallSite scan;    // the branch that ends the loop
    ExprId table;     // an address of an element
    CallSite held;    // where the lock is taken for the scan
    CallSite taken;   // and where for short work
    TaskClassId task; // that does the short work
} LockedScan;

typedef struct LockedScans {
    ARRAY(LockedScan) list;
} LockedScans;

// In the order of functions; in the inspection's arena.
LockedScans locked_scans_find(const RaceInspection *inspection);
