// SPDX-License-Identifier: MIT
// One entry of a model's "functions": the meaning of one function, or of several with the same meaning.
#pragma once
#include "models/model.h"
#include "models/reader.h"

typedef struct NamedRules {
    const char *name;
    ChannelRules rules;
} NamedRules;

typedef struct NamedKinds {
    const char *name;
    LockKinds kinds;
} NamedKinds;

typedef struct ModelDraft {
    const char *library;
    ARRAY(NamedRules) rules;
    ARRAY(NamedKinds) kinds;
    ARRAY(Api) functions;
    ARRAY(ModelStatic) statics;
} ModelDraft;

// Reads the blocks that the model names in "channel-rules".
void function_read_channel_rules(ModelReader *reader, const cJSON *blocks, ModelDraft *draft);

// Reads the blocks that the model names in "lock-kinds".
void function_read_lock_kinds(ModelReader *reader, const cJSON *blocks, ModelDraft *draft);

// Reads functions[index] and appends one Api per name. Mistakes are reported and the entry is left out.
void function_read(ModelReader *reader, const cJSON *json, uint32_t index, ModelDraft *draft);
