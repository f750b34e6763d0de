// SPDX-License-Identifier: MIT
// The blocks of a function's entry: each reads one object of the document into an Api. A missing block (NULL) leaves
// the Api as it is, except for outcomes: then the call ends as OUTCOME_OK with an unknown value.
#pragma once
#include "models/reader.h"

ChannelRules block_read_channel_rules(ModelReader *reader, const cJSON *json);
void block_read_outcomes(ModelReader *reader, const cJSON *json, Api *api);
void block_read_spawn(ModelReader *reader, const cJSON *json, Api *api);
void block_read_select(ModelReader *reader, const cJSON *json, Api *api);
LockKinds block_read_lock_kinds(ModelReader *reader, const cJSON *json);
void block_read_property(ModelReader *reader, const cJSON *json, Api *api);
void block_read_lock(ModelReader *reader, const cJSON *json, Api *api);
