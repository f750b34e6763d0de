// SPDX-License-Identifier: MIT
// Every library model against the syntax tree: the front end reads cases/every_call.c of each model and every call
// must get the role that the comment on its line states. A modelled function without a call, a call without a
// comment and a comment without a call fail. The template of scripts/new-model is held to the same.
#include "frontend/frontend.h"
#include "models/vocabulary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAXIMUM = 4096, TEXT_MAXIMUM = 1024 };

typedef struct Case {
    const Model *model;
    const char *path;
    uint64_t expected[LINE_MAXIMUM], found[LINE_MAXIMUM]; // sets of EventKind by line
    bool is_marked[LINE_MAXIMUM];
    bool *is_called; // by function of the model
    int failures;
} Case;

static void fail(Case *item, uint32_t line, const char *what, const char *detail) {
    printf("%s:%u: %s%s\n", item->path, line, what, detail);
    item->failures++;
}

static void read_mark(Case *item, uint32_t line, char *text) {
    char *mark = strstr(text, "// role: ");
    if (!mark) return;
    item->is_marked[line] = true;
    for (char *word = strtok(mark + strlen("// role: "), " \n"); word; word = strtok(NULL, " \n")) {
        int role;
        if (vocabulary_find(WORD_ROLE, word, &role)) {
            item->expected[line] |= UINT64_C(1) << role;
        } else {
            fail(item, line, "unknown role in the comment: ", word);
        }
    }
}

static bool read_marks(Case *item) {
    FILE *file = fopen(item->path, "r");
    if (!file) {
        fail(item, 0, "cannot be opened", "");
        return false;
    }
    char text[TEXT_MAXIMUM];
    for (uint32_t line = 1; line < LINE_MAXIMUM && fgets(text, sizeof text, file); line++) read_mark(item, line, text);
    fclose(file);
    return true;
}

static Status extract(Case *item, const ModelSet *models, Arena *arena, Messages *messages, Program **program) {
    const char *flags[] = {"-std=gnu11", "-w", item->model->include_path ? "-I" : NULL, item->model->include_path};
    ParseRequest request = {
        .path = item->path, .flags = flags, .flag_count = item->model->include_path ? 4 : 2, .models = models};
    ExtractStatistics statistics = {0};
    return frontend_extract(&request, arena, messages, program, &statistics);
}

static void note_call(Case *item, const Api *api, uint32_t line) {
    item->found[line] |= UINT64_C(1) << api->event;
    for (uint32_t index = 0; index < item->model->function_count; index++) {
        if (item->is_marked[line] && strcmp(item->model->functions[index].function, api->function) == 0) {
            item->is_called[index] = true;
        }
    }
}

static void note_calls(Case *item, const Program *program) {
    for (uint32_t function = 1; function < program->functions.count; function++) {
        const Function *body = program_function(program, function);
        for (uint32_t node = 1; node < body->node_count; node++) {
            const Node *event = &body->nodes[node];
            if (event->kind != NODE_EVENT || event->place.line >= LINE_MAXIMUM) continue;
            const Api *api = program_api(program, event->api);
            bool is_here = strcmp(program_path(program, event->place), item->path) == 0;
            if (is_here && strcmp(api->library, item->model->library) == 0) note_call(item, api, event->place.line);
        }
    }
}

static void print_roles(const char *title, uint64_t roles) {
    printf("  %s:", title);
    for (int role = 0; role < EVENT_KIND_COUNT; role++) {
        if (roles & (UINT64_C(1) << role)) printf(" %s", vocabulary_word(WORD_ROLE, role));
    }
    printf("\n");
}

static void compare(Case *item) {
    for (uint32_t line = 1; line < LINE_MAXIMUM; line++) {
        if (item->expected[line] == item->found[line]) continue;
        fail(item, line, "the roles differ", "");
        print_roles("stated", item->expected[line]);
        print_roles("found", item->found[line]);
    }
    for (uint32_t index = 0; index < item->model->function_count; index++) {
        if (!item->is_called[index]) {
            fail(item, 0, "no line calls the modelled function ", item->model->functions[index].function);
        }
    }
}

static int check_model(const ModelSet *models, const Model *model, Arena *arena, Messages *messages) {
    Case *item = arena_new(arena, Case);
    item->model = model;
    const char *slash = strrchr(model->path, '/');
    item->path = arena_format(arena, "%.*s/cases/every_call.c", (int)(slash - model->path), model->path);
    item->is_called = arena_new_array(arena, bool, model->function_count);
    Program *program;
    if (!read_marks(item)) return item->failures;
    if (extract(item, models, arena, messages, &program) != STATUS_OK) {
        fail(item, 0, "could not be read by the front end", "");
        return item->failures;
    }
    note_calls(item, program);
    compare(item);
    return item->failures;
}

int main(void) {
    Arena *arena = arena_create();
    Messages messages = {.arena = arena};
    ModelSet *models;
    int failures = 0;
    const char *const template[] = {"rules/models/_template/model.json"};
    if (models_load(arena, "rules/models", template, 1, &messages, &models) != STATUS_OK) {
        failures++;
    } else {
        for (uint32_t index = 0; index < models_count(models); index++) {
            failures += check_model(models, models_get(models, index), arena, &messages);
        }
    }
    messages_print(&messages, 0);
    arena_destroy(arena);
    return failures != 0;
}
