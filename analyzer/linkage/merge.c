// SPDX-License-Identifier: MIT
#include "linkage/merger.h"

enum { MOST_WARNINGS = 5 };

Place merge_place(const Merger *merger, uint32_t part, Place place) {
    place.file = merger->maps[part].files[place.file];
    return place;
}

static void make_map(Merger *merger, uint32_t part) {
    const Program *from = merger->parts[part];
    PartMap *map = &merger->maps[part];
    map->files = arena_new_array(merger->arena, FileId, from->files.count);
    map->functions = arena_new_array(merger->arena, FunctionId, from->functions.count);
    map->is_kept = arena_new_array(merger->arena, bool, from->functions.count);
    map->variables = arena_new_array(merger->arena, VariableId, from->variables.count);
    map->apis = arena_new_array(merger->arena, ApiId, from->apis.count);
}

static void merge_files(Merger *merger, uint32_t part) {
    const Program *from = merger->parts[part];
    for (FileId id = 1; id < from->files.count; id++) {
        const SourceFile *file = &from->files.items[id];
        uint32_t number = symbol_number(&merger->files, file->path);
        if (number == merger->program->files.count) program_add_file(merger->program, *file); // numbers are ids
        merger->maps[part].files[id] = number;
    }
}

static void merge_apis(Merger *merger, uint32_t part) {
    const Program *from = merger->parts[part];
    for (ApiId id = 1; id < from->apis.count; id++)
        merger->maps[part].apis[id] = program_add_api(merger->program, program_api(from, id));
}

// Most of them are kept.
static void reserve_exprs(Merger *merger) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < merger->count; i++) count += merger->parts[i]->exprs.count;
    array_reserve(&merger->program->exprs, merger->program->arena, count);
}

MergeResult programs_merge(Program *const *parts, uint32_t count, uint32_t open, Arena *arena, Messages *messages) {
    if (count == 1) return (MergeResult){parts[0], 0};
    Arena *scratch = arena_create();
    Merger merger = {.parts = parts, .count = count, .arena = scratch, .messages = messages};
    merger.files.arena = merger.functions.arena = merger.variables.arena = merger.copies.arena = scratch;
    merger.program = program_create(arena);
    merger.maps = arena_new_array(scratch, PartMap, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        make_map(&merger, i);
        merge_files(&merger, i);
        merge_apis(&merger, i);
        merger.program->is_incomplete |= parts[i]->is_incomplete;
    }
    reserve_exprs(&merger);
    merger.classes = find_copies(parts, count, scratch);
    merge_functions(&merger);
    merge_variables(&merger);
    for (uint32_t i = 0; i < count; i++) merge_bodies(&merger, i);
    merge_finish_initialiser(&merger);
    if (open < count) merge_close_parts(&merger, open);
    if (merger.duplicates > MOST_WARNINGS)
        message_add(messages, SEVERITY_WARNING, NULL, 0, "%u more functions are defined twice in one program",
                    merger.duplicates - MOST_WARNINGS);
    MergeResult result = {merger.program, merger.duplicates};
    arena_destroy(scratch);
    return result;
}
