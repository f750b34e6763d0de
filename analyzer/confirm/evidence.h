// SPDX-License-Identifier: MIT
// What a run has shown: the JSON lines that libqtrace writes (runtime-shim/report/evidence.h, runtime-shim/steer/).
#pragma once
#include "base/array.h"
#include "base/message.h"

#include <stdbool.h>

typedef struct EvidenceFrame {
    const char *function, *file, *module, *offset; // "" when not known
    uint32_t line, column;
} EvidenceFrame;

typedef ARRAY(EvidenceFrame) EvidenceFrames; // innermost first

typedef struct EvidenceSite {
    const char *title; // "Thread T2 waits for mutex M1 (0x…), held by thread T1 at:"
    EvidenceFrames frames;
} EvidenceSite;

typedef struct EvidenceReport {
    const char *kind, *title; // "blocked", "leak", "race", …
    ARRAY(EvidenceSite) sites;
} EvidenceReport;

typedef struct EvidenceHold {
    uint32_t step, open;   // from 1; the first step that it waited for when it ended without it, 0: none
    const char *end;       // "order", "time", "others-wait"
    const char *prevented; // "lock", "join"; "": nothing is known to
    EvidenceFrames waiting, holding;
} EvidenceHold;

typedef struct Evidence {
    ARRAY(EvidenceReport) reports;
    ARRAY(EvidenceHold) holds;
    ARRAY(uint32_t) seen;    // sites of the plan
    ARRAY(uint32_t) entered; // steps of the plan, in the order in which tasks went into them
    ARRAY(uint32_t) passed;
    bool has_started; // the program ran under libqtrace
} Evidence;

// A last line without an end was not written whole and is left out, as are lines that are no JSON.
void evidence_parse(const char *bytes, size_t size, Arena *arena, Evidence *evidence);
