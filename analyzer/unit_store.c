// SPDX-License-Identifier: MIT
#include "unit_store.h"

#include "facts/pack.h"
#include "linkage/merge.h"

// A file of data is fine, but a user who meant another one should hear of it.
static void note_empty(const char *path, const Program *program, Messages *messages) {
    for (FunctionId id = 1; id < program->functions.count; id++) {
        const Function *function = program_function(program, id);
        if (function->is_defined && !function->is_initialiser) return;
    }
    message_add(messages, SEVERITY_NOTE, path, 0, "defines no function: there is nothing to analyse");
}

Status unit_store_add(UnitStore *store, const char *name, const Extraction *extraction, Messages *messages) {
    Arena *scratch = arena_create();
    Program *program;
    Status status = facts_unpack(name, extraction->packed, extraction->packed_size, scratch, messages, &program);
    if (!status) {
        const char *bytes = arena_copy_bytes(store->arena, extraction->packed, extraction->packed_size);
        StoredUnit unit = {arena_copy_text(store->arena, extraction->path), bytes, extraction->packed_size};
        array_push(&store->units, store->arena, unit);
        array_push(&store->symbols, store->arena, unit_symbols(unit.path, program, store->arena));
        note_empty(unit.path, program, messages);
    }
    arena_destroy(scratch);
    return status;
}

Status unit_store_link(const UnitStore *store, const LinkGroup *group, Arena *arena, Messages *messages,
                       Program **program, uint32_t *duplicates) {
    Program **parts = arena_new_array(arena, Program *, group->units.count);
    for (uint32_t i = 0; i < group->units.count; i++) {
        const StoredUnit *unit = &store->units.items[group->units.items[i]];
        Status status = facts_unpack(unit->path, unit->packed, unit->size, arena, messages, &parts[i]);
        if (status) return status;
    }
    uint32_t open = group->has_entry ? group->units.count : group->own;
    MergeResult merged = programs_merge(parts, group->units.count, open, arena, messages);
    *program = merged.program;
    *duplicates = merged.duplicates;
    return STATUS_OK;
}
