// SPDX-License-Identifier: MIT
#include "checks/diagnosis.h"

#include "checks/future.h"
#include "checks/names.h"
#include "checks/refine.h"

#include <string.h>

typedef struct Doctor {
    const Program *program;
    const PointsTo *points_to;
    const Exploration *exploration;
    const StuckState *stuck;
    Arena *arena;
    Wait *waits;    // by task; site.function 0 for those that are not stuck
    TaskId *helper; // by task: a stuck task that would help it; 0 nobody
} Doctor;

// What would end a wait: an operation of the other direction, or of the kind that frees, on the same object.
typedef struct Help {
    const Doctor *doctor;
    const TaskView *waiter;
    const TaskView *helper; // whose way ahead is looked at; NULL for any task that runs that code
    bool is_own;            // the waiter's own later operations are asked for
} Help;

bool diagnosis_is_site(const PointsTo *points_to, const ObjectView *object, SiteId id) {
    const Site *site = points_to_site(points_to, id);
    if (object->variable) return site->kind == SITE_VARIABLE && site->variable == object->variable;
    bool is_made = site->kind == SITE_OBJECT || site->kind == SITE_HEAP || site->kind == SITE_TASK;
    bool is_other_call = site->caller && object->made_for.function &&
                         (site->caller != object->made_for.function || site->call != object->made_for.node);
    return is_made && !is_other_call && site->function == object->made.function && site->node == object->made.node;
}

static bool operand_may_be(const Doctor *doctor, CallSite event, OperandRole role, const ObjectView *object) {
    PointeeSet set = points_to_of_operand(doctor->points_to, event.function, event.node, role);
    if (set.has_unknown) return true;
    for (uint32_t i = 0; i < set.count; i++)
        if (diagnosis_is_site(doctor->points_to, object, set.items[i].site)) return true;
    return false;
}

// Selects on arrays and records name their channels in memory: any of them may be meant.
static bool select_may_use(const Doctor *doctor, CallSite event, const ObjectView *object) {
    const Node *node = &program_function(doctor->program, event.function)->nodes[event.node];
    const Api *api = program_api(doctor->program, node->api);
    if (api->select_source != SELECT_VARIADIC_CHANNELS) return true;
    for (uint32_t i = api_operand(api, OPERAND_CASES).index; i < node->argument_count; i++) {
        PointeeSet set = points_to_of_expr(doctor->points_to, event.function, node->arguments[i]);
        if (set.has_unknown) return true;
        for (uint32_t j = 0; j < set.count; j++)
            if (diagnosis_is_site(doctor->points_to, object, set.items[j].site)) return true;
    }
    return false;
}

static bool kind_helps(const Api *api, EventKind waiting, bool wants_sender) {
    switch (waiting) {
    case EVENT_SEND:
    case EVENT_RECEIVE:
    case EVENT_SELECT:
        if (api->event == EVENT_CLOSE) return true;
        if (api->event == EVENT_SELECT) return !wants_sender || api->select_source != SELECT_VARIADIC_CHANNELS;
        return api->event == (wants_sender ? EVENT_SEND : EVENT_RECEIVE);
    case EVENT_LOCK: return api->event == EVENT_UNLOCK || api->event == EVENT_WAIT;
    case EVENT_WAIT: return api->event == EVENT_SIGNAL || api->event == EVENT_BROADCAST;
    case EVENT_ACQUIRE: return api->event == EVENT_RELEASE;
    case EVENT_WAIT_GROUP: return api->event == EVENT_DONE;
    case EVENT_BARRIER: return api->event == EVENT_BARRIER;
    default: return false;
    }
}

// A close helps only as far as the library's close wakes that side.
static bool close_helps(const Doctor *doctor, const ObjectView *object, bool is_send) {
    const Api *maker = api_at(doctor->program, object->made);
    if (!maker) return true;
    bool is_rendezvous = object->capacity.kind == VALUE_INTEGER && object->capacity.number == 0;
    const ChannelRules *rules = &maker->rules;
    CloseEffect effect = is_send ? (is_rendezvous ? rules->blocked_senders : rules->blocked_buffered_senders)
                                 : (is_rendezvous ? rules->blocked_receivers : rules->blocked_buffered_receivers);
    return effect != CLOSE_LEAVES;
}

