// SPDX-License-Identifier: MIT
#include "checks/cancellation.h"

#include "checks/future.h"
#include "checks/loop_exit.h"
#include "checks/names.h"

typedef struct Search {
    const Program *program;
    const PointsTo *points_to;
    const ChannelUses *uses;
    const StuckState *stuck;
    const Wait *wait;
    Arena *arena;
    ObjectId signal; // being looked at
} Search;

static bool is_of(const Search *search, const ChannelUse *use, ObjectId object) {
    return use->site && diagnosis_is_site(search->points_to, &search->stuck->objects[object], use->site);
}

// A look at the channel by somebody who would go on without it: a case among several, a try form, a question.
static bool is_listening(const Search *search, const ChannelUse *use) {
    const Api *api = api_at(search->program, use->at);
    if (use->event == EVENT_QUERY_CLOSED) return true;
    if (!use->receives) return false;
    if (use->event == EVENT_SELECT) return true;
    return api->blocking == BLOCKING_NEVER || (api->blocking == BLOCKING_TIMED && api->has_try);
}

static bool comes_before(const ChannelUse *use, CallSite event, bool *is_past) {
    *is_past = use->at.function > event.function || (use->at.function == event.function && use->at.node > event.node);
    return use->at.function < event.function || (use->at.function == event.function && use->at.node < event.node);
}

static bool visit_listener(void *context, CallSite event, bool is_of_spawned) {
    const Search *search = context;
    bool is_past = false;
    if (is_of_spawned || (event.function == search->wait->site.function && event.node == search->wait->site.node))
        return false;
    for (uint32_t i = 0; i < search->uses->list.count && !is_past; i++) {
        const ChannelUse *use = &search->uses->list.items[i];
        if (comes_before(use, event, &is_past) || is_past) continue;
        if (is_of(search, use, search->signal) && is_listening(search, use)) return true;
    }
    return false;
}

static bool is_same_event(const ChannelUse *one, const ChannelUse *other) {
    return one->at.function == other->at.function && one->at.node == other->at.node;
}

// A select of the program that waits for the signal and for what the task waits for.
static bool find_common_select(const Search *search, CallSite *where) {
    const TaskView *task = &search->stuck->tasks[search->wait->task];
    for (uint32_t i = 0; i < search->uses->list.count; i++) {
        const ChannelUse *use = &search->uses->list.items[i];
        if (use->event != EVENT_SELECT || !use->receives || !is_of(search, use, search->signal)) continue;
        for (uint32_t j = 0; j < search->uses->list.count; j++) {
            const ChannelUse *other = &search->uses->list.items[j];
            if (!is_same_event(use, other)) continue;
            for (uint32_t k = 0; k < task->wait_count; k++) {
                const WaitCase *wait = &task->waits[k];
                bool is_direction = wait->is_send ? other->sends : other->receives;
                if (!wait->object || !is_direction || !is_of(search, other, wait->object)) continue;
                *where = use->at;
                return true;
            }
        }
    }
    return false;
}

static bool is_given(const StuckState *stuck, ObjectId id) {
    const ObjectView *object = &stuck->objects[id];
    if (object->is_closed[0] || object->is_closed[1] || object->fill[0] || object->fill[1]) return true;
    for (TaskId task = 1; task < stuck->task_count; task++)
        for (uint32_t i = 0; i < stuck->tasks[task].wait_count; i++)
            if (stuck->tasks[task].waits[i].object == id && stuck->tasks[task].waits[i].is_send) return true;
    return false;
}

static bool waits_for(const TaskView *task, ObjectId id) {
    for (uint32_t i = 0; i < task->wait_count; i++)
        if (task->waits[i].object == id) return true;
    return false;
}

static bool sends_no_data(const Program *program, const ChannelUse *use) {
    const Node *node = &program_function(program, use->at.function)->nodes[use->at.node];
    ExprId element = event_operand(program, node, OPERAND_ELEMENT);
    const Expr *expr = element ? program_expr(program, element) : NULL;
    while (expr && expr->kind == EXPR_CONVERT) expr = program_expr(program, expr->left);
    return use->event == EVENT_SEND && (!expr || expr->kind == EXPR_CONSTANT || expr->kind == EXPR_STRING);
}

static bool nothing_value(const Api *api, int64_t *value) {
    return outcome_value(api, OUTCOME_WOULD_BLOCK, value) || outcome_value(api, OUTCOME_TIMED_OUT, value);
}

// What taking the channel, and every other way in which the event can end, lead to.
typedef struct Turns {
    LoopWay taken;
    bool others_come_back, others_leave;
} Turns;

static void add_turn(Turns *turns, const Program *program, CallSite at, int64_t value, Arena *arena) {
    LoopWay way = loop_way_of(program, at, value, arena);
    turns->others_come_back |= way.comes_back;
    turns->others_leave |= way.leaves;
}

