// SPDX-License-Identifier: MIT
// Findings read from SARIF, right and wrong ones, and the plans that are made of them.
#include "confirm/plan.h"
#include "confirm/test_findings.h"

#include <stdlib.h>
#include <string.h>

static int failures;

static void want(bool condition, const char *what) {
    if (condition) return;
    failures++;
    printf("failed: %s\n", what);
}

static void test_cycle(Arena *arena) {
    Messages messages;
    FindingsFile file;
    want(!test_read(arena, TEST_SARIF(TEST_CYCLE("11") "," TEST_RACE), &messages, &file), "is read");
    want(file.witnesses.count == 2, "two findings");
    if (file.witnesses.count != 2) exit(1);
    const Witness *witness = &file.witnesses.items[0], *race = &file.witnesses.items[1];
    want(witness->kind == WITNESS_BLOCKED && !strcmp(witness->fingerprint, "11"), "kind and fingerprint");
    want(witness->place.line == 11 && witness->place.last_line == 11, "place");
    want(witness->tasks.count == 3 && !strcmp(witness->tasks.items[2].name, "two"), "tasks by name");
    want(!witness->tasks.items[0].spawn.path && witness->tasks.items[1].spawn.line == 40 &&
             witness->tasks.items[2].spawn.line == 41,
         "where they are started");
    want(witness->steps.count == 6, "steps");
    for (uint32_t i = 0; i < witness->steps.count; i++)
        want(witness->steps.items[i].order == i + 1, "steps in the order of time");
    want(witness->steps.items[4].stays_blocked && witness->steps.items[4].task == 2, "who stays");
    want(race->kind == WITNESS_RACE && race->related.count == 1 && race->related.items[0].line == 6, "a race");
    want(race->result == 1 && race->run == 0, "where it stands");
    findings_file_close(&file);
}

static void test_places(void) {
    Place place = {"src/a.c", 10, 12};
    want(place_is_at(&place, "/home/x/src/a.c", 10) && place_is_at(&place, "src/a.c", 12), "lines");
    want(!place_is_at(&place, "src/a.c", 9) && !place_is_at(&place, "src/a.c", 13), "other lines");
    want(place_is_at(&place, "a.c", 11), "a shorter name");
    want(!place_is_at(&place, "/home/src/aa.c", 10) && !place_is_at(&place, "/home/xsrc/a.c", 10), "other files");
    want(place_is_at(&place, "../src/a.c", 10), "a relative name");
    place.path = NULL;
    want(!place_is_at(&place, "src/a.c", 10), "no file");
}

static void test_wrong(Arena *arena) {
    static const char *const refused[] = {
        "",
        "no JSON",
        "{}",
        "[]",
        "{\"version\":\"1.0\",\"runs\":[]}",
        "{\"version\":\"2.1.0\",\"runs\":{}}",
        "{\"version\":2.1,\"runs\":[]}",
    };
    // Results that say little are looked for as far as they say something.
    static const char *const empty[] = {
        "null",
        "3",
        "[]",
        "{}",
        "{\"codeFlows\":7}",
        "{\"codeFlows\":[null,{\"threadFlows\":[null,{\"locations\":3}]}]}",
        "{\"codeFlows\":[{\"threadFlows\":[{\"locations\":[" TEST_STEP(-1, 5, "", "x") "," TEST_STEP(
            1, 0, "", "x") "," TEST_STEP(1e300, 5, "", "x") "]}]}]}",
        "{\"locations\":[{\"physicalLocation\":{\"region\":{\"startLine\":\"5\"}}}]}",
    };
    Messages messages;
    FindingsFile file;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        want(test_read(arena, refused[i], &messages, &file) == STATUS_BAD_INPUT && messages.list.count, refused[i]);
        findings_file_close(&file);
    }
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        const char *text = arena_format(arena, TEST_SARIF("%s"), empty[i]);
        want(!test_read(arena, text, &messages, &file) && file.witnesses.count == 1, empty[i]);
        want(file.witnesses.count == 1 && !file.witnesses.items[0].steps.count, empty[i]);
        findings_file_close(&file);
    }
}

// As plan_add_sites leaves them; the line 20 has no code.
static PlanSites find_sites(Arena *arena, const Witness *witness) {
    PlanSites sites = {.arena = arena, .module = "/bin/a program"};
    for (uint32_t i = 0; i < witness->steps.count; i++) {
        PlanSite site = {.place = witness->steps.items[i].place};
        CodeRange range = {0x100 * (i + 1), 0x100 * (i + 1) + 0x10};
        if (site.place.line != 20) array_push(&site.ranges, arena, range);
        array_push(&sites.list, arena, site);
    }
    return sites;
}

static void test_plans(Arena *arena) {
    Messages messages;
    FindingsFile file;
    test_read(arena, TEST_SARIF(TEST_CYCLE("11")), &messages, &file);
    const Witness *witness = &file.witnesses.items[0];
    PlanSites sites = find_sites(arena, witness);
    Plan watch = plan_make(&sites, NULL, PLAN_WATCHES, 0), all = plan_make(&sites, witness, PLAN_ALL, 4);
    want(!watch.steps.count, "who watches holds nobody");
    want(!strstr(plan_text(&sites, witness, &watch), "step"), "nor says so");
    want(all.steps.count == 5 && all.steps.items[3] == 4, "steps without code are left out");
    want(all.hold == 200 && all.seed == 4, "hold and seed");
    Plan switches = plan_make(&sites, witness, PLAN_SWITCHES, 0);
    want(switches.steps.count == 4 && switches.steps.items[0] == 1, "steps around a change of the task");
    want(!strcmp(plan_text(&sites, witness, &switches),
                 "qtrace-steer 1\nhold 50\npatience 3000\nseed 0\nsite 1 100 110 /bin/a program\n"
                 "site 2 200 210 /bin/a program\nsite 3 300 310 /bin/a program\nsite 5 500 510 /bin/a program\n"
                 "site 6 600 610 /bin/a program\ntask 1 main\ntask 2 1\ntask 3 2\nstep 1 2 -\nstep 2 3 -\n"
                 "step 2 5 b\nstep 3 6 b\n"),
         "the plan's text");
    findings_file_close(&file);
}

int main(void) {
    Arena *arena = arena_create();
    test_cycle(arena);
    test_places();
    test_wrong(arena);
    test_plans(arena);
    arena_destroy(arena);
    return failures > 0;
}