// A close of one's own is tidying up, not help; and of a select it is not known which way it would go.
static bool is_no_own_help(const Api *api) {
    return api->event == EVENT_CLOSE || api->event == EVENT_SELECT;
}

// Where the helper stands at this very select, what it waits for tells its cases; they are the same next time.
static bool select_helps(const Help *help, CallSite event, const WaitCase *wait) {
    const TaskView *helper = help->helper;
    const ObjectView *object = &help->doctor->stuck->objects[wait->object];
    bool is_here = helper && helper->is_stuck && helper->stack[helper->depth - 1].function == event.function &&
                   helper->stack[helper->depth - 1].node == event.node;
    if (!is_here) return select_may_use(help->doctor, event, object);
    for (uint32_t i = 0; i < helper->wait_count; i++) {
        const WaitCase *other = &helper->waits[i];
        if (other->object == wait->object && other->stream == wait->stream && other->is_send != wait->is_send)
            return true;
    }
    return false;
}

// A task that holds no way to the object, in any variable, will not operate on it.
static bool can_get_at(const Help *help, ObjectId id, bool is_of_spawned) {
    return !help->helper || is_of_spawned || help->helper->reaches[id];
}

static bool event_helps(void *context, CallSite event, bool is_of_spawned) {
    const Help *help = context;
    const Doctor *doctor = help->doctor;
    const TaskView *waiter = help->waiter;
    const Api *api = api_at(doctor->program, event);
    const Wait *blocked = &doctor->waits[waiter->task];
    EventKind waiting = blocked->is_lock ? EVENT_LOCK : blocked->operation;
    if (help->is_own && !is_of_spawned && is_no_own_help(api)) return false;
    for (uint32_t i = 0; i < waiter->wait_count; i++) {
        const WaitCase *wait = &waiter->waits[i];
        if (!wait->object || !kind_helps(api, waiting, !wait->is_send)) continue;
        if (!can_get_at(help, wait->object, is_of_spawned)) continue;
        const ObjectView *object = &doctor->stuck->objects[wait->object];
        if (api->event == EVENT_CLOSE && !close_helps(doctor, object, wait->is_send)) continue;
        if (api->event == EVENT_SELECT ? select_helps(help, event, wait)
                                       : operand_may_be(doctor, event, OPERAND_OBJECT, object))
            return true;
    }
    return false;
}

// A task that holds the awaited lock, is the awaited task or one of the awaited bundle helps by going on at all.
static bool helps_by_going_on(const Doctor *doctor, const TaskView *waiter, TaskId other) {
    for (uint32_t i = 0; i < waiter->wait_count; i++) {
        ObjectId id = waiter->waits[i].object;
        if (!id) continue;
        const ObjectView *object = &doctor->stuck->objects[id];
        if (object->owner == other && other != waiter->task) return true;
        if (object->kind == OBJECT_TASK && object->task == other) return true;
        if (doctor->stuck->tasks[other].bundle == id && other != waiter->task) return true;
    }
    return false;
}

static bool would_help(const Doctor *doctor, TaskId waiter, TaskId other, CallSite *where) {
    const TaskView *from = &doctor->stuck->tasks[waiter], *to = &doctor->stuck->tasks[other];
    *where = to->stack[to->depth - 1];
    if (helps_by_going_on(doctor, from, other)) return true;
    Help help = {doctor, from, to, waiter == other};
    return future_of_task(doctor->program, doctor->points_to, to, doctor->arena, event_helps, &help, where);
}

static bool is_channel_wait(EventKind operation) {
    return operation == EVENT_SEND || operation == EVENT_RECEIVE || operation == EVENT_SELECT;
}

// What a task can be said to wait for on its own account; sleeps, joins and the outside world are consequences.
static bool is_own_cause(const Wait *wait) {
    switch (wait->operation) {
    case EVENT_WAIT:
    case EVENT_WAIT_GROUP:
    case EVENT_ACQUIRE:
    case EVENT_BARRIER: return true;
    default: return wait->is_channel || wait->is_lock;
    }
}

