// SPDX-License-Identifier: MIT
#include "confirm/verdict.h"

#include <inttypes.h>
#include <string.h>

enum { PREVENTIONS_NEEDED = 3 };

static bool is_site_at(const EvidenceSite *site, const Place *place) {
    for (uint32_t i = 0; i < site->frames.count; i++)
        if (place_is_at(place, site->frames.items[i].file, site->frames.items[i].line)) return true;
    return false;
}

static bool is_report_at(const EvidenceReport *report, const Place *place) {
    for (uint32_t i = 0; i < report->sites.count; i++)
        if (is_site_at(&report->sites.items[i], place)) return true;
    return false;
}

// Where the finding leaves tasks waiting. Its own place, when a task is left waiting there; otherwise any.
static bool shows_blocked(const EvidenceReport *report, const Witness *witness) {
    if (strcmp(report->kind, "blocked") != 0 && strcmp(report->kind, "leak") != 0) return false;
    bool is_own = false, has_any = false;
    for (uint32_t i = 0; i < witness->steps.count; i++) {
        const WitnessStep *step = &witness->steps.items[i];
        if (!step->stays_blocked) continue;
        is_own |= witness->place.path && step->place.line == witness->place.line &&
                  !strcmp(step->place.path, witness->place.path);
        has_any |= is_report_at(report, &step->place);
    }
    return is_own ? is_report_at(report, &witness->place) : has_any;
}

// Optimised code may have no line of its own: then the file has to do.
static bool has_no_line(const EvidenceSite *site, const Place *place) {
    if (!site->frames.count || site->frames.items[0].line) return false;
    return place_is_at(place, site->frames.items[0].file, place->line);
}

static bool is_access_of(const EvidenceSite *site, const Witness *witness) {
    if (is_site_at(site, &witness->place) || has_no_line(site, &witness->place)) return true;
    for (uint32_t i = 0; i < witness->related.count; i++)
        if (is_site_at(site, &witness->related.items[i])) return true;
    for (uint32_t i = 0; i < witness->steps.count; i++)
        if (is_site_at(site, &witness->steps.items[i].place)) return true;
    return false;
}

// Both accesses lie at places of the finding, one of them at its own.
static bool shows_race(const EvidenceReport *report, const Witness *witness) {
    if (strcmp(report->kind, "race") != 0 && strcmp(report->kind, "freed") != 0) return false;
    if (!is_report_at(report, &witness->place)) return false;
    for (uint32_t i = 0; i < report->sites.count; i++)
        if (!is_access_of(&report->sites.items[i], witness)) return false;
    return true;
}

// Misuse, at the finding's own place.
static bool shows_other(const EvidenceReport *report, const Witness *witness) {
    return strstr(report->kind, "misuse") != NULL && is_report_at(report, &witness->place);
}

uint32_t evidence_shows(const Evidence *evidence, const Witness *witness) {
    for (uint32_t i = 0; i < evidence->reports.count; i++) {
        const EvidenceReport *report = &evidence->reports.items[i];
        bool is_shown = witness->kind == WITNESS_BLOCKED ? shows_blocked(report, witness)
                        : witness->kind == WITNESS_RACE  ? shows_race(report, witness)
                                                         : shows_other(report, witness);
        if (is_shown) return i;
    }
    return UINT32_MAX;
}

static bool was_entered(const Evidence *evidence, uint32_t step) {
    for (uint32_t i = 0; i < evidence->entered.count; i++)
        if (evidence->entered.items[i] == step) return true;
    return false;
}

static void note_progress(Confirmation *confirmation, const Witness *witness, const Plan *plan,
                          const Evidence *evidence) {
    uint32_t reached = 0;
    while (reached < plan->steps.count && was_entered(evidence, reached + 1)) reached++;
    for (uint32_t i = 0; i < evidence->holds.count; i++) {
        const EvidenceHold *hold = &evidence->holds.items[i];
        if (strcmp(hold->end, "order") != 0 && hold->open && hold->open <= reached) reached = hold->open - 1;
    }
    if (confirmation->steps && reached * confirmation->steps <= confirmation->reached * plan->steps.count) return;
    confirmation->steps = plan->steps.count;
    confirmation->reached = reached;
    confirmation->missing = reached < plan->steps.count ? witness->steps.items[plan->steps.items[reached]].text : "";
}

