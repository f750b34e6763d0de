// SPDX-License-Identifier: MIT
#include "source/compile_commands.h"

#include "source/paths.h"
#include "source/shell_words.h"

#include <cjson/cJSON.h>
#include <string.h>
#include <sys/stat.h>

enum { LARGEST_DATABASE = 1 << 29 };

static const char FILE_NAME[] = "compile_commands.json";

static const char *entry_text(const cJSON *entry, const char *key) {
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(entry, key));
}

static bool is_text_array(const cJSON *value) {
    if (!cJSON_IsArray(value) || !value->child) return false;
    const cJSON *item;
    cJSON_ArrayForEach(item, value) {
        if (!cJSON_IsString(item)) return false;
    }
    return true;
}

// What is wrong with the entry, or NULL after filling `command`.
static const char *read_words(const cJSON *entry, Arena *arena, TextList *words) {
    const cJSON *arguments = cJSON_GetObjectItemCaseSensitive(entry, "arguments");
    if (arguments) {
        if (!is_text_array(arguments)) return "'arguments' is not a list of strings";
        const cJSON *item;
        cJSON_ArrayForEach(item, arguments) array_push(words, arena, arena_copy_text(arena, item->valuestring));
        return NULL;
    }
    const char *command = entry_text(entry, "command");
    if (!command) return "has neither 'command' nor 'arguments'";
    if (!shell_words_split(command, arena, words)) return "has an unclosed quote in 'command'";
    return words->count ? NULL : "has an empty 'command'";
}

static const char *read_entry(const cJSON *entry, const char *base, Arena *arena, CompileCommand *command) {
    const char *file = entry_text(entry, "file"), *directory = entry_text(entry, "directory");
    if (!file || !*file) return "has no 'file'";
    if (!directory) return "has no 'directory'";
    command->file = arena_copy_text(arena, file);
    command->directory = path_absolute(arena, base, directory);
    command->canonical = path_canonical(arena, command->directory, file);
    return read_words(entry, arena, &command->words);
}

static uint32_t line_of(const char *text, const char *at) {
    uint32_t line = 1;
    for (; text < at; text++) line += *text == '\n';
    return line;
}

static Status read_entries(const cJSON *root, Arena *arena, Messages *messages, CompileDatabase *database) {
    if (!cJSON_IsArray(root)) {
        message_add(messages, SEVERITY_ERROR, database->path, 0, "is not a compilation database: not a JSON array");
        return STATUS_USAGE;
    }
    const char *base = path_absolute(arena, NULL, path_directory(arena, database->path));
    const cJSON *entry;
    cJSON_ArrayForEach(entry, root) {
        CompileCommand command = {0};
        const char *problem = read_entry(entry, base, arena, &command);
        if (problem) {
            message_add(messages, SEVERITY_ERROR, database->path, 0, "entry %u %s", database->commands.count + 1,
                        problem);
            return STATUS_USAGE;
        }
        array_push(&database->commands, arena, command);
    }
    return STATUS_OK;
}

static const char *database_path(const char *path, Arena *arena) {
    struct stat info;
    bool is_directory = !stat(path, &info) && S_ISDIR(info.st_mode);
    return is_directory ? arena_format(arena, "%s/%s", path, FILE_NAME) : path;
}

Status compile_database_read(const char *path, Arena *arena, Messages *messages, CompileDatabase **result) {
    CompileDatabase *database = arena_new(arena, CompileDatabase);
    database->path = database_path(path, arena);
    *result = NULL;
    char *bytes;
    size_t size;
    if (file_read(database->path, LARGEST_DATABASE, arena, messages, &bytes, &size)) return STATUS_USAGE;
    const char *end = NULL;
    cJSON *root = cJSON_ParseWithLengthOpts(bytes, size + 1, &end, true);
    if (!root) {
        uint32_t line = end ? line_of(bytes, end < bytes + size ? end : bytes + size) : 0;
        message_add(messages, SEVERITY_ERROR, database->path, line, "is not a compilation database: broken JSON");
        return STATUS_USAGE;
    }
    Status status = read_entries(root, arena, messages, database);
    cJSON_Delete(root);
    if (!status) *result = database;
    return status;
}

const char *compile_database_find(const char *file, Arena *arena) {
    const char *directory = path_directory(arena, path_canonical(arena, NULL, file));
    for (;;) {
        const char *path = path_absolute(arena, directory, FILE_NAME);
        if (!file_problem(path)) return path;
        if (!strcmp(directory, "/")) return NULL;
        directory = path_directory(arena, directory);
    }
}

static bool same_words(const CompileCommand *one, const CompileCommand *other) {
    if (one->words.count != other->words.count || strcmp(one->directory, other->directory)) return false;
    for (uint32_t i = 0; i < one->words.count; i++) {
        if (strcmp(one->words.items[i], other->words.items[i])) return false;
    }
    return true;
}

const CompileCommand *compile_database_lookup(const CompileDatabase *database, const char *canonical, uint32_t *count) {
    const CompileCommand *first = NULL;
    *count = 0;
    for (uint32_t i = 0; i < database->commands.count; i++) {
        const CompileCommand *command = &database->commands.items[i];
        if (strcmp(command->canonical, canonical)) continue;
        if (!first) first = command;
        *count += first != command && !same_words(first, command);
    }
    return first;
}
