// SPDX-License-Identifier: MIT
// Prints findings; adds no logic. Each writer takes the same ReportInput and a stream.
#pragma once
#include "base/message.h"
#include "base/status.h"
#include "findings/finding.h"

#include <stdio.h>

typedef struct ReportInput {
    const FindingSet *findings;
    const RuleInfo *const *rules;     // every rule that ran, sorted by id
    uint32_t rule_count;
    const Messages *messages;         // become notifications
    const char *const *analysed_files;
    uint32_t analysed_count;
    const char *tool_version;
    const char *root;                 // absolute directory that relative paths start from
    const char *category;             // SARIF automationDetails id is "chanvet/<category>/"; NULL for "default"
    uint32_t undecided_scopes;
    int exit_status;
    bool use_color;                   // text only
} ReportInput;

// gcc style: "path:line:col: warning: message [check-id]" and indented notes that tell both tasks' story.
void report_text(const ReportInput *input, FILE *out);

// SARIF 2.1.0 in the shape of the format's golden sample: interleaving first, then one flow per task.
void report_sarif(const ReportInput *input, FILE *out);

// One JSON object: version, findings with their steps, messages.
void report_json(const ReportInput *input, FILE *out);

// GitHub workflow commands (::warning file=…) and GitLab code quality JSON.
void report_github(const ReportInput *input, FILE *out);
void report_gitlab(const ReportInput *input, FILE *out);
