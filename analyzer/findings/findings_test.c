// SPDX-License-Identifier: MIT
#include "findings/finding.h"
#include "findings/findings_baseline.h"
#include "findings/line_hash.h"
#include "findings/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int failures;

static void expect(bool condition, const char *what) {
    if (condition) return;
    failures++;
    fprintf(stderr, "findings_test: %s\n", what);
}

static void expect_text(const char *expected, const char *got, const char *what) {
    if (got && !strcmp(expected, got)) return;
    failures++;
    fprintf(stderr, "findings_test: %s: expected '%s', got '%s'\n", what, expected, got ? got : "(nothing)");
}

static const RuleInfo CYCLE = {.id = "channel-wait-cycle"}, LEAK = {.id = "task-leak"};

static Finding make_finding(Arena *arena, const RuleInfo *rule, const char *path, uint32_t line, const char *resource) {
    Finding finding = {
        .rule = rule, .level = LEVEL_WARNING, .certainty = CERTAINTY_FEASIBLE, .message = "Tasks wait. More."};
    finding.place = (FindingPlace){path, line, 5, 0, "worker"};
    array_push(&finding.resources, arena, resource);
    array_push(&finding.operations, arena, "worker:send");
    array_push(&finding.operations, arena, "main:receive");
    return finding;
}

// The values that GitHub's own upload action is tested with (codeql-action, fingerprints.test.ts).
static void test_line_hash(void) {
    static const struct {
        const char *text, *hashes;
    } vectors[] = {
        {"", "c129715d7a2bc9a3:1"},
        {" a\nb\n  \t\tc\n d", "271789c17abda88f:1 54703d4cd895b18:1 180aee12dab6264:1 a23a3dc5e078b07b:1"},
        {" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End",
         "8b7cf3e952e7aeb2:1 b1ae1287ec4718d9:1 bff680108adb0fcc:1 c6805c5e1288b612:1 b86d3392aea1be30:1 "
         "e6ceba753e1a442:1"},
        {" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n",
         "e9496ae3ebfced30:1 fb7c023a8b9ccb3f:1 ce8ba1a563dcdaca:1 e20e36e16fcb0cc8:1 b3edc88f2938467e:1 "
         "c8e28b0b4002a3a0:1 c129715d7a2bc9a3:1"},
        {" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r",
         "e9496ae3ebfced30:1 fb7c023a8b9ccb3f:1 ce8ba1a563dcdaca:1 e20e36e16fcb0cc8:1 b3edc88f2938467e:1 "
         "c8e28b0b4002a3a0:1 c129715d7a2bc9a3:1"},
        {" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n",
         "e9496ae3ebfced30:1 fb7c023a8b9ccb3f:1 ce8ba1a563dcdaca:1 e20e36e16fcb0cc8:1 b3edc88f2938467e:1 "
         "c8e28b0b4002a3a0:1 c129715d7a2bc9a3:1"},
        {" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n",
         "e9496ae3ebfced30:1 fb7c023a8b9ccb3f:1 ce8ba1a563dcdaca:1 e20e36e16fcb0cc8:1 b3edc88f2938467e:1 "
         "c8e28b0b4002a3a0:1 c129715d7a2bc9a3:1"},
        {"Lorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\n"
         "Lorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\n"
         "Lorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\n"
         "Lorem ipsum dolor sit amet.\n",
         "a7f2ff13bc495cf2:1 a7f2ff13bc495cf2:2 a7f2ff13bc495cf2:3 a7f2ff13bc495cf2:4 a7f2ff13bc495cf2:5 "
         "a7f2ff13bc495cf2:6 a7f2ff1481e87703:1 a9cf91f7bbf1862b:1 55ec222b86bcae53:1 cc97dc7b1d7d8f7b:1 "
         "c129715d7a2bc9a3:1"},
    };
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        Arena *arena = arena_create();
        LineHashes hashes = line_hashes_compute(vectors[i].text, strlen(vectors[i].text), arena);
        const char *all = "";
        for (uint32_t line = 0; line < hashes.list.count; line++)
            all = arena_format(arena, "%s%s%s", all, line ? " " : "", hashes.list.items[line]);
        expect_text(vectors[i].hashes, all, "line hash");
        arena_destroy(arena);
    }
}

