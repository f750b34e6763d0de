// SPDX-License-Identifier: MIT
// Code and data addresses as text. qtrace-symbolize is started when the first address is asked for and answers over a
// pipe: "CODE module offset" or "DATA module offset", answered by lines "function<TAB>file<TAB>line<TAB>column"
// (several for inlined calls, innermost first; for data "name<TAB>start<TAB>size") and an empty line. Without it there
// are module and offset only.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SYMBOL_TEXT = 512, SYMBOL_FRAMES = 16 };

typedef struct Symbol {
    char function[SYMBOL_TEXT]; // "" when it is not known
    char file[SYMBOL_TEXT];
    uint32_t line, column;
} Symbol;

typedef struct Module {
    char path[SYMBOL_TEXT];
    uintptr_t base; // offset = address - base
} Module;

bool module_find(uintptr_t address, Module *module);

// Innermost inlined function first; 0 when nothing is known.
uint32_t symbolize_code(uintptr_t address, Symbol *symbols, uint32_t limit);

typedef struct DataSymbol {
    char name[SYMBOL_TEXT];
    uintptr_t start;
    size_t size;
} DataSymbol;
bool symbolize_data(uintptr_t address, DataSymbol *symbol);
