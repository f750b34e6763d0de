// SPDX-License-Identifier: MIT
#include "linkage/link_plan.h"

#include "linkage/nearness.h"
#include "linkage/symbol_table.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_NOTES = 5, NO_UNIT = UINT32_MAX };

typedef ARRAY(uint32_t) UnitList;

typedef struct Planner {
    const UnitSymbols *units;
    uint32_t count;
    Arena *arena;
    Messages *messages;
    SymbolTable symbols;
    UnitList *definers;      // by symbol number
    bool *is_taken;          // units that are in some program
    uint32_t *group_of_unit; // 1-based number of the group that last took the unit
    uint32_t group_number;
    bool *is_noted; // by symbol number: its ambiguity was said
    uint32_t note_count;
    LinkPlan plan;
} Planner;

static void index_symbols(Planner *planner) {
    planner->symbols.arena = planner->arena;
    uint32_t total = 1;
    for (uint32_t i = 0; i < planner->count; i++) total += planner->units[i].defined.count;
    planner->definers = arena_new_array(planner->arena, UnitList, total);
    for (uint32_t i = 0; i < planner->count; i++)
        for (uint32_t k = 0; k < planner->units[i].defined.count; k++) {
            uint32_t symbol = symbol_number(&planner->symbols, planner->units[i].defined.items[k]);
            array_push(&planner->definers[symbol], planner->arena, i);
        }
    planner->is_noted = arena_new_array(planner->arena, bool, total);
}

static void note_ambiguous(Planner *planner, uint32_t symbol, uint32_t chosen, uint32_t other) {
    if (planner->is_noted[symbol]) return;
    planner->is_noted[symbol] = true;
    if (planner->note_count++ >= MOST_NOTES) return;
    message_add(planner->messages, SEVERITY_NOTE, planner->units[chosen].path, 0,
                "'%s' is defined here and, equally near, in %s; this one is taken",
                planner->symbols.texts.items[symbol], planner->units[other].path);
}

// The unit that a linker would take the name from for `user`; NO_UNIT when there is none.
static uint32_t choose_definer(Planner *planner, uint32_t user, uint32_t symbol) {
    const UnitList *definers = &planner->definers[symbol];
    uint32_t best = NO_UNIT, equal = NO_UNIT;
    for (uint32_t i = 0; i < definers->count; i++) {
        uint32_t unit = definers->items[i];
        if (planner->group_of_unit[unit] == planner->group_number) return unit;
        if (planner->units[unit].has_entry) continue;
        int order = best == NO_UNIT ? -1
                                    : path_compare_nearness(planner->units[user].path, planner->units[unit].path,
                                                            planner->units[best].path);
        if (order < 0) {
            best = unit;
            equal = NO_UNIT;
        } else if (order == 0 && equal == NO_UNIT) {
            equal = unit;
        }
    }
    if (equal != NO_UNIT) note_ambiguous(planner, symbol, best, equal);
    return best;
}

static void take(Planner *planner, LinkGroup *group, uint32_t unit) {
    planner->group_of_unit[unit] = planner->group_number;
    planner->is_taken[unit] = true;
    group->has_entry |= planner->units[unit].has_entry;
    array_push(&group->units, planner->arena, unit);
}

static void take_what_is_needed(Planner *planner, LinkGroup *group) {
    for (uint32_t at = 0; at < group->units.count; at++) {
        uint32_t user = group->units.items[at];
        const UnitSymbols *unit = &planner->units[user];
        for (uint32_t i = 0; i < unit->needed.count; i++) {
            const NeededSymbol *needed = &unit->needed.items[i];
            uint32_t symbol = symbol_find(&planner->symbols, needed->name);
            uint32_t definer = symbol ? choose_definer(planner, user, symbol) : NO_UNIT;
            if (definer == NO_UNIT && !needed->is_system)
                array_push(&group->undefined, planner->arena, needed->name);
            else if (definer != NO_UNIT && planner->group_of_unit[definer] != planner->group_number)
                take(planner, group, definer);
        }
    }
}

