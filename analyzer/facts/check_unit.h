// SPDX-License-Identifier: MIT
// Whether every id in a program that was read from a database names something. Later rooms index tables by
// these ids without looking. Inside facts/ only.
#pragma once
#include "program/program.h"

// NULL when all is well, else what is wrong in a few words.
const char *check_unit(const Program *program);
