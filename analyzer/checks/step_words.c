// SPDX-License-Identifier: MIT
#include "checks/step_words.h"

static const TaskView *view(const StoryRequest *request, TaskId id) {
    return &request->stuck->tasks[id];
}

static const ObjectView *object_view(const StoryRequest *request, ObjectId id) {
    return &request->stuck->objects[id];
}

static const char *object_name(const StoryRequest *request, ObjectId id) {
    return name_object(request->program, request->arena, object_view(request, id));
}

// A lock is named as the operation writes it, since it may be one of several in the same variable.
static const char *step_object_name(const StoryRequest *request, const TraceStep *step) {
    const ObjectView *object = object_view(request, step->object);
    if (object->kind == OBJECT_CHANNEL || object->kind == OBJECT_CHANNEL_PAIR)
        return object_name(request, step->object);
    return name_operand(request->program, request->arena, (CallSite){step->function, step->node}, object);
}

static const char *capacity_text(const StoryRequest *request, const ObjectView *object) {
    if (object->capacity.kind != VALUE_INTEGER) return "of unknown capacity";
    if (object->capacity.number == 0) return "unbuffered";
    if (object->capacity.number == INT64_MAX) return "unbounded";
    return arena_format(request->arena, "capacity %lld", (long long)object->capacity.number);
}

static const char *other_name(const StoryRequest *request, TaskId id) {
    return name_task(request->program, request->arena, view(request, id));
}

static void tell_wait(const StoryRequest *request, Text *text, const TraceStep *step, bool is_final) {
    const Api *api = api_at(request->program, (CallSite){step->function, step->node});
    bool polls = view(request, step->task)->polls_for_ever;
    const char *end = polls ? ", again and again" : is_final ? " and waits for ever" : " and waits";
    if (!api || !step->object) {
        text_format(text, "waits%s", is_final ? " for ever" : "");
        return;
    }
    const char *name = name_operand(request->program, request->arena, (CallSite){step->function, step->node},
                                    object_view(request, step->object));
    switch (api->event) {
    case EVENT_SEND: text_format(text, "sends to '%s'%s", name, end); break;
    case EVENT_RECEIVE: text_format(text, "receives from '%s'%s", name, end); break;
    case EVENT_SELECT: text_format(text, "selects, no case is ready,%s", end); break;
    case EVENT_LOCK: text_format(text, "locks '%s'%s", name, end); break;
    case EVENT_JOIN: {
        TaskId joined = object_view(request, step->object)->task;
        text_format(text, "joins '%s'%s", joined ? other_name(request, joined) : "a task", end);
        break;
    }
    default: text_format(text, "waits on '%s'%s", name, is_final ? " for ever" : ""); break;
    }
}

static void tell_transfer(const StoryRequest *request, Text *text, const TraceStep *step) {
    const Api *api = api_at(request->program, (CallSite){step->function, step->node});
    const char *name = object_name(request, step->object);
    if (step->outcome == OUTCOME_CLOSED) {
        text_format(text, "selects the closed '%s'", name);
    } else if (step->is_send || (api && api->event == EVENT_SEND)) {
        text_format(text, "sends to '%s'", name);
        if (step->partner) text_format(text, ", and '%s' receives it", other_name(request, step->partner));
    } else {
        text_format(text, "%s '%s'", api && api->event == EVENT_SELECT ? "selects" : "receives from", name);
        if (step->partner) text_format(text, ", where '%s' sends", other_name(request, step->partner));
    }
}

static void tell_event(const StoryRequest *request, Text *text, const TraceStep *step) {
    const Api *api = api_at(request->program, (CallSite){step->function, step->node});
    const Node *node = &program_function(request->program, step->function)->nodes[step->node];
    const char *name = step->object ? step_object_name(request, step) : "";
    EventKind event = api ? api->event : EVENT_HARMLESS;
    if (event == EVENT_CLOSE && step->object)
        text_format(text, "closes '%s'", name);
    else if (event == EVENT_LOCK && step->outcome == OUTCOME_OK)
        text_format(text, "locks '%s'", name);
    else if (event == EVENT_UNLOCK)
        text_format(text, "unlocks '%s'", name);
    else
        text_format(text, "%s", node->text ? node->text : "goes on");
    if (step->outcome == OUTCOME_TIMED_OUT) text_append(text, ", which times out");
    if (step->outcome == OUTCOME_WOULD_BLOCK) text_append(text, ", which finds nothing ready");
    if (step->outcome == OUTCOME_CLOSED) text_append(text, ", which finds it closed");
}

static void tell_branch(const StoryRequest *request, Text *text, const TraceStep *step) {
    const Node *node = &program_function(request->program, step->function)->nodes[step->node];
    const char *condition = expr_text(request->program, request->arena, node->value);
    text_format(text, "finds '%s' %s", condition, step->is_true ? "true" : "false");
}

