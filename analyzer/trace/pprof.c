// SPDX-License-Identifier: MIT
// profile.proto of github.com/google/pprof. Field numbers are that file's.
#include "trace/print.h"
#include "trace/protobuf.h"
#include "trace/symbols.h"
#include "trace/waits.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum {
    PROFILE_SAMPLE_TYPE = 1,
    PROFILE_SAMPLE = 2,
    PROFILE_MAPPING = 3,
    PROFILE_LOCATION = 4,
    PROFILE_FUNCTION = 5,
    PROFILE_STRING = 6,
    PROFILE_TIME = 9,
    PROFILE_DURATION = 10,
    PROFILE_DEFAULT_TYPE = 14,
    TYPE_NAME = 1,
    TYPE_UNIT = 2,
    SAMPLE_LOCATION = 1,
    SAMPLE_VALUE = 2,
    SAMPLE_LABEL = 3,
    LABEL_KEY = 1,
    LABEL_TEXT = 2,
    MAPPING_ID = 1,
    MAPPING_START = 2,
    MAPPING_LIMIT = 3,
    MAPPING_OFFSET = 4,
    MAPPING_FILE = 5,
    MAPPING_BUILD_ID = 6,
    MAPPING_HAS_FUNCTIONS = 7,
    MAPPING_HAS_FILES = 8,
    MAPPING_HAS_LINES = 9,
    MAPPING_HAS_INLINES = 10,
    LOCATION_ID = 1,
    LOCATION_MAPPING = 2,
    LOCATION_ADDRESS = 3,
    LOCATION_LINE = 4,
    LINE_FUNCTION = 1,
    LINE_NUMBER = 2,
    FUNCTION_ID = 1,
    FUNCTION_NAME = 2,
    FUNCTION_SYSTEM_NAME = 3,
    FUNCTION_FILE = 4,
};

typedef struct Interned { // a text, or a function (name and file)
    const char *text, *file;
    uint32_t id;
} Interned;

typedef ARRAY(Interned) InternedList;

typedef struct Profile {
    const Recording *recording;
    Arena *arena;
    Text bytes, texts;               // texts: the string table, appended last
    InternedList strings, functions; // sorted
    ARRAY(uint64_t) addresses;       // of locations, sorted; the id is the position plus one
} Profile;

static int compare_interned(const Interned *a, const char *text, const char *file) {
    int order = strcmp(a->text, text);
    return order ? order : strcmp(a->file, file);
}

// The id of an entry, and whether it is new. Ids count from 0.
static uint32_t intern(Profile *profile, InternedList *list, const char *text, const char *file, bool *is_new) {
    uint32_t low = 0, high = list->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = compare_interned(&list->items[middle], text, file);
        *is_new = false;
        if (!order) return list->items[middle].id;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    array_push(list, profile->arena, (Interned){0});
    memmove(&list->items[low + 1], &list->items[low], (list->count - 1 - low) * sizeof *list->items);
    list->items[low] = (Interned){text, file, list->count - 1};
    *is_new = true;
    return list->count - 1;
}

static uint32_t string_id(Profile *profile, const char *text) {
    bool is_new;
    uint32_t id = intern(profile, &profile->strings, text, "", &is_new);
    if (is_new) protobuf_bytes(&profile->texts, PROFILE_STRING, text, strlen(text));
    return id;
}

static uint32_t function_id(Profile *profile, const Frame *frame) {
    bool is_new;
    uint32_t id = intern(profile, &profile->functions, frame->function, frame->file, &is_new) + 1;
    if (!is_new) return id;
    Text function = {0};
    protobuf_number(&function, FUNCTION_ID, id);
    protobuf_number(&function, FUNCTION_NAME, string_id(profile, frame->function));
    protobuf_number(&function, FUNCTION_SYSTEM_NAME, string_id(profile, frame->function));
    protobuf_number(&function, FUNCTION_FILE, string_id(profile, frame->file));
    protobuf_nested(&profile->bytes, PROFILE_FUNCTION, &function);
    text_free(&function);
    return id;
}

static int compare_addresses(const void *left, const void *right) {
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

static void collect_addresses(Profile *profile, const WaitGroups *groups) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < groups->count; i++) {
        const RecordedSite *site = &profile->recording->sites.items[groups->items[i].site];
        for (uint32_t k = 0; k < site->count; k++) array_push(&profile->addresses, profile->arena, site->addresses[k]);
    }
    if (!profile->addresses.count) return;
    qsort(profile->addresses.items, profile->addresses.count, sizeof(uint64_t), compare_addresses);
    for (uint32_t i = 0; i < profile->addresses.count; i++)
        if (!kept || profile->addresses.items[kept - 1] != profile->addresses.items[i])
            profile->addresses.items[kept++] = profile->addresses.items[i];
    profile->addresses.count = kept;
}

static void write_location(Profile *profile, uint32_t position) {
    uint64_t address = profile->addresses.items[position];
    uint32_t module = symbols_find_module(profile->recording, address);
    Text location = {0}, line = {0};
    FrameList frames = {0};
    protobuf_number(&location, LOCATION_ID, position + 1);
    if (module != UINT32_MAX) protobuf_number(&location, LOCATION_MAPPING, module + 1);
    protobuf_number(&location, LOCATION_ADDRESS, address);
    symbols_of_address(profile->recording, address, &frames);
    for (uint32_t i = 0; i < frames.count; i++) {
        protobuf_number(&line, LINE_FUNCTION, function_id(profile, &frames.items[i]));
        protobuf_number(&line, LINE_NUMBER, frames.items[i].line);
        protobuf_nested(&location, LOCATION_LINE, &line);
    }
    protobuf_nested(&profile->bytes, PROFILE_LOCATION, &location);
    text_free(&location);
    text_free(&line);
}