static void read_wait(Doctor *doctor, TaskId id) {
    const TaskView *view = &doctor->stuck->tasks[id];
    if (!view->is_stuck) return;
    Wait *wait = &doctor->waits[id];
    wait->task = id;
    wait->site = view->stack[view->depth - 1];
    const Api *api = api_at(doctor->program, wait->site);
    wait->operation = api ? api->event : EVENT_HARMLESS;
    wait->object = view->wait_count ? view->waits[0].object : 0;
    wait->polls = view->polls_for_ever;
    wait->is_channel = is_channel_wait(wait->operation);
    ObjectKind kind = wait->object ? doctor->stuck->objects[wait->object].kind : OBJECT_NONE;
    wait->is_lock = wait->operation == EVENT_LOCK || kind == OBJECT_MUTEX || kind == OBJECT_READ_WRITE_LOCK;
    uint8_t *completed = doctor->exploration->completed[wait->site.function];
    wait->completes_elsewhere = completed && (completed[wait->site.node] & (ENDED_WELL | ENDED_BY_CLOSE)) &&
                                (view->others_go_on || view->polls_for_ever);
}

static bool reads(const ObjectView *lock, TaskId id) {
    for (uint32_t i = 0; i < lock->reader_count; i++)
        if (lock->readers[i] == id) return true;
    return false;
}

// Also a reader that wants to write; one that wants to read again waits for a writer.
static bool holds_what_it_waits_for(const Doctor *doctor, TaskId id) {
    const Wait *wait = &doctor->waits[id];
    if (!wait->is_lock || !wait->object) return false;
    const ObjectView *lock = &doctor->stuck->objects[wait->object];
    const Api *api = api_at(doctor->program, wait->site);
    bool writes = api && api->event == EVENT_LOCK && api->lock_mode == LOCK_EXCLUSIVE;
    return lock->owner == id || (writes && reads(lock, id));
}

typedef bool (*Helps)(const Doctor *doctor, TaskId waiter, TaskId other, CallSite *where);

// Nobody else can help a task that waits for what this one holds, or for its end.
static bool has_to_go_on(const Doctor *doctor, TaskId waiter, TaskId other, CallSite *where) {
    return helps_by_going_on(doctor, &doctor->stuck->tasks[waiter], other) && would_help(doctor, waiter, other, where);
}

static bool find_helper_that(Doctor *doctor, TaskId id, Helps helps) {
    Wait *wait = &doctor->waits[id];
    for (TaskId other = 1; other < doctor->stuck->task_count; other++) {
        if (other == id || !doctor->stuck->tasks[other].is_stuck || !helps(doctor, id, other, &wait->help)) continue;
        doctor->helper[id] = wait->helper = other;
        return true;
    }
    return false;
}

// Others first: waiting for oneself is the last explanation, but for a lock of one's own there is no other.
static void find_helper(Doctor *doctor, TaskId id) {
    Wait *wait = &doctor->waits[id];
    if (holds_what_it_waits_for(doctor, id)) {
        doctor->helper[id] = wait->helper = id;
        wait->help = wait->site;
        return;
    }
    if (find_helper_that(doctor, id, has_to_go_on) || find_helper_that(doctor, id, would_help)) return;
    if (wait->is_channel && would_help(doctor, id, id, &wait->help)) doctor->helper[id] = wait->helper = id;
}

static bool find_peer_in(Doctor *doctor, Wait *wait, FunctionId function) {
    Help help = {doctor, &doctor->stuck->tasks[wait->task], NULL, false};
    return future_of_function(doctor->program, doctor->points_to, function, doctor->arena, event_helps, &help,
                              &wait->peer);
}

// The last task first: what an early one would start others for is better said of those.
static void find_peer(Doctor *doctor, Wait *wait) {
    for (TaskId other = doctor->stuck->task_count - 1; other && !wait->has_peer; other--) {
        if (other != wait->task) wait->has_peer = find_peer_in(doctor, wait, doctor->stuck->tasks[other].entry);
        if (wait->has_peer) wait->peer_task = other;
    }
}

