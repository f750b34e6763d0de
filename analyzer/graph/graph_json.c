// SPDX-License-Identifier: MIT
#include "graph/graph_draw.h"

#include <inttypes.h>

// Length of the well-formed UTF-8 sequence at `text` (RFC 3629), 0 when there is none.
static int utf8_length(const unsigned char *text) {
    unsigned char lead = text[0];
    if (lead < 0x80) return 1;
    int length = lead >= 0xc2 && lead < 0xe0   ? 2
                 : lead >= 0xe0 && lead < 0xf0 ? 3
                 : lead >= 0xf0 && lead < 0xf5 ? 4
                                               : 0;
    for (int i = 1; i < length; i++)
        if ((text[i] & 0xc0) != 0x80) return 0;
    if ((lead == 0xe0 && text[1] < 0xa0) || (lead == 0xed && text[1] > 0x9f)) return 0;
    if ((lead == 0xf0 && text[1] < 0x90) || (lead == 0xf4 && text[1] > 0x8f)) return 0;
    return length;
}

static void write_string(FILE *out, const char *text) {
    const unsigned char *at = (const unsigned char *)(text ? text : "");
    fputc('"', out);
    while (*at) {
        int length = utf8_length(at);
        if (!length)
            fputs("\\ufffd", out);
        else if (*at == '"' || *at == '\\')
            fprintf(out, "\\%c", *at);
        else if (*at < ' ')
            fprintf(out, "\\u%04x", *at);
        else
            fwrite(at, 1, (size_t)length, out);
        at += length ? length : 1;
    }
    fputc('"', out);
}

static void write_name(FILE *out, const char *key, const char *text) {
    fprintf(out, ", \"%s\": ", key);
    write_string(out, text);
}

static void write_number(FILE *out, const char *key, int64_t number) {
    fprintf(out, ", \"%s\": %" PRId64, key, number);
}

static void write_flag(FILE *out, const char *key, bool flag) {
    fprintf(out, ", \"%s\": %s", key, flag ? "true" : "false");
}

static void write_place(const CommunicationGraph *graph, FILE *out, Place place) {
    if (place.file) write_name(out, "file", program_path(graph->program, place));
    if (place.line) write_number(out, "line", place.line);
    if (place.column) write_number(out, "column", place.column);
}

static void start_row(FILE *out, uint32_t index, uint32_t id) {
    fprintf(out, "%s\n    {\"id\": %" PRIu32, index ? "," : "", id);
}

static const char *domain_name(Domain domain) {
    static const char *const names[] = {[DOMAIN_NONE] = "none",
                                        [DOMAIN_PREEMPTIVE] = "preemptive",
                                        [DOMAIN_COOPERATIVE] = "cooperative",
                                        [DOMAIN_SAME_PROC] = "same proc"};
    return names[domain];
}

static void write_tasks(const CommunicationGraph *graph, FILE *out) {
    static const char *const origins[] = {
        [TASK_ENTRY] = "entry", [TASK_EXPORTED] = "exported", [TASK_SPAWNED] = "spawned"};
    for (GraphTaskId id = 1; id < graph->rows.task_count; id++) {
        const GraphTask *task = &graph->rows.tasks[id];
        start_row(out, id - 1, id);
        write_name(out, "name", task->name);
        write_name(out, "origin", origins[task->origin]);
        if (task->spawn_function)
            write_name(out, "spawnedIn", program_function(graph->program, task->spawn_function)->name);
        write_place(graph, out, task->place);
        write_name(out, "multiplicity", task->is_many ? "many" : "one");
        write_name(out, "domain", domain_name(task->domain));
        write_number(out, "scope", task->scope);
        fputc('}', out);
    }
}

static void write_capacity(const GraphObject *object, FILE *out) {
    if (object->capacity_state == CAPACITY_KNOWN) write_number(out, "capacity", object->capacity);
    if (object->capacity_state == CAPACITY_WITHOUT_BOUND) write_name(out, "capacity", "unbounded");
}

