// SPDX-License-Identifier: MIT
#include "models/model.h"

#include "models/declaration.h"
#include "models/function.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct IndexEntry {
    const Api *api;
    uint32_t priority; // smaller wins
} IndexEntry;

typedef ARRAY(Model) ModelList;

struct ModelSet {
    ModelList models;
    IndexEntry *index; // sorted: name, then the more specific entry, then priority
    uint32_t index_count;
};

static const char *folder_of(Arena *arena, const char *path) {
    const char *slash = strrchr(path, '/');
    if (!slash) return ".";
    return slash == path ? "/" : arena_copy_bytes(arena, path, (size_t)(slash - path));
}

static bool is_folder(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static void read_includes(ModelReader *reader, const cJSON *json, Model *model) {
    model->headers = reader_texts(reader, json, "headers", &model->header_count);
    const char *include = reader_text(reader, json, "include", false);
    if (include) {
        model->include_path = arena_format(reader->arena, "%s/%s", folder_of(reader->arena, model->path), include);
        if (!is_folder(model->include_path)) reader_mistake(reader, "\"include\": there is no folder \"%s\"", include);
    }
    if (!include && model->header_count > 0) reader_mistake(reader, "\"headers\" needs the key \"include\"");
}

static void read_functions(ModelReader *reader, const cJSON *json, Model *model) {
    ModelDraft draft = {0};
    draft.library = model->library;
    function_read_channel_rules(reader, reader_get(reader, json, "channel-rules", false), &draft);
    function_read_lock_kinds(reader, reader_get(reader, json, "lock-kinds", false), &draft);
    const cJSON *functions = reader_get(reader, json, "functions", true);
    if (functions && (!cJSON_IsArray(functions) || !functions->child)) {
        reader_mistake(reader, "\"functions\" must be a list that is not empty");
    } else if (functions) {
        uint32_t index = 0;
        for (const cJSON *item = functions->child; item; item = item->next) {
            function_read(reader, item, index++, &draft);
        }
    }
    model->functions = draft.functions.items;
    model->function_count = draft.functions.count;
    model->statics = draft.statics.items;
    model->static_count = draft.statics.count;
}

static void read_document(ModelReader *reader, const cJSON *json, Model *model) {
    static const char *const known[] = {"$schema", "library",       "title",      "version",   "include", "headers",
                                        "entries", "channel-rules", "lock-kinds", "functions", NULL};
    if (!reader_check_object(reader, json, known)) return;
    reader_text(reader, json, "$schema", false);
    reader_text(reader, json, "version", false);
    model->library = reader_text(reader, json, "library", true);
    model->title = reader_text(reader, json, "title", true);
    model->entries = reader_texts(reader, json, "entries", &model->entry_count);
    read_includes(reader, json, model);
    read_functions(reader, json, model);
}

static Status read_model(Arena *arena, const char *path, Messages *messages, Model *model) {
    ModelReader reader = {arena, messages, arena_copy_text(arena, path), "", 0};
    *model = (Model){.path = reader.path};
    cJSON *json = reader_parse_file(&reader);
    if (json) read_document(&reader, json, model);
    cJSON_Delete(json);
    return reader.mistake_count ? STATUS_USAGE : STATUS_OK;
}

Status models_check_file(const char *path, Messages *messages) {
    Arena *arena = arena_create();
    Model model;
    Status status = read_model(arena, path, messages, &model);
    arena_destroy(arena);
    return status;
}

static void add_model(Arena *arena, ModelList *models, Model model) {
    for (uint32_t index = 0; index < models->count; index++) {
        if (strcmp(models->items[index].library, model.library) == 0) {
            models->items[index] = model;
            return;
        }
    }
    array_push(models, arena, model);
}

static Status load_folder(Arena *arena, const char *directory, const char *name, Messages *messages,
                          ModelList *models) {
    const char *path = arena_format(arena, "%s/%s/model.json", directory, name);
    struct stat file;
    if (name[0] == '.' || name[0] == '_' || stat(path, &file) != 0) return STATUS_OK; // _template is no library
    Model model;
    Status status = read_model(arena, path, messages, &model);
    if (status != STATUS_OK) return status;
    if (strcmp(model.library, name) != 0) {
        message_add(messages, SEVERITY_ERROR, path, 0, "\"library\" is \"%s\", but the folder is \"%s\"", model.library,
                    name);
        return STATUS_USAGE;
    }
    add_model(arena, models, model);
    return STATUS_OK;
}

static Status load_directory(Arena *arena, const char *directory, Messages *messages, ModelList *models) {
    struct dirent **entries;
    int count = scandir(directory, &entries, NULL, alphasort);
    if (count < 0) {
        message_add(messages, SEVERITY_ERROR, directory, 0, "the folder of the library models cannot be read");
        return STATUS_USAGE;
    }
    Status status = STATUS_OK;
    for (int index = 0; index < count; index++) {
        if (load_folder(arena, directory, entries[index]->d_name, messages, models) != STATUS_OK) status = STATUS_USAGE;
        free(entries[index]);
    }
    free(entries);
    return status;
}

static int compare_models(const void *left, const void *right) {
    return strcmp(((const Model *)left)->library, ((const Model *)right)->library);
}

static int compare_entries(const void *left, const void *right) {
    const IndexEntry *a = left, *b = right;
    int order = strcmp(a->api->function, b->api->function);
    if (order != 0) return order;
    if ((a->api->object_type != NULL) != (b->api->object_type != NULL)) return a->api->object_type ? -1 : 1;
    if (a->api->parameter_count != b->api->parameter_count) {
        return a->api->parameter_count > b->api->parameter_count ? -1 : 1;
    }
    return a->priority < b->priority ? -1 : a->priority > b->priority;
}

static bool is_extra(const Model *model, const char *const *extra_files, uint32_t extra_count) {
    for (uint32_t index = 0; index < extra_count; index++) {
        if (strcmp(extra_files[index], model->path) == 0) return true;
    }
    return false;
}

static void build_index(Arena *arena, ModelSet *set, const char *const *extra_files, uint32_t extra_count) {
    uint32_t total = 0, priority = 0;
    for (uint32_t index = 0; index < set->models.count; index++) total += set->models.items[index].function_count;
    set->index = arena_new_array(arena, IndexEntry, total + 1);
    for (uint32_t pass = 0; pass < 2; pass++) { // the user's own files first
        for (uint32_t index = 0; index < set->models.count; index++) {
            const Model *model = &set->models.items[index];
            if (is_extra(model, extra_files, extra_count) != (pass == 0)) continue;
            for (uint32_t function = 0; function < model->function_count; function++) {
                set->index[set->index_count++] = (IndexEntry){&model->functions[function], priority++};
            }
        }
    }
    qsort(set->index, set->index_count, sizeof *set->index, compare_entries);
}

Status models_load(Arena *arena, const char *directory, const char *const *extra_files, uint32_t extra_count,
                   Messages *messages, ModelSet **models) {
    ModelSet *set = arena_new(arena, ModelSet);
    *models = NULL;
    Status status = load_directory(arena, directory, messages, &set->models);
    for (uint32_t index = 0; index < extra_count; index++) {
        Model model;
        Status read = read_model(arena, extra_files[index], messages, &model);
        if (read == STATUS_OK) add_model(arena, &set->models, model);
        if (read != STATUS_OK) status = read;
    }
    if (status != STATUS_OK) return status;
    if (set->models.count > 0) qsort(set->models.items, set->models.count, sizeof(Model), compare_models);
    build_index(arena, set, extra_files, extra_count);
    *models = set;
    return STATUS_OK;
}

uint32_t models_count(const ModelSet *models) {
    return models->models.count;
}

const Model *models_get(const ModelSet *models, uint32_t index) {
    return &models->models.items[index];
}

const ModelStatic *models_match_static(const ModelSet *models, const char *type_name, const Api **api) {
    for (uint32_t index = 0; index < models->models.count; index++) {
        const Model *model = &models->models.items[index];
        for (uint32_t form = 0; form < model->static_count; form++) {
            if (strcmp(model->statics[form].type, type_name) != 0) continue;
            *api = &model->functions[model->statics[form].function];
            return &model->statics[form];
        }
    }
    return NULL;
}

bool models_is_entry(const ModelSet *models, const char *function_name) {
    if (strcmp(function_name, "main") == 0) return true;
    for (uint32_t index = 0; index < models->models.count; index++) {
        const Model *model = &models->models.items[index];
        for (uint32_t entry = 0; entry < model->entry_count; entry++) {
            if (strcmp(model->entries[entry], function_name) == 0) return true;
        }
    }
    return false;
}

static uint32_t first_entry(const ModelSet *models, const char *name) {
    uint32_t low = 0, high = models->index_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strcmp(models->index[middle].api->function, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const Api *models_match(const ModelSet *models, const ModelDeclaration *declaration) {
    for (uint32_t at = first_entry(models, declaration->name); at < models->index_count; at++) {
        const Api *api = models->index[at].api;
        if (strcmp(api->function, declaration->name) != 0) return NULL;
        if (!api->has_condition && !api->condition_object && declaration_fits(declaration, api)) return api;
    }
    return NULL;
}

const Api *models_next_variant(const ModelSet *models, const Api *api, uint32_t *position) {
    if (!*position) *position = first_entry(models, api->function) + 1;
    for (; *position - 1 < models->index_count; ++*position) {
        const Api *entry = models->index[*position - 1].api;
        if (strcmp(entry->function, api->function) != 0) return NULL;
        if (!entry->condition_object || strcmp(entry->library, api->library) != 0) continue;
        ++*position;
        return entry;
    }
    return NULL;
}

const Api *models_refine(const ModelSet *models, const Api *api, const ModelArgument *arguments, uint32_t count) {
    for (uint32_t at = first_entry(models, api->function); at < models->index_count; at++) {
        const Api *entry = models->index[at].api;
        if (strcmp(entry->function, api->function) != 0) break;
        if (!entry->has_condition || entry->condition_object || strcmp(entry->library, api->library) != 0) continue;
        if (entry->condition_argument >= count || !arguments[entry->condition_argument].is_constant) continue;
        if (arguments[entry->condition_argument].value == entry->condition_value) return entry;
    }
    return api;
}
