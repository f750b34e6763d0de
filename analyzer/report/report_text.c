// SPDX-License-Identifier: MIT
#include "base/text.h"
#include "report/paths.h"
#include "report/report.h"
#include "report/source_caret.h"
#include "report/story.h"

#include <string.h>

enum { STEPS_LIMIT = 40, PLACES_LIMIT = 12, PADDING_LIMIT = 48 };

typedef struct TextReport {
    const ReportInput *input;
    Sources *sources;
    Arena *arena; // of one finding
    FILE *out;
} TextReport;

static const char *color(const TextReport *report, const char *sequence) {
    return report->input->use_color ? sequence : "";
}

static const char *bold(const TextReport *report) {
    return color(report, "\033[1m");
}
static const char *plain(const TextReport *report) {
    return color(report, "\033[0m");
}

static const char *level_color(const TextReport *report, Level level) {
    return color(report, level == LEVEL_ERROR ? "\033[1;31m" : level == LEVEL_WARNING ? "\033[1;35m" : "\033[1;36m");
}

// "src/a.c:12:5", without what is unknown.
static const char *place_words(const TextReport *report, const FindingPlace *place) {
    if (!place->path) return "chanvet";
    const char *path = story_printable(path_from_root(place->path, report->input->root, report->arena), report->arena);
    if (!place->line) return path;
    if (!place->column) return arena_format(report->arena, "%s:%u", path, place->line);
    return arena_format(report->arena, "%s:%u:%u", path, place->line, place->column);
}

// The line every editor and log matcher knows, its source line, and what else the message says.
static void print_head(TextReport *report, const Finding *finding) {
    const char *first = finding_first_sentence(finding, report->arena);
    const char *rest = story_printable(finding->message + strlen(first), report->arena);
    first = story_printable(first, report->arena);
    size_t length = strlen(first);
    if (length && first[length - 1] == '.') length--;
    fprintf(report->out, "%s%s:%s %s%s:%s %s%.*s%s [%s]\n", bold(report), place_words(report, &finding->place),
            plain(report), level_color(report, finding->level), level_word(finding->level), plain(report), bold(report),
            (int)length, first, plain(report), finding->rule->id);
    SourceLine line = sources_line(report->sources, finding->place.path, finding->place.line);
    source_caret_print(line, &finding->place, color(report, "\033[1;32m"), plain(report), report->out);
    rest += strspn(rest, " ");
    if (*rest) fprintf(report->out, "  %s\n", rest);
}

static void print_certainty(TextReport *report, const Finding *finding) {
    static const char *const with_steps[] = {
        "this order of steps would lead there, but whether it can happen was not decided",
        "this order of steps leads there", "seen to happen in a run, in this order"};
    static const char *const alone[] = {"the code has the form of this bug, but whether it can happen was not decided",
                                        "a consistent execution leads there", "seen to happen in a run"};
    const char *const *words = finding->steps.count ? with_steps : alone;
    fprintf(report->out, "  %s%s%s: %s%s\n", bold(report), certainty_word(finding->certainty), plain(report),
            words[finding->certainty], finding->steps.count ? ":" : "");
}

typedef struct Widths {
    int place, task;
} Widths;

static void widen(int *width, const char *text) {
    int length = (int)strlen(text);
    if (length > *width && length <= PADDING_LIMIT) *width = length;
}

static Widths measure(TextReport *report, const Finding *finding, const StepChoice *choice) {
    Widths widths = {0, 0};
    for (uint32_t i = 0; i < finding->steps.count; i++) {
        if (!choice->is_shown[i]) continue;
        widen(&widths.place, place_words(report, &finding->steps.items[i].place));
        widen(&widths.task, story_task_name(finding, finding->steps.items[i].task, report->arena));
    }
    return widths;
}

