// SPDX-License-Identifier: MIT
// A closer cause than "nobody comes", where the program shows one: each has a check of its own, which then takes the
// diagnosis from the general ones.
#pragma once
#include "checks/diagnosis.h"

// Sets diagnosis->refinement and what belongs to it, for CAUSE_NOBODY with one wait on a channel.
void diagnosis_refine(const Program *program, const PointsTo *points_to, Diagnosis *diagnosis, Arena *arena);
