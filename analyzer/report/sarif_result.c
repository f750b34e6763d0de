// SPDX-License-Identifier: MIT
#include "base/status.h"
#include "base/text.h"
#include "report/sarif.h"
#include "report/story.h"

#include <string.h>

static uint32_t rule_index(const ReportInput *input, const RuleInfo *rule) {
    for (uint32_t i = 0; i < input->rule_count; i++)
        if (!strcmp(input->rules[i]->id, rule->id)) return i;
    invariant(false, "a finding's rule is not among those that ran");
    return 0;
}

// Text of ours or of the user's code must not be taken for a link: "[…](1)" is one.
static void append_unlinked(Text *text, const char *words) {
    for (; *words; words++) {
        text_append_bytes(text, words, 1);
        if (words[0] == ']' && words[1] == '(') text_append(text, " ");
    }
}

static void append_link(Text *text, const char *words, uint32_t id) {
    text_append(text, "[");
    for (; *words; words++) {
        if (*words == '[' || *words == ']' || *words == '\\') text_append(text, "\\");
        text_append_bytes(text, words, 1);
    }
    text_format(text, "](%u)", id);
}

// Links are the only way in which GitHub shows related places.
static void result_message(SarifReport *report, const Finding *finding, const PlaceList *places) {
    Text text = {0};
    append_unlinked(&text, finding->message);
    for (uint32_t i = 0; i < places->list.count; i++) {
        text_append(&text, i ? "; " : " See: ");
        append_link(&text, places->list.items[i].text, i + 1);
    }
    if (places->list.count) text_append(&text, ".");
    json_message(&report->json, "message", text_value(&text));
    text_free(&text);
}

static void related_locations(SarifReport *report, const PlaceList *places) {
    if (!places->list.count) return;
    json_open_array(&report->json, "relatedLocations");
    for (uint32_t i = 0; i < places->list.count; i++) {
        const RelatedPlace *related = &places->list.items[i];
        const char *message = story_sentence(related->text, report->result_arena);
        sarif_place(report, NULL, &related->place, (SarifPlaceOptions){message, i + 1, true});
    }
    json_close_array(&report->json);
}

static void fingerprints(SarifReport *report, const Finding *finding, const FindingPlace *place) {
    const char *line_hash = sources_line_hash(report->sources, place->path, place->line ? place->line : 1);
    json_open_object(&report->json, "partialFingerprints");
    json_optional_text(&report->json, "primaryLocationLineHash", line_hash);
    json_text(&report->json, "chanvetStable/v1", finding_fingerprint(finding, report->result_arena));
    json_close_object(&report->json);
}

static void taxa(SarifReport *report, const RuleInfo *rule) {
    if (!rule->cwe) return;
    JsonWriter *json = &report->json;
    json_open_array(json, "taxa");
    json_open_object(json, NULL);
    json_text(json, "id", arena_format(report->result_arena, "%u", rule->cwe));
    json_number(json, "index", sarif_weakness_index(report, rule->cwe));
    sarif_taxonomy_reference(json, "toolComponent");
    json_close_object(json);
    json_close_array(json);
}

static void properties(SarifReport *report, const Finding *finding) {
    json_open_object(&report->json, "properties");
    json_text(&report->json, "certainty", certainty_word(finding->certainty));
    json_optional_text(&report->json, "bound", finding->bound);
    json_close_object(&report->json);
}

// Consumers drop results without a place, so one that has none gets the best place known.
static FindingPlace primary_place(const SarifReport *report, const Finding *finding) {
    if (finding->place.path) return finding->place;
    for (uint32_t i = 0; i < finding->steps.count; i++)
        if (finding->steps.items[i].place.path) return finding->steps.items[i].place;
    for (uint32_t i = 0; i < finding->related.count; i++)
        if (finding->related.items[i].place.path) return finding->related.items[i].place;
    const char *path = report->input->analysed_count ? report->input->analysed_files[0] : NULL;
    return (FindingPlace){.path = path, .line = 1};
}

void sarif_result(SarifReport *report, const Finding *finding) {
    JsonWriter *json = &report->json;
    report->result_arena = arena_create();
    FindingPlace place = primary_place(report, finding);
    PlaceList places = story_related_places(finding, SARIF_RELATED_LIMIT, report->result_arena);
    json_open_object(json, NULL);
    json_text(json, "ruleId", finding->rule->id);
    json_number(json, "ruleIndex", rule_index(report->input, finding->rule));
    json_text(json, "level", level_word(finding->level));
    json_text(json, "kind", "fail");
    result_message(report, finding, &places);
    if (place.path) {
        json_open_array(json, "locations");
        sarif_place(report, NULL, &place, (SarifPlaceOptions){.has_context = true});
        json_close_array(json);
    }
    related_locations(report, &places);
    if (place.path) sarif_code_flows(report, finding, &place);
    fingerprints(report, finding, &place);
    taxa(report, finding->rule);
    if (finding->baseline != BASELINE_NOT_COMPARED)
        json_text(json, "baselineState", finding->baseline == BASELINE_NEW ? "new" : "unchanged");
    properties(report, finding);
    json_close_object(json);
    arena_destroy(report->result_arena);
    report->result_arena = NULL;
}
