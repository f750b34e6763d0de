// SPDX-License-Identifier: MIT
// In what order the program has the variables and memory that functions name. That is all that ids can decide beside
// what a scope's key says (scope_key.h): what an exploration that was cut came to first, and how a net is numbered.
#pragma once
#include "base/hash.h"
#include "link/points_to.h"

typedef struct IdOrder IdOrder;

IdOrder *id_order_create(const Program *program, const PointsTo *points_to, Arena *arena);

// The same for functions of the same keys in the same order.
Hash id_order_of(IdOrder *order, const FunctionId *functions, uint32_t count);