// A select that any case leaves is a wait; one of whose cases goes round while this one leaves listens.
static Turns select_turns(const Program *program, const ChannelUses *uses, const ChannelUse *use, Arena *arena) {
    Turns turns = {0};
    int64_t nothing;
    bool is_alone = true;
    if (!use->has_index || !use->receives) return turns;
    turns.taken = loop_way_of(program, use->at, use->index, arena);
    for (uint32_t i = 0; i < uses->list.count; i++) {
        const ChannelUse *other = &uses->list.items[i];
        if (!is_same_event(use, other) || !other->has_index || other->index == use->index) continue;
        is_alone = false;
        add_turn(&turns, program, use->at, other->index, arena);
    }
    if (!nothing_value(api_at(program, use->at), &nothing)) return turns;
    Turns idle = {0};
    add_turn(&idle, program, use->at, nothing, arena);
    turns.others_come_back |= is_alone && idle.others_come_back;
    turns.others_leave |= idle.others_leave;
    return turns;
}

static Turns turns_of(const Program *program, const ChannelUses *uses, const ChannelUse *use, Arena *arena) {
    const Api *api = api_at(program, use->at);
    int64_t taken, stay;
    Turns turns = {0};
    if (use->event == EVENT_SELECT) return select_turns(program, uses, use, arena);
    bool is_question = use->event == EVENT_QUERY_CLOSED && outcome_value(api, OUTCOME_CLOSED, &taken) &&
                       outcome_value(api, OUTCOME_OK, &stay);
    bool is_try = use->event == EVENT_RECEIVE && outcome_value(api, OUTCOME_OK, &taken) && nothing_value(api, &stay);
    if (!is_question && !is_try) return turns;
    turns.taken = loop_way_of(program, use->at, taken, arena);
    add_turn(&turns, program, use->at, stay, arena);
    return turns;
}

bool cancellation_ends_loop(const Program *program, const ChannelUses *uses, const ChannelUse *use, Arena *arena) {
    Turns turns = turns_of(program, uses, use, arena);
    return turns.taken.leaves && !turns.taken.comes_back && turns.others_come_back;
}

bool cancellation_alone_ends_loop(const Program *program, const ChannelUses *uses, const ChannelUse *use,
                                  Arena *arena) {
    return cancellation_ends_loop(program, uses, use, arena) && !turns_of(program, uses, use, arena).others_leave;
}

bool cancellation_is_ever_given(const ChannelUses *uses, SiteId site) {
    for (uint32_t i = 0; i < uses->list.count; i++) {
        const ChannelUse *use = &uses->list.items[i];
        bool gives = use->sends || use->event == EVENT_CLOSE;
        if (gives && (use->site == site || !use->site)) return true;
    }
    return false;
}

static bool is_signal(const Search *search) {
    bool has_data = false;
    for (uint32_t i = 0; i < search->uses->list.count; i++) {
        const ChannelUse *use = &search->uses->list.items[i];
        if (!is_of(search, use, search->signal)) continue;
        if (use->receives && cancellation_ends_loop(search->program, search->uses, use, search->arena)) return true;
        has_data |= use->sends && !sends_no_data(search->program, use);
    }
    return !has_data;
}

// A signal that the task gives itself says something to others.
static bool is_own_signal(void *context, CallSite event, bool is_of_spawned) {
    const Search *search = context;
    bool is_past = false;
    for (uint32_t i = 0; i < search->uses->list.count && !is_of_spawned && !is_past; i++) {
        const ChannelUse *use = &search->uses->list.items[i];
        if (comes_before(use, event, &is_past) || is_past) continue;
        bool gives = use->event == EVENT_CLOSE || use->event == EVENT_SEND;
        if (gives && is_of(search, use, search->signal)) return true;
    }
    return false;
}

static bool listens_elsewhere(Search *search, CallSite *where) {
    const TaskView *task = &search->stuck->tasks[search->wait->task];
    bool knows = future_of_function(search->program, search->points_to, task->entry, search->arena, visit_listener,
                                    search, where);
    return knows || find_common_select(search, where);
}

CancelSignal cancellation_ignored_by(const Program *program, const PointsTo *points_to, const ChannelUses *uses,
                                     const StuckState *stuck, const Wait *wait, Arena *arena) {
    const TaskView *task = &stuck->tasks[wait->task];
    Search search = {program, points_to, uses, stuck, wait, arena, 0};
    for (ObjectId id = 1; id < stuck->object_count; id++) {
        ObjectKind kind = stuck->objects[id].kind;
        if (kind != OBJECT_CHANNEL && kind != OBJECT_CHANNEL_PAIR) continue;
        CancelSignal signal = {.object = search.signal = id};
        if (!task->reaches[id] || waits_for(task, id) || !is_given(stuck, id)) continue;
        if (!listens_elsewhere(&search, &signal.listens) || !is_signal(&search)) continue;
        bool gives = future_of_function(program, points_to, task->entry, arena, is_own_signal, &search, NULL);
        if (!gives) return signal;
    }
    return (CancelSignal){0};
}
