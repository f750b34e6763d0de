// SPDX-License-Identifier: MIT
// Compares every format with golden files in testdata/ (CHANVET_UPDATE_GOLDEN=1 writes them anew) and
// leaves SARIF files in $CHANVET_SARIF_DIRECTORY, where scripts/check-sarif validates them.
#include "findings/file_bytes.h"
#include "report/paths.h"
#include "report/report.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char FOLDER[] = "analyzer/report/testdata";
static int failures;

static void fail(const char *what, const char *detail) {
    failures++;
    fprintf(stderr, "report_test: %s: %s\n", what, detail);
}

static const char *const CYCLE_TAGS[] = {"deadlock", "channel"}, *const CLOSE_TAGS[] = {"misuse", "channel"},
                         *const RACE_TAGS[] = {"race", "atomic"};
static const RuleInfo CYCLE = {
    .id = "channel-wait-cycle",
    .name = "ChannelWaitCycle",
    .short_text = "Tasks wait for each other on channels for ever.",
    .full_text = "Each task of a group waits at a channel for another task of the same group, so none goes on.",
    .help_markdown =
        "# channel-wait-cycle\n\nTasks wait for each other, as **both** send first:\n\n```c\nsend(a, 1); // "
        "`a` is full\n```\n\n## What to do\n\n- give `a` a capacity, or\n- receive [before](README.md) "
        "sending.\n",
    .tags = CYCLE_TAGS,
    .tag_count = 2,
    .cwe = 833,
    .level = LEVEL_WARNING,
    .precision = "high",
};
static const RuleInfo CLOSE_TWICE = {
    .id = "close-twice",
    .name = "CloseTwice",
    .short_text = "A channel is closed twice.",
    .full_text = "Closing a closed channel ends the program.",
    .help_markdown = "# close-twice\n\nClose a channel once, by its owner.\n",
    .tags = CLOSE_TAGS,
    .tag_count = 2,
    .cwe = 675,
    .level = LEVEL_ERROR,
    .precision = "very-high",
};
static const RuleInfo RACE = {
    .id = "unordered-accesses",
    .name = "UnorderedAccesses",
    .short_text = "Two tasks use one variable with no order between them.",
    .full_text = "Two accesses, one a write, may happen in either order or at once.",
    .tags = RACE_TAGS,
    .tag_count = 2,
    .level = LEVEL_NOTE,
    .precision = "medium",
};
static const RuleInfo *const RULES[] = {&CYCLE, &CLOSE_TWICE, &RACE};

typedef struct Scene {
    Arena *arena;
    FindingSet set;
    Messages messages;
    ReportInput input;
} Scene;

static const char *const FILES[] = {"src/pool.c", "src/with space & über.c", "./src/../src/pool.c", "src/crlf.c"};

static Scene make_scene(const char *root) {
    Arena *arena = arena_create();
    Scene scene = {.arena = arena, .set = {.arena = arena}, .messages = {.arena = arena}};
    scene.input = (ReportInput){.rules = RULES,
                                .rule_count = 3,
                                .analysed_files = FILES,
                                .analysed_count = 4,
                                .tool_version = "0.1.0",
                                .root = root};
    return scene;
}

static void add_task(Scene *scene, Finding *finding, const char *name, const char *label, FindingPlace spawned) {
    FindingTask task = {name, label, spawned, spawned.path ? 1 : 0};
    array_push(&finding->tasks, scene->arena, task);
}

static void add_step(Scene *scene, Finding *finding, Step step) {
    array_push(&finding->steps, scene->arena, step);
}

static FindingPlace at(const char *path, uint32_t line, uint32_t column, uint32_t end_column, const char *function) {
    return (FindingPlace){path, line, column, end_column, function};
}

static const char POOL[] = "src/pool.c";