static void print_step(TextReport *report, const Finding *finding, uint32_t number, Widths widths) {
    const Step *step = &finding->steps.items[number];
    const char *place = step->place.path ? place_words(report, &step->place) : "";
    fprintf(report->out, "  %4u. %-*s  %s%-*s%s  %s", number + 1, widths.place, place, bold(report), widths.task,
            story_task_name(finding, step->task, report->arena), plain(report),
            story_printable(step->text, report->arena));
    if (step->state) fprintf(report->out, "  (%s)", story_printable(step->state, report->arena));
    fputc('\n', report->out);
}

static void print_left_waiting(TextReport *report, const Finding *finding) {
    Text words = {0};
    for (uint32_t i = 0; i < finding->steps.count; i++) {
        const Step *step = &finding->steps.items[i];
        if (!story_is_left_waiting(finding, i)) continue;
        text_format(&words, "%s'%s' at step %u", words.length ? ", " : "",
                    story_task_name(finding, step->task, report->arena), i + 1);
    }
    if (words.length) fprintf(report->out, "  left waiting: %s\n", text_value(&words));
    text_free(&words);
}

static void print_steps(TextReport *report, const Finding *finding) {
    StepChoice choice = story_choose_steps(finding, STEPS_LIMIT, report->arena);
    Widths widths = measure(report, finding, &choice);
    for (uint32_t i = 0, skipped = 0; i < finding->steps.count; i++) {
        if (choice.is_shown[i]) {
            print_step(report, finding, i, widths);
            continue;
        }
        skipped++;
        bool ends_gap = i + 1 == finding->steps.count || choice.is_shown[i + 1];
        if (ends_gap) fprintf(report->out, "        (%u further step%s)\n", skipped, skipped == 1 ? "" : "s");
        if (ends_gap) skipped = 0;
    }
    print_left_waiting(report, finding);
}

static bool is_shown_as_step(const Finding *finding, const FindingPlace *place, StepKind kind) {
    for (uint32_t i = 0; i < finding->steps.count; i++) {
        const Step *step = &finding->steps.items[i];
        if (step->kind == kind && step->place.path && step->place.line == place->line &&
            step->place.column == place->column && !strcmp(step->place.path, place->path))
            return true;
    }
    return false;
}

// Declarations, missing partners, and spawn sites that the steps do not show already.
static void print_places(TextReport *report, const Finding *finding) {
    PlaceList places = story_related_places(finding, PLACES_LIMIT + 1, report->arena);
    uint32_t shown = 0;
    for (uint32_t i = 0; i < places.list.count && shown < PLACES_LIMIT; i++) {
        const RelatedPlace *related = &places.list.items[i];
        bool is_told = is_shown_as_step(finding, &related->place, STEP_SPAWN) ||
                       is_shown_as_step(finding, &related->place, STEP_MAKE);
        for (uint32_t j = 0; !is_told && j < finding->steps.count; j++)
            is_told = story_is_left_waiting(finding, j) &&
                      is_shown_as_step(finding, &related->place, finding->steps.items[j].kind);
        if (is_told) continue;
        fprintf(report->out, "  %s: %s\n", place_words(report, &related->place),
                story_printable(related->text, report->arena));
        shown++;
    }
}

static void print_finding(TextReport *report, const Finding *finding) {
    print_head(report, finding);
    print_certainty(report, finding);
    print_steps(report, finding);
    print_places(report, finding);
    if (finding->bound) fprintf(report->out, "  bound: %s\n", finding->bound);
}

void report_text(const ReportInput *input, FILE *out) {
    Arena *lasting = arena_create();
    TextReport report = {input, sources_create(input->root, lasting), NULL, out};
    for (uint32_t i = 0; i < input->findings->list.count; i++) {
        const Finding *finding = &input->findings->list.items[i];
        if (finding->baseline == BASELINE_UNCHANGED) continue;
        report.arena = arena_create();
        print_finding(&report, finding);
        arena_destroy(report.arena);
    }
    arena_destroy(lasting);
}
