// SPDX-License-Identifier: MIT
// A growable list of strings: file names, compiler words. Grows in the caller's arena.
#pragma once
#include "base/arena.h"
#include "base/array.h"

typedef ARRAY(const char *) TextList;
