// SPDX-License-Identifier: MIT
// Where the run-time resources are: models/<library>/model.json and checks/<check-id>/README.md.
#pragma once
#include "base/arena.h"

// $CHANVET_DATA, else share/chanvet beside the executable's directory, else the rules/ of the source tree.
const char *data_directory(Arena *arena);
