// SPDX-License-Identifier: MIT
// Data races: candidates by static rules (races/), decided by exploring the program with the candidates as scheduling
// points (explorer/race_watch.h). What exploration proves to be apart is silent; where it cannot come to an end, the
// static verdict stands.
#pragma once
#include "checks/run.h"
#include "locksets/locksets.h"

void race_run(Run *run, const TaskTree *tasks, const Locksets *locksets);
