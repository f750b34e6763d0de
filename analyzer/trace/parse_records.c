// SPDX-License-Identifier: MIT
#include "trace/parse.h"
#include "trace/symbols.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

// By kind: the size without texts, and how many texts follow it.
typedef struct RecordShape {
    uint32_t size, texts;
} RecordShape;

static const RecordShape SHAPES[QREC_KIND_END] = {
    [QREC_MODULE] = {sizeof(TraceModule), 1},    [QREC_TASK] = {sizeof(TraceTask), 1},
    [QREC_TASK_NAME] = {sizeof(TraceText), 1},   [QREC_OBJECT] = {sizeof(TraceObject), 1},
    [QREC_OBJECT_NAME] = {sizeof(TraceText), 1}, [QREC_SITE] = {sizeof(TraceSite), 0},
    [QREC_TEXT] = {sizeof(TraceText), 1},        [QREC_FRAME] = {sizeof(TraceFrame), 2},
};

// Text `number` behind the fixed part; the record was checked.
static const char *record_text(const TraceRecord *record, uint32_t number) {
    const char *text = (const char *)record + SHAPES[record->kind].size;
    for (; number; number--) text += strlen(text) + 1;
    return text;
}

// Names are printed on terminals: what could steer one becomes a question mark.
static const char *clean_text(Parser *parser, const TraceRecord *record, uint32_t number) {
    const char *text = record_text(record, number);
    bool is_clean = true;
    for (const char *at = text; *at; at++) is_clean = is_clean && (unsigned char)*at >= ' ' && *at != 127;
    if (is_clean) return text;
    char *copy = arena_copy_text(parser->arena, text);
    for (char *at = copy; *at; at++)
        if ((unsigned char)*at < ' ' || *at == 127) *at = '?';
    return copy;
}

static bool has_texts(const TraceRecord *record) {
    const char *text = (const char *)record + SHAPES[record->kind].size;
    const char *end = (const char *)record + record->size;
    for (uint32_t i = 0; i < SHAPES[record->kind].texts; i++) {
        const char *zero = memchr(text, 0, (size_t)(end - text));
        if (!zero) return false;
        text = zero + 1;
    }
    return true;
}

static const char *problem_of_site(const TraceSite *site) {
    if (site->count > QTRACE_FRAME_LIMIT) return "a stack is too deep";
    return site->record.size == sizeof *site + 8 * (size_t)site->count ? NULL : "a stack has another size";
}

static const char *problem_of_ids(const TraceRecord *record) {
    const TraceText *any = (const TraceText *)(const void *)record;
    bool has_id = record->kind != QREC_MODULE && record->kind != QREC_FRAME;
    if (has_id && !any->id) return "a record without id";
    if (record->kind == QREC_TASK && ((const TraceTask *)(const void *)record)->kind >= QTASK_KIND_COUNT)
        return "unknown kind of task";
    if (record->kind == QREC_OBJECT && ((const TraceObject *)(const void *)record)->kind >= QOBJECT_KIND_COUNT)
        return "unknown kind of object";
    if (record->kind == QREC_MODULE && ((const TraceModule *)(const void *)record)->build_id_length > 31)
        return "a build id is too long";
    return record->kind == QREC_SITE ? problem_of_site((const TraceSite *)(const void *)record) : NULL;
}

static const char *problem_of_record(const TraceRecord *record, size_t left) {
    if (left < sizeof *record || record->size < sizeof *record || record->size > left || record->size % 8)
        return "the size of a record";
    if (record->kind == 0 || record->kind >= QREC_KIND_END) return "unknown kind of record";
    size_t unchecked = offsetof(TraceRecord, reserved);
    uint32_t start = qtrace_check(QTRACE_CHECK_START, record, offsetof(TraceRecord, check));
    if (qtrace_check(start, (const char *)record + unchecked, record->size - unchecked) != record->check)
        return "the sum of a record is wrong";
    if (record->size < SHAPES[record->kind].size) return "a record is too short";
    if (!has_texts(record)) return "a text without end";
    return problem_of_ids(record);
}

