// SPDX-License-Identifier: MIT
// The translation units of a run while they wait to be linked: packed, since a unit may go into several programs and
// few are needed at a time.
#pragma once
#include "extraction.h"
#include "linkage/link_plan.h"

typedef struct StoredUnit {
    const char *path;
    const void *packed;
    size_t size;
} StoredUnit;

typedef struct UnitStore {
    Arena *arena;
    ARRAY(StoredUnit) units;
    ARRAY(UnitSymbols) symbols; // by unit
} UnitStore;

// Copies what it keeps. Notes a unit that defines no function. STATUS_BAD_INPUT with a message when the packed program
// is damaged.
Status unit_store_add(UnitStore *store, const char *name, const Extraction *extraction, Messages *messages);

// The units of a group as one program in `arena`. *duplicates counts functions with several definitions.
Status unit_store_link(const UnitStore *store, const LinkGroup *group, Arena *arena, Messages *messages,
                       Program **program, uint32_t *duplicates);
