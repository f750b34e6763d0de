// SPDX-License-Identifier: MIT
// For tests: findings as SARIF files, written and read back.
#pragma once
#include "confirm/witness.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define TEST_PLACE(line)                                                                                               \
    "{\"physicalLocation\":{\"artifactLocation\":{\"uri\":\"src/a.c\"},\"region\":{\"startLine\":" #line "}}"
#define TEST_STEP(order, line, kinds, text)                                                                            \
    "{\"executionOrder\":" #order ",\"kinds\":[" kinds                                                                 \
    "],\"location\":" TEST_PLACE(line) ",\"message\":{\"text\":\"" text "\"}}}"
#define TEST_SARIF(results)                                                                                            \
    "{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"x\",\"rules\":[{\"id\":\"data-race\","         \
    "\"properties\":{\"tags\":[\"race\"]}}]}},\"results\":[" results "]}]}"

// Two tasks that main starts at lines 40 and 41; they take locks at 10, 11 and 20, 21, and stay at 11 and 21.
#define TEST_CYCLE(fingerprint)                                                                                                                  \
    "{\"ruleId\":\"lock-order-cycle\",\"message\":{\"text\":\"m\"},\"locations\":[" TEST_PLACE(                                                  \
        11) "}],"                                                                                                                                \
            "\"partialFingerprints\":{\"chanvetStable/v1\":\"" fingerprint                                                                       \
            "\"},\"properties\":{\"certainty\":\"feasible\"},"                                                                                   \
            "\"codeFlows\":[{\"threadFlows\":[{\"id\":\"all\",\"locations\":[]}]},{\"threadFlows\":["                                            \
            "{\"id\":\"T1\",\"message\":{\"text\":\"Task T1, 'main'.\"},\"locations\":[" TEST_STEP(1, 40, "", "T1 starts 'one'.") "," TEST_STEP( \
                2, 41, "",                                                                                                                       \
                "T1 starts 'two'.") "]},"                                                                                                        \
                                    "{\"id\":\"T2\",\"message\":{\"text\":\"Task T2, "                                                           \
                                    "'one'.\"},\"locations\":[" TEST_STEP(3, 10, "", "T2 takes 'a'.") "," TEST_STEP(                             \
                                        5, 11, "\"danger\"",                                                                                     \
                                        "T2 waits for 'b' for ever.") "]},"                                                                      \
                                                                      "{\"id\":\"T3\",\"message\":{\"text\":\"Task "                             \
                                                                      "T3, 'two'.\"},\"locations\":[" TEST_STEP(                                 \
                                                                          4, 20, "",                                                             \
                                                                          "T3 takes 'b'.") "," TEST_STEP(6, 21,                                  \
                                                                                                         "\"danger\"",                           \
                                                                                                         "T3 waits "                             \
                                                                                                         "for 'a' "                              \
                                                                                                         "for ever.") "]}]}]}"

#define TEST_RACE                                                                                                      \
    "{\"ruleId\":\"data-race\",\"message\":{\"text\":\"r\"},\"locations\":[" TEST_PLACE(                               \
        5) "}],\"relatedLocations\":[" TEST_PLACE(6) "}],\"partialFingerprints\":{\"chanvetStable/v1\":\"33\"}}"

static inline Status test_read(Arena *arena, const char *text, Messages *messages, FindingsFile *file) {
    char path[] = "/tmp/chanvet-findings-XXXXXX";
    int descriptor = mkstemp(path);
    FILE *out = fdopen(descriptor, "w");
    fputs(text, out);
    fclose(out);
    *messages = (Messages){.arena = arena};
    Status status = findings_file_read(path, arena, messages, file);
    unlink(path);
    return status;
}
