// SPDX-License-Identifier: MIT
#include "checks/witness_story.h"

#include "base/text.h"
#include "checks/step_words.h"

#include <string.h>

enum { LONG_STORY = 25 }; // steps

typedef struct Story {
    const StoryRequest *request;
    Finding *finding;
    bool *is_needed;     // per task
    bool *is_stuck_here; // per task: one of the diagnosis, or stuck behind it
    uint32_t *label;     // per task: 1-based index into finding->tasks
    bool *is_awaited;    // per object
    uint32_t *last_park; // per task: index + 1 of its last step of that kind in the trace
    const char *last_text;
    uint32_t repetitions; // of the last step told
} Story;

static const TaskView *view(const Story *story, TaskId id) {
    return &story->request->stuck->tasks[id];
}

static const ObjectView *object_view(const Story *story, ObjectId id) {
    return &story->request->stuck->objects[id];
}

static const char *object_name(const Story *story, ObjectId id) {
    return name_object(story->request->program, story->request->arena, object_view(story, id));
}

// A task that only runs the scheduler of the others is no part of any story.
static void need(Story *story, TaskId id) {
    for (; id && !story->is_needed[id] && !view(story, id)->runs_scheduler; id = view(story, id)->spawner)
        story->is_needed[id] = true;
}

static void need_waits(Story *story) {
    const Diagnosis *diagnosis = story->request->diagnosis;
    for (uint32_t i = 0; i < diagnosis->wait_count; i++) {
        const Wait *wait = &diagnosis->waits[i];
        need(story, wait->task);
        story->is_stuck_here[wait->task] = true;
        if (wait->peer_task && diagnosis->cause == CAUSE_NOBODY) need(story, wait->peer_task);
        if (wait->helper) {
            need(story, wait->helper);
            story->is_stuck_here[wait->helper] = true;
        }
        const TaskView *task = view(story, wait->task);
        for (uint32_t j = 0; j < task->wait_count; j++) story->is_awaited[task->waits[j].object] = true;
        story->is_awaited[wait->object] = true;
    }
    story->is_awaited[diagnosis->signal] = true;
}

// A task that a shown one waits for to end is shown as well.
static void need_joined(Story *story) {
    const StuckState *stuck = story->request->stuck;
    for (bool changed = true; changed;) {
        changed = false;
        for (TaskId id = 1; id < stuck->task_count; id++) {
            const TaskView *task = view(story, id);
            for (uint32_t i = 0; story->is_needed[id] && task->is_stuck && i < task->wait_count; i++) {
                TaskId joined = task->waits[i].object ? object_view(story, task->waits[i].object)->task : 0;
                if (!joined || story->is_needed[joined]) continue;
                need(story, joined);
                changed = true;
            }
        }
    }
}

// Who used an awaited object before is part of the story, and so is who met a needed task.
static void need_partners(Story *story) {
    const Trace *trace = &story->request->witness->trace;
    for (uint32_t i = trace->steps.count; i-- > 0;) {
        const TraceStep *step = &trace->steps.items[i];
        bool touches =
            step->object && step->object < story->request->stuck->object_count && story->is_awaited[step->object];
        bool is_behind = step->kind == TRACE_PARK && view(story, step->task)->is_stuck;
        if (touches && step->kind != TRACE_MAKE && !is_behind) need(story, step->task);
        if (step->kind != TRACE_COMPLETE || !step->partner) continue;
        if (story->is_needed[step->task] || story->is_needed[step->partner]) {
            need(story, step->task);
            need(story, step->partner);
        }
    }
}

static void label_tasks(Story *story) {
    const StoryRequest *request = story->request;
    for (TaskId id = 1; id < request->stuck->task_count; id++) {
        if (!story->is_needed[id]) continue;
        const TaskView *task = view(story, id);
        FindingTask entry = {.name = name_task(request->program, request->arena, task),
                             .label = arena_format(request->arena, "T%u", story->finding->tasks.count + 1),
                             .spawner = task->spawner ? story->label[task->spawner] : 0};
        if (task->spawned.function && entry.spawner) entry.spawned = place_of_node(request->program, task->spawned);
        array_push(&story->finding->tasks, request->arena, entry);
        story->label[id] = story->finding->tasks.count;
    }
}

static bool is_final_park(const Story *story, uint32_t index) {
    const TraceStep *step = &story->request->witness->trace.steps.items[index];
    return step->kind == TRACE_PARK && view(story, step->task)->is_stuck && story->last_park[step->task] == index + 1;
}

