// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_used_after_handoff;

enum { PLACE_SENDS = 1, PLACE_SENDS_TO_OTHER = 2, PLACE_TOUCHES = 4, PLACE_MAKES = 8 };

// Places of one race: the nodes themselves and the calls that lead to them.
typedef struct Handoff {
    const CheckContext *context;
    const RaceFact *race;
    Arena *scratch;
    uint8_t **marks; // per function (NULL: none), per node: PLACE_…
} Handoff;

// Who uses the object after it was sent, while whom it was sent to uses it, too.
typedef enum HandoffUser { USER_NONE, USER_FIRST, USER_SECOND, USER_OF_TWO_SENDS } HandoffUser;

static bool is_object(const Handoff *handoff, Pointee pointee) {
    const Site *site = points_to_site(handoff->context->points_to, pointee.site);
    const RaceFact *race = handoff->race;
    if (site->kind == SITE_VARIABLE) return race->variable && site->variable == race->variable;
    return site->kind == SITE_HEAP && race->made.function && site->function == race->made.function &&
           site->node == race->made.node;
}

static bool holds_object(const Handoff *handoff, PointeeSet set) {
    for (uint32_t i = 0; i < set.count; i++)
        if (is_object(handoff, set.items[i])) return true;
    return false;
}

static bool sends_object(const Handoff *handoff, CallSite site) {
    const Api *api = api_at(handoff->context->program, site);
    if (!api || api->event != EVENT_SEND) return false;
    const PointsTo *points_to = handoff->context->points_to;
    const Node *node = &program_function(handoff->context->program, site.function)->nodes[site.node];
    ExprId element = event_operand(handoff->context->program, node, OPERAND_ELEMENT);
    if (!element) return false;
    PointeeSet set = points_to_of_expr(points_to, site.function, element);
    if (api->element == ELEMENT_POINTER) return holds_object(handoff, set);
    for (uint32_t i = 0; i < set.count; i++)
        if (holds_object(handoff, points_to_of_memory(points_to, (Pointee){set.items[i].site, -1}))) return true;
    return false;
}

static bool meet(PointeeSet left, PointeeSet right) {
    for (uint32_t i = 0; i < left.count; i++)
        for (uint32_t k = 0; k < right.count; k++)
            if (left.items[i].site == right.items[k].site) return true;
    return false;
}

static bool receives_in(const CheckContext *context, FunctionId function, PointeeSet channels) {
    for (NodeId node = 1; node < program_function(context->program, function)->node_count; node++) {
        const Api *api = api_at(context->program, (CallSite){function, node});
        if (!api || (api->event != EVENT_RECEIVE && api->event != EVENT_SELECT_FETCH)) continue;
        if (meet(channels, points_to_of_operand(context->points_to, function, node, OPERAND_OBJECT))) return true;
    }
    return false;
}

// Whether the task takes from a channel that the send may be to.
static bool receives(const Handoff *handoff, const bool *is_run, CallSite send) {
    const CheckContext *context = handoff->context;
    PointeeSet channels = points_to_of_operand(context->points_to, send.function, send.node, OPERAND_OBJECT);
    for (FunctionId id = 1; id < context->program->functions.count; id++)
        if (is_run[id] && receives_in(context, id, channels)) return true;
    return false;
}

static const bool *functions_run_by(const Handoff *handoff, const RaceParty *party) {
    bool *is_run = arena_new_array(handoff->scratch, bool, handoff->context->program->functions.count);
    if (party->entry) call_graph_mark_reached(handoff->context->calls, party->entry, is_run);
    return is_run;
}

// ---- places

typedef struct Marking {
    Handoff *handoff;
    uint8_t mark;
    bool *is_entered; // per function: its callers are marked
    ARRAY(FunctionId) functions;
} Marking;

static void mark_place(Marking *marking, CallSite site) {
    Handoff *handoff = marking->handoff;
    uint8_t **marks = &handoff->marks[site.function];
    uint32_t count = program_function(handoff->context->program, site.function)->node_count;
    if (!*marks) *marks = arena_new_array(handoff->scratch, uint8_t, count);
    (*marks)[site.node] |= marking->mark;
    if (marking->is_entered[site.function]) return;
    marking->is_entered[site.function] = true;
    array_push(&marking->functions, handoff->scratch, site.function);
}

static Marking begin_marking(Handoff *handoff, uint8_t mark) {
    uint32_t count = handoff->context->program->functions.count;
    return (Marking){.handoff = handoff, .mark = mark, .is_entered = arena_new_array(handoff->scratch, bool, count)};
}

static void mark_calls(Marking *marking) {
    for (uint32_t i = 0; i < marking->functions.count; i++) {
        CallSiteList callers = call_graph_callers(marking->handoff->context->calls, marking->functions.items[i]);
        for (uint32_t k = 0; k < callers.count; k++) mark_place(marking, callers.items[k]);
    }
}

static void mark_site(Handoff *handoff, CallSite site, uint8_t mark) {
    Marking marking = begin_marking(handoff, mark);
    if (!site.function) return;
    mark_place(&marking, site);
    mark_calls(&marking);
}

