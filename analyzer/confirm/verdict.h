// SPDX-License-Identifier: MIT
// What the runs say of one finding.
#pragma once
#include "confirm/plan.h"
#include "confirm/run.h"

typedef enum ConfirmStatus { CONFIRM_NOT_REPRODUCED, CONFIRM_CONFIRMED, CONFIRM_REFUTED } ConfirmStatus;

typedef struct Confirmation {
    ConfirmStatus status;
    uint32_t runs;           // made for it, the first of all findings included
    uint32_t run;            // confirmed: which of them, from 1
    bool is_steered;         // confirmed: in a run with holds
    EvidenceReport report;   // confirmed: what was seen
    uint32_t steps, reached; // of the plan that came farthest: its steps, and how many came about
    const char *missing;     // the first step that did not, as the finding words it; "" when all did
    uint32_t preventions;    // steered runs that were prevented in the same way
    uint32_t steered_runs;
    EvidenceHold prevention; // of the latest
    uint32_t prevented_step; // index of the witness's step that could not come first
} Confirmation;

// The report that shows the finding: tasks that wait for ever at its place, or accesses of a race at both of its
// places; UINT32_MAX: none does.
uint32_t evidence_shows(const Evidence *evidence, const Witness *witness);

// Adds what a run has shown.
void confirmation_add(Confirmation *confirmation, const Witness *witness, const Plan *plan, const Evidence *evidence);

const char *confirm_status_word(ConfirmStatus status); // "confirmed", "not-reproduced", "refuted"

// One sentence: what was seen, how far it came, or which order prevented it.
const char *confirmation_sentence(const Confirmation *confirmation, const Witness *witness, Arena *arena);
