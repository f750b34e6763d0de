// SPDX-License-Identifier: MIT
// Prints findings; adds no logic. Each writer takes the same ReportInput and a stream.
#pragma once
#include "base/message.h"
#include "base/status.h"
#include "findings/finding.h"

#include <stdio.h>

typedef struct ReportInput {
    const FindingSet *findings;
    const RuleInfo *const *rules; // every rule that ran, sorted by id
    uint32_t rule_count;
    const Messages *messages; // become notifications
    const char *const *analysed_files;
    uint32_t analysed_count;
    const char *tool_version;
    const char *root;     // absolute directory that relative paths start from
    const char *category; // SARIF automationDetails id is "chanvet/<category>/"; NULL for "default"
    uint32_t undecided_scopes;
    int exit_status;
    bool use_color;        // text only
    uint32_t result_limit; // SARIF: most results to write; 0 for 1,000, GitHub keeps 5,000
} ReportInput;

// Findings that a baseline accepts are left out of text, GitHub and GitLab output, and are marked in
// SARIF and JSON. Paths are shown relative to `root` where they lie below it.

// gcc style: "path:line:col: warning: message [check-id]" and indented notes that tell both tasks' story.
// Nothing is printed when there is nothing to report; undecided scopes are a matter for the messages.
void report_text(const ReportInput *input, FILE *out);

// SARIF 2.1.0 in the shape of the format's golden sample: interleaving first, then one flow per task.
void report_sarif(const ReportInput *input, FILE *out);

// One JSON object: version, findings with their steps, messages.
void report_json(const ReportInput *input, FILE *out);

// GitHub workflow commands (::warning file=…) and GitLab code quality JSON.
void report_github(const ReportInput *input, FILE *out);
void report_gitlab(const ReportInput *input, FILE *out);

// `chanvet explain`: what the rule's README says, readable on a terminal.
void report_explain(const RuleInfo *rule, bool use_color, FILE *out);

// `chanvet list-checks`: one line a rule, or a JSON array.
void report_rules_text(const RuleInfo *const *rules, uint32_t rule_count, FILE *out);
void report_rules_json(const RuleInfo *const *rules, uint32_t rule_count, FILE *out);