static void tell_timeout(const StoryRequest *request, Text *text, const TraceStep *step) {
    const Api *api = api_at(request->program, (CallSite){step->function, step->node});
    const Node *node = &program_function(request->program, step->function)->nodes[step->node];
    if (api && api->event == EVENT_SLEEP)
        text_append(text, "has slept long enough");
    else
        text_format(text, "%s: its time is over", node->text ? node->text : "a timed wait");
}

static void tell_access(const StoryRequest *request, Text *text, const TraceStep *step) {
    const StaleUse *use = &request->diagnosis->stale;
    const Wait *act = &request->diagnosis->waits[0];
    const char *words = expr_text(request->program, request->arena, use->address);
    if (*words == '&') words++;
    if (step->task != act->task)
        text_format(text, "writes '%s' meanwhile", words);
    else if (step->node == act->site.node)
        text_format(text, "writes '%s' %s", words,
                    use->check ? "though what it tested has changed" : "by the value from before");
    else
        text_format(text, "reads '%s'", words);
}

StepKind words_kind(const StoryRequest *request, const TraceStep *step) {
    const Api *api = step->function ? api_at(request->program, (CallSite){step->function, step->node}) : NULL;
    switch (step->kind) {
    case TRACE_SPAWN: return STEP_SPAWN;
    case TRACE_MAKE: return STEP_MAKE;
    case TRACE_TIMEOUT: return STEP_TIMEOUT;
    case TRACE_BRANCH: return STEP_BRANCH;
    case TRACE_END: return STEP_END;
    default: break;
    }
    switch (api ? api->event : EVENT_HARMLESS) {
    case EVENT_SEND: return STEP_SEND;
    case EVENT_RECEIVE: return STEP_RECEIVE;
    case EVENT_SELECT: return STEP_SELECT;
    case EVENT_CLOSE: return STEP_CLOSE;
    case EVENT_LOCK: return STEP_LOCK;
    case EVENT_UNLOCK: return STEP_UNLOCK;
    case EVENT_WAIT:
    case EVENT_JOIN:
    case EVENT_WAIT_GROUP:
    case EVENT_ACQUIRE: return STEP_WAIT;
    default: return STEP_OTHER;
    }
}

void words_tell(const StoryRequest *request, const TraceStep *step, bool is_final, Text *text) {
    switch (step->kind) {
    case TRACE_SPAWN: text_format(text, "starts '%s'", other_name(request, step->partner)); break;
    case TRACE_MAKE:
        text_format(text, "makes %s '%s' (%s)", kind_of_object(object_view(request, step->object)),
                    object_name(request, step->object), capacity_text(request, object_view(request, step->object)));
        break;
    case TRACE_COMPLETE: tell_transfer(request, text, step); break;
    case TRACE_PARK: tell_wait(request, text, step, is_final); break;
    case TRACE_TIMEOUT: tell_timeout(request, text, step); break;
    case TRACE_BRANCH: tell_branch(request, text, step); break;
    case TRACE_END: text_append(text, "ends"); break;
    case TRACE_EVENT: tell_event(request, text, step); break;
    case TRACE_ACCESS: tell_access(request, text, step); break;
    case TRACE_UNSIGNALLED: text_append(text, "waits, and the wait ends though nobody has signalled"); break;
    }
}

const char *words_fill(const StoryRequest *request, const TraceStep *step) {
    if (step->kind != TRACE_COMPLETE) return NULL;
    const ObjectView *object = object_view(request, step->object);
    if (object->capacity.kind != VALUE_INTEGER || !object->capacity.number || object->capacity.number == INT64_MAX)
        return NULL;
    return arena_format(request->arena, "%s %u/%lld", object_name(request, step->object), step->fill_after,
                        (long long)object->capacity.number);
}

static bool holds(const ObjectView *lock, TaskId id) {
    for (uint32_t i = 0; i < lock->reader_count; i++)
        if (lock->readers[i] == id) return true;
    return lock->owner == id;
}

const char *words_holds(const StoryRequest *request, TaskId id) {
    const Trace *trace = &request->witness->trace;
    Text text = {0};
    for (ObjectId object = 1; object < request->stuck->object_count; object++) {
        ObjectKind kind = object_view(request, object)->kind;
        if (!holds(object_view(request, object), id) || (kind != OBJECT_MUTEX && kind != OBJECT_READ_WRITE_LOCK))
            continue;
        const TraceStep *taken = NULL;
        for (uint32_t i = 0; i < trace->steps.count; i++) {
            const TraceStep *step = &trace->steps.items[i];
            if (step->kind == TRACE_EVENT && step->task == id && step->object == object) taken = step;
        }
        text_format(&text, "%s%s", text.length ? ", " : "holds {",
                    taken ? step_object_name(request, taken) : object_name(request, object));
    }
    const char *copy = text.length ? arena_format(request->arena, "%s}", text_value(&text)) : NULL;
    text_free(&text);
    return copy;
}