static void write_objects(const CommunicationGraph *graph, FILE *out) {
    for (GraphObjectId id = 1; id < graph->rows.object_count; id++) {
        const GraphObject *object = &graph->rows.objects[id];
        start_row(out, id - 1, id);
        write_name(out, "name", object->name);
        write_name(out, "kind", object_kind_name(object->kind));
        write_capacity(object, out);
        write_place(graph, out, object->place);
        write_name(out, "multiplicity", object->is_single ? "one" : "many");
        write_flag(out, "escaped", object->is_escaped);
        write_number(out, "scope", object->scope);
        fputc('}', out);
    }
}

static void write_uses(const CommunicationGraph *graph, FILE *out, uint32_t *next, GraphOperationId operation) {
    const GraphUse *uses = graph->rows.uses;
    fputs(", \"objects\": [", out);
    for (bool is_first = true; *next < graph->rows.use_count && uses[*next].operation == operation; (*next)++) {
        fprintf(out, "%s%" PRIu32, is_first ? "" : ", ", uses[*next].object);
        is_first = false;
    }
    fputs("]}", out);
}

static void write_operations(const CommunicationGraph *graph, FILE *out) {
    static const char *const blockings[] = {
        [BLOCKING_NEVER] = "never", [BLOCKING_FOREVER] = "forever", [BLOCKING_TIMED] = "timed"};
    uint32_t next_use = 0;
    for (GraphOperationId id = 1; id < graph->rows.operation_count; id++) {
        const GraphOperation *operation = &graph->rows.operations[id];
        start_row(out, id - 1, id);
        write_number(out, "task", operation->task);
        write_name(out, "kind", event_kind_name(operation->kind));
        write_flag(out, "select", operation->is_case);
        write_name(out, "blocking", blockings[operation->blocking]);
        write_name(out, "function", program_function(graph->program, operation->function)->name);
        write_place(graph, out, operation->place);
        if (operation->text) write_name(out, "text", operation->text);
        write_flag(out, "unknownObjects", operation->has_unknown);
        write_uses(graph, out, &next_use, id);
    }
}

static void write_ids(FILE *out, const char *key, const uint32_t *ids, uint32_t count) {
    fprintf(out, ", \"%s\": [", key);
    for (uint32_t i = 0; i < count; i++) fprintf(out, "%s%" PRIu32, i ? ", " : "", ids[i]);
    fputc(']', out);
}

static void write_pairs(const CommunicationGraph *graph, FILE *out) {
    fputs("\n  ],\n  \"spawns\": [", out);
    for (uint32_t i = 0; i < graph->rows.spawn_count; i++)
        fprintf(out, "%s\n    {\"spawner\": %" PRIu32 ", \"spawned\": %" PRIu32 "}", i ? "," : "",
                graph->rows.spawns[i].spawner, graph->rows.spawns[i].spawned);
    fputs("\n  ],\n  \"meets\": [", out);
    for (uint32_t i = 0; i < graph->rows.meet_count; i++) {
        GraphMeet meet = graph->rows.meets[i];
        fprintf(out, "%s\n    {\"giver\": %" PRIu32 ", \"taker\": %" PRIu32 ", \"object\": %" PRIu32 "}", i ? "," : "",
                meet.giver, meet.taker, meet.object);
    }
}

static void write_scopes(const CommunicationGraph *graph, FILE *out) {
    for (uint32_t id = 1; id < graph->scope_count; id++) {
        const GraphScope *scope = &graph->scopes[id];
        start_row(out, id - 1, id);
        write_ids(out, "tasks", scope->tasks, scope->task_count);
        write_ids(out, "objects", scope->objects, scope->object_count);
        write_number(out, "operations", scope->operation_count);
        fputc('}', out);
    }
}

void graph_write_json(const CommunicationGraph *graph, FILE *out) {
    fputs("{\n  \"version\": 1,\n  \"tasks\": [", out);
    write_tasks(graph, out);
    fputs("\n  ],\n  \"objects\": [", out);
    write_objects(graph, out);
    fputs("\n  ],\n  \"operations\": [", out);
    write_operations(graph, out);
    write_pairs(graph, out);
    fputs("\n  ],\n  \"scopes\": [", out);
    write_scopes(graph, out);
    fputs("\n  ]\n}\n", out);
}
