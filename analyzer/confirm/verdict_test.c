// SPDX-License-Identifier: MIT
// Which report shows which finding, when holds refute it, and what of it is joined to the file.
#include "confirm/join.h"
#include "confirm/test_findings.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

static int failures;

static void want(bool condition, const char *what) {
    if (condition) return;
    failures++;
    printf("failed: %s\n", what);
}

static Evidence evidence_of(Arena *arena, const char *lines) {
    Evidence evidence;
    evidence_parse(lines, strlen(lines), arena, &evidence);
    return evidence;
}

#define FRAMES(line) "[{\"function\":\"f\",\"file\":\"/x/src/a.c\",\"line\":" #line "}]"
#define REPORT(kind, first, second)                                                                                    \
    "{\"kind\":\"report\",\"report\":\"" kind                                                                          \
    "\",\"title\":\"seen\",\"sites\":[{\"title\":\"one\",\"frames\":" FRAMES(                                          \
        first) "},{\"title\":\"two\",\"frames\":" FRAMES(second) "}]}\n"
#define PREVENTED(kind, offset)                                                                                        \
    "{\"kind\":\"entered\",\"step\":1}\n{\"kind\":\"hold\",\"step\":3,\"open\":2,\"end\":\"others-wait\","             \
    "\"prevented\":\"" kind "\",\"waiting\":[{\"module\":\"m\",\"offset\":\"" offset                                   \
    "\"}],\"holding\":[{\"module\":\"m\",\"offset\":\"99\"}]}\n"

static bool shows(Arena *arena, const Witness *witness, const char *lines) {
    Evidence evidence = evidence_of(arena, lines);
    return evidence_shows(&evidence, witness) != UINT32_MAX;
}

static void test_shows(Arena *arena, const Witness *cycle, const Witness *race) {
    want(shows(arena, cycle, REPORT("blocked", 11, 21)), "both wait where the finding says");
    want(shows(arena, cycle, REPORT("leak", 11, 99)), "at the finding's own place");
    want(!shows(arena, cycle, REPORT("blocked", 21, 99)), "not at its own place");
    want(!shows(arena, cycle, REPORT("race", 11, 21)), "another kind of report");
    want(!shows(arena, cycle, REPORT("blocked", 10, 20)), "other lines");
    want(shows(arena, race, REPORT("race", 5, 6)) && shows(arena, race, REPORT("race", 6, 5)), "both accesses");
    want(!shows(arena, race, REPORT("race", 5, 7)) && !shows(arena, race, REPORT("race", 6, 6)), "another pair");
    want(!shows(arena, race, REPORT("blocked", 5, 6)) && !shows(arena, race, ""), "no race");
    want(shows(arena, race, REPORT("blocked", 1, 2) REPORT("race", 5, 6)), "the second report");
}

static Plan plan_of(Arena *arena) {
    Plan plan = {.style = PLAN_ALL};
    for (uint32_t i = 2; i < 6; i++) array_push(&plan.steps, arena, i);
    return plan;
}

static void add(Confirmation *confirmation, const Witness *witness, Arena *arena, const char *lines) {
    Plan plan = plan_of(arena);
    Evidence evidence = evidence_of(arena, lines);
    confirmation_add(confirmation, witness, &plan, &evidence);
}

static void test_verdicts(Arena *arena, const Witness *witness) {
    Confirmation seen = {0}, refuted = {0}, mixed = {0}, other = {0}, partly = {0};
    add(&seen, witness, arena, "");
    add(&seen, witness, arena, REPORT("blocked", 11, 21));
    want(seen.status == CONFIRM_CONFIRMED && seen.run == 2 && seen.is_steered, "confirmed in the second run");
    for (int i = 0; i < 3; i++) {
        want(refuted.status == CONFIRM_NOT_REPRODUCED, "not refuted too early");
        add(&refuted, witness, arena, PREVENTED("lock", "10"));
        add(&mixed, witness, arena, i == 1 ? "" : PREVENTED("lock", "10"));
        add(&other, witness, arena, i == 1 ? PREVENTED("lock", "20") : PREVENTED("lock", "10"));
    }
    add(&mixed, witness, arena, PREVENTED("lock", "10"));
    want(refuted.status == CONFIRM_REFUTED && refuted.prevented_step == 3, "prevented in all runs by the same");
    want(strstr(confirmation_sentence(&refuted, witness, arena), "T3 takes 'b'.") != NULL, "which step");
    want(mixed.status == CONFIRM_NOT_REPRODUCED && other.status == CONFIRM_NOT_REPRODUCED,
         "not by the same, or not always");
    add(&partly, witness, arena, "{\"kind\":\"entered\",\"step\":1}\n{\"kind\":\"entered\",\"step\":2}\n");
    add(&partly, witness, arena, "{\"kind\":\"entered\",\"step\":1}\n{\"kind\":\"entered\",\"step\":4}\n");
    want(partly.steps == 4 && partly.reached == 2 && strstr(partly.missing, "waits for 'b'"), "the farthest run");
}

static const char *text_at(const cJSON *result, const char *name) {
    const cJSON *joined = cJSON_GetObjectItem(cJSON_GetObjectItem(result, "properties"), "confirmation");
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItem(joined, name));
    return text ? text : "";
}

static void test_join(Arena *arena, FindingsFile *file) {
    Confirmation confirmations[3] = {0};
    add(&confirmations[0], &file->witnesses.items[0], arena, REPORT("blocked", 11, 21));
    add(&confirmations[2], &file->witnesses.items[2], arena, "");
    findings_file_join(file, confirmations);
    findings_file_join(file, confirmations); // again: nothing stands twice
    char *text = findings_file_print(file);
    cJSON *document = cJSON_Parse(text), *run = cJSON_GetArrayItem(cJSON_GetObjectItem(document, "runs"), 0);
    const cJSON *results = cJSON_GetObjectItem(run, "results"), *first = cJSON_GetArrayItem(results, 0);
    const cJSON *last = cJSON_GetArrayItem(results, 2), *properties = cJSON_GetObjectItem(first, "properties");
    want(!strcmp(text_at(first, "status"), "confirmed") && !strcmp(text_at(last, "status"), "not-reproduced"),
         "status");
    want(!strcmp(cJSON_GetStringValue(cJSON_GetObjectItem(properties, "certainty")), "confirmed"), "certainty");
    want(cJSON_GetArraySize(properties) == 2, "certainty and confirmation, once each");
    want(cJSON_GetArraySize(cJSON_GetObjectItem(first, "stacks")) == 2, "both stacks");
    want(!cJSON_GetObjectItem(last, "stacks"), "no evidence of what was not seen");
    properties = cJSON_GetObjectItem(last, "properties");
    want(!strcmp(cJSON_GetStringValue(cJSON_GetObjectItem(properties, "certainty")), "feasible"), "certainty is kept");
    want(cJSON_GetArraySize(results) == 3, "as many results as before");
    cJSON_Delete(document);
    free(text);
}

int main(void) {
    Arena *arena = arena_create();
    Messages messages;
    FindingsFile file;
    Status status = test_read(arena, TEST_SARIF(TEST_CYCLE("11") "," TEST_RACE "," TEST_CYCLE("22")), &messages, &file);
    if (status || file.witnesses.count != 3) return 1;
    test_shows(arena, &file.witnesses.items[0], &file.witnesses.items[1]);
    test_verdicts(arena, &file.witnesses.items[0]);
    test_join(arena, &file);
    findings_file_close(&file);
    arena_destroy(arena);
    return failures > 0;
}