// Both tasks stand at a send on a rendezvous channel.
static void add_deadlock(Scene *scene) {
    Finding finding = {.rule = &CYCLE, .level = LEVEL_WARNING, .certainty = CERTAINTY_FEASIBLE};
    finding.place = at(POOL, 9, 9, 39, "worker");
    finding.message = "'main' and 'worker' wait for each other for ever, on channels 'jobs' and 'results'. "
                      "Neither 'jobs' nor 'results' has room for a value that nobody receives.";
    finding.bound = "loops followed at most 3 times";
    add_task(scene, &finding, "main", "T1", (FindingPlace){0});
    add_task(scene, &finding, "worker", "T2", at(POOL, 18, 5, 41, "main"));
    add_step(scene, &finding,
             (Step){STEP_MAKE, 1, at(POOL, 16, 12, 27, "main"), "makes 'jobs', a rendezvous", 0, 0, 0});
    add_step(scene, &finding, (Step){STEP_SPAWN, 1, at(POOL, 18, 5, 41, "main"), "starts 'worker'", 0, false, 0});
    add_step(scene, &finding, (Step){STEP_SEND, 1, at(POOL, 19, 5, 26, "main"), "sends 1 to 'jobs'", 0, true, 0});
    add_step(scene, &finding,
             (Step){STEP_RECEIVE, 2, at(POOL, 8, 19, 40, "worker"), "receives 1 from 'jobs'", 0, 1, 0});
    add_step(scene, &finding,
             (Step){STEP_SEND, 2, at(POOL, 9, 9, 39, "worker"), "sends to 'results', where nobody receives, and waits",
                    "results 0/0", true, 0});
    add_step(scene, &finding,
             (Step){STEP_SEND, 1, at(POOL, 20, 5, 26, "main"), "sends to 'jobs', where nobody receives, and waits",
                    "holds {mu}; jobs 0/0", true, 1});
    array_push(&finding.related, scene->arena,
               (RelatedPlace){at(POOL, 4, 17, 21, NULL), "channel 'jobs' is declared here"});
    array_push(&finding.related, scene->arena,
               (RelatedPlace){at(POOL, 4, 24, 31, NULL), "channel 'results' is declared here"});
    array_push(&finding.resources, scene->arena, "src/pool.c::jobs");
    array_push(&finding.resources, scene->arena, "src/pool.c::results");
    array_push(&finding.operations, scene->arena, "main:send");
    array_push(&finding.operations, scene->arena, "worker:send");
    findings_add(&scene->set, finding);
}

static void add_simple(Scene *scene, const RuleInfo *rule, FindingPlace place, const char *message) {
    Finding finding = {.rule = rule, .level = rule->level, .place = place, .message = message};
    array_push(&finding.resources, scene->arena,
               arena_format(scene->arena, "%s:%u:%s", place.path ? place.path : "", scene->set.list.count, message));
    findings_add(&scene->set, finding);
}

static void scene_deadlock(Scene *scene) {
    add_deadlock(scene);
    scene->input.exit_status = 1;
}

// One step in a macro's body, one where it is used: the use comes first, the body as a related place.
static void scene_macros(Scene *scene) {
    add_deadlock(scene);
    Finding *finding = &scene->set.list.items[0];
    finding->certainty = CERTAINTY_CONFIRMED;
    finding->level = LEVEL_ERROR;
    array_push(&finding->related, scene->arena,
               (RelatedPlace){at("src/pool.h", 1, 21, 33, NULL), "the body of macro 'SUBMIT[job](1)' is here"});
    finding->steps.items[1].place = (FindingPlace){0};
    scene->input.category = "nightly";
    scene->input.exit_status = 1;
}

// Characters that take several bytes, tabs, CRLF, bytes that are no UTF-8, columns that are unknown or wrong.
static void scene_characters(Scene *scene) {
    static const char utf8[] = "src/with space & über.c";
    add_simple(scene, &CYCLE, at(utf8, 2, 44, 59, "take"), "'größe 漢字 😀' is locked twice.");
    add_simple(scene, &CYCLE, at(utf8, 3, 2, 18, "take"), "Tab \t and \x01 and \"quotes\" and \\ and \xff.");
    add_simple(scene, &CLOSE_TWICE, at("src/crlf.c", 3, 5, 16, "stop"), "Channel 'done' is closed twice.");
    add_simple(scene, &CLOSE_TWICE, at("src/crlf.c", 4, 0, 0, "stop"), "The column is unknown.");
    add_simple(scene, &RACE, at("src/broken-bytes.c", 1, 31, 43, NULL), "After bytes that are no UTF-8.");
    add_simple(scene, &RACE, at("src/broken-bytes.c", 2, 3, 0, NULL), "After control characters.");
    add_simple(scene, &RACE, at("src/pool.c", 2, 1, 0, NULL), "On an empty line.");
    add_simple(scene, &RACE, at("src/pool.c", 8, 13, 900, NULL), "The end lies beyond the line.");
    add_simple(scene, &RACE, at("src/pool.c", 8, 700, 900, NULL), "All of it lies beyond the line.");
}

