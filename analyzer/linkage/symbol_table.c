// SPDX-License-Identifier: MIT
#include "linkage/symbol_table.h"

#include "base/hash.h"

#include <string.h>

static uint32_t *slot_of(const SymbolTable *table, const char *text) {
    uint32_t mask = table->slot_count - 1, at = (uint32_t)hash_text((Hash){0}, text).low & mask;
    while (table->slots[at] && strcmp(table->texts.items[table->slots[at]], text)) at = (at + 1) & mask;
    return &table->slots[at];
}

static void grow(SymbolTable *table) {
    if (!table->slot_count) array_push(&table->texts, table->arena, "");
    table->slot_count = table->slot_count ? table->slot_count * 2 : 256;
    table->slots = arena_new_array(table->arena, uint32_t, table->slot_count);
    for (uint32_t i = 1; i < table->texts.count; i++) *slot_of(table, table->texts.items[i]) = i;
}

uint32_t symbol_number(SymbolTable *table, const char *text) {
    if (table->texts.count * 2 >= table->slot_count) grow(table);
    uint32_t *slot = slot_of(table, text);
    if (!*slot) {
        *slot = table->texts.count;
        array_push(&table->texts, table->arena, text);
    }
    return *slot;
}

uint32_t symbol_find(const SymbolTable *table, const char *text) {
    return table->slot_count ? *slot_of(table, text) : 0;
}