static void test_utf8(void) {
    static const struct {
        const char *bytes;
        uint32_t value, length;
        bool is_valid;
    } cases[] = {
        {"a", 'a', 1, true},
        {"\xc3\xb6", 0xf6, 2, true},
        {"\xe6\xbc\xa2", 0x6f22, 3, true},
        {"\xf0\x9f\x98\x80", 0x1f600, 4, true},
        {"\xc0\x80", 0xfffd, 1, false},         // overlong
        {"\xe0\x80\x80", 0xfffd, 1, false},     // overlong
        {"\xed\xa0\x80", 0xfffd, 1, false},     // surrogate
        {"\xf4\x90\x80\x80", 0xfffd, 1, false}, // above U+10FFFF
        {"\xe6\xbc", 0xfffd, 2, false},         // cut off
        {"\xf0\x9f\x98z", 0xfffd, 3, false},
        {"\x80", 0xfffd, 1, false},
        {"\xff", 0xfffd, 1, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CodePoint point = utf8_next(cases[i].bytes, strlen(cases[i].bytes));
        expect(point.value == cases[i].value && point.length == cases[i].length && point.is_valid == cases[i].is_valid,
               "utf8_next reads a code point wrongly");
    }
    expect(utf16_length("a\xc3\xb6\xf0\x9f\x98\x80\xff", 8) == 5, "utf16_length counts wrongly");
}

static void test_fingerprint(Arena *arena) {
    Finding one = make_finding(arena, &CYCLE, "a.c", 10, "a.c:main:jobs"), moved = one, swapped = one, other = one;
    moved.place.line = 99;
    swapped.operations.items = arena_new_array(arena, const char *, 3);
    swapped.operations.items[0] = "main:receive";
    swapped.operations.items[1] = swapped.operations.items[2] = "worker:send";
    swapped.operations.count = 3;
    const char *mark = finding_fingerprint(&one, arena);
    expect(strlen(mark) == 16 && strspn(mark, "0123456789abcdef") == 16, "a fingerprint is 16 hexadecimal digits");
    // The literal value keeps users' baselines valid: change it only together with the version "v1".
    expect_text("f0811713c36dbe89", mark, "fingerprint of a fixed finding");
    expect_text(mark, finding_fingerprint(&moved, arena), "fingerprint after lines have moved");
    expect_text(mark, finding_fingerprint(&swapped, arena), "fingerprint with tasks in another order");
    other.rule = &LEAK;
    expect(strcmp(mark, finding_fingerprint(&other, arena)) != 0, "rules must have different fingerprints");
    Finding absolute = make_finding(arena, &CYCLE, "a.c", 1, "/home/x/a.c:main:jobs");
    expect_text(mark, finding_fingerprint(&absolute, arena), "fingerprint with an absolute file name");
    Finding bare = {.rule = &CYCLE, .message = "A.", .place = {"a.c", 1, 1, 0, "f"}}, bare_too = bare;
    bare_too.message = "B.";
    expect(strcmp(finding_fingerprint(&bare, arena), finding_fingerprint(&bare_too, arena)) != 0,
           "findings without resources must not fall together");
}

static void test_merging(Arena *arena) {
    FindingSet set = {.arena = arena};
    findings_add(&set, make_finding(arena, &LEAK, "b.c", 7, "b.c:x"));
    findings_add(&set, make_finding(arena, &CYCLE, "b.c", 7, "b.c:x"));
    findings_add(&set, make_finding(arena, &CYCLE, "a.c", 30, "a.c:y"));
    findings_add(&set, make_finding(arena, &CYCLE, "a.c", 20, "a.c:y"));
    findings_add(&set, make_finding(arena, &CYCLE, "a.c", 10, "a.c:y"));
    set.list.items[4].certainty = CERTAINTY_SUSPECTED;
    findings_finish(&set);
    expect(set.list.count == 3, "one cause must be one finding");
    if (set.list.count != 3) return;
    const Finding *first = &set.list.items[0];
    expect(first->place.line == 20 && first->certainty == CERTAINTY_FEASIBLE, "the surest, then the first is kept");
    expect(first->related.count == 2 && first->related.items[0].place.line == 30 &&
               first->related.items[1].place.line == 10,
           "places of merged findings stay as related places");
    expect(set.list.items[1].rule == &CYCLE && set.list.items[2].rule == &LEAK, "same place: sorted by rule");
    findings_finish(&set);
    expect(set.list.count == 3 && set.list.items[0].related.count == 2, "finishing twice changes nothing");
    expect(findings_count(&set, LEVEL_WARNING) == 3 && findings_count(&set, LEVEL_ERROR) == 0, "findings_count");
    set.list.items[1].baseline = BASELINE_UNCHANGED;
    expect(findings_count(&set, LEVEL_NOTE) == 2, "accepted findings do not count");
    FindingSet none = {.arena = arena};
    findings_finish(&none);
    expect(none.list.count == 0, "no findings");
    expect_text("Tasks wait.", finding_first_sentence(first, arena), "first sentence");
}

// A leak at the place of a cycle that has its operation and object is the cycle; at another place it is not.
static void test_absorbing(Arena *arena) {
    static const char *const deadlock[] = {"deadlock"}, *const leak[] = {"leak"};
    RuleInfo cycle_rule = {.id = "cycle", .tags = deadlock, .tag_count = 1, .level = LEVEL_ERROR};
    RuleInfo leak_rule = {.id = "leak", .tags = leak, .tag_count = 1, .level = LEVEL_WARNING};
    for (uint32_t line = 7; line < 9; line++) {
        FindingSet set = {.arena = arena};
        Finding part = make_finding(arena, &leak_rule, "a.c", line, "a.c:make:e->next");
        Finding whole = make_finding(arena, &cycle_rule, "a.c", 7, "a.c:main:e.next");
        part.level = LEVEL_WARNING;
        whole.level = LEVEL_ERROR;
        array_push(&whole.resources, arena, "a.c:main:e.mu");
        array_push(&part.operations, arena, "f:receive");
        array_push(&whole.operations, arena, "f:receive");
        array_push(&whole.operations, arena, "f:lock");
        findings_add(&set, part);
        findings_add(&set, whole);
        findings_finish(&set);
        expect(set.list.count == line - 6, line == 7 ? "a part of the cause goes" : "another place stays");
        expect(set.list.items[0].rule == &cycle_rule, "the whole cause stays");
    }
}

static const char *write_file(Arena *arena, const char *directory, const char *bytes, size_t length) {
    const char *path = arena_format(arena, "%s/baseline", directory);
    FILE *stream = fopen(path, "wb");
    if (!stream) abort();
    fwrite(bytes, 1, length, stream);
    fclose(stream);
    return path;
}

static void test_baseline_counts(Arena *arena, const char *directory) {
    const char *path = arena_format(arena, "%s/baseline", directory);
    Messages messages = {.arena = arena};
    FindingSet set = {.arena = arena};
    // Not finished on purpose: copies of one cause must be counted.
    findings_add(&set, make_finding(arena, &CYCLE, "a.c", 1, "x"));
    findings_add(&set, make_finding(arena, &CYCLE, "a.c", 2, "x"));
    findings_add(&set, make_finding(arena, &LEAK, "tab\there.c", 3, "y"));
    expect(findings_baseline_write(&set, path, &messages) == STATUS_OK, "writing a baseline");
    findings_add(&set, make_finding(arena, &CYCLE, "a.c", 40, "x"));
    expect(findings_baseline_apply(&set, path, &messages) == STATUS_OK, "reading a baseline");
    static const BaselineState expected[] = {BASELINE_UNCHANGED, BASELINE_UNCHANGED, BASELINE_UNCHANGED, BASELINE_NEW};
    for (uint32_t i = 0; i < 4; i++) expect(set.list.items[i].baseline == expected[i], "N accepted absorb N, no more");
    expect(messages.list.count == 0, "a baseline that is used up gives no message");
    set.list.count = 1;
    expect(findings_baseline_apply(&set, path, &messages) == STATUS_OK, "reading a baseline again");
    expect(messages.list.count == 2 && messages.list.items[0].severity == SEVERITY_NOTE, "unused entries are noted");
    set.list.count = 0;
    expect(findings_baseline_write(&set, path, &messages) == STATUS_OK, "writing an empty baseline");
    expect(findings_baseline_apply(&set, path, &messages) == STATUS_OK, "reading an empty baseline");
    const char *nowhere = arena_format(arena, "%s/no/such/place", directory);
    expect(findings_baseline_write(&set, nowhere, &messages) == STATUS_USAGE, "a baseline that cannot be written");
    unlink(path);
}

static void test_broken_baselines(Arena *arena, const char *directory) {
#define HEAD "# chanvet baseline v1: x\n"
    static const struct {
        const char *bytes;
        uint32_t line;
        Status status;
    } cases[] = {
        {"", 1, STATUS_USAGE},
        {"int main(void) { return 0; }\n", 1, STATUS_USAGE},
        {"# chanvet baseline v2\n", 1, STATUS_USAGE},
        {"# chanvet baseline v11\n", 1, STATUS_USAGE},
        {HEAD "0123456789abcdef\n", 2, STATUS_USAGE},
        {HEAD "0123456789abcdef\trule\n", 2, STATUS_USAGE},
        {HEAD "0123456789abcdef\t\tpath\n", 2, STATUS_USAGE},
        {HEAD "0123456789abcde\trule\tpath\ttext\n", 2, STATUS_USAGE},
        {HEAD "0123456789ABCDEF\trule\tpath\ttext\n", 2, STATUS_USAGE},
        {HEAD "\n<<<<<<< ours\n", 3, STATUS_USAGE},
        {HEAD "0123456789abcdef\trule\tpath\ttext", 0, STATUS_OK},
        {HEAD "0123456789abcdef\trule\tpath\r\n\r\n# note\r\n", 0, STATUS_OK},
    };
#undef HEAD
    FindingSet set = {.arena = arena};
    findings_add(&set, make_finding(arena, &CYCLE, "a.c", 1, "x"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Messages messages = {.arena = arena};
        set.list.items[0].baseline = BASELINE_NOT_COMPARED;
        const char *path = write_file(arena, directory, cases[i].bytes, strlen(cases[i].bytes));
        Status status = findings_baseline_apply(&set, path, &messages);
        bool is_expected = status == cases[i].status && messages.list.count == 1 &&
                           (status == STATUS_OK || messages.list.items[0].line == cases[i].line) &&
                           (status == STATUS_OK) == (set.list.items[0].baseline != BASELINE_NOT_COMPARED);
        expect(is_expected, arena_format(arena, "broken baseline %zu: '%s'", i, cases[i].bytes));
    }
    Messages messages = {.arena = arena};
    static const char with_zero[] = "# chanvet baseline v1\n0123456789abcdef\tr\0le\tpath\n";
    const char *path = write_file(arena, directory, with_zero, sizeof with_zero - 1);
    expect(findings_baseline_apply(&set, path, &messages) == STATUS_USAGE, "a zero byte in a baseline");
    unlink(path);
    expect(findings_baseline_apply(&set, path, &messages) == STATUS_USAGE, "a baseline that is not there");
    expect(findings_baseline_apply(&set, directory, &messages) == STATUS_USAGE, "a directory as baseline");
}

int main(void) {
    char directory[] = "/tmp/chanvet-findings-XXXXXX";
    if (!mkdtemp(directory)) return 1;
    Arena *arena = arena_create();
    test_line_hash();
    test_utf8();
    test_fingerprint(arena);
    test_merging(arena);
    test_absorbing(arena);
    test_baseline_counts(arena, directory);
    test_broken_baselines(arena, directory);
    arena_destroy(arena);
    rmdir(directory);
    return failures ? 1 : 0;
}