static void scene_unreadable(Scene *scene) {
    add_simple(scene, &CYCLE, at("src/gone.c", 12, 5, 9, "f"), "The file is gone.");
    add_simple(scene, &CYCLE, at("src/pool.c", 5000, 5, 9, "f"), "The line is not there.");
    add_simple(scene, &RACE, at("/usr/include/no such header.h", 1, 1, 4, "f"), "The file lies elsewhere.");
    add_simple(scene, &RACE, (FindingPlace){0}, "No place is known.");
    message_add(&scene->messages, SEVERITY_ERROR, "src/bad.c", 3, "the file does not compile: expected ';'");
    message_add(&scene->messages, SEVERITY_WARNING, "src/asm.c", 0, "inline assembly is not understood");
    message_add(&scene->messages, SEVERITY_ERROR, NULL, 0, "model 'x.json' is not used");
    message_add(&scene->messages, SEVERITY_WARNING, NULL, 0, "the budget of 10 s is spent");
    message_add(&scene->messages, SEVERITY_NOTE, NULL, 0, "the cache was empty");
    scene->input.undecided_scopes = 2;
    scene->input.exit_status = 3;
}

static void scene_nothing(Scene *scene) {
    scene->input.analysed_count = 0;
}

static void scene_baseline(Scene *scene) {
    add_simple(scene, &CYCLE, at(POOL, 19, 5, 26, "main"), "Known.");
    add_simple(scene, &CYCLE, at(POOL, 20, 5, 26, "main"), "New.");
    scene->set.list.items[0].baseline = BASELINE_UNCHANGED;
    scene->set.list.items[1].baseline = BASELINE_NEW;
    scene->input.exit_status = 1;
}

// More findings than are shown, and one with more steps than are shown.
static void scene_many(Scene *scene) {
    for (uint32_t i = 0; i < 1500; i++) {
        const RuleInfo *rule = RULES[i % 3];
        add_simple(scene, rule, at(POOL, 1 + i % 22, 1, 0, "f"), arena_format(scene->arena, "Finding '%u'.", i));
    }
    Finding long_one = {
        .rule = &CYCLE, .level = LEVEL_ERROR, .place = at(POOL, 9, 9, 39, "worker"), .message = "Long."};
    add_task(scene, &long_one, "main", NULL, (FindingPlace){0});
    for (uint32_t i = 0; i < 1000; i++)
        add_step(scene, &long_one,
                 (Step){i % 13, 1, at(POOL, 1 + i % 22, 1, 2, "main"), "does something", 0, i >= 990, 0});
    findings_add(&scene->set, long_one);
    scene->input.exit_status = 1;
}

typedef void Writer(const ReportInput *input, FILE *out);

static char *render(Writer *writer, const ReportInput *input) {
    char *bytes = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&bytes, &length);
    if (!stream) abort();
    writer(input, stream);
    fclose(stream);
    return bytes;
}

static void write_file(const char *path, const char *text) {
    FILE *stream = fopen(path, "wb");
    if (!stream || fputs(text, stream) < 0 || fclose(stream) != 0) fail(path, strerror(errno));
}

static void compare_golden(Arena *arena, const char *name, const char *text) {
    const char *path = arena_format(arena, "%s/%s", FOLDER, name);
    if (getenv("CHANVET_UPDATE_GOLDEN")) write_file(path, text);
    FileBytes golden;
    if (!file_bytes_read(path, arena, &golden))
        fail(path, "there is no golden file");
    else if (strcmp(golden.bytes, text) != 0) {
        fail(path, "differs from what is written now:");
        fputs(text, stderr);
    }
}

static void compare_format(Scene *scene, Writer *writer, const char *name, const char *ending) {
    char *text = render(writer, &scene->input);
    compare_golden(scene->arena, arena_format(scene->arena, "%s.%s", name, ending), text);
    free(text);
}

static const cJSON *get(const cJSON *from, const char *path, Arena *arena) {
    for (char *part = strtok(arena_copy_text(arena, path), "."); part && from; part = strtok(NULL, ".")) {
        bool is_index = part[0] >= '0' && part[0] <= '9';
        from = is_index ? cJSON_GetArrayItem(from, atoi(part)) : cJSON_GetObjectItemCaseSensitive(from, part);
    }
    return from;
}

typedef struct Expectation {
    const char *scene, *path;
    int count;        // array size, or -1
    const char *text; // or NULL
    double number;    // when neither
} Expectation;

#define RESULT "runs.0.results."
#define REGION ".locations.0.physicalLocation.region."