static bool is_same_prevention(const EvidenceHold *left, const EvidenceHold *right) {
    if (strcmp(left->prevented, right->prevented) != 0 || !left->waiting.count || !right->waiting.count) return false;
    const EvidenceFrame *a = &left->waiting.items[0], *b = &right->waiting.items[0];
    return !strcmp(a->module, b->module) && !strcmp(a->offset, b->offset);
}

// The first hold that ended because the task it waited for waits for the held one: the program's own order. It counts
// against the finding only when every steered run so far ended so.
static void note_prevention(Confirmation *confirmation, const Plan *plan, const Evidence *evidence) {
    for (uint32_t i = 0; i < evidence->holds.count; i++) {
        const EvidenceHold *hold = &evidence->holds.items[i];
        if (!strcmp(hold->end, "order")) continue;
        bool is_same = !confirmation->preventions || is_same_prevention(hold, &confirmation->prevention);
        if (!*hold->prevented || !is_same || !hold->open || hold->open > plan->steps.count) return;
        confirmation->prevention = *hold;
        confirmation->prevented_step = plan->steps.items[hold->open - 1];
        confirmation->preventions++;
        return;
    }
}

void confirmation_add(Confirmation *confirmation, const Witness *witness, const Plan *plan, const Evidence *evidence) {
    confirmation->runs++;
    uint32_t shown = evidence_shows(evidence, witness);
    if (shown != UINT32_MAX) {
        confirmation->status = CONFIRM_CONFIRMED;
        confirmation->run = confirmation->runs;
        confirmation->is_steered = plan->steps.count > 0;
        confirmation->report = evidence->reports.items[shown];
        return;
    }
    if (!plan->steps.count) return;
    confirmation->steered_runs++;
    note_progress(confirmation, witness, plan, evidence);
    note_prevention(confirmation, plan, evidence);
    if (confirmation->preventions >= PREVENTIONS_NEEDED && confirmation->preventions == confirmation->steered_runs)
        confirmation->status = CONFIRM_REFUTED;
}

const char *confirm_status_word(ConfirmStatus status) {
    static const char *const words[] = {"not-reproduced", "confirmed", "refuted"};
    return words[status];
}

static const char *frame_words(const EvidenceFrames *frames, Arena *arena) {
    if (!frames->count) return "?";
    const EvidenceFrame *frame = &frames->items[0];
    if (*frame->file) return arena_format(arena, "%s:%" PRIu32, frame->file, frame->line);
    return arena_format(arena, "%s+%s", frame->module, frame->offset);
}

static const char *refuted_sentence(const Confirmation *confirmation, const Witness *witness, Arena *arena) {
    const EvidenceHold *hold = &confirmation->prevention;
    const char *step = witness->steps.items[confirmation->prevented_step].text;
    const char *waiting = frame_words(&hold->waiting, arena);
    if (!strcmp(hold->prevented, "join"))
        return arena_format(arena,
                            "in %" PRIu32 " of %" PRIu32 " steered runs the program's own order prevented it: \"%s\" "
                            "cannot come first, as its task waits at %s for the end of the one it should precede",
                            confirmation->preventions, confirmation->steered_runs, step, waiting);
    return arena_format(arena,
                        "in %" PRIu32 " of %" PRIu32 " steered runs the program's own order prevented it: \"%s\" "
                        "cannot come first, as its task waits at %s for a lock that the one it should precede has "
                        "taken at %s",
                        confirmation->preventions, confirmation->steered_runs, step, waiting,
                        frame_words(&hold->holding, arena));
}

const char *confirmation_sentence(const Confirmation *confirmation, const Witness *witness, Arena *arena) {
    if (confirmation->status == CONFIRM_CONFIRMED)
        return arena_format(arena, "%s, seen in run %" PRIu32 "%s", confirmation->report.title, confirmation->run,
                            confirmation->is_steered ? ", which was steered" : ", as the program ran by itself");
    if (confirmation->status == CONFIRM_REFUTED) return refuted_sentence(confirmation, witness, arena);
    if (!confirmation->steps)
        return arena_format(arena, "not seen in %" PRIu32 " runs; it has no steps that could be steered",
                            confirmation->runs);
    if (!*confirmation->missing)
        return arena_format(arena, "not seen in %" PRIu32 " runs, though all %" PRIu32 " steered steps came about",
                            confirmation->runs, confirmation->steps);
    return arena_format(arena,
                        "not seen in %" PRIu32 " runs; at best %" PRIu32 " of %" PRIu32
                        " steered steps came about, missing is \"%s\"",
                        confirmation->runs, confirmation->reached, confirmation->steps, confirmation->missing);
}
