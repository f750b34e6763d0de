// SPDX-License-Identifier: MIT
#include "checks/check.h"

extern const Check check_copied_lock;

static const char *original_name(const Inspection *inspection, const CopiedLock *lock) {
    const char *text = expr_text(inspection->program, inspection->arena, lock->original);
    return *text == '&' ? text + 1 : text;
}

static void relate(const Inspection *inspection, Finding *finding, CallSite site, const char *text) {
    array_push(&finding->related, inspection->arena, (RelatedPlace){place_of_node(inspection->program, site), text});
}

static void report(const Inspection *inspection, const CopiedLock *lock) {
    Arena *arena = inspection->arena;
    const char *name = original_name(inspection, lock);
    Finding finding = {.certainty = lock->is_certain ? CERTAINTY_FEASIBLE : CERTAINTY_SUSPECTED,
                       .place = place_of_node(inspection->program, lock->copy)};
    finding.message =
        arena_format(arena, "The %s in '%s' is copied, and both the original and the copy are used.", lock->kind, name);
    relate(inspection, &finding, lock->used, "the original is used here");
    relate(inspection, &finding, lock->copy_use, "the copy is used here");
    array_push(&finding.resources, arena, inspection_resource(inspection, lock->copy, 0, name));
    array_push(&finding.operations, arena, inspection_operation(inspection, lock->copy_use));
    inspection_report(inspection, &check_copied_lock, finding);
}

static void inspect(const Inspection *inspection) {
    CopiedLocks locks = copied_locks_find(inspection);
    for (uint32_t i = 0; i < locks.list.count; i++) report(inspection, &locks.list.items[i]);
}

static const char *const tags[] = {"misuse", "lock"};

const Check check_copied_lock = {
    .rule = {.id = CHECK_ID,
             .name = "CopiedLock",
             .short_text = CHECK_SUMMARY,
             .full_text = "A structure is copied together with the lock in it. Who locks the copy does not keep out "
                          "who locks the original, and the copy of a lock that is held stays held for ever; the "
                          "standards leave undefined what operations on a copy do.",
             .help_markdown = CHECK_README,
             .tags = tags,
             .tag_count = sizeof tags / sizeof *tags,
             .cwe = 667, // improper locking
             .level = LEVEL_WARNING,
             .precision = "high"},
    .inspect = inspect,
};