// What consumers depend on, named one by one so that a changed golden file cannot hide it.
static const Expectation EXPECTATIONS[] = {
    {"deadlock", "runs", 1, NULL, 0},
    {"deadlock", RESULT "0.codeFlows", 2, NULL, 0},
    {"deadlock", RESULT "0.codeFlows.0.threadFlows", 1, NULL, 0},
    {"deadlock", RESULT "0.codeFlows.0.threadFlows.0.locations", 6, NULL, 0},
    {"deadlock", RESULT "0.codeFlows.1.threadFlows", 2, NULL, 0},
    {"deadlock", RESULT "0.codeFlows.1.threadFlows.1.locations.0.executionOrder", -1, NULL, 4},
    {"deadlock", RESULT "0.codeFlows.0.threadFlows.0.locations.4.nestingLevel", -1, NULL, 2},
    {"deadlock", RESULT "0.codeFlows.0.threadFlows.0.locations.5.state.held.text", -1, "{mu}", 0},
    {"deadlock", RESULT "0.locations", 1, NULL, 0},
    {"deadlock", RESULT "0.locations.0.physicalLocation.region.snippet.text", -1, "channel_send(results, job * 2)", 0},
    {"deadlock", RESULT "0.relatedLocations", 4, NULL, 0},
    {"deadlock", RESULT "0.relatedLocations.0.id", -1, NULL, 1},
    {"deadlock", RESULT "0.partialFingerprints.primaryLocationLineHash", -1, "a9b6624b10cf6e28:1", 0},
    {"deadlock", "runs.0.artifacts", 3, NULL, 0},
    {"deadlock", "runs.0.automationDetails.id", -1, "chanvet/default/", 0},
    {"deadlock", "runs.0.invocations.0.exitCode", -1, NULL, 1},
    {"deadlock", "runs.0.tool.driver.rules.0.properties.tags.3", -1, "external/cwe/cwe-833", 0},
    {"macros", "runs.0.automationDetails.id", -1, "chanvet/nightly/", 0},
    // ü, ö, ß, 漢, 字 and 😀 take 2, 2, 2, 3, 3 and 4 bytes but 1, 1, 1, 1, 1 and 2 UTF-16 units.
    {"characters", RESULT "0" REGION "startColumn", -1, NULL, 36},
    {"characters", RESULT "0" REGION "endColumn", -1, NULL, 51},
    {"characters", RESULT "0" REGION "snippet.text", -1, "lock(&q->mutex)", 0},
    {"characters", RESULT "0.locations.0.physicalLocation.artifactLocation.uri", -1,
     "src/with%20space%20%26%20%C3%BCber.c", 0},
    {"characters", RESULT "1.message.text", -1, "Tab \t and \x01 and \"quotes\" and \\ and \xef\xbf\xbd.", 0},
    {"characters", RESULT "2" REGION "snippet.text", -1, "close(done)", 0},
    {"characters", RESULT "3" REGION "endColumn", -1, NULL, 2},
    {"characters", RESULT "7" REGION "endColumn", -1, NULL, 16},
    {"unreadable", RESULT "2.locations.0.physicalLocation.artifactLocation.uri", -1, "usr/include/no%20such%20header.h",
     0},
    {"unreadable", RESULT "3.locations.0.physicalLocation.artifactLocation.uri", -1, "src/pool.c", 0},
    {"unreadable", "runs.0.invocations.0.toolExecutionNotifications", 6, NULL, 0},
    {"unreadable", "runs.0.invocations.0.toolExecutionNotifications.0.descriptor.id", -1, "file-not-analysed", 0},
    {"nothing", "runs.0.results", 0, NULL, 0},
    {"baseline", RESULT "0.baselineState", -1, "unchanged", 0},
    {"baseline", RESULT "1.baselineState", -1, "new", 0},
    {"many", "runs.0.results", 1000, NULL, 0},
    {"many", "runs.0.invocations.0.toolExecutionNotifications.0.descriptor.id", -1, "results-cut", 0},
    {"many", RESULT "999.codeFlows.0.threadFlows.0.locations", 200, NULL, 0},
    {"many", RESULT "999.codeFlows.0.threadFlows.0.locations.199.executionOrder", -1, NULL, 1000},
};

static void check_expectation(const Expectation *expected, const cJSON *log, Arena *arena) {
    const cJSON *item = get(log, expected->path, arena);
    const char *where = arena_format(arena, "%s.sarif, %s", expected->scene, expected->path);
    if (!item)
        fail(where, "is missing");
    else if (expected->count >= 0 && cJSON_GetArraySize(item) != expected->count)
        fail(where, arena_format(arena, "expected %d items, got %d", expected->count, cJSON_GetArraySize(item)));
    else if (expected->text && (!cJSON_IsString(item) || strcmp(item->valuestring, expected->text) != 0))
        fail(where, arena_format(arena, "expected '%s', got '%s'", expected->text, cJSON_GetStringValue(item)));
    else if (expected->count < 0 && !expected->text && item->valuedouble != expected->number)
        fail(where, arena_format(arena, "expected %g, got %g", expected->number, item->valuedouble));
}

