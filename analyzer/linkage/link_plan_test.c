// SPDX-License-Identifier: MIT
// Which units make a program: each row is a set of units, written "path: =entry defines… -needs… ~needs of the system",
// and the groups that must come out, written by their first letters.
#include "linkage/link_plan.h"

#include "linkage/nearness.h"

#include <stdio.h>
#include <string.h>

typedef struct Row {
    const char *units[8];
    const char *groups;    // "ab c": units a and b, then c alone
    const char *undefined; // of the first group
    uint32_t notes;
} Row;

static const Row rows[] = {
    {{"a.c: =main -f", "b.c: f"}, "ab", "", 0},
    {{"b.c: f", "a.c: =main -f"}, "ab", "", 0}, // the entry unit comes first
    {{"a.c: =main -f", "b.c: f -g", "c.c: g", "d.c: h"}, "abc d", "", 0},
    {{"a.c: =main -f", "b.c: =main -f", "c.c: f"}, "ac bc", "", 0},
    {{"a.c: =main -f ~strlcpy", "b.c: =main f"}, "a b", "f", 0}, // never from another program's entry unit
    {{"a.c: =main ~strlcpy", "b.c: strlcpy"}, "ab", "", 0},      // the project's own
    {{"a.c: f -g", "b.c: g", "c.c: h", "d.c: -h"}, "ab cd", "", 0},
    {{"a.c: =main -g", "b.c: g", "c.c: k -g"}, "ab cb", "", 0}, // a library brings what it needs
    {{"x/a.c: =main -f", "y/b.c: f", "x/c.c: f"}, "ac b", "", 0},
    {{"x/a.c: =main -f", "y/b.c: f", "z/c.c: f"}, "ab c", "", 1},
    {{"x/a.c: =main -f -g", "y/b.c: f", "z/c.c: f g"}, "abc", "", 1},  // f asks first
    {{"x/a.c: =main -g -f", "y/b.c: f", "z/c.c: f g"}, "ac b", "", 0}, // what is in the program already
    {{"a.c: f -f2 -f2", "b.c: -f2"}, "a b", "f2", 0},
    {{"a.c: "}, "a", "", 0},
};

static UnitSymbols parse_unit(Arena *arena, const char *text) {
    char *copy = arena_copy_text(arena, text), *rest = NULL;
    UnitSymbols unit = {.path = strtok_r(copy, ":", &rest)};
    for (char *word = strtok_r(NULL, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        unit.has_entry |= *word == '=';
        if (*word == '-' || *word == '~')
            array_push(&unit.needed, arena, (NeededSymbol){word + 1, *word == '~'});
        else
            array_push(&unit.defined, arena, *word == '=' ? word + 1 : word);
    }
    return unit;
}

static char letter(const UnitSymbols *unit) {
    const char *slash = strrchr(unit->path, '/');
    return slash ? slash[1] : unit->path[0];
}

static bool is_as_expected(const Row *row, Arena *arena, char *groups, char *undefined, uint32_t *notes) {
    ARRAY(UnitSymbols) units = {0};
    Messages messages = {.arena = arena};
    for (int i = 0; i < 8 && row->units[i]; i++) array_push(&units, arena, parse_unit(arena, row->units[i]));
    LinkPlan plan = link_plan_make(units.items, units.count, arena, &messages);
    for (uint32_t i = 0; i < plan.groups.count; i++) {
        const LinkGroup *group = &plan.groups.items[i];
        if (i) *groups++ = ' ';
        for (uint32_t k = 0; k < group->units.count; k++) *groups++ = letter(&units.items[group->units.items[k]]);
        for (uint32_t k = 0; !i && k < group->undefined.count; k++) strcat(undefined, group->undefined.items[k]);
    }
    *groups = 0;
    *notes = messages.list.count;
    return true;
}

static int check_nearness(void) {
    int failures = 0;
    failures += path_compare_nearness("a/b/x.c", "a/b/y.c", "a/y.c") >= 0;
    failures += path_compare_nearness("a/b/x.c", "a/y.c", "a/b/c/y.c") <= 0;
    failures += path_compare_nearness("a/x.c", "a/b/y.c", "a/b/c/y.c") >= 0;
    failures += path_compare_nearness("a/x.c", "b/y.c", "c/y.c") != 0;
    failures += path_compare_nearness("ab/x.c", "a/x.c", "ac/x.c") != 0; // half a name is no folder
    if (failures) fprintf(stderr, "%d comparisons of nearness are wrong\n", failures);
    return failures;
}

// What a library brings of a program's is not its own.
static int check_own(void) {
    static const char *const texts[] = {"a.c: =main -g", "b.c: g", "c.c: k -g", "d.c: -k"};
    Arena *arena = arena_create();
    UnitSymbols units[4];
    for (int i = 0; i < 4; i++) units[i] = parse_unit(arena, texts[i]);
    LinkPlan plan = link_plan_make(units, 4, arena, &(Messages){.arena = arena});
    bool is_right = plan.groups.count == 2 && plan.groups.items[1].own == 2 && plan.groups.items[1].units.count == 3;
    if (!is_right) fprintf(stderr, "own units and others are mixed up\n");
    arena_destroy(arena);
    return !is_right;
}

int main(void) {
    int failures = check_nearness() + check_own();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Arena *arena = arena_create();
        char groups[64] = "", undefined[64] = "";
        uint32_t notes;
        is_as_expected(&rows[i], arena, groups, undefined, &notes);
        if (strcmp(groups, rows[i].groups) || strcmp(undefined, rows[i].undefined) || notes != rows[i].notes) {
            fprintf(stderr, "row %zu: groups '%s' undefined '%s' notes %u, wanted '%s' '%s' %u\n", i, groups, undefined,
                    notes, rows[i].groups, rows[i].undefined, rows[i].notes);
            failures++;
        }
        arena_destroy(arena);
    }
    return failures != 0;
}