static void collect_ids(Parser *parser, const TraceRecord *record) {
    uint32_t id = ((const TraceText *)(const void *)record)->id;
    switch ((TraceRecordKind)record->kind) {
    case QREC_TASK:
        ids_add(&parser->tasks, parser->arena, id);
        ids_add(&parser->tasks, parser->arena, ((const TraceTask *)(const void *)record)->parent);
        break;
    case QREC_OBJECT: ids_add(&parser->objects, parser->arena, id); break;
    case QREC_SITE: ids_add(&parser->sites, parser->arena, id); break;
    case QREC_TEXT: ids_add(&parser->texts, parser->arena, id); break;
    default: break;
    }
}

Status parse_records(Parser *parser, const TraceChunk *chunk) {
    const char *at = (const char *)(chunk + 1), *end = (const char *)chunk + chunk->used;
    while (at < end) {
        const TraceRecord *record = (const TraceRecord *)(const void *)at;
        const char *problem = problem_of_record(record, (size_t)(end - at));
        if (problem) return parse_problem(parser, at, problem);
        array_push(&parser->records, parser->arena, record);
        collect_ids(parser, record);
        at += record->size;
    }
    return STATUS_OK;
}

static const char *object_word(TraceObjectKind kind) {
    static const char *const words[QOBJECT_KIND_COUNT] = {
        [QOBJECT_OTHER] = "object",        [QOBJECT_CHANNEL] = "channel",
        [QOBJECT_LOCK] = "lock",           [QOBJECT_READERS_LOCK] = "readers' lock",
        [QOBJECT_CONDITION] = "condition", [QOBJECT_SEMAPHORE] = "semaphore",
        [QOBJECT_COUNTER] = "wait group",  [QOBJECT_BARRIER] = "barrier",
        [QOBJECT_ONCE] = "once",
    };
    return words[kind];
}

static void add_module(Parser *parser, const TraceModule *module) {
    char build_id[2 * sizeof module->build_id + 1] = "";
    for (uint32_t i = 0; i < module->build_id_length; i++) {
        build_id[2 * i] = "0123456789abcdef"[module->build_id[i] >> 4];
        build_id[2 * i + 1] = "0123456789abcdef"[module->build_id[i] & 15];
    }
    array_push(&parser->recording->modules, parser->arena,
               (RecordedModule){.low = module->low,
                                .high = module->high,
                                .bias = module->bias,
                                .offset = module->offset,
                                .path = clean_text(parser, &module->record, 0),
                                .build_id = arena_copy_text(parser->arena, build_id)});
}

static void set_task(Parser *parser, const TraceTask *task) {
    RecordedTask *entry = &parser->recording->tasks.items[ids_find(&parser->tasks, task->id)];
    entry->parent = ids_find(&parser->tasks, task->parent);
    entry->site = ids_find(&parser->sites, task->site);
    entry->kind = (TraceTaskKind)task->kind;
    entry->thread_id = task->thread_id;
    entry->is_described = true;
    if (!entry->name) entry->name = clean_text(parser, &task->record, 0);
}

static void set_object(Parser *parser, const TraceObject *object) {
    RecordedObject *entry = &parser->recording->objects.items[ids_find(&parser->objects, object->id)];
    entry->kind = (TraceObjectKind)object->kind;
    entry->site = ids_find(&parser->sites, object->site);
    entry->address = object->address;
    entry->capacity = object->capacity;
    if (!entry->name) entry->name = clean_text(parser, &object->record, 0);
}

static void add_frame(Parser *parser, const TraceFrame *frame) {
    array_push(&parser->recording->frames, parser->arena,
               (RecordedFrame){.address = frame->address,
                               .order = parser->recording->frames.count,
                               .line = frame->line,
                               .column = frame->column,
                               .function = clean_text(parser, &frame->record, 0),
                               .file = clean_text(parser, &frame->record, 1)});
}