static void check_sarif(Scene *scene, const char *name) {
    char *text = render(report_sarif, &scene->input), *again = render(report_sarif, &scene->input);
    if (strcmp(text, again) != 0) fail(name, "two runs write different SARIF");
    cJSON *log = cJSON_Parse(text);
    if (!log) fail(name, "the SARIF is no JSON");
    for (size_t i = 0; i < sizeof EXPECTATIONS / sizeof *EXPECTATIONS; i++)
        if (log && !strcmp(EXPECTATIONS[i].scene, name)) check_expectation(&EXPECTATIONS[i], log, scene->arena);
    const char *directory = getenv("CHANVET_SARIF_DIRECTORY");
    if (directory && (mkdir(directory, 0777) == 0 || errno == EEXIST))
        write_file(arena_format(scene->arena, "%s/%s.sarif", directory, name), text);
    else if (directory)
        fail(directory, strerror(errno));
    cJSON_Delete(log);
    free(text);
    free(again);
}

static void check_scene(const char *root, const char *name, void build(Scene *), bool has_golden) {
    Scene scene = make_scene(root);
    build(&scene);
    scene.input.findings = &scene.set;
    scene.input.messages = &scene.messages;
    check_sarif(&scene, name);
    if (has_golden) {
        compare_format(&scene, report_text, name, "txt");
        compare_format(&scene, report_json, name, "json");
        compare_format(&scene, report_github, name, "github");
        compare_format(&scene, report_gitlab, name, "gitlab.json");
    }
    arena_destroy(scene.arena);
}

static void check_long_text(const char *root) {
    Scene scene = make_scene(root);
    scene_many(&scene);
    scene.set.list.items += 1500;
    scene.set.list.count = 1;
    scene.input.findings = &scene.set;
    compare_format(&scene, report_text, "long", "txt");
    scene.set.list.count = 0;
    add_deadlock(&scene);
    scene.input.use_color = true;
    compare_format(&scene, report_text, "color", "txt");
    compare_format(&scene, report_sarif, "deadlock", "sarif");
    arena_destroy(scene.arena);
}

static void check_rules(void) {
    Arena *arena = arena_create();
    char *bytes = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&bytes, &length);
    if (!stream) abort();
    report_rules_text(RULES, 3, stream);
    report_rules_json(RULES, 3, stream);
    for (uint32_t i = 0; i < 3; i++) report_explain(RULES[i], i == 1, stream);
    fclose(stream);
    compare_golden(arena, "rules.txt", bytes);
    free(bytes);
    arena_destroy(arena);
}

static void check_paths(void) {
    static const char *const cases[][3] = {{"a.c", "/r", "a.c"},
                                           {"./x/../a.c", "/r", "a.c"},
                                           {"/r/a.c", "/r", "a.c"},
                                           {"/r/a.c", "/r/", "a.c"},
                                           {"/rr/a.c", "/r", "/rr/a.c"},
                                           {"../a.c", "/r/s", "/r/a.c"},
                                           {"/r//b/./a.c", "/r", "b/a.c"},
                                           {"/r", "/r", "/r"},
                                           {"/a.c", "/", "a.c"},
                                           {"../../../a.c", "/r", "/a.c"},
                                           {"../a.c", NULL, "../a.c"},
                                           {"x/..", NULL, "."},
                                           {"/..", NULL, "/"},
                                           {"../../a/../b.c", NULL, "../../b.c"}};
    Arena *arena = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = path_from_root(cases[i][0], cases[i][1], arena);
        if (strcmp(got, cases[i][2]) != 0)
            fail(cases[i][0], arena_format(arena, "expected %s, got %s", cases[i][2], got));
    }
    const char *uri = path_as_uri("a b/C:%~é#?.c", arena);
    if (strcmp(uri, "a%20b/C%3A%25~%C3%A9%23%3F.c") != 0) fail("path_as_uri", uri);
    arena_destroy(arena);
}

int main(void) {
    char root[4096] = "";
    if (!getcwd(root, sizeof root - sizeof FOLDER - 1)) return 1;
    strcat(strcat(root, "/"), FOLDER);
    check_scene(root, "deadlock", scene_deadlock, true);
    check_scene(root, "macros", scene_macros, true);
    check_scene(root, "characters", scene_characters, true);
    check_scene(root, "unreadable", scene_unreadable, true);
    check_scene(root, "nothing", scene_nothing, true);
    check_scene(root, "baseline", scene_baseline, true);
    check_scene(root, "many", scene_many, false);
    check_long_text(root);
    check_rules();
    check_paths();
    return failures ? 1 : 0;
}
