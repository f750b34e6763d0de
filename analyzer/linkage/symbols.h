// SPDX-License-Identifier: MIT
// What a translation unit gives to others and takes from them: its external definitions, and the external names that
// its code refers to without defining them (ISO C 6.9). Calls of modelled library functions take nothing. Inside
// linkage/ and for whoever keeps units apart from their programs.
#pragma once
#include "program/program.h"

typedef struct NeededSymbol {
    const char *name;
    bool is_system; // a system header declares it: nobody misses it where no unit defines it
} NeededSymbol;

typedef struct UnitSymbols {
    const char *path; // of the unit, for messages and for nearness
    bool has_entry;
    ARRAY(const char *) defined; // each once; in order of their ids, functions first
    ARRAY(NeededSymbol) needed;
} UnitSymbols;

// Texts are copied into `arena`; the program can go.
UnitSymbols unit_symbols(const char *path, const Program *program, Arena *arena);

// Whether the name of a function (variable) is the same in every unit, and defined here.
bool function_is_shared(const Function *function);
bool variable_is_shared(const Variable *variable);
