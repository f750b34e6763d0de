// SPDX-License-Identifier: MIT
#include "confirm/plan.h"

#include "base/text.h"

#include <inttypes.h>
#include <string.h>

enum { PATIENCE = 3000 };

static bool is_same_place(const Place *left, const Place *right) {
    return left->line == right->line && left->last_line == right->last_line && !strcmp(left->path, right->path);
}

// Its number, from 1; 0: it is not there.
static uint32_t find_site(const PlanSites *sites, const Place *place) {
    for (uint32_t i = 0; place->path && i < sites->list.count; i++)
        if (is_same_place(&sites->list.items[i].place, place)) return i + 1;
    return 0;
}

static void add_site(PlanSites *sites, Symbolizer *symbolizer, const Place *place) {
    if (!place->path || !place->line || find_site(sites, place)) return;
    if (sites->list.count == PLAN_SITE_LIMIT) {
        sites->is_cut = true;
        return;
    }
    PlanSite site = {.place = *place};
    symbolizer_find_code(symbolizer, sites->module, place, &site.ranges);
    array_push(&sites->list, sites->arena, site);
}

void plan_add_sites(PlanSites *sites, Symbolizer *symbolizer, const Witness *witness) {
    for (uint32_t i = 0; i < witness->tasks.count; i++) add_site(sites, symbolizer, &witness->tasks.items[i].spawn);
    for (uint32_t i = 0; i < witness->steps.count; i++) add_site(sites, symbolizer, &witness->steps.items[i].place);
}

// A call that the runtime can see, as far as is known.
static bool is_call(const PlanSites *sites, const WitnessStep *step) {
    uint32_t site = find_site(sites, &step->place);
    if (!site || !sites->list.items[site - 1].ranges.count || step->is_end || step->task > PLAN_TASK_LIMIT)
        return false;
    return !step->is_branch || step->stays_blocked || sites->list.items[site - 1].is_seen;
}

Plan plan_make(const PlanSites *sites, const Witness *witness, PlanStyle style, uint32_t attempt) {
    static const uint32_t holds[] = {50, 200, 800}; // milliseconds, as long as it does not come about
    Plan plan = {.style = style, .hold = holds[attempt % 3], .patience = PATIENCE, .seed = attempt};
    ARRAY(uint32_t) calls = {0};
    if (style == PLAN_WATCHES) return plan;
    for (uint32_t i = 0; i < witness->steps.count; i++)
        if (is_call(sites, &witness->steps.items[i])) array_push(&calls, sites->arena, i);
    for (uint32_t i = 0; i < calls.count && plan.steps.count < PLAN_STEP_LIMIT; i++) {
        const WitnessStep *step = &witness->steps.items[calls.items[i]];
        bool is_switch = (i && witness->steps.items[calls.items[i - 1]].task != step->task) ||
                         (i + 1 < calls.count && witness->steps.items[calls.items[i + 1]].task != step->task);
        if (style == PLAN_ALL || step->stays_blocked || step->is_timeout || is_switch)
            array_push(&plan.steps, sites->arena, calls.items[i]);
    }
    return plan;
}

static void print_sites(Text *text, const PlanSites *sites) {
    for (uint32_t i = 0; i < sites->list.count; i++)
        for (uint32_t k = 0; k < sites->list.items[i].ranges.count; k++)
            text_format(text, "site %" PRIu32 " %" PRIx64 " %" PRIx64 " %s\n", i + 1,
                        sites->list.items[i].ranges.items[k].low, sites->list.items[i].ranges.items[k].high,
                        sites->module);
}

static void print_tasks(Text *text, const PlanSites *sites, const Witness *witness) {
    for (uint32_t i = 0; i < witness->tasks.count && i < PLAN_TASK_LIMIT; i++) {
        const WitnessTask *task = &witness->tasks.items[i];
        uint32_t site = find_site(sites, &task->spawn);
        bool has_code = site && sites->list.items[site - 1].ranges.count;
        if (!strcmp(task->name, "main"))
            text_format(text, "task %" PRIu32 " main\n", i + 1);
        else
            text_format(text, "task %" PRIu32 " %" PRIu32 "\n", i + 1, has_code ? site : 0);
    }
}

const char *plan_text(const PlanSites *sites, const Witness *witness, const Plan *plan) {
    Text text = {0};
    text_format(&text, "qtrace-steer 1\nhold %" PRIu32 "\npatience %" PRIu32 "\nseed %" PRIu64 "\n", plan->hold,
                plan->patience, plan->seed);
    print_sites(&text, sites);
    if (plan->steps.count) print_tasks(&text, sites, witness);
    for (uint32_t i = 0; i < plan->steps.count; i++) {
        const WitnessStep *step = &witness->steps.items[plan->steps.items[i]];
        text_format(&text, "step %" PRIu32 " %" PRIu32 " %s\n", step->task, find_site(sites, &step->place),
                    step->stays_blocked ? "b"
                    : step->is_timeout  ? "t"
                                        : "-");
    }
    const char *copy = arena_copy_text(sites->arena, text_value(&text));
    text_free(&text);
    return copy;
}
