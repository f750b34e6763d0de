// SPDX-License-Identifier: MIT
// Locals whose value follows from the nodes of their function that assign them, and what assignments and expressions
// say about such: for what counts (counted_loop.h, the solver's nets).
#pragma once
#include "program/program.h"

// Whether only assignments in its function change it: a scalar whose address nobody takes.
bool variable_is_tracked(const Program *program, VariableId id);

// The variable an expression is the address of, or a node gives a value; 0 for none.
VariableId variable_at_address(const Program *program, ExprId address);
VariableId variable_assigned_by(const Program *program, const Node *node);

// Without conversions that keep every value.
ExprId expr_without_exact_conversions(const Program *program, ExprId id);

// The variable whose value the expression is, but for such conversions; 0 for none.
VariableId variable_loaded_by(const Program *program, ExprId id);

// 1 for v = v + 1, -1 for v = v - 1, else 0.
int64_t variable_step_by(const Program *program, const Node *node, VariableId variable);
