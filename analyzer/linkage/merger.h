// SPDX-License-Identifier: MIT
// What the files of the merge share. Inside linkage/ only.
#pragma once
#include "linkage/merge.h"
#include "linkage/symbol_table.h"

// How the ids of one part become ids of the result; 0 where nothing was made (yet).
typedef struct PartMap {
    FileId *files;
    FunctionId *functions;
    VariableId *variables;
    ExprId *exprs;
    ApiId *apis;
    bool *is_kept; // by function: the definition that the result has
} PartMap;

typedef struct Merger {
    Program *const *parts;
    uint32_t count;
    Arena *arena;
    Messages *messages;
    Program *program;
    PartMap *maps;
    SymbolTable files, functions, variables, copies; // each number is looked up in the array of ids beside it
    ARRAY(uint32_t) file_ids, function_ids, variable_ids, copy_ids;
    uint32_t **classes; // by part and function, see inline_copies.h
    FunctionId initialiser;
    ARRAY(Node) initialiser_nodes;
    uint32_t duplicates;
} Merger;

// Finds internal functions that several parts have a copy of: equal numbers (not 0) in classes[part][function] are
// copies that can be one.
uint32_t **find_copies(Program *const *parts, uint32_t count, Arena *arena);

// The function and variable tables of the result and the maps into them.
void merge_functions(Merger *merger);
void merge_variables(Merger *merger);
VariableId merge_variable(Merger *merger, uint32_t part, VariableId id); // maps one that was not kept by itself

// Bodies: expressions that kept definitions use, and their nodes.
void merge_bodies(Merger *merger, uint32_t part);
void merge_finish_initialiser(Merger *merger);

// Functions of the parts from `open` on are for those before only; what these do not reach has no body any more.
void merge_close_parts(Merger *merger, uint32_t open);

Place merge_place(const Merger *merger, uint32_t part, Place place);
