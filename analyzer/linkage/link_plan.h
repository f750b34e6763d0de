// SPDX-License-Identifier: MIT
// Which units make a program together, as a linker with archives would take them: each unit with an entry function is a
// program of its own, with the units that define what it needs, and what those need. Units that no program takes are
// libraries: those that need each other are one, and whatever calls it may call any of its functions. Of a program's
// units a library takes what it needs, and nobody else calls that there (merge.h).
//
// A name that several units define is taken from a unit that is in the program already, else from the nearest one (the
// longest common part of the folders, then the shortest way), never from another program's entry unit.
#pragma once
#include "base/message.h"
#include "linkage/symbols.h"

typedef struct LinkGroup {
    ARRAY(uint32_t) units; // indices: those it is made for (the entry unit, a library's own), then what they need
    uint32_t own;          // the first ones of these, which it is made for; the others are taken by programs too
    bool has_entry;
    ARRAY(const char *) undefined; // needed names that no unit of the group defines; sorted
} LinkGroup;

typedef struct LinkPlan {
    ARRAY(LinkGroup) groups; // in the order of their first units
} LinkPlan;

// Notes where a name could come from units that are equally near. The plan lives in `arena`.
LinkPlan link_plan_make(const UnitSymbols *units, uint32_t count, Arena *arena, Messages *messages);

// A unit by itself, with nothing that it needs.
LinkGroup link_group_of_unit(const UnitSymbols *unit, uint32_t index, Arena *arena);
