// SPDX-License-Identifier: MIT
#include "report/story.h"

#include "findings/utf8.h"

#include <string.h>

bool rule_has_tag(const RuleInfo *rule, const char *tag) {
    for (uint32_t i = 0; i < rule->tag_count; i++)
        if (!strcmp(rule->tags[i], tag)) return true;
    return false;
}

static bool can_wait(StepKind kind) {
    return kind == STEP_SEND || kind == STEP_RECEIVE || kind == STEP_SELECT || kind == STEP_LOCK || kind == STEP_WAIT;
}

bool story_is_left_waiting(const Finding *finding, uint32_t step) {
    const Step *candidate = &finding->steps.items[step];
    if (!candidate->is_essential || !can_wait(candidate->kind)) return false;
    if (!rule_has_tag(finding->rule, "deadlock") && !rule_has_tag(finding->rule, "leak")) return false;
    for (uint32_t i = step + 1; i < finding->steps.count; i++)
        if (finding->steps.items[i].task == candidate->task) return false;
    return true;
}

static void show_step(StepChoice *choice, uint32_t step, uint32_t limit) {
    if (choice->is_shown[step] || choice->shown == limit) return;
    choice->is_shown[step] = true;
    choice->shown++;
}

StepChoice story_choose_steps(const Finding *finding, uint32_t limit, Arena *arena) {
    uint32_t count = finding->steps.count;
    StepChoice choice = {arena_new_array(arena, bool, count + 1), 0};
    for (uint32_t i = count; i-- > 0;)
        if (story_is_left_waiting(finding, i)) show_step(&choice, i, limit);
    for (uint32_t i = count; i-- > 0;)
        if (finding->steps.items[i].is_essential) show_step(&choice, i, limit);
    for (uint32_t i = 0; i < count; i++) show_step(&choice, i, limit);
    return choice;
}

static const FindingTask *task_of(const Finding *finding, uint32_t task) {
    return task && task <= finding->tasks.count ? &finding->tasks.items[task - 1] : NULL;
}

const char *story_task_label(const Finding *finding, uint32_t task, Arena *arena) {
    const FindingTask *known = task_of(finding, task);
    return known && known->label ? known->label : arena_format(arena, "T%u", task);
}

const char *story_task_name(const Finding *finding, uint32_t task, Arena *arena) {
    const FindingTask *known = task_of(finding, task);
    return known && known->name ? known->name : story_task_label(finding, task, arena);
}

const char *story_printable(const char *words, Arena *arena) {
    size_t length = strlen(words), written = 0;
    char *copy = arena_allocate(arena, 3 * length + 1); // U+FFFD takes three bytes
    for (size_t i = 0; i < length;) {
        CodePoint point = utf8_next(words + i, length - i);
        bool is_control = point.value < 0x20 || (point.value >= 0x7f && point.value < 0xa0);
        bool is_blank = point.value == '\n' || point.value == '\r' || point.value == '\t';
        const char *shown = is_blank ? " " : is_control || !point.is_valid ? "\xef\xbf\xbd" : words + i;
        size_t taken = is_blank ? 1 : is_control || !point.is_valid ? 3 : point.length;
        memcpy(copy + written, shown, taken);
        written += taken;
        i += point.length;
    }
    return copy;
}

const char *story_sentence(const char *words, Arena *arena) {
    size_t length = strlen(words);
    return arena_format(arena, "%s%s", words, length && words[length - 1] == '.' ? "" : ".");
}

const char *level_word(Level level) {
    static const char *const words[] = {"note", "warning", "error"};
    return words[level];
}

const char *certainty_word(Certainty certainty) {
    static const char *const words[] = {"suspected", "feasible", "confirmed"};
    return words[certainty];
}

const char *step_kind_word(StepKind kind) {
    static const char *const words[] = {"spawn",  "make", "send",   "receive", "select", "close", "lock",
                                        "unlock", "wait", "branch", "timeout", "end",    "call",  "other"};
    return words[kind];
}

static bool same_place(const FindingPlace *left, const FindingPlace *right) {
    return left->line == right->line && left->column == right->column && left->path && right->path &&
           !strcmp(left->path, right->path);
}

static void add_place(PlaceList *places, const Finding *finding, RelatedPlace place, uint32_t limit, Arena *arena) {
    if (!place.place.path || !place.place.line || places->list.count == limit) return;
    if (same_place(&place.place, &finding->place)) return;
    for (uint32_t i = 0; i < places->list.count; i++)
        if (same_place(&places->list.items[i].place, &place.place)) return;
    array_push(&places->list, arena, place);
}

PlaceList story_related_places(const Finding *finding, uint32_t limit, Arena *arena) {
    PlaceList places = {0};
    for (uint32_t i = 0; i < finding->steps.count; i++) {
        const Step *step = &finding->steps.items[i];
        if (!story_is_left_waiting(finding, i)) continue;
        const char *text = arena_format(arena, "'%s' %s", story_task_name(finding, step->task, arena), step->text);
        add_place(&places, finding, (RelatedPlace){step->place, text}, limit, arena);
    }
    for (uint32_t i = 0; i < finding->related.count; i++)
        add_place(&places, finding, finding->related.items[i], limit, arena);
    for (uint32_t i = 0; i < finding->tasks.count; i++) {
        const char *text = arena_format(arena, "'%s' is started here", story_task_name(finding, i + 1, arena));
        add_place(&places, finding, (RelatedPlace){finding->tasks.items[i].spawned, text}, limit, arena);
    }
    return places;
}
