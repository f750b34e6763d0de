// SPDX-License-Identifier: MIT
#include "source/source_list.h"

#include "source/compile_commands.h"
#include "source/compiler_flags.h"
#include "source/paths.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Collector {
    const SourceRequest *request;
    Arena *arena;
    Messages *messages;
    SourceList *list;
    ARRAY(CompileDatabase *) databases; // read so far
} Collector;

static void skip(Collector *collector, const char *path, const char *reason) {
    message_add(collector->messages, SEVERITY_ERROR, path, 0, "%s; the file is skipped", reason);
    collector->list->skipped++;
}

static bool is_listed(const SourceList *list, const char *canonical) {
    for (uint32_t i = 0; i < list->units.count; i++) {
        if (!strcmp(list->units.items[i].canonical, canonical)) return true;
    }
    return false;
}

static Status read_database(Collector *collector, const char *path, CompileDatabase **database) {
    for (uint32_t i = 0; i < collector->databases.count; i++) {
        *database = collector->databases.items[i];
        if (!strcmp((*database)->path, path)) return STATUS_OK;
    }
    Status status = compile_database_read(path, collector->arena, collector->messages, database);
    if (!status) array_push(&collector->databases, collector->arena, *database);
    return status;
}

static Status select_flags(Collector *collector, TextList words, SourceUnit *unit, SourceLanguage *language) {
    TextList expanded = {0};
    words = compiler_words_skip_name(words);
    Status status = compiler_words_expand(words, unit->directory, collector->arena, collector->messages, &expanded);
    if (!status) compiler_flags_select(expanded, collector->arena, &unit->flags, language);
    return status;
}

static void add_unit(Collector *collector, SourceUnit unit, TextList words) {
    SourceLanguage language;
    if (select_flags(collector, words, &unit, &language)) {
        skip(collector, unit.path, "its compiler flags cannot be read");
    } else if (language != LANGUAGE_C || source_language(unit.path) != LANGUAGE_C) {
        skip(collector, unit.path, "is not C");
    } else {
        array_push(&collector->list->units, collector->arena, unit);
    }
}

static void add_with_database(Collector *collector, SourceUnit unit, const CompileDatabase *database) {
    uint32_t others;
    const CompileCommand *command = compile_database_lookup(database, unit.canonical, &others);
    if (!command) {
        const char *reason =
            arena_format(collector->arena, "has no entry in %s (flags can be given after --)", database->path);
        skip(collector, unit.path, reason);
        return;
    }
    if (others) {
        message_add(collector->messages, SEVERITY_NOTE, unit.path, 0,
                    "has %u more entries with other flags in %s; the first one is used", others, database->path);
    }
    unit.directory = command->directory;
    add_unit(collector, unit, command->words);
}

// Fails only for a broken database: that is configuration, not input.
static Status add_file(Collector *collector, const char *path) {
    const SourceRequest *request = collector->request;
    const char *problem = file_problem(path);
    SourceUnit unit = {.path = path, .canonical = path_canonical(collector->arena, NULL, path)};
    if (problem) {
        skip(collector, path, arena_format(collector->arena, "cannot be read: %s", problem));
        return STATUS_OK;
    }
    if (is_listed(collector->list, unit.canonical)) return STATUS_OK;
    const char *database_path = request->database ? request->database : compile_database_find(path, collector->arena);
    if (request->has_flags || !database_path) {
        add_unit(collector, unit, request->flags);
        return STATUS_OK;
    }
    CompileDatabase *database;
    Status status = read_database(collector, database_path, &database);
    if (!status) add_with_database(collector, unit, database);
    return status;
}

static const char *shown_path(Arena *arena, const char *canonical) {
    const char *here = path_canonical(arena, NULL, ".");
    size_t length = strlen(here);
    bool is_below = !strncmp(canonical, here, length) && canonical[length] == '/';
    return is_below ? canonical + length + 1 : canonical;
}

static Status add_whole_database(Collector *collector) {
    CompileDatabase *database;
    Status status = read_database(collector, collector->request->database, &database);
    if (status) return status;
    uint32_t others = 0;
    for (uint32_t i = 0; i < database->commands.count; i++) {
        const CompileCommand *command = &database->commands.items[i];
        if (source_language(command->file) != LANGUAGE_C) {
            others++;
        } else {
            status = add_file(collector, shown_path(collector->arena, command->canonical));
            if (status) return status;
        }
    }
    if (others)
        message_add(collector->messages, SEVERITY_NOTE, database->path, 0, "%u entries are not C and are left out",
                    others);
    return STATUS_OK;
}

static Status add_listed_files(Collector *collector) {
    const char *path = collector->request->files_from;
    bool is_input = !strcmp(path, "-");
    FILE *stream = is_input ? stdin : fopen(path, "r");
    if (!stream) {
        message_add(collector->messages, SEVERITY_ERROR, path, 0, "cannot be read: %s", strerror(errno));
        return STATUS_USAGE;
    }
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    Status status = STATUS_OK;
    while (!status && (length = getline(&line, &size, stream)) > 0) {
        while (length && strchr("\r\n", line[length - 1])) line[--length] = '\0';
        if (length) status = add_file(collector, arena_copy_text(collector->arena, line));
    }
    if (!status && ferror(stream)) {
        message_add(collector->messages, SEVERITY_ERROR, path, 0, "cannot be read: %s", strerror(errno));
        status = STATUS_USAGE;
    }
    free(line);
    if (!is_input) fclose(stream);
    return status;
}

static Status collect(Collector *collector) {
    const SourceRequest *request = collector->request;
    if (!request->files.count && !request->files_from && request->database && !request->has_flags) {
        return add_whole_database(collector);
    }
    for (uint32_t i = 0; i < request->files.count; i++) {
        Status status = add_file(collector, request->files.items[i]);
        if (status) return status;
    }
    return request->files_from ? add_listed_files(collector) : STATUS_OK;
}

Status source_list_collect(const SourceRequest *request, Arena *arena, Messages *messages, SourceList *list) {
    *list = (SourceList){0};
    Collector collector = {.request = request, .arena = arena, .messages = messages, .list = list};
    Status status = collect(&collector);
    if (status || list->units.count || list->skipped) return status;
    message_add(messages, SEVERITY_ERROR, NULL, 0, "no input files");
    return STATUS_USAGE;
}
