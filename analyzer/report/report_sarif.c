// SPDX-License-Identifier: MIT
#include "report/paths.h"
#include "report/sarif.h"

#include <stdlib.h>
#include <string.h>

static int compare_numbers(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static int compare_texts(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void collect_weaknesses(SarifReport *report) {
    const ReportInput *input = report->input;
    uint32_t *all = arena_new_array(report->arena, uint32_t, input->rule_count + 1), count = 0;
    for (uint32_t i = 0; i < input->rule_count; i++)
        if (input->rules[i]->cwe) all[count++] = input->rules[i]->cwe;
    qsort(all, count, sizeof *all, compare_numbers);
    for (uint32_t i = 0; i < count; i++)
        if (!i || all[i] != all[i - 1]) array_push(&report->weaknesses, report->arena, all[i]);
}

static void collect_artifacts(SarifReport *report) {
    const ReportInput *input = report->input;
    const char **all = arena_new_array(report->arena, const char *, input->analysed_count + 1);
    for (uint32_t i = 0; i < input->analysed_count; i++)
        all[i] = path_from_root(input->analysed_files[i], input->root, report->arena);
    qsort(all, input->analysed_count, sizeof *all, compare_texts);
    for (uint32_t i = 0; i < input->analysed_count; i++)
        if (!i || strcmp(all[i], all[i - 1]) != 0) array_push(&report->artifacts, report->arena, all[i]);
}

// New before accepted, then by severity: what is cut is what matters least.
static uint32_t importance(const Finding *finding) {
    return (finding->baseline == BASELINE_UNCHANGED ? 0 : LEVEL_ERROR + 1) + finding->level;
}

// Which findings are written, in their own order, when there are more than the limit.
static bool *choose_results(SarifReport *report) {
    const FindingSet *set = report->input->findings;
    uint32_t room = report->input->result_limit ? report->input->result_limit : SARIF_RESULT_LIMIT;
    bool *is_written = arena_new_array(report->arena, bool, set->list.count + 1);
    for (uint32_t rank = 2 * (LEVEL_ERROR + 1); rank-- > 0;)
        for (uint32_t i = 0; i < set->list.count; i++)
            if (importance(&set->list.items[i]) == rank && room) {
                is_written[i] = true;
                room--;
            } else if (importance(&set->list.items[i]) == rank) {
                report->results_cut++;
            }
    return is_written;
}

static void artifacts(SarifReport *report) {
    JsonWriter *json = &report->json;
    json_open_array(json, "artifacts");
    for (uint32_t i = 0; i < report->artifacts.count; i++) {
        json_open_object(json, NULL);
        sarif_artifact_location(report, "location", report->artifacts.items[i], report->arena);
        json_text(json, "sourceLanguage", "c");
        json_open_array(json, "roles");
        json_text(json, NULL, "analysisTarget");
        json_close_array(json);
        json_close_object(json);
    }
    json_close_array(json);
}

static void run_identity(SarifReport *report) {
    JsonWriter *json = &report->json;
    const char *category = report->input->category ? report->input->category : "default";
    json_open_object(json, "automationDetails");
    json_text(json, "id", arena_format(report->arena, "chanvet/%s/", category));
    json_close_object(json);
    // The base has no URI of its own: the file then says the same on every machine.
    json_open_object(json, "originalUriBaseIds");
    json_open_object(json, "SRCROOT");
    json_message(json, "description", "The directory that the analysed project lies in.");
    json_close_object(json);
    json_open_object(json, "FILESYSTEM");
    json_text(json, "uri", "file:///");
    json_message(json, "description", "Where files outside the project are found, such as system headers.");
    json_close_object(json);
    json_close_object(json);
    json_text(json, "columnKind", "utf16CodeUnits");
}

static void run(SarifReport *report) {
    JsonWriter *json = &report->json;
    const FindingSet *set = report->input->findings;
    bool *is_written = choose_results(report);
    json_open_object(json, NULL);
    sarif_tool(report);
    sarif_taxonomies(report);
    run_identity(report);
    sarif_invocations(report);
    artifacts(report);
    json_open_array(json, "results");
    for (uint32_t i = 0; i < set->list.count; i++)
        if (is_written[i]) sarif_result(report, &set->list.items[i]);
    json_close_array(json);
    json_close_object(json);
}

void report_sarif(const ReportInput *input, FILE *out) {
    Arena *arena = arena_create();
    SarifReport report = {
        .input = input, .json = {.out = out}, .sources = sources_create(input->root, arena), .arena = arena};
    collect_weaknesses(&report);
    collect_artifacts(&report);
    JsonWriter *json = &report.json;
    json_open_object(json, NULL);
    json_text(json, "version", "2.1.0");
    json_text(json, "$schema",
              "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
    json_open_array(json, "runs");
    run(&report);
    json_close_array(json);
    json_close_object(json);
    json_finish(json);
    arena_destroy(arena);
}
