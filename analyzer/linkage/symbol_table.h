// SPDX-License-Identifier: MIT
// A map from texts to small numbers, in the order in which the texts came. Inside linkage/ only.
#pragma once
#include "base/arena.h"
#include "base/array.h"

typedef struct SymbolTable {
    Arena *arena;
    uint32_t *slots; // open addressing; 0 is free
    uint32_t slot_count;
    ARRAY(const char *) texts; // by number; 0 unused
} SymbolTable;

// The text's number; a new one when it is not there yet. The text must stay.
uint32_t symbol_number(SymbolTable *table, const char *text);

// The text's number, 0 when it is not there.
uint32_t symbol_find(const SymbolTable *table, const char *text);
