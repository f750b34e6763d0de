// SPDX-License-Identifier: MIT
// Library models: loads rules/models/*/model.json and answers what a declared function means.
// The JSON is checked against rules/api-model.schema.json's rules; a mistake is a message with file and field.
#pragma once
#include "base/message.h"
#include "base/status.h"
#include "program/api.h"

typedef struct ModelSet ModelSet;

// An object that is ready from the start: a variable of this type with an initialiser counts as a call of `api` with
// the variable's address and the values of these members.
typedef struct ModelStatic {
    const char *type;
    const char *const *members;
    uint32_t member_count;
    uint32_t function; // index into the model's functions
} ModelStatic;

typedef struct Model {
    const char *library;        // folder name: "neco"
    const char *title;          // "neco coroutines and channels"
    const char *path;           // of model.json
    const char *include_path;   // of the folder with our minimal headers, or NULL when it has none
    const char *const *entries; // functions that the library calls as the program's entry ("threadmain")
    uint32_t entry_count;
    const Api *functions;
    uint32_t function_count;
    const ModelStatic *statics;
    uint32_t static_count;
    const char *const *headers; // include names that our minimal headers stand in for ("neco.h")
    uint32_t header_count;
} Model;

// What the front end knows of a called declaration.
typedef struct ModelDeclaration {
    const char *name;
    uint32_t parameter_count;
    const char *const *parameter_types; // canonical spellings, "struct chan *"
    const int64_t *pointee_sizes;       // of what the parameters point to, in bytes; below 1 unknown. May be NULL
    bool is_variadic;
} ModelDeclaration;

// Loads every model below `directory`, then `extra_files` (which win over a model of the same library).
// A broken model fails with STATUS_USAGE and a message; `*models` lives in `arena`.
Status models_load(Arena *arena, const char *directory, const char *const *extra_files, uint32_t extra_count,
                   Messages *messages, ModelSet **models);

uint32_t models_count(const ModelSet *models);
const Model *models_get(const ModelSet *models, uint32_t index); // sorted by library name

// The meaning of a call of this declaration, or NULL when no model knows it. Matches name, parameter
// count and, where a model names it, the type of the object parameter. Entries with a condition are left to
// models_refine.
const Api *models_match(const ModelSet *models, const ModelDeclaration *declaration);

// The entry of the same function for a call whose constant arguments meet its condition ("when"), else `api` itself.
// `arguments` has `count` items.
typedef struct ModelArgument {
    bool is_constant;
    int64_t value;
} ModelArgument;
const Api *models_refine(const ModelSet *models, const Api *api, const ModelArgument *arguments, uint32_t count);

// The entries of the same function that depend on what its object was made as, one after the other; NULL at the end.
// `*position` starts as 0.
const Api *models_next_variant(const ModelSet *models, const Api *api, uint32_t *position);

// The static form for variables of this type ("struct k_msgq") and the entry that it stands for; NULL when there is
// none.
const ModelStatic *models_match_static(const ModelSet *models, const char *type_name, const Api **api);

// Whether a library calls a function of this name as the program's entry.
bool models_is_entry(const ModelSet *models, const char *function_name);

// Reads one file and reports every mistake in it; STATUS_OK when there is none.
Status models_check_file(const char *path, Messages *messages);