static void write_mapping(Profile *profile, uint32_t index) {
    const RecordedModule *module = &profile->recording->modules.items[index];
    Text mapping = {0};
    protobuf_number(&mapping, MAPPING_ID, index + 1);
    protobuf_number(&mapping, MAPPING_START, module->low);
    protobuf_number(&mapping, MAPPING_LIMIT, module->high);
    protobuf_number(&mapping, MAPPING_OFFSET, module->offset);
    protobuf_number(&mapping, MAPPING_FILE, string_id(profile, module->path));
    protobuf_number(&mapping, MAPPING_BUILD_ID, string_id(profile, module->build_id));
    // Told as known: every location has a name, if only "module+0x123".
    for (uint32_t field = MAPPING_HAS_FUNCTIONS; field <= MAPPING_HAS_INLINES; field++)
        protobuf_number(&mapping, field, 1);
    protobuf_nested(&profile->bytes, PROFILE_MAPPING, &mapping);
    text_free(&mapping);
}

static void write_type(Profile *profile, uint32_t field, const char *name, const char *unit) {
    Text type = {0};
    protobuf_number(&type, TYPE_NAME, string_id(profile, name));
    protobuf_number(&type, TYPE_UNIT, string_id(profile, unit));
    protobuf_nested(&profile->bytes, field, &type);
    text_free(&type);
}

static void write_label(Profile *profile, Text *sample, const char *key, const char *value) {
    Text label = {0};
    protobuf_number(&label, LABEL_KEY, string_id(profile, key));
    protobuf_number(&label, LABEL_TEXT, string_id(profile, value));
    protobuf_nested(sample, SAMPLE_LABEL, &label);
    text_free(&label);
}

static void write_sample(Profile *profile, const WaitGroup *group) {
    const RecordedSite *site = &profile->recording->sites.items[group->site];
    Text sample = {0}, list = {0};
    for (uint32_t i = 0; i < site->count; i++) {
        const uint64_t *found = bsearch(&site->addresses[i], profile->addresses.items, profile->addresses.count,
                                        sizeof(uint64_t), compare_addresses);
        protobuf_varint(&list, (uint64_t)(found - profile->addresses.items) + 1);
    }
    protobuf_nested(&sample, SAMPLE_LOCATION, &list);
    protobuf_varint(&list, group->open_count);
    protobuf_varint(&list, group->total);
    protobuf_nested(&sample, SAMPLE_VALUE, &list);
    write_label(profile, &sample, "wait", slice_wait_word(group->wait));
    if (group->object) write_label(profile, &sample, "object", profile->recording->objects.items[group->object].name);
    if (group->mark) write_label(profile, &sample, "mark", profile->recording->texts.items[group->mark].text);
    protobuf_nested(&profile->bytes, PROFILE_SAMPLE, &sample);
    text_free(&sample);
    text_free(&list);
}

static void encode(Profile *profile, const States *states) {
    WaitGroups groups = {0};
    waits_group(states, true, &groups);
    string_id(profile, ""); // the table's first text must be empty
    collect_addresses(profile, &groups);
    write_type(profile, PROFILE_SAMPLE_TYPE, "tasks", "count");
    write_type(profile, PROFILE_SAMPLE_TYPE, "delay", "nanoseconds");
    for (uint32_t i = 0; i < groups.count; i++) write_sample(profile, &groups.items[i]);
    for (uint32_t i = 0; i < profile->recording->modules.count; i++) write_mapping(profile, i);
    for (uint32_t i = 0; i < profile->addresses.count; i++) write_location(profile, i);
    protobuf_number(&profile->bytes, PROFILE_DEFAULT_TYPE, string_id(profile, "delay"));
    protobuf_number(&profile->bytes, PROFILE_TIME, profile->recording->start_wall);
    protobuf_number(&profile->bytes, PROFILE_DURATION, (uint64_t)profile->recording->duration);
    text_append_bytes(&profile->bytes, text_value(&profile->texts), profile->texts.length);
}

// zlib's gzip header holds no time and no name unless told to: equal input gives equal bytes.
static bool write_gzip(const Text *bytes, FILE *out) {
    enum { WINDOW_AND_GZIP = 15 + 16, MEMORY = 8 };
    z_stream stream = {.next_in = (Bytef *)bytes->bytes, .avail_in = (uInt)bytes->length};
    unsigned char buffer[16384];
    int result;
    if (bytes->length > UINT32_MAX) return false;
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, WINDOW_AND_GZIP, MEMORY, Z_DEFAULT_STRATEGY))
        return false;
    do {
        stream.next_out = buffer;
        stream.avail_out = sizeof buffer;
        result = deflate(&stream, Z_FINISH);
        fwrite(buffer, 1, sizeof buffer - stream.avail_out, out);
    } while (result == Z_OK);
    deflateEnd(&stream);
    return result == Z_STREAM_END;
}

bool trace_print_pprof(const TraceView *view, FILE *out) {
    Profile profile = {.recording = view->recording, .arena = view->recording->arena};
    encode(&profile, view->states);
    bool is_written = write_gzip(&profile.bytes, out);
    text_free(&profile.bytes);
    text_free(&profile.texts);
    return is_written;
}