static Diagnosis make(Doctor *doctor, Cause cause, const TaskId *tasks, uint32_t count) {
    Diagnosis diagnosis = {.cause = cause, .stuck = doctor->stuck, .wait_count = count};
    diagnosis.waits = arena_new_array(doctor->arena, Wait, count);
    for (uint32_t i = 0; i < count; i++) {
        diagnosis.waits[i] = doctor->waits[tasks[i]];
        find_peer(doctor, &diagnosis.waits[i]);
    }
    diagnosis_refine(doctor->program, doctor->points_to, &diagnosis, doctor->arena);
    return diagnosis;
}

static void add(Doctor *doctor, Diagnoses *diagnoses, Cause cause, const TaskId *tasks, uint32_t count) {
    array_push(&diagnoses->list, doctor->arena, make(doctor, cause, tasks, count));
}

// The task with the smallest place leads, so that the same cycle is always told from the same end.
static void rotate(const Doctor *doctor, TaskId *cycle, uint32_t count) {
    uint32_t first = 0;
    for (uint32_t i = 1; i < count; i++) {
        const Wait *a = &doctor->waits[cycle[i]], *b = &doctor->waits[cycle[first]];
        if (a->site.function < b->site.function ||
            (a->site.function == b->site.function && a->site.node < b->site.node))
            first = i;
    }
    TaskId *turned = arena_new_array(doctor->arena, TaskId, count);
    for (uint32_t i = 0; i < count; i++) turned[i] = cycle[(first + i) % count];
    for (uint32_t i = 0; i < count; i++) cycle[i] = turned[i];
}

// Follows helpers from `start`; true when they lead round a cycle that was not reported yet.
static void follow_cycle(Doctor *doctor, Diagnoses *diagnoses, TaskId start, bool *is_reported) {
    TaskId *cycle = arena_new_array(doctor->arena, TaskId, doctor->stuck->task_count);
    uint32_t *seen_at = arena_new_array(doctor->arena, uint32_t, doctor->stuck->task_count);
    uint32_t count = 0;
    TaskId at = start;
    while (at && !seen_at[at]) {
        cycle[count++] = at;
        seen_at[at] = count;
        at = doctor->helper[at];
    }
    if (!at) return;
    uint32_t first = seen_at[at] - 1;
    bool is_new = true;
    for (uint32_t i = first; i < count; i++) is_new &= !is_reported[cycle[i]];
    if (!is_new) return;
    for (uint32_t i = first; i < count; i++) is_reported[cycle[i]] = true;
    rotate(doctor, cycle + first, count - first);
    add(doctor, diagnoses, CAUSE_CYCLE, cycle + first, count - first);
}

// The program's own first task; of a library that runs its scheduler from main, the first that it runs.
static bool is_main(const StuckState *stuck, TaskId id) {
    TaskId spawner = stuck->tasks[id].spawner;
    return id == 1 || (spawner == 1 && stuck->tasks[1].runs_scheduler);
}

// An idle server is a cause only when somebody who is not idle waits for it, or when it is main: then nothing
// happens in the program any more.
static bool is_wanted(const Doctor *doctor, TaskId root) {
    if (!doctor->stuck->tasks[root].is_idle || is_main(doctor->stuck, root)) return true;
    for (TaskId id = 1; id < doctor->stuck->task_count; id++)
        if (doctor->helper[id] == root && id != root && !doctor->stuck->tasks[id].is_idle) return true;
    return false;
}

// Whether the wait leads, from helper to helper, to a task that waits for what no check is about, and passes no task
// that was reported.
static bool is_behind_other(const Doctor *doctor, TaskId id, const bool *is_reported) {
    for (uint32_t steps = 0; steps < doctor->stuck->task_count; steps++) {
        if (is_reported[id]) return false;
        if (!doctor->helper[id]) return !is_own_cause(&doctor->waits[id]);
        id = doctor->helper[id];
    }
    return false;
}

// When main returns the process ends, and with it whoever waits for a lock that main holds.
static bool ends_with_process(const Doctor *doctor, const Wait *wait) {
    if (!wait->is_lock || !wait->object || doctor->stuck->objects[wait->object].owner != 1) return false;
    const TaskView *first = &doctor->stuck->tasks[1];
    const Function *entry = program_function(doctor->program, first->entry);
    return first->has_ended && entry->is_entry && strcmp(entry->name, "main") == 0;
}

