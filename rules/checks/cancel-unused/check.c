// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_cancel_unused;

static bool accepts(const Diagnosis *diagnosis) {
    return diagnosis->refinement == REFINED_CANCEL_UNUSED;
}

static const char *message_text(const Program *program, Arena *arena, CallSite listens, const char *signal) {
    return arena_format(arena, "'%s' would end by '%s', but nobody ever sends to it or closes it.",
                        program_function(program, listens.function)->name, signal);
}

static void describe(const CheckContext *context, const Diagnosis *diagnosis, Text *message) {
    text_append(message, message_text(context->program, context->arena, diagnosis->listens,
                                      check_signal_name(context, diagnosis)));
}

static bool is_channel_made_here(const Inspection *inspection, SiteId id) {
    const Site *site = points_to_site(inspection->points_to, id);
    if (!id || site->kind != SITE_OBJECT || site->is_escaped) return false;
    const Api *api = api_at(inspection->program, (CallSite){site->function, site->node});
    return api && (api->object == OBJECT_CHANNEL || api->object == OBJECT_CHANNEL_PAIR);
}

static void report(const Inspection *inspection, const ChannelUse *use) {
    const Site *site = points_to_site(inspection->points_to, use->site);
    CallSite made = {site->function, site->node};
    ObjectView view = {.kind = OBJECT_CHANNEL, .made = made, .made_for = {site->caller, site->call}};
    const char *name = name_object(inspection->program, inspection->arena, &view);
    Finding finding = {.certainty = CERTAINTY_FEASIBLE, .place = place_of_node(inspection->program, use->at)};
    finding.message = message_text(inspection->program, inspection->arena, use->at, name);
    array_push(&finding.resources, inspection->arena, inspection_resource(inspection, made, 0, name));
    array_push(&finding.operations, inspection->arena, inspection_operation(inspection, use->at));
    RelatedPlace place = {place_of_node(inspection->program, made),
                          arena_format(inspection->arena, "channel '%s' is made here", name)};
    array_push(&finding.related, inspection->arena, place);
    inspection_report(inspection, &check_cancel_unused, finding);
}

static void inspect(const Inspection *inspection) {
    if (!points_to_unit_is_closed(inspection->points_to)) return;
    Arena *scratch = arena_create();
    ChannelUses uses = channel_uses_find(inspection->program, inspection->points_to, scratch);
    for (uint32_t i = 0; i < uses.list.count; i++) {
        const ChannelUse *use = &uses.list.items[i];
        if (!is_channel_made_here(inspection, use->site) || cancellation_is_ever_given(&uses, use->site)) continue;
        if (cancellation_alone_ends_loop(inspection->program, &uses, use, scratch)) report(inspection, use);
    }
    arena_destroy(scratch);
}

static const char *const tags[] = {"leak", "channel"};

const Check check_cancel_unused = {
    .rule = {.id = CHECK_ID,
             .name = "CancelUnused",
             .short_text = CHECK_SUMMARY,
             .full_text = "Taking from the channel ends the loop, so it is there to tell the task to end. The program "
                          "has no operation that sends to it or closes it: the task is never told.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 772,
             .level = LEVEL_WARNING,
             .precision = "high"},
    .accepts = accepts,
    .describe = describe,
    .inspect = inspect,
};
