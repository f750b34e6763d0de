// SPDX-License-Identifier: MIT
// Operands as a model writes them: "a0" an argument's value, "*a0" the memory behind it, "result" the returned
// value, "*result" memory of the library that it is the address of, "a1..." this argument and all after it, an integer
// constant as it is.
#pragma once
#include "models/reader.h"

// `parameter_count` declared parameters; a variadic function has arguments after them, too.
typedef struct OperandRange {
    uint32_t parameter_count;
    bool is_variadic;
    bool may_be_several;  // "aN..." of a function that is not variadic
    bool returns_address; // "*result": the memory that the call returns the address of
} OperandRange;

// Reports and returns an operand with SOURCE_NONE when `json` is none.
Operand operand_read(ModelReader *reader, const cJSON *json, const char *name, OperandRange range);

// Reads every key of the object "operands" into `api`.
void operand_read_all(ModelReader *reader, const cJSON *json, OperandRange range, Api *api);

// Reads {"operand": …, "forever": …, "try": …}.
void operand_read_timeout(ModelReader *reader, const cJSON *json, OperandRange range, Api *api);