static void build_record(Parser *parser, const TraceRecord *record) {
    Recording *recording = parser->recording;
    const void *any = record;
    uint32_t id = ((const TraceText *)any)->id, index;
    switch ((TraceRecordKind)record->kind) {
    case QREC_MODULE: add_module(parser, any); break;
    case QREC_TASK: set_task(parser, any); break;
    case QREC_OBJECT: set_object(parser, any); break;
    case QREC_FRAME: add_frame(parser, any); break;
    case QREC_SITE:
        index = ids_find(&parser->sites, id);
        recording->sites.items[index].count = ((const TraceSite *)any)->count;
        recording->sites.items[index].addresses = ((const TraceSite *)any)->addresses;
        break;
    case QREC_TEXT: recording->texts.items[ids_find(&parser->texts, id)].text = clean_text(parser, record, 0); break;
    case QREC_TASK_NAME:
        if ((index = ids_find(&parser->tasks, id))) recording->tasks.items[index].name = clean_text(parser, record, 0);
        break;
    case QREC_OBJECT_NAME:
        if ((index = ids_find(&parser->objects, id)))
            recording->objects.items[index].name = clean_text(parser, record, 0);
        break;
    case QREC_KIND_END: break;
    }
}

#define make_entries(parser, table, Type)                                                                              \
    do {                                                                                                               \
        array_push(&(parser)->recording->table, (parser)->arena, (Type){0});                                           \
        for (uint32_t i = 0; i < (parser)->table.ids.count; i++)                                                       \
            array_push(&(parser)->recording->table, (parser)->arena, (Type){.id = (parser)->table.ids.items[i]});      \
    } while (0)

static void fill_names(Parser *parser) {
    Recording *recording = parser->recording;
    for (uint32_t i = 0; i < recording->tasks.count; i++) {
        RecordedTask *task = &recording->tasks.items[i];
        if (!task->name || !*task->name) task->name = arena_format(parser->arena, "task %" PRIu32, task->id);
    }
    for (uint32_t i = 0; i < recording->objects.count; i++) {
        RecordedObject *object = &recording->objects.items[i];
        object->has_name = object->name && *object->name;
    }
    for (uint32_t i = 0; i < recording->texts.count; i++)
        if (!recording->texts.items[i].text)
            recording->texts.items[i].text = arena_format(parser->arena, "text-%" PRIu32, recording->texts.items[i].id);
    recording->tasks.items[0].name = recording->objects.items[0].name = recording->texts.items[0].text = "?";
}

static int compare_frames(const void *left, const void *right) {
    const RecordedFrame *a = left, *b = right;
    if (a->address != b->address) return a->address < b->address ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

// The innermost call that has a line, by its file's own name.
static const char *made_at(Recording *recording, uint32_t site) {
    FrameList frames = {0};
    symbols_of_site(recording, site, &frames);
    for (uint32_t i = 0; i < frames.count; i++) {
        const char *slash = strrchr(frames.items[i].file, '/');
        if (frames.items[i].line)
            return arena_format(recording->arena, " (%s:%" PRIu32 ")", slash ? slash + 1 : frames.items[i].file,
                                frames.items[i].line);
    }
    return "";
}

void recording_use_frames(Recording *recording) {
    if (recording->frames.count)
        qsort(recording->frames.items, recording->frames.count, sizeof *recording->frames.items, compare_frames);
    for (uint32_t i = 1; i < recording->objects.count; i++) {
        RecordedObject *object = &recording->objects.items[i];
        if (!object->has_name)
            object->name = arena_format(recording->arena, "%s %" PRIu32 "%s", object_word(object->kind), object->id,
                                        made_at(recording, object->site));
    }
}

static int compare_modules(const void *left, const void *right) {
    const RecordedModule *a = left, *b = right;
    if (a->low != b->low) return a->low < b->low ? -1 : 1;
    return a->high < b->high ? -1 : a->high > b->high;
}

void build_tables(Parser *parser) {
    Recording *recording = parser->recording;
    make_entries(parser, tasks, RecordedTask);
    make_entries(parser, objects, RecordedObject);
    make_entries(parser, sites, RecordedSite);
    make_entries(parser, texts, RecordedText);
    for (uint32_t i = 0; i < parser->records.count; i++) build_record(parser, parser->records.items[i]);
    fill_names(parser);
    if (recording->modules.count)
        qsort(recording->modules.items, recording->modules.count, sizeof *recording->modules.items, compare_modules);
    recording_use_frames(recording);
}
