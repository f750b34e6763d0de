// SPDX-License-Identifier: MIT
// GitLab's code quality artifact: an array of description, check_name, fingerprint, severity, location.
#include "report/json_writer.h"
#include "report/paths.h"
#include "report/report.h"
#include "report/story.h"

static void location(JsonWriter *json, const FindingPlace *place, const char *path) {
    json_open_object(json, "location");
    json_text(json, "path", path);
    json_open_object(json, "lines");
    json_number(json, "begin", place->line ? place->line : 1);
    json_close_object(json);
    json_close_object(json);
}

static void entry(const ReportInput *input, const Finding *finding, JsonWriter *json) {
    static const char *const severities[] = {"info", "major", "critical"};
    Arena *arena = arena_create();
    const char *path = finding->place.path ? path_from_root(finding->place.path, input->root, arena) : ".";
    json_open_object(json, NULL);
    json_text(json, "description",
              arena_format(arena, "%s (%s)", finding->message, certainty_word(finding->certainty)));
    json_text(json, "check_name", finding->rule->id);
    json_text(json, "fingerprint", finding_fingerprint(finding, arena));
    json_text(json, "severity", severities[finding->level]);
    location(json, &finding->place, path);
    json_close_object(json);
    arena_destroy(arena);
}

void report_gitlab(const ReportInput *input, FILE *out) {
    JsonWriter json = {.out = out};
    json_open_array(&json, NULL);
    for (uint32_t i = 0; i < input->findings->list.count; i++) {
        const Finding *finding = &input->findings->list.items[i];
        if (finding->baseline != BASELINE_UNCHANGED) entry(input, finding, &json);
    }
    json_close_array(&json);
    json_finish(&json);
}
