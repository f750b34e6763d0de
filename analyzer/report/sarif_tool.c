// SPDX-License-Identifier: MIT
#include "report/markdown.h"
#include "report/sarif.h"
#include "report/story.h"

#include <string.h>

static void relationships(SarifReport *report, const RuleInfo *rule) {
    JsonWriter *json = &report->json;
    json_open_array(json, "relationships");
    json_open_object(json, NULL);
    json_open_object(json, "target");
    json_text(json, "id", arena_format(report->arena, "%u", rule->cwe));
    json_number(json, "index", sarif_weakness_index(report, rule->cwe));
    sarif_taxonomy_reference(json, "toolComponent");
    json_close_object(json);
    json_open_array(json, "kinds");
    json_text(json, NULL, "superset");
    json_close_array(json);
    json_close_object(json);
    json_close_array(json);
}

static void rule_properties(SarifReport *report, const RuleInfo *rule) {
    static const char *const severities[] = {"recommendation", "warning", "error"};
    JsonWriter *json = &report->json;
    json_open_object(json, "properties");
    if (rule->precision) json_text(json, "precision", rule->precision);
    json_text(json, "problem.severity", severities[rule->level]);
    json_open_array(json, "tags");
    const char *weakness = rule->cwe ? arena_format(report->arena, "external/cwe/cwe-%03u", rule->cwe) : NULL;
    json_text(json, NULL, "concurrency");
    for (uint32_t i = 0; i < rule->tag_count && i + 2 < SARIF_TAG_LIMIT; i++)
        if (strcmp(rule->tags[i], "concurrency") && (!weakness || strcmp(rule->tags[i], weakness)))
            json_text(json, NULL, rule->tags[i]);
    if (weakness) json_text(json, NULL, weakness);
    json_close_array(json);
    json_close_object(json);
}

static void rule_help(SarifReport *report, const RuleInfo *rule) {
    const char *markdown = rule->help_markdown && rule->help_markdown[0] ? rule->help_markdown : rule->full_text;
    Text plain = {0};
    markdown_append_plain(&plain, markdown, false);
    json_open_object(&report->json, "help");
    json_text(&report->json, "text", text_value(&plain));
    json_text(&report->json, "markdown", markdown);
    json_close_object(&report->json);
    text_free(&plain);
}

static void rule_object(SarifReport *report, const RuleInfo *rule) {
    JsonWriter *json = &report->json;
    json_open_object(json, NULL);
    json_text(json, "id", rule->id);
    json_text(json, "name", rule->name);
    json_message(json, "shortDescription", rule->short_text);
    json_message(json, "fullDescription", rule->full_text);
    rule_help(report, rule);
    json_open_object(json, "defaultConfiguration");
    json_text(json, "level", level_word(rule->level));
    json_close_object(json);
    rule_properties(report, rule);
    if (rule->cwe) relationships(report, rule);
    json_close_object(json);
}

void sarif_tool(SarifReport *report) {
    const ReportInput *input = report->input;
    JsonWriter *json = &report->json;
    json_open_object(json, "tool");
    json_open_object(json, "driver");
    json_text(json, "name", "chanvet");
    json_text(json, "fullName", arena_format(report->arena, "chanvet %s", input->tool_version));
    json_text(json, "version", input->tool_version);
    json_text(json, "semanticVersion", input->tool_version);
    // No address is promised yet, and validators want one: a name in URI form.
    json_text(json, "informationUri", "urn:chanvet");
    json_open_array(json, "rules");
    for (uint32_t i = 0; i < input->rule_count; i++) rule_object(report, input->rules[i]);
    json_close_array(json);
    if (report->weaknesses.count) {
        json_open_array(json, "supportedTaxonomies");
        sarif_taxonomy_reference(json, NULL);
        json_close_array(json);
    }
    sarif_notification_kinds(report);
    json_close_object(json);
    json_close_object(json);
}
