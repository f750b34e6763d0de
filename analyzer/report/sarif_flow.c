// SPDX-License-Identifier: MIT
// codeFlows[0] is the whole interleaving in one thread flow, because viewers show only the first thread flow of the
// first code flow; codeFlows[1] has one thread flow per task, which is how the standard means it.
#include "report/sarif.h"
#include "report/story.h"

#include "base/text.h"

#include <string.h>

typedef struct FlowWriter {
    SarifReport *report;
    const Finding *finding;
    const FindingPlace *fallback; // for steps without a place: viewers drop steps that have none
    StepChoice choice;
} FlowWriter;

// Words of the standard's list (3.38.8).
static void kinds(JsonWriter *json, StepKind kind, bool is_left_waiting) {
    static const char *const words[][2] = {[STEP_SPAWN] = {"call", "function"}, [STEP_MAKE] = {"acquire", "resource"},
                                           [STEP_SEND] = {"call", "value"},     [STEP_RECEIVE] = {"call", "value"},
                                           [STEP_SELECT] = {"branch", NULL},    [STEP_CLOSE] = {"release", "resource"},
                                           [STEP_LOCK] = {"acquire", "lock"},   [STEP_UNLOCK] = {"release", "lock"},
                                           [STEP_WAIT] = {"call", NULL},        [STEP_BRANCH] = {"branch", NULL},
                                           [STEP_TIMEOUT] = {"branch", NULL},   [STEP_END] = {"exit", "function"},
                                           [STEP_CALL] = {"call", "function"},  [STEP_OTHER] = {NULL, NULL}};
    if (!words[kind][0] && !is_left_waiting) return;
    json_open_array(json, "kinds");
    if (words[kind][0]) json_text(json, NULL, words[kind][0]);
    if (words[kind][1]) json_text(json, NULL, words[kind][1]);
    if (is_left_waiting) json_text(json, NULL, "danger");
    json_close_array(json);
}

// "holds {mu}; results 1/1" becomes held: {mu}, channels: results 1/1, which viewers show as a table.
static void state(JsonWriter *json, const char *text, Arena *arena) {
    static const char holds[] = "holds ";
    json_open_object(json, "state");
    const char *rest = text;
    if (!strncmp(text, holds, strlen(holds))) {
        size_t length = strcspn(text, ";");
        json_message(json, "held", arena_copy_bytes(arena, text + strlen(holds), length - strlen(holds)));
        rest = text + length + strspn(text + length, "; ");
    }
    if (*rest) json_message(json, "channels", rest);
    json_close_object(json);
}

static void step_location(FlowWriter *flow, uint32_t number, bool is_interleaving) {
    const Step *step = &flow->finding->steps.items[number];
    JsonWriter *json = &flow->report->json;
    Arena *arena = flow->report->result_arena;
    const char *label = story_task_label(flow->finding, step->task, arena);
    const char *message =
        arena_format(arena, is_interleaving ? "[%s] %s" : "%s %s", label, story_sentence(step->text, arena));
    const FindingPlace *place = step->place.path ? &step->place : flow->fallback;
    json_open_object(json, NULL);
    json_number(json, "executionOrder", number + 1);
    json_number(json, "nestingLevel", is_interleaving ? step->task : step->depth);
    json_text(json, "importance", step->is_essential ? "essential" : "important");
    kinds(json, step->kind, story_is_left_waiting(flow->finding, number));
    sarif_place(flow->report, "location", place, (SarifPlaceOptions){.message = message});
    if (step->state && step->state[0]) state(json, step->state, arena);
    json_close_object(json);
}

// `task` 0 means all tasks.
static void thread_flow(FlowWriter *flow, const char *id, const char *message, uint32_t task) {
    JsonWriter *json = &flow->report->json;
    json_open_object(json, NULL);
    json_text(json, "id", id);
    json_message(json, "message", message);
    json_open_array(json, "locations");
    for (uint32_t i = 0; i < flow->finding->steps.count; i++)
        if (flow->choice.is_shown[i] && (!task || flow->finding->steps.items[i].task == task))
            step_location(flow, i, task == 0);
    json_close_array(json);
    json_close_object(json);
}

static const char *who_is_who(const Finding *finding, Arena *arena) {
    Text words = {0};
    for (uint32_t i = 1; i <= finding->tasks.count; i++)
        text_format(&words, "%s%s is '%s'", i > 1 ? ", " : "", story_task_label(finding, i, arena),
                    story_task_name(finding, i, arena));
    const char *copy = arena_format(arena, "All tasks, in order%s%s.", words.length ? ": " : "", text_value(&words));
    text_free(&words);
    return copy;
}

static void interleaving(FlowWriter *flow) {
    JsonWriter *json = &flow->report->json;
    Arena *arena = flow->report->result_arena;
    const char *certainty = certainty_word(flow->finding->certainty);
    uint32_t all = flow->finding->steps.count;
    const char *message = flow->choice.shown < all ? arena_format(arena, "One interleaving (%s), %u of its %u steps.",
                                                                  certainty, flow->choice.shown, all)
                                                   : arena_format(arena, "One interleaving (%s).", certainty);
    json_open_object(json, NULL);
    json_message(json, "message", message);
    json_open_array(json, "threadFlows");
    thread_flow(flow, "all", who_is_who(flow->finding, arena), 0);
    json_close_array(json);
    json_close_object(json);
}

static bool has_shown_steps(const FlowWriter *flow, uint32_t task) {
    for (uint32_t i = 0; i < flow->finding->steps.count; i++)
        if (flow->choice.is_shown[i] && flow->finding->steps.items[i].task == task) return true;
    return false;
}

static void task_by_task(FlowWriter *flow) {
    JsonWriter *json = &flow->report->json;
    Arena *arena = flow->report->result_arena;
    json_open_object(json, NULL);
    json_message(json, "message", "The same, task by task.");
    json_open_array(json, "threadFlows");
    for (uint32_t task = 1; task <= flow->finding->tasks.count; task++) {
        if (!has_shown_steps(flow, task)) continue;
        const char *label = story_task_label(flow->finding, task, arena);
        const char *message = arena_format(arena, "Task %s, '%s'.", label, story_task_name(flow->finding, task, arena));
        thread_flow(flow, label, message, task);
    }
    json_close_array(json);
    json_close_object(json);
}

void sarif_code_flows(SarifReport *report, const Finding *finding, const FindingPlace *fallback) {
    if (!finding->steps.count) return;
    FlowWriter flow = {report, finding, fallback, story_choose_steps(finding, SARIF_STEP_LIMIT, report->result_arena)};
    json_open_array(&report->json, "codeFlows");
    interleaving(&flow);
    if (finding->tasks.count) task_by_task(&flow);
    json_close_array(&report->json);
}