static bool is_last(const Story *story, uint32_t index, TaskId task, CallSite site) {
    const Trace *trace = &story->request->witness->trace;
    for (uint32_t i = trace->steps.count; i-- > 0;) {
        const TraceStep *step = &trace->steps.items[i];
        bool is_there = step->kind == TRACE_ACCESS && step->function == site.function && step->node == site.node;
        if (is_there && step->task == task) return i == index;
    }
    return false;
}

// Of the accesses that were noted: the read, the write by the other task, and the write because of it.
static bool is_stale_step(const Story *story, uint32_t index) {
    const Diagnosis *diagnosis = story->request->diagnosis;
    if (diagnosis->cause != CAUSE_MISUSE || diagnosis->violation != VIOLATION_STALE_WRITE) return false;
    const Wait *act = &diagnosis->waits[0];
    const StaleUse *use = &diagnosis->stale;
    return is_last(story, index, act->task, act->site) ||
           is_last(story, index, act->task, (CallSite){act->site.function, use->read}) ||
           is_last(story, index, act->helper, (CallSite){use->writer_function, use->writer});
}

static bool is_told(const Story *story, uint32_t index) {
    const TraceStep *step = &story->request->witness->trace.steps.items[index];
    if (!story->is_needed[step->task]) return false;
    bool is_known = step->object && step->object < story->request->stuck->object_count;
    bool is_awaited = is_known && story->is_awaited[step->object];
    const Api *api = step->function ? api_at(story->request->program, (CallSite){step->function, step->node}) : NULL;
    switch (step->kind) {
    case TRACE_SPAWN: return story->is_needed[step->partner];
    case TRACE_MAKE: return is_awaited;
    case TRACE_ACCESS: return is_stale_step(story, index);
    case TRACE_COMPLETE: return true;
    case TRACE_PARK: return is_final_park(story, index);
    case TRACE_BRANCH:
    case TRACE_UNSIGNALLED:
    case TRACE_TIMEOUT: return true;
    case TRACE_END: return !story->is_stuck_here[step->task];
    case TRACE_EVENT: break;
    }
    if (!api) return false;
    bool is_lock = api->event == EVENT_LOCK || api->event == EVENT_UNLOCK;
    if (is_lock)
        return is_awaited ||
               (is_known && api->event == EVENT_LOCK && object_view(story, step->object)->owner == step->task);
    return is_awaited || api->event == EVENT_CLOSE || step->outcome != OUTCOME_OK;
}

static FindingPlace step_place(const Story *story, const TraceStep *step) {
    const Program *program = story->request->program;
    if (step->function) return place_of_node(program, (CallSite){step->function, step->node});
    const Function *entry = program_function(program, view(story, step->task)->entry);
    return (FindingPlace){.path = program_path(program, entry->end),
                          .line = entry->end.line,
                          .column = entry->end.column,
                          .function = entry->name};
}

// In a misuse nobody waits: the last step of the task at the place is the one.
static bool is_misuse(const Story *story, uint32_t index) {
    const Diagnosis *diagnosis = story->request->diagnosis;
    if (diagnosis->cause != CAUSE_MISUSE) return false;
    const Trace *trace = &story->request->witness->trace;
    for (uint32_t i = trace->steps.count; i-- > 0;) {
        const TraceStep *step = &trace->steps.items[i];
        bool is_there =
            step->function == diagnosis->waits[0].site.function && step->node == diagnosis->waits[0].site.node;
        if (is_there && step->task == diagnosis->waits[0].task) return i == index;
    }
    return false;
}

// A lock that was taken and given back on the way there is what a long story can do without.
static bool is_passing_lock(const Story *story, const TraceStep *step) {
    const Api *api = step->function ? api_at(story->request->program, (CallSite){step->function, step->node}) : NULL;
    if (step->kind != TRACE_EVENT || !api || !step->object) return false;
    if (api->event == EVENT_UNLOCK) return true;
    return api->event == EVENT_LOCK && object_view(story, step->object)->owner != step->task;
}

static uint32_t count_told(const Story *story) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < story->request->witness->trace.steps.count; i++) count += is_told(story, i);
    return count;
}