static int compare_texts(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static int compare_units(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

// The `own` first units, which the group is made for, stay in front.
static void finish_group(Planner *planner, LinkGroup *group, uint32_t own) {
    uint32_t kept = 0;
    group->own = own;
    if (group->units.count > own)
        qsort(group->units.items + own, group->units.count - own, sizeof(uint32_t), compare_units);
    if (group->undefined.count)
        qsort(group->undefined.items, group->undefined.count, sizeof(const char *), compare_texts);
    for (uint32_t i = 0; i < group->undefined.count; i++)
        if (!kept || strcmp(group->undefined.items[kept - 1], group->undefined.items[i]))
            group->undefined.items[kept++] = group->undefined.items[i];
    group->undefined.count = kept;
    array_push(&planner->plan.groups, planner->arena, *group);
}

static void plan_programs(Planner *planner) {
    for (uint32_t i = 0; i < planner->count; i++) {
        if (!planner->units[i].has_entry) continue;
        LinkGroup group = {0};
        planner->group_number++;
        take(planner, &group, i);
        take_what_is_needed(planner, &group);
        finish_group(planner, &group, 1);
    }
}

static uint32_t find_root(uint32_t *parents, uint32_t unit) {
    while (parents[unit] != unit) unit = parents[unit] = parents[parents[unit]];
    return unit;
}

// Joins the units that no program takes where one needs the other. The smaller index becomes the root.
static uint32_t *join_libraries(Planner *planner, const bool *is_free) {
    uint32_t *parents = arena_new_array(planner->arena, uint32_t, planner->count + 1);
    for (uint32_t i = 0; i < planner->count; i++) parents[i] = i;
    planner->group_number++; // nothing is in it: every name is looked for anew
    for (uint32_t i = 0; i < planner->count; i++) {
        for (uint32_t k = 0; is_free[i] && k < planner->units[i].needed.count; k++) {
            uint32_t symbol = symbol_find(&planner->symbols, planner->units[i].needed.items[k].name);
            uint32_t definer = symbol ? choose_definer(planner, i, symbol) : NO_UNIT;
            if (definer == NO_UNIT || !is_free[definer]) continue;
            uint32_t left = find_root(parents, i), right = find_root(parents, definer);
            parents[left > right ? left : right] = left > right ? right : left;
        }
    }
    return parents;
}

static void plan_libraries(Planner *planner) {
    bool *is_free = arena_new_array(planner->arena, bool, planner->count + 1);
    for (uint32_t i = 0; i < planner->count; i++) is_free[i] = !planner->is_taken[i];
    uint32_t *parents = join_libraries(planner, is_free);
    for (uint32_t i = 0; i < planner->count; i++) {
        if (!is_free[i] || find_root(parents, i) != i) continue;
        LinkGroup group = {0};
        planner->group_number++;
        for (uint32_t k = i; k < planner->count; k++)
            if (is_free[k] && find_root(parents, k) == i) take(planner, &group, k);
        uint32_t own = group.units.count;
        take_what_is_needed(planner, &group);
        finish_group(planner, &group, own);
    }
}

static int compare_groups(const void *left, const void *right) {
    const LinkGroup *a = left, *b = right;
    return compare_units(&a->units.items[0], &b->units.items[0]);
}

LinkPlan link_plan_make(const UnitSymbols *units, uint32_t count, Arena *arena, Messages *messages) {
    Planner planner = {.units = units, .count = count, .arena = arena, .messages = messages};
    planner.is_taken = arena_new_array(arena, bool, count + 1);
    planner.group_of_unit = arena_new_array(arena, uint32_t, count + 1);
    index_symbols(&planner);
    plan_programs(&planner);
    plan_libraries(&planner);
    if (planner.note_count > MOST_NOTES)
        message_add(messages, SEVERITY_NOTE, NULL, 0,
                    "%u more names are defined by several units that are equally near",
                    planner.note_count - MOST_NOTES);
    if (planner.plan.groups.count)
        qsort(planner.plan.groups.items, planner.plan.groups.count, sizeof(LinkGroup), compare_groups);
    return planner.plan;
}

LinkGroup link_group_of_unit(const UnitSymbols *unit, uint32_t index, Arena *arena) {
    LinkGroup group = {.own = 1, .has_entry = unit->has_entry};
    array_push(&group.units, arena, index);
    for (uint32_t i = 0; i < unit->needed.count; i++)
        if (!unit->needed.items[i].is_system) array_push(&group.undefined, arena, unit->needed.items[i].name);
    return group;
}
