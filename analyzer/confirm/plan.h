// SPDX-License-Identifier: MIT
// From a witness to a plan for runtime-shim/steer/ (its format is told in steer.h): which calls of the program stand at
// the places of the steps, and which of the steps matter.
#pragma once
#include "confirm/symbolizer.h"

enum { PLAN_SITE_LIMIT = 120, PLAN_STEP_LIMIT = 120, PLAN_TASK_LIMIT = 60 };

typedef struct PlanSite {
    Place place;
    CodeRanges ranges; // empty: the program has no code there
    bool is_seen;      // a run made a call there
} PlanSite;

typedef struct PlanSites {
    Arena *arena;
    const char *module; // the program, as /proc/self/exe names it
    ARRAY(PlanSite) list;
    bool is_cut; // there were more places than a plan can hold
} PlanSites;

typedef enum PlanStyle {
    PLAN_WATCHES,  // nobody is held; says which places are reached
    PLAN_SWITCHES, // steps before and after which another task has to act, and those left waiting
    PLAN_ALL,      // every step that is a call
} PlanStyle;

typedef struct Plan {
    PlanStyle style;
    uint32_t hold, patience; // milliseconds
    uint64_t seed;
    ARRAY(uint32_t) steps; // indices of the witness's steps; a row "step" each
} Plan;

// Adds the witness's places and asks for their code.
void plan_add_sites(PlanSites *sites, Symbolizer *symbolizer, const Witness *witness);

// Chooses the steps. `witness` may be NULL for PLAN_WATCHES.
Plan plan_make(const PlanSites *sites, const Witness *witness, PlanStyle style, uint32_t attempt);

// The text of the plan, in the arena.
const char *plan_text(const PlanSites *sites, const Witness *witness, const Plan *plan);