static void mark_sends(Handoff *handoff, const RaceParty *receiver, uint8_t mark) {
    const Program *program = handoff->context->program;
    const bool *is_run = functions_run_by(handoff, receiver);
    Marking marking = begin_marking(handoff, mark);
    for (FunctionId id = 1; id < program->functions.count; id++)
        for (NodeId node = 1; node < program_function(program, id)->node_count; node++) {
            CallSite site = {id, node};
            if (sends_object(handoff, site) && receives(handoff, is_run, site)) mark_place(&marking, site);
        }
    mark_calls(&marking);
}

static void forget_marks(Handoff *handoff) {
    handoff->marks = arena_new_array(handoff->scratch, uint8_t *, handoff->context->program->functions.count);
    mark_site(handoff, handoff->race->made, PLACE_MAKES);
}

// ---- ways

// Whether a way in the function leads from a place of the one kind to a place of the other one, with the same object:
// what makes a new one does not lie between.
static bool has_way(const Handoff *handoff, FunctionId id, uint8_t from, uint8_t to) {
    const Function *function = program_function(handoff->context->program, id);
    const uint8_t *marks = handoff->marks[id];
    bool *is_seen = arena_new_array(handoff->scratch, bool, function->node_count);
    ARRAY(NodeId) work = {0};
    for (NodeId node = 1; node < function->node_count; node++)
        if (marks[node] & from) array_push(&work, handoff->scratch, node);
    while (work.count) {
        const Node *node = &function->nodes[work.items[--work.count]];
        for (uint32_t i = 0; i < control_flow_way_count(node); i++) {
            NodeId next = control_flow_way(node, i);
            if (!next || is_seen[next] || (marks[next] & PLACE_MAKES)) continue;
            if (marks[next] & to) return true;
            is_seen[next] = true;
            array_push(&work, handoff->scratch, next);
        }
    }
    return false;
}

// In one call of a function or below it, one behind the other.
static bool has_way_anywhere(const Handoff *handoff, const bool *is_run, uint8_t from, uint8_t to) {
    for (FunctionId id = 1; id < handoff->context->program->functions.count; id++)
        if (handoff->marks[id] && (!is_run || is_run[id]) && has_way(handoff, id, from, to)) return true;
    return false;
}

static bool is_sent_by(Handoff *handoff, const RaceParty *sender, const RaceParty *receiver) {
    if (sender->entry == receiver->entry || !receiver->entry) return false;
    forget_marks(handoff);
    mark_sends(handoff, receiver, PLACE_SENDS);
    mark_site(handoff, sender->site, PLACE_TOUCHES);
    const bool *is_run = sender->entry ? functions_run_by(handoff, sender) : NULL;
    return has_way_anywhere(handoff, is_run, PLACE_SENDS, PLACE_TOUCHES);
}

static bool is_sent_twice(Handoff *handoff) {
    const RaceParty *first = &handoff->race->first, *second = &handoff->race->second;
    if (!first->entry || !second->entry) return false;
    forget_marks(handoff);
    mark_sends(handoff, first, PLACE_SENDS);
    mark_sends(handoff, second, PLACE_SENDS_TO_OTHER);
    return has_way_anywhere(handoff, NULL, PLACE_SENDS, PLACE_SENDS_TO_OTHER) ||
           has_way_anywhere(handoff, NULL, PLACE_SENDS_TO_OTHER, PLACE_SENDS);
}

static HandoffUser find_user(const CheckContext *context, const RaceFact *race) {
    if (!race->variable && !race->made.function) return USER_NONE;
    Handoff handoff = {.context = context, .race = race, .scratch = arena_create()};
    HandoffUser user = USER_NONE;
    if (is_sent_by(&handoff, &race->first, &race->second))
        user = USER_FIRST;
    else if (is_sent_by(&handoff, &race->second, &race->first))
        user = USER_SECOND;
    else if (is_sent_twice(&handoff))
        user = USER_OF_TWO_SENDS;
    arena_destroy(handoff.scratch);
    return user;
}

static bool accepts_race(const CheckContext *context, const RaceFact *race) {
    return find_user(context, race) != USER_NONE;
}

static void describe_race(const CheckContext *context, const RaceFact *race, Text *message) {
    HandoffUser user = find_user(context, race);
    if (user == USER_OF_TWO_SENDS) {
        text_format(message, "'%s' %s while '%s' %s: the pointer was sent to both.", race->first.runs_in,
                    race_access_words(&race->first, context->arena), race->second.runs_in,
                    race_access_words(&race->second, context->arena));
        return;
    }
    const RaceParty *sender = user == USER_FIRST ? &race->first : &race->second;
    const RaceParty *other = user == USER_FIRST ? &race->second : &race->first;
    text_format(message, "'%s' %s after it has sent the pointer to it, while '%s' %s.", sender->runs_in,
                race_access_words(sender, context->arena), other->runs_in, race_access_words(other, context->arena));
}

static const char *const tags[] = {"race", "channel", "memory"};

const Check check_used_after_handoff = {
    .rule = {.id = CHECK_ID,
             .name = "UsedAfterHandoff",
             .short_text = CHECK_SUMMARY,
             .full_text = "A task sends a pointer over a channel or queue and goes on using what it points to, while "
                          "who has received the pointer uses it too, or frees it.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 362,
             .level = LEVEL_ERROR,
             .precision = "high"},
    .accepts_race = accepts_race,
    .describe_race = describe_race,
};