static void report_roots(Doctor *doctor, Diagnoses *diagnoses, bool *is_reported) {
    const StuckState *stuck = doctor->stuck;
    for (TaskId id = 1; id < stuck->task_count; id++) {
        if (!stuck->tasks[id].is_stuck || doctor->helper[id] || !is_own_cause(&doctor->waits[id])) continue;
        Diagnosis diagnosis = make(doctor, CAUSE_NOBODY, &id, 1);
        bool is_cause = is_wanted(doctor, id) || diagnosis.refinement == REFINED_CANCEL_IGNORED;
        if (is_cause && !ends_with_process(doctor, &doctor->waits[id]))
            array_push(&diagnoses->list, doctor->arena, diagnosis);
        is_reported[id] = true;
    }
    for (TaskId id = 1; id < stuck->task_count; id++) {
        if (!stuck->tasks[id].is_stuck || stuck->tasks[id].is_idle || !doctor->waits[id].is_channel) continue;
        if (doctor->helper[id] && is_behind_other(doctor, id, is_reported))
            add(doctor, diagnoses, CAUSE_BEHIND, &id, 1);
    }
}

Diagnoses diagnose(const Program *program, const PointsTo *points_to, const Exploration *exploration,
                   const StuckState *stuck, Arena *arena) {
    Doctor doctor = {program, points_to, exploration, stuck, arena, NULL, NULL};
    doctor.waits = arena_new_array(arena, Wait, stuck->task_count);
    doctor.helper = arena_new_array(arena, TaskId, stuck->task_count);
    for (TaskId id = 1; id < stuck->task_count; id++) read_wait(&doctor, id);
    for (TaskId id = 1; id < stuck->task_count; id++)
        if (stuck->tasks[id].is_stuck) find_helper(&doctor, id);
    Diagnoses diagnoses = {0};
    bool *is_reported = arena_new_array(arena, bool, stuck->task_count);
    for (TaskId id = 1; id < stuck->task_count; id++)
        if (stuck->tasks[id].is_stuck) follow_cycle(&doctor, &diagnoses, id, is_reported);
    report_roots(&doctor, &diagnoses, is_reported);
    return diagnoses;
}

static bool is_taking(const Program *program, const TraceStep *step, ObjectId lock) {
    if (step->kind != TRACE_EVENT || step->object != lock || step->outcome != OUTCOME_OK) return false;
    const Api *api = api_at(program, (CallSite){step->function, step->node});
    return api && api->event == EVENT_LOCK;
}

void diagnosis_find_takers(const Program *program, const Witness *witness, Diagnosis *diagnosis) {
    for (uint32_t i = 0; i < diagnosis->wait_count; i++) {
        Wait *wait = &diagnosis->waits[i];
        if (!wait->is_lock || !wait->object) continue;
        TaskId owner = diagnosis->stuck->objects[wait->object].owner;
        for (uint32_t at = witness->trace.steps.count; at-- > 0 && !wait->taker;) {
            const TraceStep *step = &witness->trace.steps.items[at];
            if (!is_taking(program, step, wait->object) || (owner && step->task != owner)) continue;
            wait->taker = step->task;
            wait->taken = (CallSite){step->function, step->node};
        }
    }
}

Diagnosis diagnose_misuse(const Program *program, const Misuse *misuse, Arena *arena) {
    const Violation *violation = &misuse->violation;
    Wait *operation = arena_new(arena, Wait);
    CallSite site = {violation->function, violation->node};
    const Api *api = api_at(program, site);
    *operation = (Wait){.task = violation->task,
                        .site = site,
                        .operation = api ? api->event : EVENT_HARMLESS,
                        .object = violation->object,
                        .helper = violation->other};
    operation->is_channel = is_channel_wait(operation->operation);
    return (Diagnosis){.cause = CAUSE_MISUSE,
                       .stuck = &misuse->after,
                       .violation = violation->kind,
                       .stale = violation->stale,
                       .waits = operation,
                       .wait_count = 1};
}
