// SPDX-License-Identifier: MIT
// Whether a declared function is the one that a model means, so that plan9 lock(Lock *) and a program's own
// lock(int) are told apart.
#pragma once
#include "models/model.h"

// The declaration has at least the model's parameters, and its object parameter (or, without one, the first
// parameter) has the model's type. Types compare without tag words, qualifiers and spaces.
bool declaration_fits(const ModelDeclaration *declaration, const Api *api);