// Several equal steps one after the other are one, with a count.
static bool repeats_last(Story *story, const Step *step) {
    uint32_t count = story->finding->steps.count;
    Step *last = count ? &story->finding->steps.items[count - 1] : NULL;
    bool is_same = last && last->task == step->task && last->place.line == step->place.line &&
                   last->place.column == step->place.column && !strcmp(story->last_text, step->text);
    story->repetitions = is_same ? story->repetitions + 1 : 1;
    if (is_same)
        last->text = arena_format(story->request->arena, "%s (%u times)", story->last_text, story->repetitions);
    else
        story->last_text = step->text;
    return is_same;
}

static void tell_steps(Story *story) {
    const Trace *trace = &story->request->witness->trace;
    for (uint32_t i = 0; i < trace->steps.count; i++)
        if (trace->steps.items[i].kind == TRACE_PARK) story->last_park[trace->steps.items[i].task] = i + 1;
    bool is_long = count_told(story) > LONG_STORY;
    for (uint32_t i = 0; i < trace->steps.count; i++) {
        const TraceStep *from = &trace->steps.items[i];
        bool is_wrong = is_misuse(story, i);
        if (!is_wrong && (!is_told(story, i) || (is_long && is_passing_lock(story, from)))) continue;
        Text text = {0};
        bool is_final = is_final_park(story, i);
        words_tell(story->request, from, is_final, &text);
        Step step = {.kind = words_kind(story->request, from),
                     .task = story->label[from->task],
                     .place = step_place(story, from),
                     .state = is_final ? words_holds(story->request, from->task) : words_fill(story->request, from),
                     .depth = from->depth,
                     .is_essential = is_final || is_wrong || from->kind == TRACE_ACCESS ||
                                     from->kind == TRACE_TIMEOUT || from->kind == TRACE_BRANCH};
        step.text = arena_copy_text(story->request->arena, text_value(&text));
        text_free(&text);
        if (!repeats_last(story, &step)) array_push(&story->finding->steps, story->request->arena, step);
    }
}

static void relate(Story *story, FindingPlace place, const char *text) {
    array_push(&story->finding->related, story->request->arena, (RelatedPlace){place, text});
}

static void relate_places(Story *story) {
    const StoryRequest *request = story->request;
    for (ObjectId id = 1; id < request->stuck->object_count; id++) {
        const ObjectView *object = object_view(story, id);
        if (!story->is_awaited[id] || object->kind == OBJECT_TASK) continue;
        const char *name = object_name(story, id);
        const char *text = object->kind == OBJECT_NONE
                               ? arena_format(request->arena, "'%s' lies here", name)
                               : arena_format(request->arena, "%s '%s' is made here", kind_of_object(object), name);
        relate(story,
               object->variable ? place_of_variable(request->program, object->variable)
                                : place_of_node(request->program, object->made),
               text);
    }
    for (uint32_t i = 0; i < request->diagnosis->wait_count; i++) {
        const Wait *wait = &request->diagnosis->waits[i];
        if (wait->taker)
            relate(story, place_of_node(request->program, wait->taken),
                   arena_format(request->arena, "'%s' takes it here",
                                name_task(request->program, request->arena, view(story, wait->taker))));
        if (wait->has_peer && request->diagnosis->cause != CAUSE_CYCLE)
            relate(story, place_of_node(request->program, wait->peer),
                   "this would end the wait, but is not reached any more");
        if (wait->helper && request->diagnosis->cause == CAUSE_CYCLE)
            relate(story, place_of_node(request->program, wait->help),
                   "this would end the wait, but comes only after it");
    }
    if (request->diagnosis->refinement == REFINED_CANCEL_IGNORED)
        relate(story, place_of_node(request->program, request->diagnosis->listens),
               request->diagnosis->flag ? "the flag is asked here"
                                        : "this listens to it, and the blocked operation not");
}

void story_tell(const StoryRequest *request, Finding *finding) {
    uint32_t tasks = request->stuck->task_count;
    Story story = {.request = request, .finding = finding};
    story.is_needed = arena_new_array(request->arena, bool, tasks);
    story.is_stuck_here = arena_new_array(request->arena, bool, tasks);
    story.label = arena_new_array(request->arena, uint32_t, tasks);
    story.last_park = arena_new_array(request->arena, uint32_t, tasks);
    story.is_awaited = arena_new_array(request->arena, bool, request->stuck->object_count + 1);
    need_waits(&story);
    story.is_awaited[0] = false;
    need_partners(&story);
    need_joined(&story);
    label_tasks(&story);
    tell_steps(&story);
    relate_places(&story);
}
