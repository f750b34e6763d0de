// SPDX-License-Identifier: MIT
#include "report/json_writer.h"
#include "report/paths.h"
#include "report/report.h"
#include "report/story.h"

typedef struct JsonReport {
    const ReportInput *input;
    JsonWriter json;
    Arena *arena;
} JsonReport;

// Columns count bytes here, as compilers do.
static void place_object(JsonReport *report, const char *key, const FindingPlace *place) {
    if (!place->path) return;
    JsonWriter *json = &report->json;
    json_open_object(json, key);
    json_text(json, "path", path_from_root(place->path, report->input->root, report->arena));
    if (place->line) json_number(json, "line", place->line);
    if (place->column) json_number(json, "column", place->column);
    if (place->end_column) json_number(json, "end_column", place->end_column);
    json_optional_text(json, "function", place->function);
    json_close_object(json);
}

static void task_objects(JsonReport *report, const Finding *finding) {
    JsonWriter *json = &report->json;
    json_open_array(json, "tasks");
    for (uint32_t i = 0; i < finding->tasks.count; i++) {
        const FindingTask *task = &finding->tasks.items[i];
        json_open_object(json, NULL);
        json_text(json, "label", story_task_label(finding, i + 1, report->arena));
        json_text(json, "name", story_task_name(finding, i + 1, report->arena));
        place_object(report, "spawned", &task->spawned);
        if (task->spawner) json_text(json, "spawner", story_task_label(finding, task->spawner, report->arena));
        json_close_object(json);
    }
    json_close_array(json);
}

static void step_objects(JsonReport *report, const Finding *finding) {
    JsonWriter *json = &report->json;
    json_open_array(json, "steps");
    for (uint32_t i = 0; i < finding->steps.count; i++) {
        const Step *step = &finding->steps.items[i];
        json_open_object(json, NULL);
        json_text(json, "kind", step_kind_word(step->kind));
        json_text(json, "task", story_task_label(finding, step->task, report->arena));
        place_object(report, "place", &step->place);
        json_text(json, "text", step->text);
        json_optional_text(json, "state", step->state);
        json_boolean(json, "essential", step->is_essential);
        json_boolean(json, "left_waiting", story_is_left_waiting(finding, i));
        json_number(json, "depth", step->depth);
        json_close_object(json);
    }
    json_close_array(json);
}

static void related_objects(JsonReport *report, const Finding *finding) {
    JsonWriter *json = &report->json;
    json_open_array(json, "related");
    for (uint32_t i = 0; i < finding->related.count; i++) {
        json_open_object(json, NULL);
        place_object(report, "place", &finding->related.items[i].place);
        json_text(json, "text", finding->related.items[i].text);
        json_close_object(json);
    }
    json_close_array(json);
}

static void finding_object(JsonReport *report, const Finding *finding) {
    JsonWriter *json = &report->json;
    report->arena = arena_create();
    json_open_object(json, NULL);
    json_text(json, "check", finding->rule->id);
    json_text(json, "level", level_word(finding->level));
    json_text(json, "certainty", certainty_word(finding->certainty));
    json_text(json, "fingerprint", finding_fingerprint(finding, report->arena));
    if (finding->baseline != BASELINE_NOT_COMPARED)
        json_text(json, "baseline", finding->baseline == BASELINE_NEW ? "new" : "unchanged");
    json_text(json, "message", finding->message);
    place_object(report, "place", &finding->place);
    task_objects(report, finding);
    step_objects(report, finding);
    related_objects(report, finding);
    json_optional_text(json, "bound", finding->bound);
    json_close_object(json);
    arena_destroy(report->arena);
    report->arena = NULL;
}

static void message_objects(JsonReport *report) {
    const Messages *messages = report->input->messages;
    JsonWriter *json = &report->json;
    json_open_array(json, "messages");
    for (uint32_t i = 0; messages && i < messages->list.count; i++) {
        const Message *message = &messages->list.items[i];
        json_open_object(json, NULL);
        json_text(json, "severity", level_word((Level)message->severity));
        json_optional_text(json, "path", message->path);
        if (message->line) json_number(json, "line", message->line);
        json_text(json, "text", message->text);
        json_close_object(json);
    }
    json_close_array(json);
}

void report_json(const ReportInput *input, FILE *out) {
    JsonReport report = {input, {.out = out}, NULL};
    JsonWriter *json = &report.json;
    json_open_object(json, NULL);
    json_text(json, "tool", "chanvet");
    json_text(json, "version", input->tool_version);
    json_number(json, "exit_status", input->exit_status);
    json_open_array(json, "analysed_files");
    report.arena = arena_create();
    for (uint32_t i = 0; i < input->analysed_count; i++)
        json_text(json, NULL, path_from_root(input->analysed_files[i], input->root, report.arena));
    arena_destroy(report.arena);
    json_close_array(json);
    json_number(json, "undecided_scopes", input->undecided_scopes);
    json_open_array(json, "findings");
    for (uint32_t i = 0; i < input->findings->list.count; i++) finding_object(&report, &input->findings->list.items[i]);
    json_close_array(json);
    message_objects(&report);
    json_close_object(json);
    json_finish(json);
}
