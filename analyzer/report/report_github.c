// SPDX-License-Identifier: MIT
// Workflow commands: GitHub turns "::warning file=…,line=…::text" in a job's log into annotations.
// A step keeps 10 annotations of a kind, so the most severe come first and the rest is counted.
#include "base/text.h"
#include "report/paths.h"
#include "report/report.h"
#include "report/source_text.h"
#include "report/story.h"

#include <string.h>

enum { ANNOTATIONS_OF_A_KIND = 10, STEPS_LIMIT = 12 };

// Line ends and percent signs everywhere; colons and commas in properties only.
static void write_escaped(FILE *out, const char *text, bool is_property) {
    for (; *text; text++) {
        bool is_special = *text == '%' || *text == '\r' || *text == '\n';
        if (is_special || (is_property && (*text == ':' || *text == ',')))
            fprintf(out, "%%%02X", (unsigned)*text);
        else
            fputc(*text, out);
    }
}

static void append_steps(Text *text, const Finding *finding, const ReportInput *input, Arena *arena) {
    StepChoice choice = story_choose_steps(finding, STEPS_LIMIT, arena);
    for (uint32_t i = 0; i < finding->steps.count; i++) {
        const Step *step = &finding->steps.items[i];
        if (!choice.is_shown[i]) continue;
        text_format(text, "\n%u. %s %s", i + 1, story_task_name(finding, step->task, arena), step->text);
        if (step->place.path)
            text_format(text, " (%s:%u)", path_from_root(step->place.path, input->root, arena), step->place.line);
    }
}

static void annotate(const Finding *finding, const ReportInput *input, Sources *sources, FILE *out) {
    static const char *const commands[] = {"notice", "warning", "error"};
    Arena *arena = arena_create();
    const FindingPlace *place = &finding->place;
    fprintf(out, "::%s ", commands[finding->level]);
    if (place->path) {
        fputs("file=", out);
        write_escaped(out, path_from_root(place->path, input->root, arena), true);
        if (place->line) fprintf(out, ",line=%u", place->line);
        if (place->line && place->column) {
            SourceLine line = sources_line(sources, place->path, place->line);
            fprintf(out, ",col=%u", source_column_utf16(line, place->column));
        }
        fputc(',', out);
    }
    fputs("title=", out);
    write_escaped(out, arena_format(arena, "%s (%s)", finding->rule->id, certainty_word(finding->certainty)), true);
    fputs("::", out);
    Text text = {0};
    text_append(&text, finding->message);
    append_steps(&text, finding, input, arena);
    write_escaped(out, text_value(&text), false);
    fputc('\n', out);
    text_free(&text);
    arena_destroy(arena);
}

void report_github(const ReportInput *input, FILE *out) {
    const FindingSet *set = input->findings;
    Arena *arena = arena_create();
    Sources *sources = sources_create(input->root, arena);
    uint32_t left_out = 0;
    for (uint32_t level = LEVEL_ERROR + 1; level-- > 0;) {
        // One notice is kept back for the count of what is left out.
        uint32_t room = level == LEVEL_NOTE ? ANNOTATIONS_OF_A_KIND - 1 : ANNOTATIONS_OF_A_KIND;
        for (uint32_t i = 0; i < set->list.count; i++) {
            const Finding *finding = &set->list.items[i];
            if (finding->level != (Level)level || finding->baseline == BASELINE_UNCHANGED) continue;
            if (room) annotate(finding, input, sources, out);
            left_out += room == 0;
            room -= room > 0;
        }
    }
    if (left_out)
        fprintf(out, "::notice title=chanvet::and %u more findings; see the log or the SARIF report\n", left_out);
    arena_destroy(arena);
}
