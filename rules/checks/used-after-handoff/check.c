// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_used_after_handoff;

typedef struct Handoff {
    const CheckContext *context;
    const RaceFact *race;
    CallSite first, second; // sends of a pointer to the object, the second behind the first; function 0: none
} Handoff;

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
static bool receives(const CheckContext *context, const RaceParty *party, CallSite send) {
    if (!party->entry) return false;
    PointeeSet channels = points_to_of_operand(context->points_to, send.function, send.node, OPERAND_OBJECT);
    bool *is_reached = arena_new_array(context->arena, bool, context->program->functions.count);
    call_graph_mark_reached(context->calls, party->entry, is_reached);
    for (FunctionId id = 1; id < context->program->functions.count; id++)
        if (is_reached[id] && receives_in(context, id, channels)) return true;
    return false;
}

// The first two sends of the object in the function from which a way leads to the node; 0: to any node.
static void find_sends(Handoff *handoff, FunctionId id, NodeId to) {
    const Function *function = program_function(handoff->context->program, id);
    handoff->first = handoff->second = (CallSite){0};
    for (NodeId node = 1; node < function->node_count; node++) {
        if (!sends_object(handoff, (CallSite){id, node})) continue;
        if (to && !control_flow_leads_to(function, node, to, handoff->context->arena)) continue;
        CallSite *found = handoff->first.function ? &handoff->second : &handoff->first;
        if (!found->function) *found = (CallSite){id, node};
    }
}

static bool is_touched_behind_send(Handoff *handoff, const RaceParty *sender, CallSite at, const RaceParty *receiver) {
    if (sender->entry == receiver->entry) return false;
    find_sends(handoff, at.function, at.node);
    return handoff->first.function && receives(handoff->context, receiver, handoff->first);
}

// The access itself, or the call that leads to it, stands behind the send.
static bool is_sent_by(Handoff *handoff, const RaceParty *sender, const RaceParty *receiver) {
    if (is_touched_behind_send(handoff, sender, sender->site, receiver)) return true;
    CallSiteList callers = call_graph_callers(handoff->context->calls, sender->site.function);
    for (uint32_t i = 0; i < callers.count; i++)
        if (is_touched_behind_send(handoff, sender, callers.items[i], receiver)) return true;
    return false;
}

static bool is_sent_twice(Handoff *handoff) {
    const CheckContext *context = handoff->context;
    for (FunctionId id = 1; id < context->program->functions.count; id++) {
        find_sends(handoff, id, 0);
        if (!handoff->second.function) continue;
        const Function *function = program_function(context->program, id);
        if (!control_flow_leads_to(function, handoff->first.node, handoff->second.node, context->arena)) continue;
        const RaceParty *first = &handoff->race->first, *second = &handoff->race->second;
        bool is_straight = receives(context, first, handoff->first) && receives(context, second, handoff->second);
        bool is_crossed = receives(context, second, handoff->first) && receives(context, first, handoff->second);
        if (is_straight || is_crossed) return true;
    }
    return false;
}

static bool accepts_race(const CheckContext *context, const RaceFact *race) {
    Handoff handoff = {.context = context, .race = race};
    if (!race->variable && !race->made.function) return false;
    return is_sent_by(&handoff, &race->first, &race->second) || is_sent_by(&handoff, &race->second, &race->first) ||
           is_sent_twice(&handoff);
}

static void describe_race(const CheckContext *context, const RaceFact *race, Text *message) {
    Handoff handoff = {.context = context, .race = race};
    bool is_first = is_sent_by(&handoff, &race->first, &race->second);
    if (!is_first && !is_sent_by(&handoff, &race->second, &race->first)) {
        text_format(message, "'%s' %s while '%s' %s: the pointer was sent to both.", race->first.runs_in,
                    race_access_words(&race->first, context->arena), race->second.runs_in,
                    race_access_words(&race->second, context->arena));
        return;
    }
    const RaceParty *sender = is_first ? &race->first : &race->second, *other = is_first ? &race->second : &race->first;
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
