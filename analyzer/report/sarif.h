// SPDX-License-Identifier: MIT
// Private to the SARIF writer (report_sarif.c and the sarif_*.c files): what its parts share.
// The shape follows SARIF 2.1.0 (OASIS, errata 01) and what GitHub, GitLab, Azure DevOps and the
// VS Code viewer really read: one primary place, inline steps, links into relatedLocations.
#pragma once
#include "report/json_writer.h"
#include "report/report.h"
#include "report/source_text.h"

enum {
    SARIF_RESULT_LIMIT = 1000,
    SARIF_STEP_LIMIT = 200,
    SARIF_RELATED_LIMIT = 50,
    SARIF_TAG_LIMIT = 10, // GitHub keeps no more
};

typedef struct SarifReport {
    const ReportInput *input;
    JsonWriter json;
    Sources *sources;
    Arena *arena;                  // of the whole report
    Arena *result_arena;           // of one result
    ARRAY(uint32_t) weaknesses;    // CWE numbers in order; positions are taxa indices
    ARRAY(const char *) artifacts; // paths from the root, sorted
    uint32_t results_cut;
} SarifReport;

typedef struct SarifPlaceOptions {
    const char *message; // NULL for none
    uint32_t id;         // 0 for none
    bool has_context;    // the lines before and after
} SarifPlaceOptions;

// sarif_tool.c: the driver with its rules.
void sarif_tool(SarifReport *report);

// sarif_weakness.c: the CWE taxonomy; {"name": "CWE", "index": 0} refers to it.
void sarif_taxonomies(SarifReport *report);
void sarif_taxonomy_reference(JsonWriter *json, const char *key);
uint32_t sarif_weakness_index(const SarifReport *report, uint32_t cwe);

// sarif_invocation.c: how the run went, and the kinds of notification.
void sarif_notification_kinds(SarifReport *report);
void sarif_invocations(SarifReport *report);

// sarif_place.c: a location object. `place` must have a path.
void sarif_place(SarifReport *report, const char *key, const FindingPlace *place, SarifPlaceOptions options);
void sarif_artifact_location(SarifReport *report, const char *key, const char *path, Arena *arena);

// sarif_flow.c
void sarif_code_flows(SarifReport *report, const Finding *finding, const FindingPlace *fallback);

// sarif_result.c
void sarif_result(SarifReport *report, const Finding *finding);
