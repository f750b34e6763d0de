// SPDX-License-Identifier: MIT
// What runs have written: read line by line, whatever a killed process left of it.
#include "confirm/evidence.h"

#include <stdio.h>
#include <string.h>

static int failures;

static void want(bool condition, const char *what) {
    if (condition) return;
    failures++;
    printf("failed: %s\n", what);
}

static Evidence parse(Arena *arena, const char *text) {
    Evidence evidence;
    size_t size = strlen(text);
    evidence_parse(arena_copy_bytes(arena, text, size), size, arena, &evidence);
    return evidence;
}

static void test_report(Arena *arena) {
    Evidence evidence = parse(
        arena, "{\"kind\":\"report\",\"report\":\"race\",\"title\":\"data race\",\"sites\":["
               "{\"title\":\"Write\",\"frames\":[{\"function\":\"clear\",\"file\":\"/a b/c.c\",\"line\":7,\"column\":3,"
               "\"module\":\"/bin/x\",\"offset\":\"1f\"},{\"module\":\"/bin/x\"}]},{\"title\":\"Read\"}]}\n");
    want(evidence.has_started && evidence.reports.count == 1 && !evidence.holds.count, "one report");
    if (evidence.reports.count != 1) return;
    const EvidenceReport *report = &evidence.reports.items[0];
    want(!strcmp(report->kind, "race") && !strcmp(report->title, "data race"), "kind and title");
    want(report->sites.count == 2 && report->sites.items[0].frames.count == 2, "sites and frames");
    want(!report->sites.items[1].frames.count, "a site without frames");
    const EvidenceFrame *frame = &report->sites.items[0].frames.items[0];
    want(!strcmp(frame->function, "clear") && !strcmp(frame->file, "/a b/c.c") && !strcmp(frame->offset, "1f"),
         "texts");
    want(frame->line == 7 && frame->column == 3, "line and column");
    want(!*frame[1].function && !*frame[1].file && frame[1].line == 0, "what is not known");
}

static void test_holds(Arena *arena) {
    Evidence evidence = parse(arena, "{\"kind\":\"entered\",\"step\":2}\n{\"kind\":\"entered\",\"step\":1}\n"
                                     "{\"kind\":\"passed\",\"step\":2}\n{\"kind\":\"seen\",\"site\":9}\n"
                                     "{\"kind\":\"hold\",\"step\":3,\"open\":1,\"end\":\"time\",\"prevented\":\"lock\","
                                     "\"waiting\":[{\"module\":\"m\",\"offset\":\"10\"}],\"holding\":[]}\n");
    want(evidence.entered.count == 2 && evidence.entered.items[0] == 2 && evidence.entered.items[1] == 1,
         "steps in the order in which they were entered");
    want(evidence.passed.count == 1 && evidence.seen.count == 1 && evidence.seen.items[0] == 9, "passed and seen");
    want(evidence.holds.count == 1, "one hold");
    if (evidence.holds.count != 1) return;
    const EvidenceHold *hold = &evidence.holds.items[0];
    want(hold->step == 3 && hold->open == 1 && !strcmp(hold->end, "time") && !strcmp(hold->prevented, "lock"), "hold");
    want(hold->waiting.count == 1 && !strcmp(hold->waiting.items[0].offset, "10") && !hold->holding.count, "stacks");
}

static void test_damage(Arena *arena) {
    static const char whole[] = "{\"kind\":\"seen\",\"site\":1}\n{\"kind\":\"hold\",\"step\":2,\"end\":\"order\"}\n";
    for (size_t size = 0; size < sizeof whole; size++) {
        Evidence evidence;
        evidence_parse(arena_copy_bytes(arena, whole, size), size, arena, &evidence);
        uint32_t lines = (size > 24) + (size == sizeof whole - 1);
        want(evidence.seen.count + evidence.holds.count == lines, "only lines that have an end");
        want(evidence.has_started == (lines > 0), "started");
    }
    Evidence evidence = parse(arena, "no JSON\n\n[1,2]\nnull\n\"kind\"\n{}\n{\"kind\":3}\n{\"kind\":\"later\"}\n"
                                     "{\"kind\":\"report\",\"report\":5,\"sites\":7}\n"
                                     "{\"kind\":\"report\",\"sites\":[null,{\"frames\":[4,{\"line\":\"x\"}]}]}\n"
                                     "{\"kind\":\"hold\",\"step\":-1,\"open\":1e300,\"waiting\":{\"a\":1}}\n"
                                     "{\"kind\":\"entered\",\"step\":4}\n");
    want(evidence.has_started && evidence.reports.count == 2, "what has a kind counts, whatever the rest");
    want(evidence.holds.count == 1 && !evidence.holds.items[0].step && !evidence.holds.items[0].open, "wrong numbers");
    want(evidence.entered.count == 1 && evidence.entered.items[0] == 4, "lines behind damage are read");
    evidence = parse(arena, "garbage\n{}\n");
    want(!evidence.has_started, "nothing that libqtrace wrote");
}

int main(void) {
    Arena *arena = arena_create();
    test_report(arena);
    test_holds(arena);
    test_damage(arena);
    arena_destroy(arena);
    return failures > 0;
}
