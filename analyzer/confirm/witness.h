// SPDX-License-Identifier: MIT
// Findings as SARIF tells them, with what confirming needs: where tasks are left waiting, and the steps that lead
// there. Results of other tools have no steps that can be followed; they are looked for in runs as they are.
#pragma once
#include "base/array.h"
#include "base/message.h"
#include "base/status.h"

#include <stdbool.h>

typedef struct Place {
    const char *path; // as in the file; NULL: none
    uint32_t line, last_line;
} Place;

typedef struct WitnessStep {
    uint32_t order; // over all tasks
    uint32_t task;  // index from 1
    Place place;
    const char *text;
    bool stays_blocked;
    bool is_branch;  // may be no call at all
    bool is_timeout; // a wait that ends because its time is over
    bool is_end;     // the task ends
} WitnessStep;

typedef struct WitnessTask {
    const char *label, *name; // "T2", "deleter#2"; "" when not known
    Place spawn;
} WitnessTask;

typedef enum WitnessKind { WITNESS_BLOCKED, WITNESS_RACE, WITNESS_OTHER } WitnessKind;

typedef struct Witness {
    uint32_t run, result; // indices in the file
    WitnessKind kind;
    const char *rule, *fingerprint, *message;
    Place place;
    ARRAY(Place) related;
    ARRAY(WitnessTask) tasks; // index 0 is task 1
    ARRAY(WitnessStep) steps; // in order
} Witness;

struct cJSON;

typedef struct FindingsFile {
    const char *path;
    struct cJSON *document;
    Arena *arena;
    ARRAY(Witness) witnesses;
} FindingsFile;

// STATUS_BAD_INPUT with a message when it is no SARIF. findings_file_close also after failure.
Status findings_file_read(const char *path, Arena *arena, Messages *messages, FindingsFile *file);
void findings_file_close(FindingsFile *file);

// The names of one file: one is the end of the other.
bool place_is_at(const Place *place, const char *path, uint32_t line);
