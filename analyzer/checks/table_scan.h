// SPDX-License-Identifier: MIT
// Loops that visit all of a table or list, however much there is: the one way out is the end of it. A position is
// counted up to a bound that is no small constant, or a pointer follows the elements' links from a list's one head (a
// chain that begins at an element of a table is a bucket, not the whole).
#pragma once
#include "checks/inspection.h"

typedef struct TableScan {
    NodeId exit;        // the branch that ends the loop
    const bool *body;   // per node
    PointeeSet visited; // memory that it visits element by element; as sites, offsets mean nothing
    ExprId table;       // an address of an element
} TableScan;

typedef struct TableScans {
    ARRAY(TableScan) list;
} TableScans;

// Those of one function that are in no other of them; in `arena`.
TableScans table_scans_of(const Inspection *inspection, FunctionId function, const ControlFlow *flow, Arena *arena);
